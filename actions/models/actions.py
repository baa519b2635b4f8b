from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from actions.enums import OPEN_STATUSES, DueKind, Priority, Recurrence, Status
from actions.querysets import AFTER_DATE, DONE, TO_CONFIRM, UNCLEAR, UNOWNED, ActionQuerySet
from meetings.enums import Visibility
from meetings.models import AgendaItem, Meeting
from participants.enums import Sector
from participants.models import Addressable, Cluster, Place, User

LISTED = ("due_on", "id", "decided_on")
"""The order of the lists. The day of decision goes along: a period is then looked for in the index, not in the rows."""


class ActionPoint(Addressable):
    """A promise made in a cluster: what, by whom, by when, each as it was written and as it was understood.

    ``owner_text`` and ``due_text`` are what prints; ``owners``, ``due_kind`` and ``due_on`` are what the house works
    with.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="actions", verbose_name="cluster", db_index=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="réunion d’origine"
    )
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="point de l’ordre du jour",
    )
    decided_on = models.DateField("décidée le", editable=False)
    """The day of its meeting, with which it moves (``take_along``), or of its entry between meetings."""
    reference = models.CharField("référence", max_length=30, unique=True, editable=False)
    position = models.PositiveSmallIntegerField("rang", default=0)
    description = models.TextField("action")
    description_version = models.PositiveIntegerField(default=0, editable=False)
    owner_text = models.CharField("responsable(s), tel qu’écrit", max_length=400, blank=True)
    is_owned = models.BooleanField("a un responsable", default=False, editable=False)
    """Whether ``owners`` has a row, which lists among a million cannot look up: kept by ``save_owners`` alone."""
    priority = models.CharField("priorité", max_length=10, choices=Priority, default=Priority.NORMAL)
    visibility = models.CharField("visible par", max_length=12, choices=Visibility, default=Visibility.MEMBERS)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lieu")
    sector = models.CharField("secteur", max_length=10, choices=Sector, blank=True)

    due_text = models.CharField("échéance, telle qu’écrite", max_length=300, blank=True)
    due_kind = models.CharField("sorte d’échéance", max_length=20, choices=DueKind, default=DueKind.NONE)
    due_on = models.DateField("date d’échéance", null=True, blank=True)
    due_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="due_actions", verbose_name="à la réunion"
    )
    due_set_by = models.CharField("date à communiquer par", max_length=200, blank=True)
    recurrence = models.CharField("récurrence", max_length=12, choices=Recurrence, blank=True)
    postponed_to = models.DateField("reportée au", null=True, blank=True, editable=False)
    renewed_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name="renouvelle",
        editable=False,
    )

    status = models.CharField("statut", max_length=12, choices=Status, default=Status.TODO)
    status_note = models.CharField("précision", max_length=500, blank=True)
    override_reason = models.CharField("statut imposé parce que", max_length=300, blank=True)
    completed_on = models.DateField("réalisée le", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="confirmée par", editable=False
    )
    depends_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="dépend de"
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="saisie par", editable=False
    )
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "point d’action"
        verbose_name_plural = "points d’action"
        ordering = ("position", "id")
        indexes = (
            models.Index(fields=("cluster", "status", "due_on"), name="action_by_cluster_status_due"),
            models.Index(fields=("cluster", "due_on", "id"), name="action_by_cluster_due"),
            models.Index(fields=LISTED, name="action_by_due"),
            models.Index(fields=("cluster", "decided_on"), name="action_by_cluster_decided"),
            models.Index(fields=(*LISTED, "completed_on"), name="action_done_by_due", condition=DONE),
            models.Index(fields=(*LISTED, "completed_on"), name="action_done_after_date", condition=AFTER_DATE),
            models.Index(fields=("cluster", "due_on", "id"), name="action_unowned_by_cluster", condition=UNOWNED),
            models.Index(fields=LISTED, name="action_unowned_by_due", condition=UNOWNED),
            models.Index(fields=("cluster", "due_on", "id"), name="action_unclear_by_cluster", condition=UNCLEAR),
            models.Index(fields=LISTED, name="action_unclear_by_due", condition=UNCLEAR),
            models.Index(fields=("cluster", "due_on", "id"), name="action_to_confirm", condition=TO_CONFIRM),
            models.Index(fields=("sector", *LISTED), name="action_by_sector", condition=~models.Q(sector="")),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(due_kind__in=(DueKind.DATE, DueKind.NO_LATER_THAN))
                | models.Q(due_on__isnull=False),
                name="action_dated_kind_has_date",
                violation_error_message="Cette sorte d’échéance demande une date.",
            ),
            models.CheckConstraint(
                condition=~models.Q(due_kind=DueKind.RECURRING) | ~models.Q(recurrence=""),
                name="action_recurring_says_how_often",
                violation_error_message="Précisez la récurrence.",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_on=None) | models.Q(status=Status.DONE),
                name="action_completed_only_if_done",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(status=Status.DONE),
                name="action_confirmed_only_if_done",
            ),
            models.CheckConstraint(
                condition=models.Q(renewed_from=None) | ~models.Q(renewed_from=models.F("id")),
                name="action_not_its_own_renewal",
            ),
            models.CheckConstraint(
                condition=models.Q(depends_on=None) | ~models.Q(depends_on=models.F("id")),
                name="action_not_its_own_predecessor",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_to_confirm(self) -> bool:
        """« À confirmer », computed: reported done, important, and the coordination has not said so too."""
        return self.status == Status.DONE and self.priority == Priority.IMPORTANT and self.confirmed_at is None

    @property
    def is_settled(self) -> bool:
        return self.status == Status.DONE and not self.is_to_confirm

    @property
    def awaits_date(self) -> bool:
        """« La date sera communiquée par … », and it was not yet."""
        return self.is_open and self.due_kind == DueKind.TO_BE_COMMUNICATED and self.due_on is None

    @property
    def is_released(self) -> bool:
        return self.meeting is None or self.meeting.closed_at is not None

    def is_overdue(self, *, on: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < on

    @property
    def is_late(self) -> bool:
        """« En retard », computed, never stored."""
        return self.is_overdue(on=timezone.localdate())


class ReferenceCounter(models.Model):
    """The last number given in a cluster and month. Raised in the transaction that creates the action: no gap."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cluster", "year", "month"), name="counter_once_a_month"),)

    def __str__(self) -> str:
        return f"{self.cluster}-{self.year}-{self.month:02}: {self.last}"
