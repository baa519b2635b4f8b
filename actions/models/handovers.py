from __future__ import annotations

from django.db import models
from django.utils import timezone

from actions.enums import HandoverState
from actions.models.actions import ActionPoint
from actions.querysets import HandoverQuerySet
from participants.models import Addressable, Cluster, User


class ActionHandover(Addressable):
    """An action brought before another cluster. Accepted, it has an action of its own there, ``copy``.

    ``text`` is what was handed over: the other coordination sees that, not the action itself.
    """

    action = models.ForeignKey(ActionPoint, models.PROTECT, related_name="handovers", verbose_name="action")
    to_cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="handovers", verbose_name="cluster saisi")
    text = models.TextField("ce qui est transmis")
    reason = models.TextField("motif")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="transmise par")
    asked_at = models.DateTimeField("transmise le", default=timezone.now)
    state = models.CharField("réponse", max_length=10, choices=HandoverState, default=HandoverState.ASKED)
    answer = models.TextField("motif de la réponse", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="répondu par")
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    copy = models.OneToOneField(
        ActionPoint, models.PROTECT, null=True, related_name="handed_over", verbose_name="action de l’autre cluster"
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "transmission d’une action"
        verbose_name_plural = "transmissions d’actions"
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("action", "to_cluster"),
                condition=~models.Q(state=HandoverState.REFUSED),
                name="handover_open_once_per_cluster",
            ),
            models.CheckConstraint(
                condition=models.Q(state=HandoverState.ACCEPTED, copy__isnull=False)
                | (~models.Q(state=HandoverState.ACCEPTED) & models.Q(copy=None)),
                name="handover_accepted_has_its_copy",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} → {self.to_cluster}"

    @property
    def is_awaited(self) -> bool:
        return self.state == HandoverState.ASKED
