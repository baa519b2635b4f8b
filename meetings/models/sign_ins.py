from __future__ import annotations

from django.db import models

from meetings.models.meetings import Meeting
from participants.models.base import Addressable


class SignIn(Addressable):
    """Somebody who says on a phone of their own that they are in the room, until the coordination answers.

    Accepted, it becomes an ``Attendance`` that says when; refused, nothing of it is kept. Either way this row goes.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sign_ins", verbose_name="réunion")
    name = models.CharField("nom", max_length=150)
    job_title = models.CharField("fonction", max_length=150, blank=True)
    organisation_name = models.CharField("organisation", max_length=200)

    class Meta:
        verbose_name = "émargement à confirmer"
        verbose_name_plural = "émargements à confirmer"
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation_name})"
