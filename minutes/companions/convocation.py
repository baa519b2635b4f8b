"""The content of a convocation: who is invited to what, when and where, with the agenda and what to prepare."""

import datetime as dt
from dataclasses import dataclass

from clusterhub.web.typography import (
    DAYS,
    day_in_words,
    format_duration,
    number_in_words,
    plural,
    time_in_words,
)
from meetings.wording import of_the
from minutes.companions.page import OfMeeting
from minutes.content import Contact, DocumentLine, RoleLine
from minutes.layouts import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """`purpose`: « pour décision », « pour information »…"""

    number: str
    title: str
    purpose: str = ""
    presenter: str = ""
    minutes: int | None = None

    @property
    def duration(self) -> str:
        return format_duration(self.minutes) if self.minutes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convocation(OfMeeting):
    """For all members alike: what is restricted is left out, and said to be. `written_on`: the day of the letter.

    `address`: the meeting's page. `open_actions`: how many earlier actions are to be reported on.
    """

    written_on: str
    is_draft: bool = False
    agenda: tuple[AgendaLine, ...] = ()
    items_left_out: int = 0
    documents: tuple[DocumentLine, ...] = ()
    open_actions: int = 0
    address: str = ""
    signed_by: RoleLine | None = None
    contact: Contact | None = None

    @property
    def folder(self) -> str:
        return "convocation_letter"

    @property
    def heading(self) -> str:
        return "Convocation"

    @property
    def dated(self) -> str:
        return self.written_on

    @property
    def recipients(self) -> str:
        return f"À l’attention des membres {of_the(self.cluster_name)}"

    @property
    def subject(self) -> str:
        """ "Réunion ordinaire n° 4 de 2016": with the title where the meeting has one of its own."""
        kind = self.meeting.kind_label or "Réunion"
        number = f"{kind} n° {self.meeting.serial} de {self.meeting.year}" if self.meeting.serial else kind
        return f"{number} : {self.meeting.title}" if self.meeting.title else number

    @property
    def place_and_day(self) -> str:
        """ "Bamako, le 8 novembre 2016"."""
        day = phrases.day(self.written_on)
        return f"{self.meeting.place}, le {day}" if self.meeting.place else f"Le {day}"

    @property
    def invitation(self) -> str:
        """With the date and the hour in words."""
        kind = self.meeting.kind_label or "Réunion"
        spoken = f"{kind[0].lower()}{kind[1:]} {of_the(self.cluster_name)}"
        to = f"à l’{spoken}" if spoken.startswith("atelier") else f"à la {spoken}"
        start = phrases.parse_moment(self.meeting.starts_at)
        when = f", qui se tiendra le {_moment_in_words(start)}" if start else ""
        return f"Nous avons l’honneur de vous inviter {to}{when}."

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is known of day, hour and place: (name, value)."""
        meeting = self.meeting
        place = ", ".join(part for part in (meeting.venue, meeting.host, meeting.place) if part)
        known = ("Date", phrases.weekday(meeting.starts_at)), ("Heure", self.hours), ("Lieu", place)
        return tuple((name, value) for name, value in known if value)

    @property
    def has_purposes(self) -> bool:
        return any(line.purpose for line in self.agenda)

    @property
    def has_presenters(self) -> bool:
        return any(line.presenter for line in self.agenda)

    @property
    def has_durations(self) -> bool:
        return any(line.minutes for line in self.agenda)

    @property
    def duration_line(self) -> str:
        planned = sum(line.minutes or 0 for line in self.agenda if "." not in line.number)
        return f"Durée prévue : {format_duration(planned)}." if planned else ""

    @property
    def left_out_line(self) -> str:
        return phrases.items_left_out(self.items_left_out)

    @property
    def actions_line(self) -> str:
        if not self.open_actions:
            return ""
        wait = "attend" if self.open_actions == 1 else "attendent"
        actions = plural(self.open_actions, "point d’action ouvert", "points d’action ouverts")
        where = "la fiche de suivi se trouve sur la page de la réunion"
        return f"{actions} des réunions précédentes {wait} des nouvelles : {where}."

    @property
    def contact_line(self) -> str:
        return phrases.contact_line(self.contact)


def _moment_in_words(moment: dt.datetime) -> str:
    """ "mardi quinze novembre deux mille seize à quatorze heures trente minutes"."""
    day = f"{DAYS[moment.weekday()]} {day_in_words(moment)} {number_in_words(moment.year)}"
    return f"{day} à {time_in_words(moment)}"
