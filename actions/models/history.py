from __future__ import annotations

from django.db import models
from django.utils import timezone

from actions.enums import Status
from actions.models.actions import ActionPoint
from actions.wording import times_carried_label
from meetings.models import Document, Meeting
from participants.models import AccessLink, Addressable, Organisation, User


class ActionUpdate(Addressable):
    """Append-only: who, for which organisation, when, from which status to which, and what was done."""

    action = models.ForeignKey(ActionPoint, models.PROTECT, related_name="updates", verbose_name="action")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="pour l’organisation"
    )
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="auteur")
    author_name = models.CharField("nom affiché", max_length=150)
    link = models.ForeignKey(
        AccessLink, models.PROTECT, null=True, related_name="updates", verbose_name="par le lien de partenaire"
    )
    at = models.DateTimeField("le", default=timezone.now)
    before = models.CharField("avant", max_length=12, choices=Status, blank=True)
    after = models.CharField("après", max_length=12, choices=Status)
    comment = models.TextField("ce qui a été fait", blank=True)
    due_before = models.DateField("échéance avant", null=True, blank=True)
    due_after = models.DateField("reportée au", null=True, blank=True)
    proof_url = models.URLField("lien vers la preuve", max_length=500, blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="action_updates", verbose_name="documents")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="rectifie"
    )
    """The word of the same organisation that was a slip (``actions.second_thoughts``): neither counts any more."""

    class Meta:
        verbose_name = "suivi d’action"
        verbose_name_plural = "suivis d’action"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.action} {self.before} → {self.after}"


class ActionReview(Addressable):
    """An open action carried to a later meeting, and what was reported there.

    Live until that meeting opens; from then on ``status`` and ``status_note`` stay as they were that day.
    """

    action = models.ForeignKey(ActionPoint, models.PROTECT, related_name="reviews", verbose_name="action")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="action_reviews", verbose_name="réunion")
    times_carried = models.PositiveSmallIntegerField("reports", default=1)
    fixed_at = models.DateTimeField("fixé le", null=True, blank=True)
    status = models.CharField("statut ce jour-là", max_length=12, choices=Status, blank=True)
    status_note = models.CharField("précision ce jour-là", max_length=500, blank=True)
    comment = models.TextField("ce qui a été rapporté", blank=True)
    comment_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "examen d’une action"
        verbose_name_plural = "examens d’actions"
        ordering = ("action__meeting__starts_at", "action__reference")
        constraints = (models.UniqueConstraint(fields=("action", "meeting"), name="review_once_per_meeting"),)

    def __str__(self) -> str:
        return f"{self.action} — {self.meeting}"

    @property
    def times_label(self) -> str:
        return times_carried_label(self.times_carried)
