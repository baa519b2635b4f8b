import pytest

from meetings.models import Meeting
from tests.factories import People
from tests.meetings.factories import make_meeting


@pytest.fixture
def meeting(people: People) -> Meeting:
    return make_meeting(people.cluster, by=people.coordinator)
