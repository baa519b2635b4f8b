"""What this floor does when something happens below. Registered once, by ``ActionsConfig.ready``."""

from actions.services.carry_over import fix_carry_over, refresh_cluster
from actions.services.due import follow_meetings
from meetings.events import meeting_cancelled, meeting_created, meeting_opened, meeting_rescheduled
from meetings.models import Meeting


@meeting_created.register
@meeting_rescheduled.register
@meeting_cancelled.register
def follow_calendar(meeting: Meeting) -> None:
    """What is left comes back at the meetings to come, and what is due « à la prochaine réunion » follows."""
    follow_meetings(meeting.cluster)
    refresh_cluster(meeting.cluster)


@meeting_opened.register
def fix_what_was_carried(meeting: Meeting) -> None:
    fix_carry_over(meeting)
    refresh_cluster(meeting.cluster)
