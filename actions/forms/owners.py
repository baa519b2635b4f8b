"""Saying who is meant: one line per party, each with its target and its part."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.enums import OwnerKind, OwnerPart
from actions.models import ActionOwner, ActionPoint
from actions.services.lookup import people_of
from actions.services.owners import TARGETS, Party
from clusterhub.web.forms import HelperMixin, LineField
from participants.enums import Role
from participants.models import Cluster, Organisation

Choices = list[tuple[str, Any]]


class PartyForm(HelperMixin, forms.Form):
    written = LineField(label="Écrit", max_length=200, required=False)
    target = forms.ChoiceField(label="Désigne", required=False)
    part = forms.ChoiceField(label="Part", choices=OwnerPart, initial=OwnerPart.LEAD, required=False)

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets

    def party(self) -> Party | None:
        """None for a line left empty."""
        kind, _, key = self.cleaned_data.get("target", "").partition(":")
        written = self.cleaned_data.get("written", "")
        if not kind:
            return None
        if kind == OwnerKind.TEXT and not written:
            return None
        target = _target(OwnerKind(kind), key)
        label = dict(_flat(self.fields["target"].choices)).get(self.cleaned_data["target"], "")
        return Party(
            OwnerKind(kind), written or label, OwnerPart(self.cleaned_data["part"] or OwnerPart.LEAD), **target
        )


PartyFormSet = forms.formset_factory(PartyForm, extra=2, max_num=30)


def party_lines(action: ActionPoint) -> list[dict[str, str]]:
    return [{"written": owner.written, "target": _value(owner), "part": owner.part} for owner in action.owners.all()]


def _value(owner: ActionOwner) -> str:
    keys = {
        OwnerKind.ORGANISATION: owner.organisation_id,
        OwnerKind.PERSON: owner.person_id,
        OwnerKind.CLUSTER: owner.owner_cluster_id,
        OwnerKind.GROUP: owner.group_id,
        OwnerKind.ROLE: owner.role,
    }
    return f"{owner.kind}:{keys.get(OwnerKind(owner.kind)) or ''}"


def _target(kind: OwnerKind, key: str) -> dict[str, Any]:
    if kind == OwnerKind.ROLE:
        return {"role": key}
    if kind not in TARGETS:
        return {}
    column, model = TARGETS[kind]
    return {column: model.objects.get(pk=key)}


def party_targets(action: ActionPoint) -> Choices:
    """Who may be meant, by sort. What the action already names is always among them."""
    cluster = action.cluster
    return [
        ("", "— (retirer cette ligne)"),
        (f"{OwnerKind.TEXT}:", "Tel qu’écrit, sans le préciser"),
        (f"{OwnerKind.ALL_MEMBERS}:", "Tous les membres du cluster"),
        ("Rôles", [(f"{OwnerKind.ROLE}:{value}", label) for value, label in Role.choices]),
        ("Organisations", _numbered(OwnerKind.ORGANISATION, _organisations(action), "full_label")),
        ("Groupes", _numbered(OwnerKind.GROUP, cluster.groups.all(), "name")),
        ("Personnes", _numbered(OwnerKind.PERSON, _people(action), "name")),
        ("Clusters", _numbered(OwnerKind.CLUSTER, Cluster.objects.filter(is_active=True), "short_name")),
    ]


def _organisations(action: ActionPoint) -> Any:
    named = [owner.organisation_id for owner in action.owners.all() if owner.organisation_id]
    return (Organisation.objects.active() | Organisation.objects.filter(pk__in=named)).select_related("parent")


def _people(action: ActionPoint) -> Any:
    named = [owner.person_id for owner in action.owners.all() if owner.person_id]
    known = people_of(action.cluster)
    return known | known.model.objects.filter(pk__in=named)


def _numbered(kind: OwnerKind, records: Any, label: str) -> Choices:
    return [(f"{kind}:{record.pk}", getattr(record, label)) for record in records]


def _flat(choices: Any) -> Any:
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else ((value, label),)
