"""Who may have, erase, or look after what is known of people. Pure predicates."""

from __future__ import annotations

from participants.models import Person, User


def can_export_person(user: User, person: Person) -> bool:
    """Its own file, and administrators; what the person wrote in clusters is for itself only."""
    return user.is_staff or user.person_id == person.pk


def can_erase_person(user: User, person: Person) -> bool:
    return person.erased_at is None and can_export_person(user, person)


def can_see_contact_log(user: User) -> bool:
    """Administrators see all of it; coordinators, of their clusters."""
    return user.is_staff or bool(user.clusters_coordinated)
