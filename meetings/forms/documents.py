from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from clusterhub.web.forms import DateInput, HelperMixin, LineField
from meetings.enums import DEPOSITED, DocumentState
from meetings.errors import FileRefused
from meetings.models import Document, Meeting
from meetings.selectors import meetings_to_attach
from meetings.validators import ACCEPTED, content_type_of, in_megabytes
from participants.models import Cluster


class DocumentForm(HelperMixin, forms.ModelForm):
    """What it is called and who may read it."""

    layout = Layout("name", Row(Column("version_label"), Column("visibility")))

    class Meta:
        model = Document
        fields = ("name", "version_label", "visibility")
        field_classes = {"name": LineField, "version_label": LineField}
        widgets = {"comments_until": DateInput()}


class DepositForm(DocumentForm):
    """The same with a file, and how its life begins."""

    file = forms.FileField(label="Fichier", max_length=1000)
    layout = Layout("file", *DocumentForm.layout.fields, Row(Column("state"), Column("comments_until")))

    class Meta(DocumentForm.Meta):
        fields = (*DocumentForm.Meta.fields, "state", "comments_until")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = False
        self.fields["name"].help_text = "Laissé vide, c’est le nom du fichier."
        self.fields["file"].help_text = f"{in_megabytes(settings.DOCUMENT_MAX_BYTES)} au plus : {', '.join(ACCEPTED)}."
        self.fields["state"].choices = [(state.value, state.label) for state in DEPOSITED]
        self.fields["comments_until"].help_text = "Pour un document ouvert aux observations."

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        try:
            content_type_of(file, max_bytes=settings.DOCUMENT_MAX_BYTES)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == DocumentState.OPEN and "comments_until" not in self.errors:
            self._check_until(data.get("comments_until"))
        return data

    def _check_until(self, until: date | None) -> None:
        if until is None:
            self.add_error("comments_until", "Indiquez jusqu’à quand le document est ouvert aux observations.")
        elif until < timezone.localdate():
            self.add_error("comments_until", "Cette date est passée : choisissez aujourd’hui ou un jour à venir.")


class DocumentUploadForm(DepositForm):
    cluster = forms.ModelChoiceField(
        label="Cluster", queryset=Cluster.objects.none(), to_field_name="uuid", empty_label=None
    )
    layout = Layout("cluster", *DepositForm.layout.fields)

    def __init__(self, *args: Any, clusters: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cluster"].queryset = clusters


class NewVersionForm(DepositForm):
    """Begins with what the version before was called, and with its readers."""

    def __init__(self, *args: Any, replaces: Document, **options: Any) -> None:
        versions = Document.objects.versions_of(replaces).count()
        known = {"name": replaces.name, "visibility": replaces.visibility, "version_label": f"v{versions + 1}"}
        super().__init__(*args, initial=known | {"state": DocumentState.DRAFT}, **options)


class AttachForm(HelperMixin, forms.Form):
    meeting = forms.ModelChoiceField(
        label="Réunion", queryset=Meeting.objects.none(), to_field_name="uuid", empty_label="Choisir une réunion"
    )

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["meeting"].queryset = meetings_to_attach(document)
        self.fields["meeting"].label_from_instance = lambda meeting: f"{meeting.day:%d/%m/%Y} · {meeting.title}"
