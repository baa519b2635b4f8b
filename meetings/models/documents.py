from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from meetings.enums import DocumentState, Visibility
from meetings.querysets import DocumentQuerySet
from participants.models import Addressable, Cluster, Organisation, User


def opaque_path(document: Document, filename: str) -> str:
    """Where the bytes go: a random name that says nothing, so that what the visitor called the file never matters."""
    return f"documents/{uuid.uuid4().hex}"


class Document(Addressable):
    """A file of a cluster, with its version label and its state. Meetings, items and action updates refer to it.

    The versions of one text are documents that share their ``first``; each replaces the one made before it.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="documents", verbose_name="cluster")
    name = models.CharField("nom", max_length=200)
    version_label = models.CharField("version", max_length=40, blank=True)
    state = models.CharField("état", max_length=10, choices=DocumentState, default=DocumentState.FINAL)
    comments_until = models.DateField("observations jusqu’au", null=True, blank=True)
    visibility = models.CharField("visible par", max_length=12, choices=Visibility, default=Visibility.MEMBERS)
    file = models.FileField("fichier", upload_to=opaque_path)
    original_name = models.CharField("nom du fichier", max_length=200, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField("taille (octets)", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="déposé par")
    first = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="later_versions",
        verbose_name="première version",
    )
    decision = models.ForeignKey(
        "meetings.Outcome",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="validated_documents",
        verbose_name="validé par la décision",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state=DocumentState.OPEN) | models.Q(comments_until__isnull=False),
                name="document_open_until_a_date",
                violation_error_message="Indiquez jusqu’à quand le document est ouvert aux observations.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.version_label})" if self.version_label else self.name

    @property
    def is_open(self) -> bool:
        """To comments, today."""
        until = self.comments_until
        return self.state == DocumentState.OPEN and until is not None and until >= timezone.localdate()

    @property
    def state_shown(self) -> tuple[str, str]:
        """Code and words. That the comments are closed is computed, like « En retard »."""
        if self.state == DocumentState.OPEN and not self.is_open:
            return "closed", "Observations closes"
        return self.state, self.get_state_display()

    @property
    def series(self) -> int:
        """What all versions of one text have in common."""
        return self.first_id or self.pk


class DocumentEvent(models.Model):
    """Append-only: who moved the document from which state to which, when, with which note."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="events", verbose_name="document")
    before = models.CharField("avant", max_length=10, choices=DocumentState, blank=True)
    after = models.CharField("après", max_length=10, choices=DocumentState)
    note = models.CharField("note", max_length=400, blank=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "événement de document"
        verbose_name_plural = "événements de document"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.document} : {self.before} → {self.after}"


class DocumentComment(Addressable):
    """Append-only: what somebody observed about a document while it was open."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="comments", verbose_name="document")
    text = models.TextField("observation", max_length=2000)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")
    """Empty when an organisation answered with its link: then ``said_by`` and ``organisation`` tell."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="pour l’organisation"
    )
    said_by = models.CharField("nom donné", max_length=150, blank=True)
    made_at = models.DateTimeField("faite le", default=timezone.now)

    class Meta:
        verbose_name = "observation"
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return f"{self.document} : {self.author or self.said_by}"
