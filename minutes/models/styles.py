from __future__ import annotations

from django.db import models

from minutes.enums import RecordName
from participants.models import Addressable, Cluster

MAX_LOGOS = 3


class ClusterStyle(models.Model):
    """How the records of a cluster look and what they call things. ``role_labels`` holds only what was chosen."""

    cluster = models.OneToOneField(Cluster, models.CASCADE, related_name="record_style", verbose_name="cluster")
    document_name = models.CharField(
        "nom du document", max_length=14, choices=RecordName, default=RecordName.COMPTE_RENDU
    )
    header_text = models.CharField("en-tête", max_length=200, blank=True)
    footer_text = models.CharField("pied de page", max_length=200, blank=True)
    role_labels = models.JSONField("libellés des rôles", default=dict, blank=True)

    class Meta:
        verbose_name = "présentation des comptes rendus"
        verbose_name_plural = "présentations des comptes rendus"

    def __str__(self) -> str:
        return f"Présentation — {self.cluster}"


class ClusterLogo(Addressable):
    """A small picture, drawn anew from the one that was sent. Records keep a copy, bound by its hash."""

    style = models.ForeignKey(ClusterStyle, models.CASCADE, related_name="logos", verbose_name="présentation")
    alt = models.CharField("texte de remplacement", max_length=120)
    data = models.BinaryField("image")
    media_type = models.CharField("type", max_length=10)
    sha256 = models.CharField("empreinte", max_length=64)
    width = models.PositiveSmallIntegerField("largeur (pixels)")
    height = models.PositiveSmallIntegerField("hauteur (pixels)")

    class Meta:
        verbose_name = "logo"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("style", "sha256"), name="logo_once_per_style"),)

    def __str__(self) -> str:
        return self.alt
