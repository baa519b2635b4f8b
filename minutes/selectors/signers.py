"""Who is to sign a record: what the cluster asks, who holds each role, and what a version still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from meetings.models import Meeting, MeetingRole
from meetings.wording import body_name
from minutes.content import Content, ExpectedSignature
from minutes.enums import SIGNING_ROLES, Edition, SignatureRole, SigningEventKind
from minutes.models import Minutes, MinutesVersion, Signature, SigningEvent, SigningPolicy
from minutes.rules import holder_of
from participants.models import Cluster

Holder = MeetingRole | SigningEvent


def policy_of(cluster: Cluster) -> SigningPolicy:
    """The cluster's own, else the usual one, which is not saved."""
    return getattr(cluster, "signing_policy", None) or SigningPolicy(cluster=cluster)


def expected_signatures(meeting: Meeting, roles: Sequence[MeetingRole]) -> Iterator[ExpectedSignature]:
    """One for each role that the cluster asks and that somebody of the meeting's ``roles`` holds. Two queries."""
    replaced = SigningEvent.objects.filter(minutes__meeting=meeting, kind=SigningEventKind.REPLACED)
    holders: dict[str, Holder] = {role.kind: role for role in reversed(roles)}
    standing_in = {event.role: event for event in replaced}
    for role in policy_of(meeting.cluster).roles:
        holder = standing_in.get(role) or holders.get(SIGNING_ROLES.get(role, ""))
        if role == SignatureRole.SEAL:
            yield seal_line(meeting.cluster)
        elif holder:
            yield _line(role, holder)


def _line(role: SignatureRole, holder: Holder) -> ExpectedSignature:
    return ExpectedSignature(
        role=role.value,
        label=str(role.label),
        name=holder.name,
        job_title=holder.job_title,
        organisation=holder.organisation_name,
    )


def seal_line(cluster: Cluster) -> ExpectedSignature:
    seal = SignatureRole.SEAL
    return ExpectedSignature(role=seal.value, label=str(seal.label), name=body_name(cluster.kind, cluster.short_name))


def missing_signers(meeting: Meeting) -> list[SignatureRole]:
    """Asked by the cluster, held by nobody in this meeting."""
    found = {line.role for line in expected_signatures(meeting, list(meeting.roles.all()))}
    return [role for role in policy_of(meeting.cluster).roles if role not in found]


# --- The plan of a sealed version -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """One signature that the document awaits or bears. ``holder``: who is to sign today; nobody in person for the seal.

    ``refusal``: one that nobody has answered by another signer or by doing without.
    """

    line: ExpectedSignature
    holder: Holder | None
    signature: Signature | None
    refusal: SigningEvent | None
    waiver: SigningEvent | None

    @property
    def role(self) -> SignatureRole:
        return SignatureRole(self.line.role)

    @property
    def name(self) -> str:
        return self.holder.name or self.holder.organisation_name if self.holder else self.line.name

    @property
    def stands_for(self) -> str:
        """Whom the document names in the place of who signs."""
        return "" if self.name == (self.line.name or self.line.organisation) else self.line.name

    @property
    def is_awaited(self) -> bool:
        return not (self.signature or self.waiver)

    @property
    def is_open(self) -> bool:
        return self.is_awaited and not self.refusal


@dataclass(frozen=True)
class SigningPlan:
    version: MinutesVersion
    places: tuple[Place, ...]
    any_order: bool

    @property
    def turns(self) -> tuple[SignatureRole, ...]:
        """Who may sign now: everybody still awaited, or the first of them where there is an order."""
        open_ = tuple(place.role for place in self.places if place.is_open)
        return open_ if self.any_order else open_[:1]

    @property
    def awaited(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.is_awaited)

    @property
    def refused(self) -> tuple[Place, ...]:
        return tuple(place for place in self.awaited if place.refusal)

    @property
    def signatures_count(self) -> int:
        return sum(1 for place in self.places if place.signature)

    @property
    def is_complete(self) -> bool:
        return bool(self.signatures_count) and not self.awaited

    def place(self, role: SignatureRole | str) -> Place | None:
        return next((place for place in self.places if place.role == role), None)


def signing_plan(version: MinutesVersion, signatures: Iterable[Signature] | None = None) -> SigningPlan:
    """Of the members' edition. Reads what was prefetched on the version and on its record."""
    content = Content.from_json(version.content)
    made = version.signatures.all() if signatures is None else signatures
    signed = {one.role: one for one in made if one.edition == Edition.MEMBERS}
    events = list(version.minutes.signing_events.all())
    places = tuple(_place(line, version, signed.get(line.role), events) for line in content.signatures_expected)
    return SigningPlan(version, places, content.any_order)


def _place(
    line: ExpectedSignature, version: MinutesVersion, signature: Signature | None, events: list[SigningEvent]
) -> Place:
    own = [one for one in events if one.role == line.role and one.version_id in (None, version.pk)]
    last = own[-1] if own else None
    return Place(
        line=line,
        holder=holder_of(version.minutes, line.role),
        signature=signature,
        refusal=last if last and last.kind == SigningEventKind.REFUSED else None,
        waiver=last if last and last.kind == SigningEventKind.WAIVED else None,
    )


def plan_in_force(minutes: Minutes) -> SigningPlan | None:
    """Of the version in force, once there is one."""
    sealed = [version for version in minutes.versions.all() if version.is_sealed] if minutes.pk else []
    if not sealed:
        return None
    sealed[-1].minutes = minutes
    return signing_plan(sealed[-1])


def awaiting_since(plan: SigningPlan) -> datetime:
    """The adoption, or the last signature or change of signer."""
    moments = [place.signature.signed_at for place in plan.places if place.signature]
    moments += [event.at for event in plan.version.minutes.signing_events.all()]
    return max([plan.version.frozen_at, *moments])
