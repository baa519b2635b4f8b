from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting
from meetings.services.lifecycle import close_meeting, open_meeting
from meetings.services.meetings import create_meeting
from participants.models import Cluster
from tests.factories import People, make_people
from tests.fixtures.kept import kept

FIRST_DAY = timezone.make_aware(datetime(2016, 11, 15, 9, 30))


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def meeting(people: People) -> Meeting:
    """The meeting of 15 November 2016, being prepared."""
    return meeting_after(people.cluster, days=0)


@kept
def meeting_after(cluster: Cluster, *, days: int) -> Meeting:
    return create_meeting(cluster=cluster, starts_at=FIRST_DAY + timedelta(days=days), by=None)


def hold(meeting: Meeting) -> Meeting:
    open_meeting(meeting=meeting, by=None, at=meeting.starts_at)
    return close_meeting(meeting=meeting, by=None, at=meeting.starts_at + timedelta(hours=2))
