from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from participants.models import User


class TextRevision(models.Model):
    """Append-only journal of every text that was typed, applied or not: nothing that reached the server is ever lost.

    ``version`` is the number the text got, or null when the save came late. Such a text is kept here, beside the one
    that stands: until somebody chooses, or for good when its paragraphs found their place in the version ``kept_in``.
    ``key`` is made by the browser and does not change until the save is acknowledged, so that a save repeated after a
    lost answer is recognised. ``restored`` is the row whose words somebody brought back.
    """

    object_uuid = models.UUIDField("objet")
    object_type = models.CharField("nature de l’objet", max_length=40)
    field = models.CharField("champ", max_length=40)
    base_version = models.PositiveIntegerField("fondé sur la version")
    version = models.PositiveIntegerField("version", null=True, blank=True)
    kept_in = models.PositiveIntegerField("repris dans la version", null=True, blank=True)
    text = models.TextField("texte", blank=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="auteur")
    key = models.UUIDField("clé d’envoi", default=uuid.uuid4, unique=True)
    saved_at = models.DateTimeField("enregistré le", default=timezone.now)
    restored = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="texte rétabli"
    )

    class Meta:
        verbose_name = "révision de texte"
        verbose_name_plural = "révisions de texte"
        ordering = ("saved_at", "id")
        indexes = (models.Index(fields=("object_uuid", "field", "id"), name="revision_of_field"),)
        constraints = (
            models.UniqueConstraint(
                fields=("object_uuid", "field", "version"),
                condition=models.Q(version__isnull=False),
                name="revision_version_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.object_type}.{self.field} v{self.version or '—'}"
