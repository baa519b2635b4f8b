"""How long each point of an agenda took, read from when its texts were typed: nobody starts a watch in a meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

Moment = tuple[UUID, datetime]


def time_spent(moments: Sequence[Moment], *, opened_at: datetime, until: datetime) -> dict[UUID, timedelta]:
    """``moments``: when typing went over to another point, in order. A point lasts until the next one is typed in; the
    first one began with the meeting."""
    spent: dict[UUID, timedelta] = defaultdict(timedelta)
    points = [point for point, _ in moments]
    starts = [opened_at, *(at for _, at in moments[1:]), until]
    for point, (start, end) in zip(points, pairwise(starts), strict=bool(points)):
        spent[point] += max(end - start, timedelta())
    return dict(spent)
