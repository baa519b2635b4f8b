from __future__ import annotations

from django.db import models
from django.utils import timezone

from meetings.models import Outcome
from minutes.models.minutes import Minutes, MinutesVersion
from minutes.querysets import DecisionQuerySet
from participants.models import Addressable, Cluster, User


class Decision(Addressable):
    """A decision as the latest frozen version of a record words it. ``left_on``: a later version no longer has it."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="decisions", verbose_name="cluster")
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="decisions", verbose_name="compte rendu")
    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="decisions", verbose_name="version")
    outcome = models.OneToOneField(
        Outcome, models.SET_NULL, null=True, related_name="registered", verbose_name="conclusion"
    )
    taken_on = models.DateField("prise le")
    position = models.PositiveSmallIntegerField("rang", default=0)
    item_title = models.CharField("point", max_length=300)
    text = models.TextField("texte")
    is_restricted = models.BooleanField("réservée à la coordination", default=False)
    left_on = models.DateField("retirée du compte rendu le", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ("-taken_on", "-id")
        indexes = (models.Index(fields=("cluster", "-taken_on", "-id"), name="decision_by_cluster_day"),)

    def __str__(self) -> str:
        return f"{self.item_title}, {self.taken_on:%d/%m/%Y}"

    @property
    def replaced_by(self) -> Decision | None:
        replacement = getattr(self, "replacement", None)
        return replacement.by_decision if replacement else None

    @property
    def is_in_force(self) -> bool:
        return self.left_on is None and self.replaced_by is None


class DecisionReplacement(models.Model):
    """Append-only: a decision that another one replaces, said by whom, when and why."""

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="replacement", verbose_name="décision remplacée"
    )
    by_decision = models.ForeignKey(Decision, models.PROTECT, related_name="replaces", verbose_name="remplacée par")
    note = models.CharField("motif", max_length=400, blank=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "remplacement d’une décision"
        verbose_name_plural = "remplacements de décisions"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(decision=models.F("by_decision")), name="decision_not_its_own_replacement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision} → {self.by_decision}"
