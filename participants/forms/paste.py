from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from clusterhub.web.forms import SheetForm
from participants.models import Cluster, User
from participants.paste import organisations, people
from participants.paste.lines import MAX_LINES, read_header


class PasteForm(SheetForm):
    """A list as pasted, or as a file."""

    hint = ""
    headers: Mapping[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = "10"
        self.fields["text"].help_text = self.hint

    @property
    def ignored_headings(self) -> tuple[str, ...]:
        header = read_header(self.cleaned_data["text"], self.headers)
        return header.ignored if header else ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(cleaned.get("text", "").splitlines()) > MAX_LINES:
            self.add_error("text", f"Au plus {MAX_LINES} lignes à la fois.")
        return cleaned


class OrganisationPasteForm(PasteForm):
    headers = organisations.HEADERS
    hint = "« Nom (SIGLE) », « SIGLE », ou les colonnes d’un tableur : nom, sigle, type, autres noms, statut."
    cluster = forms.ModelChoiceField(
        label="En faire des membres du cluster",
        queryset=Cluster.objects.none(),
        required=False,
        empty_label="Non, les inscrire seulement",
        to_field_name="uuid",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editable = Cluster.objects.visible_to(user)
        self.fields["cluster"].queryset = (
            editable if user.is_staff else editable.filter(pk__in=user.clusters_coordinated)
        )


class PersonPasteForm(PasteForm):
    headers = people.HEADERS
    hint = (
        "« Nom, fonction, ORGANISATION, adresse, téléphone », ou les colonnes d’un tableur, avec ou sans leurs titres."
    )
