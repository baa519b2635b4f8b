from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from clusterhub.web.forms import HelperMixin, LineField, RichTextarea
from clusterhub.web.richtext import RichTextTooLarge, clean
from meetings.enums import ItemKind, MeetingKind
from meetings.models import AgendaTemplate

KINDS = [("", "Toutes"), *MeetingKind.choices]


class AgendaTemplateForm(HelperMixin, forms.ModelForm):
    meeting_kind = forms.ChoiceField(label="Pour les réunions de nature", choices=KINDS, required=False)

    class Meta:
        model = AgendaTemplate
        fields = ("name", "meeting_kind", "objectives", "is_default")
        field_classes = {"name": LineField}
        widgets = {"objectives": RichTextarea()}

    def clean_objectives(self) -> str:
        try:
            return clean(self.cleaned_data["objectives"])
        except RichTextTooLarge as error:
            raise forms.ValidationError(str(error)) from error


class TemplateItemForm(HelperMixin, forms.Form):
    title = LineField(label="Sujet", max_length=300)
    kind = forms.ChoiceField(label="Nature", choices=ItemKind, initial=ItemKind.DISCUSSION)
    planned_minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=600, required=False)
    layout = Layout("title", Row(Column("kind"), Column("planned_minutes")))

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "kind", "planned_minutes")}
