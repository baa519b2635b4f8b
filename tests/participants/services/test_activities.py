"""What an organisation does and what is missing: said once, told with its source, kept in a history."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clusterhub.web.typography import format_date
from participants.enums import ActivityState, PlaceLevel, ProfileAct, ProfileSource, Sector
from participants.errors import ProfileRefused
from participants.models import Activity, Cluster, Need, Organisation, ProfileChange, User
from participants.services.activities import (
    change_activity,
    declare_need,
    report_activity,
    withdraw_activity,
    withdraw_need,
)
from participants.services.partner_links import create_partner_link
from tests.factories import LONG_AGO, make_cluster, make_membership, make_organisation, make_place, make_user

pytestmark = pytest.mark.django_db
SAID_ON = date(2016, 11, 15)


@pytest.fixture
def cluster() -> Cluster:
    return make_cluster("Relèvement", "CRP")


@pytest.fixture
def organisation(cluster: Cluster) -> Organisation:
    organisation = make_organisation("SIA")
    make_membership(organisation, cluster)
    return organisation


@pytest.fixture
def user(organisation: Organisation) -> User:
    return make_user()


def test_an_activity_says_where_and_when_it_was_said(cluster: Cluster, organisation: Organisation, user: User) -> None:
    place = make_place("Mopti", PlaceLevel.REGION)

    activity = report_activity(
        organisation=organisation,
        cluster=cluster,
        by=user,
        description=" Travaux à haute intensité de main-d’œuvre ",
        sector=Sector.EARLY_RECOVERY,
        place=place,
        project_code="HRP-MLI-17",
        reported_on=SAID_ON,
    )

    assert (activity.source, activity.reported_on) == (ProfileSource.ROUND_TABLE, SAID_ON)
    assert activity.description == "Travaux à haute intensité de main-d’œuvre"
    change = activity.changes.get()
    assert (change.act, change.by, change.by_name) == (ProfileAct.ADDED, user, user.display_name)
    assert ["lieu", "", "Mopti"] in change.changes
    assert ["code du projet", "", "HRP-MLI-17"] in change.changes
    assert ["dite le", "", format_date(SAID_ON)] in change.changes


def test_an_activity_without_a_cluster_is_of_the_profile(organisation: Organisation, user: User) -> None:
    activity = report_activity(organisation=organisation, cluster=None, by=user, description="Puits")

    assert activity.source == ProfileSource.PROFILE


def test_the_same_words_again_are_the_same_activity(cluster: Cluster, organisation: Organisation, user: User) -> None:
    said = {"organisation": organisation, "cluster": cluster, "by": user, "sector": Sector.EARLY_RECOVERY}
    first = report_activity(**said, description="Réhabilitation de marchés", reported_on=SAID_ON)

    again = report_activity(
        **said, description="REHABILITATION  de marches", state=ActivityState.DONE, reported_on=date(2017, 5, 23)
    )

    assert again.pk == first.pk
    assert (again.state, again.reported_on) == (ActivityState.DONE, date(2017, 5, 23))
    assert ["état", "En cours", "Réalisée"] in again.changes.get(act=ProfileAct.CHANGED).changes
    elsewhere = report_activity(**said, description="Réhabilitation de marchés", place=make_place("Gao"))
    assert elsewhere.pk != first.pk


def test_nothing_changed_leaves_no_row(organisation: Organisation, user: User) -> None:
    activity = report_activity(organisation=organisation, cluster=None, by=user, description="Puits")

    change_activity(activity, by=user, description="Puits")

    assert [change.act for change in activity.changes.all()] == [ProfileAct.ADDED]


def test_a_link_leaves_the_name_that_was_given(cluster: Cluster, organisation: Organisation) -> None:
    link, _ = create_partner_link(organisation=organisation, cluster=cluster, by=None)

    activity = report_activity(
        organisation=organisation, cluster=cluster, by=None, description="Puits", author_name="Awa Test", link=link
    )

    change = activity.changes.get()
    assert (change.by, change.by_name, change.link) == (None, "Awa Test", link)


def test_a_withdrawn_activity_stays_in_the_history(organisation: Organisation, user: User) -> None:
    activity = report_activity(organisation=organisation, cluster=None, by=user, description="Puits")

    withdraw_activity(activity, by=user)
    withdraw_activity(activity, by=user)

    assert not Activity.objects.standing().exists()
    acts = [change.act for change in organisation.profile_changes.order_by("id")]
    assert acts == [ProfileAct.ADDED, ProfileAct.WITHDRAWN]


def test_the_history_cannot_be_changed(organisation: Organisation, user: User) -> None:
    report_activity(organisation=organisation, cluster=None, by=user, description="Puits")

    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileChange.objects.update(by_name="Quelqu’un d’autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileChange.objects.all().delete()


@pytest.mark.parametrize(
    "facts",
    [{"description": " \u200b "}, {"description": "Puits", "starts_on": date(2017, 2, 1), "ends_on": date(2017, 1, 1)}],
)
def test_what_does_not_hold_together_is_refused(organisation: Organisation, user: User, facts: dict) -> None:
    with pytest.raises(ProfileRefused):
        report_activity(organisation=organisation, cluster=None, by=user, **facts)

    assert not Activity.objects.exists()


def test_a_need_stands_until_it_is_withdrawn(cluster: Cluster, organisation: Organisation, user: User) -> None:
    said = {"cluster": cluster, "by": user, "sector": Sector.PROTECTION, "organisation": organisation}
    need = declare_need(**said, text="Aucun acteur à Ténenkou", declared_on=SAID_ON)

    again = declare_need(**said, text="aucun acteur à Tenenkou", declared_on=date(2017, 5, 23))

    assert again.pk == need.pk
    assert (again.declared_on, again.by_name) == (date(2017, 5, 23), user.display_name)
    withdraw_need(need, by=user)
    assert list(Need.objects.standing()) == []
    with pytest.raises(ProfileRefused):
        declare_need(**said, text=" ")


def test_a_cluster_reads_its_round_tables_and_its_members_profiles(cluster: Cluster, user: User) -> None:
    member, former, outsider = (make_organisation(name) for name in ("DRC", "PARTIE", "AILLEURS"))
    unit = make_organisation("DDR", parent=member)
    make_membership(member, cluster)
    make_membership(former, cluster, since=LONG_AGO, until=date(2016, 1, 1))
    other = make_cluster("Abris", "ABR")
    for organisation in (member, former, outsider, unit):
        report_activity(organisation=organisation, cluster=None, by=user, description="Profil")
    report_activity(organisation=outsider, cluster=cluster, by=user, description="Tour de table")
    report_activity(organisation=member, cluster=other, by=user, description="Dite aux abris")

    found = Activity.objects.in_cluster(cluster, on=SAID_ON)

    assert {(one.organisation.acronym, one.description) for one in found} == {
        ("DRC", "Profil"),
        ("DDR", "Profil"),
        ("AILLEURS", "Tour de table"),
    }
