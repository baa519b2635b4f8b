"""How actions are put into words on pages and in mails. Pure functions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from actions.enums import DueKind, OwnerKind, Status
from clusterhub.web.typography import format_date, format_day, format_short_date, french, plural
from participants.enums import Sector

if TYPE_CHECKING:
    from actions.models import ActionOwner, ActionPoint
    from participants.models import Place


FOLLOWED_SHARES = "D’après les réponses des organisations."
"""Written by the house when an action's status follows from its shares."""
JOINED, LEFT = "Est désormais concernée par cette action.", "N’est plus concernée par cette action."
"""Written by the house about an organisation: not an answer of its own. Told from one by these very words, which stand
in histories (``contributions.asking.said_by_people``): they are never worded otherwise."""
TAKEN_BACK = "A rectifié : « {} » avait été noté par erreur."
MEETING_MOVED = "Suit la prochaine réunion : une réunion est déplacée."
MEETING_ADDED = "Suit la prochaine réunion : une réunion est ajoutée."
MEETING_CANCELLED = "Suit la prochaine réunion : une réunion est annulée."
MEETING_RESTORED = "Suit la prochaine réunion : une réunion est rétablie."
FOLLOWED_MEETINGS = (MEETING_MOVED, MEETING_ADDED, MEETING_CANCELLED, MEETING_RESTORED)
"""Written by the house where a deadline moves with its meeting: nobody said anything of the action."""


def due_label(action: ActionPoint) -> str:
    """The deadline as written, and of its date what the text does not say: « 22 novembre (2016) »."""
    text = french(action.due_text)
    if action.postponed_to and action.due_on == action.postponed_to:
        return postponed_label(action, action.due_on)
    if not text and action.due_kind not in {DueKind.NONE, DueKind.DATE}:
        text = action.get_due_kind_display()
    if action.due_on is None:
        return text
    if not text:
        return format_date(action.due_on)
    missing = _unsaid(action.due_on, text)
    return f"{text} ({missing})" if missing else text


def postponed_label(action: ActionPoint, to: date) -> str:
    """« 22 novembre (reportée au 5 décembre 2016) »."""
    if not action.due_text:
        return f"Reportée au {format_date(to)}"
    return french(f"{action.due_text} (reportée au {format_date(to)})")


def _unsaid(day: date, text: str) -> str:
    if any(written in text for written in (format_date(day), format_short_date(day), day.isoformat())):
        return ""
    return str(day.year) if text.endswith(format_day(day)) else format_date(day)


def status_words(action: ActionPoint) -> str:
    """What the note beside the status is about."""
    words = {Status.WAITING: "En attente", Status.BLOCKED: "Bloquée"}
    return words.get(Status(action.status), "Précision")


def note_label(action: ActionPoint) -> str:
    """« En attente : du bailleur »; empty when nothing is said beside the status."""
    return f"{status_words(action)} : {action.status_note}" if action.status_note else ""


def due_meaning(action: ActionPoint) -> str:
    """What the deadline was understood as: « À une date : 22 novembre 2016 »."""
    details = (
        format_date(action.due_on) if action.due_on else "",
        action.get_recurrence_display() if action.recurrence else "",
        french(action.due_set_by),
    )
    said = ", ".join(detail for detail in details if detail)
    label = action.get_due_kind_display()
    return french(f"{label} : {said}") if said else label


def owner_target(owner: ActionOwner) -> str:
    """Whom the written name was understood as; empty when it stays as written."""
    targets = {
        OwnerKind.ORGANISATION: owner.organisation,
        OwnerKind.PERSON: owner.person,
        OwnerKind.CLUSTER: owner.owner_cluster,
        OwnerKind.GROUP: owner.group,
        OwnerKind.ROLE: owner.get_role_display(),
        OwnerKind.ALL_MEMBERS: "Tous les membres du cluster",
    }
    return str(targets.get(OwnerKind(owner.kind)) or "")


def times_carried_label(times: int) -> str:
    """« 1er report », « 3e report »."""
    return "1er report" if times == 1 else f"{times}e report"


def age_label(days: int) -> str:
    if days < 60:
        return plural(days, "jour", "jours")
    return f"{days // 30} mois"


def gap_wording(place: Place | None, sector: str) -> str:
    """« Couvrir le secteur « Protection » à Mopti (région) »."""
    what = f"le secteur « {Sector(sector).label} »" if sector else "un besoin"
    return f"Couvrir {what} à {place.label}" if place else f"Couvrir {what} (lieu à préciser)"
