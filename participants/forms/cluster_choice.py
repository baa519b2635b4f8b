"""One cluster among those of a reader: chosen from a list or, where they are many, typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator

from clusterhub.web.folding import fold
from participants.models import Cluster

LISTED = 100
"""The longest list that is offered: every cluster and sub-cluster of the country fits in it."""
TOLD = 6
"""Of those that a typed name may mean, as many are named."""


class FirstClusters(ModelChoiceIterator):
    """One more than a list may hold, which tells that they are too many for one."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield ("", self.field.empty_label)
        for cluster in self.queryset.only("uuid", "name", "short_name")[: LISTED + 1]:
            yield self.choice(cluster)


class ClusterSelect(forms.Select):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        choices = self.choices
        offered = list(iter(choices))  # a choice counts itself when a list is made of it
        if len(offered) > LISTED + 1:
            line = forms.TextInput(self.attrs | {"class": "form-control", "placeholder": "Nom ou code"})
            return line.render(name, choices.field.shown(value), attrs, renderer)
        self.choices = offered
        return super().render(name, value, attrs, renderer)


class ClusterField(forms.ModelChoiceField):
    """Its address, as lists and links write it; else its code or any of its names, as one types them."""

    iterator = FirstClusters
    widget = ClusterSelect

    def to_python(self, value: Any) -> Cluster | None:
        return super().to_python(value) if value in self.empty_values or _is_address(value) else self._called(value)

    def shown(self, value: Any) -> str:
        """What stands in the line to type in: the name behind an address."""
        named = self.queryset.filter(uuid=value).first() if value and _is_address(value) else None
        return named.short_name if named else value

    def _called(self, text: str) -> Cluster:
        """By one of its names whole, else by a part of one."""
        wanted = fold(text)
        known = {
            cluster: [fold(name) for name in (cluster.code, cluster.short_name, cluster.name)]
            for cluster in self.queryset
        }
        found = [cluster for cluster, names in known.items() if wanted in names]
        if not found and wanted:
            found = [cluster for cluster, names in known.items() if any(wanted in name for name in names)]
        if len(found) == 1:
            return found[0]
        raise ValidationError(_several(found) if found else "Aucun cluster ne s’appelle ainsi.", code="invalid")


def _is_address(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _several(found: list[Cluster]) -> str:
    named = ", ".join(f"{cluster.name} ({cluster.code})" for cluster in found[:TOLD])
    rest = "…" if len(found) > TOLD else ""
    return f"Plusieurs clusters s’appellent ainsi : {named}{rest}. Tapez le code de l’un d’eux."
