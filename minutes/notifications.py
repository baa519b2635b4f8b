"""The mails of this floor. They carry an address, never the text: what is restricted stays in the house."""

from __future__ import annotations

from datetime import date

from clusterhub.web.mail import absolute_url, queue_mail
from minutes.enums import RemarkKind
from minutes.models import Minutes, MinutesVersion, Remark, SigningEvent
from minutes.selectors.recipients import Recipient


def send_circulated(version: MinutesVersion, recipient: Recipient, *, comments_until: date) -> None:
    meeting = version.minutes.meeting
    context = {
        "name": recipient.name,
        "meeting": meeting,
        "number": version.number,
        "comments_until": comments_until,
        "url": absolute_url("minutes:record", uuid=meeting.uuid),
    }
    queue_mail("minutes_circulated", recipient.address, context)


def send_to_reviewer(minutes: Minutes, recipient: Recipient) -> None:
    url = absolute_url("minutes:record", uuid=minutes.meeting.uuid)
    queue_mail("minutes_review", recipient.address, {"name": recipient.name, "meeting": minutes.meeting, "url": url})


def send_signature_awaited(version: MinutesVersion, recipient: Recipient) -> None:
    meeting = version.minutes.meeting
    context = {"name": recipient.name, "meeting": meeting, "number": version.number}
    queue_mail(
        "minutes_to_sign", recipient.address, context | {"url": absolute_url("minutes:record", uuid=meeting.uuid)}
    )


def send_signature_refused(event: SigningEvent, recipient: Recipient) -> None:
    meeting = event.minutes.meeting
    context = {"name": recipient.name, "meeting": meeting, "who": event.name, "role": event.get_role_display()}
    url = absolute_url("minutes:record", uuid=meeting.uuid)
    queue_mail("minutes_signature_refused", recipient.address, context | {"url": url})


def send_remark_made(remark: Remark, recipient: Recipient) -> None:
    queue_mail("minutes_remark", recipient.address, _about(remark, recipient))


def send_remark_answered(remark: Remark, recipient: Recipient) -> None:
    queue_mail("minutes_remark_answered", recipient.address, _about(remark, recipient))


def _about(remark: Remark, recipient: Recipient) -> dict[str, object]:
    meeting = remark.version.minutes.meeting
    return {
        "name": recipient.name,
        "meeting": meeting,
        "is_objection": remark.kind == RemarkKind.OBJECTION,
        "url": absolute_url("minutes:record", uuid=meeting.uuid),
    }
