"""What is restricted, being typed, or a way to reach somebody leaves the house only to those who may see it.

The world's texts carry tokens that say who may read them. Every page, document and list is asked as every role, and all
that comes back is searched: HTML, files, the text of PDFs and what is attached to them.
"""

from __future__ import annotations

import logging
import re
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import Field, JSONField, Q
from django.test import Client
from django.urls import reverse
from post_office.fields import CommaSeparatedEmailField
from post_office.mail import send_queued
from post_office.models import Email

from clusterhub.privacy.erasure import erase_person, is_free_text
from clusterhub.privacy.register import declared, fields_of
from clusterhub.web.append_only import ERASURE
from clusterhub.web.search.index import Findable, keep
from clusterhub.web.search.models import Posting
from meetings.models import Document
from minutes.models import MinutesFile, MinutesVersion
from participants.models import AccessLink, ContactView, Person, User
from participants.services.gate import history_open_for
from tests.minutes.reading import text_of
from tests.permissions.conftest import Ask
from tests.permissions.table import HELD, ROWS
from tests.permissions.world import ADOPTED, LIVE, MEMBERS, PUBLISHED, ROLES, SECRET, Side, World
from tests.tools import require_tool

pytestmark = [pytest.mark.django_db, pytest.mark.once]

Read = dict[str, dict[str, str]]
LINKS = (
    *("participants:invitation", "participants:password_choose"),
    *HELD,
)
"""Whoever holds one may see to whom it was sent, or what it opens: tests/permissions/test_link_holders.py."""
COORDINATION = ("rapporteur", "co_facilitator", "coordinator")
TOKENS = (SECRET, LIVE, MEMBERS, ADOPTED)
READS = {
    "stranger": {f"{token}FOR" for token in TOKENS},
    "observer": {f"{ADOPTED}OWN"},
    "member": {f"{token}OWN" for token in (MEMBERS, ADOPTED)},
    "focal_point": {f"{token}OWN" for token in (MEMBERS, ADOPTED)},
    **{role: {f"{token}OWN" for token in TOKENS} for role in COORDINATION},
}
"""Anonymous visitors and the administrator, who has no place in a cluster, read none of these."""
READS = {role: READS.get(role, set()) | {f"{PUBLISHED}OWN", f"{PUBLISHED}FOR"} for role in ROLES}
LISTS = {
    "actions:action_list": ("q=promesse", "status=todo", "late=on"),
    "meetings:meeting_list": ("q=réunion", "state=planned"),
    "meetings:document_list": ("q=document",),
    "minutes:decision_list": ("q=decide", "state=en-vigueur"),
    "search": ("q=point", "q=réunion", "q=document", "q=promesse", "q=ong", "q=example.org", "q=conclusion"),
    "participants:person_list": ("q=member", "q=contact-member"),
    "participants:organisation_list": ("q=ong",),
}


def paths(world: World) -> list[str]:
    """Every address of the table on both sides, everybody's page, and the lists as filters narrow them."""
    rows = [row for row in ROWS if row.address not in LINKS]
    found = {f"{reverse(name)}?{query}" for name, queries in LISTS.items() for query in queries}
    for side in (world.own, world.foreign):
        found |= {reverse(row.address, kwargs=side.at.get(row.of)) for row in rows}
        found |= {reverse("participants:person_detail", args=[person.uuid]) for person in side.people.values()}
        found |= {reverse("participants:organisation_detail", args=[one.uuid]) for one in side.organisations}
        found |= set(_records(side)) | set(_rooms(side))
    return sorted(found)


def _records(side: Side) -> Iterator[str]:
    for name in ("circulated", "adopted"):
        yield f"{reverse('minutes:record_pdf', kwargs=side.at[name])}?edition=coordination"
        yield from (
            f"{reverse('minutes:record_word', kwargs=side.at[name])}?edition={one}"
            for one in ("coordination", "public")
        )
        yield f"{reverse('minutes:record', kwargs=side.at[name])}?version=1"


def _rooms(side: Side) -> Iterator[str]:
    for name in ("open", "circulated"):
        for item in side.meetings[name].items.all():
            yield f"{reverse('minutes:room', kwargs=side.at[name])}?point={item.uuid}"


@pytest.fixture(scope="module")
def read(world: World, ask: Ask, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Read:
    """All that each role is given, as text, by path. Asked once."""
    folder = tmp_path_factory.mktemp("read")
    with django_db_blocker.unblock():
        asked = paths(world)
        return {role: {path: as_text(ask(role, "GET", path), folder) for path in asked} for role in ROLES}


def as_text(answer, folder: Path) -> str:
    body = getattr(answer, "content_read", None) or answer.content
    return f"{answer.headers}{text_in(body, folder)}"


def text_in(body: bytes, folder: Path) -> str:
    """What is inside an archive or a Word file too, name by name."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as package:
            return "".join(f"{name}{text_in(package.read(name), folder)}" for name in package.namelist())
    return text_in_pdf(body, folder) if body.startswith(b"%PDF") else body.decode(errors="replace")


@cache
def text_in_pdf(body: bytes, folder: Path) -> str:
    text = text_of(body, folder)
    for attached in folder.glob("*.csv"):
        attached.unlink()
    subprocess.run([require_tool("pdfdetach"), "-saveall", "-o", str(folder), str(folder / "read.pdf")], check=True)
    return text + "".join(path.read_text("utf-8-sig") for path in folder.glob("*.csv"))


def tokens_in(text: str) -> set[str]:
    return set(re.findall(f"(?:{'|'.join((*TOKENS, PUBLISHED))})(?:OWN|FOR)", text))


# --- What was written -------------------------------------------------------------------------------------------------


def test_texts_reach_those_who_may_read_them_and_nobody_else(read: Read) -> None:
    found = {(role, path): tokens_in(text) for role in ROLES for path, text in read[role].items()}
    leaks = {(role, path): tokens - READS[role] for (role, path), tokens in found.items()}

    assert {place: tokens for place, tokens in leaks.items() if tokens} == {}
    assert {role: shown_to(role, found) for role in ROLES} == READS


def shown_to(role: str, found: dict[tuple[str, str], set[str]]) -> set[str]:
    return set().union(*(shown for (who, _), shown in found.items() if who == role))


# --- How to reach people ----------------------------------------------------------------------------------------------


def contacts_of(side: Side, *names: str) -> set[str]:
    """E-mails and telephones, as pages print them: without spaces."""
    people = [side.people[name] for name in names or side.people]
    emails = {row.email for person in people for row in person.emails.all()}
    return emails | {bare(row.number) for person in people for row in person.phones.all()}


SPACES = dict.fromkeys(map(ord, " \t\n\u00a0\u202f"))


def bare(text: str) -> str:
    return text.replace("&nbsp;", "").translate(SPACES) if "+223" in text else text


def entitled(world: World, role: str) -> set[str]:
    """The coordinator to those of its cluster, everybody to those of its own organisation."""
    own = world.own
    return {
        "stranger": contacts_of(world.foreign),
        "observer": contacts_of(own, "observer"),
        "member": contacts_of(own, "member", "focal_point", "newcomer"),
        "focal_point": contacts_of(own, "member", "focal_point", "newcomer"),
        "rapporteur": contacts_of(own, *COORDINATION),
        "co_facilitator": contacts_of(own, *COORDINATION),
        "coordinator": contacts_of(own),
    }.get(role, set())


def test_contact_data_reaches_those_entitled_and_nobody_else(world: World, read: Read) -> None:
    known = contacts_of(world.own) | contacts_of(world.foreign)
    may = {role: entitled(world, role) for role in ROLES}
    pages = {(role, path): bare(text) for role in ROLES for path, text in read[role].items()}
    found = {place: {contact for contact in known if contact in text} for place, text in pages.items()}
    leaks = {(role, path): contacts - may[role] for (role, path), contacts in found.items()}

    assert {place: contacts for place, contacts in leaks.items() if contacts} == {}
    assert {role: shown_to(role, found) for role in ROLES} == may


def test_whoever_was_told_how_to_reach_others_is_written_down(world: World, read: Read) -> None:
    """Pages leave one row a day (``ContactView``); lists that were taken away, one each (``ContactListEntry``)."""
    everybody = [person for side in (world.own, world.foreign) for person in side.people.values()]
    shown = {role: "\n".join(bare(text) for text in read[role].values()) for role in ROLES}
    for role in ROLES:
        told = {person for person in everybody if any(contact in shown[role] for contact in reached(person))}
        assert {person for person in told if is_of_others(person, world.user(role))} == seen_by(world.user(role))


def reached(person: Person) -> set[str]:
    return {row.email for row in person.emails.all()} | {bare(row.number) for row in person.phones.all()}


def is_of_others(person: Person, user: User | None) -> bool:
    return bool(user) and person.organisation_id not in user.organisation_ids


def seen_by(user: User | None) -> set[Person]:
    views = ContactView.objects.filter(by=user) if user else ContactView.objects.none()
    alone = Q(pk__in=views.values("person"))
    return set(Person.objects.filter(alone | Q(organisation__in=views.values("organisation"))))


@pytest.mark.parametrize("words", ["contact-member-own", "contact-member", "70000001", "example.org"])
def test_people_are_not_found_by_how_to_reach_them(world: World, ask: Ask, words: str) -> None:
    answer = ask("coordinator", "GET", f"{reverse('participants:person_list')}?q={words}")

    assert list(answer.context["page"]) == []


# --- What nobody is to see --------------------------------------------------------------------------------------------


def test_secrets_of_the_house_are_in_no_answer(world: World, read: Read) -> None:
    secrets = {user.password for user in User.objects.all()} | set(
        AccessLink.objects.exclude(key_hash=None).values_list("key_hash", flat=True)
    )
    secrets |= {document.file.name for document in Document.objects.all()}
    secrets |= {issued.file.name for issued in MinutesFile.objects.all()}
    everything = "".join(text for texts in read.values() for text in texts.values())

    assert {secret for secret in secrets if secret in everything} == set()
    assert len(secrets) > 20


# --- Somebody who is erased -------------------------------------------------------------------------------------------


def seed(words: str) -> int:
    """Writes them into every text column that somebody could have typed them into; returns into how many."""
    written = 0
    with history_open_for(ERASURE):
        for model, kept in declared():
            row = None if model is Session else model._base_manager.order_by("-pk").first()
            names = [field.name for field in fields_of(model) if is_free_text(field, kept) and takes(field, words)]
            for name in names if row else ():
                with suppress(IntegrityError), transaction.atomic():
                    written += model._base_manager.filter(pk=row.pk).update(**{name: words})
    return written


def takes(field: Field, words: str) -> bool:
    plain = not isinstance(field, JSONField | CommaSeparatedEmailField) and not field.unique
    return plain and (field.max_length or len(words)) >= len(words)


def found_in_database(words: set[str]) -> set[str]:
    return {
        f"{model._meta.object_name}.{field.attname}"
        for model, _ in declared()
        for row in model._base_manager.all()
        for field in model._meta.local_fields
        if any(word in str(getattr(row, field.attname)).lower() for word in words)
    }


def test_erased_person_is_named_only_in_what_is_sealed(world: World) -> None:
    person, name = world.own.people["member"], "member own"
    contacts = contacts_of(world.own, "member") | {"compte-member-own@example.org", "71 00 00 01"}
    assert seed(f"{person.name}, contact-member-own@example.org, +223 71 00 00 01") > 80
    sealed = {version.pk: version.content for version in MinutesVersion.objects.all()}
    keep_for_house("member own")

    erase_person(Person.objects.get(pk=person.pk), by=world.admin)

    stays = {f"{model._meta.object_name}.{name}" for model, kept in declared() for name in kept.stays}
    found = found_in_database({name, *contacts})
    assert found - stays == set()
    assert "MinutesVersion.content" in found
    assert {version.pk: version.content for version in MinutesVersion.objects.all()} == sealed
    assert not Posting.objects.filter(entry__text__icontains=name).exists()


def keep_for_house(words: str) -> None:
    keep(Findable("action", 10**9, date(2026, 1, 1), f"Promis par {words}"))


# --- Mails and logs ---------------------------------------------------------------------------------------------------


def letters() -> Iterator[tuple[set[str], str]]:
    """Each queued mail: its recipients, and all that it tells them."""
    for email in Email.objects.prefetch_related("attachments"):
        parts = [email.subject, email.message, email.html_message, str(email.context), str(email.headers)]
        for attachment in email.attachments.all():
            with attachment.file.open("rb") as file:
                parts.append(f"{attachment.name}{file.read().decode(errors='replace')}")
        yield {address.lower() for address in email.to}, bare("\n".join(part or "" for part in parts))


def test_no_mail_tells_how_to_reach_anybody_but_its_reader(world: World) -> None:
    known = contacts_of(world.own) | contacts_of(world.foreign)
    known |= {user.email for side in (world.own, world.foreign) for user in side.accounts.values()}
    written = list(letters())
    told = {contact for readers, text in written for contact in known - readers if contact in text}

    assert len(written) > 20
    assert told == set()


def test_log_says_nothing_of_how_to_reach_anybody(
    world: World, ask: Ask, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    known = contacts_of(world.own) | {world.user("member").email}
    with caplog.at_level(logging.INFO):
        for _ in range(6):
            client.post(reverse("participants:login"), {"username": world.user("member").email, "password": "autre"})
        asked = (("person_detail", "person"), ("distribution_list_export", "list"), ("person_edit", "person"))
        for role in ("coordinator", "stranger"):
            for address, of in asked:
                ask(role, "GET", f"participants:{address}", world.own.at[of])
                ask(role, "POST", f"participants:{address}", world.own.at[of], "format=csv")
        ask("coordinator", "GET", f"/personnes/?q={world.user('member').email}")
        send_queued()

    lines = [bare(log_line(record)) for record in caplog.records]
    assert {contact for contact in known for line in lines if contact in line} == set()


def log_line(record: logging.LogRecord) -> str:
    return logging.Formatter("%(name)s %(message)s").format(record)
