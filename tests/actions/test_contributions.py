"""What an organisation answers to a call, with its link or with an account, and where it ends up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.contributions.asking import calls_waiting_for
from actions.contributions.tables import answers_to
from actions.contributions.texts import as_plain_text
from actions.enums import CallPart
from actions.forms.contributions import FORMS
from actions.models import CallAnswer, ContributionCall
from actions.services import partners as by_link
from actions.services.calls import close_call
from meetings.enums import AttendanceState, ProposalState, Visibility
from meetings.models import AgendaProposal, DocumentComment, ForeseenAttendance, Meeting
from meetings.services.document_life import open_document
from meetings.services.documents import upload_document
from participants.models import AccessLinkUse, Activity, Cluster, Need, Organisation
from participants.services.profiles import Project, save_profile
from tests.actions.calls import MONDAY, LinkAt, answers, link_for, make_call, meeting_to_come, morning, plain
from tests.actions.partner_world import build_partner_world, photo
from tests.factories import People, make_place
from tests.permissions.snapshot import changed_tables, database
from tests.permissions.test_abuse import HOSTILE

WITH_ALL = [part.value for part in CallPart]
NAME = "Fatoumata Ag Almahdi"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(morning(), tick=True):
        yield


@pytest.fixture
def meeting(people: People) -> Meeting:
    return meeting_to_come(people)


@pytest.fixture
def document(people: People):
    document = upload_document(cluster=people.cluster, file=photo("cadre.png"), state="draft", by=people.coordinator)
    return open_document(document=document, until=MONDAY + timedelta(days=20), by=people.coordinator)


@pytest.fixture
def call(people: People, meeting: Meeting, document) -> ContributionCall:
    return make_call(
        people, parts=WITH_ALL, meeting=meeting, document=document, figures=["Bénéficiaires atteints", "Kits remis"]
    )


@pytest.fixture
def link(people: People) -> LinkAt:
    return link_for(people)


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True)


def table(call: ContributionCall, part: str) -> list[list[str]]:
    return next(table.rows for table in answers_to(call).tables if table.part == part)


# --- By the link ------------------------------------------------------------------------------------------------------


def test_page_of_the_link_shows_the_call_and_leads_to_each_part(
    call: ContributionCall, link: LinkAt, phone: Client
) -> None:
    assert "Tour de table de mars" in plain(phone.get(link.path))
    page = plain(phone.get(link.call(call)))
    assert [part.label for part in CallPart if part.label in page] == [part.label for part in CallPart]
    assert "réponse souhaitée pour le 10 mars 2027" in page
    assert "Merci d’avance." in page


ANSWERS = {
    "points": {"title": "Accès à Ber", "detail": "Piste coupée", "planned_minutes": "10"},
    "presence": {"coming": "excused", "people": "", "note": "Mission à Gao"},
    "tour": {
        "rows": "2",
        "row_0_kind": "under_way",
        "row_0_sector": "PRO",
        "row_0_place": "Ménaka",
        "row_0_text": "Écoute",
        "row_1_kind": "gap",
        "row_1_sector": "HEA",
        "row_1_place": "Tin-Essako",
        "row_1_text": "Aucun centre ouvert",
    },
    "document": {"text": "Ajouter les délais."},
    "profil": {"sectors": ["PRO", "HEA"], "places": "Gao", "activities": "Écoute\nPlaidoyer"},
    "chiffres": {"figure_0": "1\u202f250", "figure_1": "", "note": "À confirmer"},
}


def answer_all(call: ContributionCall, link: LinkAt, phone: Client) -> list:
    return [phone.post(link.call(call, part), {**said, "name": NAME}, follow=True) for part, said in ANSWERS.items()]


def test_parts_are_answered_by_post_and_kept_with_the_name_given(
    people: People, call: ContributionCall, link: LinkAt, phone: Client
) -> None:
    pages = answer_all(call, link, phone)
    answer_all(call, link, phone)  # sent twice: the line was slow
    rows = CallAnswer.objects.order_by("id")
    told = {(row.call, row.organisation, row.said_by, row.author, row.link) for row in rows}
    assert [row.part for row in rows] == list(ANSWERS)
    assert told == {(call, people.partner, NAME, None, link.link)}
    assert [page for page in pages if "c’est noté, merci." not in plain(page)] == []
    assert {use.name for use in AccessLinkUse.objects.all()} == {NAME}
    assert (AgendaProposal.objects.count(), ForeseenAttendance.objects.count(), Activity.objects.count()) == (1, 1, 1)
    text = as_plain_text(answers_to(call)).replace("\u202f", " ")
    assert "TOUR DE TABLE\nPARTEN :\n- Protection ; Ménaka ; Activité en cours ; Écoute\n- Santé" in text
    assert "CHIFFRES\nPARTEN :\n- Bénéficiaires atteints : 1 250 ; Précision : À confirmer\nTotal : " in text
    assert "- S’excuse ; Mission à Gao" in text


def test_point_waits_for_the_coordination(people: People, call, meeting, link: LinkAt, phone: Client) -> None:
    phone.post(link.call(call, "points"), {**ANSWERS["points"], "name": NAME})
    proposal = AgendaProposal.objects.get()
    assert (proposal.title, proposal.detail, proposal.planned_minutes) == ("Accès à Ber", "Piste coupée", 10)
    assert (proposal.state, proposal.meeting, proposal.organisation) == ("waiting", meeting, people.partner)
    phone.post(link.call(call, "points"), {"title": "Stocks", "name": NAME})
    assert [row[:3] for row in table(call, "points")] == [
        ["PARTEN", "Accès à Ber", "Piste coupée"],
        ["PARTEN", "Stocks", ""],
    ]
    assert [row[3] for row in table(call, "points")] == [ProposalState.WAITING.label] * 2


def test_excuse_stands_on_the_list_of_attendance(people: People, call, meeting, link: LinkAt, phone: Client) -> None:
    phone.post(link.call(call, "presence"), {**ANSWERS["presence"], "name": NAME})
    row = meeting.attendances.get()
    assert (row.organisation, row.state) == (people.partner, AttendanceState.EXCUSED)
    phone.post(link.call(call, "presence"), {"coming": "coming", "people": "Awa\nBakary", "name": NAME})
    assert not meeting.attendances.exists()
    assert table(call, "presence") == [["PARTEN", "Viendra", "Awa, Bakary", ""]]
    assert ForeseenAttendance.objects.count() == 2


def test_round_table_becomes_activities_and_needs(people: People, call, link: LinkAt, phone: Client) -> None:
    menaka = make_place("Ménaka")
    phone.post(link.call(call, "tour"), {**ANSWERS["tour"], "name": NAME})
    activity, need = Activity.objects.get(), Need.objects.get()
    assert (activity.organisation, activity.cluster, activity.place) == (people.partner, people.cluster, menaka)
    assert (activity.sector, activity.state, activity.description) == ("PRO", "under_way", "Écoute")
    assert (need.organisation, need.sector, need.place) == (people.partner, "HEA", None)
    assert need.text == "Aucun centre ouvert (Tin-Essako)"
    assert table(call, "tour") == [
        ["PARTEN", "Protection", "Ménaka", "Activité en cours", "Écoute"],
        ["PARTEN", "Santé", "Tin-Essako", "Manque : personne n’y travaille", "Aucun centre ouvert"],
    ]


def test_round_table_said_again_replaces_what_is_no_longer_said(call, link: LinkAt, phone: Client) -> None:
    make_place("Ménaka")
    phone.post(link.call(call, "tour"), {**ANSWERS["tour"], "name": NAME})
    changed = ANSWERS["tour"] | {"row_0_text": "Écoute et plaidoyer", "row_1_text": ""} | {"row_1_place": ""}
    phone.post(link.call(call, "tour"), {**changed, "name": NAME})
    assert [one.description for one in Activity.objects.standing()] == ["Écoute et plaidoyer"]
    assert not Need.objects.standing().exists()
    assert [len(content["rows"]) for content in answers(call, "tour")] == [2, 1]


def test_more_lines_are_given_without_an_answer(call, link: LinkAt, phone: Client) -> None:
    page = phone.post(link.call(call, "tour"), {**ANSWERS["tour"], "name": NAME, "more": "1"})
    assert page.context["form"].count == 5
    assert 'value="Ménaka"' in page.content.decode()
    assert not CallAnswer.objects.exists()


def test_observation_stands_beside_those_of_members(people: People, call, document, link, phone: Client) -> None:
    phone.post(link.call(call, "document"), {**ANSWERS["document"], "name": NAME})
    comment = DocumentComment.objects.get()
    assert (comment.text, comment.author, comment.said_by) == ("Ajouter les délais.", None, NAME)
    client = Client()
    client.force_login(people.coordinator)
    page = plain(client.get(reverse("meetings:document_detail", args=[document.uuid])))
    assert (NAME in page, "Ajouter les délais." in page) == (True, True)


def test_figures_are_added_up(call, link: LinkAt, phone: Client) -> None:
    phone.post(link.call(call, "chiffres"), {**ANSWERS["chiffres"], "name": NAME})
    figures = next(one for one in answers_to(call).tables if one.part == "chiffres")
    assert figures.headings == ["Organisation", "Bénéficiaires atteints", "Kits remis", "Précision"]
    assert [cell.replace("\u202f", " ") for cell in figures.rows[0]] == ["PARTEN", "1 250", "", "À confirmer"]
    assert [cell.replace("\u202f", " ") for cell in figures.total] == ["Total", "1 250", "0", ""]


def test_having_nothing_to_say_is_an_answer(call, people: People, link: LinkAt, phone: Client) -> None:
    for part in ("actions", "points", "tour", "document", "profil"):
        phone.post(link.call(call, part), {"nothing": "1", "name": NAME})
        assert answers(call, part) == [{"nothing": True}]
        assert table(call, part)[0][0] == "PARTEN"
    assert [invitee.organisation for invitee in answers_to(call).silent] == [people.lead]


def test_reports_on_actions_answer_the_call(people: People, phone: Client) -> None:
    world = build_partner_world(people)
    call = make_call(people, parts=["actions"])
    assert len(answers_to(call).silent) == 2
    phone.post(world.report_path(world.shown), {"name": NAME, "status": "done", "comment": "Remis le 20"})
    (row,) = table(call, "actions")
    assert (row[0], row[2:]) == ("PARTEN", ["Réalisé", "Remis le 20"])
    assert world.shown.reference in row[1]
    assert [invitee.organisation for invitee in answers_to(call).silent] == [people.lead]
    assert "Répondu" in plain(phone.get(f"{world.path}appels/{call.uuid}/"))


WRONG = [
    ("points", {"title": " "}, "Donnez un sujet"),
    ("points", {"title": "Accès", "planned_minutes": "-5"}, "supérieure ou égale à 1"),
    ("presence", {"people": "Awa"}, "Dites si votre organisation viendra."),
    ("presence", {"coming": "represented"}, "Dites par qui"),
    ("tour", {"rows": "2", "row_0_place": "Gao"}, "Dites en quelques mots ce qui se fait"),
    ("tour", {"rows": "2"}, "Remplissez au moins une ligne"),
    ("tour", {"rows": "99999999", "row_0_sector": "XXX", "row_0_text": "Oui"}, "Sélectionnez un choix valide"),
    ("document", {"text": ""}, "Écrivez vos observations."),
    ("profil", {}, "Remplissez au moins une ligne"),
    ("chiffres", {"figure_0": "beaucoup"}, "nombre entier"),
    ("chiffres", {"figure_0": "12 50"}, "nombre entier"),
    ("chiffres", {"figure_0": "9" * 40}, "inférieure ou égale"),
    ("chiffres", {}, "Donnez au moins un chiffre"),
    ("actions", {}, "Répondez action par action"),
]


@pytest.mark.parametrize(("part", "fields", "message"), WRONG)
def test_answer_that_lacks_something_is_told(part: str, fields: dict[str, str], message: str) -> None:
    call = ContributionCall(figures=["Bénéficiaires atteints", "Kits remis"], cluster=Cluster())
    form = FORMS[CallPart(part)]({**fields, "name": NAME}, call=call, name="")
    assert not form.is_valid()
    assert message in str(form.errors).replace("\u202f", " ").replace("\xa0", " ")


def test_refused_answer_comes_back_with_what_was_typed(call, link: LinkAt, phone: Client) -> None:
    page = plain(phone.post(link.call(call, "chiffres"), {"figure_0": "beaucoup", "note": "À peu près", "name": NAME}))
    assert ('value="À peu près"' in page, 'value="beaucoup"' in page, f'value="{NAME}"' in page) == (True,) * 3
    assert not CallAnswer.objects.exists()


@pytest.mark.parametrize("kind", ["what cannot be seen", "markup", "huge number"])
def test_hostile_text_in_every_field_is_answered_in_words(call, link: LinkAt, phone: Client, kind: str) -> None:
    for part, fields in ANSWERS.items():
        answer = phone.post(link.call(call, part), {**dict.fromkeys(fields, HOSTILE[kind]), "name": HOSTILE[kind]})
        assert answer.status_code in (200, 302)
        assert "<script>alert" not in answer.content.decode()
    for path in ("point/", "presence/"):
        assert phone.post(f"{link.path}{path}", {"title": HOSTILE[kind], "name": HOSTILE[kind]}).status_code in (
            200,
            302,
        )


def test_profile_begins_with_what_is_known_and_is_carried_into_it_by_the_coordination(
    people: People, call, link: LinkAt, phone: Client, client: Client
) -> None:
    gao = make_place("Gao")
    known = {"presentation": "ONG", "sectors": ["PRO"], "places": [], "projects": [Project("ML-1", "Écoute")]}
    save_profile(people.partner, by=None, **known)
    form = phone.get(link.call(call, "profil")).context["form"]
    assert (form.initial["sectors"], form.initial["projects"]) == (["PRO"], "ML-1 : Écoute")
    said = {
        "sectors": ["HEA"],
        "places": "Gao, Nulle-Part",
        "activities": "Forages\n\nÉcoute",
        "projects": "ML-2 : Eau",
    }
    phone.post(link.call(call, "profil"), {**said, "projects": "ML-2 : Eau", "name": NAME})
    client.force_login(people.coordinator)
    page = plain(client.post(reverse("actions:call_profile", args=[call.uuid, people.partner.uuid]), follow=True))
    partner = Organisation.objects.get(pk=people.partner.pk)
    assert ([one.sector for one in partner.sectors.all()], list(partner.places.all())) == (["HEA"], [gao])
    assert [str(project) for project in partner.projects.all()] == ["ML-2 : Eau"]
    assert {one.description for one in partner.activities.filter(cluster=None)} == {"Forages", "Écoute"}
    assert (partner.presentation, "à ajouter à la main : Nulle-Part." in page) == ("ONG", True)


def test_name_is_asked_for(call, link: LinkAt, phone: Client) -> None:
    assert "Dites qui répond" in plain(phone.post(link.call(call, "points"), {"title": "Accès", "name": " \u200b"}))
    assert not AgendaProposal.objects.exists()


def test_answers_can_be_changed_until_the_call_is_closed_and_all_are_kept(call, link: LinkAt, phone: Client) -> None:
    for number in ("1", "2"):
        phone.post(link.call(call, "chiffres"), {"figure_0": number, "name": NAME})
    close_call(call, by=None)
    late = phone.post(link.call(call, "chiffres"), {"figure_0": "3", "name": NAME})
    assert [content["values"] for content in answers(call, "chiffres")] == [[1, None], [2, None]]
    assert "Cet appel est clos" in plain(late)
    assert [row[1] for row in table(call, "chiffres")] == ["2"]
    with pytest.raises(IntegrityError, match="append-only"):
        CallAnswer.objects.update(content={})


def test_visits_of_a_mail_scanner_change_nothing(call, link: LinkAt, phone: Client) -> None:
    before = database()
    paths = [link.path, link.call(call), f"{link.call(call)}fichier/", f"{link.path}point/", f"{link.path}presence/"]
    paths += [link.call(call, part) for part in CallPart]
    visits = [phone.get(path) for path in paths] + [phone.head(path) for path in paths if "fichier" not in path]
    for path in paths:
        phone.options(path)
    assert [b"".join(visit.streaming_content)[1:4] for visit in visits if visit.streaming] == [b"PNG"]
    assert {visit.status_code for visit in visits} == {200}
    assert {visit["Referrer-Policy"] for visit in visits} == {"no-referrer"}
    assert changed_tables(before) == []


def test_every_page_of_the_link_is_light(call, link: LinkAt, phone: Client) -> None:
    """With the style sheet, about 12 kB as it travels, the first view stays below 25 kB."""
    paths = [link.call(call), *(link.call(call, part) for part in CallPart), f"{link.path}point/"]
    sizes = {path: len(phone.get(path, headers={"accept-encoding": "gzip"}).content) for path in paths}
    assert [path for path, size in sizes.items() if size > 10_000] == []


def test_link_of_another_organisation_or_cluster_finds_no_call(people: People, call, phone: Client) -> None:
    foreign = make_call(people, organisations=[people.lead])
    own = link_for(people)
    unknown = phone.get(f"{own.path}appels/{uuid4()}/")
    tries = [own.call(foreign), own.call(foreign, "points"), f"{own.call(foreign)}fichier/", own.call(call, "autre")]
    assert {(phone.get(path).status_code, phone.get(path).content) for path in tries} == {(404, unknown.content)}
    assert phone.post(own.call(foreign, "points"), {"title": "Accès", "name": NAME}).status_code == 404


def test_document_is_handed_out_by_the_link_until_it_is_restricted(call, document, link: LinkAt, phone) -> None:
    answer = phone.get(f"{link.call(call)}fichier/")
    assert (answer["Content-Disposition"], answer["Referrer-Policy"]) == (
        'attachment; filename="cadre.png"', "no-referrer",
    )  # fmt: skip
    assert b"".join(answer.streaming_content)
    document.visibility = Visibility.COORDINATION
    document.save()
    assert phone.get(f"{link.call(call)}fichier/").status_code == 404


def test_link_used_without_end_is_slowed_down(call, link: LinkAt, phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_link, "AT_MOST_PER_HOUR", 2)
    pages = [
        phone.post(link.call(call, "chiffres"), {"figure_0": str(number), "name": NAME}, follow=True)
        for number in range(3)
    ]
    assert "Réessayez plus tard" in plain(pages[-1])
    assert CallAnswer.objects.count() == 2


def test_page_of_the_link_asks_as_many_questions_for_three_calls_as_for_one(
    people: People, link: LinkAt, phone: Client
) -> None:
    counts = []
    for more in (1, 2):
        for number in range(more):
            make_call(people, title=f"Appel {more}-{number}", parts=["actions", "points"])
        with CaptureQueriesContext(connection) as asked:
            page = plain(phone.get(link.path))
        counts.append(len(asked))
    assert page.count("pas encore répondu") == 3
    assert counts[0] == counts[1]


# --- With an account --------------------------------------------------------------------------------------------------


def test_focal_point_answers_with_its_account(people: People, call, client: Client) -> None:
    client.force_login(people.focal_point)
    at = {"uuid": call.uuid, "organisation": people.partner.uuid}
    assert [waiting.invitee.call for waiting in calls_waiting_for(people.focal_point)] == [call]
    listed = plain(client.get(reverse("actions:call_list")))
    assert ("Répondre pour PARTEN" in listed, "réunion du 15 mars 2027" in listed) == (True, True)
    page = client.post(
        reverse("actions:call_answer_part", kwargs={**at, "part": "points"}), {"title": "Accès"}, follow=True
    )
    row = CallAnswer.objects.get()
    assert (row.author, row.said_by, row.link) == (people.focal_point, "Ouria Point Focal", None)
    assert "Répondu" in plain(page)
    assert f"1 sur {len(call.parts)}" in plain(client.get(reverse("actions:my_actions")))
    for part in call.parts:
        assert calls_waiting_for(people.focal_point)
        said = {"nothing": "1", "coming": "coming", "figure_0": "3", "figure_1": "4"}
        client.post(reverse("actions:call_answer_part", kwargs={**at, "part": part}), said)
    assert calls_waiting_for(people.focal_point) == []


def test_account_answers_only_for_its_organisation(people: People, call, client: Client) -> None:
    at = {"uuid": call.uuid, "organisation": people.partner.uuid, "part": "points"}
    statuses = {}
    for who in ("member", "observer", "stranger"):
        client.force_login(getattr(people, who))
        path = reverse("actions:call_answer_part", kwargs=at)
        statuses[who] = client.post(path, {"title": "Accès"}).status_code
    assert statuses == {"member": 403, "observer": 404, "stranger": 404}
    assert not CallAnswer.objects.exists()
