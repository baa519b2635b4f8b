"""Express adoption: a later meeting adopts a circulated record, with or without reservations, or puts it off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clusterhub.web.typography import format_date
from meetings.enums import ItemState
from meetings.models import AgendaItem
from meetings.services.agenda import set_item_state
from meetings.services.locks import lock_editable
from minutes import content as frozen
from minutes.enums import ApprovalVerdict, MinutesState, RemarkAnswer
from minutes.errors import MoveRefused
from minutes.models import Approval, Minutes, MinutesVersion, Remark, Reservation
from minutes.notifications import send_remark_answered
from minutes.render import render_bounded
from minutes.selectors.recipients import author_of
from minutes.services.record import Express, Renderer, adopt_minutes, lock_minutes
from participants.models import Organisation, User
from participants.selectors import lookup_organisation


@dataclass(frozen=True)
class Reserved:
    """One reservation, before it is kept. ``organisation_name`` as it was typed."""

    text: str
    organisation_name: str = ""
    organisation: Organisation | None = None
    remark: Remark | None = None

    @classmethod
    def from_objection(cls, remark: Remark) -> Reserved:
        person = remark.author.person
        organisation = person.organisation if person else None
        return cls(remark.text, organisation.short_label if organisation else "", organisation, remark)

    @classmethod
    def typed(cls, text: str, organisation_name: str) -> Reserved:
        return cls(text, organisation_name, lookup_organisation(organisation_name) if organisation_name else None)


def adopt_in_session(
    *,
    item: AgendaItem,
    minutes: Minutes,
    by: User | None,
    reserved: Iterable[Reserved] = (),
    seen: str = "",
    at: datetime | None = None,
    render: Renderer = render_bounded,
) -> MinutesVersion:
    """Adopts and seals (``adopt_minutes``, whose refusals it raises too). An objection that becomes a reservation is
    settled by it; any other open one keeps the record open."""
    at, made = at or timezone.now(), tuple(reserved)
    _check_order(item, minutes)

    def keep(version: MinutesVersion) -> None:
        lock_editable(item.meeting)
        verdict = ApprovalVerdict.RESERVED if made else ApprovalVerdict.ADOPTED
        approval = Approval.objects.create(item=item, minutes=minutes, verdict=verdict, version=version, by=by, at=at)
        for each in made:
            _keep_reservation(approval, each)
        _settle(item, by)

    on = item.meeting.day
    told = tuple(frozen.Reservation(text=each.text, organisation=each.organisation_name) for each in made)
    express = Express(
        adoption=frozen.Adoption(meeting_on=on.isoformat(), reservations=told),
        settles=frozenset(each.remark.pk for each in made if each.remark),
        keep=keep,
    )
    reason = f"Adopté en séance le {format_date(on)}"
    return adopt_minutes(
        meeting=minutes.meeting, by=by, seen=seen, reason=reason, at=at, express=express, render=render
    )


def _check_order(item: AgendaItem, minutes: Minutes) -> None:
    if minutes.state != MinutesState.CIRCULATED:
        raise MoveRefused(f"Ce {minutes.spoken} n’attend pas d’adoption : il est « {minutes.get_state_display()} ».")
    if minutes.meeting.starts_at >= item.meeting.starts_at or minutes.meeting.cluster_id != item.meeting.cluster_id:
        raise MoveRefused("Seule une réunion suivante du même cluster adopte un compte rendu.")
    if item.meeting.opened_at is None or not item.meeting.is_editable:
        raise MoveRefused("La séance n’est pas ouverte, ou son propre compte rendu est déjà adopté.")


def _keep_reservation(approval: Approval, reserved: Reserved) -> None:
    Reservation.objects.create(
        approval=approval,
        text=reserved.text,
        organisation=reserved.organisation,
        organisation_name=reserved.organisation_name,
        remark=reserved.remark,
    )
    if reserved.remark:
        _answer(reserved.remark, approval)


def _answer(remark: Remark, approval: Approval) -> None:
    """Its author is told. It is answered once: somebody else's answer stands."""
    note = f"Réserve inscrite à l’adoption en séance du {format_date(approval.item.meeting.day)}."
    given = {
        "answer": RemarkAnswer.RESERVED,
        "answer_note": note,
        "answered_by": approval.by,
        "answered_at": approval.at,
    }
    if Remark.objects.filter(pk=remark.pk, answered_at=None).update(**given):
        remark.refresh_from_db(fields=list(given))
        send_remark_answered(remark, author_of(remark))


def _settle(item: AgendaItem, by: User | None) -> None:
    if item.state == ItemState.TODO:
        set_item_state(item=item, state=ItemState.DISCUSSED, by=by)


@transaction.atomic
def postpone_approval(
    *, item: AgendaItem, minutes: Minutes, reason: str, by: User | None, at: datetime | None = None
) -> Approval:
    """The record stays circulated: its date may still pass, or another meeting adopt it. Raises ``MoveRefused``."""
    lock_minutes(minutes)
    _check_order(item, minutes)
    lock_editable(item.meeting)
    _settle(item, by)
    return Approval.objects.create(
        item=item, minutes=minutes, verdict=ApprovalVerdict.POSTPONED, reason=reason, by=by, at=at or timezone.now()
    )
