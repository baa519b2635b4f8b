from __future__ import annotations

from django.db import models
from django.utils import timezone

from minutes.models.files import MinutesFile
from minutes.models.minutes import MinutesVersion, random_public_key
from minutes.querysets import PublicationQuerySet
from participants.models import User


class Publication(models.Model):
    """Append-only but for its withdrawal, which comes once: a sealed public edition that anybody may read."""

    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="publications", verbose_name="version")
    key = models.CharField("clé publique", max_length=22, unique=True, default=random_public_key)
    file = models.ForeignKey(MinutesFile, models.PROTECT, related_name="publications", verbose_name="fichier")
    content = models.TextField("contenu figé (JSON canonique, édition publique)")
    content_sha256 = models.CharField("empreinte", max_length=64)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="publié par")
    published_at = models.DateTimeField("publié le", default=timezone.now)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="retiré par")
    withdrawn_at = models.DateTimeField("retiré le", null=True)
    withdrawn_reason = models.CharField("motif du retrait", max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "publication"
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("version",), condition=models.Q(withdrawn_at=None), name="version_published_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="publication_withdrawn_in_full",
            ),
        )

    def __str__(self) -> str:
        return f"Édition publique — {self.version}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
