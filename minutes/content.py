"""The frozen content of a compte rendu: everything that is printed, and nothing that must be looked up again.

Names, functions, organisations and labels are written out as they were on the day, so that past minutes read the same
for ever. Dates are ISO 8601 in the cluster's local time; an unknown date, hour or text is the empty string.
"""

import dataclasses
import hashlib
import json
import types
import typing
from typing import Any, Literal, TypeVar

FORMAT = 1

ADDED = {"added": True}
"""Marks a field that older contents lack: it is not written while it is empty, so their SHA-256 stays what it was."""


def added(default: Any) -> Any:
    return dataclasses.field(default=default, metadata=ADDED)


Edition = Literal["coordination", "members", "public"]
SectionKind = Literal["objectives", "lessons", "consensus", "outlook", "free"]

T = TypeVar("T")


class UnreadableContent(ValueError):
    """The stored JSON does not have the shape of a content this program can print."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    uuid: str
    title: str
    kind_label: str = ""
    serial: int | None = None
    year: int | None = None
    cluster_name: str
    cluster_short_name: str = ""
    cluster_code: str = ""
    starts_at: str = ""
    ends_at: str = ""
    opened_at: str = ""
    closed_at: str = ""
    venue: str = ""
    host: str = ""
    place: str = ""
    online_url: str = ""
    agenda_state: str = ""
    headcount: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NextMeeting:
    starts_at: str
    venue: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    role: str
    label: str
    name: str
    job_title: str = ""
    organisation: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    kind: SectionKind
    title: str = ""
    html: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    kind: str
    label: str
    html: str
    on: str = ""
    issuer: str = ""
    addressee: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """An annex. `number` is the same in every edition; `state_label` is that of its version (« validée »).

    `is_public`: its file may leave with the public edition. `is_embedded` is said by an edition, never by the version.
    """

    name: str
    version_label: str = ""
    sha256: str = ""
    is_restricted: bool = False
    number: int = added(0)
    state_label: str = added("")
    uuid: str = added("")
    file_name: str = added("")
    media_type: str = added("")
    size: int = added(0)
    dated: str = added("")
    is_public: bool = added(False)
    is_embedded: bool = added(False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`state_label` is printed as it stands and is empty for an item that was simply discussed.

    `is_restricted`, here and below: for the coordination's edition only.
    """

    number: str
    kind: str
    title: str
    presenter: str = ""
    state: str = ""
    state_label: str = ""
    discussion_html: str = ""
    status_html: str = ""
    outcomes: tuple[Outcome, ...] = ()
    children: tuple["Item", ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    is_restricted: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    reference: str
    item_number: str = ""
    description_html: str
    owners_text: str = ""
    due_text: str = ""
    due_on: str = ""
    status: str = ""
    status_label: str = ""
    status_note: str = ""
    is_restricted: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    organisation: str
    status_label: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedAction:
    reference: str
    description: str
    owners_text: str = ""
    due_text: str = ""
    status_label: str = ""
    comment: str = ""
    age_in_meetings: int = 0
    shares: tuple[Share, ...] = ()
    is_restricted: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedMeeting:
    meeting_label: str
    meeting_on: str = ""
    actions: tuple[ReviewedAction, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """`name` is empty when an organisation was recorded without a person; `mode` is "room" or "online"."""

    name: str = ""
    organisation: str = ""
    job_title: str = ""
    emails: tuple[str, ...] = ()
    state: str = "present"
    state_label: str = ""
    mode: str = "room"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPresent:
    """« MINUSMA (CAD, PE) »: an organisation, with those of its units that were there."""

    name: str
    units: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to write to about the document. The address is contact data: for the coordination's edition."""

    name: str
    job_title: str = ""
    organisation: str = ""
    email: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One that the texts show by its `number` (a UUID). Its bytes are those of this SHA-256, and no others."""

    number: str
    sha256: str
    media_type: str
    width: int
    height: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many items, actions and annexes this edition does not reproduce."""

    items: int = 0
    actions: int = 0
    documents: int = added(0)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    text: str
    organisation: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Express: by a later meeting, which may have made reservations."""

    meeting_on: str
    reservations: tuple[Reservation, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSignature:
    role: str
    label: str
    name: str
    job_title: str = ""
    organisation: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SignatureMade:
    """On the members' edition, told by the public one. `stands_for`: whom the signer replaced, or the cluster whose
    seal it is."""

    role: str
    label: str
    name: str
    job_title: str = ""
    stands_for: str = ""
    signed_at: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """`data` is the picture itself, in base 64: what prints a content looks for nothing outside."""

    alt: str
    media_type: str
    data: str
    width: int
    height: int

    @property
    def data_url(self) -> str:
        return f"data:{self.media_type};base64,{self.data}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What the cluster adds to any layout. `own_labels` are the roles whose words it chose: layouts leave them be."""

    logos: tuple[Logo, ...] = ()
    header_text: str = ""
    footer_text: str = ""
    own_labels: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One edition of one version. `frozen_at` dates the PDF, so that the same content always gives the same bytes."""

    format: int = FORMAT
    edition: Edition
    document_label: str = "Compte rendu"
    version_number: int
    is_draft: bool
    frozen_at: str = ""
    supersedes: int | None = None
    reason: str = ""
    meeting: MeetingFacts
    previous_meeting_on: str = ""
    next_meeting: NextMeeting | None = None
    roles: tuple[RoleLine, ...] = ()
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()
    actions: tuple[Action, ...] = ()
    reviewed: tuple[ReviewedMeeting, ...] = ()
    attendance: tuple[Attendee, ...] = ()
    attendance_organisations: tuple[str, ...] = ()
    organisations_present: tuple[OrganisationPresent, ...] = dataclasses.field(default=(), metadata=ADDED)
    documents: tuple[DocumentLine, ...] = ()
    pictures: tuple[Picture, ...] = added(())
    left_out: LeftOut = LeftOut()
    signatures_expected: tuple[ExpectedSignature, ...] = ()
    any_order: bool = dataclasses.field(default=False, metadata=ADDED)
    """Of signing. Otherwise it is that in which the signatures are printed."""
    signed_by: tuple[SignatureMade, ...] = dataclasses.field(default=(), metadata=ADDED)
    adoption: Adoption | None = added(None)
    """Empty for a record that was adopted tacitly, or by the coordinator between two meetings."""
    prints_contacts: bool = False
    contact: Contact | None = dataclasses.field(default=None, metadata=ADDED)
    style: Style | None = added(None)
    public_key: str = dataclasses.field(default="", metadata=ADDED)
    base_url: str = dataclasses.field(default="", metadata=ADDED)

    @property
    def verification_url(self) -> str:
        """The address, printed on every page, where anyone may check the document. Empty on what is not sealed."""
        return verification_url(self.base_url, self.public_key) if not self.is_draft else ""

    @property
    def dated(self) -> str:
        """The moment written into the PDF; a clock there would make every rendering differ."""
        return self.frozen_at or self.meeting.closed_at or self.meeting.starts_at

    def to_json(self) -> str:
        return canonical_json(self)

    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> "Content":
        return from_canonical_json(cls, text)


def verification_url(base_url: str, public_key: str) -> str:
    return f"{base_url}/verifier/{public_key}/" if public_key else ""


# --- Canonical JSON ---------------------------------------------------------------------------------------------------


def canonical_json(content: Any) -> str:
    """Sorted keys, no optional space, UTF-8 letters as they are. The SHA-256 of what is frozen rests on it."""
    return json.dumps(_plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """Without the later fields that are empty."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if not dataclasses.is_dataclass(value):
        return value
    given = ((each, getattr(value, each.name)) for each in dataclasses.fields(value))
    return {each.name: _plain(part) for each, part in given if part or each.metadata != ADDED}


def from_canonical_json(kind: type[T], text: str) -> T:
    """Of a dataclass with a ``format``. Raises ``UnreadableContent``."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise UnreadableContent(f"format {data['format']!r}")
        return _build(kind, data)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise UnreadableContent(str(error)) from error


def _build(kind: type[T], data: dict[str, Any]) -> T:
    hints = typing.get_type_hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in data.items()})


def _value(hint: Any, value: Any) -> Any:
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_value(inner, each) for each in value)
    if typing.get_origin(hint) is types.UnionType:
        hint = next(each for each in typing.get_args(hint) if each is not types.NoneType)
        return None if value is None else _value(hint, value)
    return _build(hint, value) if dataclasses.is_dataclass(hint) and isinstance(hint, type) else value
