"""« Approbation du compte rendu précédent »: a meeting adopts a circulated record, with or without reservations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from meetings.models import AgendaItem, Meeting
from minutes import rules
from minutes.forms.approvals import AdoptInSessionForm, PostponeForm, ReservationsForm
from minutes.models import Minutes
from minutes.selectors.approvals import approval_item, objections_to_settle
from minutes.selectors.checks import Check
from minutes.selectors.moves import before_adoption, changes_to_adopt
from minutes.selectors.record import Changes
from minutes.services.approvals import adopt_in_session, postpone_approval
from minutes.views.record import name_what_is_shown


@asks_first
def approval_adopt(request: HttpRequest, uuid: UUID, record_uuid: UUID) -> HttpResponse:
    """Without reservation: what is adopted is exactly what was shown."""
    meeting, item, minutes = _asked(request, uuid, record_uuid)
    changes = changes_to_adopt(minutes)
    checks = before_adoption(minutes, changes, in_session=True)
    form = AdoptInSessionForm(posted(request), checks=checks, initial={"seen": changes.seen})
    return _adopt(request, item, minutes, form, changes, checks)


@asks_first
def approval_reserve(request: HttpRequest, uuid: UUID, record_uuid: UUID) -> HttpResponse:
    meeting, item, minutes = _asked(request, uuid, record_uuid)
    changes = changes_to_adopt(minutes)
    checks = before_adoption(minutes, changes, in_session=True)
    objections = list(objections_to_settle(minutes))
    form = ReservationsForm(posted(request), objections=objections, checks=checks, initial={"seen": changes.seen})
    return _adopt(request, item, minutes, form, changes, checks)


def _adopt(
    request: HttpRequest,
    item: AgendaItem,
    minutes: Minutes,
    form: AdoptInSessionForm,
    changes: Changes,
    checks: list[Check],
) -> HttpResponse:
    def act() -> None:
        seen = form.cleaned_data["seen"]
        adopt_in_session(item=item, minutes=minutes, by=request.user, reserved=form.reserved, seen=seen)

    if submitted(form, act):
        return _done(request, item.meeting, item, f"{minutes.called} adopté et scellé. Il peut être signé.")
    name_what_is_shown(form, changes)
    context = {
        "meeting": item.meeting,
        "item": item,
        "minutes": minutes,
        "form": form,
        "changes": changes,
        "checks": checks,
        "latest": minutes.versions.latest("number"),
        "objections": list(objections_to_settle(minutes)),
        "with_reservations": isinstance(form, ReservationsForm),
    }
    return render(request, "minutes/approval_adopt.html", context)


@asks_first
def approval_postpone(request: HttpRequest, uuid: UUID, record_uuid: UUID) -> HttpResponse:
    meeting, item, minutes = _asked(request, uuid, record_uuid)
    form = PostponeForm(posted(request))

    def act() -> None:
        postpone_approval(item=item, minutes=minutes, reason=form.cleaned_data["reason"], by=request.user)

    if submitted(form, act):
        return _done(request, meeting, item, "L’adoption est reportée : cela s’imprimera à ce point.")
    context = {"meeting": meeting, "item": item, "minutes": minutes, "form": form}
    return render(request, "minutes/approval_postpone.html", context)


def _asked(request: HttpRequest, uuid: UUID, record_uuid: UUID) -> tuple[Meeting, AgendaItem, Minutes]:
    meeting = get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=uuid)
    records = Minutes.objects.select_related("meeting__cluster").filter(meeting__cluster=meeting.cluster)
    minutes = get_object_or_404(records, meeting__uuid=record_uuid)
    item = approval_item(meeting)
    if item is not None:
        item.meeting = meeting
    require(item is not None and rules.can_rule_on_record(request.user, meeting, minutes))
    return meeting, item, minutes


def _done(request: HttpRequest, meeting: Meeting, item: AgendaItem, text: str) -> HttpResponse:
    messages.success(request, text)
    response = redirect("minutes:room", meeting.uuid)
    response["Location"] += f"?point={item.uuid}"
    return response
