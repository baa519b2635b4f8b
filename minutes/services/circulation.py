"""Telling those who got a record what becomes of it: circulated, adopted, signed, corrected. Each is told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meetings.models import Meeting
from minutes.content import Content
from minutes.enums import VersionKind
from minutes.errors import FileDamaged
from minutes.models import Addressee, Circulation, Minutes, MinutesVersion
from minutes.notifications import send_adopted, send_circulated, send_erratum, send_signed
from minutes.selectors.circulation import Audience, recipients_again
from minutes.selectors.recipients import Recipient
from minutes.selectors.record import adopted_version, latest_file
from minutes.services.files import read_issued
from participants.services.ledger import claim_message

CIRCULATED, ADOPTED = "minutes_circulated", "minutes_adopted"
SIGNED, ERRATUM = "minutes_signed", "minutes_erratum"
ROOM = 1000
"""Letters for the names of the chosen lists."""


@dataclass(frozen=True)
class Enclosed:
    """A PDF that goes with mails, and what it was made from."""

    content: Content
    pdf: bytes


def wants_pdf(meeting: Meeting, recipients: Iterable[Recipient]) -> bool:
    """Whether the cluster sends it to those who cannot read the record here, and there is one."""
    return meeting.cluster.attaches_pdf and any(one.address and not one.has_access for one in recipients)


def keep_circulation(
    version: MinutesVersion, audience: Audience, recipients: Iterable[Recipient], *, comments_until: date
) -> Circulation:
    kept = Circulation.objects.create(
        version=version,
        comments_until=comments_until,
        to_members=audience.to_members,
        list_names=audience.list_names[:ROOM],
    )
    Addressee.objects.bulk_create(
        Addressee(
            circulation=kept,
            name=one.name,
            address=one.address,
            person=one.person,
            source=one.source,
            has_access=one.has_access,
        )
        for one in recipients
    )
    return kept


def tell_circulated(version: MinutesVersion, recipients: Iterable[Recipient], *, pdf: bytes) -> None:
    for recipient in recipients:
        if _is_owed(CIRCULATED, version, recipient):
            send_circulated(version, recipient, pdf=b"" if recipient.has_access else pdf)


def tell_adopted(version: MinutesVersion) -> None:
    """An erratum too: those who have the version that it replaces must know."""
    is_erratum = version.kind == VersionKind.ERRATUM
    recipients = recipients_again(version.minutes)
    pdf = _sealed_pdf(version, recipients)
    for recipient in recipients:
        if _is_owed(ERRATUM if is_erratum else ADOPTED, version, recipient):
            send = send_erratum if is_erratum else send_adopted
            send(version, recipient, pdf=b"" if recipient.has_access else pdf)


def tell_signed(minutes: Minutes) -> None:
    """That nobody is left to sign. A correction that is given up tells nobody anew."""
    version = adopted_version(minutes)
    recipients = recipients_again(minutes) if version else []
    pdf = _sealed_pdf(version, recipients) if version else b""
    for recipient in recipients:
        if version and _is_owed(SIGNED, version, recipient):
            send_signed(version, recipient, pdf=b"" if recipient.has_access else pdf)


def _sealed_pdf(version: MinutesVersion, recipients: Iterable[Recipient]) -> bytes:
    """Nothing when the stored bytes are not those that were issued: the mail says whom to ask."""
    sealed = latest_file(version) if wants_pdf(version.minutes.meeting, recipients) else None
    try:
        return read_issued(sealed) if sealed else b""
    except FileDamaged:
        return b""


def _is_owed(purpose: str, version: MinutesVersion, recipient: Recipient) -> bool:
    """Once per version and address."""
    return bool(recipient.address) and claim_message(
        recipient=recipient.address,
        purpose=purpose,
        about=version.uuid,
        for_date=timezone.localdate(version.frozen_at),
    )
