"""The sentences and dates that a layout writes by itself. Their spaces are set like those of any other text."""

import datetime as dt
import re

from clusterhub.web.typography import (
    date_in_words,
    day_in_words,
    format_date,
    format_datetime,
    format_time,
    format_weekday_date,
    number_in_words,
    time_in_words,
)
from meetings.wording import of_the
from minutes.content import Adoption, Contact, MeetingFacts, NextMeeting, Reservation, RoleLine, SignatureMade

AGENDA_STATES = {
    "adopted": "L’ordre du jour a été adopté.",
    "amended": "L’ordre du jour a été amendé et adopté.",
}


PUBLIC_EDITION = "Édition publique, sans points réservés ni coordonnées"

SPOKEN_STARTS = re.compile(r"(?:au plus tard|avant|d[’']ici|dès|chaque|toutes? les|tous les|fin|mi-|le|lors|après)\b")


def of_the_kind(label: str) -> str:
    """ "de la réunion ordinaire", "de l’atelier"; a meeting whose nature nobody said is one of partners."""
    kind = label or "Réunion des partenaires"
    spoken = f"{kind[0].lower()}{kind[1:]}"
    return of_the(spoken) if spoken.startswith("atelier") else f"de la {spoken}"


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


def place_and_date(meeting: MeetingFacts) -> tuple[str, str]:
    """("Lieu et date", "UNHCR – Bamako, 7 juin 2017, 9 h"): what is known of it, under the name that fits."""
    place = where(meeting)
    when = ", ".join(part for part in (day(meeting.starts_at), hour(meeting.starts_at)) if part)
    label = "Lieu et date" if place and when else "Lieu" if place else "Date"
    return label, ", ".join(part for part in (place, when) if part)


def where(meeting: MeetingFacts) -> str:
    """ "UNHCR – Bamako"."""
    place = " – ".join(part for part in (meeting.host or meeting.venue, meeting.place) if part)
    return place or ("en ligne" if meeting.online_url else "")


def hours(meeting: MeetingFacts) -> str:
    """ "14 h 30 – 16 h 20": as it was held, else as planned."""
    start = hour(meeting.opened_at) or hour(meeting.starts_at)
    end = hour(meeting.closed_at) or hour(meeting.ends_at)
    return " – ".join(part for part in (start, end) if part)


def closing_sentence(meeting: MeetingFacts, *, all_discussed: bool, in_words: bool) -> str:
    closed = parse_moment(meeting.closed_at)
    if not closed or "T" not in meeting.closed_at:
        return ""
    lifted = f"a été levée à {time_in_words(closed) if in_words else format_time(closed)}."
    return f"L’ordre du jour étant épuisé, la séance {lifted}" if all_discussed else f"La séance {lifted}"


def adoption_sentence(adoption: Adoption | None) -> str:
    """Express adoption only; what was reserved follows as a list."""
    if adoption is None:
        return ""
    on = format_date(dt.date.fromisoformat(adoption.meeting_on))
    return f"Adopté en séance le {on}, sous réserve de :" if adoption.reservations else f"Adopté en séance le {on}."


def reservation_line(reservation: Reservation) -> str:
    """« Le chiffre est à vérifier (Mercy Corps) »: the full stop would come before the brackets."""
    if not reservation.organisation:
        return reservation.text
    return f"{reservation.text.rstrip('. ')} ({reservation.organisation})"


def next_meeting_sentence(meeting: NextMeeting | None) -> str:
    if not meeting or not meeting.starts_at:
        return ""
    when = " à ".join(part for part in (weekday(meeting.starts_at), hour(meeting.starts_at)) if part)
    where = f" (lieu : {meeting.venue})" if meeting.venue else ""
    return f"La prochaine réunion est prévue le {when}{where}."


def rank_line(meeting: MeetingFacts) -> str:
    """« 11e réunion de l’année 2016 »; a workshop is masculine."""
    if not meeting.serial or not meeting.year:
        return ""
    what, first = ("atelier", "1er") if meeting.kind_label.startswith("Atelier") else ("réunion", "1re")
    rank = first if meeting.serial == 1 else f"{meeting.serial}e"
    return f"{rank} {what} de l’année {meeting.year}"


def done_at(meeting: MeetingFacts, frozen_at: str) -> str:
    return f"Fait à {meeting.place}, le {day(frozen_at)}" if meeting.place and frozen_at else ""


def contact_line(contact: Contact | None) -> str:
    if not contact:
        return ""
    who = ", ".join(part for part in (contact.name, contact.job_title) if part)
    who = f"{who} ({contact.organisation})" if contact.organisation else who
    return " · ".join(part for part in (f"Contact : {who}", contact.email) if part)


def items_left_out(count: int) -> str:
    if count > 1:
        return f"{count} points réservés à la coordination ne sont pas reproduits."
    return "1 point réservé à la coordination n’est pas reproduit." if count else ""


def actions_left_out(count: int) -> str:
    if count > 1:
        return f"{count} actions réservées à la coordination ne sont pas reproduites."
    return "1 action réservée à la coordination n’est pas reproduite." if count else ""


def documents_left_out(count: int) -> str:
    if count > 1:
        return f"{count} annexes réservées à la coordination ne sont pas reproduites."
    return "1 annexe réservée à la coordination n’est pas reproduite." if count else ""


def carried_over(age: int) -> str:
    """How long an action has been waiting, for the status column."""
    return f"reportée à {age} réunions" if age > 1 else ""


# --- Formulas ---------------------------------------------------------------------------------------------------------


def opening(meeting: MeetingFacts, chair: RoleLine | None) -> str:
    """ "L’an deux mille dix-sept, le vingt-trois mai, s’est tenue à Bamako la réunion…". Empty without a date."""
    start = parse_moment(meeting.starts_at)
    if not start:
        return ""
    held, what = _held(meeting)
    circumstances = "".join(f"{part}, " for part in (_where(meeting), _hours_in_words(meeting)) if part)
    sentence = f"L’an {_days_in_words(meeting, start)}, s’est {held} {circumstances}{what}"
    presided = "présidé" if held == "tenu" else "présidée"
    return f"{sentence}, {presided} par {_presented(chair)}." if chair else f"{sentence}."


def _held(meeting: MeetingFacts) -> tuple[str, str]:
    """A workshop is masculine, a meeting feminine."""
    kind = meeting.kind_label or "Réunion"
    what = f"{kind[0].lower()}{kind[1:]} {of_the(meeting.cluster_name)}"
    if kind.startswith("Atelier"):
        return "tenu", f"l’{what}"
    return "tenue", f"la {what}"


def _days_in_words(meeting: MeetingFacts, start: dt.datetime) -> str:
    end = parse_moment(meeting.ends_at)
    if not end or end.date() == start.date():
        return date_in_words(start)
    return f"{number_in_words(start.year)}, du {day_in_words(start)} au {day_in_words(end)}"


def _where(meeting: MeetingFacts) -> str:
    room = meeting.venue or meeting.host
    if meeting.place:
        return f"à {meeting.place} ({room})" if room else f"à {meeting.place}"
    return f"(lieu : {room})" if room else "en ligne" if meeting.online_url else ""


def _hours_in_words(meeting: MeetingFacts) -> str:
    start, end = parse_moment(meeting.starts_at), parse_moment(meeting.ends_at)
    if not start or "T" not in meeting.starts_at:
        return ""
    if end and end.date() == start.date():
        return f"de {time_in_words(start)} à {time_in_words(end)}"
    return f"à partir de {time_in_words(start)}"


def _presented(line: RoleLine) -> str:
    known = ", ".join(part for part in (line.name, line.job_title) if part)
    return f"{known} ({line.organisation})" if known and line.organisation else known or line.organisation


def adoption(agenda_state: str, count: int) -> str:
    """Said of the participants; with the number of points, in words, where it is known."""
    points = f"{number_in_words(count)} points" if count > 1 else ""
    sentences = {
        "adopted": f"les {points} proposés à l’ordre du jour" if points else "l’ordre du jour proposé",
        "amended": f"l’ordre du jour amendé, en {points}" if points else "l’ordre du jour amendé",
    }
    return f"Les participants ont adopté {sentences[agenda_state]}." if agenda_state in sentences else ""


def with_deadline(html: str, due: str) -> str:
    """The deadline inside the sentence: « Diffuser le canevas, au plus tard vendredi 16 juin. »"""
    if not due:
        return html
    said = f", {due}" if SPOKEN_STARTS.match(due.lower()) else f" (échéance : {due})"
    sentence = re.search(r"\s*([.;]?)\s*((?:</(?:p|li|ul|ol|strong|em)>\s*)*)$", html)
    if not sentence:
        return f"{html}{said}"
    return f"{html[: sentence.start()]}{said}{sentence[1]}{sentence[2]}"


def signature_made(made: SignatureMade) -> str:
    """ "Awa Coulibaly, Coordinatrice (Présidence de séance), le 16 novembre 2016 à 9 h 30"."""
    who = ", ".join(part for part in (made.name, made.job_title) if part)
    if made.role == "seal":
        who = f"Cachet {of_the(made.stands_for)}, apposé par {who}"
    elif made.stands_for:
        who = f"{who}, à la place de {made.stands_for} ({made.label})"
    else:
        who = f"{who} ({made.label})"
    return f"{who}, le {format_datetime(dt.datetime.fromisoformat(made.signed_at))}"
