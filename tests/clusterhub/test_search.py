"""`/recherche/`: the same is found on both databases, by whoever may read it and nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.edit import update_action, withdraw_action
from clusterhub.search import reindex, results
from clusterhub.web.search import lookup
from clusterhub.web.search.index import Findable, keep
from clusterhub.web.search.models import Entry, Posting
from meetings.enums import Visibility
from meetings.models import Meeting
from meetings.services.agenda import add_outcome
from meetings.services.documents import update_document
from minutes.models import Decision
from minutes.services.record import back_to_draft, circulate_minutes
from participants.enums import Sector
from participants.models import Activity, Membership, User
from participants.services.activities import (
    change_activity,
    declare_need,
    report_activity,
    withdraw_activity,
    withdraw_need,
)
from participants.services.organisations import save_organisation
from tests.factories import LONG_AGO, People, make_organisation, make_person, make_place, make_user
from tests.meetings.factories import NOVEMBER_15, adopt
from tests.minutes.factories import SECRETS, make_circulated, make_document, make_held_meeting, make_item

pytestmark = pytest.mark.django_db


def page_of(user: User, query: str = "", **more: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("search"), {"q": query, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def found(user: User, query: str = "", **more: str) -> dict[str, list[str]]:
    """Titles by heading."""
    sections = re.findall(r"<h2>(.*?)</h2>(.*?)</section>", page_of(user, query, **more), re.DOTALL)
    return {
        title: [unescape(hit) for hit in re.findall(r'row-title"><a href="[^"]*">(.*?)</a>', body)]
        for title, body in sections
    }


def marked(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def make_action(people: People, text: str, **fields: object) -> ActionPoint:
    return create_action(cluster=people.cluster, by=None, description=text, owner_text="PARTEN", **fields)  # type: ignore[arg-type]


# --- What is found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["latrines", "LATRINE", "réhabilitation latrine", "rehabilitees", "gao latrines", "crp latrine"]
)
def test_an_action_is_found_by_any_form_of_its_words(people: People, query: str) -> None:
    action = make_action(people, "Réhabiliter les latrines de l’école de Gao")
    make_action(people, "Partager la matrice de Mopti")

    assert found(people.member, query) == {
        "Actions": [f"{action.reference} · Réhabiliter les latrines de l’école de Gao"]
    }


@pytest.mark.parametrize("query", ["latrines", "réhabilitation ÉCOLE", "crp", "gao matrice", "la de"])
def test_the_list_of_actions_finds_what_the_search_finds(people: People, query: str) -> None:
    for text in ("Réhabiliter les latrines de l’école de Gao", "Partager la matrice de Gao", "Réhabiliter un puits"):
        make_action(people, text)
    client = Client()
    client.force_login(people.member)

    listed = client.get(reverse("actions:action_list"), {"q": query}).context["rows"]

    searched = found(people.member, query, kind="actions").get("Actions", [])
    assert sorted(row.action.reference for row in listed) == sorted(title.split(" · ")[0] for title in searched)


@pytest.mark.parametrize("few", [1, 500])
def test_a_list_finds_the_same_among_few_and_among_many(
    people: People, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "FEW_NUMBERS", few)
    wanted = [make_action(people, f"Réparer la pompe {number}") for number in range(3)]
    make_action(people, "Réparer un puits")

    assert set(ActionPoint.objects.matching("pompes réparées", clusters=[people.cluster.pk])) == set(wanted)
    assert set(ActionPoint.objects.matching("pompes réparées")) == set(wanted)


def test_all_words_must_stand_in_the_text(people: People) -> None:
    make_action(people, "Réhabiliter les latrines de Gao")

    assert found(people.member, "latrines Mopti") == {}
    assert "Rien ne correspond" in page_of(people.member, "latrines Mopti")


def test_each_kind_is_found_under_its_heading(people: People) -> None:
    meeting = make_circulated(people)
    make_document(people, "Projets de cartographie")
    make_organisation("PRJ", "Projets Nord")

    assert found(people.member, "projet") == {
        "Comptes rendus": [meeting.title],
        "Documents": ["Projets de cartographie"],
        "Organisations": ["Projets Nord (PRJ)"],
    }
    assert list(found(people.member, "projet", kind="documents")) == ["Documents"]


def test_the_passage_shows_the_words_as_text(people: People) -> None:
    make_action(people, "<p>Écrire x &lt;script&gt;alert(1)&lt;/script&gt; aux latrines &amp; puits</p>")

    page = page_of(people.member, "latrine")

    assert marked(page) == ["latrines"]
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page


def test_an_index_follows_what_changes(people: People) -> None:
    action = make_action(people, "Réhabiliter les latrines")
    update_action(action, by=people.coordinator, description="Creuser un forage")
    document = make_document(people, "Plan ancien")
    update_document(document=document, name="Carte nouvelle", version_label="", visibility=Visibility.MEMBERS)
    save_organisation(people.partner, aliases=("Bâtisseurs",))

    assert found(people.member, "latrines") == {}
    assert list(found(people.member, "forage")) == ["Actions"]
    assert found(people.member, "batisseur") == {"Organisations": [people.partner.full_label]}
    assert found(people.member, "cartes", kind="documents") == {"Documents": ["Carte nouvelle"]}
    entry = Entry.objects.get(kind="action", key=action.pk)
    assert "forag" in entry.postings.values_list("stem", flat=True)
    assert "latrin" not in entry.postings.values_list("stem", flat=True)


def test_what_is_withdrawn_is_not_found(people: People) -> None:
    action = make_action(people, "Réhabiliter les latrines")
    withdraw_action(action, by=people.coordinator, reason="Saisie deux fois")

    assert found(people.coordinator, "latrines") == {}


def test_cluster_and_period_narrow_the_search(people: People) -> None:
    meeting = make_circulated(people)
    day = meeting.day
    same, other = {"cluster": str(people.cluster.uuid)}, {"cluster": str(people.other_cluster.uuid)}

    def titles(**more: str) -> list[str]:
        return found(people.member, "fiches", **more).get("Comptes rendus", [])

    assert titles(**same) == titles(since=f"{day}", until=f"{day}") == titles() == [meeting.title]
    assert (
        titles(since=f"{day + timedelta(days=1)}")
        == titles(until=f"{day - timedelta(days=1)}")
        == titles(**other)
        == []
    )


def test_pages_of_one_kind_follow_one_another_without_gap(people: People) -> None:
    references = [make_action(people, f"Réparer la pompe {number}").reference for number in range(45)]
    client = Client()
    client.force_login(people.member)
    url, seen = f"{reverse('search')}?q=pompes&kind=actions", []
    for _ in range(3):
        page = client.get(url).content.decode()
        seen += re.findall(r'row-title"><a[^>]*>(\S+) ·', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = f"{reverse('search')}{unescape(following[1])}" if following else ""

    assert seen == references[::-1]
    assert url == ""


def test_everything_shows_a_few_of_each_and_leads_to_the_rest(people: People) -> None:
    for number in range(7):
        make_action(people, f"Réparer la pompe {number}")

    assert len(found(people.member, "pompe")["Actions"]) == 5
    assert "?q=pompe&amp;kind=actions" in page_of(people.member, "pompe")


# --- Who finds it -----------------------------------------------------------------------------------------------------


def test_a_record_is_found_by_members_once_circulated_and_by_observers_once_adopted(people: People) -> None:
    meeting = make_circulated(people)
    assert found(people.member, "fiches") == {"Comptes rendus": [meeting.title]}
    assert found(people.observer, "fiches") == found(people.stranger, "fiches") == found(people.admin, "fiches") == {}

    adopt(meeting)
    assert found(people.observer, "fiches") == {"Comptes rendus": [meeting.title]}
    assert found(people.stranger, "fiches") == {}


def test_a_decision_is_found_once_its_record_is_out(people: People) -> None:
    meeting = make_held_meeting(people)
    add_outcome(item=make_item(meeting, "Eau"), kind="decision", text="Le forage de Bourem est retenu")
    assert found(people.member, "forages retenus", kind="decisions") == {}

    circulate_minutes(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=1))
    assert found(people.member, "forages retenus", kind="decisions") == {"Décisions": ["Eau"]}
    assert found(people.observer, "forages") == found(people.stranger, "forages") == {}


def test_the_text_being_written_is_found_by_the_coordination_only(people: People) -> None:
    meeting = make_held_meeting(people)

    assert found(people.rapporteur, "fiches absentes") == {}
    assert found(people.rapporteur, "examiner fiche") == {"Textes en cours de rédaction": [meeting.title]}
    assert found(people.member, "fiches") == found(people.stranger, "fiches") == {}


def test_members_search_the_frozen_text_while_a_new_one_is_written(people: People) -> None:
    meeting = make_circulated(people)
    back_to_draft(meeting=meeting, reason="Une erreur", by=people.coordinator)
    make_item(meeting, "Forages de Bourem")

    assert found(people.member, "forage") == {}
    circulate_minutes(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=3))
    assert list(found(people.member, "forage")) == ["Comptes rendus"]


SEEN_ELSEWHERE = ("secretaction", "secretannexe", "secretvisible")
"""For members by themselves: what is restricted is that the record cites them."""


def test_what_is_restricted_is_found_by_the_coordination_only(people: People) -> None:
    adopt(make_circulated(people))

    for word in SECRETS:
        kind = "comptes-rendus" if word in SEEN_ELSEWHERE else ""
        pages = [page_of(user, word, kind=kind) for user in (people.member, people.observer, people.stranger)]
        assert [marked(page) for page in pages] == [[], [], []]
        assert all("Rien ne correspond" in page for page in pages)
        assert found(people.coordinator, word)


def test_nothing_hidden_shows_by_the_link_to_more(people: People) -> None:
    for number in range(30):
        make_action(people, f"Pompe {number}", visibility=Visibility.COORDINATION)

    for kind in ("", "actions"):
        page = page_of(people.member, "pompe", kind=kind)
        assert "Rien ne correspond" in page
        assert 'rel="next"' not in page
        assert "Tout voir" not in page


@pytest.mark.parametrize("few", [0, 50])
def test_what_may_be_read_is_found_behind_much_that_may_not(
    people: People, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its reader has a place in few clusters or in many, and however many texts are passed over."""
    monkeypatch.setattr(lookup, "FEW_CLUSTERS", few)
    monkeypatch.setattr(results, "LARGEST_BATCH", 16)
    readable = [make_action(people, f"Pompe lisible {number}").reference for number in range(2)]
    for number in range(60):
        make_action(people, f"Pompe {number}", visibility=Visibility.COORDINATION)
    readable.append(make_action(people, "Pompe lisible à Gao").reference)

    titles = found(people.member, "pompe")["Actions"]

    assert [title.split(" · ")[0] for title in titles] == readable[::-1]
    assert found(people.stranger, "pompe") == {}


def test_a_text_that_goes_to_another_cluster_is_found_there(people: People) -> None:
    action = make_action(people, "Réparer la pompe")
    entry = Entry.objects.get(kind="action", key=action.pk)

    keep(Findable("action", action.pk, entry.on, entry.text, people.other_cluster.pk))

    assert set(entry.postings.values_list("cluster_id", flat=True)) == {people.other_cluster.pk}
    assert found(people.member, "pompe") == {}


def test_actions_of_a_meeting_in_session_wait_for_its_end(people: People, in_session: Meeting) -> None:
    make_action(people, "Creuser un forage", meeting=in_session)

    assert found(people.member, "forage") == {}
    assert list(found(people.coordinator, "forage")) == ["Actions"]


@pytest.fixture
def in_session(people: People) -> Meeting:
    return make_held_meeting(people, state="open")


# --- What people type -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "%",
        "_",
        "'",
        '"; DROP TABLE search_entry;--',
        "\x00",
        "<script>",
        "a" * 500,
        "é" * 199,
        "🙂",
        "*",
        "()",
        "x AND y",
        "pomp*",
    ],
)
def test_hostile_queries_find_nothing_and_break_nothing(people: People, query: str) -> None:
    make_action(people, "Réhabiliter les latrines")

    page = page_of(people.member, query)

    assert "<mark>" not in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "inconnu"},
        {"since": "2016-02-31"},
        {"cluster": "pas-un-uuid"},
        {"cluster": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_a_filter_that_is_none_finds_nothing_and_says_so(people: People, more: dict[str, str]) -> None:
    make_action(people, "Réhabiliter les latrines")

    page = page_of(people.member, "latrine", **more)

    assert "<mark>" not in page
    assert "invalid-feedback" in page or "is-invalid" in page


@pytest.mark.parametrize("key", ["x", "2016-99-99_1", "_", "2016-11-22_", f"2016-11-22_{'9' * 40}"])
def test_a_key_that_is_none_starts_at_the_beginning_or_finds_nothing(people: People, key: str) -> None:
    make_action(people, "Réhabiliter les latrines")

    assert list(found(people.member, "latrine", kind="actions", apres=key)) in ([], ["Actions"])


def test_words_that_are_everywhere_are_said_to_be(people: People) -> None:
    assert "Ces mots sont partout" in page_of(people.member, "de la")
    assert "Tous les mots doivent" in page_of(people.member, "")


def test_every_page_has_the_box(people: People) -> None:
    client = Client()
    client.force_login(people.member)

    assert f'action="{reverse("search")}"' in client.get("/").content.decode()


# --- What organisations do, and what is missing -----------------------------------------------------------------------


def make_activity(people: People, text: str, *, in_cluster: bool = True, **facts: object) -> Activity:
    cluster = people.cluster if in_cluster else None
    return report_activity(organisation=people.partner, cluster=cluster, by=None, description=text, **facts)  # type: ignore[arg-type]


def readers_of(people: People, query: str) -> list[str]:
    everybody = ("coordinator", "member", "observer", "stranger", "admin")
    return [who for who in everybody if found(getattr(people, who), query)]


def test_activities_and_needs_are_found_by_whoever_may_read_their_page(people: People) -> None:
    gao = make_place("Gao")
    make_activity(people, "Réhabiliter\ndes <forages>", in_cluster=False, sector=Sector.PROTECTION, place=gao)
    make_activity(people, "Curage de caniveaux", place=gao)
    declare_need(cluster=people.cluster, by=None, text="Latrines d’urgence", sector=Sector.PROTECTION, place=gao)

    assert found(people.stranger, "forage gao protection") == {"Activités": ["PARTEN · Réhabiliter des <forages>"]}
    assert found(people.member, "caniveau parten") == {"Activités": ["PARTEN · Curage de caniveaux"]}
    assert found(people.member, "latrine gao") == {"Besoins": ["Latrines d’urgence"]}
    everybody = ["coordinator", "member", "observer", "stranger", "admin"]
    assert [readers_of(people, word) for word in ("forages", "caniveaux", "latrines")] == [
        everybody,
        everybody[:2],
        everybody[:2],
    ]
    own = make_user(make_person("Modibo", people.partner))
    Membership.objects.filter(organisation=people.partner).update(until=LONG_AGO)
    assert (list(found(own, "caniveau")), found(own, "latrine")) == (["Activités"], {})
    assert reverse("participants:organisation_profile", args=[people.partner.uuid]) in page_of(own, "caniveau")


def test_what_is_told_of_an_organisation_follows_what_changes(people: People) -> None:
    activity = make_activity(people, "Creuser un puits")
    change_activity(activity, by=None, description="Creuser un forage", place=make_place("Ansongo", 2))
    need = declare_need(cluster=people.cluster, by=None, text="Semences")
    people.partner.name, people.partner.acronym = "Bâtisseurs du Nord", "NOUVEAU"
    save_organisation(people.partner)

    assert (found(people.member, "puits"), found(people.member, "forage parten")) == ({}, {})
    assert found(people.member, "forage ansongo nouveau") == {"Activités": ["NOUVEAU · Creuser un forage"]}
    withdraw_activity(activity, by=None)
    withdraw_need(need, by=people.coordinator)
    assert found(people.member, "forage") == found(people.member, "semence") == {}
    assert not Entry.objects.filter(kind__in=("activity", "need")).exists()


# --- What it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_what_is_found(people: People, count: int) -> None:
    for number in range(count):
        make_action(people, f"Réparer la pompe {number}")
        make_document(people, f"Pompe {number}")
        make_activity(people, f"Réparer des pompes {number}")
        declare_need(cluster=people.cluster, by=None, text=f"Pompe à réparer {number}")
    client = Client()
    client.force_login(people.coordinator)

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("search"), {"q": "réparer pompe"})

    assert len(asked) == QUERIES


QUERIES = 20
"""A kind in which nothing holds the words asks one, another three."""


def test_a_word_is_one_posting_per_text(people: People) -> None:
    action = make_action(people, "Pompe, pompes et pompe")

    assert Posting.objects.filter(stem="pomp", entry__key=action.pk, kind="action").count() == 1


# --- What was there before the index ----------------------------------------------------------------------------------


def entries() -> set[tuple[str, int, str, tuple[str, ...]]]:
    rows = Entry.objects.prefetch_related("postings")
    return {(one.kind, one.key, one.text, tuple(sorted(p.stem for p in one.postings.all()))) for one in rows}


def said_by_reindexing(*options: str) -> list[str]:
    out = StringIO()
    call_command("reindex_search", *options, stdout=out)
    return out.getvalue().replace("\xa0", " ").splitlines()


@pytest.fixture
def written(people: People) -> set[tuple[str, int, str, tuple[str, ...]]]:
    make_circulated(people)
    make_document(people, "Carte des puits")
    for number in range(3):
        make_action(people, f"Réhabiliter les latrines {number}")
    make_activity(people, "Réhabiliter des puits", in_cluster=False)
    declare_need(cluster=people.cluster, by=None, text="Puits à Bourem")
    save_organisation(people.partner, aliases=("Bâtisseurs",))
    return entries()


def test_reindexing_brings_back_what_each_floor_wrote(
    written: set, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindex, "AT_ONCE", 2)
    registered = Decision.objects.count()
    Entry.objects.all().delete()
    Decision.objects.all().delete()

    said = said_by_reindexing()

    ours = {entry for entry in entries() if entry[0] != "decision"}
    assert ours >= {entry for entry in written if entry[0] != "decision"}
    assert Decision.objects.count() == registered > 0
    assert Entry.objects.filter(kind="decision").count() == registered
    assert "Actions : 6 sur 8…" in said
    assert "Actions : 8 ; 8 textes écrits, 0 retiré." in said


def test_reindexing_again_writes_nothing(written: set) -> None:
    said_by_reindexing()
    before = set(Posting.objects.values_list("pk", flat=True))

    said = said_by_reindexing()

    assert [line for line in said if not line.endswith(" ; 0 texte écrit, 0 retiré.")] == []
    assert set(Posting.objects.values_list("pk", flat=True)) == before


def test_reindexing_mends_what_changed_went_or_was_damaged(written: set) -> None:
    said_by_reindexing()
    whole = entries()
    action = Entry.objects.filter(kind="action").earliest("pk")
    Entry.objects.filter(pk=action.pk).update(text="autre chose")
    Entry.objects.create(kind="action", key=10**9, on=action.on, text="disparue")
    Posting.objects.filter(entry__kind="document").delete()

    assert said_by_reindexing("--only", "actions") == ["Actions : 8 ; 1 texte écrit, 1 retiré."]
    assert entries() != whole
    said_by_reindexing("--anew")
    assert entries() == whole
