"""« La date sera communiquée par … »: that party is asked for it, and gives it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from actions.enums import DueKind, OwnerKind
from actions.errors import DateNotAwaited
from actions.models import ActionPoint
from actions.notifications import send_date_request
from actions.services.due import Due, set_due
from actions.services.history import log_update
from actions.services.owners import Party, understand_owners
from actions.services.status import DUE_FIELDS
from actions.services.telling import coordination_of, mailboxes_of
from clusterhub.web.folding import strip_control_line
from clusterhub.web.typography import join_words
from meetings.enums import Visibility
from participants.models import MessageLedger, User
from participants.selectors import Mailbox
from participants.services.ledger import claim_message

DATE_ASKED = "action_date_asked"


def date_givers(action: ActionPoint) -> list[Party]:
    """Whom the words name, as they are known today; none when the deadline is of another kind."""
    if not action.awaits_date:
        return []
    found = understand_owners(action.due_set_by, cluster=action.cluster)
    return [party for party in found if party.kind in (OwnerKind.ORGANISATION, OwnerKind.PERSON, OwnerKind.ROLE)]


@transaction.atomic
def ask_for_date(action: ActionPoint, *, by: User | None, at: datetime | None = None) -> int:
    """Queue the request, once a day for one person. Where nobody is known the coordination has to find out: told too.

    Returns how many mails that makes. Raises ``DateNotAwaited``.
    """
    if not action.awaits_date:
        raise DateNotAwaited("La date de cette action n’est pas à communiquer.")
    at = at or timezone.now()
    asked = [box for box in _boxes(action) if _claim(action, box, timezone.localdate(at))]
    for box in asked:
        send_date_request(action, box)
    if asked:
        comment = f"Date demandée à {join_words(box.name for box in asked)}."
        log_update(action, by=by, before=action.status, after=action.status, comment=comment, at=at)
    return len(asked)


def ask_for_dates(*, at: datetime | None = None) -> int:
    """To be run as often as one likes: what was never asked is asked once; asking again is the coordination's."""
    asked = MessageLedger.objects.filter(purpose=DATE_ASKED).values("about")
    awaiting = ActionPoint.objects.standing().released().open().filter(due_kind=DueKind.TO_BE_COMMUNICATED, due_on=None)
    actions = awaiting.exclude(due_set_by="").exclude(uuid__in=asked).select_related("cluster", "meeting")
    return sum(ask_for_date(action, by=None, at=at) for action in actions.order_by("pk"))


@transaction.atomic
def give_date(action: ActionPoint, *, on: date, by: User, comment: str = "") -> None:
    """The words stay as written; the date is known from now on. Raises ``DateNotAwaited`` when it is already."""
    current = ActionPoint.objects.select_for_update().select_related("cluster").get(pk=action.pk)
    if not current.awaits_date:
        raise DateNotAwaited("La date de cette action est déjà connue.")
    set_due(current, Due(DueKind.DATE, on, set_by=current.due_set_by))
    current.save(update_fields=DUE_FIELDS)
    said = strip_control_line(comment) or "Date communiquée."
    log_update(current, by=by, before=current.status, after=current.status, comment=said, due=(None, on))
    action.refresh_from_db()


def _boxes(action: ActionPoint) -> Sequence[Mailbox]:
    if action.visibility == Visibility.COORDINATION:
        return coordination_of(action.cluster)
    givers = date_givers(action)
    boxes = mailboxes_of(
        action.cluster,
        organisations=[party.organisation.pk for party in givers if party.organisation],
        roles=[party.role for party in givers if party.role],
        people=[party.person.pk for party in givers if party.person],
    )
    return boxes or coordination_of(action.cluster)


def _claim(action: ActionPoint, box: Mailbox, day: date) -> bool:
    return claim_message(recipient=box.address, purpose=DATE_ASKED, about=action.uuid, for_date=day)
