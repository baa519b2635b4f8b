"""What has to be done first. A chain of actions never comes back to where it starts."""

from __future__ import annotations

from actions.errors import DependenceRefused
from actions.models import ActionPoint
from participants.models import Cluster

OFFERED = 8


def check_predecessor(predecessor: ActionPoint | None, *, of: ActionPoint) -> None:
    """Raises ``DependenceRefused``: another cluster's, or one that waits, near or far, for this very action."""
    if predecessor is None:
        return
    if predecessor.cluster_id != of.cluster_id:
        raise DependenceRefused("Une action ne dépend que d’actions du même cluster.")
    if of.pk in chain_from(predecessor):
        raise DependenceRefused(f"{predecessor.reference} attend déjà cette action, directement ou non.")


def possible_predecessors(words: str, *, cluster: Cluster, of: ActionPoint | None = None) -> list[ActionPoint]:
    """Open actions of the cluster that hold the words and do not wait, near or far, for this one; the newest first."""
    known = ActionPoint.objects.standing().open().filter(cluster=cluster).matching(words, clusters=[cluster.pk])
    offered = known.order_by("-pk")[:OFFERED]
    return [one for one in offered if of is None or of.pk not in chain_from(one)]


def chain_from(action: ActionPoint) -> set[int]:
    """The action and all that it waits for."""
    found: set[int] = set()
    number: int | None = action.pk
    while number and number not in found:
        found.add(number)
        number = ActionPoint.objects.filter(pk=number).values_list("depends_on", flat=True).first()
    return found
