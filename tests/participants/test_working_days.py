from datetime import date

import pytest

from participants.models import Holiday
from participants.selectors import working_days
from participants.working_days import WorkingDays

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (27, 28, 29, 30))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(FRIDAY, True), (SATURDAY, False), (SUNDAY, False), (MONDAY, True), (date(2026, 12, 25), False)],
)
def test_working_days_leave_out_weekends_and_days_off(day, expected):
    assert WorkingDays(yearly={(12, 25)}).includes(day) is expected


def test_day_off_of_one_year_is_worked_in_the_next():
    days = WorkingDays(dated={date(2026, 3, 20)})

    assert not days.includes(date(2026, 3, 20))
    assert days.includes(date(2029, 3, 20))


def test_last_working_day_comes_before_a_weekend_and_its_day_off():
    days = WorkingDays(dated={FRIDAY})

    assert days.last_until(SUNDAY) == date(2026, 11, 26)
    assert days.last_until(MONDAY) == MONDAY


def test_calendar_without_a_working_day_gives_the_day_itself():
    every = {(month, day) for month in range(1, 13) for day in range(1, 32)}

    assert WorkingDays(yearly=every).last_until(MONDAY) == MONDAY


def test_installation_knows_the_fixed_days_off_of_mali(fixed_holidays):
    days = working_days()

    off = [date(2027, 1, 20), date(2027, 3, 26), date(2027, 5, 25), date(2027, 9, 22)]
    assert [day for day in off if days.includes(day)] == []
    assert days.includes(date(2027, 3, 25))


def test_movable_day_off_counts_once_typed(db):
    Holiday.objects.create(name="Tabaski", on=date(2027, 5, 17))

    assert not working_days().includes(date(2027, 5, 17))
    assert working_days().includes(date(2028, 5, 17))
