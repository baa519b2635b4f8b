"""What an organisation says of itself: read by all accounts, kept by its focal points and its coordinations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted
from participants import rules
from participants.forms.profiles import ActivityChangeForm, ActivityForm, ProfileForm
from participants.models import Activity, Organisation
from participants.profiles import activity_groups, focal_points, profile_changes, project_lines
from participants.services.activities import change_activity, report_activity, withdraw_activity
from participants.services.profiles import save_profile


@require_safe
def organisation_profile(request: HttpRequest, uuid: UUID) -> HttpResponse:
    organisation = _organisation(request, uuid)
    groups = activity_groups(organisation, request.user)
    can_edit = rules.can_edit_profile(request.user, organisation)
    context = {
        "organisation": organisation,
        "groups": groups,
        "has_round_tables": any(one.cluster_id for group in groups for one in group.activities),
        "sectors": organisation.sectors.all(),
        "places": organisation.places.all(),
        "projects": project_lines(organisation, groups),
        "focal_points": focal_points(organisation, request.user),
        "can_edit": can_edit,
        "editable": {
            one.pk for group in groups for one in group.activities if rules.can_edit_activity(request.user, one)
        },
        "changes": profile_changes(organisation, request.user) if can_edit else (),
    }
    return render(request, "participants/organisation_profile.html", context)


@asks_first
def profile_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    organisation = _editable(request, uuid)
    form = ProfileForm(posted(request), organisation=organisation)
    if form.is_valid():
        save_profile(organisation, by=request.user, **form.cleaned_data)
        messages.success(request, "Le profil est enregistré.")
        return redirect("participants:organisation_profile", organisation.uuid)
    context = {"organisation": organisation, "form": form, "title": "Modifier le profil"}
    return render(request, "participants/profile_form.html", context)


@asks_first
def activity_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    organisation = _editable(request, uuid)
    form = ActivityForm(posted(request), organisation=organisation, user=request.user)
    if form.is_valid():
        cluster = form.cleaned_data["cluster"]
        report_activity(organisation=organisation, cluster=cluster, by=request.user, **form.said)
        messages.success(request, "L’activité est enregistrée.")
        return redirect("participants:organisation_profile", organisation.uuid)
    context = {"organisation": organisation, "form": form, "title": "Nouvelle activité"}
    return render(request, "participants/profile_form.html", context)


@asks_first
def activity_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    activity = _editable_activity(request, uuid)
    form = ActivityChangeForm(posted(request), activity=activity, user=request.user)
    if form.is_valid():
        change_activity(activity, by=request.user, **form.said)
        messages.success(request, "L’activité est mise à jour.")
        return redirect("participants:organisation_profile", activity.organisation.uuid)
    context = {
        "organisation": activity.organisation,
        "form": form,
        "activity": activity,
        "title": "Modifier l’activité",
    }
    return render(request, "participants/profile_form.html", context)


@asks_first
def activity_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    activity = _editable_activity(request, uuid)
    if request.method == "POST":
        withdraw_activity(activity, by=request.user)
        messages.success(request, "L’activité est retirée. L’historique la garde.")
        return redirect("participants:organisation_profile", activity.organisation.uuid)
    return render(request, "participants/activity_withdraw.html", {"activity": activity})


def _organisation(request: HttpRequest, uuid: UUID) -> Organisation:
    return get_visible(Organisation.objects.select_related("parent"), request.user, uuid=uuid)


def _editable(request: HttpRequest, uuid: UUID) -> Organisation:
    organisation = _organisation(request, uuid)
    require(rules.can_edit_profile(request.user, organisation))
    return organisation


def _editable_activity(request: HttpRequest, uuid: UUID) -> Activity:
    known = Activity.objects.select_related("organisation__parent", "cluster", "place")
    activity = get_visible(known, request.user, uuid=uuid)
    require(rules.can_edit_activity(request.user, activity))
    return activity
