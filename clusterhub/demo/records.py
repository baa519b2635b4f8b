"""The records of the demonstration's meetings: circulated, adopted, signed as far as the data says (``until``)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from clusterhub.demo import PASSWORD
from clusterhub.demo.meetings import user_with
from clusterhub.web.richtext import clean
from meetings.enums import ItemKind, MeetingRoleKind, SectionKind
from meetings.models import Meeting
from meetings.services.roles import add_meeting_role
from minutes.enums import OpeningMeans, SignatureRole
from minutes.models import Minutes, MinutesVersion
from minutes.render.engine import render_pdf
from minutes.selectors.circulation import Audience
from minutes.selectors.follow_up import members_sheet
from minutes.selectors.moves import changes_to_adopt
from minutes.selectors.record import changes_since, live_content
from minutes.services.approvals import Reserved, adopt_in_session
from minutes.services.errata import open_correction
from minutes.services.layout import choose_layout
from minutes.services.openings import record_opening
from minutes.services.publications import publish_edition
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.review import send_to_review
from minutes.services.sheets import seal_follow_up_sheet
from minutes.services.signature import sign_minutes
from minutes.services.signers import refuse_to_sign
from participants.enums import Role
from participants.models import Person, User

CIRCULATED = {"circulated", "adopted", "signed", "waiting_for_chair"}
ADOPTED = CIRCULATED - {"circulated"}
SIGNED_BY_RAPPORTEUR = {"signed", "waiting_for_chair"}
OPEN_FOR = timedelta(days=6)
"""From the loading on, so that the clock does not adopt at once what is shown as circulated."""


def build_record(meeting: Meeting, data: dict[str, Any]) -> None:
    """Signatures bear the day of loading: the keys are made then, and a key signs nothing before it exists."""
    until, code = data["until"], data["cluster"]
    coordinator = user_with(code, Role.COORDINATOR)
    if until == "in_review":
        _send_to_review(meeting, data, coordinator)
    if until not in CIRCULATED or coordinator is None:
        return
    if "layout" in data:
        choose_layout(meeting=meeting, layout=data["layout"], by=coordinator, at=data["closed_at"])
    if "reservation" in data:
        _adopt_previous(meeting, data, coordinator)
    contested_until = timezone.localdate() + OPEN_FOR if until == "circulated" else None
    at = data["closed_at"] + timedelta(hours=20)
    lists = meeting.cluster.distribution_lists.filter(name__in=data.get("lists", []))
    audience = Audience(lists=tuple(lists))
    version = circulate_minutes(
        meeting=meeting, by=coordinator, at=at, comments_until=contested_until, audience=audience
    )
    _open(version, data.get("read_by", []), since=at)
    if until not in ADOPTED or data.get("adopted_by_next"):
        return
    at = min(data["closed_at"] + timedelta(days=9), timezone.now())
    version = adopt_minutes(meeting=meeting, by=coordinator, at=at, render=render_pdf)
    _sign_as_far(version, until, code)
    if "erratum" in data:
        _sign_as_far(_correct(meeting, data["erratum"], coordinator), until, code)
    if "correction" in data:
        open_correction(meeting=meeting, reason=data["correction"], by=coordinator)
    if "refused" in data:
        _refuse(version, data["refused"], code)
    if data.get("follow_up_sealed"):
        _seal_follow_up(meeting, coordinator)
    if data.get("published"):
        publish_edition(version=version, by=coordinator, password=PASSWORD, render=render_pdf)


def _send_to_review(meeting: Meeting, data: dict[str, Any], by: User | None) -> None:
    reviewer = Person.objects.get(name=data["reviewer"])
    add_meeting_role(meeting=meeting, kind=MeetingRoleKind.REVIEWER, person=reviewer)
    send_to_review(meeting=meeting, by=by, at=data["closed_at"] + timedelta(hours=20))


def _adopt_previous(meeting: Meeting, data: dict[str, Any], by: User) -> None:
    """In session, with a reservation."""
    reserved = Reserved.typed(data["reservation"]["text"], data["reservation"]["organisation"])
    item = meeting.items.get(kind=ItemKind.APPROVAL)
    minutes = Minutes.objects.get(meeting=meeting.previous)
    seen = changes_to_adopt(minutes).seen
    at = data["closed_at"]
    adopt_in_session(item=item, minutes=minutes, reserved=[reserved], by=by, seen=seen, at=at, render=render_pdf)


def _open(version: MinutesVersion, readers: list[str], *, since: datetime) -> None:
    """One on the page, the next from the PDF, some hours apart."""
    for place, email in enumerate(readers):
        means = OpeningMeans.PDF if place % 2 else OpeningMeans.PAGE
        reader = User.objects.get(email=email)
        record_opening(version=version, reader=reader, means=means, at=since + timedelta(hours=3 + 20 * place))


def _seal_follow_up(meeting: Meeting, by: User) -> None:
    seen = members_sheet(meeting).sha256()
    seal_follow_up_sheet(meeting=meeting, by=by, password=PASSWORD, seen=seen, render=render_pdf)


def _correct(meeting: Meeting, erratum: dict[str, str], by: User) -> MinutesVersion:
    """Other objectives than those that were adopted."""
    minutes = open_correction(meeting=meeting, reason=erratum["reason"], by=by)
    meeting.sections.filter(kind=SectionKind.OBJECTIVES).update(body=clean(erratum["objectives"]))
    in_force = minutes.versions.latest("number")
    seen = changes_since(in_force, live_content(minutes, in_force)).seen
    return adopt_minutes(meeting=meeting, by=by, seen=seen, render=render_pdf)


def _sign_as_far(version: MinutesVersion, until: str, code: str) -> None:
    if until in SIGNED_BY_RAPPORTEUR:
        _sign(version, SignatureRole.RAPPORTEUR, code, Role.RAPPORTEUR)
    if until == "signed":
        _sign(version, SignatureRole.CHAIR, code, Role.COORDINATOR)


def _sign(version: MinutesVersion, role: SignatureRole, code: str, held_by: Role) -> None:
    user = user_with(code, held_by)
    if user is not None:
        sign_minutes(version=version, role=role, user=user, password=PASSWORD)


def _refuse(version: MinutesVersion, reason: str, code: str) -> None:
    """The rapporteur; the coordination has not answered yet."""
    user = user_with(code, Role.RAPPORTEUR)
    if user is not None:
        refuse_to_sign(version=version, role=SignatureRole.RAPPORTEUR, user=user, reason=reason)
