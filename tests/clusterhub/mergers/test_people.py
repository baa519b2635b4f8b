"""Two persons become one: presences, roles, accounts and addresses, and no right is won in passing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import SavedView
from actions.services.create import create_action
from clusterhub.mergers.errors import MergerRefused
from clusterhub.mergers.people import merge_people
from clusterhub.privacy.erasure import erase_person
from meetings.services.attendance import add_attendance
from participants.enums import Role
from participants.errors import LinkUnusable
from participants.models import Merger, Person, User
from participants.rules import can_merge_people, is_coordinator
from participants.selectors import people_called
from participants.services.links import create_link, find_link
from participants.services.paste_people import import_people
from tests.factories import People, make_cluster, make_list, make_people, make_person, make_role, make_user
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def double(people: People) -> Person:
    """The member, entered a second time."""
    return make_person(
        "K. Membre", people.partner, emails=("KADI@example.org", "k.membre@example.org"), job_title="Chargée"
    )


def merge(people: People, double: Person) -> Merger:
    return merge_people(people.member.person, double, by=people.admin, reason="Saisie deux fois")


def test_addresses_roles_lists_and_actions_follow_without_doubles(people: People, double: Person) -> None:
    own = people.member.person
    own.emails.create(email="kadi@example.org", position=1)
    own.phones.all().delete()
    own.phones.create(number="+223 70 00 00 01")
    double.phones.create(number="+22370000001")
    for person, since in ((own, date(2020, 1, 1)), (double, date(2018, 1, 1))):
        make_role(person, people.cluster, Role.FOCAL_POINT, topic="Eau", since=since)
    chosen = make_list(people.cluster, people=[own, double])
    action = create_action(cluster=people.cluster, by=None, description="Appeler", owner_text="K. Membre")

    merge(people, double)

    own.refresh_from_db()
    emails = [row.email for row in own.emails.all()]
    assert emails[-1] == "k.membre@example.org"
    assert len({email.lower() for email in emails}) == len(emails)
    assert own.phones.count() == 1
    assert own.roles.get().since == date(2018, 1, 1)
    assert list(chosen.people.all()) == [own]
    assert (action.owners.get().person, action.owners.get().written) == (own, "K. Membre")
    assert own.job_title == "Chargée"


def test_once_in_a_meeting_as_who_was_there(people: People, double: Person) -> None:
    both, other = make_meeting(people.cluster), make_meeting(people.cluster)
    add_attendance(meeting=both, person=people.member.person, state="excused")
    there = add_attendance(meeting=both, person=double)
    alone = add_attendance(meeting=other, person=double)

    merge(people, double)

    assert both.attendances.get() == there
    for row in (there, alone):
        row.refresh_from_db()
        assert (row.person, row.name) == (people.member.person, "K. Membre")


def test_only_account_follows_with_its_rights(people: People, double: Person) -> None:
    account = make_user(double)
    kept = make_person("Kadi Sans Compte", people.partner)
    make_role(kept, people.cluster)

    merge_people(kept, double, by=people.admin)

    account = User.objects.get(pk=account.pk)
    assert account.person == kept
    assert is_coordinator(account, people.cluster.pk)


def test_of_two_accounts_that_of_who_stays_is_kept(people: People, double: Person, client: Client) -> None:
    closed = make_user(double, "double@example.org")
    SavedView.objects.create(user=closed, name="En retard", filters="late=on")
    client.force_login(closed)

    merge(people, double)

    closed.refresh_from_db()
    assert (closed.is_active, closed.person.name, closed.display_name) == (False, "K. Membre", "K. Membre")
    assert client.get(reverse("home")).status_code == 302
    assert people.member.saved_views.get().name == "En retard"


def test_accounts_that_differ_in_administration_are_refused(people: People, double: Person) -> None:
    make_user(double, is_staff=True)

    with pytest.raises(MergerRefused, match="administre le site"):
        merge(people, double)
    people.admin.person = people.stranger.person.__class__.objects.create(name="Admin", folded="admin")
    people.admin.save()
    with pytest.raises(MergerRefused, match="votre propre fiche"):
        merge_people(double, people.admin.person, by=people.admin)


def test_invitation_of_the_absorbed_opens_nothing(people: People, double: Person) -> None:
    _, key = create_link(person=double, email="double@example.org")

    merge(people, double)

    with pytest.raises(LinkUnusable):
        find_link(key)


def test_found_by_the_former_name_and_not_imported_again(people: People, double: Person, client: Client) -> None:
    merge(people, double)
    client.force_login(people.coordinator)

    page = client.get(f"{reverse('participants:person_list')}?q=k. membre").context["page"]
    assert list(page) == [people.member.person]
    assert people_called(["k. MEMBRE"], people.coordinator) == {"k. membre": [people.member.person]}
    assert import_people(text="Nom;Organisation\nK. Membre;PARTEN", user=people.coordinator).created == []


def test_former_address_leads_there_for_those_who_may_see_it(people: People, double: Person, client: Client) -> None:
    merge(people, double)
    address = reverse("participants:person_detail", args=[double.uuid])
    for user, expected in ((people.coordinator, 302), (people.stranger, 404), (people.observer, 404)):
        client.force_login(user)
        assert client.get(address).status_code == expected


def test_erased_or_merged_are_refused(people: People, double: Person) -> None:
    merge(people, double)
    with pytest.raises(MergerRefused, match="déjà réunie"):
        merge(people, double)

    erased = make_person("Fatou Effacée")
    erase_person(erased, by=people.admin)
    with pytest.raises(MergerRefused, match="effacée"):
        merge_people(people.member.person, Person.objects.get(pk=erased.pk), by=people.admin)


def test_erasure_reaches_the_name_that_was_merged(people: People, double: Person) -> None:
    merge(people, double)

    erase_person(Person.objects.get(pk=people.member.person_id), by=people.admin)

    double.refresh_from_db()
    assert double.name == "Personne effacée n° 1"


def test_coordinator_merges_only_what_is_wholly_its_own(people: People, double: Person) -> None:
    own, by = make_person("Kadi Autre", people.partner), people.coordinator
    assert can_merge_people(by, own, double)
    assert not can_merge_people(people.rapporteur, own, double)
    assert not can_merge_people(by, by.person, double)

    make_role(double, make_cluster("Santé"))
    assert not can_merge_people(by, own, Person.objects.get(pk=double.pk))


def test_coordinator_does_not_merge_two_accounts(people: People, double: Person) -> None:
    make_user(double)

    assert not can_merge_people(people.coordinator, people.member.person, Person.objects.get(pk=double.pk))
    assert can_merge_people(people.admin, people.member.person, Person.objects.get(pk=double.pk))


def test_page_proposes_namesakes_and_merges(people: People, double: Person, client: Client) -> None:
    namesake = make_person("kadi MEMBRE", people.partner)
    client.force_login(people.admin)
    page = client.get(reverse("mergers:person_choose", args=[people.member.person.uuid]))
    assert list(page.context["namesakes"]) == [namesake]

    chosen = client.post(reverse("mergers:person_choose", args=[people.member.person.uuid]), {"name": "K. Membre"})
    assert ("Adresses électroniques", 1, 2) in client.get(chosen.url).context["counts"]
    client.post(chosen.url, {"reason": ""})
    double.refresh_from_db()
    assert double.merged_into == people.member.person
