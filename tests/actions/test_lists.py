"""What is done from the list of actions: several changed at once, its filters kept, sector and age."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions import filters, querysets
from actions.enums import Priority, Status
from actions.filters import actions_found
from actions.models import ActionPoint, ActionShare, ActionUpdate, SavedView
from actions.services.create import create_action
from actions.services.report import report_on_action
from actions.services.saved_views import AT_MOST
from participants.models import Organisation, User
from tests.factories import People, make_organisation, make_role

pytestmark = pytest.mark.django_db


def make_action(people: People, text: str = "Partager la liste", **fields: object) -> ActionPoint:
    return create_action(cluster=people.cluster, by=None, description=text, owner_text="PARTEN", **fields)  # type: ignore[arg-type]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(user: User, actions: list[ActionPoint], **data: str) -> HttpResponse:
    ticked = [str(action.uuid) for action in actions]
    return client_of(user).post(reverse("actions:action_bulk"), {"actions": ticked, **data})


def told(answer: HttpResponse) -> list[str]:
    return [str(message).replace("\u00a0", " ") for message in get_messages(answer.wsgi_request)]


def listed(user: User, **query: str) -> list[str]:
    answer = client_of(user).get(reverse("actions:action_list"), query)
    return [row.action.reference for row in answer.context["rows"]]


# --- Several at once --------------------------------------------------------------------------------------------------


def test_each_ticked_action_takes_the_status_with_a_row_of_its_own(people: People) -> None:
    actions = [make_action(people) for _ in range(3)]

    answer = change(people.coordinator, actions[:2], status=Status.IN_PROGRESS, comment="Dit en réunion")

    statuses = [ActionPoint.objects.get(pk=action.pk).status for action in actions]
    assert statuses == [Status.IN_PROGRESS, Status.IN_PROGRESS, Status.TODO]
    rows = ActionUpdate.objects.filter(comment="Dit en réunion", author=people.coordinator)
    assert {row.action_id for row in rows} == {action.pk for action in actions[:2]}
    assert told(answer) == ["2 actions modifiées."]


def test_those_refused_are_named_and_the_others_change(people: People) -> None:
    open_one, important = make_action(people), make_action(people, priority=Priority.IMPORTANT)

    answer = change(people.coordinator, [open_one, important], status=Status.DONE, comment="Liste envoyée")

    open_one.refresh_from_db()
    important.refresh_from_db()
    assert (open_one.status, important.status) == (Status.DONE, Status.TODO)
    assert important.updates.filter(comment="Liste envoyée").count() == 0
    assert told(answer)[0] == "1 action modifiée."
    assert told(answer)[1].startswith(f"{important.reference} n’a pas changé : Action importante")


def test_a_new_deadline_is_written_and_kept_in_the_history(people: People) -> None:
    action, day = make_action(people, due_text="22 novembre"), timezone.localdate() + timedelta(days=30)

    change(people.coordinator, [action], due_on=f"{day}")

    action.refresh_from_db()
    assert action.due_on == day
    assert "Échéance : « 22 novembre »" in action.updates.latest("id").comment


def test_postponing_moves_the_deadline_once(people: People) -> None:
    action, day = make_action(people), timezone.localdate() + timedelta(days=30)

    change(people.coordinator, [action], due_on=f"{day}", status=Status.POSTPONED)

    action.refresh_from_db()
    assert (action.status, action.postponed_to, action.due_on) == (Status.POSTPONED, day, day)
    assert action.updates.filter(after=Status.POSTPONED).count() == 1


def test_a_comment_alone_leaves_the_status(people: People) -> None:
    action = make_action(people)
    report_on_action(action, by=people.coordinator, status=Status.WAITING, note="du bailleur")

    change(people.coordinator, [action], comment="Relancé par téléphone")

    action.refresh_from_db()
    assert (action.status, action.status_note) == (Status.WAITING, "du bailleur")
    assert action.updates.latest("id").comment == "Relancé par téléphone"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Dites ce qui change"),
        ({"status": "inconnu"}, "Sélectionnez un choix valide"),
        ({"due_on": "2016-02-31", "comment": "Noté"}, "Saisissez une date valide"),
        ({"due_on": "9999-12-31"}, "trop lointaine"),
        ({"status": Status.DONE}, "Dites en quelques mots ce qui a été fait."),
        ({"status": Status.POSTPONED, "comment": "Salle prise"}, "Dites à quelle date"),
        ({"status": Status.POSTPONED, "comment": "Salle prise", "due_on": "2016-10-20"}, "date est déjà passée"),
        ({"status": Status.BLOCKED}, "Dites ce qui bloque"),
    ],
)
def test_a_change_that_is_none_is_shown_again_with_what_was_typed(people: People, data: dict, message: str) -> None:
    action = make_action(people)

    answer = change(people.coordinator, [action], **data)

    page = answer.content.decode().replace("\u00a0", " ")
    assert message in page
    assert str(action.uuid) in page
    assert data.get("comment", "") in page
    assert action.updates.count() == 1


def test_those_refused_for_one_reason_are_named_together(people: People) -> None:
    refused = [make_action(people, priority=Priority.IMPORTANT) for _ in range(2)]

    answer = change(people.coordinator, [make_action(people), *refused], status=Status.DONE, comment="Envoyé")

    first, second = (action.reference for action in refused)
    assert told(answer)[1:] == [
        f"{first} et {second} n’ont pas changé : Action importante : joignez un document ou donnez un lien."
    ]


def test_nothing_ticked_changes_nothing(people: People) -> None:
    assert "Cochez au moins une action" in change(people.coordinator, [], comment="Noté").content.decode()


def test_actions_of_others_cannot_be_changed_by_their_address(people: People) -> None:
    theirs = create_action(cluster=people.other_cluster, by=None, description="Compter les bâches")
    ours = make_action(people)

    answer = change(people.coordinator, [ours, theirs], status=Status.DROPPED, comment="Noté")

    assert "n’est pas de vos clusters" in answer.content.decode()
    assert not ActionUpdate.objects.filter(comment="Noté").exists()
    for user in (people.member, people.focal_point, people.observer):
        assert change(user, [ours], comment="Noté").status_code == 403
    assert not ActionUpdate.objects.filter(comment="Noté").exists()


def test_only_the_coordination_ticks(people: People) -> None:
    make_action(people)

    assert 'form="lot"' in client_of(people.coordinator).get("/actions/").content.decode()
    for user in (people.member, people.stranger):
        page = client_of(user).get("/actions/").content.decode()
        assert 'form="lot"' not in page
        assert "actions cochées" not in page


def test_the_list_comes_back_as_it_was_filtered(people: People) -> None:
    action = make_action(people)

    answer = change(people.coordinator, [action], comment="Noté", retour="late=on&next=//ailleurs.example.org")

    assert answer["Location"] == "/actions/?late=on"


# --- Views that are kept ----------------------------------------------------------------------------------------------


def keep(user: User, name: str, filters: str) -> HttpResponse:
    return client_of(user).post(reverse("actions:view_save"), {"name": name, "filters": filters})


def test_a_view_keeps_the_filters_of_the_list(people: People) -> None:
    answer = keep(people.member, "Nos retards", "late=on&organisation=PARTEN&apres=2016-11-22_4&page=3")

    view = SavedView.objects.get()
    assert (view.user, view.name, view.filters) == (people.member, "Nos retards", "organisation=PARTEN&late=on")
    assert answer["Location"] == "/actions/?organisation=PARTEN&late=on"
    assert "/actions/?organisation=PARTEN&amp;late=on" in client_of(people.member).get("/actions/").content.decode()
    assert "Nos retards" not in client_of(people.coordinator).get("/actions/").content.decode()


def test_the_same_name_takes_the_new_filters(people: People) -> None:
    keep(people.member, "Nos retards", "late=on")
    keep(people.member, " Nos  retards ", "undated=on")
    keep(people.focal_point, "Nos retards", "late=on")

    assert list(people.member.saved_views.values_list("filters", flat=True)) == ["undated=on"]
    assert people.focal_point.saved_views.count() == 1


@pytest.mark.parametrize("name", ["", " ", "\x00", "x" * 61])
def test_a_view_needs_a_name(people: People, name: str) -> None:
    assert "60 caractères" in told(keep(people.member, name, "late=on"))[0]
    assert not SavedView.objects.exists()


def test_views_are_bounded(people: People) -> None:
    SavedView.objects.bulk_create(SavedView(user=people.member, name=f"Vue {n}") for n in range(AT_MOST))

    assert "30 vues au plus" in told(keep(people.member, "Une de trop", "late=on"))[0]
    assert people.member.saved_views.count() == AT_MOST
    assert told(keep(people.member, "Vue 3", "late=on")) == ["La vue « Vue 3 » est enregistrée."]


def test_a_view_is_deleted_by_its_owner_alone(people: People) -> None:
    view = SavedView.objects.create(user=people.member, name="Nos retards", filters="late=on")
    url = reverse("actions:view_delete", args=[view.uuid])

    assert client_of(people.coordinator).post(url).status_code == 404
    assert client_of(people.member).post(url).status_code == 302
    assert not SavedView.objects.exists()


# --- Sector and age ---------------------------------------------------------------------------------------------------


def test_actions_are_listed_by_sector(people: People) -> None:
    wash, health = make_action(people, sector="WSH"), make_action(people, sector="HEA")

    assert listed(people.member, sector="WSH") == [wash.reference]
    assert listed(people.member, sector="HEA") == [health.reference]


def test_list_says_what_is_awaited(people: People) -> None:
    action = make_action(people)
    report_on_action(action, by=people.coordinator, status=Status.WAITING, note="du bailleur")
    assert "En attente : du bailleur" in client_of(people.member).get("/actions/").content.decode().replace("\xa0", " ")
    assert "?organisation=PARTEN&amp;status=toutes" in client_of(people.member).get("/mes-actions/").content.decode()


def test_actions_are_listed_by_age(people: People) -> None:
    now = timezone.now()
    old = make_action(people, at=now - timedelta(days=100))
    middle = make_action(people, at=now - timedelta(days=40))
    make_action(people, at=now)

    assert listed(people.member, age="30") == [old.reference, middle.reference]
    assert listed(people.member, age="90") == [old.reference]
    assert listed(people.member, age="180") == []


# --- Of many clusters -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["coordinator", "member", "observer", "stranger", "admin"])
def test_reader_of_many_clusters_sees_what_a_reader_of_few_does(
    people: People, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """Only the way to it changes; the first page of a list too."""
    make_action(people), make_action(people, visibility="coordination")
    create_action(cluster=people.other_cluster, by=None, description="Ailleurs", due_text="5 mai 2016")
    user = getattr(people, who)
    seen, page = set(ActionPoint.objects.visible_to(user)), listed(user)
    monkeypatch.setattr(querysets, "FEW_CLUSTERS", 0)
    assert set(ActionPoint.objects.visible_to(user)) == seen
    assert listed(user) == page
    assert len(seen) == {"coordinator": 2, "member": 1, "stranger": 1}.get(who, 0)


# --- Of an organisation -----------------------------------------------------------------------------------------------


@pytest.fixture
def promised(people: People) -> None:
    """In two clusters, of each kind of part one can have in an action: with a date, without, restricted, withdrawn."""
    unit = make_organisation("UNITE", parent=people.partner)
    parts = ((people.partner, None), (unit, None), (people.partner, date(2017, 1, 1)), (people.lead, None))
    kinds: tuple[dict[str, object], ...] = ({"due_on": date(2017, 3, 1)}, {}, {"visibility": "coordination"})
    for cluster, fields in product((people.cluster, people.other_cluster), (*kinds, {"withdrawn_at": timezone.now()})):
        for organisation, left_on in parts:
            action = create_action(cluster=cluster, by=None, description="Faire")
            ActionPoint.objects.filter(pk=action.pk).update(**fields)
            ActionShare.objects.create(action=action, organisation=organisation, left_on=left_on)
            ActionShare.objects.create(action=action, organisation=people.watcher)


@pytest.mark.parametrize("by_way_of_clusters", [True, False])
def test_actions_of_an_organisation_are_those_of_its_parts(
    people: People, promised: None, monkeypatch: pytest.MonkeyPatch, by_way_of_clusters: bool
) -> None:
    """And its units’, in all that one reads or in a cluster, whichever way the database goes to them."""
    make_role(people.coordinator.person, people.other_cluster, "rapporteur")
    monkeypatch.setattr(querysets, "NOT_ALL_CLUSTERS", 100 if by_way_of_clusters else 0)
    ours = set(Organisation.objects.filter(acronym__in=("PARTEN", "UNITE")))
    everyone = set(Organisation.objects.all())
    asked = {"PARTEN": ours, "unite": ours - {people.partner}, "organisation": everyone, "Personne": set()}
    sizes = []
    for who, (name, meant), cluster in product(("coordinator", "member"), asked.items(), ("", "CRP")):
        seen = ActionPoint.objects.visible_to(getattr(people, who)).prefetch_related("shares__organisation", "cluster")
        expected = {one for one in seen if cluster in ("", one.cluster.code) and has_part(one, meant)}
        query = QueryDict(f"organisation={name}&status=toutes&cluster={cluster}")
        assert set(actions_found(getattr(people, who), query)) == expected, (who, name, cluster)
        sizes.append(len(expected))
    assert sizes == [12, 6, 6, 3, 24, 12, 0, 0] + [4, 4, 2, 2, 8, 8, 0, 0]


def has_part(action: ActionPoint, organisations: set[Organisation]) -> bool:
    return any(share.organisation in organisations and share.left_on is None for share in action.shares.all())


def test_actions_of_an_organisation_keep_their_order_however_many(
    people: People, promised: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorted where it promised little, met along the deadlines where it promised much."""
    page = listed(people.coordinator, organisation="VIGIE")
    monkeypatch.setattr(filters, "LITTLE", 0)
    assert listed(people.coordinator, organisation="VIGIE") == page
    dates = ActionPoint.objects.in_bulk(page, field_name="reference")
    assert page == sorted(page, key=lambda reference: (dates[reference].due_on or date.max, dates[reference].pk))
    assert len(page) == 12


# --- What nothing can be ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"late": "on", "undated": "on"},
        {"late": "on", "status": "closes"},
        {"done": "a-temps"},
        {"done": "sans-date", "late": "on"},
        {"period": "realisees", "since": "2016-01-01"},
        {"undated": "on", "clear": "echeance"},
        {"unowned": "on", "clear": "responsable"},
    ],
)
def test_filters_that_exclude_one_another_find_nothing_at_once(people: People, query: dict[str, str]) -> None:
    """PostgreSQL sees it before it reads a row."""
    make_action(people)
    with CaptureQueriesContext(connection) as asked:
        assert listed(people.coordinator, **query) == []
    ours = [query["sql"] for query in asked if 'FROM "actions_actionpoint"' in query["sql"]]
    assert ours
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in ours:
                cursor.execute(f"EXPLAIN {sql}")
                assert "One-Time Filter: false" in str(cursor.fetchall()), sql
