"""What happens on this floor and may concern the floors above. Handlers run inside the transaction that publishes."""

from clusterhub.web.events import Event
from meetings.models import Meeting

meeting_created = Event[Meeting]("meeting_created")
"""The agenda is filled from the template: the floors above may bring in what is left from earlier meetings."""

meeting_opened = Event[Meeting]("meeting_opened")
"""What was carried over is fixed from now on."""

meeting_closed = Event[Meeting]("meeting_closed")
"""The actions that it made are shown to their owners."""

meeting_rescheduled = Event[Meeting]("meeting_rescheduled")
"""The date changed: what is due « à la prochaine réunion » follows."""

meeting_cancelled = Event[Meeting]("meeting_cancelled")
