from __future__ import annotations

from actions.models import ActionPoint
from clusterhub.web import richtext
from clusterhub.web.folding import fold


def folded_text(action: ActionPoint) -> str:
    """What a search looks through: reference, wording, owners as written, organisations that share."""
    shares = action.shares.filter(left_on=None).select_related("organisation__parent")
    names = [share.organisation.full_label for share in shares] if shares else []
    return fold(" ".join((action.reference, richtext.to_text(action.description), action.owner_text, *names)))


def fold_action(action: ActionPoint) -> None:
    """Bring the search column up to date with the texts and the shares."""
    action.folded = folded_text(action)
    action.save(update_fields=("folded",))
