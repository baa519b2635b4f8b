"""The answers to a call, put into the minutes or sent on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from actions.contributions.tables import AnswerTable, CallReading
from actions.contributions.texts import as_plain_text, as_rich_text
from actions.errors import TextMoved
from actions.models import ContributionCall
from actions.notifications import send_contributions
from clusterhub.web.folding import strip_control
from clusterhub.web.richtext import clean
from meetings.errors import ForeignObject, MeetingsError
from meetings.models import AgendaItem
from meetings.services.texts import Conflict, save_text
from participants.models import User
from participants.selectors import Mailbox, each_once
from participants.services.ledger import claim_message

MESSAGE = "contributions"


def put_into_item(call: ContributionCall, tables: Sequence[AnswerTable], *, item: AgendaItem, by: User) -> bool:
    """After what the item says already; False when it says just that.

    Raises ``MeetingsError`` (the record is adopted, the text too long) and ``TextMoved``.
    """
    item.refresh_from_db()
    if item.meeting.cluster_id != call.cluster_id:
        raise ForeignObject("Ce point est celui d’un autre cluster.")
    added = clean(as_rich_text(tables))
    if not added:
        raise MeetingsError("Il n’y a encore aucune réponse à verser.")
    if added in item.discussion:
        return False
    answer = save_text(
        target=item,
        field="discussion",
        text=item.discussion + added,
        base_version=item.discussion_version,
        key=uuid.uuid4(),
        author=by,
    )
    if isinstance(answer, Conflict):
        raise TextMoved("Quelqu’un écrit dans ce point en ce moment : votre texte est gardé à côté du sien.")
    return True


@transaction.atomic
def forward_contributions(reading: CallReading, *, to: Iterable[Mailbox], note: str) -> int:
    """To each address once a day. Returns how many mails that makes."""
    text, today, count = as_plain_text(reading), timezone.localdate(), 0
    for box in each_once(to):
        about = reading.call.uuid
        if box.address and claim_message(recipient=box.address, purpose=MESSAGE, about=about, for_date=today):
            send_contributions(box, call=reading.call, text=text, note=strip_control(note).strip())
            count += 1
    return count
