from __future__ import annotations

from django.utils import timezone

from actions.enums import ACTION
from actions.models import ActionPoint
from clusterhub.web import richtext
from clusterhub.web.folding import fold
from clusterhub.web.search.index import Findable, keep


def searched_text(action: ActionPoint) -> str:
    """What a search looks through: reference, wording, owners as written, organisations that share."""
    shares = action.shares.filter(left_on=None).select_related("organisation__parent")
    names = [share.organisation.full_label for share in shares] if shares else []
    return " · ".join(filter(None, (action.reference, richtext.to_text(action.description), action.owner_text, *names)))


def fold_action(action: ActionPoint) -> None:
    """Bring the search column and the index up to date with the texts and the shares."""
    text = searched_text(action)
    action.folded = fold(text)
    action.save(update_fields=("folded",))
    keep(findable(action, text))


def findable(action: ActionPoint, text: str) -> Findable:
    day = action.meeting.day if action.meeting else timezone.localdate(action.created_at)
    return Findable(ACTION, action.pk, day, text, action.cluster_id)
