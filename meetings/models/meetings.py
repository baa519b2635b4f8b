from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from meetings.enums import (
    AgendaState,
    MeetingEventKind,
    MeetingKind,
    MeetingRoleKind,
    MeetingState,
)
from meetings.querysets import MeetingQuerySet
from participants.models import Addressable, Cluster, Organisation, Person, Place, User


class Meeting(Addressable):
    """An occasion on which a cluster meets. Planned and actual hours differ and are both kept."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="meetings", verbose_name="cluster")
    kind = models.CharField("nature", max_length=15, choices=MeetingKind, default=MeetingKind.ORDINARY)
    title = models.CharField("intitulé", max_length=200)
    year = models.PositiveSmallIntegerField("année", editable=False)
    serial = models.PositiveSmallIntegerField("numéro dans l’année", editable=False)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin prévue", null=True, blank=True)
    opened_at = models.DateTimeField("ouverte à", null=True, blank=True)
    closed_at = models.DateTimeField("levée à", null=True, blank=True)
    venue = models.CharField("salle, adresse", max_length=200, blank=True)
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisation hôte"
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lieu")
    online_url = models.URLField("adresse en ligne", blank=True)
    state = models.CharField("état", max_length=10, choices=MeetingState, default=MeetingState.PLANNED, editable=False)
    agenda_state = models.CharField(
        "ordre du jour", max_length=10, choices=AgendaState, default=AgendaState.PROPOSED, editable=False
    )
    headcount_override = models.PositiveSmallIntegerField(
        "nombre de participants", null=True, blank=True, help_text="S’il dépasse la liste ; il l’emporte sur le calcul."
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following", verbose_name="réunion précédente"
    )
    circulated_at = models.DateTimeField("compte rendu diffusé le", null=True, blank=True, editable=False)
    adopted_at = models.DateTimeField("compte rendu adopté le", null=True, blank=True, editable=False)
    correcting_since = models.DateTimeField("en correction depuis le", null=True, blank=True, editable=False)
    documents = models.ManyToManyField(
        "meetings.Document", blank=True, related_name="meetings", verbose_name="documents"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        ordering = ("-starts_at", "-id")
        indexes = (models.Index(fields=("cluster", "-starts_at"), name="meeting_by_cluster_date"),)
        constraints = (
            models.UniqueConstraint(fields=("cluster", "year", "serial"), name="meeting_serial_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message="La fin prévue doit suivre le début.",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None)
                | models.Q(opened_at=None)
                | models.Q(closed_at__gte=models.F("opened_at")),
                name="meeting_closed_after_opened",
                violation_error_message="L’heure de levée doit suivre l’ouverture.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MeetingState.CLOSED, closed_at__isnull=False)
                | (~models.Q(state=MeetingState.CLOSED) & models.Q(closed_at=None)),
                name="meeting_closed_has_hour",
            ),
            models.CheckConstraint(
                condition=models.Q(circulated_at=None) | models.Q(state=MeetingState.CLOSED),
                name="circulated_only_if_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(adopted_at=None) | models.Q(circulated_at__isnull=False),
                name="adopted_only_if_circulated",
            ),
            models.CheckConstraint(
                condition=models.Q(correcting_since=None) | models.Q(adopted_at__isnull=False),
                name="corrected_only_if_adopted",
            ),
            models.CheckConstraint(
                condition=models.Q(previous=None) | ~models.Q(previous=models.F("id")),
                name="meeting_not_its_own_previous",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        """The calendar day in Bamako."""
        return timezone.localtime(self.starts_at).date()

    @property
    def is_editable(self) -> bool:
        """Its live text may still change: not cancelled, record not adopted or being corrected."""
        return self.state != MeetingState.CANCELLED and (self.adopted_at is None or self.correcting_since is not None)


class MeetingRole(models.Model):
    """A line such as « Présidence : Nom, Fonction (Organisation) », held by a person or by an organisation.

    Name, function and organisation are copied on the day and never follow later changes.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="roles", verbose_name="réunion")
    kind = models.CharField("rôle", max_length=15, choices=MeetingRoleKind)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meeting_roles", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=150, blank=True)
    job_title = models.CharField("fonction", max_length=150, blank=True)
    organisation_name = models.CharField("organisation, telle qu’écrite", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "rôle en séance"
        verbose_name_plural = "rôles en séance"
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(organisation_name=""), name="meeting_role_names_somebody"
            ),
            models.UniqueConstraint(
                fields=("meeting", "kind", "person"),
                condition=models.Q(person__isnull=False),
                name="meeting_role_once_per_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.name or self.organisation_name}"


class MeetingEvent(models.Model):
    """Append-only: who moved the meeting from what to what, when and why."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events", verbose_name="réunion")
    kind = models.CharField("objet", max_length=10, choices=MeetingEventKind)
    before = models.CharField("avant", max_length=60, blank=True)
    after = models.CharField("après", max_length=60)
    reason = models.CharField("motif", max_length=300, blank=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "événement de réunion"
        verbose_name_plural = "événements de réunion"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.before} → {self.after}"
