"""Who took contacts away and who saw them, as far as the reader watches over it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from participants.models import ContactListEntry, ContactView, Membership, Person, User

PEOPLE = ("by__person", "person", "cluster")


def exports_seen_by(user: User) -> QuerySet[ContactListEntry]:
    exports = ContactListEntry.objects.select_related(*PEOPLE, "distribution_list")
    if user.is_staff:
        return exports
    watched = _people_watched_by(user)
    return exports.filter(Q(cluster__in=user.clusters_coordinated) | Q(person__in=watched))


def views_seen_by(user: User) -> QuerySet[ContactView]:
    views = ContactView.objects.select_related(*PEOPLE, "organisation__parent")
    if user.is_staff:
        return views
    members = Membership.objects.filter(cluster__in=user.clusters_coordinated).values("organisation")
    watched = Q(person__in=_people_watched_by(user)) | Q(organisation__in=members)
    return views.filter(watched | Q(cluster__in=user.clusters_coordinated))


def _people_watched_by(user: User) -> QuerySet[Person, Any]:
    """Those whose contacts it may see itself."""
    return Person.objects.contacts_visible_to(user).order_by().values("pk")
