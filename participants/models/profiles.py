from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from clusterhub.web.typography import format_date
from participants.enums import ActivityState, ProfileAct, ProfileSource, Sector
from participants.models.accounts import User
from participants.models.base import Addressable
from participants.models.clusters import Cluster
from participants.models.messages import AccessLink
from participants.models.organisations import Organisation
from participants.models.places import Place
from participants.querysets import ActivityQuerySet, NeedQuerySet


class OrganisationSector(models.Model):
    """A sector that an organisation says it works in."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sectors", verbose_name="organisation")
    sector = models.CharField("secteur", max_length=10, choices=Sector)

    class Meta:
        verbose_name = "secteur d’une organisation"
        verbose_name_plural = "secteurs des organisations"
        ordering = ("sector",)
        constraints = (models.UniqueConstraint(fields=("organisation", "sector"), name="sector_once_per_organisation"),)

    def __str__(self) -> str:
        return self.get_sector_display()


class OrganisationProject(models.Model):
    """A project by its code, as in the appeal or at the donor's."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="projects", verbose_name="organisation")
    code = models.CharField("code", max_length=60)
    title = models.CharField("intitulé", max_length=200, blank=True)

    class Meta:
        verbose_name = "projet"
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("organisation", "code"), name="project_once_per_organisation"),)

    def __str__(self) -> str:
        return f"{self.code} : {self.title}" if self.title else self.code


class Activity(Addressable):
    """What an organisation does, did or plans, in which sector and where.

    One of its profile has no cluster and is known to all accounts; one that was reported to a cluster stays there.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="activities", verbose_name="organisation"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="dite dans le cluster"
    )
    sector = models.CharField("secteur", max_length=10, choices=Sector, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lieu")
    state = models.CharField("état", max_length=10, choices=ActivityState, default=ActivityState.UNDER_WAY)
    description = models.TextField("activité")
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    project_code = models.CharField("code du projet", max_length=60, blank=True)
    source = models.CharField("source", max_length=12, choices=ProfileSource, default=ProfileSource.PROFILE)
    reported_on = models.DateField("dite le", default=timezone.localdate)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "activité"
        ordering = ("-reported_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="activity_dates_in_order",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.CheckConstraint(
                condition=(~models.Q(source=ProfileSource.PROFILE) | models.Q(cluster=None))
                & (~models.Q(source=ProfileSource.ROUND_TABLE) | models.Q(cluster__isnull=False)),
                name="activity_source_fits_its_cluster",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation.short_label} — {self.description}"

    def is_over(self, *, on: date) -> bool:
        return self.state == ActivityState.DONE or (self.ends_on is not None and self.ends_on < on)

    @property
    def told(self) -> str:
        """« Tour de table (Cluster Protection), 7 juin 2017 »."""
        where = f" ({self.cluster.short_name})" if self.cluster else ""
        return f"{self.get_source_display()}{where}, {format_date(self.reported_on)}"

    @property
    def has_ended(self) -> bool:
        """Still told as under way or planned, though its last day has passed."""
        return self.state != ActivityState.DONE and self.is_over(on=timezone.localdate())

    def is_present(self, *, on: date) -> bool:
        """As the queryset's ``present``: under way, as far as its dates say."""
        has_begun = self.starts_on is None or self.starts_on <= on
        return self.state == ActivityState.UNDER_WAY and has_begun and not self.is_over(on=on)


class Need(Addressable):
    """Something that nobody does, or not enough, said in a cluster: it stands until it is taken back."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="needs", verbose_name="cluster")
    sector = models.CharField("secteur", max_length=10, choices=Sector, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lieu")
    text = models.TextField("besoin")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name="déclaré par"
    )
    source = models.CharField("source", max_length=12, choices=ProfileSource, default=ProfileSource.ROUND_TABLE)
    declared_on = models.DateField("déclaré le", default=timezone.localdate)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="saisi par")
    by_name = models.CharField("nom affiché", max_length=150, blank=True)
    link = models.ForeignKey(AccessLink, models.PROTECT, null=True, related_name="+", verbose_name="par le lien")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="retiré par")

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "besoin"
        ordering = ("-declared_on", "-id")

    def __str__(self) -> str:
        return self.text


class ProfileChange(models.Model):
    """Append-only: who changed an organisation's profile, when, and each field before and after, in words.

    ``changes`` is a list of ``[label, before, after]``.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="profile_changes", verbose_name="organisation"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="changes", verbose_name="activité concernée"
    )
    act = models.CharField("acte", max_length=10, choices=ProfileAct)
    changes = models.JSONField("changements", default=list)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")
    by_name = models.CharField("nom affiché", max_length=150, blank=True)
    link = models.ForeignKey(AccessLink, models.PROTECT, null=True, related_name="+", verbose_name="par le lien")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "changement d’un profil"
        verbose_name_plural = "changements des profils"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.organisation.short_label} : {self.get_act_display()}"
