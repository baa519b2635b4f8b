from __future__ import annotations

from django.db import models

from meetings.models.meetings import Meeting
from participants.models import Addressable, User


def path_of_digest(picture: Picture, filename: str) -> str:
    """The same bytes are kept once, whatever the meetings that show them."""
    return f"pictures/{picture.sha256}"


class Picture(Addressable):
    """Append-only: a small picture that the texts of one meeting may show, re-encoded by us.

    Texts, their revisions and frozen versions name it by its address, ``/images/<uuid>/``: it stays as long as they do.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="pictures", verbose_name="réunion")
    file = models.FileField("fichier", upload_to=path_of_digest)
    content_type = models.CharField(max_length=20, editable=False)
    width = models.PositiveSmallIntegerField("largeur (points)", editable=False)
    height = models.PositiveSmallIntegerField("hauteur (points)", editable=False)
    size = models.PositiveIntegerField("taille (octets)", editable=False)
    sha256 = models.CharField("empreinte", max_length=64, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="ajoutée par")

    class Meta:
        verbose_name = "image"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "sha256"), name="picture_once_per_meeting"),
            models.CheckConstraint(
                condition=models.Q(content_type__in=("image/png", "image/jpeg")), name="picture_png_or_jpeg"
            ),
        )

    def __str__(self) -> str:
        return f"{self.width} × {self.height}, {self.sha256[:8]}"
