"""Where each figure of a dashboard leads: the list, with the filters that leave exactly what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from actions.filters import (
    AFTER_DATE_CODE,
    ALL,
    BOTH,
    COMPLETED,
    DATED,
    DECIDED,
    DONE_PART,
    DONE_PART_ON_TIME,
    LATE_PART,
    ON_TIME_CODE,
    OPEN_PART,
    OWNED,
    UNDATED_CODE,
)
from clusterhub.web.periods import Period
from meetings.enums import MeetingState
from minutes.filters import CIRCULATED, SIGNED
from minutes.selectors.tallies import AgeTally
from participants.models import Cluster, Organisation

ON = "on"
"""What a ticked box sends."""


@dataclass(frozen=True)
class Links:
    cluster: Cluster
    period: Period

    @property
    def _days(self) -> dict[str, str]:
        return {"since": self.period.since.isoformat(), "until": self.period.until.isoformat()}

    def _list(self, name: str, **query: object) -> str:
        given = {"cluster": self.cluster.uuid, **{key: value for key, value in query.items() if value}}
        return f"{reverse(name)}?{urlencode(given)}"

    def _actions(self, **query: object) -> str:
        return self._list("actions:action_list", **query)

    # --- Actions that are open today ---

    def open(self, **query: object) -> str:
        return self._actions(until=self.period.until.isoformat(), **query)

    def late(self, **query: object) -> str:
        return self.open(late=ON, **query)

    def undated(self, **query: object) -> str:
        return self.open(undated=ON, **query)

    def age(self, tally: AgeTally) -> dict[str, object]:
        return {"age": tally.older, "younger": tally.younger}

    # --- Done in the period, decided in the period ---

    def done(self, how: str = "") -> str:
        return self._actions(status=ALL, period=COMPLETED, done=how, **self._days)

    def on_time(self) -> str:
        return self.done(ON_TIME_CODE)

    def after_date(self) -> str:
        return self.done(AFTER_DATE_CODE)

    def done_undated(self) -> str:
        return self.done(UNDATED_CODE)

    def raised(self, clear: str = "") -> str:
        return self._actions(status=ALL, period=DECIDED, clear=clear, **self._days)

    def owned(self) -> str:
        return self.raised(OWNED)

    def dated(self) -> str:
        return self.raised(DATED)

    def clear(self) -> str:
        return self.raised(BOTH)

    # --- Of one organisation ---

    def part(self, organisation: Organisation, *, late: bool = False) -> str:
        return self.open(organisation=organisation.short_label, part=LATE_PART if late else OPEN_PART)

    def part_done(self, organisation: Organisation, *, on_time: bool = False) -> str:
        asked = DONE_PART_ON_TIME if on_time else DONE_PART
        return self._actions(status=ALL, organisation=organisation.short_label, part=asked, **self._days)

    # --- Meetings ---

    def held(self, **query: object) -> str:
        return self._list("meetings:meeting_list", state=MeetingState.CLOSED.value, **self._days, **query)

    def attended(self, organisation: Organisation) -> str:
        return self.held(organisation=organisation.short_label)

    def attended_by_kind(self, kind: str) -> str:
        return self.held(organisation_kind=kind)

    def records(self, state: str = "") -> str:
        return self._list("minutes:record_list", record=state, **self._days)

    def circulated(self) -> str:
        return self.records(CIRCULATED)

    def signed(self) -> str:
        return self.records(SIGNED)
