"""« Déjà demandé ? »: open actions of the same cluster whose words are those being typed."""

from __future__ import annotations

from collections import Counter

from actions.enums import ACTION
from actions.models import ActionPoint
from actions.selectors.listed import ActionRow
from clusterhub.web import richtext
from clusterhub.web.search.lookup import rarest_first
from clusterhub.web.search.models import Posting
from clusterhub.web.search.stems import stems_of
from participants.models import Cluster, User

WORDS, LEAST = 12, 2
"""How many of the typed words are looked at; how many an action has to share, and at least half of them."""
CANDIDATES, SHOWN = 300, 3


def similar_actions(text: str, *, cluster: Cluster, user: User, but: ActionPoint | None = None) -> list[ActionRow]:
    """The closest first; only what this user may see."""
    stems = rarest_first(stems_of(richtext.to_text(text)[:2000])[:WORDS])
    if len(stems) < LEAST:
        return []
    shared = _shared_words(stems, cluster)
    needed = max(LEAST, (len(stems) + 1) // 2)
    close = [number for number, count in shared.most_common() if count >= needed and (not but or number != but.pk)]
    visible = ActionPoint.objects.visible_to(user).open().filter(cluster=cluster).select_related("meeting")
    found = visible.in_bulk(close)
    return [ActionRow(found[number]) for number in close if number in found][:SHOWN]


def _shared_words(stems: list[str], cluster: Cluster) -> Counter[int]:
    """Number of the action → how many of the stems it holds. Common words count, but bring nobody in by themselves."""
    postings = Posting.objects.filter(kind=ACTION, cluster_id=cluster.pk)
    bringing = postings.filter(stem__in=stems[: (len(stems) + 2) // 2]).order_by("-on", "-entry_id")
    entries = set(bringing.values_list("entry_id", flat=True)[:CANDIDATES])
    return Counter(postings.filter(entry_id__in=entries, stem__in=stems).values_list("entry__key", flat=True))
