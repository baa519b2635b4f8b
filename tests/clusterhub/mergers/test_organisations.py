"""Two organisations become one: nothing is lost, nothing is doubled, the past reads as before."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.report import report_on_action
from clusterhub.mergers.errors import MergerRefused
from clusterhub.mergers.organisations import access_of_organisations, merge_organisations
from clusterhub.web.search.models import Entry
from meetings.services.attendance import add_attendance
from participants.enums import MembershipStatus, Role
from participants.models import Merger, Organisation, OrganisationAlias
from participants.selectors import lookup_organisation
from participants.services.activities import report_activity
from participants.services.feeds import open_feed
from participants.services.partner_links import create_partner_link, find_partner_link
from tests.factories import (
    People,
    make_admin,
    make_cluster,
    make_group,
    make_list,
    make_membership,
    make_organisation,
    make_people,
    make_person,
    make_place,
    make_role,
    make_user,
)
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def double(people: People) -> Organisation:
    """The partner, known a second time under its former name, in the same cluster."""
    twin = make_organisation("ANCIEN", "Ancien Partenaire", aliases=("L’ancien",))
    make_membership(twin, people.cluster, MembershipStatus.OBSERVER, since=date(2014, 1, 1))
    return twin


def merge(people: People, double: Organisation, reason: str = "Nom changé") -> Merger:
    return merge_organisations(people.partner, double, by=people.admin, reason=reason)


def promised(people: People, owners: str, **fields: object) -> ActionPoint:
    return create_action(cluster=people.cluster, by=None, description="Recenser", owner_text=owners, **fields)


# --- Names and places -------------------------------------------------------------------------------------------------


def test_names_of_the_other_are_other_names(people: People, double: Organisation) -> None:
    activity = report_activity(organisation=double, cluster=None, by=None, description="Creuser un puits")
    merge(people, double)

    for name in ("ANCIEN", "Ancien Partenaire", "l'ancien", "PARTEN"):
        assert lookup_organisation(name) == people.partner
    assert not OrganisationAlias.objects.filter(organisation=double).exists()
    assert not Entry.objects.filter(kind="organisation", key=double.pk).exists()
    assert "ANCIEN" in Entry.objects.get(kind="organisation", key=people.partner.pk).text
    assert "PARTEN" in Entry.objects.get(kind="activity", key=activity.pk).text


def test_former_addresses_lead_to_the_one_that_stays(people: People, double: Organisation, client: Client) -> None:
    merge(people, double)
    client.force_login(people.coordinator)

    for name in ("participants:organisation_detail", "participants:organisation_edit"):
        answer = client.get(f"{reverse(name, args=[double.uuid])}?page=2")
        assert answer.status_code == 302
        assert answer.url == f"{reverse(name, args=[people.partner.uuid])}?page=2"
    assert client.post(reverse("participants:organisation_edit", args=[double.uuid])).status_code == 404
    listed = client.get(reverse("participants:organisation_list")).content.decode()
    assert reverse("participants:organisation_detail", args=[double.uuid]) not in listed


def test_memberships_that_touch_become_one_with_the_fuller_status(people: People, double: Organisation) -> None:
    elsewhere = make_cluster("Santé")
    make_membership(double, elsewhere)

    merge(people, double)

    here = people.cluster.memberships.get(organisation=people.partner)
    assert (here.since, here.until, here.status) == (date(2014, 1, 1), None, MembershipStatus.MEMBER)
    assert elsewhere.memberships.get().organisation == people.partner


def test_memberships_apart_in_time_stay_apart(people: People) -> None:
    former = make_organisation("JADIS")
    make_membership(former, people.cluster, since=date(2010, 1, 1), until=date(2012, 1, 1))

    merge(people, former)

    assert people.cluster.memberships.filter(organisation=people.partner).count() == 2


def test_people_groups_lists_places_and_links_follow(people: People, double: Organisation) -> None:
    person = make_person("Fatou Ancienne", double)
    group = make_group(people.cluster, "ONG", [people.partner, double])
    chosen = make_list(people.cluster, organisations=[double])
    double.places.add(place := make_place())
    people.partner.places.add(place)
    make_role(person, people.cluster, Role.FOCAL_POINT, organisation=double)
    _, url = create_partner_link(organisation=double, cluster=people.cluster, by=None)

    merge(people, double)

    person.refresh_from_db()
    assert person.organisation == people.partner
    assert list(group.organisations.all()) == list(chosen.organisations.all()) == [people.partner]
    assert list(people.partner.places.all()) == [place]
    assert person.roles.get().organisation == people.partner
    assert find_partner_link(url.rstrip("/").rpartition("/")[2]).organisation == people.partner


def test_one_calendar_stays_open(people: People, double: Organisation) -> None:
    kept, stopped = (open_feed(one, by=people.admin) for one in (people.partner, double))

    merge(people, double)

    for feed in (kept, stopped):
        feed.refresh_from_db()
    assert (kept.revoked_at, stopped.revoked_by, stopped.organisation) == (None, people.admin, people.partner)


# --- Promises ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [("done", "done", "done"), ("done", "in_progress", "partly_done"), ("todo", "in_progress", "in_progress")],
)
def test_two_shares_become_one_by_the_rule_of_shares(
    people: People, double: Organisation, mine: str, theirs: str, expected: str
) -> None:
    action = promised(people, "PARTEN, ANCIEN")
    for organisation, status in ((people.partner, mine), (double, theirs)):
        if status != "todo":
            by = people.coordinator
            report_on_action(action, by=by, organisation=organisation, status=status, comment=f"Dit {status}", note="")

    merge(people, double)

    share = action.shares.get()
    action.refresh_from_db()
    assert (share.organisation, share.status, action.status) == (people.partner, expected, expected)
    said = list(action.updates.order_by("pk").values_list("organisation", "comment"))
    assert said[-1] == (
        people.partner.pk,
        "Les parts de ANCIEN et de PARTEN n’en font plus qu’une : c’est la même organisation.",
    )  # noqa: E501
    assert {number for number, _ in said if number} == {people.partner.pk}


def test_share_that_was_left_says_nothing_any_more(people: People, double: Organisation) -> None:
    action = promised(people, "PARTEN, ANCIEN")
    action.shares.filter(organisation=people.partner).update(left_on=date(2026, 1, 1), status="dropped")
    report_on_action(action, by=people.coordinator, organisation=double, status="in_progress", comment="", note="Vu")

    merge(people, double)

    share = action.shares.get()
    assert (share.status, share.note, share.left_on) == ("in_progress", "Vu", None)


def test_words_of_the_past_stay_and_actions_are_found_by_the_name_that_stays(
    people: People, double: Organisation
) -> None:
    action = promised(people, "ANCIEN")
    meeting = make_meeting(people.cluster)
    attendance = add_attendance(meeting=meeting, organisation=double)

    merge(people, double)

    action.refresh_from_db()
    attendance.refresh_from_db()
    assert (action.owner_text, action.owners.get().written) == ("ANCIEN", "ANCIEN")
    assert (action.owners.get().organisation, action.shares.get().organisation) == (people.partner, people.partner)
    assert "PARTEN" in Entry.objects.get(kind="action", key=action.pk).text
    assert (attendance.organisation, attendance.organisation_name) == (people.partner, "ANCIEN")


def test_organisation_alone_is_once_in_a_meeting(people: People, double: Organisation) -> None:
    meeting = make_meeting(people.cluster)
    for organisation in (people.partner, double):
        add_attendance(meeting=meeting, organisation=organisation)

    merge(people, double)

    assert meeting.attendances.get().organisation == people.partner


# --- What is said of it, what is refused ------------------------------------------------------------------------------


def test_merger_is_written_down_for_ever_and_shown(people: People, double: Organisation, client: Client) -> None:
    make_person("Fatou Ancienne", double)
    merger = merge(people, double)

    assert (merger.by, merger.reason, merger.moved["Personnes"]) == (people.admin, "Nom changé", 1)
    for act in (merger.delete, lambda: Merger.objects.update(by=people.coordinator)):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()
    client.force_login(people.observer)
    page = client.get(reverse("participants:organisation_detail", args=[people.partner.uuid])).content.decode()
    assert "Ancien Partenaire (ANCIEN)" in page
    assert "Nom changé" in page
    assert ("d’administration n°" in page, people.admin.email in page) == (True, False)


def test_twice_gives_nothing_new(people: People, double: Organisation) -> None:
    merge(people, double)

    with pytest.raises(MergerRefused, match="déjà réunie"):
        merge(people, double)
    assert Merger.objects.count() == 1


def test_third_that_was_merged_into_the_second_leads_to_the_first(people: People, double: Organisation) -> None:
    third = make_organisation("TRÈSANCIEN")
    merge_organisations(double, third, by=people.admin)

    merge(people, double)

    third.refresh_from_db()
    assert third.merged_into == people.partner
    assert lookup_organisation("TRÈSANCIEN") == people.partner


def test_unit_does_not_swallow_what_it_is_a_unit_of(people: People) -> None:
    unit = make_organisation("SECT", parent=people.partner)

    with pytest.raises(MergerRefused, match="est une unité"):
        merge_organisations(unit, people.partner, by=people.admin)
    merge(people, unit)
    assert lookup_organisation("PARTEN/SECT") == people.partner


def test_units_follow_and_answer_to_both_names(people: People, double: Organisation) -> None:
    unit = make_organisation("TERRAIN", parent=double)

    merge(people, double)

    unit.refresh_from_db()
    assert unit.parent == people.partner
    assert lookup_organisation("PARTEN/TERRAIN") == unit


def test_failure_on_the_way_changes_nothing(people: People, double: Organisation, monkeypatch) -> None:
    make_organisation("LIBRE", "Libre", aliases=("PARTEN/TERRAIN",))
    make_organisation("TERRAIN", parent=double)

    with pytest.raises(MergerRefused, match="désigne déjà"), transaction.atomic():
        merge(people, double)
    double.refresh_from_db()
    assert (double.merged_into, lookup_organisation("ANCIEN")) == (None, double)


def test_page_shows_both_and_who_gains_access_then_merges(people: People, double: Organisation, client: Client) -> None:
    make_membership(double, make_cluster("Santé"))
    make_user(make_person("Fatou Ancienne", double))
    client.force_login(make_admin())
    chosen = client.post(reverse("mergers:organisation_choose", args=[people.partner.uuid]), {"name": "ancien"})
    page = client.get(chosen.url)

    assert access_of_organisations(people.partner, double).own_gain == ["Santé"]
    assert ("Personnes", 2, 1) in page.context["counts"]
    assert "Santé" in page.content.decode()
    client.post(chosen.url, {"reason": "Saisie deux fois"})
    assert Merger.objects.get().reason == "Saisie deux fois"
    assert (
        "déjà"
        in client.post(
            reverse("mergers:organisation_choose", args=[people.partner.uuid]), {"name": "ancien"}
        ).content.decode()
    )  # noqa: E501
