"""Two persons are one. See docs/decisions/0025."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone

from actions.models import ActionOwner, SavedView
from clusterhub.mergers.errors import MergerRefused
from clusterhub.mergers.moves import Move, Relation, Two, apply_all, follow, follow_once, stay
from clusterhub.mergers.roles import roles_follow
from clusterhub.privacy.traces import sessions_of
from meetings.models import AgendaItem, Attendance, MeetingRole
from minutes.models import Addressee, SigningEvent, SigningIdentity
from participants.models import (
    AccessLink,
    ClusterRole,
    ContactListEntry,
    ContactView,
    DistributionList,
    Erasure,
    Merger,
    Person,
    PersonEmail,
    PersonPhone,
    User,
)
from participants.services.links import revoke_links

FILLED = ("organisation", "job_title")
"""What the absorbed one knew and the other did not."""


# --- What needs more than another number in a column ------------------------------------------------------------------


def _contacts(column: str) -> Move:
    """Behind those that are known; none twice, however it is written."""

    def move(relation: Relation, two: Two) -> int:
        known = {_bare(getattr(row, column)) for row in relation.rows(two.own)}
        rows = list(relation.rows(two.other))
        for place, row in enumerate(rows, start=len(known)):
            if _bare(getattr(row, column)) in known:
                row.delete()
            else:
                row.person, row.position = two.own, place
                row.save()
        return len(rows)

    return move


def _bare(contact: str) -> str:
    return re.sub(r"[\s.\-()]", "", contact).lower() if "@" not in contact else contact.lower()


def _account(relation: Relation, two: Two) -> int:
    """The only account follows. Of two, the one of who stays is kept; the other is closed, and stays with its name."""
    account = relation.rows(two.other).first()
    kept = relation.rows(two.own).first()
    if account and not kept:
        follow(relation, two)
    elif account and kept:
        taken = SavedView.objects.filter(user=kept).values("name")
        SavedView.objects.filter(user=account).exclude(name__in=taken).update(user=kept)
        User.objects.filter(pk=account.pk).update(is_active=False)
        for session in sessions_of({str(account.pk)}):
            session.delete()
    return 1 if account else 0


def _attendances(relation: Relation, two: Two) -> int:
    """Once in a meeting: as somebody who was there, where one of the two rows says so."""
    rows = list(relation.rows(two.other))
    for row in rows:
        twin = relation.rows(two.own).filter(meeting=row.meeting_id).first()
        if twin and (twin.is_in_the_room or not row.is_in_the_room):
            row.delete()
            continue
        if twin:
            twin.delete()
        relation.model._base_manager.filter(pk=row.pk).update(person=two.own)
    return len(rows)


def _identities(relation: Relation, two: Two) -> int:
    """One certificate in force: that of who stays. The other was replaced by it."""
    if SigningIdentity.objects.in_force().filter(person=two.own).exists():
        SigningIdentity.objects.in_force().filter(person=two.other).update(replaced_at=timezone.now())
    return follow(relation, two)


def _links(relation: Relation, two: Two) -> int:
    revoke_links(person=two.other)
    return follow(relation, two)


RELATIONS: tuple[Relation, ...] = (
    Relation(PersonEmail, "person", _contacts("email")),
    Relation(PersonPhone, "person", _contacts("number")),
    Relation(User, "person", _account),
    Relation(ClusterRole, "person", roles_follow("organisation")),
    Relation(DistributionList.people.through, "person", follow_once("distributionlist")),
    Relation(AccessLink, "person", _links),
    Relation(Person, "merged_into", follow),
    Relation(ContactListEntry, "person", follow),
    Relation(ContactView, "person", follow_once("by", "day", leave=True)),
    Relation(MeetingRole, "person", follow_once("meeting", "kind")),
    Relation(AgendaItem, "presenter_person", follow),
    Relation(Attendance, "person", _attendances),
    Relation(ActionOwner, "person", follow),
    Relation(Addressee, "person", follow),
    Relation(SigningIdentity, "person", _identities),
    Relation(SigningEvent, "person", follow),
    Relation(Merger, "into_person", stay),
    Relation(Merger, "from_person", stay),
    Relation(Erasure, "person", stay),
)


# --- Before -----------------------------------------------------------------------------------------------------------


def refusal_of_people(own: Person, other: Person, *, by: User) -> str:
    if own.pk == other.pk:
        return "C’est la même fiche."
    if own.merged_into_id or other.merged_into_id or own.erased_at or other.erased_at:
        return "L’une des deux est déjà réunie à une autre, ou effacée."
    if by.person_id == other.pk:
        return "C’est votre propre fiche qui disparaîtrait : gardez-la, et réunissez-lui l’autre."
    return _refusal_of_accounts(*(User.objects.filter(person=person).first() for person in (own, other)))


def _refusal_of_accounts(kept: User | None, closed: User | None) -> str:
    """Rights in clusters follow from the person; that of administering the site would be lost, or won, unsaid."""
    if kept and closed and kept.is_staff != closed.is_staff:
        return "Un seul des deux comptes administre le site : rendez-les d’abord égaux."
    return ""


def closed_account(own: Person, other: Person) -> User | None:
    """The account that would be closed, for the page to say so."""
    accounts = User.objects.filter(person__in=(own, other))
    return accounts.filter(person=other).first() if accounts.count() == 2 else None


# --- Doing it ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def merge_people(own: Person, other: Person, *, by: User, reason: str = "") -> Merger:
    """All that hung on ``other`` hangs on ``own``; the words of the past stay. Raises ``MergerRefused``."""
    locked = Person.objects.select_for_update().order_by("pk").in_bulk([own.pk, other.pk])
    own, other = locked[own.pk], locked[other.pk]
    if refusal := refusal_of_people(own, other, by=by):
        raise MergerRefused(refusal)
    two = Two(own, other, by)
    moved = apply_all(RELATIONS, two)
    _fill(own, other)
    Person.objects.filter(pk=other.pk).update(merged_into=own, is_active=False, organisation=None)
    return Merger.objects.create(into_person=own, from_person=other, moved=moved, reason=reason, by=by)


def _fill(own: Person, other: Person) -> None:
    for name in FILLED:
        if not getattr(own, name):
            setattr(own, name, getattr(other, name))
    own.is_active = own.is_active or other.is_active
    own.wants_reminders, own.wants_digest = (
        own.wants_reminders and other.wants_reminders,
        own.wants_digest and other.wants_digest,
    )
    own.save()
