"""What organisations do and what is missing: said in a profile, at a round table, or in a sheet.

Called by whoever lets them say it, floors above included. An account is given as ``by``; somebody who came by an
organisation's link as ``link``, with the ``author_name`` that was given.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from clusterhub.web.folding import fold, strip_control, strip_control_line
from participants.enums import ActivityState, ProfileAct, ProfileSource
from participants.errors import ProfileRefused
from participants.models import AccessLink, Activity, Cluster, Need, Organisation, Place, User
from participants.services.profile_history import differences, log_profile_change, said_by, shown_values
from participants.services.searching import index_activity, index_need
from participants.voices import Voice

FACTS = ("sector", "place", "state", "description", "starts_on", "ends_on", "project_code")
SAID = (*FACTS, "reported_on")


class ActivityFacts(TypedDict, total=False):
    """``sector`` is a code of ``enums.Sector``, ``state`` one of ``enums.ActivityState``."""

    sector: str
    place: Place | None
    state: ActivityState | str
    description: str
    starts_on: date | None
    ends_on: date | None
    project_code: str


@transaction.atomic
def report_activity(
    *,
    organisation: Organisation,
    cluster: Cluster | None,
    by: User | None,
    source: ProfileSource | str | None = None,
    reported_on: date | None = None,
    author_name: str = "",
    link: AccessLink | None = None,
    **facts: Unpack[ActivityFacts],
) -> Activity:
    """An activity as it was said in a cluster, or (``cluster=None``) in the organisation's profile.

    Said again in the same words, of the same sector and place, it is the same activity, with its new state and dates.
    Raises ``ProfileRefused``.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    activity = Activity(organisation=organisation, cluster=cluster)
    activity.source = source or (ProfileSource.ROUND_TABLE if cluster else ProfileSource.PROFILE)
    _set_facts(activity, facts)
    if same := _same_activity(activity):
        return change_activity(same, by=by, reported_on=reported_on, author_name=author_name, link=link, **facts)
    activity.reported_on = reported_on or timezone.localdate()
    activity.save()
    index_activity(activity)
    said = differences({}, shown_values(activity, SAID))
    log_profile_change(organisation, ProfileAct.ADDED, said, voice=Voice(author_name, by, link), activity=activity)
    return activity


@transaction.atomic
def change_activity(
    activity: Activity,
    *,
    by: User | None,
    reported_on: date | None = None,
    author_name: str = "",
    link: AccessLink | None = None,
    **facts: Unpack[ActivityFacts],
) -> Activity:
    """What is not given stays; ``reported_on`` is today unless said. Raises ``ProfileRefused``."""
    current = Activity.objects.select_for_update().get(pk=activity.pk)
    before = shown_values(current, SAID)
    _set_facts(current, facts)
    current.reported_on = reported_on or timezone.localdate()
    if changes := differences(before, shown_values(current, SAID)):
        current.save()
        index_activity(current)
        log_profile_change(
            current.organisation, ProfileAct.CHANGED, changes, voice=Voice(author_name, by, link), activity=current
        )
    return current


@transaction.atomic
def withdraw_activity(
    activity: Activity, *, by: User | None, author_name: str = "", link: AccessLink | None = None
) -> None:
    """It is no longer told anywhere; the history of the profile keeps it."""
    activity.withdrawn_at = timezone.now()
    if Activity.objects.standing().filter(pk=activity.pk).update(withdrawn_at=activity.withdrawn_at):
        index_activity(activity)
        said = [[label, value, ""] for label, value in shown_values(activity, FACTS).items() if value]
        log_profile_change(
            activity.organisation, ProfileAct.WITHDRAWN, said, voice=Voice(author_name, by, link), activity=activity
        )


def _set_facts(activity: Activity, facts: ActivityFacts) -> None:
    for name, value in facts.items():
        setattr(activity, name, value)
    activity.description = strip_control(activity.description).strip()
    activity.project_code = strip_control_line(activity.project_code)
    if not activity.description:
        raise ProfileRefused("Dites en quelques mots de quelle activité il s’agit.")
    if activity.starts_on and activity.ends_on and activity.ends_on < activity.starts_on:
        raise ProfileRefused("La date de fin précède la date de début.")


def _same_activity(activity: Activity) -> Activity | None:
    alike = Activity.objects.standing().filter(
        organisation=activity.organisation,
        cluster=activity.cluster,
        sector=activity.sector,
        place=activity.place,
        source=activity.source,
    )
    wanted = fold(activity.description)
    return next((one for one in alike if fold(one.description) == wanted), None)


# --- Needs ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def declare_need(
    *,
    cluster: Cluster,
    by: User | None,
    text: str,
    sector: str = "",
    place: Place | None = None,
    organisation: Organisation | None = None,
    source: ProfileSource | str = ProfileSource.ROUND_TABLE,
    declared_on: date | None = None,
    author_name: str = "",
    link: AccessLink | None = None,
) -> Need:
    """Something that is missing, said by an organisation or (``organisation=None``) by the coordination.

    Said again by the same in the same words, it is the same need, standing since its later date. Raises
    ``ProfileRefused``.
    """
    Cluster.objects.select_for_update().get(pk=cluster.pk)
    text, day = strip_control(text).strip(), declared_on or timezone.localdate()
    if not text:
        raise ProfileRefused("Dites en quelques mots ce qui manque.")
    facts = {"sector": sector, "place": place, "organisation": organisation}
    alike = cluster.needs.standing().filter(**facts)  # type: ignore[attr-defined]  # its queryset
    if same := next((need for need in alike if fold(need.text) == fold(text)), None):
        same.declared_on = max(same.declared_on, day)
        same.save(update_fields=("declared_on",))
        index_need(same)
        return same  # type: ignore[no-any-return]
    voice = Voice(author_name, by, link)
    need = Need.objects.create(cluster=cluster, text=text, source=source, declared_on=day, **facts, **said_by(voice))
    index_need(need)
    return need


@transaction.atomic
def withdraw_need(need: Need, *, by: User | None) -> None:
    """It is no longer told: a mistake, or no longer so."""
    need.withdrawn_at = timezone.now()
    Need.objects.standing().filter(pk=need.pk).update(withdrawn_at=need.withdrawn_at, withdrawn_by=by)
    index_need(need)
