"""What a search finds for one person: a few of each kind, or a page of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from clusterhub.search.kinds import KINDS, Hit, Kind, record_hit
from clusterhub.web.search.lookup import WORDS, Key, after, holding, rarest_first
from clusterhub.web.search.models import Posting
from clusterhub.web.search.passages import passage_in
from clusterhub.web.search.stems import stems_of
from minutes.selectors.live_texts import live_texts
from participants.models import User

FIRST, PAGE = 5, 20
LARGEST_BATCH = 1_000
Narrow = Callable[[QuerySet], QuerySet]


@dataclass(frozen=True)
class Group:
    """``next``: where the rest begins; None at the end."""

    kind: Kind
    hits: list[Hit]
    next: Key | None


@dataclass(frozen=True)
class Results:
    stems: tuple[str, ...]
    live: list[Hit]
    groups: list[Group]

    @property
    def is_empty(self) -> bool:
        return not (self.live or any(group.hits for group in self.groups))


def search(
    text: str, user: User, *, narrow: Narrow, kind: str = "", page_after: str = "", with_live: bool = True
) -> Results:
    """``narrow`` filters the postings further. ``with_live``: also in what is still being written."""
    stems = rarest_first(stems_of(text)[:WORDS])
    if not stems:
        return Results((), [], [])
    key = Key.read(page_after) if kind else None
    asked = [one for one in KINDS if kind in ("", one.code)]
    groups = [_group(one, stems, user, narrow, key, PAGE if kind else FIRST) for one in asked]
    live = live_hits(stems, user) if with_live else []
    return Results(tuple(stems), live, [group for group in groups if group.hits])


def _group(kind: Kind, stems: Sequence[str], user: User, narrow: Narrow, key: Key | None, size: int) -> Group:
    places = user.standings if kind.is_of_clusters else None
    held = narrow(holding(stems, kinds=kind.postings, clusters=places))
    rows = _readable(after(held, key), kind, user, size + 1)
    shown, more = rows[:size], len(rows) > size
    return Group(kind, _hits(kind, shown, stems), Key.of(shown[-1].entry) if more else None)


def _readable(held: QuerySet[Posting], kind: Kind, user: User, size: int) -> list[Posting]:
    """The first that this reader may see: what holds the words is read in batches, and rights are asked of each."""
    found: list[Posting] = []
    rest, batch = held, 2 * size
    while len(found) < size:
        rows = list(rest.select_related("entry")[:batch])
        found += _seen_by(user, kind, rows)
        if len(rows) < batch:
            break
        rest, batch = after(held, Key.of(rows[-1].entry)), min(2 * batch, LARGEST_BATCH)
    return found[:size]


def _seen_by(user: User, kind: Kind, rows: Sequence[Posting]) -> list[Posting]:
    if not rows:
        return []
    reader = user.within({row.cluster_id for row in rows}) if kind.is_of_clusters else user
    asked = Posting.objects.filter(pk__in=[row.pk for row in rows])
    seen = set(asked.filter(kind.visible(reader)).values_list("pk", flat=True))
    return [row for row in rows if row.pk in seen]


def _hits(kind: Kind, rows: Sequence[Posting], stems: Sequence[str]) -> list[Hit]:
    things = kind.by_number(row.entry.key for row in rows) if rows else {}
    told = ((kind.told(things[row.entry.key]), row) for row in rows if row.entry.key in things)
    return [replace(hit, passage=tuple(passage_in(row.entry.text, stems))) for hit, row in told]


def live_hits(stems: Sequence[str], user: User) -> list[Hit]:
    """In what the coordination is still writing, which no index holds."""
    wanted = set(stems)
    found = ((meeting, words) for meeting, words in live_texts(user) if wanted <= set(stems_of(words)))
    return [replace(record_hit(meeting), passage=tuple(passage_in(words, stems))) for meeting, words in found][:FIRST]
