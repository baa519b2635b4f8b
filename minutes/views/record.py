"""The record's page, and the steps that the record takes: each asks once, then calls one service."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from meetings.models import Meeting
from minutes import rules
from minutes.enums import MinutesState, OpeningMeans
from minutes.forms.record import AdoptForm, BackToDraftForm, CirculateForm, LayoutForm, ScanForm
from minutes.layouts import known_code
from minutes.models import Minutes
from minutes.selectors.circulation import recipients_of
from minutes.selectors.moves import before_adoption, before_circulation, before_draft, changes_to_adopt
from minutes.selectors.record import Changes, adopted_version, correction_reason, minutes_of
from minutes.selectors.record_page import record_page
from minutes.services.layout import choose_layout
from minutes.services.record import adopt_minutes, back_to_draft, circulate_minutes
from minutes.services.scans import upload_scan
from minutes.views.openings import note_contacts, note_opening


def minutes_read(request: HttpRequest, number: str) -> Minutes:
    """The record, if this person may read it now: 404 for strangers, 403 for members before it is circulated."""
    meetings = Meeting.objects.select_related("cluster").prefetch_related("roles")
    meeting = get_visible(meetings, request.user, uuid=number)
    require(rules.can_read_minutes(request.user, meeting))
    return minutes_of(meeting)


def back(request: HttpRequest, minutes: Minutes, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("minutes:record", minutes.meeting.uuid)


@require_safe
def record(request: HttpRequest, uuid: str) -> HttpResponse:
    """``?version=2`` shows an earlier version."""
    minutes = minutes_read(request, uuid)
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else None
    page = record_page(minutes, request.user, version_number=number)
    note_opening(request, page.reading.version if page.reading else None, OpeningMeans.PAGE)
    if page.reading:
        note_contacts(request, minutes.meeting.cluster, page.reading.content)
    return render(request, "minutes/record.html", {"meeting": minutes.meeting, "page": page})


@asks_first
def minutes_circulate(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_circulate_minutes(request.user, minutes))
    missing = before_circulation(minutes)
    form = CirculateForm(posted(request), minutes=minutes, checks=missing)

    def act() -> None:
        until = form.cleaned_data["comments_until"]
        circulate_minutes(meeting=minutes.meeting, by=request.user, comments_until=until, audience=form.audience)

    if submitted(form, act):
        return back(request, minutes, f"{minutes.called} diffusé.")
    context = {"form": form, "missing": missing, "recipients": recipients_of(minutes.meeting, form.audience)}
    context["is_blocked"] = any(check.is_blocking for check in missing)
    return render(request, "minutes/record_circulate.html", {"meeting": minutes.meeting, **context})


@asks_first
def minutes_layout(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_choose_layout(request.user, minutes))
    cluster = minutes.meeting.cluster
    may_style = rules.can_style_records(request.user, cluster)
    initial, usual = {"layout": minutes.printed_layout}, known_code(cluster.layout)
    form = LayoutForm(posted(request), initial=initial, usual=usual, may_set_usual=may_style)

    def act() -> None:
        choose_layout(meeting=minutes.meeting, by=request.user, **form.cleaned_data)

    if submitted(form, act):
        return back(request, minutes, "Mise en page choisie.")
    context = {"meeting": minutes.meeting, "form": form, "may_style": may_style}
    return render(request, "minutes/record_layout.html", context)


@asks_first
def minutes_back_to_draft(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_take_back_minutes(request.user, minutes))
    checks = before_draft(minutes)
    form = BackToDraftForm(posted(request), checks=checks)

    def act() -> None:
        back_to_draft(meeting=minutes.meeting, reason=form.cleaned_data["reason"], by=request.user)

    if submitted(form, act):
        return back(request, minutes, f"Le {minutes.spoken} est revenu au brouillon.")
    return render(
        request, "minutes/record_back_to_draft.html", {"meeting": minutes.meeting, "form": form, "checks": checks}
    )


@asks_first
def minutes_adopt(request: HttpRequest, uuid: str) -> HttpResponse:
    """Shows what changed since the circulation; what is adopted is exactly what was shown."""
    minutes = minutes_read(request, uuid)
    require(rules.can_adopt_minutes(request.user, minutes))
    is_erratum = minutes.state == MinutesState.CORRECTING
    changes = changes_to_adopt(minutes)
    checks = before_adoption(minutes, changes)
    form = AdoptForm(posted(request), checks=checks, initial={"seen": changes.seen})

    def act() -> None:
        adopt_minutes(meeting=minutes.meeting, by=request.user, seen=form.cleaned_data["seen"])

    if submitted(form, act):
        adopted = "Erratum adopté et scellé" if is_erratum else f"{minutes.called} adopté et scellé"
        return back(request, minutes, f"{adopted}. Il peut être signé.")
    name_what_is_shown(form, changes)
    context = {"is_erratum": is_erratum, "changes": changes, "checks": checks, "form": form}
    context |= {"latest": minutes.versions.latest("number"), "reason": correction_reason(minutes)}
    return render(request, "minutes/record_adopt.html", {"meeting": minutes.meeting, **context})


def name_what_is_shown(form: forms.Form, changes: Changes) -> None:
    """The page that refuses shows the text as it is now: what is sent next is about that one."""
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = changes.seen


@asks_first
def minutes_scan(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_upload_scan(request.user, minutes))
    form = ScanForm(posted(request), request.FILES or None)

    def act() -> None:
        upload_scan(version=adopted_version(minutes), file=form.cleaned_data["scan"], by=request.user)

    if submitted(form, act):
        return back(request, minutes, "Scan déposé.")
    return render(request, "minutes/record_scan.html", {"meeting": minutes.meeting, "form": form})
