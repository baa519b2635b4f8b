from datetime import datetime, timedelta
from uuid import UUID

import pytest

from meetings.timing import time_spent

pytestmark = pytest.mark.once

ONE, TWO = UUID(int=1), UUID(int=2)


def at(minutes: int) -> datetime:
    return datetime(2016, 11, 15, 14, 30) + timedelta(minutes=minutes)


def minutes(moments: list[tuple[UUID, datetime]], until: int) -> dict[UUID, int]:
    spent = time_spent(moments, opened_at=at(0), until=at(until))
    return {point: int(length.total_seconds() // 60) for point, length in spent.items()}


def test_a_point_lasts_until_the_next_is_typed_in_and_the_first_began_with_the_meeting() -> None:
    assert minutes([(ONE, at(4)), (TWO, at(10))], 30) == {ONE: 10, TWO: 20}


def test_coming_back_to_a_point_adds_to_it() -> None:
    assert minutes([(ONE, at(4)), (TWO, at(10)), (ONE, at(15))], 30) == {ONE: 25, TWO: 5}


def test_nothing_typed_took_no_time() -> None:
    assert minutes([], 30) == {}


def test_a_watch_that_runs_backwards_takes_nothing_away() -> None:
    assert minutes([(ONE, at(4)), (TWO, at(10))], 5) == {ONE: 10, TWO: 0}
