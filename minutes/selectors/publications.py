"""What is published for anybody to read, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from minutes.content import Content, SignatureMade
from minutes.editions import published
from minutes.enums import Edition
from minutes.layouts import get_layout
from minutes.layouts.sheet import Sheet
from minutes.models import Minutes, MinutesVersion, Publication, Signature
from minutes.selectors.signers import seal_line

SCREEN_LAYOUT = "a"


def published_records() -> QuerySet[Publication]:
    """The list that anybody may read, without the texts. What was withdrawn is not in it."""
    known = Publication.objects.standing().select_related(
        "version__minutes__meeting__cluster", "version__superseded_by"
    )
    return known.defer("content", "version__content", "version__superseded_by__content")


def publications_of(minutes: Minutes) -> list[Publication]:
    """All that ever were, the latest first."""
    related = Publication.objects.filter(version__minutes=minutes.pk).select_related(
        "version__superseded_by", "published_by__person", "withdrawn_by__person"
    )
    return list(related.defer("content", "version__content", "version__superseded_by__content"))


def public_content(version: MinutesVersion, *, names_people: bool) -> Content:
    """What would be published of a signed version."""
    signed = version.signatures.filter(edition=Edition.MEMBERS)
    return published(
        Content.from_json(version.content),
        seal=seal_line(version.minutes.meeting.cluster),
        signed_by=tuple(_made(signature) for signature in signed),
        names_people=names_people,
    )


def _made(signature: Signature) -> SignatureMade:
    return SignatureMade(
        role=signature.role,
        label=signature.get_role_display(),
        name=signature.signer_name,
        job_title=signature.job_title,
        stands_for=signature.stands_for,
        signed_at=timezone.localtime(signature.signed_at).isoformat(timespec="seconds"),
    )


@dataclass(frozen=True)
class PublicReading:
    """One publication, as its page shows it."""

    publication: Publication
    content: Content

    @property
    def sheet(self) -> Sheet:
        return get_layout(SCREEN_LAYOUT).sheet(self.content)

    @property
    def fingerprint(self) -> str:
        return self.content.sha256()[:16]

    @property
    def replacement(self) -> MinutesVersion | None:
        return self.publication.version.replaced_by

    @property
    def successor(self) -> Publication | None:
        """A later version that is published too."""
        version = self.publication.version
        later = Publication.objects.standing().filter(
            version__minutes=version.minutes_id, version__number__gt=version.number
        )
        return later.order_by("-version__number").first()


def public_reading(publication: Publication) -> PublicReading:
    return PublicReading(publication, Content.from_json(publication.content))


# --- Before it is published -------------------------------------------------------------------------------------------

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
PHONE = re.compile(r"(?<![\w.])(?:\+|00)\d{2,3}(?:[\s.\u202f\u00a0-]?\d{2,3}){3,5}(?!\w)")


@dataclass(frozen=True)
class ProposedReading(PublicReading):
    """What would be published. ``is_again``: the document that was withdrawn, and no other."""

    is_again: bool
    contact_data: tuple[str, ...]


def proposed_reading(version: MinutesVersion) -> ProposedReading:
    earlier = version.publications.first()
    content = Content.from_json(earlier.content) if earlier else public_content(version, names_people=False)
    publication = earlier or Publication(version=version)
    return ProposedReading(publication, content, is_again=bool(earlier), contact_data=contact_data_in(content))


def contact_data_in(content: Content) -> tuple[str, ...]:
    """Addresses and telephones that somebody wrote into the text: no edition can know that they are some."""
    written = replace(content, public_key="", base_url="").to_json()
    return tuple(dict.fromkeys([*EMAIL.findall(written), *PHONE.findall(written)]))
