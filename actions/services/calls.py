"""Calls for contributions: sent, changed, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from actions.enums import CallPart
from actions.errors import CallRefused
from actions.models import CallInvitee, ContributionCall
from actions.notifications import send_call_mail
from actions.partners import focal_mailboxes
from clusterhub.web.folding import strip_control, strip_control_line
from meetings.enums import RESCHEDULABLE, Visibility
from meetings.errors import ForeignObject
from meetings.models import Document, Meeting
from participants.models import Cluster, Organisation, User
from participants.services.ledger import claim_message
from participants.services.partner_links import create_partner_link, partner_link_for

MESSAGE = "contribution_call"
FIGURES_AT_MOST = 10


class CallFields(TypedDict, total=False):
    title: str
    introduction: str
    parts: Sequence[str]
    due_on: date
    meeting: Meeting | None
    document: Document | None
    figures: Sequence[str]


@transaction.atomic
def send_call(
    *,
    cluster: Cluster,
    organisations: Iterable[Organisation],
    by: User | None,
    is_automatic: bool = False,
    **fields: Unpack[CallFields],
) -> ContributionCall:
    """One mail, with a link of its own, to each focal point of each organisation. Raises ``CallRefused``."""
    call = ContributionCall(cluster=cluster, created_by=by, is_automatic=is_automatic, **fields)  # type: ignore[misc]
    _tidy(call)
    _check(call)
    asked = list({organisation.pk: organisation for organisation in organisations}.values())
    if not asked:
        raise CallRefused("Choisissez au moins une organisation.", "organisations")
    call.save()
    CallInvitee.objects.bulk_create(CallInvitee(call=call, organisation=organisation) for organisation in asked)
    for invitee in call.invitees.select_related("organisation__parent"):
        _mail(call, invitee, by)
    return call


def _tidy(call: ContributionCall) -> None:
    """What is not asked leaves nothing behind."""
    call.title, call.introduction = strip_control_line(call.title), strip_control(call.introduction).strip()
    call.parts = [part.value for part in CallPart if part in call.parts]
    figures = dict.fromkeys(strip_control_line(label) for label in call.figures)
    call.figures = [label for label in figures if label] if CallPart.FIGURES in call.parts else []
    call.document = call.document if CallPart.DOCUMENT in call.parts else None


def _check(call: ContributionCall) -> None:
    _check_words(call)
    if call.meeting and call.meeting.cluster_id != call.cluster_id:
        raise ForeignObject("Cette réunion est celle d’un autre cluster.")
    if call.meeting and call.meeting.state not in RESCHEDULABLE:
        raise CallRefused("Cette réunion a commencé, ou elle est annulée.", "meeting")
    if CallPart.ATTENDANCE in call.parts and not call.meeting:
        raise CallRefused("Dites à quelle réunion ils viendront.", "meeting")
    if CallPart.DOCUMENT in call.parts:
        _check_document(call.document, call.cluster)


def _check_words(call: ContributionCall) -> None:
    if not call.title:
        raise CallRefused("Donnez un titre à cet appel.", "title")
    if not call.parts:
        raise CallRefused("Choisissez ce que vous demandez.", "parts")
    if call.due_on < timezone.localdate():
        raise CallRefused("Cette date est déjà passée.", "due_on")
    if CallPart.FIGURES in call.parts and not 1 <= len(call.figures) <= FIGURES_AT_MOST:
        raise CallRefused(f"Nommez les chiffres demandés, un par ligne, {FIGURES_AT_MOST} au plus.", "figures")


def _check_document(document: Document | None, cluster: Cluster) -> None:
    if document is None:
        raise CallRefused("Choisissez le document à commenter.", "document")
    if document.cluster_id != cluster.pk:
        raise ForeignObject("Ce document est celui d’un autre cluster.")
    if document.visibility == Visibility.COORDINATION:
        raise CallRefused("Ce document n’est visible que par la coordination : il ne peut pas être envoyé.", "document")


def _mail(call: ContributionCall, invitee: CallInvitee, by: User | None) -> None:
    organisation = invitee.organisation
    for box in focal_mailboxes(organisation, call.cluster):
        if claim_message(recipient=box.address, purpose=MESSAGE, about=invitee.uuid, for_date=call.asked_on):
            url = partner_link_for(organisation, call.cluster, to=box.address, by=by, then=page_under_link(call))
            send_call_mail("contribution_call", box, call=call, organisation=organisation, url=url)


def page_under_link(call: ContributionCall) -> str:
    """Where the call is, after the address of an organisation's page."""
    return f"appels/{call.uuid}/"


def call_message(*, call: ContributionCall, organisation: Organisation, by: User) -> dict[str, object]:
    """What the text to paste into a message says; its link is known only now."""
    link, url = create_partner_link(organisation=organisation, cluster=call.cluster, by=by, then=page_under_link(call))
    return {"link": link, "url": url, "organisation": organisation, "cluster": call.cluster, "call": call}


@transaction.atomic
def change_call(call: ContributionCall, *, title: str, introduction: str, due_on: date) -> ContributionCall:
    """Its words and its date; what was asked of whom stays. Raises ``CallRefused``."""
    before = call.due_on
    call.title, call.introduction, call.due_on = strip_control_line(title), strip_control(introduction).strip(), due_on
    if not call.title:
        raise CallRefused("Donnez un titre à cet appel.", "title")
    if due_on != before and due_on < timezone.localdate():
        raise CallRefused("Cette date est déjà passée.", "due_on")
    call.save(update_fields=["title", "introduction", "due_on"])
    return call


def close_call(call: ContributionCall, *, by: User | None) -> None:
    ContributionCall.objects.filter(pk=call.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by)


def reopen_call(call: ContributionCall) -> None:
    ContributionCall.objects.filter(pk=call.pk).update(closed_at=None, closed_by=None)
