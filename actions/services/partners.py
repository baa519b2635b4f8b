"""What an organisation does with its link, and how the coordination sends it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from actions.enums import Status
from actions.errors import TooManyReports
from actions.models import ActionShare, ActionUpdate
from actions.notifications import send_partner_actions
from actions.partners import as_lines, focal_mailboxes, mailing_in, open_shares, shares_of
from actions.services.proofs import keep_proof
from actions.services.report import report_on_action
from actions.services.taking_back import take_back
from actions.services.unasked import foresee_unasked, lock_calls, propose_unasked
from clusterhub.web.typography import format_date
from meetings.models import AgendaProposal, ForeseenAttendance, Meeting
from meetings.services.proposals import withdraw_proposal
from participants.models import AccessLink, Cluster, Organisation, User
from participants.services.ledger import claim_message
from participants.services.partner_links import create_partner_link, lock_partner_link, partner_link_for, record_use
from participants.voices import Voice

AT_MOST_PER_HOUR = 60
TWICE_WITHIN = timedelta(minutes=10)
IN_A_MAIL = 10
MESSAGE = "partner_actions"
LINK, LONGEST_LINK = re.compile(r"https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)]"), 500


@transaction.atomic
def report_by_link(
    link: AccessLink, share: ActionShare, *, name: str, status: str, comment: str = "", file: File | None = None
) -> ActionUpdate:
    """The same sent twice in a row is one report: the line was slow.

    Raises ``ActionsError``, ``FileRefused`` or, as all that is done by a link, ``LinkUnusable``.
    """
    lock_partner_link(link)
    if not file and (told := _just_told(link, share, status, comment)):
        return told
    check_pace(link)
    update = report_on_action(
        share.action,
        by=None,
        organisation=share.organisation,
        status=status,
        comment=comment,
        note=" ".join(comment.split())[:500] if status == Status.BLOCKED else "",
        documents=keep_proof(share.action, file, by=None),
        proof_url=_first_link(comment),
        author_name=name,
        link=link,
    )
    record_use(link, act=f"{share.action.reference} : {Status(status).label}", name=name)
    return update


@transaction.atomic
def take_back_by_link(link: AccessLink, share: ActionShare, *, name: str, word: UUID) -> None:
    """Raises ``ActionsError`` or ``LinkUnusable``."""
    lock_partner_link(link)
    check_pace(link)
    taken = take_back(share, word=word, by=None, author_name=name, link=link)
    if taken:
        said = f"« {Status(taken.before).label} » rectifié"
        record_use(link, act=f"{share.action.reference} : {said}", name=name)


def _first_link(text: str) -> str:
    """Whoever holds a link writes on a phone: there is one field for words, and an address in it is their document."""
    found = LINK.search(text)
    return found[0] if found and len(found[0]) <= LONGEST_LINK else ""


def _just_told(link: AccessLink, share: ActionShare, status: str, comment: str) -> ActionUpdate | None:
    """The organisation's latest word, if it is this very one."""
    latest = share.action.updates.filter(organisation=share.organisation).order_by("-at", "-id").first()
    if latest is None or latest.link_id != link.pk or latest.at < timezone.now() - TWICE_WITHIN:
        return None
    return latest if (latest.after, latest.comment) == (status, comment.strip()) else None


def check_pace(link: AccessLink) -> None:
    """Raises ``TooManyReports``."""
    if link.uses.filter(at__gt=timezone.now() - timedelta(hours=1)).count() >= AT_MOST_PER_HOUR:
        raise TooManyReports("Ce lien a beaucoup servi depuis une heure. Réessayez plus tard.")


@transaction.atomic
def propose_by_link(link: AccessLink, *, meeting: Meeting | None, name: str, **said: Any) -> AgendaProposal:
    """Raises ``ActionsError``, ``MeetingsError`` or ``LinkUnusable``."""
    organisation, cluster = link.ends
    lock_calls(organisation, meeting)
    lock_partner_link(link)
    check_pace(link)
    voice = Voice(name, link=link)
    proposal = propose_unasked(cluster=cluster, organisation=organisation, meeting=meeting, voice=voice, **said)
    record_use(link, act=f"Point proposé : {proposal.title}", name=name)
    return proposal


@transaction.atomic
def withdraw_by_link(link: AccessLink, proposal: AgendaProposal, *, name: str) -> None:
    lock_partner_link(link)
    withdraw_proposal(proposal=proposal, voice=Voice(name, link=link))
    record_use(link, act=f"Point retiré : {proposal.title}", name=name)


@transaction.atomic
def foresee_by_link(link: AccessLink, *, meeting: Meeting, name: str, **said: str) -> ForeseenAttendance:
    organisation, _ = link.ends
    lock_calls(organisation, meeting)
    lock_partner_link(link)
    check_pace(link)
    foreseen = foresee_unasked(meeting=meeting, organisation=organisation, voice=Voice(name, link=link), **said)
    record_use(link, act=f"Réunion du {format_date(meeting.day)} : {foreseen.get_coming_display()}", name=name)
    return foreseen


# --- The coordination's side ------------------------------------------------------------------------------------------


@transaction.atomic
def mail_partner_actions(*, organisation: Organisation, cluster: Cluster, by: User | None) -> tuple[int, int]:
    """« Vos actions », with a link of its own, to each focal point; to nobody twice on the same day.

    Returns how many mails were queued, and how many focal points there are to write to.
    """
    todo = open_shares(shares_of(organisation, cluster))
    lines, count = as_lines(todo[:IN_A_MAIL]), todo.count()
    boxes = focal_mailboxes(organisation, cluster)
    owed = [box for box in boxes if _claimed(box.address, organisation, cluster)]
    for box in owed:
        url = partner_link_for(organisation, cluster, to=box.address, by=by)
        send_partner_actions(box, organisation=organisation, cluster=cluster, lines=lines, count=count, url=url)
    return len(owed), len(boxes)


def mail_all_partners(*, cluster: Cluster, by: User) -> int:
    """The same to each organisation that was given no link lately. Returns to how many it goes.

    A transaction each: what broke off goes on when it is asked for again, and nobody gets it twice.
    """
    sent = [mail_partner_actions(organisation=one, cluster=cluster, by=by) for one in mailing_in(cluster).due]
    return sum(queued > 0 for queued, _ in sent)


def _claimed(address: str, organisation: Organisation, cluster: Cluster) -> bool:
    about: UUID = uuid5(cluster.uuid, str(organisation.uuid))
    return claim_message(recipient=address, purpose=MESSAGE, about=about, for_date=timezone.localdate())


def partner_message(*, organisation: Organisation, cluster: Cluster, by: User) -> dict[str, object]:
    """What the text to paste into a message says; its link is known only now."""
    link, url = create_partner_link(organisation=organisation, cluster=cluster, by=by)
    count = open_shares(shares_of(organisation, cluster)).count()
    return {"link": link, "url": url, "organisation": organisation, "cluster": cluster, "count": count}
