"""Calendars are written by one library and read back here by another: nothing typed becomes a line of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject

from clusterhub.web.calendar import CalendarUser, Enclosure, Entry, Method, feed, house_mailbox, invitation

STARTS = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
AWA = CalendarUser("Awa Traoré", "awa@example.org")


def entry(**changes):
    given = {"uid": "abc", "title": "Réunion", "starts": STARTS, "stamp": STARTS - timedelta(days=9)}
    return Entry(**given | changes)


def invite(one, method=Method.REQUEST, attendee=AWA):
    return invitation(one, method=method, organiser=house_mailbox("Cluster Protection"), attendee=attendee)


def read(calendar):
    return vobject.readOne(calendar.decode())


def test_invitation_says_who_is_asked_by_whom_to_what():
    calendar = read(invite(entry(ends=STARTS + timedelta(days=1), sequence=3, place="Salle A, Bamako")))

    event = calendar.vevent
    assert (calendar.version.value, calendar.method.value) == ("2.0", "REQUEST")
    assert (event.uid.value, event.sequence.value, event.status.value) == ("abc", "3", "CONFIRMED")
    assert (event.dtstart.value, event.dtend.value) == (STARTS, STARTS + timedelta(days=1))
    assert (event.location.value, event.summary.value) == ("Salle A, Bamako", "Réunion")
    assert (event.organizer.value, event.organizer.params["CN"]) == (
        "mailto:ne-pas-repondre@example.org",
        ["Cluster Protection"],
    )
    assert event.attendee.value == "mailto:awa@example.org"
    assert (event.attendee.params["CN"], event.attendee.params["PARTSTAT"]) == (["Awa Traoré"], ["NEEDS-ACTION"])


def test_cancellation_strikes_the_same_entry_out():
    calendar = read(invite(entry(is_cancelled=True, sequence=4), method=Method.CANCEL))

    event = calendar.vevent
    assert (calendar.method.value, event.status.value, event.uid.value) == ("CANCEL", "CANCELLED", "abc")


def test_lines_are_folded_by_octets_and_end_as_the_format_says():
    calendar = invite(entry(title="é" * 200, details="1. Présentation ; suivi, divers\n2. \\n n’est pas une ligne"))

    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    assert b"\n" not in calendar.replace(b"\r\n", b"")
    event = read(calendar).vevent
    assert event.summary.value == "é" * 200
    assert event.description.value == "1. Présentation ; suivi, divers\n2. \\n n’est pas une ligne"


INJECTIONS = [
    f"Réunion{end}{line}"
    for end in ("\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029")
    for line in ("END:VEVENT", "ATTENDEE:mailto:x@example.org")
] + ['Réunion":X;CN="y', "Réunion;X=1:mailto:x@example.org", "Réunion\\, n\\n", "^nBEGIN:VEVENT", "a\x00b\u202e"]


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_is_typed_adds_no_property(text):
    everywhere = entry(
        uid=text,
        title=text,
        place=text,
        details=text,
        url=f"https://example.org/{text}",
        enclosures=(Enclosure(f"https://example.org/{text}", text),),
    )
    names = ["uid", "sequence", "dtstamp", "summary", "dtstart", "status", "description", "location", "url", "attach"]

    calendar = invite(everywhere, attendee=CalendarUser(text, f"awa@example.org{text}"))

    events = read(calendar).contents["vevent"]
    assert len(events) == 1
    assert sorted(events[0].contents) == sorted([*names, "organizer", "attendee"])
    assert {len(values) for values in events[0].contents.values()} == {1}
    assert [line for line in calendar.split(b"\r\n") if line.startswith(b"ATTENDEE")][0].count(b"PARTSTAT") == 1


def test_feed_holds_days_and_files():
    day = date(2026, 12, 31)
    minutes = Enclosure("https://example.org/compte-rendu.pdf", "compte-rendu.pdf")

    calendar = feed("Cluster Protection", [entry(starts=day), entry(uid="def", enclosures=(minutes,))])

    first, second = read(calendar).contents["vevent"]
    assert (first.dtstart.value, first.dtend.value) == (day, date(2027, 1, 1))
    assert second.attach.value == "https://example.org/compte-rendu.pdf"
    assert second.attach.params == {"FMTTYPE": ["application/pdf"], "FILENAME": ["compte-rendu.pdf"]}
    assert read(calendar).method.value == "PUBLISH"
