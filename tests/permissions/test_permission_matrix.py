"""Every address × every role × own and foreign object × GET and POST. An address missing from the table fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from participants.models import ClusterRole, Membership, Place, User
from tests.permissions.snapshot import Rows, changed_tables, undone
from tests.permissions.table import HELD, ROWS, Row
from tests.permissions.world import ROLES, Kwargs, World

Ask = Callable[[str, str, str, Kwargs], Any]
FORM = "application/x-www-form-urlencoded"
pytestmark = [pytest.mark.django_db, pytest.mark.once]

SIGN_IN = "/connexion/"
METHODS = ("GET", "POST")
STATUSES = {".": {404}, "-": {403}, "#": {405}, "!": {401}, ">": {302}}
ALLOWED = {200, 302, 400, 409, 410, 422}
"""A form sent empty may be refused; it never breaks."""


# --- The table is whole -----------------------------------------------------------------------------------------------


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"


def test_table_names_every_address_and_no_other() -> None:
    known = {name for name in names(get_resolver()) if not name.startswith("admin:")}
    assert {row.address for row in ROWS} == known


def test_table_says_each_thing_once() -> None:
    assert len({(row.address, row.of) for row in ROWS}) == len(ROWS)
    assert {len(signs) for row in ROWS for signs in row.signs.values()} == {len(ROLES)}
    assert [str(row) for row in ROWS if bool(row.of) != bool(row.abroad) and row.address not in (*LINKS, *PUBLIC)] == []


LINKS = (
    "participants:invitation",
    "participants:password_choose",
    "participants:mail_stop",
    "minutes:calendar_feed",
    "minutes:verify_key",
    *HELD,
)
"""Their key is their right: whoever holds it."""
PUBLIC = (
    *("minutes:verify_authority_file", "minutes:verify_crl"),
    *("minutes:publication_detail", "minutes:publication_pdf"),
    *("courier_detail", "courier_page"),
    "mergers:organisation_merge",
    *("participants:holiday_edit", "participants:holiday_remove", "participants:stuck_mail_resend"),
)
"""The same for everybody, wherever they come from."""


# --- Each cell --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_address_answers_each_role_as_the_table_says(world: World, ask: Ask, untouched: Rows, row: Row) -> None:
    check(ask, untouched, row.address, world.own.at.get(row.of, {}), row.sign)


@pytest.mark.parametrize("row", [row for row in ROWS if row.abroad], ids=str)
def test_address_of_a_foreign_object_answers_as_to_strangers(world: World, ask: Ask, untouched: Rows, row: Row) -> None:
    check(ask, untouched, row.address, world.foreign.at[row.of], row.sign_abroad)


@pytest.mark.parametrize("row", [row for row in ROWS if row.abroad], ids=str)
def test_object_of_a_foreign_parent_is_not_reached_through_ones_own(
    world: World, ask: Ask, untouched: Rows, row: Row
) -> None:
    """The cluster or meeting in the address is ours, what is asked inside is not."""
    own, foreign = world.own.at[row.of], world.foreign.at[row.of]
    inner = {name: value for name, value in foreign.items() if name not in ("uuid", "button", "role")}
    if inner:
        signs = {method: "#" if row.sign(method, "coordinator") == "#" else "." for method in METHODS}
        check(ask, untouched, row.address, own | inner, lambda method, role: signs[method], roles=("coordinator",))


def check(
    ask: Ask, untouched: Rows, address: str, kwargs: Kwargs, sign: Callable[[str, str], str], roles: Any = ROLES
) -> None:
    """Every role's answer is as its sign says; no refusal and no GET changes anything."""
    cells = [(method, role, sign(method, role)) for method in METHODS for role in roles]
    wrong = []
    with undone():
        nothing = {one: ask("coordinator", one, address, absent(kwargs)).content for one in METHODS if kwargs}
        for method, role, expected in cells:
            if method == "GET" or expected not in "+o":
                wrong += complaints(ask, role, method, address, kwargs, expected, nothing.get(method, b""))
        changed = changed_tables(untouched)
    for method, role, expected in cells:
        if method == "POST" and expected in "+o":
            with undone():
                wrong += complaints(ask, role, method, address, kwargs, expected)
    assert wrong == []
    assert changed == []


def complaints(
    ask: Ask, role: str, method: str, address: str, kwargs: Kwargs, sign: str, nothing_there: bytes = b""
) -> list[str]:
    """What is wrong with one answer."""
    answer = ask(role, method, address, kwargs)
    said = f"{method} {role}: {sign} but {answer.status_code} {answer.get('Location', '')}"
    if not as_expected(answer, sign):
        return [said]
    if sign == "." and kwargs and answer.content != nothing_there:
        return [f"{said}, which tells that it exists"]
    return []


def as_expected(answer: Any, sign: str) -> bool:
    to_sign_in = answer.status_code == 302 and urlsplit(answer["Location"]).path == SIGN_IN
    if sign == ">":
        return to_sign_in and urlsplit(answer["Location"]).query == f"next={answer.wsgi_request.path}"
    allowed_there = sign == "o" or not to_sign_in
    return answer.status_code in STATUSES.get(sign, ALLOWED) and allowed_there


def absent(kwargs: Kwargs) -> Kwargs:
    """An address of the same form where there is nothing."""
    return {name: "absent" if name == "key" else _absent(value) for name, value in kwargs.items()}


def _absent(value: Any) -> Any:
    if isinstance(value, UUID):
        return uuid4()
    return 999_999_999 if isinstance(value, int) else value


# --- The administration -----------------------------------------------------------------------------------------------

OPEN_THERE = {"admin:login", "admin:logout"}


def admin_addresses(world: World) -> Iterator[str]:
    numbers = {"participants_user": world.admin.pk, "participants_place": Place.objects.first().pk}
    for name in sorted(set(names(get_resolver()))):
        if name.startswith("admin:") and not name.endswith((">/", "$")) and name not in OPEN_THERE:
            model = name.removeprefix("admin:").rpartition("_")[0]
            yield _admin_address(name, numbers.get(model))


def _admin_address(name: str, number: int | None) -> str:
    if name == "admin:app_list":
        return reverse(name, args=["participants"])
    if name == "admin:view_on_site":
        return reverse(name, args=["1", "1"])
    takes_object = name.endswith(("_change", "_history", "_delete"))
    return reverse(name, args=[number] if takes_object and number else [])


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_administration_is_closed_to_everybody_else(world: World, ask: Ask, untouched: Rows, role: str) -> None:
    """Signed in without the right, one is asked for an administrator's account; nothing of the page shows."""
    with undone():
        answers = {(method, path): ask(role, method, path, {}) for path in admin_addresses(world) for method in METHODS}
        changed = changed_tables(untouched)
    assert {one for one, answer in answers.items() if answer.status_code not in (302, 403)} == set()
    assert {
        one
        for one, answer in answers.items()
        if answer.status_code == 302 and urlsplit(answer["Location"]).path not in (SIGN_IN, "/administration/login/")
    } == set()
    assert changed == []


def test_administration_opens_to_administrators_and_deletes_nothing(world: World, ask: Ask) -> None:
    answers = {path: ask("admin", "GET", path, {}).status_code for path in admin_addresses(world)}
    refused = {path for path, status in answers.items() if status in (403, 405)}
    assert set(answers.values()) <= {200, 302, 400, 403, 404, 405}
    assert refused >= {path for path in answers if path.endswith("/delete/")}


RENDERED = ("minutes:record_pdf (closed)", "minutes:record_pdf (circulated)")
"""Each takes a second; the sealed document is asked for."""


# --- What protects every change ---------------------------------------------------------------------------------------


def test_post_without_the_token_of_the_form_is_refused(world: World, cookies, untouched: Rows, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = SimpleCookie(cookies["coordinator"].output(header="", sep=";"))
    changing = [row for row in ROWS if row.sign("POST", "coordinator") in "+o!" and row.address not in HELD]
    with undone():
        found = {str(row): client.post(reverse(row.address, kwargs=world.own.at.get(row.of))) for row in changing}
        changed = changed_tables(untouched)
    assert {row for row, answer in found.items() if answer.status_code != 403} == set()
    assert len(found) > 50
    assert changed == []


def test_signed_in_pages_stay_out_of_caches(world: World, ask: Ask) -> None:
    cached = {
        str(row)
        for row in ROWS
        if row.sign("GET", "coordinator") == "+"
        and str(row) not in RENDERED
        and "no-store" not in ask("coordinator", "GET", row.address, world.own.at.get(row.of)).get("Cache-Control", "")
    }
    assert cached == set()


@pytest.mark.parametrize("role", ["coordinator", "rapporteur", "focal_point"])
def test_right_withdrawn_while_signed_in_is_refused_at_the_next_request(world: World, ask: Ask, role: str) -> None:
    """Signing stays with whoever reported in the meeting: it is of that day."""
    person = world.own.people[role]
    rows = [row for row in ROWS if row.of and row.sign("GET", role) == "+" != row.sign("GET", "member")]
    own = ("minutes:minutes_sign", "minutes:minutes_refuse")
    rows = [row for row in rows if row.address not in own and str(row) not in RENDERED]
    before = {str(row): ask(role, "GET", row.address, world.own.at[row.of]).status_code for row in rows}
    ClusterRole.objects.filter(person=person).update(until=timezone.localdate() - timedelta(days=1))
    after = {str(row): ask(role, "GET", row.address, world.own.at[row.of]).status_code for row in rows}

    assert {name: status for name, status in before.items() if status not in (200, 302)} == {}
    assert rows
    assert {name: status for name, status in after.items() if status not in (403, 404)} == {}


def test_organisation_that_left_the_cluster_is_refused_at_the_next_request(world: World, ask: Ask) -> None:
    rows = [row for row in ROWS if row.of and row.address.startswith(("meet", "act", "min"))]
    rows = [row for row in rows if row.sign("GET", "member") == "+" and row.of != "organisation"]
    Membership.objects.filter(cluster=world.own.cluster).update(until=timezone.localdate() - timedelta(days=1))

    after = {str(row): ask("member", "GET", row.address, world.own.at[row.of]).status_code for row in rows}

    assert len(after) > 5
    assert {name: status for name, status in after.items() if status != 404} == {}


def test_deactivated_account_is_signed_out_at_the_next_request(world: World, ask: Ask) -> None:
    User.objects.filter(pk=world.user("coordinator").pk).update(is_active=False)

    assert ask("coordinator", "GET", "participants:person_list", {})["Location"].startswith(SIGN_IN)
