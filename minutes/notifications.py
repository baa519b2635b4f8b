"""The mails of this floor. They carry an address, never the text: what is restricted stays in the house. The members'
edition goes along as a PDF only to those who cannot read it here, where the cluster says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from clusterhub.web.mail import ShortMessage, absolute_url, queue_mail, short_message
from minutes.content import Content
from minutes.enums import Edition, MinutesState, RemarkKind, VersionKind
from minutes.models import Minutes, MinutesVersion, Remark, SigningEvent, SigningIdentity
from minutes.selectors.recipients import Recipient, coordinators_of


def send_circulated(version: MinutesVersion, recipient: Recipient, *, pdf: bytes) -> None:
    _send_record("minutes_circulated", version, recipient, pdf, comments_until=version.minutes.comments_until)


def send_adopted(version: MinutesVersion, recipient: Recipient, *, pdf: bytes) -> None:
    adoption = Content.from_json(version.content).adoption
    told = {"adoption": adoption, "adopted_on": date.fromisoformat(adoption.meeting_on) if adoption else None}
    _send_record("minutes_adopted", version, recipient, pdf, tacitly=version.frozen_by_id is None, **told)


def send_signed(version: MinutesVersion, recipient: Recipient, *, pdf: bytes) -> None:
    signers = [
        (each.signer_name, each.get_role_display()) for each in version.signatures.filter(edition=Edition.MEMBERS)
    ]
    _send_record("minutes_signed", version, recipient, pdf, signers=signers)


def send_erratum(version: MinutesVersion, recipient: Recipient, *, pdf: bytes) -> None:
    replaced = version.supersedes.number if version.supersedes else None
    _send_record("minutes_erratum", version, recipient, pdf, reason=version.reason, replaced=replaced)


def _send_record(name: str, version: MinutesVersion, recipient: Recipient, pdf: bytes, **more: Any) -> None:
    """Somebody without access gets the PDF where the cluster sends it, else the names of those to ask."""
    meeting = version.minutes.meeting
    context = {
        "recipient": recipient,
        "meeting": meeting,
        "number": version.number,
        "url": absolute_url("minutes:record", uuid=meeting.uuid),
        "verification_url": absolute_url("minutes:verify_key", key=version.public_key) if version.public_key else "",
        "is_enclosed": bool(pdf),
        "coordinators": [one.name for one in coordinators_of(meeting.cluster)] if not recipient.has_access else [],
    }
    file_name = f"compte-rendu-{meeting.cluster.code}-{meeting.day.isoformat()}-version-{version.number}.pdf"
    enclosed = {file_name: {"file": ContentFile(pdf), "mimetype": "application/pdf"}} if pdf else {}
    queue_mail(name, recipient.address, context | more, attachments=enclosed)


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


# --- For WhatsApp and SMS ---------------------------------------------------------------------------------------------

SHORT_TEXTS = {
    MinutesState.IN_REVIEW: (("minutes_review", "Relecture"),),
    MinutesState.CIRCULATED: (("minutes_circulated", "Projet diffusé"),),
    MinutesState.ADOPTED: (("minutes_adopted", "Adoption"), ("minutes_to_sign", "Signature attendue")),
    MinutesState.SIGNED: (("minutes_signed", "Signature"),),
}


def record_texts(minutes: Minutes) -> list[ShortMessage]:
    """What was last told of the record. An erratum is told instead of the adoption."""
    version = minutes.versions.order_by("number").last()
    context = {
        "meeting": minutes.meeting,
        "url": absolute_url("minutes:record", uuid=minutes.meeting.uuid),
        "comments_until": minutes.comments_until,
        "number": version.number if version else None,
        "reason": version.reason if version else "",
    }
    names = SHORT_TEXTS.get(MinutesState(minutes.state), ())
    if version and version.kind == VersionKind.ERRATUM:
        names = tuple(
            ("minutes_erratum", "Erratum") if name == "minutes_adopted" else (name, title) for name, title in names
        )
    return [short_message(name, title, context) for name, title in names]


# --- Keys -------------------------------------------------------------------------------------------------------------


def send_key_renewed(identity: SigningIdentity, recipient: Recipient) -> None:
    queue_mail("key_renewed", recipient.address, _about_key(identity, recipient))


def send_key_expiring(identity: SigningIdentity, recipient: Recipient) -> None:
    queue_mail("key_expiring", recipient.address, _about_key(identity, recipient))


def _about_key(identity: SigningIdentity, recipient: Recipient) -> dict[str, object]:
    url = absolute_url("minutes:my_signature")
    return {"name": recipient.name, "owner": identity.owner, "until": localdate(identity.valid_until), "url": url}


def send_authority_expiring(until: date, recipient: Recipient) -> None:
    queue_mail("authority_expiring", recipient.address, {"name": recipient.name, "until": until})
