"""Meetings and dates as calendar programs read them (RFC 5545), and invitations as they answer them (RFC 5546).

Hours are written in UTC. The library folds the lines and escapes the texts; what could start a line of its own in
older readers is taken out before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vUri

from clusterhub.web.folding import strip_control, strip_control_line

PRODUCT = "-//ClusterHub//FR"
MIME_TYPE = "text/calendar; charset=utf-8"


class Method(StrEnum):
    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"

    @property
    def mime_type(self) -> str:
        """Mail programs offer to answer an invitation only when the part itself names the method."""
        return f"text/calendar; method={self.value}"


@dataclass(frozen=True)
class CalendarUser:
    """As RFC 5545 calls whoever organises, or is asked to come."""

    name: str
    address: str


@dataclass(frozen=True)
class Enclosure:
    url: str
    file_name: str
    mime_type: str = "application/pdf"


@dataclass(frozen=True)
class Entry:
    """``starts`` is an hour, or a day for what lasts all day (then ``ends`` is its last day)."""

    uid: str
    title: str
    starts: datetime | date
    stamp: datetime
    ends: datetime | date | None = None
    sequence: int = 0
    details: str = ""
    place: str = ""
    url: str = ""
    category: str = ""
    is_cancelled: bool = False
    enclosures: tuple[Enclosure, ...] = ()


def house_mailbox(name: str) -> CalendarUser:
    """The installation's own address, under a cluster's name: nobody's private one goes out."""
    return CalendarUser(name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def invitation(entry: Entry, *, method: Method, organiser: CalendarUser, attendee: CalendarUser) -> bytes:
    """For one person, who reads no other's address in it."""
    event = _event(entry)
    event["ORGANIZER"] = _calendar_address(organiser)
    event["ATTENDEE"] = _calendar_address(attendee)
    event["ATTENDEE"].params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    calendar = _calendar(method)
    calendar.add_component(event)
    return calendar.to_ical()


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    calendar = _calendar(Method.PUBLISH)
    calendar.add("X-WR-CALNAME", strip_control_line(name))
    calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    for name, value in {"PRODID": PRODUCT, "VERSION": "2.0", "METHOD": method.value}.items():
        calendar.add(name, value)
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("UID", strip_control_line(entry.uid))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.stamp.astimezone(UTC))
    event.add("SUMMARY", strip_control_line(entry.title))
    _add_dates(event, entry)
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    _add_texts(event, entry)
    for enclosure in entry.enclosures:
        _enclose(event, enclosure)
    return event


def _add_dates(event: Event, entry: Entry) -> None:
    """What lasts all day ends, for a calendar, on the morning after."""
    event.add("DTSTART", _moment(entry.starts))
    if not isinstance(entry.starts, datetime):
        event.add("DTEND", (entry.ends or entry.starts) + timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")
    elif entry.ends:
        event.add("DTEND", _moment(entry.ends))


def _moment(when: datetime | date) -> datetime | date:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def _add_texts(event: Event, entry: Entry) -> None:
    if details := strip_control(entry.details).strip():
        event.add("DESCRIPTION", details)
    if place := strip_control_line(entry.place):
        event.add("LOCATION", place)
    if category := strip_control_line(entry.category):
        event.add("CATEGORIES", [category])
    if url := strip_control_line(entry.url):
        event.add("URL", vUri(url))


def _enclose(event: Event, enclosure: Enclosure) -> None:
    """``ATTACH;FILENAME=nom.pdf;FMTTYPE=…:https://…``: ReliefWeb Response takes the name up to the next semicolon."""
    parameters = {"FMTTYPE": enclosure.mime_type, "FILENAME": _parameter(enclosure.file_name)}
    event.add("ATTACH", vUri(strip_control_line(enclosure.url)), parameters=parameters)


def _calendar_address(mailbox: CalendarUser) -> vCalAddress:
    address = vCalAddress(f"mailto:{strip_control_line(mailbox.address)}")
    if name := _parameter(mailbox.name):
        address.params["CN"] = name
    return address


def _parameter(text: str) -> str:
    """A parameter has no way to write a quotation mark that every reader knows."""
    return strip_control_line(text).replace('"', "’")
