from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.validators import URLValidator

from clusterhub.web.forms import HelperMixin, LineField, LinesField
from participants.forms.fields import LabelledPlacesField
from participants.models import Organisation, Place, User
from participants.selectors import organisation_called
from participants.services.organisations import taken_message
from participants.validators import validate_name


class OrganisationForm(HelperMixin, forms.ModelForm):
    acronym = LineField(label="Sigle", max_length=40, required=False, validators=[validate_name])
    aliases = LinesField(
        label="Autres noms",
        required=False,
        each=LineField(max_length=200, validators=[validate_name]),
        help_text="Un par ligne : anciens noms, sigle anglais… Chacun suffit pour retrouver l’organisation.",
    )
    website = forms.URLField(
        label="Site web", required=False, assume_scheme="https", validators=[URLValidator(schemes=["http", "https"])]
    )
    places = LabelledPlacesField(label="Lieux d’intervention", queryset=Place.objects.none(), required=False)

    identity = (
        Row(Column("name", css_class="col-md-8"), Column("acronym", css_class="col-md-4")),
        Row(Column("kind", css_class="col-md-6"), Column("parent", css_class="col-md-6")),
        "aliases",
        "website",
    )
    layout = Layout(*identity, "places", "is_active")

    class Meta:
        model = Organisation
        fields = (
            "name",
            "acronym",
            "kind",
            "parent",
            "website",
            "places",
            "is_active",
        )
        field_classes = {"name": LineField}
        help_texts = {
            "parent": "Pour une section ou une direction : l’organisation dont elle fait partie.",
            "is_active": "Décochez pour la retirer des listes sans rien effacer.",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(validate_name)
        self.fields["places"].queryset = Place.objects.select_related("parent")
        self._limit_parents(user)
        if self.instance.pk:
            self._leave_profile()
            others = self.instance.aliases.filter(is_own=False)
            self.initial["aliases"] = list(others.values_list("text", flat=True))

    def _leave_profile(self) -> None:
        """Where it works is said in its profile, which keeps a history."""
        del self.fields["places"]
        self.layout = Layout(*self.identity, "is_active")

    def _limit_parents(self, user: User) -> None:
        parents = Organisation.objects.placeable_by(user).filter(parent=None)
        if self.instance.pk:
            parents = parents.exclude(pk=self.instance.pk) | Organisation.objects.filter(pk=self.instance.parent_id)
        self.fields["parent"].queryset = parents.distinct()
        self.fields["parent"].empty_label = "Aucune"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("parent")
        if parent and self.instance.pk and self.instance.units.exists():
            self.add_error("parent", "Cette organisation a elle-même des unités : elle ne peut pas en être une.")
        for name, text in self._claimed_names(cleaned, parent):
            if other := organisation_called(text, apart_from=self.instance if self.instance.pk else None):
                self.add_error(name, taken_message(other))
        return cleaned

    def _claimed_names(self, cleaned: dict[str, Any], parent: Organisation | None) -> list[tuple[str, str]]:
        """Field and text of what no other organisation may answer to; a unit's bare sigle may be common."""
        acronym = cleaned.get("acronym")
        own = [(name, cleaned.get(name)) for name in ("name", "acronym")]
        unit = [("acronym", f"{parent.short_label}/{acronym}")] if parent and acronym else []
        others = [("aliases", alias) for alias in cleaned.get("aliases", [])]
        return [(name, text) for name, text in (*(unit if parent else own), *others) if text]
