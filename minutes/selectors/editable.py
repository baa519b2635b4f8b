"""The text of the editable copy."""

from __future__ import annotations

from minutes.content import Edition
from minutes.models import Minutes
from minutes.selectors.record import Reading, adopted_version, content_of, readable_content
from participants.models import User


def editable_reading(minutes: Minutes, user: User, edition: Edition) -> Reading | None:
    """What the PDF of the same edition says: once adopted, the members' is the version in force, also for whoever
    prepares an erratum."""
    adopted = adopted_version(minutes) if edition == "members" else None
    if adopted:
        return Reading(content_of(adopted, "members"), minutes.printed_layout, adopted)
    return readable_content(minutes.meeting, user, edition)
