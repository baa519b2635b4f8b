"""From a gap to an action: the cluster promises to find somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.html import format_html, format_html_join

from actions.enums import OPEN_STATUSES, OwnerKind
from actions.models import ActionPoint, GapAction
from actions.services.create import create_action
from actions.services.owners import Party
from actions.wording import gap_wording
from participants.enums import Role
from participants.models import Cluster, Place, User


@transaction.atomic
def cover_gap(
    *, cluster: Cluster, place: Place | None, sector: str, by: User, wants: Iterable[str] = ()
) -> tuple[ActionPoint, bool]:
    """« Couvrir … », for the coordination of the cluster, and whether it is new: two taps make one action.

    ``wants``: the needs that were declared there, as they were said.
    """
    Cluster.objects.select_for_update().get(pk=cluster.pk)
    if in_hand := _in_hand(cluster, place, sector):
        return in_hand, False
    owner = f"Coordination {cluster.code}"
    action = create_action(
        cluster=cluster,
        by=by,
        description=_description(place, sector, wants),
        owner_text=owner,
        parties=[Party(OwnerKind.ROLE, owner, role=Role.COORDINATOR)],
        place=place,
        sector=sector,
    )
    GapAction.objects.create(action=action)
    return action, True


def _in_hand(cluster: Cluster, place: Place | None, sector: str) -> ActionPoint | None:
    made = ActionPoint.objects.standing().filter(cluster=cluster, gap__isnull=False, status__in=OPEN_STATUSES)
    return made.filter(place=place, sector=sector).order_by("id").first()


def _description(place: Place | None, sector: str, wants: Iterable[str]) -> str:
    head = format_html("<p>{}</p>", gap_wording(place, sector))
    said = format_html_join("", "<li>{}</li>", ((want,) for want in wants))
    return f"{head}<ul>{said}</ul>" if said else str(head)
