"""Actions of a cluster in figures, as one person may see them. Counted by the database, however many they are.

Each figure is one that the list of actions can show: the filters that do are in ``minutes.views.dashboard_links``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from actions.enums import OPEN_STATUSES, Status
from actions.models import ActionShare
from actions.partners import DONE_IN_TIME, late_on
from actions.querysets import AFTER_DATE, ON_TIME, ActionQuerySet, decided_between, within
from clusterhub.web.periods import Period

AGES = (30, 90, 180, 365)
"""Days, those of the list's filter."""
OPEN = Q(status__in=OPEN_STATUSES)


@dataclass(frozen=True)
class AgeTally:
    """Open actions decided more than ``older`` and at most ``younger`` days ago; None: without that bound."""

    older: int | None
    younger: int | None
    open: int
    late: int
    undated: int

    @property
    def to_come(self) -> int:
        return self.open - self.late - self.undated


@dataclass(frozen=True)
class ActionTally:
    """``open``, ``late``, ``undated``: today, of those decided until the end of the period. ``done`` and what follows:
    reported done in the period. ``raised`` and what follows: decided in the period.
    """

    open: int
    late: int
    undated: int
    done: int
    on_time: int
    after_date: int
    done_undated: int
    raised: int
    owned: int
    dated: int
    clear: int
    ages: tuple[AgeTally, ...]


@dataclass(frozen=True)
class PartTally:
    """What one organisation, its units included, has of the same: by its own part of each action."""

    open: int = 0
    late: int = 0
    done: int = 0
    on_time: int = 0


def action_tally(actions: ActionQuerySet, period: Period, *, on: date) -> ActionTally:
    """One query."""
    counted = actions.order_by().aggregate(**_counts(period, on), **_age_counts(period, on))
    ages = [_age(older, younger, counted) for older, younger in age_classes()]
    return ActionTally(**{name: counted[name] for name in _counts(period, on)}, ages=tuple(ages))


def _counts(period: Period, on: date) -> dict[str, Count]:
    opened = OPEN & decided_between(None, period.until)
    done = Q(status=Status.DONE) & within("completed_on", period.since, period.until)
    raised = decided_between(period.since, period.until)
    wanted = {
        "open": opened,
        "late": opened & Q(due_on__lt=on),
        "undated": opened & Q(due_on=None),
        "done": done,
        "on_time": done & ON_TIME,
        "after_date": done & AFTER_DATE,
        "done_undated": done & Q(due_on=None),
        "raised": raised,
        "owned": raised & Q(is_owned=True),
        "dated": raised & Q(due_on__isnull=False),
        "clear": raised & Q(is_owned=True, due_on__isnull=False),
    }
    return {name: Count("pk", filter=condition) for name, condition in wanted.items()}


def age_classes() -> list[tuple[int | None, int | None]]:
    """From the youngest to the oldest."""
    return list(zip((None, *AGES), (*AGES, None), strict=True))


def _age_counts(period: Period, on: date) -> dict[str, Count]:
    counts = {}
    for older, younger in age_classes():
        aged = OPEN & decided_between(None, period.until) & _aged(older, younger, on)
        counts[f"age_{older}_open"] = Count("pk", filter=aged)
        counts[f"age_{older}_late"] = Count("pk", filter=aged & Q(due_on__lt=on))
        counts[f"age_{older}_undated"] = Count("pk", filter=aged & Q(due_on=None))
    return counts


def _aged(older: int | None, younger: int | None, on: date) -> Q:
    """As ``older_than`` and ``younger_than`` have it."""
    found = Q(decided_on__lt=on - timedelta(days=older)) if older else Q()
    return found & Q(decided_on__gte=on - timedelta(days=younger)) if younger else found


def _age(older: int | None, younger: int | None, counted: dict[str, int]) -> AgeTally:
    return AgeTally(older, younger, **{name: counted[f"age_{older}_{name}"] for name in ("open", "late", "undated")})


def part_tallies(actions: ActionQuerySet, period: Period, *, on: date) -> dict[int, PartTally]:
    """By number of the organisation. One query."""
    shares = ActionShare.objects.filter(left_on=None, action__in=actions.order_by().values("pk"))
    opened = OPEN & Q(action__status__in=OPEN_STATUSES) & decided_between(None, period.until, of="action__")
    done = Q(status=Status.DONE) & within("completed_on", period.since, period.until)
    wanted = {
        "open": opened,
        "late": opened & late_on(on),
        "done": done,
        "on_time": done & DONE_IN_TIME,
    }
    counts = {name: Count("action", filter=condition, distinct=True) for name, condition in wanted.items()}
    whole = shares.annotate(whole=Coalesce("organisation__parent", "organisation")).values("whole").order_by()
    rows = whole.annotate(**counts).values_list("whole", *wanted)
    return {number: PartTally(*counted) for number, *counted in rows}
