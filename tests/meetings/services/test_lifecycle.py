"""What a meeting goes through, and what is refused on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from meetings import events
from meetings.enums import MeetingEventKind, MeetingState
from meetings.errors import MeetingsError, MoveRefused
from meetings.models import Meeting
from meetings.services import lifecycle
from meetings.services.invitations import invite
from participants.enums import Role
from tests.factories import make_person, make_role, make_user
from tests.meetings.factories import NOVEMBER_15, make_meeting

STEPS = {
    "announce": lambda meeting: lifecycle.announce_meeting(meeting=meeting, by=None),
    "reschedule": lambda meeting: lifecycle.reschedule_meeting(
        meeting=meeting, starts_at=meeting.starts_at + timedelta(days=1), reason="Pluie", by=None
    ),
    "cancel": lambda meeting: lifecycle.cancel_meeting(meeting=meeting, reason="Pluie", by=None),
    "restore": lambda meeting: lifecycle.restore_meeting(meeting=meeting, by=None),
    "open": lambda meeting: lifecycle.open_meeting(meeting=meeting, by=None),
    "close": lambda meeting: lifecycle.close_meeting(meeting=meeting, by=None),
    "reopen": lambda meeting: lifecycle.reopen_meeting(meeting=meeting, by=None),
}
ALLOWED = {
    MeetingState.PLANNED: {"announce", "reschedule", "cancel", "open"},
    MeetingState.ANNOUNCED: {"reschedule", "cancel", "open"},
    MeetingState.OPEN: {"close"},
    MeetingState.CLOSED: {"reopen"},
    MeetingState.CANCELLED: {"restore"},
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", MeetingState)
def test_step_is_taken_or_refused(people, state, step):
    meeting = make_meeting(people.cluster, state=state)
    rows = meeting.events.count()

    if step in ALLOWED[state]:
        STEPS[step](meeting)
        assert meeting.events.count() == rows + 1
    else:
        with pytest.raises(MoveRefused):
            STEPS[step](meeting)
        assert Meeting.objects.get(pk=meeting.pk).state == state
        assert meeting.events.count() == rows


def test_step_reads_where_the_meeting_stands_now(meeting):
    stale = Meeting.objects.get(pk=meeting.pk)
    lifecycle.cancel_meeting(meeting=meeting, reason="Pluie", by=None)

    with pytest.raises(MoveRefused, match="Annulée"):
        lifecycle.open_meeting(meeting=stale, by=None)


def test_open_and_close_meeting_keep_the_hours(people):
    meeting = make_meeting(people.cluster, state=MeetingState.CLOSED)

    meeting.refresh_from_db()
    assert (meeting.opened_at, meeting.closed_at) == (NOVEMBER_15, NOVEMBER_15 + timedelta(minutes=90))
    assert [event.at for event in meeting.events.filter(after__in=("open", "closed"))] == [
        meeting.opened_at,
        meeting.closed_at,
    ]


def test_close_meeting_before_it_opened_is_refused(people):
    meeting = make_meeting(people.cluster, state=MeetingState.OPEN)

    with pytest.raises(MeetingsError, match="levée"):
        lifecycle.close_meeting(meeting=meeting, by=None, at=NOVEMBER_15 - timedelta(minutes=1))


def test_reopen_meeting_once_circulated_is_refused(people):
    meeting = make_meeting(people.cluster, state=MeetingState.CLOSED)
    Meeting.objects.filter(pk=meeting.pk).update(circulated_at=timezone.now())

    with pytest.raises(MoveRefused, match="diffusé"):
        lifecycle.reopen_meeting(meeting=meeting, by=None)


def test_reopen_meeting_takes_the_closing_hour_away(people):
    meeting = make_meeting(people.cluster, state=MeetingState.CLOSED)

    lifecycle.reopen_meeting(meeting=meeting, by=None)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_at) == (MeetingState.OPEN, None)


def test_reschedule_meeting_keeps_duration_and_both_dates(people, meeting):
    duration = meeting.ends_at - meeting.starts_at
    later = NOVEMBER_15 + timedelta(days=7)

    lifecycle.reschedule_meeting(meeting=meeting, starts_at=later, reason="Salle prise", by=people.coordinator)

    event = meeting.events.get(kind=MeetingEventKind.DATE)
    assert (event.before, event.after, event.reason) == (NOVEMBER_15.isoformat(), later.isoformat(), "Salle prise")
    assert meeting.ends_at - meeting.starts_at == duration


def test_reschedule_meeting_to_end_before_it_starts_is_refused(meeting):
    with pytest.raises(MeetingsError, match="fin prévue"):
        lifecycle.reschedule_meeting(
            meeting=meeting, starts_at=NOVEMBER_15, ends_at=NOVEMBER_15, reason="Pluie", by=None
        )


def test_reschedule_meeting_past_another_links_them_anew(people):
    first = make_meeting(people.cluster)
    second = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=7))

    lifecycle.reschedule_meeting(meeting=first, starts_at=NOVEMBER_15 + timedelta(days=14), reason="Pluie", by=None)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.previous, second.previous) == (second, None)


@pytest.mark.parametrize(
    ("event", "state", "step"),
    [
        (events.meeting_opened, MeetingState.PLANNED, "open"),
        (events.meeting_closed, MeetingState.OPEN, "close"),
        (events.meeting_rescheduled, MeetingState.PLANNED, "reschedule"),
        (events.meeting_cancelled, MeetingState.PLANNED, "cancel"),
        (events.meeting_restored, MeetingState.CANCELLED, "restore"),
    ],
    ids=str,
)
def test_step_tells_the_floors_above(people, monkeypatch, event, state, step):
    meeting = make_meeting(people.cluster, state=state)
    heard = []
    monkeypatch.setattr(event, "handlers", [heard.append])

    STEPS[step](meeting)

    assert heard == [meeting]


# --- Invitations ------------------------------------------------------------------------------------------------------

INVITED = ["coordination@example.org", "focal@example.org", "membre@example.org", "observateur@example.org"]


def recipients() -> list[str]:
    return sorted(address for email in Email.objects.all() for address in email.to)


def test_announce_meeting_invites_each_once(people, meeting):
    count = lifecycle.announce_meeting(meeting=meeting, by=people.coordinator)

    assert recipients() == sorted([*INVITED, "rapporteur@example.org"])
    assert count == 5


def test_invite_again_to_the_same_date_writes_to_nobody(people, meeting):
    lifecycle.announce_meeting(meeting=meeting, by=None)
    make_user(make_person("Moussa Nouveau", people.partner), "moussa@example.org")

    assert [invite(meeting), invite(meeting)] == [1, 0]
    assert recipients().count("moussa@example.org") == recipients().count("membre@example.org") == 1


def test_announce_meeting_writes_once_to_a_mailbox_that_two_share(people, meeting):
    for name in ("Fanta Une", "Fanta Deux"):
        make_role(make_person(name, people.partner, emails=("bureau@example.org",)), people.cluster, Role.FOCAL_POINT)

    lifecycle.announce_meeting(meeting=meeting, by=None)

    assert recipients().count("bureau@example.org") == 1


def test_announce_meeting_writes_when_where_and_what(people, sent_mail):
    make_meeting(people.cluster, state=MeetingState.ANNOUNCED, venue="Salle Niger")

    message = next(message for message in sent_mail() if message.to == ["membre@example.org"])
    assert message.subject == "Réunion ordinaire du Cluster Relèvement, 15 novembre 2016"
    assert "mardi 15 novembre 2016, 14 h 30" in message.body
    assert "Salle Niger" in message.body
    assert "1. Suivi des actions de la réunion précédente" in message.body


def test_announce_meeting_leaves_restricted_points_out(people, meeting, sent_mail):
    meeting.items.filter(kind="round_table").update(visibility="coordination", title="Incident de Ménaka")

    lifecycle.announce_meeting(meeting=meeting, by=None)

    assert not [message for message in sent_mail() if "Ménaka" in message.body]


def test_reschedule_meeting_tells_those_who_were_invited(people, sent_mail):
    meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED)
    Email.objects.all().delete()

    STEPS["reschedule"](meeting)

    message = next(message for message in sent_mail() if message.to == ["membre@example.org"])
    assert "Nouvelle date : mercredi 16 novembre 2016" in message.body


def test_reschedule_meeting_back_and_forth_tells_each_time(people):
    meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED)
    for day in (1, 0, 1):
        Email.objects.all().delete()
        lifecycle.reschedule_meeting(
            meeting=meeting, starts_at=NOVEMBER_15 + timedelta(days=day), reason="Pluie", by=None
        )
        assert "membre@example.org" in recipients()


def test_reschedule_meeting_not_announced_tells_nobody(meeting):
    STEPS["reschedule"](meeting)

    assert recipients() == []


def test_cancel_meeting_tells_and_restored_is_announced_again(people, sent_mail):
    meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED)
    Email.objects.all().delete()
    lifecycle.cancel_meeting(meeting=meeting, reason="Route coupée", by=None)
    assert "Motif : Route coupée" in next(m for m in sent_mail() if m.to == ["membre@example.org"]).body

    lifecycle.restore_meeting(meeting=meeting, by=None)

    assert lifecycle.announce_meeting(meeting=meeting, by=None) == 5
