"""The records of the demonstration's meetings: circulated, adopted, signed as far as the data says."""

from __future__ import annotations

from typing import Any

from clusterhub.demo.people import House
from meetings.models import Meeting


def build_record(house: House, meeting: Meeting, data: dict[str, Any]) -> None:
    """Filled in once the record's services exist."""
