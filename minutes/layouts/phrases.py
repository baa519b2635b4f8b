"""The sentences and dates that a layout writes by itself. Their spaces are set like those of any other text."""

import datetime as dt
import re

from clusterhub.web.typography import format_date, format_time, format_weekday_date
from minutes.content import MeetingFacts, NextMeeting

AGENDA_STATES = {
    "adopted": "L’ordre du jour a été adopté.",
    "amended": "L’ordre du jour a été amendé et adopté.",
}


def of_the(name: str) -> str:
    """ "du Cluster Protection", "de l’Équipe humanitaire"."""
    return f"de l’{name}" if re.match("[aàâeéèêiîoôuy]", name, re.IGNORECASE) else f"du {name}"


def parse_moment(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def day(text: str) -> str:
    moment = parse_moment(text)
    return format_date(moment) if moment else ""


def weekday(text: str) -> str:
    moment = parse_moment(text)
    return format_weekday_date(moment) if moment else ""


def hour(text: str) -> str:
    """Empty for a date without an hour, such as "2016-11-15"."""
    moment = parse_moment(text)
    return format_time(moment) if moment and "T" in text else ""


def meeting_line(meeting: MeetingFacts) -> str:
    """ "15 novembre 2016, 14 h 30, PNUD": what is known of it."""
    start, end = day(meeting.starts_at), day(meeting.ends_at)
    days = f"{start} – {end}" if start and end and end != start else start
    parts = days, hour(meeting.starts_at), meeting.host or meeting.venue or meeting.place
    return ", ".join(part for part in parts if part)


def closing_sentence(meeting: MeetingFacts) -> str:
    closed = hour(meeting.closed_at)
    return f"L’ordre du jour étant épuisé, la séance a été levée à {closed}." if closed else ""


def next_meeting_sentence(meeting: NextMeeting | None) -> str:
    if not meeting:
        return ""
    when = " à ".join(part for part in (weekday(meeting.starts_at), hour(meeting.starts_at)) if part)
    return f"Prochaine réunion : {', '.join(part for part in (when, meeting.venue) if part)}."


def done_at(meeting: MeetingFacts, frozen_at: str) -> str:
    return f"Fait à {meeting.place}, le {day(frozen_at)}" if meeting.place and frozen_at else ""


def items_left_out(count: int) -> str:
    if count > 1:
        return f"{count} points réservés à la coordination ne sont pas reproduits."
    return "1 point réservé à la coordination n’est pas reproduit." if count else ""


def actions_left_out(count: int) -> str:
    if count > 1:
        return f"{count} actions réservées à la coordination ne sont pas reproduites."
    return "1 action réservée à la coordination n’est pas reproduite." if count else ""


def carried_over(age: int) -> str:
    """How long an action has been waiting, for the status column."""
    return f"reportée à {age} réunions" if age > 1 else ""
