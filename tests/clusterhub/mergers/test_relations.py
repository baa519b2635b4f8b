"""Whatever leads to an organisation or to a person is looked after when two of them are one."""

from __future__ import annotations

import pytest
from django.db.models import Model

from clusterhub.mergers import organisations, people
from clusterhub.mergers.moves import Relation
from participants.models import Organisation, Person

pytestmark = pytest.mark.once


def keys_to(model: type[Model]) -> set[str]:
    """Every foreign key of ours that leads there, of lists' own tables too."""
    relations = [one for one in model._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]
    keys = [one.field for one in relations if one.one_to_many or one.one_to_one]
    return {f"{key.model._meta.label}.{key.name}" for key in keys}


def looked_after(relations: tuple[Relation, ...]) -> list[str]:
    return [f"{relation.model._meta.label}.{relation.field}" for relation in relations]


@pytest.mark.parametrize(("model", "relations"), [(Organisation, organisations.RELATIONS), (Person, people.RELATIONS)])
def test_every_key_is_looked_after_once(model: type[Model], relations: tuple[Relation, ...]) -> None:
    """A new one goes into RELATIONS of clusterhub/mergers, with what becomes of its rows."""
    named = looked_after(relations)

    assert keys_to(model) - set(named) == set()
    assert set(named) - keys_to(model) == set()
    assert len(named) == len(set(named))


def test_what_moves_has_a_name_for_people() -> None:
    labels = {relation.label for relation in (*organisations.RELATIONS, *people.RELATIONS)}

    assert {"Présences", "Parts des organisations", "Liste de diffusion : personnes"} <= labels
