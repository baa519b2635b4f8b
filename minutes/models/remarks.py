from __future__ import annotations

from django.db import models
from django.utils import timezone

from minutes.enums import RemarkAnswer, RemarkKind
from minutes.models.minutes import MinutesVersion
from participants.models import Addressable, User


class Remark(Addressable):
    """Append-only but for its answer, which is given once. ``passage`` is written as it stood in the version."""

    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="remarks", verbose_name="version")
    passage = models.CharField("passage", max_length=400)
    kind = models.CharField("nature", max_length=9, choices=RemarkKind, default=RemarkKind.REMARK)
    text = models.TextField("texte", max_length=2000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    made_at = models.DateTimeField("faite le", default=timezone.now)
    answer = models.CharField("suite donnée", max_length=8, choices=RemarkAnswer, blank=True)
    answer_note = models.TextField("réponse", max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="répondue par")
    answered_at = models.DateTimeField("répondue le", null=True)

    class Meta:
        verbose_name = "remarque"
        ordering = ("made_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None) | (~models.Q(answer="") & ~models.Q(answered_at=None)),
                name="remark_answered_in_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} — {self.passage}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
