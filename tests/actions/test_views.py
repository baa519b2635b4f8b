from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from actions.models import ActionPoint, ActionShare
from actions.paging import WALKED
from actions.querysets import ActionQuerySet
from actions.services.create import create_action
from actions.services.edit import set_owners, update_action
from actions.services.owners import understand_owners
from actions.services.report import report_on_action
from meetings.models import Meeting
from participants.enums import PlaceLevel, Role
from participants.models import User
from tests.actions.conftest import hold, meeting_after
from tests.factories import People, make_membership, make_organisation, make_place, make_role
from tests.minutes.reading import one_line
from tests.stored_facts import check_stored_facts

pytestmark = pytest.mark.django_db
Get = Callable[..., HttpResponse]


@pytest.fixture
def get(client: Client) -> Get:
    def as_user(user: User, name: str, *args: object, **data: Any) -> HttpResponse:
        client.force_login(user)
        return client.get(reverse(f"actions:{name}", args=args), data)

    return as_user


@pytest.fixture
def post(client: Client) -> Get:
    def as_user(user: User, name: str, *args: object, **data: Any) -> HttpResponse:
        client.force_login(user)
        return client.post(reverse(f"actions:{name}", args=args), data)

    return as_user


@pytest.fixture
def action(people: People, meeting: Meeting) -> ActionPoint:
    """Shared by two organisations, and shown to them."""
    action = create_action(
        cluster=people.cluster,
        meeting=meeting,
        by=people.coordinator,
        description="Transmettre la liste",
        owner_text="CHEF, PARTEN",
        due_text="22 novembre",
    )
    hold(meeting)
    return ActionPoint.objects.get(pk=action.pk)


def listed(answer: HttpResponse) -> list[str]:
    return [row.action.reference for row in answer.context["rows"]]


WORDING = {"description": "Faire", "priority": "normal", "visibility": "members"}


# --- Rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("coordinator", (200, 200, 200, 200, 200)),
        ("rapporteur", (200, 200, 200, 200, 200)),
        ("focal_point", (200, 200, 403, 403, 403)),
        ("member", (200, 403, 403, 403, 403)),
        ("observer", (404, 404, 404, 404, 404)),
        ("stranger", (404, 404, 404, 404, 404)),
        ("admin", (404, 404, 404, 404, 404)),
    ],
)
def test_pages_of_one_action_by_person(
    people: People, action: ActionPoint, get: Get, who: str, statuses: tuple[int, ...]
) -> None:
    pages = ("action_detail", "action_report", "action_edit", "action_owners", "action_withdraw")

    assert tuple(get(getattr(people, who), page, action.uuid).status_code for page in pages) == statuses


def test_stranger_gets_the_same_answer_as_for_nothing(people: People, action: ActionPoint, get: Get) -> None:
    assert get(people.stranger, "action_detail", action.uuid).content == (
        get(people.stranger, "action_detail", uuid4()).content
    )


def test_creation_is_for_the_coordination(people: People, post: Get) -> None:
    assert post(people.member, "action_create", **WORDING).status_code == 403

    refused = post(people.coordinator, "action_create", **WORDING, cluster=people.other_cluster.uuid)

    assert "cluster" in refused.context["form"].errors
    assert not ActionPoint.objects.exists()


def test_a_region_and_its_cercle_of_one_name_are_told_apart(people: People, get: Get) -> None:
    make_place("Gao")
    make_place("Gao", level=PlaceLevel.CERCLE)

    page = get(people.coordinator, "action_create").content.decode()

    assert (">Gao (région)<" in page, ">Gao (cercle)<" in page) == (True, True)


def test_member_sees_neither_buttons_nor_form(people: People, action: ActionPoint, get: Get) -> None:
    page = get(people.member, "action_detail", action.uuid).content.decode()

    assert reverse("actions:action_edit", args=[action.uuid]) not in page
    assert reverse("actions:action_report", args=[action.uuid]) not in page


def test_part_of_which_the_coordination_spoke_does_not_wait_for_its_answer(people: People, get: Get) -> None:
    alone = create_action(cluster=people.cluster, by=None, description="Faire", owner_text="PARTEN")
    assert "pas encore" in get(people.member, "action_detail", alone.uuid).content.decode()

    report_on_action(alone, by=people.coordinator, status="in_progress")

    page = get(people.member, "action_detail", alone.uuid).content.decode()
    assert ("dit par la coordination" in page, "pas encore" in page) == (True, False)


# --- Answering --------------------------------------------------------------------------------------------------------


def test_partner_answers_for_its_organisation_from_my_actions(people: People, action: ActionPoint, post: Get) -> None:
    answer = post(
        people.focal_point,
        "action_report",
        action.uuid,
        organisation=people.partner.uuid,
        status="done",
        comment="Envoyée lundi.",
        retour="mes-actions",
    )

    assert answer.headers["Location"] == reverse("actions:my_actions")
    assert [(share.organisation.acronym, share.status) for share in action.shares.all()] == [
        ("CHEF", "todo"),
        ("PARTEN", "done"),
    ]


def test_partner_changes_nothing_but_its_share(people: People, action: ActionPoint, post: Get) -> None:
    before = ActionPoint.objects.values("description", "owner_text", "due_text", "due_on", "priority").get()

    post(
        people.focal_point,
        "action_report",
        action.uuid,
        status="in_progress",
        description="Rien",
        owner_text="CHEF",
        due_text="jamais",
        due_on="2030-01-01",
        priority="important",
        override_reason="parce que",
    )

    assert ActionPoint.objects.values("description", "owner_text", "due_text", "due_on", "priority").get() == before
    assert action.shares.get(organisation=people.partner).status == "in_progress"


@pytest.mark.parametrize("whose", ["lead", "outsider"])
def test_partner_cannot_answer_for_another(people: People, action: ActionPoint, post: Get, whose: str) -> None:
    post(people.focal_point, "action_report", action.uuid, organisation=getattr(people, whose).uuid, status="blocked")

    assert not action.shares.exclude(organisation=people.partner).exclude(status="todo").exists()


def test_done_without_a_word_is_asked_for_beside_the_field(people: People, action: ActionPoint, post: Get) -> None:
    answer = post(people.focal_point, "action_report", action.uuid, status="done", comment="", retour="mes-actions")

    assert answer.context["form"].errors == {"comment": ["Dites en quelques mots ce qui a été fait."]}
    assert answer.context["back"] == "mes-actions"
    assert action.updates.count() == 1


def test_file_handed_in_is_attached(people: People, action: ActionPoint, post: Get) -> None:
    file = SimpleUploadedFile("liste.csv", b"nom;organisation\n", content_type="text/csv")

    post(people.focal_point, "action_report", action.uuid, status="in_progress", comment="Voici.", file=file)

    (document,) = action.updates.get(comment="Voici.").documents.all()
    assert (document.name, document.cluster, document.uploaded_by) == (
        "CRP-2016-11-01 : liste",
        people.cluster,
        people.focal_point,
    )


def test_refused_file_keeps_what_was_typed(people: People, action: ActionPoint, post: Get) -> None:
    file = SimpleUploadedFile("virus.exe", b"MZ\x90\x00", content_type="application/x-msdownload")

    answer = post(people.focal_point, "action_report", action.uuid, status="in_progress", comment="Voici.", file=file)

    assert answer.context["form"]["comment"].value() == "Voici."
    assert answer.context["form"].errors
    assert action.updates.count() == 1


# --- Entering and correcting ------------------------------------------------------------------------------------------


def test_edition_saves_and_says_what_is_understood(people: People, action: ActionPoint, post: Get, get: Get) -> None:
    post(
        people.coordinator,
        "action_edit",
        action.uuid,
        **WORDING | {"description": "Transmettre la liste", "owner_text": "PARTEN", "due_text": "mensuel"},
        description_version="0",
    )

    page = get(people.coordinator, "action_edit", action.uuid)
    assert page.context["due_meaning"].startswith("Récurrente")
    assert [owner.organisation for owner in page.context["action"].owners.all()] == [people.partner]
    assert ActionPoint.objects.get().description_version == 0


def test_edition_shows_both_texts_when_somebody_was_faster(people: People, action: ActionPoint, post: Get) -> None:
    update_action(action, by=people.rapporteur, description="La première")
    mine = WORDING | {"description": "La seconde", "description_version": "0"}

    answer = post(people.coordinator, "action_edit", action.uuid, **mine)

    form = answer.context["form"]
    assert form["description"].value() == "La seconde"
    assert "La première" in form.errors["description"][0]
    assert form["description_version"].value() == "1"
    assert ActionPoint.objects.get().description == "<p>La première</p>"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"due_kind": "date"}, "due_on"),
        ({"due_kind": "recurring"}, "recurrence"),
        ({"due_on": "demain"}, "due_on"),
        ({"depends_on": "CRP-1999-01-01"}, "depends_on"),
        ({"depends_on": "CRP-2016-11-01"}, "depends_on"),
        ({"description": "<p> </p>"}, "description"),
        ({"description": "x" * 200_001}, "description"),
        ({"owner_text": "x" * 401}, "owner_text"),
    ],
)
def test_edition_refuses_beside_the_field(
    people: People, action: ActionPoint, post: Get, data: dict[str, str], field: str
) -> None:
    answer = post(people.coordinator, "action_edit", action.uuid, **WORDING | {"description_version": "0"} | data)

    assert list(answer.context["form"].errors) == [field]


def test_owners_can_be_corrected(people: People, action: ActionPoint, post: Get, get: Get) -> None:
    lines = get(people.coordinator, "action_owners", action.uuid).context["formset"].initial
    assert [line["target"] for line in lines] == [f"organisation:{people.lead.pk}", f"organisation:{people.partner.pk}"]

    post(
        people.coordinator,
        "action_owners",
        action.uuid,
        **{
            "form-TOTAL_FORMS": "3",
            "form-INITIAL_FORMS": "2",
            "form-0-written": "CHEF",
            "form-0-target": "role:coordinator",
            "form-0-part": "support",
            "form-1-written": "PARTEN",
            "form-1-target": f"organisation:{people.partner.pk}",
            "form-1-part": "lead",
            "form-2-target": "",
        },
    )

    assert list(action.owners.values_list("kind", "part", "written")) == [
        ("role", "support", "CHEF"),
        ("organisation", "lead", "PARTEN"),
    ]
    assert list(action.shares.filter(left_on=None).values_list("organisation__acronym", flat=True)) == ["PARTEN"]
    assert ActionPoint.objects.get().owner_text == "CHEF, PARTEN"


def test_owners_outside_the_choices_are_refused(people: People, action: ActionPoint, post: Get) -> None:
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-target": "organisation:999999"}

    answer = post(people.coordinator, "action_owners", action.uuid, **data, **{"form-0-part": "lead"})

    assert "target" in answer.context["formset"].errors[0]


def test_withdrawal_asks_why(people: People, action: ActionPoint, post: Get) -> None:
    assert "reason" in post(people.coordinator, "action_withdraw", action.uuid, reason=" ").context["form"].errors

    post(people.coordinator, "action_withdraw", action.uuid, reason="Double saisie.")

    assert ActionPoint.objects.standing().count() == 0


# --- The list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(people: People, action: ActionPoint) -> dict[str, ActionPoint]:
    """One action for each filter."""
    gao = make_place("Gao")
    today = timezone.localdate()
    given: dict[str, Any] = {"cluster": people.cluster, "by": None}
    made = {
        "late": action,
        "undated": create_action(**given, description="Préparer l’été", owner_text="PARTEN"),
        "unowned": create_action(**given, description="Relire", due_on=today + timedelta(days=3)),
        "placed": create_action(
            **given,
            description="Visiter",
            owner_text="VIGIE",
            due_on=today + timedelta(days=9),
            place=gao,
            sector="WSH",
        ),
        "done": create_action(**given, description="Finir", owner_text="CHEF", due_on=date(2017, 1, 1)),
    }
    report_on_action(made["done"], by=None, status="done", comment="Fini.")
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["late", "unowned", "placed", "undated"]),
        ({"late": "on"}, ["late"]),
        ({"undated": "on"}, ["undated"]),
        ({"unowned": "on"}, ["unowned"]),
        ({"unclear": "oui"}, ["unowned", "undated"]),
        ({"unclear": "oui", "status": "toutes"}, ["unowned", "undated"]),
        ({"unclear": "oui", "organisation": "parten"}, ["undated"]),
        ({"sector": "WSH"}, ["placed"]),
        ({"sector": "PRO"}, []),
        ({"status": "done"}, ["done"]),
        ({"status": "closes"}, ["done"]),
        ({"status": "toutes"}, ["late", "done", "unowned", "placed", "undated"]),
        ({"organisation": "parten"}, ["late", "undated"]),
        ({"organisation": "organisation"}, ["late", "placed", "undated"]),
        ({"organisation": "inconnue"}, []),
        ({"place": "gao"}, ["placed"]),
        ({"q": "ete"}, ["undated"]),
        ({"q": "PRÉPARER parten"}, ["undated"]),
        ({"q": "100%_"}, []),
        ({"cluster": "own"}, ["late", "unowned", "placed", "undated"]),
        ({"meeting": "origin"}, ["late"]),
    ],
)
def test_filters(
    people: People,
    meeting: Meeting,
    mixed: dict[str, ActionPoint],
    get: Get,
    query: dict[str, str],
    found: list[str],
) -> None:
    values = {"own": str(people.cluster.uuid), "origin": str(meeting.day)}

    answer = get(people.coordinator, "action_list", **{key: values.get(value, value) for key, value in query.items()})

    assert listed(answer) == [mixed[name].reference for name in found]


def test_counts_of_open_actions(people: People, mixed: dict[str, ActionPoint], get: Get) -> None:
    counts = get(people.coordinator, "action_list").context["counts"]

    assert (counts.open, counts.late, counts.undated, counts.unowned, counts.unclear) == (4, 1, 1, 1, 2)
    everything = get(people.coordinator, "action_list", status="toutes")
    assert "5 actions, dont 4 ouvertes" in one_line(strip_tags(everything.content.decode()))
    for asked in ({"status": "closes"}, {"status": "done"}, {"to_confirm": "on"}, {"done": "apres"}, {"q": "liste"}):
        assert get(people.coordinator, "action_list", **asked).context["counts"] is None


@pytest.mark.parametrize("status", ["", "toutes", "todo"])
def test_counts_lead_to_the_rows_that_they_count(
    people: People, mixed: dict[str, ActionPoint], get: Get, status: str
) -> None:
    """Also when filters are in force."""
    create_action(cluster=people.cluster, by=None, description="Sans date, finie", owner_text="PARTEN")
    report_on_action(ActionPoint.objects.latest("pk"), by=None, status="dropped", comment="Non.")
    page = get(people.coordinator, "action_list", organisation="parten", status=status)
    counts, links = page.context["counts"], re.findall(r'href="/actions/(\?[^"]+)">(\d+) ', page.content.decode())
    assert counts.unclear == 1
    for query, number in links:
        kept = dict(parse_qsl(unescape(query).removeprefix("?")))
        assert len(listed(get(people.coordinator, "action_list", **kept))) == int(number)
    assert len(links) == 4


def test_list_follows_who_owns_an_action(people: People, action: ActionPoint, get: Get) -> None:
    set_owners(action, [], by=None)
    assert listed(get(people.coordinator, "action_list", unowned="on")) == [action.reference]
    set_owners(action, understand_owners("CHEF", cluster=people.cluster), by=None)
    assert listed(get(people.coordinator, "action_list", unowned="on")) == []


@pytest.mark.parametrize("wrong", [{"is_owned": False}, {"decided_on": date(2016, 1, 1)}])
def test_forgetting_who_owns_an_action_or_its_day_is_noticed(action: ActionPoint, wrong: dict[str, Any]) -> None:
    right = {name: getattr(action, name) for name in wrong}
    ActionPoint.objects.update(**wrong)
    with pytest.raises(AssertionError, match=action.reference):
        check_stored_facts()
    ActionPoint.objects.update(**right)


def test_actions_to_be_made_clear_have_a_list_of_their_own(people: People, mixed: dict, get: Get) -> None:
    page = get(people.coordinator, "action_list", unclear="oui").content.decode()
    assert "<h1>Actions à préciser</h1>" in page
    assert "Elles ne comptent ni en retard ni à temps." in page


@pytest.mark.parametrize(
    "query",
    [
        {"status": "zzz", "cluster": "zzz", "meeting": "zzz", "late": "zzz", "apres": "zzz", "avant": "_"},
        {"apres": "9999-99-99_1"},
        {"apres": "_99999999999999999999999"},
        {"avant": "2016-11-22_-5"},
        {"q": "\x00'\"<%", "organisation": "\x00", "place": "\x00"},
    ],
)
def test_list_survives_any_address(people: People, action: ActionPoint, get: Get, query: dict[str, str]) -> None:
    assert get(people.coordinator, "action_list", **query).status_code == 200


def test_list_shows_each_person_what_is_theirs(people: People, action: ActionPoint, get: Get) -> None:
    people_seeing = ("coordinator", "rapporteur", "member", "focal_point")
    for who in people_seeing:
        assert listed(get(getattr(people, who), "action_list")) == [action.reference]
    for who in ("observer", "stranger", "admin"):
        assert listed(get(getattr(people, who), "action_list")) == []


def test_pages_by_key_go_through_everything_both_ways(people: People, get: Get) -> None:
    days = [date(2017, 1, 1 + number // 3) if number % 4 else None for number in range(70)]
    at = timezone.now()
    for day in days:
        create_action(cluster=people.cluster, by=None, description="Faire", due_on=day, at=at)
    ActionShare.objects.bulk_create(
        ActionShare(action=one, organisation=people.lead) for one in ActionPoint.objects.all()
    )
    dated = sorted((day, number) for number, day in enumerate(days, start=1) if day)
    undated = [(None, number) for number, day in enumerate(days, start=1) if day is None]
    expected = [number for _, number in dated + undated]

    for asked in ({}, {"organisation": "CHEF"}):  # walked and gathered
        pages, back = pages_both_ways(partial(get, people.coordinator, "action_list", **asked))
        assert [int(reference.rsplit("-", 1)[1]) for page in pages for reference in page] == expected
        assert [len(page) for page in pages] == [30, 30, 10]
        assert back == pages[:-1]


def pages_both_ways(get_page: Callable[..., HttpResponse]) -> tuple[list[list[str]], list[list[str]]]:
    """From the first page to the last, and those before it."""
    pages, back, key = [], [], {}
    while key is not None:
        answer = get_page(**key)
        pages.append(listed(answer))
        page = answer.context["page"]
        key = {"apres": str(page.next)} if page.next else None
    while page.previous:
        answer = get_page(avant=str(page.previous))
        page = answer.context["page"]
        back.insert(0, listed(answer))
    return pages, back


@pytest.mark.once
@pytest.mark.parametrize("few", [ActionQuerySet.unclear, ActionQuerySet.without_owner])
def test_few_among_many_are_found_by_an_index_of_their_own(few: Callable[[ActionQuerySet], ActionQuerySet]) -> None:
    found = few(ActionPoint.objects.order_by(*WALKED))
    assert re.search("action_un(clear|owned)_by_due", found.explain())
    assert re.search("action_un(clear|owned)_by_cluster", found.filter(cluster=1).explain())


# --- Mes actions ------------------------------------------------------------------------------------------------------


def test_my_actions_are_grouped_by_what_is_urgent(people: People, action: ActionPoint, get: Get) -> None:
    today, given = timezone.localdate(), {"cluster": people.cluster, "by": None, "owner_text": "PARTEN"}
    soon = create_action(**given, description="Bientôt", due_on=today + timedelta(days=5))
    someday = create_action(**given, description="Un jour")
    done = create_action(**given, description="Fini")
    report_on_action(done, by=None, organisation=people.partner, status="done", comment="Fini.")
    create_action(**given | {"owner_text": "CHEF"}, description="Pas à nous")

    mine = get(people.focal_point, "my_actions").context["mine"]

    groups = (mine.late, mine.upcoming, mine.undated, mine.recent)
    assert [[entry.action for entry in entries] for entries in groups] == [[action], [soon], [someday], [done]]
    assert all(entry.can_answer for entries in groups for entry in entries)


def test_answered_share_leaves_the_list_of_late_ones(people: People, action: ActionPoint, get: Get) -> None:
    report_on_action(action, by=None, organisation=people.partner, status="done", comment="Envoyé.")

    mine = get(people.focal_point, "my_actions").context["mine"]

    assert mine.late == []
    assert [entry.action for entry in mine.recent] == [action]


def test_member_reads_its_organisations_actions_without_answering(
    people: People, action: ActionPoint, get: Get
) -> None:
    (entry,) = get(people.member, "my_actions").context["mine"].late

    assert (entry.action, entry.can_answer) == (action, False)


def test_my_actions_hold_those_by_name_and_by_role(people: People, get: Get) -> None:
    make_role(people.member, people.cluster, Role.INFORMATION_MANAGER)
    given = {"cluster": people.cluster, "by": None, "description": "Faire"}
    by_name = create_action(**given, owner_text="Kadi Membre")
    by_role = create_action(**given, owner_text="Gestionnaire de l’information")
    create_action(**given, owner_text="Coordinateur")

    entries = get(people.member, "my_actions").context["mine"].undated

    assert [(entry.action, entry.can_answer) for entry in entries] == [(by_name, True), (by_role, True)]


def test_people_of_a_unit_see_their_organisations_actions(people: People, get: Get) -> None:
    unit = make_organisation("ANTENNE", parent=people.partner)
    action = create_action(cluster=people.cluster, by=None, description="Faire", owner_text="PARTEN")
    person = people.member.person
    person.organisation = unit
    person.save()

    (entry,) = get(people.member, "my_actions").context["mine"].undated

    assert entry.action == action


@pytest.mark.parametrize("who", ["observer", "stranger", "admin"])
def test_my_actions_are_empty_for_others(people: People, action: ActionPoint, get: Get, who: str) -> None:
    assert get(getattr(people, who), "my_actions").context["mine"].is_empty


# --- Queries ----------------------------------------------------------------------------------------------------------


def queries_of(client: Client, user: User, address: str) -> int:
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "who", "queries"), [("action_list", "member", 8), ("my_actions", "focal_point", 10)])
def test_queries_of_lists_are_constant(
    people: People, meeting: Meeting, client: Client, count: int, name: str, who: str, queries: int
) -> None:
    for _ in range(count):
        create_action(
            cluster=people.cluster, meeting=meeting, by=None, description="Faire", owner_text="CHEF, PARTEN, VIGIE"
        )
    hold(meeting)

    assert queries_of(client, getattr(people, who), reverse(f"actions:{name}")) == queries


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_detail_page_are_constant(people: People, meeting: Meeting, client: Client, count: int) -> None:
    names = [f"MEMBRE{number}" for number in range(count)]
    for name in names:
        make_membership(make_organisation(name), people.cluster)
    action = create_action(
        cluster=people.cluster, meeting=meeting, by=None, description="Faire", owner_text=", ".join(names)
    )
    hold(meeting)
    for number in range(count):
        later = meeting_after(people.cluster, days=28 * (number + 1))
        hold(later)
        report_on_action(action, by=people.coordinator, status="in_progress", comment="Suite.")

    address = reverse("actions:action_detail", args=[action.uuid])
    assert queries_of(client, people.coordinator, address) == 11
