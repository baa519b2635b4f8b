"""What the public check says of a sealed version: what its PDF prints at any rate, and nothing of its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.timezone import localdate, localtime

from clusterhub.web.typography import format_date, format_datetime, french
from minutes.content import Content
from minutes.enums import Edition
from minutes.layouts.phrases import day
from minutes.models import MinutesFile, MinutesVersion, Publication, SealedSheet, Signature, SigningIdentity
from minutes.selectors.keys import revoked_among
from minutes.selectors.record import content_of
from minutes.selectors.signers import SigningPlan, signing_plan


@dataclass(frozen=True)
class RevocationLine:
    """What the end of a certificate means for one signature. An earlier signature stays good."""

    text: str
    is_earlier: bool


@dataclass(frozen=True)
class KnownVersion:
    """`signatures` are those of the file at hand or, without a file, all that the members' edition has.

    `publication`: of the public edition at hand; without a file, the one that anybody may read now.
    """

    version: MinutesVersion
    content: Content
    signatures: Sequence[Signature]
    is_signed_since: bool
    replacement: MinutesVersion | None
    revocations: Sequence[RevocationLine]
    edition: Edition
    publication: Publication | None

    @property
    def title(self) -> str:
        meeting = self.content.meeting
        return f"{self.content.document_label} : {meeting.title or meeting.kind_label or 'réunion'}"

    @property
    def cluster(self) -> str:
        return self.content.meeting.cluster_name

    @property
    def held_on(self) -> str:
        return day(self.content.meeting.starts_at)

    @property
    def sealed_at(self) -> datetime:
        return self.version.frozen_at

    @property
    def is_public(self) -> bool:
        return self.edition == Edition.PUBLIC

    @property
    def printed_fingerprint(self) -> str:
        """The beginning that is printed at the foot of each page."""
        return self.content.sha256()[:16]

    @property
    def published_fingerprint(self) -> str:
        """That of the public edition, beside the members': both bear the same code."""
        return self.publication.content_sha256[:16] if self.publication and not self.is_public else ""

    @property
    def withdrawn_line(self) -> str:
        if not (self.is_public and self.publication and self.publication.withdrawn_at):
            return ""
        withdrawn_on = format_date(localdate(self.publication.withdrawn_at))
        return french(f"Cette édition publique a été retirée le {withdrawn_on} : ne la citez plus.")

    @property
    def replacement_line(self) -> str:
        if not self.replacement:
            return ""
        replaced_on = format_date(localdate(self.replacement.frozen_at))
        return french(f"La version {self.replacement.number}, du {replaced_on}, la remplace : demandez-la.")

    @cached_property
    def plan(self) -> SigningPlan:
        return signing_plan(self.version, self.signatures)

    @property
    def is_to_be_signed(self) -> bool:
        awaited = any(place.is_open for place in self.plan.places)
        return awaited and not self.is_signed_since and not self.is_public

    @property
    def done_without(self) -> tuple[str, ...]:
        """The functions whose signature was refused, and the record held for signed by the others."""
        waived = (str(place.role.label) for place in self.plan.places if place.waiver)
        return () if self.is_public else tuple(waived)


def sealed_version(public_key: str) -> MinutesVersion | None:
    return MinutesVersion.objects.select_related("minutes__meeting").filter(public_key=public_key).first()


def known_version(version: MinutesVersion, file: MinutesFile | None = None) -> KnownVersion:
    edition = Edition(file.edition) if file else Edition.MEMBERS
    everyone = list(version.signatures.filter(edition=edition))
    signatures = signatures_in(file) if file else everyone
    publication = _publication(version, edition)
    return KnownVersion(
        version=version,
        content=_content(version, edition, publication),
        signatures=signatures,
        is_signed_since=len(signatures) < len(everyone),
        replacement=_last_after(version),
        edition=edition,
        publication=publication,
        revocations=revocation_lines(signatures),
    )


def _publication(version: MinutesVersion, edition: Edition) -> Publication | None:
    """The one that stands; for who holds the public edition itself, also one that was withdrawn."""
    standing = version.publications.standing().first()
    return standing or (version.publications.first() if edition == Edition.PUBLIC else None)


def _content(version: MinutesVersion, edition: Edition, publication: Publication | None) -> Content:
    is_published = edition == Edition.PUBLIC and publication is not None
    return Content.from_json(publication.content) if is_published and publication else content_of(version, "members")


def signatures_in(file: MinutesFile) -> list[Signature]:
    """Those that this very file bears, in the order of signing."""
    signed = Signature.objects.filter(file__version=file.version_id, file__edition=file.edition)
    return list(signed.filter(file__signatures_count__lte=file.signatures_count).order_by("file__signatures_count"))


def revocation_lines(signatures: Sequence[Signature | SealedSheet]) -> list[RevocationLine]:
    revoked = revoked_among([signature.fingerprint for signature in signatures])
    return [
        _revocation_line(signature, revoked[signature.fingerprint])
        for signature in signatures
        if signature.fingerprint in revoked
    ]


def _revocation_line(signature: Signature | SealedSheet, identity: SigningIdentity) -> RevocationLine:
    signed_at, doubtful_since = signature.signed_at, identity.doubtful_since
    is_earlier = doubtful_since is None or signed_at < doubtful_since
    since = f", et douteux depuis le {_moment(identity.compromised_since)}" if identity.compromised_since else ""
    end = "antérieure : elle reste valable." if is_earlier else "postérieure : ne vous y fiez pas."
    text = (
        f"Le certificat de {signature.signer_name} a été révoqué le {_moment(identity.revoked_at)}{since}. "
        f"Sa signature du {_moment(signed_at)} est {end}"
    )
    return RevocationLine(french(text), is_earlier)


def _moment(moment: datetime | None) -> str:
    return format_datetime(localtime(moment)) if moment else ""


def _last_after(version: MinutesVersion) -> MinutesVersion | None:
    """The end of the chain of those that replace it."""
    standing = version
    for later in version.minutes.versions.filter(number__gt=version.number).order_by("number"):
        if later.supersedes_id == standing.pk:
            standing = later
    return standing if standing.pk != version.pk else None
