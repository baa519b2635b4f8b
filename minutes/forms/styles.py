"""How the records of a cluster look and are called, and its logos."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms

from clusterhub.web.forms import BlockField, HelperMixin, LineField
from meetings.enums import MeetingRoleKind
from minutes.forms.record import layout_labels
from minutes.layouts import known_code
from minutes.models import ClusterStyle

MAX_LINES = 2
WORDS = {
    MeetingRoleKind.CHAIR: ("Présidence", "Séance présidée par", "Président(e) de séance"),
    MeetingRoleKind.CO_FACILITATOR: ("Co-facilitation", "Séance co-facilitée par"),
    MeetingRoleKind.RAPPORTEUR: ("Rapporté par", "Préparé par", "Prise de notes", "Rapporteur(e)"),
    MeetingRoleKind.WRITER: ("Rédigé par", "Préparé par", "Établi par", "Rédacteur(trice)"),
    MeetingRoleKind.REVIEWER: ("Revu par", "Relu par", "Vérifié par"),
    MeetingRoleKind.MODERATOR: ("Modération", "Séance modérée par", "Séance facilitée par", "Modération, secrétariat"),
    MeetingRoleKind.GUEST_SPEAKER: ("Introduction", "Mot d’ouverture", "Invité(e)"),
}
"""Proposed while typing; the first is what is printed where nothing is typed."""


class ClusterStyleForm(HelperMixin, forms.ModelForm):
    layout_code = forms.ChoiceField(label="Mise en page", widget=forms.RadioSelect)
    header_text = BlockField(
        label="Texte d’en-tête", required=False, max_length=200, help_text="Une ou deux lignes, sous les logos."
    )
    footer_text = BlockField(
        label="Texte de pied de page", required=False, max_length=200, help_text="Une ou deux lignes, à chaque page."
    )
    layout = Layout(
        Fieldset("Forme", "layout_code", "document_name"),
        Fieldset("Textes du cluster", "header_text", "footer_text"),
        Fieldset(
            "Libellés des rôles",
            HTML('<p class="form-text">{% include "minutes/_agreement_rule.html" %}</p>'),
            Row(*(Column(f"label_{kind.value}", css_class="col-md-6") for kind in MeetingRoleKind)),
        ),
    )

    class Meta:
        model = ClusterStyle
        fields = ("document_name", "header_text", "footer_text")
        widgets = {"document_name": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = known_code(self.instance.cluster.layout)
        self.fields["layout_code"].choices = layout_labels()
        self.fields["layout_code"].initial = usual
        for kind, words in WORDS.items():
            self.fields[f"label_{kind.value}"] = self._label_field(kind, words[0])

    def _label_field(self, kind: MeetingRoleKind, usual: str) -> LineField:
        return LineField(
            label=str(kind.label),
            required=False,
            max_length=40,
            initial=self.instance.role_labels.get(kind.value, ""),
            widget=forms.TextInput({"placeholder": usual, "list": f"words_{kind.value}"}),
        )

    @property
    def words(self) -> list[tuple[str, tuple[str, ...]]]:
        """The lists that the fields propose."""
        return [(f"words_{kind.value}", words) for kind, words in WORDS.items()]

    def clean_header_text(self) -> str:
        return _few_lines(self.cleaned_data["header_text"])

    def clean_footer_text(self) -> str:
        return _few_lines(self.cleaned_data["footer_text"])

    def clean(self) -> dict[str, Any]:
        """The labels are one field of the model: only those that say something else than usual."""
        cleaned = super().clean() or {}
        typed = {kind: cleaned.get(f"label_{kind.value}", "").rstrip(" :\u00a0\u202f") for kind in WORDS}
        labels = {kind.value: label for kind, label in typed.items() if label not in ("", kind.label)}
        self.instance.role_labels = cleaned["role_labels"] = labels
        return cleaned


def _few_lines(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_LINES:
        raise forms.ValidationError("Deux lignes au plus.")
    return "\n".join(lines)


class LogoForm(HelperMixin, forms.Form):
    file = forms.FileField(
        label="Image",
        help_text="PNG ou JPEG, 2 Mo au plus. Elle est réduite à la taille de l’impression.",
        widget=forms.ClearableFileInput({"accept": ".png,.jpg,.jpeg"}),
    )
    alt = LineField(
        label="Ce que montre l’image",
        max_length=120,
        help_text="Lu à voix haute à qui ne la voit pas : « Logo du Cluster Protection ».",
    )
