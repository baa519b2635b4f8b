from __future__ import annotations

from django.db import models
from django.utils import timezone

from participants.models import User


class Operation(models.Model):
    """Something that a browser asked for under a key of its own, and that was done.

    Asked again after a lost answer, or by the second tab that sends the same queue, it is answered and not done twice
    (``meetings.services.operations``). No history: rows are forgotten once no device can still hold the key.
    """

    key = models.UUIDField("clé d’envoi", unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="compte")
    digest = models.CharField("empreinte de la demande", max_length=64)
    outcome = models.CharField("adresse de la réponse", max_length=500)
    done_at = models.DateTimeField("fait le", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "opération"
        verbose_name_plural = "opérations"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.key} → {self.outcome}"
