from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from clusterhub.web.forms import DateInput, HelperMixin, LineField
from meetings.enums import DocumentState
from meetings.errors import FileRefused
from meetings.models import Document, Meeting
from meetings.selectors import meetings_to_attach
from meetings.validators import ACCEPTED, content_type_of, in_megabytes
from participants.models import Cluster


class DocumentForm(HelperMixin, forms.ModelForm):
    """Everything but the file."""

    layout = Layout(
        "name", Row(Column("version_label"), Column("state")), Row(Column("comments_until"), Column("visibility"))
    )

    class Meta:
        model = Document
        fields = ("name", "version_label", "state", "comments_until", "visibility")
        field_classes = {"name": LineField, "version_label": LineField}
        widgets = {"comments_until": DateInput()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("state") == DocumentState.OPEN
            and not data.get("comments_until")
            and "comments_until" not in self.errors
        ):
            self.add_error("comments_until", "Indiquez jusqu’à quand le document est ouvert aux observations.")
        return data


class DocumentUploadForm(DocumentForm):
    cluster = forms.ModelChoiceField(
        label="Cluster", queryset=Cluster.objects.none(), to_field_name="uuid", empty_label=None
    )
    file = forms.FileField(label="Fichier", max_length=1000)
    layout = Layout("cluster", "file", *DocumentForm.layout.fields)

    def __init__(self, *args: Any, clusters: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cluster"].queryset = clusters
        self.fields["name"].required = False
        self.fields["name"].help_text = "Laissé vide, c’est le nom du fichier."
        self.fields["file"].help_text = f"{in_megabytes(settings.DOCUMENT_MAX_BYTES)} au plus : {', '.join(ACCEPTED)}."

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        try:
            content_type_of(file, max_bytes=settings.DOCUMENT_MAX_BYTES)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class AttachForm(HelperMixin, forms.Form):
    meeting = forms.ModelChoiceField(
        label="Réunion", queryset=Meeting.objects.none(), to_field_name="uuid", empty_label="Choisir une réunion"
    )

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["meeting"].queryset = meetings_to_attach(document)
        self.fields["meeting"].label_from_instance = lambda meeting: f"{meeting.day:%d/%m/%Y} · {meeting.title}"
