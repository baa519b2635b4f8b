from __future__ import annotations

from collections.abc import Iterable

from actions.enums import ACTION
from actions.models import ActionPoint, ActionShare
from clusterhub.web import richtext
from clusterhub.web.search.index import Findable, keep


def index_action(action: ActionPoint) -> None:
    """Bring the index up to date with the texts and the shares."""
    keep(findable(action, action.shares.filter(left_on=None).select_related("organisation__parent")))


def findable(action: ActionPoint, shares: Iterable[ActionShare]) -> Findable:
    """By its reference, its wording, its owners as written and the organisations that share it."""
    names = [share.organisation.full_label for share in shares]
    words = (action.reference, richtext.to_text(action.description), action.owner_text, *names)
    return Findable(ACTION, action.pk, action.decided_on, " · ".join(filter(None, words)), action.cluster_id)
