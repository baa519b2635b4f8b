from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from meetings.models import Meeting
from minutes.models.files import issued_path
from minutes.querysets import SealedSheetQuerySet
from participants.models import Addressable, Cluster, User


class SealedSheet(Addressable):
    """Append-only: a fiche de suivi as it stood, in the members' edition, with the signed bytes that were issued.

    It is sealed and signed in one act, so one row says it all.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="sealed_sheets", verbose_name="cluster")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sealed_sheets", verbose_name="pour la réunion")
    number = models.PositiveIntegerField("numéro")
    content = models.TextField("contenu figé (JSON canonique)")
    content_sha256 = models.CharField("empreinte du contenu", max_length=64)
    public_key = models.CharField("clé publique", max_length=22, unique=True)
    file = models.FileField("fichier", upload_to=issued_path)
    sha256 = models.CharField("empreinte", max_length=64, unique=True)
    size = models.PositiveIntegerField("taille (octets)")
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="scellée par")
    sealed_at = models.DateTimeField("scellée le", default=timezone.now)
    signer_name = models.CharField("signataire", max_length=150)
    job_title = models.CharField("fonction", max_length=150, blank=True)
    fingerprint = models.CharField("empreinte du certificat", max_length=64)

    objects = SealedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche de suivi scellée"
        verbose_name_plural = "fiches de suivi scellées"
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("cluster", "number"), name="sheet_number_once_per_cluster"),)

    def __str__(self) -> str:
        return f"Fiche de suivi n° {self.number} — {self.cluster}"

    @property
    def signed_at(self) -> datetime:
        """One act, one moment: where signatures are looked at, the sheet tells of its own."""
        return self.sealed_at
