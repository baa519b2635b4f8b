"""Where an account stands is written in SQL: it must say what the querysets say."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from participants.enums import MembershipStatus, Role
from participants.models import ClusterRole, Membership, User
from tests.factories import (
    make_admin,
    make_cluster,
    make_membership,
    make_organisation,
    make_person,
    make_role,
    make_user,
)

DAY = timedelta(days=1)


def places(user: User) -> set[tuple[str, int, str, int | None]]:
    today = timezone.localdate()
    roles = ClusterRole.objects.filter(person=user.person).current(on=today)
    memberships = Membership.objects.filter(organisation__in=user.organisation_ids).current(on=today)
    return {("role", role.cluster_id, role.role, role.organisation_id) for role in roles} | {
        ("membership", one.cluster_id, one.status, one.organisation_id) for one in memberships
    }


@pytest.fixture
def user(db) -> User:
    """Of a unit, in a cluster for each way to be in time or not."""
    parent = make_organisation("TOUT")
    unit = make_organisation("UNITE", parent=parent)
    user, today = make_user(make_person("Awa Exemple", unit)), timezone.localdate()
    spans: list[tuple[date, date | None]] = [
        (today - DAY, None),
        (today, today),
        (today - DAY, today - DAY),
        (today + DAY, None),
    ]
    for since, until in spans:
        for organisation in (parent, unit, make_organisation()):
            make_membership(organisation, make_cluster(), MembershipStatus.OBSERVER, since=since, until=until)
        make_role(user, make_cluster(), Role.FOCAL_POINT, organisation=parent, since=since, until=until)
        make_role(make_person(), make_cluster(), since=since, until=until)
    return User.objects.select_related("person__organisation").get(pk=user.pk)


def test_places_are_those_of_the_querysets(user):
    held = user._places

    assert set(held) == places(user)
    assert len(held) == 2 * 3
    assert len(user.standings) == 6


def test_user_within_some_clusters_has_the_same_places_there_and_no_other(user):
    there = sorted(user.standings)[1:3]
    narrowed = user.within(there)

    assert narrowed.standings == {number: user.standings[number] for number in there}
    assert {role.cluster_id for role in narrowed.current_roles} <= set(there)
    assert narrowed.current_roles + user.within(set(user.standings) - set(there)).current_roles
    assert len(user.standings) == 6, "the user itself stays as it was"


def test_places_cost_one_query(user, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert user.standings


def test_account_without_a_person_stands_nowhere(db):
    assert make_admin().standings == {}
