from __future__ import annotations

from django.db import models
from django.utils import timezone

from meetings.models import Meeting
from participants.models import User


class RoomVisitor(models.Model):
    """Who has the room of a meeting open, and at what: one row per account, however many tabs, and no history.

    A row that is not touched for some minutes is deleted (``minutes.services.visitors``).
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", verbose_name="réunion")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="compte")
    place = models.UUIDField("point ou section", null=True, blank=True)
    seen_at = models.DateTimeField("vu le", default=timezone.now)

    class Meta:
        verbose_name = "personne dans la saisie"
        verbose_name_plural = "personnes dans la saisie"
        ordering = ("user",)
        indexes = (models.Index(fields=("seen_at",), name="room_visitor_seen"),)
        constraints = (models.UniqueConstraint(fields=("meeting", "user"), name="room_visitor_once"),)

    def __str__(self) -> str:
        return f"{self.user} : {self.meeting}"
