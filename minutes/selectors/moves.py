"""Before each move of a record: what is missing or odd, each with the page where it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import timezone

from clusterhub.web.typography import format_date, french, plural
from minutes.enums import MinutesState, RemarkKind
from minutes.models import Minutes, Remark
from minutes.rules import reviewer_of
from minutes.selectors.checks import Check, list_missing
from minutes.selectors.circulation import recipients_of
from minutes.selectors.record import Changes, changes_since, latest_version, live_content
from minutes.selectors.remarks import accepted_in_vain, remarks_on
from minutes.selectors.signers import Place, SigningPlan, plan_in_force


def before_review(minutes: Minutes) -> list[Check]:
    """Only an open sitting blocks: the rest may still be written while somebody reads."""
    meeting = minutes.meeting
    asked = [replace(check, is_blocking=False) for check in list_missing(meeting)]
    sitting = [replace(check, is_blocking=True) for check in asked if check.url == _page(minutes, "room")]
    return [*sitting, *_no_reviewer(minutes), *(check for check in asked if check.url != _page(minutes, "room"))]


def before_circulation(minutes: Minutes) -> list[Check]:
    missing = list_missing(minutes.meeting)
    return [*missing, *_unanswered(minutes, objections_block=False), *_same_text(minutes), *_unreachable(minutes)]


def before_draft(minutes: Minutes) -> list[Check]:
    """What is given up by taking it back."""
    return [*_date_to_come(minutes, "Elle ne court plus si le texte revient au brouillon.")]


def before_adoption(minutes: Minutes, changes: Changes, *, in_session: bool = False) -> list[Check]:
    """``in_session``: the meeting itself decides, whatever date was given; it settles objections in its own way."""
    found = list_missing(minutes.meeting)
    if minutes.state == MinutesState.CORRECTING:
        return [*found, *_nothing_corrected(minutes, changes)]
    if in_session:
        return [*found, *(check for check in _unanswered(minutes) if not check.is_blocking)]
    left = [*_unanswered(minutes), *_accepted_in_vain(minutes, changes)]
    return [*found, *left, *_date_to_come(minutes, "L’adopter maintenant coupe court aux remarques.")]


def before_signing(plan: SigningPlan, place: Place) -> list[Check]:
    """Another one's refusal holds nobody up, but whoever signs knows of it."""
    refused = (one for one in plan.places if one.refusal and one != place)
    url = _page(plan.version.minutes, "record")
    return [Check(french(f"{one.name} ({one.role.label.lower()}) a refusé de signer."), url) for one in refused]


def before_correction(minutes: Minutes) -> list[Check]:
    """An erratum is signed anew."""
    plan = plan_in_force(minutes)
    if plan and plan.turns:
        text = f"La version {plan.version.number} n’est pas encore signée par tous : l’erratum se signe à son tour."
        return [Check(french(text), _page(minutes, "record"))]
    return []


def changes_to_adopt(minutes: Minutes) -> Changes:
    latest = minutes.versions.latest("number")
    return changes_since(latest, live_content(minutes, latest))


# --- One thing each ---------------------------------------------------------------------------------------------------


def _page(minutes: Minutes, name: str) -> str:
    return reverse(f"minutes:{name}", args=[minutes.meeting.uuid])


def _no_reviewer(minutes: Minutes) -> Iterator[Check]:
    if reviewer_of(minutes.meeting) is None:
        url = reverse("meetings:meeting_roles", args=[minutes.meeting.uuid])
        yield Check(french("Personne n’a le rôle « Revu par » : aucun courriel ne partira."), url)


def _unanswered(minutes: Minutes, *, objections_block: bool = True) -> Iterator[Check]:
    for remark in remarks_on(minutes).filter(answered_at=None):
        blocks = objections_block and remark.kind == RemarkKind.OBJECTION
        url = reverse("minutes:remark_answer", args=[minutes.meeting.uuid, remark.uuid])
        yield Check(french(_waiting(remark)), url, is_blocking=blocks)


def _waiting(remark: Remark) -> str:
    return f"{remark.get_kind_display()} de {remark.author} sans réponse : {remark.passage}."


def _accepted_in_vain(minutes: Minutes, changes: Changes) -> Iterator[Check]:
    """Its author was told that the text changes."""
    for remark in accepted_in_vain(minutes) if not changes.parts else ():
        text = f"Remarque acceptée de {remark.author}, mais le texte n’a pas changé : {remark.passage}."
        yield Check(french(text), _page(minutes, "room"))


def _same_text(minutes: Minutes) -> Iterator[Check]:
    """Circulated again, word for word."""
    latest = latest_version(minutes)
    if latest and not changes_since(latest, live_content(minutes, latest)).parts:
        text = f"Le texte est exactement celui de la version {latest.number}, déjà diffusée."
        yield Check(text, _page(minutes, "room"))


def _unreachable(minutes: Minutes) -> Iterator[Check]:
    count = sum(1 for one in recipients_of(minutes.meeting) if not one.address)
    if count:
        who = plural(count, "personne présente", "personnes présentes")
        url = reverse("meetings:attendance", args=[minutes.meeting.uuid])
        yield Check(french(f"{who} sans adresse connue : aucun courriel ne leur parviendra."), url)


def _date_to_come(minutes: Minutes, consequence: str) -> Iterator[Check]:
    until: date | None = minutes.comments_until
    if minutes.state == MinutesState.CIRCULATED and until and until >= timezone.localdate():
        text = f"Les remarques sont attendues jusqu’au {format_date(until)}. {consequence}"
        yield Check(french(text), _page(minutes, "record"))


def _nothing_corrected(minutes: Minutes, changes: Changes) -> Iterator[Check]:
    if not changes.parts:
        yield Check("Rien n’a encore changé : il n’y a rien à corriger.", _page(minutes, "room"), is_blocking=True)
