"""The demonstration's data files. Pure: TOML in, plain values out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clusterhub.web.typography import format_day

DATA = Path(__file__).parent / "data"
BAMAKO = ZoneInfo("Africa/Bamako")
RELATIVE_DATE = re.compile(r"\{\+(\d+)\}")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def read_meetings(*, today: date) -> list[dict[str, Any]]:
    """All meetings, oldest first, each with an aware ``starts_at``, ``ends_at`` and ``closed_at``."""
    dated = [read(f"meetings/{path.name}") for path in sorted((DATA / "meetings").glob("*-*.toml"))]
    recent = [_placed(meeting, today) for meeting in read("meetings/recent.toml")["meeting"]]
    return sorted((_aware(meeting) for meeting in [*dated, *recent]), key=lambda meeting: meeting["starts_at"])


def _placed(meeting: dict[str, Any], today: date) -> dict[str, Any]:
    """A recent meeting on its day: weekends are avoided by moving to the Friday before or the Monday after."""
    day = _working_day(today + timedelta(days=meeting["in_days"]), forward=meeting["in_days"] > 0)
    starts_at = datetime.combine(day, time.fromisoformat(meeting["hour"]))
    closed_at = starts_at + timedelta(minutes=100)
    return {**meeting, "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90), "closed_at": closed_at}


def _working_day(day: date, *, forward: bool) -> date:
    past_friday = day.weekday() - 4
    if past_friday <= 0:
        return day
    return day + timedelta(days=3 - past_friday) if forward else day - timedelta(days=past_friday)


def _aware(meeting: dict[str, Any]) -> dict[str, Any]:
    hours = {name: meeting[name].replace(tzinfo=BAMAKO) for name in ("starts_at", "ends_at", "closed_at")}
    return {**meeting, **hours}


def due_text(text: str, *, meeting_on: date) -> str:
    """``{+10}`` becomes the date ten days after the meeting, without the year, as people write it: « 22 novembre »."""

    def written(match: re.Match[str]) -> str:
        return format_day(meeting_on + timedelta(days=int(match[1])))

    return RELATIVE_DATE.sub(written, text)


def points(items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each item with the one it stands under, parents first."""
    for item in items:
        yield item, None
        for child in item.get("child", []):
            yield child, item
