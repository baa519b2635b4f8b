from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone

from meetings.models import Meeting
from minutes.enums import MinutesState, RecordName, VersionKind
from minutes.layouts import known_code
from participants.models import Addressable, User


class Minutes(models.Model):
    """The record of a meeting: where it stands between drafting and signed."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes", verbose_name="réunion")
    state = models.CharField("état", max_length=10, choices=MinutesState, default=MinutesState.DRAFTING, editable=False)
    layout = models.CharField("mise en page", max_length=12, default="a")
    document_name = models.CharField(
        "nom du document", max_length=14, choices=RecordName, default=RecordName.COMPTE_RENDU, editable=False
    )
    """Follows the cluster's choice until the record is sealed."""
    comments_until = models.DateField("remarques jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"

    def __str__(self) -> str:
        return f"{self.called} — {self.meeting}"

    @property
    def called(self) -> str:
        return self.get_document_name_display()

    @property
    def spoken(self) -> str:
        """Inside a sentence: « le procès-verbal »."""
        return self.called.lower()

    @property
    def is_sealed(self) -> bool:
        return self.state in (MinutesState.ADOPTED, MinutesState.SIGNED)

    @property
    def printed_layout(self) -> str:
        """Its own or, once the program no longer has that one, the cluster's."""
        return known_code(self.layout, self.meeting.cluster.layout)

    @property
    def has_lost_its_layout(self) -> bool:
        return self.printed_layout != self.layout


class MinutesEvent(models.Model):
    """Append-only: who moved the record from which state to which, when and why."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="events", verbose_name="compte rendu")
    before = models.CharField("avant", max_length=10, choices=MinutesState)
    after = models.CharField("après", max_length=10, choices=MinutesState)
    reason = models.CharField("motif", max_length=300, blank=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "événement de compte rendu"
        verbose_name_plural = "événements de compte rendu"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.minutes} : {self.before} → {self.after}"


def random_public_key() -> str:
    """128 bits, printed in the QR code: a name for the version that cannot be guessed."""
    return secrets.token_urlsafe(16)


class MinutesVersion(Addressable):
    """Append-only: the content as frozen that day, in one edition each. What members read, and what is signed."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="versions", verbose_name="compte rendu")
    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("nature", max_length=10, choices=VersionKind)
    content = models.TextField("contenu figé (JSON canonique, édition de la coordination)")
    content_sha256 = models.CharField("empreinte", max_length=64)
    public_key = models.CharField("clé publique", max_length=22, unique=True, null=True, blank=True)
    """In the content too. Only what is sealed has one."""
    reason = models.CharField("motif", max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="remplace"
    )
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="figé par")
    frozen_at = models.DateTimeField("figé le", default=timezone.now)

    class Meta:
        verbose_name = "version de compte rendu"
        verbose_name_plural = "versions de compte rendu"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("minutes", "number"), name="version_number_once"),
            models.UniqueConstraint(
                fields=("minutes",), condition=models.Q(kind=VersionKind.ADOPTED), name="version_adopted_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes}, version {self.number}"

    @property
    def is_sealed(self) -> bool:
        return self.kind in (VersionKind.ADOPTED, VersionKind.ERRATUM)

    @property
    def replaced_by(self) -> MinutesVersion | None:
        return getattr(self, "superseded_by", None)
