"""Every field has a class and a retention, and the page made of them says what the code says."""

from __future__ import annotations

from functools import cache

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.migrations.loader import MigrationLoader
from django.db.models import EmailField, TextField

from clusterhub.privacy import page, register
from clusterhub.privacy.erasure import is_free_text
from clusterhub.web.append_only import AppendOnly
from clusterhub.web.privacy import Keep, Kept, Secrecy
from participants.models import Person

pytestmark = pytest.mark.once


def test_every_field_has_a_class_and_a_retention() -> None:
    """Add what is named here to privacy.py of its app, then run `manage.py personal_data`."""
    assert register.undeclared() == []


def test_page_is_what_the_declarations_say() -> None:
    """Run `manage.py personal_data`."""
    assert page.PATH.read_text("utf-8") == page.page()


@pytest.mark.parametrize(
    ("kept", "complaint"),
    [
        (Kept(until=Keep.PERSON, personal="name"), "participants.Person.folded : sans classe"),
        (Kept(until=Keep.PERSON, personal="nickname"), "participants.Person.nickname : n’existe pas"),
        (Kept(until=Keep.PERSON, personal="name", public="name"), "participants.Person.name : deux classes"),
        (None, "participants.Person : aucune déclaration dans privacy.py"),
    ],
)
def test_forgotten_and_odd_declarations_are_named(
    monkeypatch: pytest.MonkeyPatch, kept: Kept | None, complaint: str
) -> None:
    declared = {name: one for name, one in register.APPS["participants"].items() if name != "Person"}
    declared |= {"Person": kept} if kept else {}
    monkeypatch.setattr(register, "APPS", {**register.APPS, "participants": declared})

    assert complaint in register.undeclared()


def test_keys_to_people_and_their_addresses_are_personal() -> None:
    """What names a person or reaches one is exported and erased with it."""
    said = {
        f"{model._meta.object_name}.{field.name}": kept.class_of(field.name)
        for model, kept in register.declared()
        for field in register.fields_of(model)
        if _tells_of_a_person(field)
    }

    assert len(said) > 50
    assert {name for name, secrecy in said.items() if secrecy != Secrecy.PERSONAL} == set()


def _tells_of_a_person(field) -> bool:
    target = field.related_model
    if target and (issubclass(target, Person) or issubclass(target, AbstractBaseUser)):
        return True
    return isinstance(field, EmailField)


def test_what_erasure_rewrites_hangs_on_a_person() -> None:
    """A copied column is a text, and its key leads to a person or to an account."""
    for model, kept in register.declared():
        for name, copy in kept.copies.items():
            target = model._meta.get_field(copy.of).related_model
            assert issubclass(target, (Person, AbstractBaseUser)), f"{model._meta.label}.{name}"
            assert hasattr(model._meta.get_field(name), "max_length"), f"{model._meta.label}.{name}"
            assert not isinstance(model._meta.get_field(name), TextField) or kept.class_of(name) == Secrecy.PERSONAL


# --- History --------------------------------------------------------------------------------------------------------


@cache
def gates() -> dict[str, AppendOnly]:
    """Table → the last word of the migrations about it."""
    loader = MigrationLoader(None)
    steps = dict.fromkeys(step for leaf in loader.graph.leaf_nodes() for step in loader.graph.forwards_plan(leaf))
    operations = [each for step in steps for each in loader.disk_migrations[step].operations]
    return {each.table: each for each in operations if isinstance(each, AppendOnly)}


def test_erasure_may_rewrite_every_text_of_a_history_that_it_does_not_leave() -> None:
    closed = {
        f"{model._meta.label}.{field.name}"
        for model, kept in register.declared()
        if (gate := gates().get(model._meta.db_table))
        for field in register.fields_of(model)
        if (is_free_text(field, kept) or field.name in kept.copies)
        and field.column not in (*gate.updatable, *gate.erasable)
        and field.name not in COUNTS
    }

    assert closed == set()


COUNTS = ("moved", "rewritten")
"""Labels and numbers that the house writes."""


def test_history_that_expires_may_be_deleted_behind_the_gate_and_no_other() -> None:
    days = {Keep.LINK, Keep.OPENING, Keep.CONTACT_LOG}
    expiring = {model._meta.db_table for model, kept in register.declared() if kept.until in days}

    assert {table for table, gate in gates().items() if gate.expires} == expiring & set(gates())
