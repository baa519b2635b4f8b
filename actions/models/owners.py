from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from actions.enums import OPEN_STATUSES, OwnerKind, OwnerPart, Status
from actions.models.actions import ActionPoint
from actions.wording import owner_target
from participants.enums import Role
from participants.models import Addressable, Cluster, Organisation, OrganisationGroup, Person

_TARGETS = {
    OwnerKind.ORGANISATION: "organisation",
    OwnerKind.PERSON: "person",
    OwnerKind.CLUSTER: "owner_cluster",
    OwnerKind.GROUP: "group",
}


def _only(kind: OwnerKind) -> models.Q:
    """The column of this kind is filled and the others are empty."""
    filled = {f"{column}__isnull": other != kind for other, column in _TARGETS.items()}
    return models.Q(kind=kind, **filled)


class ActionOwner(models.Model):
    """One party of an action, with its part to play and the words that named it."""

    action = models.ForeignKey(ActionPoint, models.CASCADE, related_name="owners", verbose_name="action")
    kind = models.CharField("nature", max_length=12, choices=OwnerKind)
    part = models.CharField("part", max_length=10, choices=OwnerPart, default=OwnerPart.LEAD)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="owned_actions")
    role = models.CharField("rôle", max_length=20, choices=Role, blank=True)
    owner_cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(OrganisationGroup, models.PROTECT, null=True, blank=True, related_name="+")
    written = models.CharField("tel qu’écrit", max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "responsable"
        ordering = ("position", "id")
        indexes = (models.Index(fields=("role", "action"), name="owner_by_role"),)
        constraints = (
            models.CheckConstraint(
                condition=_only(OwnerKind.ORGANISATION)
                | _only(OwnerKind.PERSON)
                | _only(OwnerKind.CLUSTER)
                | _only(OwnerKind.GROUP)
                | (_only(OwnerKind.ROLE) & ~models.Q(role=""))
                | _only(OwnerKind.ALL_MEMBERS)
                | _only(OwnerKind.TEXT),
                name="owner_kind_matches_its_column",
            ),
        )

    def __str__(self) -> str:
        return self.written

    @property
    def target(self) -> str:
        """Whom the written name was understood as; empty while it stays as written."""
        return owner_target(self)

    @property
    def is_said_otherwise(self) -> bool:
        """What was written tells more than whom it means: « DNDS » stands in « Direction nationale… (DNDS) »."""
        return self.written != self.target and f"({self.written})" not in self.target


class ActionShare(Addressable):
    """One organisation's part of an action that belongs to several organisations, or to all members."""

    action = models.ForeignKey(ActionPoint, models.CASCADE, related_name="shares", verbose_name="action")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shares", verbose_name="organisation")
    status = models.CharField("statut", max_length=12, choices=Status, default=Status.TODO)
    note = models.CharField("précision", max_length=500, blank=True)
    completed_on = models.DateField("réalisée le", null=True, blank=True)
    postponed_to = models.DateField("reportée au", null=True, blank=True)
    joined_on = models.DateField("depuis", default=timezone.localdate)
    left_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "part d’une organisation"
        verbose_name_plural = "parts des organisations"
        ordering = ("organisation__name",)
        indexes = (models.Index(fields=("organisation", "status"), name="share_by_organisation_status"),)
        constraints = (
            models.UniqueConstraint(fields=("action", "organisation"), name="share_once_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(completed_on=None) | models.Q(status=Status.DONE),
                name="share_completed_only_if_done",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} — {self.organisation.short_label}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def due_on(self) -> date | None:
        """Its own, where the organisation put it off further than the action's."""
        return max(filter(None, (self.action.due_on, self.postponed_to)), default=None)
