from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from clusterhub.web.search.index import Findable, drop, keep, keep_many
from participants.models import Activity, Need, Organisation

ORGANISATION, ACTIVITY, NEED = "organisation", "activity", "need"


def index_organisation(organisation: Organisation) -> None:
    """With its activities, which are found by its names too."""
    keep(findable(organisation))
    index_activities(organisation)


def index_activities(organisation: Organisation) -> None:
    keep_many(activity_findable(activity) for activity in told_activities().filter(organisation=organisation))


def index_activity(activity: Activity) -> None:
    """New, changed, or taken back."""
    if activity.withdrawn_at:
        drop(ACTIVITY, activity.pk)
    else:
        keep(activity_findable(activity))


def index_need(need: Need) -> None:
    if need.withdrawn_at:
        drop(NEED, need.pk)
    else:
        keep(need_findable(need))


# --- By which words ---------------------------------------------------------------------------------------------------


def findable(organisation: Organisation) -> Findable:
    """By every name that it answers to, and by what it says of itself."""
    names = [alias.text for alias in organisation.aliases.all()]
    text = " · ".join(filter(None, dict.fromkeys((organisation.full_label, *names, organisation.presentation))))
    return Findable(ORGANISATION, organisation.pk, timezone.localdate(organisation.created_at), text)


def told_activities() -> QuerySet[Activity]:
    return Activity.objects.standing().select_related("organisation__parent", "place")


def activity_findable(activity: Activity) -> Findable:
    """What it is, whose, in which sector, where, for which project. One of a profile is of no cluster."""
    words = (activity.description, activity.organisation.full_label, *_spot(activity), activity.project_code)
    text = " · ".join(filter(None, words))
    return Findable(ACTIVITY, activity.pk, activity.reported_on, text, activity.cluster_id)


def told_needs() -> QuerySet[Need]:
    return Need.objects.standing().select_related("place")


def need_findable(need: Need) -> Findable:
    text = " · ".join(filter(None, (need.text, *_spot(need))))
    return Findable(NEED, need.pk, need.declared_on, text, need.cluster_id)


def _spot(said: Activity | Need) -> tuple[str, str]:
    return said.get_sector_display(), said.place.label if said.place else ""
