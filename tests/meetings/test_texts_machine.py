"""Whatever two people and a bad line do, no acknowledged text ever disappears (tests/meetings/text_machine.py)."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from meetings.enums import MeetingState
from meetings.services.agenda import add_item
from tests.factories import People
from tests.faults.bars import MACHINE_STEPS
from tests.meetings.factories import make_meeting
from tests.meetings.text_machine import TwoPeople


@pytest.fixture
def machine(people: People) -> type[TwoPeople]:
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)

    class Machine(TwoPeople):
        people = ()
        steps = 0

        @staticmethod
        def new_item():
            return add_item(meeting=meeting, title="Divers")

    Machine.people = (people.coordinator, people.rapporteur)
    return Machine


def test_two_people_and_a_bad_line_lose_nothing(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=30))

    assert machine.steps > 150


@pytest.mark.faults
def test_two_people_and_a_bad_line_lose_nothing_in_ten_thousand_steps(machine, record_property):
    run_state_machine_as_test(machine, settings=settings(max_examples=300, stateful_step_count=60))

    record_property(f"pas de la machine ({connection.vendor})", machine.steps)
    assert machine.steps >= MACHINE_STEPS
