"""What is put back is what was made, to the row and the byte; and it is made anew where anything differs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from minutes.models import MinutesVersion
from participants.models import Cluster, Holiday
from tests.factories import People, make_people, make_place
from tests.fixtures.kept import running
from tests.meetings.factories import NOVEMBER_15, make_meeting
from tests.minutes.factories import make_adopted, make_held_meeting
from tests.permissions.snapshot import database, undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def as_a_test_does() -> None:
        running.begin(alone=True)
        running.patched = monkeypatch

    return as_a_test_does


def test_rows_files_and_objects_come_back(begin: Callable[[], None]) -> None:
    def looked_at() -> tuple[Any, ...]:
        with undone():
            begin()
            people = make_people()
            version = make_adopted(people)
            assert version.minutes.meeting.cluster is people.cluster
            printed = (settings.MEDIA_ROOT / version.files.get().file.name).read_bytes()
            asked = MinutesVersion.objects.get(pk=version.pk)
            return database(), printed, asked.content, version.content, version.pk, people.coordinator.pk

    assert looked_at() == looked_at()


def test_file_that_a_test_spoilt_comes_back(begin: Callable[[], None]) -> None:
    def file_of_a_record() -> Any:
        begin()
        return make_adopted(make_people()).files.get().file

    with undone():
        file = file_of_a_record()
        name = file.name
        printed = (settings.MEDIA_ROOT / name).read_bytes()
        (settings.MEDIA_ROOT / name).write_bytes(b"spoilt")
    with undone():
        assert file_of_a_record().name == name
        assert (settings.MEDIA_ROOT / name).read_bytes() == printed


def test_options_are_told_apart(begin: Callable[[], None]) -> None:
    states = set()
    for options in ({}, {"state": "open"}, {}, {"state": "open"}):
        with undone():
            begin()
            states.add((options.get("state", "closed"), make_held_meeting(make_people(), **options).state))
    assert states == {("closed", "closed"), ("open", "open")}


def number(begin: Callable[[], None], before: Callable[[], object] = list) -> Any:
    """Of a cluster: another one each time that it is made."""
    with transaction.atomic():
        begin()
        before()
        found = make_people().cluster.uuid
        transaction.set_rollback(True)
    return found


def test_is_made_anew_where_something_was_written(begin: Callable[[], None]) -> None:
    kept = number(begin)
    assert number(begin) == kept
    assert number(begin, lambda: make_place("Ménaka")) != kept
    assert number(begin, lambda: Holiday.objects.all().delete()) != kept


def test_is_made_anew_where_something_is_replaced(begin: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    kept = number(begin)
    with override_settings(DOCUMENT_MAX_MB=1):
        assert number(begin) != kept
    assert number(begin) == kept
    monkeypatch.setattr("tests.factories.PASSWORD", "autre")
    assert number(begin) != kept


def test_is_made_anew_at_another_hour(begin: Callable[[], None]) -> None:
    kept = number(begin)
    for moved in (timedelta(hours=2), -timedelta(hours=1), timedelta(days=365)):
        with time_machine.travel(timezone.now() + moved, tick=True):
            assert number(begin) != kept
    assert number(begin) == kept


def test_each_hour_has_its_own(begin: Callable[[], None]) -> None:
    hours = [timezone.now() + timedelta(days=days) for days in (1, 2, 1, 2)]
    found = []
    for hour in hours:
        with time_machine.travel(hour, tick=False):
            found.append(number(begin))
    assert found[:2] == found[2:]
    assert found[0] != found[1]


def test_what_is_given_is_told_apart(begin: Callable[[], None]) -> None:
    """Days by their value, and what was made before by its place."""
    expected = [(place, day) for place in ("cluster", "other_cluster") for day in (1, 2)]
    for _ in range(2):
        found = []
        for place, day in expected:
            with undone():
                begin()
                people = make_people()
                meeting = make_meeting(getattr(people, place), NOVEMBER_15.replace(day=day))
                assert meeting.cluster is getattr(people, place)
                found.append((place, meeting.starts_at.day))
        assert found == expected


def test_what_is_given_and_was_not_made_before_is_not_kept(begin: Callable[[], None]) -> None:
    """Another object of the same row may have been changed and not stored."""
    with undone():
        begin()
        cluster = Cluster.objects.get(pk=make_people().cluster.pk)
        assert make_meeting(cluster).cluster is cluster
        assert [type(one) for one in running.objects] == [People]


def test_what_stands_on_something_made_anew_is_made_anew(begin: Callable[[], None]) -> None:
    for before in (list, list, lambda: make_place("Ménaka"), list):
        with undone():
            begin()
            before()
            people = make_people()
            begun = make_held_meeting(people)
            assert begun.cluster_id == people.cluster.pk
            connection.check_constraints()
