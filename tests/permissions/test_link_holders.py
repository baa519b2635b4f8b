"""Whoever holds an organisation's link reaches its page, and with it nothing else of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionPoint, ActionShare, CallInvitee, ContributionCall
from meetings.models import AgendaItem, AgendaProposal, Document, Meeting
from participants.models import AccessLink, Cluster, Organisation, Person
from tests.permissions.snapshot import Rows, changed_tables, undone
from tests.permissions.table import HELD, ROWS
from tests.permissions.test_confidentiality import tokens_in
from tests.permissions.world import ADOPTED, MEMBERS, PUBLISHED, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PUBLIC_TEXTS = {f"{PUBLISHED}OWN", f"{PUBLISHED}FOR"}
OWN_KEYS = (*HELD, "participants:invitation", "participants:password_choose")


@pytest.fixture
def holder(world: World, db: None) -> Client:
    """A phone that has opened the link and keeps every cookie that it was given."""
    client = Client()
    client.cookies = SimpleCookie({"nom-partenaire": "Awa"})
    assert client.get(page(world)).status_code == 200
    return client


def page(world: World) -> str:
    return reverse("actions:partner_page", kwargs=world.own.at["held link"])


def addresses(world: World) -> Iterator[tuple[str, str]]:
    for side in (world.own, world.foreign):
        for row in ROWS:
            if row.address not in OWN_KEYS:
                yield str(row), reverse(row.address, kwargs=side.at.get(row.of))


def test_every_other_address_answers_as_to_a_stranger_without_a_link(
    world: World, holder: Client, untouched: Rows
) -> None:
    nobody = Client()
    with undone():
        both = {path: (holder.get(path), nobody.get(path)) for _, path in addresses(world)}
        changed = changed_tables(untouched)
    told = {path for path, (held, bare) in both.items() if held.status_code != bare.status_code}
    texts = [held.content.decode(errors="replace") for held, _ in both.values() if not held.streaming]
    assert len(both) > 150
    assert told == set()
    assert set().union(*map(tokens_in, texts)) <= PUBLIC_TEXTS
    assert changed == []


def test_link_shows_what_members_read_of_the_organisations_actions_and_nothing_else(
    world: World, holder: Client
) -> None:
    asked = ("partner_page held link", "partner_report held action", "partner_propose held link")
    asked += ("partner_call held call", "partner_call_part held call part", "partner_presence held link")
    pages = [name.partition(" ")[::2] for name in asked]
    shown = {
        name: holder.get(reverse(f"actions:{name}", kwargs=world.own.at[of])).content.decode() for name, of in pages
    }
    told = {name: tokens_in(text) for name, text in shown.items()}
    assert {name for name, tokens in told.items() if not tokens <= {f"{MEMBERS}OWN", f"{ADOPTED}OWN"}} == set()
    assert {name for name, tokens in told.items() if f"{MEMBERS}OWN" not in tokens} <= {"partner_presence"}
    assert [name for name, text in shown.items() if re.findall(r"@example\.org|\+223", text)] == []


def test_link_opens_no_number_but_those_of_its_own_parts(world: World, holder: Client) -> None:
    """Every number of the database, put where the page of an action has its own."""
    models = (
        ContributionCall,
        CallInvitee,
        AgendaProposal,
        ActionShare,
        ActionPoint,
        Meeting,
        AgendaItem,
        Document,
        Cluster,
        Organisation,
        Person,
        AccessLink,
    )
    key = world.own.at["held link"]["key"]
    numbers = {uuid for model in models for uuid in model.objects.values_list("uuid", flat=True)}
    opened = opens(holder, "partner_report", numbers, key=key)
    told = ActionPoint.objects.filter(cluster=world.own.cluster).shown_to_partners()
    own = ActionShare.objects.filter(organisation=world.own.partner, action__in=told)
    assert len(numbers) > 100
    assert opened == set(own.values_list("uuid", flat=True))
    assert opens(holder, "partner_call", numbers, key=key) == {world.own.at["call"]["uuid"]}
    assert opens(holder, "partner_call_file", numbers, key=key) == {world.own.at["call"]["uuid"]}
    assert opens(holder, "partner_call_part", numbers, key=key, part="points") == {world.own.at["call"]["uuid"]}


def test_link_takes_back_no_point_but_the_organisations_own(world: World, holder: Client) -> None:
    key = world.own.at["held link"]["key"]
    others = [*AgendaProposal.objects.exclude(organisation=world.own.partner), *CallInvitee.objects.all()]
    paths = [reverse("actions:partner_unpropose", kwargs={"key": key, "uuid": one.uuid}) for one in others]
    with undone():
        assert {holder.post(path).status_code for path in paths} == {404}


def opens(holder: Client, name: str, numbers: set[UUID], **more: str) -> set[UUID]:
    answers = {uuid: holder.get(reverse(f"actions:{name}", kwargs={"uuid": uuid, **more})) for uuid in numbers}
    for answer in answers.values():
        if answer.streaming:
            b"".join(answer.streaming_content)
    return {uuid for uuid, answer in answers.items() if answer.status_code == 200}


def test_key_opens_no_door_that_takes_another_kind_of_key(world: World, holder: Client) -> None:
    key = world.own.at["held link"]["key"]
    invitation = world.own.at["invitation"]["key"]
    assert holder.get(reverse("participants:invitation", kwargs={"key": key})).status_code == 410
    assert holder.get(reverse("actions:partner_page", kwargs={"key": invitation})).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_past_its_date_opens_nothing_but_its_prolonging(world: World, holder: Client, method: str) -> None:
    pages = {row.address: world.own.at[row.of] for row in ROWS if row.of.startswith("held ")}
    prolonging = reverse("actions:partner_renew", kwargs=pages.pop("actions:partner_renew"))
    with undone():
        AccessLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
        answers = {name: getattr(holder, method)(reverse(name, kwargs=at)) for name, at in pages.items()}
    assert {name for name, answer in answers.items() if answer.status_code != 410} == set()
    assert {answer.headers["Referrer-Policy"] for answer in answers.values()} == {"no-referrer"}
    assert {prolonging in answer.content.decode() for answer in answers.values()} == {True}


def test_file_that_is_gone_is_told_like_a_page_that_never_was(world: World, holder: Client) -> None:
    path = reverse("actions:partner_call_file", kwargs=world.own.at["held call"])
    with undone():
        Document.objects.update(file="documents/gone")
        answer = holder.get(path)
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (404, "no-referrer")
    assert "Votre lien fonctionne, mais" in answer.content.decode()


def test_key_signs_nobody_in(world: World, holder: Client) -> None:
    path = reverse("actions:partner_report", kwargs=world.own.at["held action"])
    with undone():
        holder.post(path, {"name": "Awa", "status": "in_progress"})
        assert "session" not in holder.cookies
        assert holder.get("/").status_code == 302
