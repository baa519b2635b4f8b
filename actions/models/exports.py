from __future__ import annotations

import uuid

from django.db import models

from actions.enums import ExportState
from actions.querysets import ExportJobQuerySet
from participants.models import Addressable, User


def opaque_path(job: ExportJob, filename: str) -> str:
    return f"exports/{uuid.uuid4().hex}"


class ExportJob(Addressable):
    """A list of actions too long to be written while somebody waits: what was asked, how far it is, what came of it.

    ``filters`` is the query of the list's address. ``file`` is its owner's alone, and goes after ``expires_at``.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="export_jobs", verbose_name="pour")
    filters = models.TextField("filtres", blank=True)
    format = models.CharField("format", max_length=4)
    state = models.CharField("état", max_length=10, choices=ExportState, default=ExportState.WAITING)
    standings = models.JSONField("droits à la demande", default=dict)
    """By cluster number. The file tells what could be seen with them: who has lost one of them does not get it."""
    row_count = models.PositiveIntegerField("lignes à écrire", default=0)
    done_count = models.PositiveIntegerField("lignes écrites", default=0)
    beat_at = models.DateTimeField("dernier signe", null=True, blank=True)
    expires_at = models.DateTimeField("gardé jusqu’au")
    file = models.FileField("fichier", upload_to=opaque_path, blank=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "export"
        ordering = ("-created_at", "-id")
        indexes = (models.Index(fields=("state", "created_at"), name="export_by_state"),)

    def __str__(self) -> str:
        return f"{self.get_state_display()} : {self.done_count}/{self.row_count}"

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done_count // self.row_count) if self.row_count else 0
