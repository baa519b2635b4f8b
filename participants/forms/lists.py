"""Distribution lists: who is on one, and taking its addresses away."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from clusterhub.web.folding import fold
from clusterhub.web.forms import HelperMixin, LineField, LinesField, RecordsField
from participants.enums import ContactListFormat
from participants.forms.fields import LabelledPlaceField, PeopleField
from participants.models import DistributionList, Organisation, Person, Place
from participants.selectors import organisations_in, people_in
from participants.validators import validate_name

NAMED_ADDRESS = re.compile(r"(?P<name>[^<>]*?)[\s,;]*<?(?P<email>[^\s<>,;]+@[^\s<>,;]+)>?")
NAME_FIRST = "Écrivez le nom, puis l’adresse : Awa Traoré <awa.traore@example.org>."


class NamedAddressField(LineField):
    """« Awa Traoré <awa@example.org> », brackets or not; comes out in that form."""

    def clean(self, value: Any) -> str:
        line = super().clean(value)
        found = NAMED_ADDRESS.fullmatch(line)
        if not found or not found["name"]:
            raise ValidationError(NAME_FIRST, code="named_address")
        validate_email(found["email"])
        validate_name(found["name"], limit=150)
        return f"{found['name']} <{found['email']}>"


class OrganisationsField(RecordsField):
    widget = forms.CheckboxSelectMultiple


class DistributionListForm(HelperMixin, forms.ModelForm):
    """``named_addresses`` are the free addresses as pairs (name, address)."""

    place = LabelledPlaceField(
        label="Région ou lieu", queryset=Place.objects.none(), required=False, empty_label="Tous"
    )
    people = PeopleField(label="Personnes", queryset=Person.objects.none(), required=False)
    organisations = OrganisationsField(
        label="Organisations",
        queryset=Organisation.objects.none(),
        required=False,
        help_text="Chacune y amène ses personnes actives, celles de ses unités comprises.",
    )
    addresses = LinesField(
        label="Autres adresses",
        required=False,
        each=NamedAddressField(max_length=420),
        help_text="Une par ligne, le nom d’abord : Awa Traoré &lt;awa.traore@example.org&gt;.",
    )

    class Meta:
        model = DistributionList
        fields = ("name", "place", "people", "organisations", "addresses", "is_active")
        field_classes = {"name": LineField}
        help_texts = {"is_active": "Décochez pour ne plus la proposer. Ce qui lui a été envoyé reste connu."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """People and organisations of the cluster: those whose addresses its coordinator may see."""
        super().__init__(*args, **kwargs)
        cluster = self.instance.cluster
        self.fields["name"].validators.append(partial(validate_name, limit=120))
        self.fields["people"].queryset = people_in(cluster).active().select_related("organisation__parent")
        self.fields["organisations"].queryset = organisations_in(cluster).active().select_related("parent")
        valid = Place.objects.valid(on=timezone.localdate()) | Place.objects.filter(pk=self.instance.place_id)
        self.fields["place"].queryset = valid
        if self.instance.pk:
            self.initial["addresses"] = [str(each) for each in self.instance.addresses.all()]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = self.instance.cluster.distribution_lists.filter(folded=fold(name)).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("Ce cluster a déjà une liste de ce nom.")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kinds = ("people", "organisations", "addresses")
        if not self.errors and not any(cleaned.get(kind) for kind in kinds):
            self.add_error(None, "Choisissez au moins une personne ou une organisation, ou écrivez une adresse.")
        return cleaned

    @property
    def named_addresses(self) -> list[tuple[str, str]]:
        found = [NAMED_ADDRESS.fullmatch(line) for line in self.cleaned_data["addresses"]]
        return [(each["name"], each["email"]) for each in found if each]


EXPORTS = (ContactListFormat.COPY, ContactListFormat.XLSX, ContactListFormat.CSV)


class ListExportForm(HelperMixin, forms.Form):
    format = forms.ChoiceField(
        label="Sous quelle forme",
        choices=[(each.value, each.label) for each in EXPORTS],
        initial=ContactListFormat.COPY,
        widget=forms.RadioSelect,
    )
