"""What somebody hostile sends to every form and every list: nothing breaks, nothing of others is reached."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model
from django.test import Client
from django.urls import reverse

from actions.filters import ActionFilter
from actions.models import ActionPoint
from meetings.filters import AgendaTemplateFilter, DocumentFilter, MeetingFilter
from meetings.models import AgendaItem, AgendaTemplate, Document, Meeting
from participants.filters import ClusterFilter, OrganisationFilter, PersonFilter, PresenceFilter
from participants.models import Cluster, ClusterRole, Membership, OrganisationGroup, Person
from tests.permissions.conftest import Ask
from tests.permissions.sheets import Sheet, sheets, submit
from tests.permissions.snapshot import undone
from tests.permissions.table import ROWS
from tests.permissions.world import Side, World

pytestmark = pytest.mark.django_db
"""What reaches a column is tried on both databases; what forms and pages refuse before that, once."""

READ_ONLY = {
    *("home", "participants:account", "meetings:document_detail", "meetings:document_download"),
    *("actions:action_detail", "actions:my_actions", "participants:organisation_detail", "participants:person_detail"),
    "participants:cluster_detail",
}
"""They answer a POST as they answer a GET, or send their form elsewhere."""
HANDLED = {200, 302, 400, 403, 404, 409, 410, 413, 422}
"""Accepted, or refused in words. 403 and 404: what was pressed before made the rest impossible."""
HOSTILE = {
    "nothing": "",
    "what cannot be stored": "a\x00b\ud800c",
    "what cannot be seen": "a\r\nBcc: cible@example.org\r\n\x0b\x0c\x1c\x1b\x7f\x85\u2028\u202eb\u2066c\u200b",
    "markup": '"><script>alert(1)</script>{{ 7|add:7 }}{% debug %}',
    "SQL": "' OR 1=1 --",
    "huge number": "9" * 400,
    "number just too large": "9223372036854775808",
    "other digits": "١٢",
    "last day": "9999-12-31",
    "broken address": "https://[",
}
ASKED = ("what cannot be stored", "markup", "number just too large", "last day")
"""These also in the address."""


@pytest.fixture(scope="module")
def client(cookies: dict[str, SimpleCookie]) -> Client:
    """The coordinator's browser; an exception in a view fails the test."""
    browser = Client()
    browser.cookies = SimpleCookie(cookies["coordinator"].output(header="", sep=";"))
    return browser


def pages(side: Side) -> Iterator[str]:
    for row in ROWS:
        if row.sign("GET", "coordinator") == "+" and "login" not in row.address:
            yield reverse(row.address, kwargs=side.at.get(row.of))
    yield reverse("minutes:room", kwargs=side.at["closed"])
    for section in side.meetings["open"].sections.all():
        yield f"{reverse('minutes:room', kwargs=side.at['open'])}?partie={section.uuid}"
    for item in side.meetings["planned"].items.all():
        yield f"{reverse('minutes:room', kwargs=side.at['planned'])}?point={item.uuid}"


@pytest.fixture(scope="module")
def offered(world: World, client: Client, django_db_blocker: Any) -> list[Sheet]:
    """Every form that the coordinator is shown, once."""
    found: dict[tuple[str, tuple[str, ...]], Sheet] = {}
    with django_db_blocker.unblock():
        for path in pages(world.own):
            for sheet in sheets(body(client.get(path)), path):
                found.setdefault((_place(sheet.action), tuple(sheet.names)), sheet)
    return [sheet for sheet in found.values() if "deconnexion" not in sheet.action]


def body(answer: Any) -> bytes:
    """The HTML of a page; what is no page has none."""
    if answer.streaming:
        b"".join(answer.streaming_content)
        return b"<p>"
    return answer.content if answer["Content-Type"].startswith("text/html") and answer.content else b"<p>"


def _place(path: str) -> str:
    return re.sub(r"[0-9a-f-]{36}|\d+", "*", path)


def test_forms_reach_every_address_that_changes_something(world: World, offered: list[Sheet]) -> None:
    """So that a form that these tests do not find cannot hide."""
    reached = {_place(sheet.action.partition("?")[0]) for sheet in offered}
    changing = {
        row.address: _place(reverse(row.address, kwargs=world.own.at.get(row.of)))
        for row in ROWS
        if row.sign("POST", "coordinator") == "+" and row.address not in READ_ONLY and not row.address.endswith("_list")
    }
    assert {address for address, place in changing.items() if place not in reached} == WAITING


WAITING = {"minutes:minutes_sign", "minutes:text_choose", "minutes:picture_add"}
WAITING |= {"minutes:line_make", "minutes:line_understand"}
WAITING |= {"actions:action_confirm", "actions:action_attach", "actions:already_asked", "actions:date_ask"}
WAITING |= {"actions:export_start", "actions:view_save", "actions:action_take_back", "actions:partner_send_all"}
"""Shown to the coordinator once the rapporteur has signed, after a conflict of two texts, when an action waits or is
alike, when a list is filtered or long, after an answer of one's own organisation, while somebody is to get a link, and
sent by a script. Their own tests send them harm, but for the links: their button sends nothing."""


@pytest.mark.once
def test_forms_are_good_as_they_are_sent(client: Client, offered: list[Sheet]) -> None:
    """Otherwise what is changed in them would be refused for another reason. A good one leads on, or hands out a file.

    Those that ask for a file, a password or a tick are left out here; some of the others ask for one of several fields.
    """
    refused, simple = set(), [sheet for sheet in offered if not sheet.asks_more]
    for sheet in simple:
        with undone():
            answer = submit(client, sheet)
            if answer.status_code != 302 and "attachment" not in answer.get("Content-Disposition", ""):
                refused.add(_place(sheet.action))
    assert len(simple) > len(offered) / 2
    assert len(refused) < len(simple) / 5, refused


@pytest.mark.once
@pytest.mark.parametrize("kind", HOSTILE)
def test_form_filled_with_hostile_text_is_answered_in_words(client: Client, offered: list[Sheet], kind: str) -> None:
    assert broken(client, (sheet.all_set_to(HOSTILE[kind]) for sheet in offered)) == {}


@pytest.mark.parametrize("kind", ["what cannot be stored", "what cannot be seen"])
def test_one_hostile_text_in_a_good_form_is_answered_in_words(client: Client, offered: list[Sheet], kind: str) -> None:
    """Alone, it reaches what works behind the form."""
    tried = (sheet.having(**{name: HOSTILE[kind]}) for sheet in offered for name in sheet.texts)
    assert broken(client, tried) == {}


def test_one_number_too_large_in_a_good_form_is_answered_in_words(client: Client, offered: list[Sheet]) -> None:
    number = HOSTILE["number just too large"]
    tried = (sheet.having(**{name: number}) for sheet in offered for name in (*sheet.records, *sheet.texts))
    assert broken(client, tried) == {}


@pytest.mark.once
def test_form_filled_with_a_megabyte_is_answered_in_words(client: Client, offered: list[Sheet]) -> None:
    tried = (sheet.having(**{name: "x" * 1_000_000}) for sheet in offered for name in sheet.names[-1:])
    assert broken(client, tried) == {}


def broken(client: Client, tried: Iterator[Sheet]) -> dict[str, Any]:
    """Form → what went wrong."""
    found: dict[str, Any] = {}
    for sheet in tried:
        with undone():
            try:
                status = submit(client, sheet).status_code
            except Exception as error:  # noqa: BLE001  whatever it is, the visitor would have seen a broken page
                status = repr(error)[:200]
        if status not in HANDLED:
            found[str(sheet)] = status
    return found


# --- Addresses --------------------------------------------------------------------------------------------------------

FILTERS = {
    name
    for filters in (ActionFilter, MeetingFilter, DocumentFilter, AgendaTemplateFilter)
    for name in filters.base_filters
} | {
    name
    for filters in (PersonFilter, OrganisationFilter, PresenceFilter, ClusterFilter)
    for name in filters.base_filters
}
QUERIES = FILTERS | {"page", "point", "partie", "reunion", "version", "apres", "avant", "edition", "next", "vue"}


@pytest.mark.once
@pytest.mark.parametrize("kind", ASKED)
def test_query_with_hostile_values_is_answered(world: World, client: Client, kind: str) -> None:
    """Every page with what it reads from its address, filters included."""
    value = HOSTILE[kind].encode("utf-8", "surrogatepass")
    found = {}
    for path in sorted({path.partition("?")[0] for path in pages(world.own)}):
        answer = client.get(path, dict.fromkeys(QUERIES, value))
        body(answer)
        if answer.status_code not in HANDLED:
            found[path] = answer.status_code
    assert found == {}


@pytest.mark.once
@pytest.mark.parametrize("query", ["point=abc", "point=%00", "partie=abc", "cluster=abc", "reunion=abc"])
def test_post_with_a_broken_query_is_answered(world: World, client: Client, query: str) -> None:
    found = {}
    for row in ROWS:
        if row.sign("POST", "coordinator") == "+":
            with undone():
                path = f"{reverse(row.address, kwargs=world.own.at.get(row.of))}?{query}"
                answer = client.post(path, {"title": "Point", "text": "x"})
                body(answer)
                status = answer.status_code
            if status not in HANDLED:
                found[str(row)] = status
    assert found == {}


# --- What is not offered ----------------------------------------------------------------------------------------------

GUARDED = (Cluster, ClusterRole, Membership, OrganisationGroup, Person)
GUARDED += (Meeting, AgendaItem, AgendaTemplate, Document, ActionPoint)


def foreign_keys(side: Side) -> dict[type[Model], set[int]]:
    """What belongs to a cluster, by model."""
    meetings = {meeting.pk for meeting in side.meetings.values()}
    return {
        Cluster: {side.cluster.pk},
        ClusterRole: set(side.cluster.roles.values_list("pk", flat=True)),
        Membership: set(side.cluster.memberships.values_list("pk", flat=True)),
        OrganisationGroup: set(side.cluster.groups.values_list("pk", flat=True)),
        Person: {person.pk for person in side.people.values()},
        Meeting: meetings,
        AgendaItem: set(AgendaItem.objects.filter(meeting__in=meetings).values_list("pk", flat=True)),
        AgendaTemplate: set(side.cluster.agenda_templates.values_list("pk", flat=True)),
        Document: set(side.cluster.documents.values_list("pk", flat=True)),
        ActionPoint: set(side.cluster.actions.values_list("pk", flat=True)),
    }


BY_RIGHT = {"actions.ActionHandover.to_cluster"}
"""Handing an action over is to name another cluster; it is asked, and takes nothing of that cluster."""


def counting_references(keys: dict[type[Model], set[int]]) -> Callable[[], Counter[str]]:
    """To be asked after each form: how many rows point at these records, by table and column, in one statement."""
    columns = [
        (model, column)
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.local_fields
        if isinstance(column, ForeignKey) and column.related_model in keys and str(column) not in BY_RIGHT
    ]
    asked = [_pointing(model, column, keys[column.related_model]) for model, column in columns]
    statement = " UNION ALL ".join(f"SELECT %s, count(*) FROM ({rows}) AS pointing" for _, rows, _ in asked)
    values = [value for name, _, given in asked for value in (name, *given)]

    def count() -> Counter[str]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return Counter(dict(cursor.fetchall()))

    return count


def _pointing(model: type[Model], column: ForeignKey, numbers: set[int]) -> tuple[str, str, tuple[Any, ...]]:
    rows = model._base_manager.filter(**{f"{column.name}__in": numbers}).order_by().values("pk")
    return f"{model._meta.label}.{column.name}", *rows.query.sql_with_params()


@pytest.mark.once
def test_foreign_record_in_a_closed_list_is_never_taken(world: World, client: Client, offered: list[Sheet]) -> None:
    references, taken = counting_references(foreign_keys(world.foreign)), {}
    before = references()
    for sheet in offered:
        for name in sheet.records:
            for value in foreign_values(world.foreign, sheet.takes_addresses(name)):
                with undone():
                    answer = submit(client, sheet.having(**{name: value}))
                    grown = references() - before if answer.status_code == 302 else None
                if grown or answer.status_code not in HANDLED:
                    taken[f"{sheet.action} {name}={value}"] = grown or answer.status_code
    assert taken == {}


def foreign_values(side: Side, as_address: bool | None) -> list[str]:
    """One record of each kind, as the field names records."""
    records = [
        *(side.cluster, side.meetings["open"], side.people["member"], side.actions["free"]),
        *(side.meetings["open"].items.first(), side.cluster.documents.first(), side.cluster.agenda_templates.first()),
    ]
    return sorted({str(record.uuid if as_address else record.pk) for record in records})


FORGED = {
    "is_staff": "on",
    "is_superuser": "on",
    "user_permissions": "1",
    "serial": "99",
    "year": "1999",
    "reference": "OWN-1999-01-01",
    "circulated_at": "2016-01-01 00:00",
    "adopted_at": "2016-01-01 00:00",
    "opened_at": "2016-01-01 00:00",
    "created_at": "2016-01-01 00:00",
    "completed_on": "2016-01-01",
    "withdrawn_at": "2016-01-01 00:00",
    "created_by": "1",
    "uploaded_by": "1",
    "sha256": "0" * 64,
    "size": "1",
    "original_name": "forged.exe",
    "content_type": "text/html",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "id": "1",
    "pk": "1",
    "folded": "forged",
}
STEPS = ("diffuser", "adopter", "ouvrir", "retirer")
"""Pressing these writes one of the columns above, by right."""


def protected_values() -> dict[str, dict[int, tuple[object, ...]]]:
    """The columns that no form offers, by model and number."""
    found = {}
    for model in apps.get_models():
        names = [column.attname for column in model._meta.local_concrete_fields if column.name in FORGED]
        if len(names) > 1:
            found[model._meta.label] = {row[0]: row for row in model._base_manager.values_list("pk", *names)}
    return found


@pytest.mark.once
def test_fields_that_a_form_does_not_offer_are_ignored(world: World, client: Client, offered: list[Sheet]) -> None:
    forged = FORGED | {
        "cluster_id": str(world.foreign.cluster.pk),
        "meeting_id": str(world.foreign.meetings["open"].pk),
    }
    references, changed = counting_references(foreign_keys(world.foreign)), {}
    before, pointing = protected_values(), references()
    for sheet in offered:
        if sheet.action.rstrip("/").endswith(STEPS):
            continue
        extra = {name: value for name, value in forged.items() if name not in sheet.names}
        extra |= {"cluster": str(world.foreign.cluster.pk)} if "cluster" not in sheet.names else {}
        with undone():
            submit(client, sheet.having(**extra))
            after, grown = protected_values(), references() - pointing
        wrong = [label for label in before if not _same(before[label], after[label])]
        if wrong or grown:
            changed[str(sheet)] = wrong or grown
    assert changed == {}


def _same(before: dict[int, tuple[object, ...]], after: dict[int, tuple[object, ...]]) -> bool:
    """Rows may come and go; those that stay keep these columns."""
    return all(after[number] == row for number, row in before.items() if number in after)


def test_partner_reports_and_changes_nothing_else_of_an_action(world: World, ask: Ask) -> None:
    action = world.own.actions["free"]
    before = ActionPoint.objects.values().get(pk=action.pk)
    may = {"status", "status_note", "completed_on", "folded"}
    wanted = FORGED | {"description": "x", "owner_text": "x", "due_text": "x", "due_on": "2030-01-01"}
    wanted |= {"priority": "important", "visibility": "public", "override_reason": "x", "position": "9"}
    told = {"status": "done", "comment": "Les contacts sont partagés.", "note": "Envoyés"}

    answer = ask("focal_point", "POST", "actions:action_report", world.own.at["free action"], urlencode(wanted | told))

    after = ActionPoint.objects.values().get(pk=action.pk)
    assert answer.status_code == 302
    assert {name for name, value in after.items() if value != before[name]} <= may
    assert action.shares.get().status == "done"


# --- Sessions and answers ---------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize("forged", ["evil.example", "testserver.evil.example", "testserver@evil.example", "[::"])
def test_host_that_is_not_ours_is_refused(world: World, client: Client, forged: str) -> None:
    found = {client.get(path, headers={"host": forged}).status_code for path in ("/", "/connexion/", "/reunions/")}
    assert found == {400}


@pytest.mark.once
def test_host_named_by_a_proxy_is_not_believed(world: World, client: Client) -> None:
    found = {path: client.get(path, headers={"x-forwarded-host": "evil.example"}) for path in set(pages(world.own))}
    assert [path for path, answer in found.items() if b"evil.example" in body(answer)] == []


@pytest.mark.parametrize("name", ["public document", "members document", "restricted document"])
def test_uploaded_file_is_handed_out_as_a_file_and_never_as_a_page(world: World, ask: Ask, name: str) -> None:
    answer = ask("coordinator", "GET", "meetings:document_download", world.own.at[name])

    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.once
def test_every_page_says_what_browsers_may_do_with_it(world: World, client: Client) -> None:
    lax = {}
    for path in sorted(set(pages(world.own))):
        answer = client.get(path)
        policy = answer.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy or answer["X-Frame-Options"] != "DENY":
            lax[path] = policy
        if answer["X-Content-Type-Options"] != "nosniff" or answer["Referrer-Policy"] != "same-origin":
            lax[path] = dict(answer.headers)
        body(answer)
    assert lax == {}
