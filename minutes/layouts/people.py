"""Who was there, as the chapters and heading lines show it. Words stay neutral where a single person is meant."""

from collections.abc import Iterator
from dataclasses import dataclass

from minutes.content import Attendee, Content

PRESENT = ("present", "represented", "guest", "observer")
GROUPS = {
    "present": ("Étaient présents", "Présence"),
    "represented": ("Étaient représentés", "Représentation"),
    "guest": ("Étaient invités", "Invitation"),
    "observer": ("Étaient observateurs", "Observation"),
    "excused": ("Étaient excusés", "Absence excusée"),
    "absent": ("Étaient absents", "Absence"),
}
"""For several, and for one: nobody's gender is known here."""


@dataclass(frozen=True, slots=True)
class Group:
    state: str
    label: str
    attendees: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class People:
    """`organisations` only when nobody is listed: otherwise the list says them."""

    listed: tuple[Attendee, ...]
    organisations: tuple[str, ...]
    headcount: int
    groups: tuple[Group, ...]

    def __bool__(self) -> bool:
        return bool(self.groups or self.organisations or self.headcount)

    @property
    def away(self) -> tuple[Group, ...]:
        """Those whom a table of the participants does not list."""
        return tuple(group for group in self.groups if group.state not in PRESENT)


def people_of(content: Content) -> People:
    listed = tuple(attendee for attendee in content.attendance if attendee.state in PRESENT)
    return People(
        listed=listed,
        organisations=() if listed else organisations_of(content),
        headcount=content.meeting.headcount or sum(1 for attendee in listed if attendee.name),
        groups=tuple(_groups(content.attendance)),
    )


def organisations_of(content: Content) -> tuple[str, ...]:
    """« MINUSMA (CAD, PE) » where the units are known."""
    grouped = content.organisations_present
    if not grouped:
        return content.attendance_organisations
    return tuple(f"{each.name} ({', '.join(each.units)})" if each.units else each.name for each in grouped)


def _groups(attendance: tuple[Attendee, ...]) -> Iterator[Group]:
    for state, (many, one) in GROUPS.items():
        attendees = tuple(attendee for attendee in attendance if attendee.state == state)
        if attendees:
            yield Group(state, many if len(attendees) > 1 else one, attendees)
