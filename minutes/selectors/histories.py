"""What became of one text: every state that its journal keeps."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model

from meetings.models import Meeting
from meetings.services.text_fields import TextField


def live_text(meeting: Meeting, known: TextField, number: UUID) -> Model:
    """The row that holds a text of this meeting. One of another meeting raises ``ObjectDoesNotExist`` too."""
    rows = known.model._default_manager.select_related(known.meeting)
    return rows.get(uuid=number, **{known.meeting: meeting})
