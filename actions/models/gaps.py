from __future__ import annotations

from django.db import models

from actions.models.actions import ActionPoint


class GapAction(models.Model):
    """An action that was made to cover a gap: the one of its own cluster, place and sector, whatever these become."""

    action = models.OneToOneField(ActionPoint, models.PROTECT, related_name="gap", verbose_name="action")

    class Meta:
        verbose_name = "action de couverture"
        verbose_name_plural = "actions de couverture"

    def __str__(self) -> str:
        return self.action.reference
