"""Around the signatures: another signer, a refusal, a record held for signed by the others, the cluster's own rule."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from minutes.enums import MinutesState, SignatureRole, SigningEventKind
from minutes.errors import SignatureRefused
from minutes.models import Minutes, MinutesVersion, SigningEvent, SigningPolicy
from minutes.notifications import send_signature_refused
from minutes.rules import can_refuse_to_sign, can_waive_signature, holder_of
from minutes.selectors.recipients import coordinators_of
from minutes.selectors.signers import Place, plan_in_force, policy_of, signing_plan
from minutes.services.record import lock_minutes, move
from minutes.services.reminders import remind_whose_turn_it_is
from participants.enums import Standing
from participants.models import Cluster, Person, User
from participants.rules import standing_in


@transaction.atomic
def save_signing_policy(*, cluster: Cluster, **fields: Any) -> SigningPolicy:
    """For the records adopted from now on."""
    policy, _ = SigningPolicy.objects.update_or_create(cluster=cluster, defaults=fields)
    return policy


@transaction.atomic
def replace_signer(
    *, minutes: Minutes, role: str, person: Person, reason: str, by: User, at: datetime | None = None
) -> SigningEvent:
    """Until the record is signed: the same person again asks anew whoever refused. Raises ``SignatureRefused``."""
    lock_minutes(minutes)
    _check_reason(reason, "Dites pourquoi une autre personne signe.")
    place = _replaceable(minutes, SignatureRole(role))
    _check_may_sign(minutes, person)
    holder = holder_of(minutes, role)
    if holder and holder.person_id == person.pk and not (place and place.refusal):
        raise SignatureRefused(f"{person.name} signe déjà en cette qualité.")
    event = SigningEvent.objects.create(
        minutes=minutes,
        version=_version_of(minutes),
        kind=SigningEventKind.REPLACED,
        role=role,
        person=person,
        name=person.name,
        job_title=person.job_title,
        organisation_name=person.organisation.short_label if person.organisation else "",
        reason=reason.strip(),
        actor=by,
        at=at or timezone.now(),
    )
    remind_whose_turn_it_is(minutes, at=event.at)
    return event


def _check_reason(reason: str, message: str) -> None:
    if not reason.strip():
        raise SignatureRefused(message)


def _replaceable(minutes: Minutes, role: SignatureRole) -> Place | None:
    """Before adoption, a role that the cluster asks; after it, one that the sealed document still awaits."""
    if minutes.state == MinutesState.SIGNED or role == SignatureRole.SEAL:
        raise SignatureRefused("Cette signature ne change plus de main.")
    if minutes.state != MinutesState.ADOPTED:
        if role not in policy_of(minutes.meeting.cluster).roles:
            raise SignatureRefused(f"Le cluster ne demande pas de signature en qualité de « {role.label} ».")
        return None
    plan = plan_in_force(minutes)
    place = plan.place(role) if plan else None
    if place is None or not place.is_awaited:
        raise SignatureRefused(f"Le document n’attend pas de signature en qualité de « {role.label} ».")
    return place


def _version_of(minutes: Minutes) -> MinutesVersion | None:
    """What is replaced before adoption belongs to no version."""
    plan = plan_in_force(minutes) if minutes.state == MinutesState.ADOPTED else None
    return plan.version if plan else None


def _check_may_sign(minutes: Minutes, person: Person) -> None:
    account: User | None = getattr(person, "user", None)
    if account is None or not account.is_active:
        raise SignatureRefused(f"{person.name} n’a pas de compte : il en faut un pour signer.")
    if standing_in(account, minutes.meeting.cluster_id) < Standing.MEMBER:
        raise SignatureRefused(f"{person.name} ne lit pas les comptes rendus de ce cluster.")


@transaction.atomic
def refuse_to_sign(
    *, version: MinutesVersion, role: str, user: User, reason: str, at: datetime | None = None
) -> SigningEvent:
    """The coordination answers: another signer, an erratum, or a record held for signed by the others."""
    lock_minutes(version.minutes)
    _check_reason(reason, "Dites pourquoi vous ne signez pas.")
    place = _awaited(version, role)
    if not can_refuse_to_sign(user, version.minutes, role):
        raise SignatureRefused("Cette signature n’est pas attendue de vous.")
    if place.refusal:
        raise SignatureRefused("Cette signature est déjà refusée.")
    event = _keep(version, role, SigningEventKind.REFUSED, reason, user, at)
    for recipient in coordinators_of(version.minutes.meeting.cluster):
        send_signature_refused(event, recipient)
    return event


@transaction.atomic
def waive_signature(
    *, version: MinutesVersion, role: str, by: User, reason: str, at: datetime | None = None
) -> SigningEvent:
    """The record is held for signed by the others, once one of them signed. Raises ``SignatureRefused``."""
    minutes = version.minutes
    lock_minutes(minutes)
    _check_reason(reason, "Dites pourquoi le document se passe de cette signature.")
    place = _awaited(version, role)
    if not can_waive_signature(by, minutes) or not place.refusal:
        raise SignatureRefused("On ne renonce qu’à une signature qui a été refusée.")
    if not signing_plan(version).signatures_count:
        raise SignatureRefused("Personne n’a encore signé : faites d’abord signer les autres.")
    event = _keep(version, role, SigningEventKind.WAIVED, reason, by, at)
    if signing_plan(version).is_complete:
        move(minutes, MinutesState.SIGNED, by=by, at=event.at, reason=event.reason)
    return event


def _awaited(version: MinutesVersion, role: str) -> Place:
    if replacing := version.replaced_by:
        raise SignatureRefused(f"Cette version est remplacée par la version {replacing.number}.")
    place = signing_plan(version).place(role)
    if version.minutes.state != MinutesState.ADOPTED or place is None or not place.is_awaited:
        raise SignatureRefused("Cette signature n’est plus attendue.")
    return place


def _keep(
    version: MinutesVersion, role: str, kind: SigningEventKind, reason: str, by: User, at: datetime | None
) -> SigningEvent:
    return SigningEvent.objects.create(
        minutes=version.minutes,
        version=version,
        kind=kind,
        role=role,
        person=by.person,
        name=by.display_name,
        job_title=by.person.job_title if by.person else "",
        reason=reason.strip(),
        actor=by,
        at=at or timezone.now(),
    )
