from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils import timezone

from minutes.enums import Edition, FileKind, SignatureRole
from minutes.models.minutes import MinutesVersion
from participants.models import Addressable, User


def issued_path(file: models.Model, filename: str) -> str:
    return f"minutes/{uuid.uuid4().hex}{PurePosixPath(filename).suffix}"


class MinutesFile(Addressable):
    """Append-only: bytes as issued, with their SHA-256. Once there is one, it is served, not rendered again."""

    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="files", verbose_name="version")
    edition = models.CharField("édition", max_length=12, choices=Edition, default=Edition.MEMBERS)
    kind = models.CharField("nature", max_length=10, choices=FileKind)
    signatures_count = models.PositiveSmallIntegerField("signatures", default=0)
    file = models.FileField("fichier", upload_to=issued_path)
    sha256 = models.CharField("empreinte", max_length=64, unique=True)
    size = models.PositiveIntegerField("taille (octets)")
    issued_at = models.DateTimeField("émis le", default=timezone.now)

    class Meta:
        verbose_name = "fichier émis"
        verbose_name_plural = "fichiers émis"
        ordering = ("issued_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "edition", "signatures_count"),
                condition=~models.Q(kind=FileKind.SCAN),
                name="file_once_per_signature",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version} — {self.get_kind_display()}"


class Signature(models.Model):
    """Append-only: who signed which version, as what, when, with which certificate."""

    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="signatures", verbose_name="version")
    edition = models.CharField("édition", max_length=12, choices=Edition, default=Edition.MEMBERS)
    role = models.CharField("en qualité de", max_length=12, choices=SignatureRole)
    signer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="signataire")
    signer_name = models.CharField("nom", max_length=150)
    job_title = models.CharField("fonction", max_length=150, blank=True)
    stands_for = models.CharField("à la place de", max_length=150, blank=True)
    """Whom a replaced signer was to be; for the seal, the cluster in whose name it is applied."""
    signed_at = models.DateTimeField("signé le", default=timezone.now)
    fingerprint = models.CharField("empreinte du certificat", max_length=64)
    file = models.OneToOneField("minutes.MinutesFile", models.PROTECT, related_name="signature", verbose_name="fichier")

    class Meta:
        verbose_name = "signature"
        ordering = ("signed_at", "id")
        constraints = (models.UniqueConstraint(fields=("version", "edition", "role"), name="signature_once_per_role"),)

    def __str__(self) -> str:
        return f"{self.signer_name} ({self.get_role_display()})"

    @property
    def is_seal(self) -> bool:
        return self.role == SignatureRole.SEAL
