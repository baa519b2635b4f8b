import pytest

from meetings.models import Meeting
from minutes.models import MinutesVersion
from tests.factories import People
from tests.minutes import factories


@pytest.fixture
def held(people: People) -> Meeting:
    return factories.make_held_meeting(people)


@pytest.fixture
def circulated(people: People) -> Meeting:
    return factories.make_circulated(people)


@pytest.fixture
def adopted(people: People) -> MinutesVersion:
    return factories.make_adopted(people)
