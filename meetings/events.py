"""What happens on this floor and may concern the floors above. Handlers run inside the transaction that publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterhub.web.events import Event

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Meeting

meeting_created: Event[Meeting] = Event("meeting_created")
"""The agenda is filled from the template: the floors above may bring in what is left from earlier meetings."""

meeting_opened: Event[Meeting] = Event("meeting_opened")
"""What was carried over is fixed from now on."""

meeting_closed: Event[Meeting] = Event("meeting_closed")
"""The actions that it made are shown to their owners."""

meeting_rescheduled: Event[Meeting] = Event("meeting_rescheduled")
"""The date changed: what is due « à la prochaine réunion » follows."""

meeting_cancelled: Event[Meeting] = Event("meeting_cancelled")

meeting_restored: Event[Meeting] = Event("meeting_restored")
"""The cancellation is taken back."""

item_leaving: Event[AgendaItem] = Event("item_leaving")
"""An agenda item is about to be deleted: a floor above that still needs it refuses by raising ``ItemInUse``."""

item_restricted: Event[AgendaItem] = Event("item_restricted")
"""An agenda item is for the coordination only from now on: what hangs on it must not stay in others' view."""
