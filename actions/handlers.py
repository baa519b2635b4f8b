"""What this floor does when something happens below. Registered once, by ``ActionsConfig.ready``."""

from django.db.models import Q

from actions.models import ActionPoint, ActionReview
from actions.services.automatic_calls import close_calls_of, follow_moved_meeting, reopen_calls_of
from actions.services.carry_over import fix_carry_over, refresh_cluster
from actions.services.decided import take_along
from actions.services.departures import keep_with_organisation
from actions.services.due import follow_meetings
from actions.services.members import share_with_group, share_with_members
from actions.services.searching import index_action
from clusterhub.web.typography import plural
from meetings.enums import Visibility
from meetings.errors import ItemInUse
from meetings.events import (
    item_leaving,
    item_restricted,
    meeting_cancelled,
    meeting_created,
    meeting_opened,
    meeting_rescheduled,
    meeting_restored,
)
from meetings.models import AgendaItem, Meeting
from meetings.services.text_fields import Shape, TextField, register
from participants.events import Departure, group_changed, membership_changed, person_left
from participants.models import Membership, OrganisationGroup

register(TextField(ActionPoint, "description", required=True, after=index_action))
register(TextField(ActionReview, "comment", Shape.LINES))


@meeting_created.register
@meeting_rescheduled.register
@meeting_cancelled.register
@meeting_restored.register
def follow_calendar(meeting: Meeting) -> None:
    """What is left comes back at the meetings to come, and what is due « à la prochaine réunion » follows."""
    follow_meetings(meeting)
    refresh_cluster(meeting.cluster)


meeting_rescheduled.register(take_along)
meeting_rescheduled.register(follow_moved_meeting)
meeting_cancelled.register(close_calls_of)
meeting_restored.register(reopen_calls_of)


@meeting_opened.register
def fix_what_was_carried(meeting: Meeting) -> None:
    fix_carry_over(meeting)
    refresh_cluster(meeting.cluster)


@membership_changed.register
def follow_membership(membership: Membership) -> None:
    share_with_members(membership.cluster_id)


@group_changed.register
def follow_group(group: OrganisationGroup) -> None:
    share_with_group(group.pk)


@person_left.register
def keep_promises_of(departure: Departure) -> None:
    keep_with_organisation(departure.person, departure.organisation)


@item_leaving.register
def keep_promises(item: AgendaItem) -> None:
    """An agenda item does not take its actions away with it. Raises ``ItemInUse``."""
    count = ActionPoint.objects.standing().filter(item=item).count()
    if count:
        raise ItemInUse(f"Ce point porte {plural(count, 'action', 'actions')} : déplacez-les ou retirez-les d’abord.")


@item_restricted.register
def restrict_promises(item: AgendaItem) -> None:
    """The actions of a restricted item, and of the points under it, are for the coordination only."""
    ActionPoint.objects.filter(Q(item=item) | Q(item__parent=item)).update(visibility=Visibility.COORDINATION)
