"""A cluster in figures: each is counted again in plain Python, and its list has as many rows as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.enums import Status
from actions.filters import actions_found
from actions.models import ActionPoint, ActionShare
from clusterhub.web.periods import Period
from clusterhub.web.typography import NARROW
from meetings.filters import MeetingFilter
from meetings.models import Attendance, Meeting
from minutes.companions import Cell, companion_html
from minutes.filters import RecordFilter
from minutes.selectors.dashboard import Dashboard, dashboard
from minutes.views.dashboard import _review
from minutes.views.dashboard_links import Links
from minutes.views.dashboard_panels import days, figures, panels, share
from participants.models import User
from tests.factories import make_cluster, make_membership, make_organisation, make_people, make_role
from tests.minutes.board_world import Board, Seen, count, day, hold, make_board, noon, seen_by
from tests.permissions.snapshot import undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def board(django_db_setup: None, django_db_blocker: Any) -> Iterator[Board]:
    """Built once; each test works on a savepoint above it."""
    with django_db_blocker.unblock(), undone():
        yield make_board(make_people())


def shown_to(user: User, board: Board) -> Dashboard:
    return dashboard(board.cluster, user, board.period, at=timezone.now())


def user_of(board: Board, who: str) -> User:
    return User.objects.get(pk=getattr(board.people, who).pk)


# --- Actions ----------------------------------------------------------------------------------------------------------


def expected_tally(actions: list[Seen], period: Period) -> dict[str, int]:
    opened = [one for one in actions if one.is_open and one.raised <= period.until]
    done = [one for one in actions if one.is_done(period)]
    raised = [one for one in actions if period.since <= one.raised <= period.until]
    return {
        "open": len(opened),
        "late": count(opened, Seen.is_late),
        "undated": count(opened, lambda one: one.action.due_on is None),
        "done": len(done),
        "on_time": count(done, lambda one: one.is_on_time(period)),
        "after_date": count(done, lambda one: one.action.due_on and one.action.due_on < one.action.completed_on),
        "done_undated": count(done, lambda one: one.action.due_on is None),
        "raised": len(raised),
        "owned": count(raised, lambda one: one.has_owner),
        "dated": count(raised, lambda one: one.action.due_on),
        "clear": count(raised, lambda one: one.has_owner and one.action.due_on),
    }


@pytest.mark.parametrize("who", ["coordinator", "member"])
def test_actions_are_those_counted_one_by_one(board: Board, who: str) -> None:
    user = user_of(board, who)
    seen = list(seen_by(user, board))
    tally = shown_to(user, board).actions
    expected = expected_tally(seen, board.period)
    assert {name: getattr(tally, name) for name in expected} == expected
    assert min(expected.values()) > 0
    assert tally.done == tally.on_time + tally.after_date + tally.done_undated


def test_members_do_not_have_what_is_restricted_counted(board: Board) -> None:
    ours, theirs = (shown_to(user_of(board, who), board).actions for who in ("coordinator", "member"))
    assert theirs.open < ours.open


def test_nothing_of_another_cluster_or_withdrawn_is_counted(board: Board) -> None:
    ActionPoint.objects.filter(cluster=board.cluster).update(withdrawn_at=timezone.now())
    tally = shown_to(user_of(board, "coordinator"), board).actions
    assert (tally.open, tally.done, tally.raised) == (0, 0, 0)


def test_undated_is_never_on_time(board: Board) -> None:
    ActionPoint.objects.filter(due_on__isnull=False).update(withdrawn_at=timezone.now())
    tally = shown_to(user_of(board, "coordinator"), board).actions
    assert (tally.on_time, tally.after_date) == (0, 0)
    assert tally.done == tally.done_undated > 0


def test_open_actions_are_aged_one_by_one(board: Board) -> None:
    user = user_of(board, "coordinator")
    opened = [one for one in seen_by(user, board) if one.is_open]
    expected = []
    for older, younger in ((-1, 30), (30, 90), (90, 180), (180, 365), (365, 10_000)):
        aged = [one for one in opened if older < (day(0) - one.raised).days <= younger]
        undated = count(aged, lambda one: one.action.due_on is None)
        expected.append((len(aged), count(aged, Seen.is_late), undated))
    ages = shown_to(user, board).actions.ages
    assert [(one.open, one.late, one.undated) for one in ages] == expected
    assert sum(one.open for one in ages) == len(opened)


def expected_parts(actions: list[Seen], name: str, period: Period) -> tuple[int, int, int, int]:
    """A unit counts for the organisation that it is part of; an action that both share counts once."""

    def shared(one: Seen, which: str) -> bool:
        own = [each for each in one.shares if name in (each.organisation.acronym, _parent(each))]
        return any(_is(each, one, which, period) for each in own)

    asked = "open", "late", "done", "time"
    return tuple(sum(shared(one, which) for one in actions) for which in asked)  # type: ignore[return-value]


def _parent(part: ActionShare) -> str:
    return part.organisation.parent.acronym if part.organisation.parent else ""


def _is(part: ActionShare, one: Seen, which: str, period: Period) -> bool:
    """Late and in time go by the same date, the later of the action's and the organisation's own."""
    done, dates = part.completed_on, [when for when in (one.action.due_on, part.postponed_to) if when]
    is_open = one.is_open and part.status not in (Status.DONE, Status.DROPPED)
    is_done = done is not None and period.since <= done <= period.until
    on_time = is_done and bool(dates) and done <= max(dates)  # type: ignore[operator]  # a day, where it is done
    is_late = is_open and bool(dates) and max(dates) < timezone.localdate()
    return {"open": is_open, "late": is_late, "done": is_done, "time": on_time}[which]


@pytest.mark.parametrize("who", ["coordinator", "member"])
def test_each_organisation_has_its_own_part_counted(board: Board, who: str) -> None:
    user = user_of(board, who)
    seen = list(seen_by(user, board))
    found = {one.organisation.acronym: one.parts for one in shown_to(user, board).organisations}
    for name in ("CHEF", "PARTEN"):
        parts = found[name]
        expected = expected_parts(seen, name, board.period)
        assert (parts.open, parts.late, parts.done, parts.on_time) == expected
        assert min(expected) > 0
    assert "UNITE" not in found


# --- Presence ---------------------------------------------------------------------------------------------------------


def expected_presence(meetings: list[Meeting]) -> dict[str, int]:
    came: dict[str, set[int]] = {}
    for row in Attendance.objects.filter(meeting__in=meetings):
        if row.state not in ("absent", "excused"):
            whole = row.organisation.parent or row.organisation  # type: ignore[union-attr]
            came.setdefault(whole.acronym, set()).add(row.meeting_id)
    return {name: len(those) for name, those in came.items()}


@pytest.mark.parametrize(("who", "ago"), [("coordinator", (250, 120, 60, 20)), ("member", (250, 120, 60))])
def test_presence_is_counted_in_the_records_that_one_may_read(board: Board, who: str, ago: tuple[int, ...]) -> None:
    shown = shown_to(user_of(board, who), board)
    expected = expected_presence([board.meetings[days_ago] for days_ago in ago])
    assert {one.organisation.acronym: one.came for one in shown.organisations if one.came} == expected
    assert (shown.held, shown.read) == (4, len(ago))
    assert {tally.kind.name: tally.came for tally in shown.kinds} == {"NATIONAL_NGO": len(ago), "GOVERNMENT": 1}


def test_members_that_never_came_are_listed_with_nothing(board: Board) -> None:
    shown = shown_to(user_of(board, "coordinator"), board)
    never = {one.organisation.acronym for one in shown.organisations if not one.came and one.is_member}
    assert never == {"EXCUSED", "ANSWERING", "REMARKING", "SILENT", "CALLED", "PROPOSING", "COMING"}


def test_silent_is_who_neither_came_nor_excused_itself_nor_answered(board: Board) -> None:
    shown = shown_to(user_of(board, "coordinator"), board)
    assert [one.acronym for one in shown.silent or ()] == ["SILENT"]
    assert shown_to(user_of(board, "member"), board).silent is None


# --- Records ----------------------------------------------------------------------------------------------------------


def test_delays_are_whole_days_from_the_first_of_each_step(board: Board) -> None:
    shown = shown_to(user_of(board, "coordinator"), board)
    told = {delay.meeting.pk: (delay.to_circulation, delay.to_signature) for delay in shown.delays}
    by_age = {ago: told.get(meeting.pk) for ago, meeting in board.meetings.items()}
    assert by_age == {400: None, 250: (3, 10), 120: (0, None), 60: (7, None), 20: (None, None)}
    assert (shown.usual_circulation, shown.usual_signature) == (3, 10)
    assert (shown.circulated, shown.signed) == (3, 1)


@pytest.mark.parametrize(
    ("number", "words"), [(None, "–"), (0, "le jour même"), (1, "1 jour"), (2.5, "2,5 jours"), (12, "12 jours")]
)
def test_days_are_said_as_people_say_them(number: float | None, words: str) -> None:
    assert days(number).replace("\u00a0", " ") == words


# --- Every figure leads to its rows -----------------------------------------------------------------------------------


def cells(shown: Dashboard) -> Iterator[Cell]:
    links = Links(shown.cluster, shown.period)
    yield from (figure.value for figure in figures(shown, links))
    yield from (cell for panel in panels(shown, links) for row in panel.rows for cell in row)


def rows_at(url: str, user: User) -> int:
    """How many rows the list at this address has for this person."""
    path, _, query = url.partition("?")
    asking, given = SimpleNamespace(user=user), QueryDict(query)
    if path == reverse("actions:action_list"):
        return actions_found(user, given).count()
    meetings = Meeting.objects.visible_to(user)
    if path == reverse("meetings:meeting_list"):
        return MeetingFilter(given, meetings, request=asking).qs.count()
    assert path == reverse("minutes:record_list")
    readable = meetings.held().with_readable_record(user)
    return RecordFilter(given, readable, request=asking).qs.count()


@pytest.mark.parametrize("who", ["coordinator", "member"])
def test_every_figure_leads_to_as_many_rows(board: Board, who: str) -> None:
    user = user_of(board, who)
    counted = [(cell.url, number(cell)) for cell in cells(shown_to(user, board)) if "?" in cell.url]
    listed = [(url, told, rows_at(url, user)) for url, told in counted if told is not None]
    assert [(url, told, rows) for url, told, rows in listed if told != rows] == []
    assert len(listed) > 45
    assert sum(rows > 0 for *_, rows in listed) > 35


def number(cell: Cell) -> int | None:
    digits = cell.text.replace(NARROW, "")
    return int(digits) if digits.isdecimal() else None


def test_medians_lead_to_the_meetings_that_they_are_of(board: Board) -> None:
    user = user_of(board, "coordinator")
    shown = shown_to(user, board)
    links = Links(shown.cluster, shown.period)
    assert (rows_at(links.circulated(), user), rows_at(links.signed(), user)) == (shown.circulated, shown.signed)


def test_page_lists_what_was_counted_when_its_link_is_followed(board: Board) -> None:
    client = Client()
    client.force_login(board.people.coordinator)
    query = {"since": board.period.since.isoformat(), "until": board.period.until.isoformat()}
    page = client.get(reverse("minutes:dashboard", args=[board.cluster.uuid]), query)
    late = next(figure.value for figure in page.context["figures"] if figure.label == "En retard")
    silent = next(panel for panel in page.context["panels"] if panel.key == "silencieux")
    listed = client.get(late.url)
    assert len(listed.context["rows"]) == int(late.text)
    assert all(row.action.is_late for row in listed.context["rows"])
    assert re.search(rf'href="{re.escape(late.url).replace("&", "&amp;")}"><strong>{late.text}<', page.content.decode())
    assert [cell[0].text for cell in silent.rows] == [board.silent.full_label]
    assert "Au&nbsp;: " in listed.content.decode()


@pytest.mark.once
def test_printed_page_says_what_the_page_says(board: Board) -> None:
    """What is laid out for the yearly review, before it is a PDF: the silent members are for the coordination."""
    shown = {who: shown_to(user_of(board, who), board) for who in ("coordinator", "member")}
    printed = {who: companion_html(_review(one, in_house=one.silent is not None)) for who, one in shown.items()}
    text = {who: " ".join(unescape(re.sub("<[^>]+>", " ", html)).split()) for who, html in printed.items()}
    told = figures(shown["coordinator"], Links(board.cluster, board.period))
    wanted = [" ".join(f"{one.label} {one.value.text}".split()) for one in told]
    assert [words for words in wanted if words not in text["coordinator"]] == []
    assert board.silent.full_label in text["coordinator"]
    assert board.silent.full_label not in text["member"]


def test_attendance_of_a_record_that_is_not_out_cannot_be_asked_for(board: Board) -> None:
    asked = f"{reverse('meetings:meeting_list')}?organisation=CHEF"
    assert rows_at(asked, user_of(board, "coordinator")) == 5
    assert rows_at(asked, user_of(board, "member")) == 4
    assert rows_at(asked, user_of(board, "stranger")) == 0


# --- The page ---------------------------------------------------------------------------------------------------------


def ask(board: Board, **query: str) -> dict:
    client = Client()
    client.force_login(board.people.coordinator)
    return client.get(reverse("minutes:dashboard", args=[board.cluster.uuid]), query).context


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ({"year": "2016"}, Period.of_year(2016)),
        ({"year": "2016", "quarter": "2"}, Period.of_quarter(2016, 2)),
        ({"year": "2016", "since": "2017-01-05", "until": "2017-02-06"}, Period(date(2017, 1, 5), date(2017, 2, 6))),
        ({"since": "0001-01-01", "until": "9999-12-31"}, Period(date.min, date.max)),
        ({"since": "9999-12-31", "until": "9999-12-31"}, Period(date.max, date.max)),
        ({}, Period.of_year(timezone.localdate().year)),
    ],
)
def test_period_is_the_one_asked_for(board: Board, query: dict[str, str], period: Period) -> None:
    assert ask(board, **query)["period"] == period


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "2017-02-06", "until": "2017-01-05"}, "until"),
        ({"since": "2017-02-06"}, "until"),
        ({"until": "2017-02-06"}, "since"),
        ({"year": "99999"}, "year"),
        ({"quarter": "5"}, "quarter"),
        ({"since": "demain", "until": "2017-02-06"}, "since"),
    ],
)
def test_period_that_makes_no_sense_is_said_beside_its_field(board: Board, query: dict[str, str], field: str) -> None:
    context = ask(board, **query)
    assert list(context["form"].errors) == [field]
    assert context["period"] == Period.of_year(timezone.localdate().year)


@pytest.mark.once
def test_queries_are_as_many_for_more_of_everything(board: Board) -> None:
    client = Client()
    client.force_login(board.people.coordinator)
    url = reverse("minutes:dashboard", args=[board.cluster.uuid])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, {"since": str(day(300)), "until": str(day(0))}).status_code == 200
        return len(queries)

    few = asked()
    for number in range(3):
        organisation = make_organisation(f"PLUS{number}")
        make_membership(organisation, board.cluster)
        meeting = hold(board.cluster, 90 + number, 20 + number, ((80, "circulated"), (70, "signed")))
        Attendance.objects.create(meeting=meeting, organisation=organisation, name="Quelqu’un")
        when = {"created_at": noon(3), "decided_on": day(3)}
        action = ActionPoint.objects.create(cluster=board.cluster, reference=f"P-{number}", **when)
        ActionShare.objects.create(action=action, organisation=organisation)
    assert asked() == few <= 12


def test_cluster_without_anything_has_words_and_no_picture(board: Board) -> None:
    empty = make_cluster("Vide")
    make_role(board.people.coordinator, empty)
    client = Client()
    client.force_login(board.people.coordinator)
    page = client.get(reverse("minutes:dashboard", args=[empty.uuid])).content.decode()
    assert "Aucune action ouverte." in page
    assert 'role="img"' not in page.partition("<main")[2]


@pytest.mark.once
def test_shares_are_rounded_and_said_with_their_unit() -> None:
    assert [share(*pair).replace("\u00a0", " ") for pair in ((1, 3), (2, 3), (0, 5), (5, 5))] == [
        "33 %",
        "67 %",
        "0 %",
        "100 %",
    ]
