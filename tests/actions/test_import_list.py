"""A follow-up sheet becomes actions: what is understood, what is known, what is left to decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actions.errors import SheetNotUnderstood
from actions.models import ActionPoint
from actions.parse.follow_up import parse_follow_up, read_day
from actions.services.create import create_action
from actions.services.import_list import import_action_list, read_action_list
from participants.enums import Verdict
from tests.factories import People
from tests.sheets import body, book

pytestmark = pytest.mark.django_db

SHEET = """Suivi des recommandations

N°\tActions à mener\tResponsables\tDélais\tÉtat d’avancement\tObservations\tCoût
1\tTransmettre la liste des écoles\tCHEF\t22 novembre 2016\tFait\tEnvoyée le 20.\t0
2\tFormer les relais <locaux> & suivre\tTous les partenaires\tmensuel\ten cours\t\t
3\t\tPARTEN\t\t\t\t
4\tPublier la carte\tPARTEN\t\tpresque\t\t
5\tTransmettre la liste des écoles\tCHEF\t\t\t\t"""


@pytest.fixture
def send(client: Client, people: People) -> Any:
    def post(**data: Any) -> Any:
        client.force_login(people.coordinator)
        return client.post(reverse("actions:action_import"), {"cluster": people.cluster.uuid, **data})

    return post


def verdicts(text: str, people: People) -> list[tuple[int, str, str]]:
    found = read_action_list(text, cluster=people.cluster).readings
    return [(one.line.number, one.verdict, one.reason) for one in found]


def test_each_row_says_what_will_become_of_it(people):
    assert verdicts(SHEET, people) == [
        (4, Verdict.NEW, ""),
        (5, Verdict.NEW, ""),
        (6, Verdict.UNDECIDED, "Cellule B6 : aucune action sur cette ligne."),
        (7, Verdict.UNDECIDED, "Cellule E7 : statut « presque » inconnu. Écrivez par exemple « En cours »."),
        (8, Verdict.KNOWN, "Déjà à la ligne 4."),
    ]


def test_row_says_what_is_not_understood_of_it(people, django_assert_max_num_queries):
    rows = [
        "CHEF, Machin\t31/02/2016\t15/11/2016",
        "CHEF\tbientôt\t",
        "PARTEN\t27 septembre\t15/11/2016",
        "CHEF\t12/05/1990\t",
    ]
    text = "Action\tQui\tQuand\tDate\n" + "\n".join(f"Former {at}\t{row}" for at, row in enumerate(rows))
    with django_assert_max_num_queries(6):
        found = verdicts(text, people)

    assert {verdict for _, verdict, _ in found} == {Verdict.NEW}
    assert [reason.replace("\xa0", " ") for *_, reason in found] == [
        "Cellule B2 : « Machin », non reconnu : écrit tel quel, personne n’en est averti. "
        "Cellule C2 : Cette date n’existe pas : 31 février 2016. Elle est écrite telle quelle, sans date.",
        "Cellule C3 : Cette échéance n’est pas comprise. Elle est écrite telle quelle, sans date.",
        "Cellule C4 : L’année n’est pas écrite : compris comme le 27 septembre 2017.",
        "",
    ]


def test_days_that_may_be_months_are_pointed_out_where_others_are(people):
    text = "Action\tÉchéance\nFormer\t03/04/2027\nSuivre\t04/04/2027"
    assert [reason for *_, reason in verdicts(text, people)] == ["", ""]

    doubted, plain, impossible = (
        one.reason for one in read_action_list(f"{text}\nVoir\t12/25/2026", cluster=people.cluster).readings
    )

    assert doubted.startswith("Cellule B2 : compris comme le 3\xa0avril 2027, mais ailleurs")
    assert plain == ""
    assert "n’existe pas" in impossible


def test_columns_left_out_are_named(people):
    assert read_action_list(SHEET, cluster=people.cluster).ignored == ("Coût",)


def test_rows_become_actions(people):
    done = import_action_list(SHEET, cluster=people.cluster, by=people.coordinator)
    sent, trained = done.created
    assert (sent.status, sent.due_on, sent.owner_text) == ("done", date(2016, 11, 22), "CHEF")
    assert [share.status for share in sent.shares.all()] == ["done"]
    assert sent.updates.last().comment == "Envoyée le 20."
    assert (trained.status, trained.recurrence) == ("in_progress", "monthly")
    assert {share.organisation.acronym: share.status for share in trained.shares.all()} == {
        "CHEF": "in_progress",
        "PARTEN": "in_progress",
    }
    assert trained.description == "<p>Former les relais &lt;locaux&gt; &amp; suivre</p>"
    assert [line.split("\t")[0] for line in done.left.splitlines()] == ["N°", "3", "4"]


def test_twice_gives_nothing_new(people):
    import_action_list(SHEET, cluster=people.cluster, by=people.coordinator)
    again = import_action_list(SHEET, cluster=people.cluster, by=people.coordinator)
    assert again.created == []
    assert ActionPoint.objects.count() == 2


def test_our_own_export_gives_nothing_new(people, client):
    for number in range(3):
        create_action(
            cluster=people.cluster, by=people.coordinator, description=f"=Action {number}", owner_text="CHEF, PARTEN"
        )
    client.force_login(people.coordinator)
    file = body(client.get(reverse("actions:action_export")))
    answer = client.post(
        reverse("actions:action_import"),
        {"cluster": people.cluster.uuid, "file": SimpleUploadedFile("actions.xlsx", file)},
    )
    assert [one.verdict for one in answer.context["reading"].readings] == [Verdict.KNOWN] * 3


def test_same_action_of_somebody_else_is_to_be_decided(people):
    first = create_action(cluster=people.cluster, by=None, description="Publier la carte.", owner_text="CHEF")
    assert verdicts("Action\tQui\npublier la carte\tPARTEN\nPublier  la carte\tchef", people) == [
        (2, Verdict.UNDECIDED, f"Existe déjà avec un autre responsable : {first.reference}."),
        (3, Verdict.KNOWN, f"C’est {first.reference}."),
    ]


def test_reference_of_another_cluster_is_a_number_like_any_other(people):
    other = create_action(cluster=people.other_cluster, by=None, description="Ailleurs")
    assert verdicts(f"N°\tAction\n{other.reference}\tAilleurs", people) == [(2, Verdict.NEW, "")]


def test_day_of_the_meeting_gives_the_reference_and_the_deadline(people):
    text = "Date de la réunion\tAction\tÉchéance\n15/11/2016\tFormer\tfin décembre"
    (made,) = import_action_list(text, cluster=people.cluster, by=people.coordinator).created
    assert (made.reference, made.due_on) == ("CRP-2016-11-01", date(2016, 12, 31))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("#REF!\tCHEF\t\t", "Cellule A2 : « #REF! » est une erreur de calcul."),
        ("Former\t#N/A\t\t", "Cellule B2 : « #N/A » est une erreur de calcul."),
        ("Former\t" + "x" * 401 + "\t\t", "Cellule B2 : au plus 400 signes."),
        ("Former\tCHEF\t" + "1" * 61 + "\t", "Cellule C2 : au plus 60 signes."),
        ("Former\tCHEF\t\ten cours " + "x" * 2001, "Cellule D2 : au plus 500 signes."),
        (
            "Former\tCHEF\t31/02/2016\t",
            "Cellule C2 : « 31/02/2016 » n’est pas une date. Écrivez par exemple 15/11/2026.",
        ),
        ("Former\tCHEF\t\t42 %", "Cellule D2 : statut « 42 % » inconnu. Écrivez par exemple « En cours »."),
    ],
)
def test_bad_cell_is_named(people, row, said):
    assert verdicts(f"Action\tResponsable\tRéalisée le\tStatut\n{row}", people) == [(2, Verdict.UNDECIDED, said)]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        *(("", "todo"), ("Non réalisé", "todo"), ("EN COURS", "in_progress"), ("Réalisée", "done"), ("100%", "done")),
        *(("Partiellement réalisé", "partly_done"), ("Reporté", "postponed"), ("Annulée", "dropped")),
        *(("En attente", "waiting"), ("bloqué", "blocked"), ("Abandonné", "dropped"), ("À faire", "todo")),
    ],
)
def test_words_for_statuses(written, status):
    (line,) = parse_follow_up(f"Action\tStatut\nFormer\t{written}").lines
    assert (line.status, line.problem) == (status, "")


@pytest.mark.parametrize(
    ("written", "status"),
    [
        *(("En attente de la DNDS", "waiting"), ("Bloqué par l’UNDSS", "blocked")),
        *(("Reporté au 15/01/2027", "postponed"), ("En cours de finalisation.", "in_progress")),
    ],
)
def test_status_that_says_more_is_kept_in_words(written, status):
    (line,) = parse_follow_up(f"Action\tStatut\tObservation\nFormer\t{written}\tVu").lines
    assert (line.status, line.comment, line.problem) == (status, f"{written} · Vu", "")


@pytest.mark.parametrize("written", ["Réalisé à 80 %", "Fait en partie", "En coursier"])
def test_status_that_says_something_else_is_asked_about(written):
    (line,) = parse_follow_up(f"Action\tStatut\nFormer\t{written}").lines
    assert "inconnu" in line.problem


@pytest.mark.parametrize("written", ["En retard", "Non exécutée", "0 %", "planifié"])
def test_what_is_still_to_do(written):
    (line,) = parse_follow_up(f"Action\tStatut\nFormer\t{written}").lines
    assert (line.status, line.problem) == ("todo", "")


@pytest.mark.parametrize(
    "headings",
    [
        "N°\tRéunion (date)\tPoint\tAction\tResponsable(s)\tÉchéance\tStatut\tActions prises / commentaires",
        "N°\tRéunion\tPoint\tMesure\tPoint focal/agence\tCalendrier\tStatut\tMise à jour",
        "N°\tDate de la réunion\tPoint\tRecommandations / Actions\tQui ?\tÉchéance (date)\tÉtat\tObservation(s)",
    ],
)
def test_sheets_that_clusters_keep(headings):
    sheet = parse_follow_up(f"{headings}\n1\t15/11/2016\tDivers\tFormer\tCHEF\t22 novembre\tComplété\tBien")
    (line,) = sheet.lines
    assert (line.action, line.owner, line.due) == ("Former", "CHEF", "22 novembre")
    assert (line.day, line.status, line.comment) == (date(2016, 11, 15), "done", "Bien")
    assert sheet.ignored == ("Point",)


def test_meeting_alone_on_its_row_dates_what_stands_under_it(people):
    text = (
        "N°\tAction\tÉchéance\n1\tFormer\t22 novembre\nRéunion ordinaire du 15 novembre 2016 :\n2\tSuivre\t22 novembre"
    )
    text += "\n\tRéunion avec les écoles le 15 novembre 2016"
    lines = read_action_list(text, cluster=people.cluster).readings
    assert [(one.line.action, one.line.day) for one in lines][1:] == [
        ("Suivre", date(2016, 11, 15)),
        ("Réunion avec les écoles le 15 novembre 2016", date(2016, 11, 15)),
    ]
    assert lines[0].line.day is None
    assert lines[1].due_on == date(2016, 11, 22)

    done = import_action_list(f"{text}\n3\t\t22 novembre", cluster=people.cluster, by=people.coordinator)
    assert len(done.created) == 3
    assert done.left.splitlines()[1:] == ["Réunion ordinaire du 15 novembre 2016 :", "3\t\t22 novembre"]


def test_meeting_in_the_title_dates_the_rows_until_another_is_named(people):
    text = "Réunion du 15 novembre 2016\nAction\tÉchéance\nFormer\tavant le 22\nRéunion du 20 décembre 2016\n"
    text += "Suivre\tfin mars\n\t22 mars"
    readings = read_action_list(text, cluster=people.cluster).readings
    assert [(one.line.day, one.due_on) for one in readings][:2] == [
        (date(2016, 11, 15), date(2016, 11, 22)),
        (date(2016, 12, 20), date(2017, 3, 31)),
    ]
    left = import_action_list(text, cluster=people.cluster, by=people.coordinator).left
    assert left == text.replace("Former\tavant le 22\n", "").replace("Suivre\tfin mars\n", "")


def test_day_shown_as_a_number_is_a_day():
    (line,) = parse_follow_up("Action\tDate\tÉchéance\nFormer\t42689\t42696").lines
    assert (line.day, line.due) == (date(2016, 11, 15), "22/11/2016")


def test_days_are_never_guessed():
    good = ("15/11/2016", "2016-11-15", "15.11.2016", "15-11-2016", "15/11/2016 09:30")
    assert {read_day(text) for text in good} == {date(2016, 11, 15)}
    assert [read_day(text) for text in ("11/15/2016", "hier", "15/11/16", "15/11/0016", "")] == [None] * 5


@pytest.mark.parametrize("text", ["bonjour", "Nom\tSigle\nChef\tCHEF", "Action", "\t\t", "Responsable\tStatut\nx\ty"])
def test_sheet_without_actions_is_refused(people, text):
    with pytest.raises(SheetNotUnderstood, match="colonne « Action »"):
        read_action_list(text, cluster=people.cluster)


def test_too_many_rows_are_refused(people):
    with pytest.raises(SheetNotUnderstood, match="1000"):
        read_action_list("Action\tQui" + "\nFormer\tCHEF" * 1001, cluster=people.cluster)


def test_file_is_shown_before_anything_is_written(people, send):
    file = SimpleUploadedFile(
        "suivi.xlsx", book(["Action", "Qui", "Quand"], ["Former", "CHEF", "5 décembre"], ["", "Personne"])
    )
    page = send(file=file)
    assert ActionPoint.objects.count() == 0
    assert "Cellule A3" in page.content.decode()
    assert "= 05/12/20" in page.content.decode()
    text = page.context["form"].cleaned_data["text"]

    answer = send(text=text, confirm="1")

    assert [action.owner_text for action in ActionPoint.objects.all()] == ["CHEF"]
    assert "Il reste des lignes à décider" in answer.content.decode()


def test_empty_first_cells_stay_in_place(people, send):
    page = send(text="\tAction\tQui\r\n\tFormer\tCHEF\r\n")
    (one,) = page.context["reading"].readings
    assert (one.line.action, one.line.owner) == ("Former", "CHEF")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Collez des lignes, ou choisissez un fichier."),
        ({"text": " \t\n "}, "Collez des lignes, ou choisissez un fichier."),
        ({"text": "bonjour"}, "Aucune ligne de titres reconnue"),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}, "Ce classeur est abîmé"),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "Le fichier soumis est vide"),
    ],
)
def test_bad_form_says_what_is_wrong(send, data, said):
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    answer = send(**data)
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("\xa0", " ")


def test_only_a_cluster_that_one_coordinates(people, send):
    answer = send(cluster=people.other_cluster.uuid, text="Action\tQui\nFormer\tCHEF", confirm="1")
    assert answer.status_code == 200
    assert ActionPoint.objects.count() == 0


def test_members_do_not_import(people, client):
    client.force_login(people.member)
    assert client.get(reverse("actions:action_import")).status_code == 403
    assert "action_import" not in client.get(reverse("actions:action_list")).content.decode()
