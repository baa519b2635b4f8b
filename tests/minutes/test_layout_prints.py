"""Every layout in the PDF: all of the content in reading order, no lonely heading."""

import re

import pytest

from clusterhub.web.richtext import to_text
from clusterhub.web.typography import french
from minutes.content import Content
from minutes.layouts import available_layouts
from tests.minutes import edge
from tests.minutes.prints import CONTENTS, printed
from tests.minutes.reading import SOFT_BREAK, SPACES, one_line, text_of

CODES = [layout.code for layout in available_layouts()]
NEW = [code for code in CODES if code != "a"]
"""tests/minutes/test_render_text.py reads A."""

FURNITURE = re.compile(
    "|".join(
        (
            *(r"^Version \d", r"^page \d", "^Cluster Relèvement Précoce · "),
            *("^Sujet Desc", "^Thèmes Points", "^commentaires$", "^Points à l’ordre$", "^du jour", "^Mesure Point"),
            *(
                "^agence",
                "^N° Nom",
                "^Recommandations /$",
                "^Responsable( Échéance)?$",
                "^Organisation Nom",
                "^Description R",
            ),
        )
    )
)


def parts_of(html: str) -> list[str]:
    return [line.removeprefix("- ") for line in to_text(html).splitlines()]


def told(item) -> list[str]:
    outcomes = [part for outcome in item.outcomes for part in (outcome.label, *parts_of(outcome.html))]
    return [*parts_of(item.discussion_html), *outcomes, item.state_label, *parts_of(item.status_html)]


def all_of(items) -> list:
    return [each for item in items for each in (item, *all_of(item.children))]


def facts_of(content: Content) -> list[str]:
    """Everything that must be in any layout, in no order."""
    items = [part for item in all_of(content.items) for part in (item.title, item.presenter, *told(item))]
    promised = [
        part
        for action in content.actions
        for part in (action.reference, *parts_of(action.description_html), action.owners_text, action.due_text)
    ]
    reviewed = [
        part
        for meeting in content.reviewed
        for action in meeting.actions
        for part in (meeting.meeting_label, action.reference, action.description, action.comment, action.status_label)
    ]
    people = [part for who in content.attendance for part in (who.name, who.organisation, who.job_title)]
    roles = [part for role in content.roles for part in (role.name, role.job_title, role.organisation)]
    sections = [part for section in content.sections for part in parts_of(section.html)]
    documents = [document.name for document in content.documents]
    return [part for part in (*items, *promised, *reviewed, *people, *roles, *sections, *documents) if part]


def body_of(pdf: bytes, folder) -> str:
    """Without the head and the foot of the pages, marks of lists, repeated table headers, and spaces: lines may break
    after a stroke or a hyphen."""
    lines = body_lines(text_of(pdf, folder, keep_lines=True).replace("\f", "\n"))
    return squashed(SOFT_BREAK.sub("", "\n".join(lines)))


def body_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip(" ✓•◦") and not FURNITURE.search(line)]


def squashed(text: str) -> str:
    return SPACES.sub("", text)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["sample", "crowded"])
def test_nothing_of_the_content_is_lost(name, code, tmp_path):
    text = body_of(printed(name, code), tmp_path)
    assert [part for part in facts_of(CONTENTS[name]()) if squashed(french(part)).rstrip(".") not in text] == []


ORDER = {
    "b": (
        *("Compte rendu de la réunion", "Co-facilitation : NRC", "Rapporteure : Mariam Fané"),
        "L’an deux mille seize, le quinze novembre, s’est tenue à Bamako (Salle de réunion du PNUD), de quatorze "
        "heures trente minutes à seize heures, la réunion des partenaires du Cluster Relèvement Précoce, présidée par "
        "Awa Démé",
        *("Liste des participants", "N° Nom et prénom Organisation", "1 Nɛnɛ Kɔnɛ Ŋaɲa", "Absence excusée : APCAM"),
        *("Points à l’ordre du jour", "1. Suivi", "5. Divers", "5.2. Visite de terrain", "Objectifs"),
        "L’ordre du jour a été amendé et adopté.",
        "Thèmes Points d’action Recommandations / commentaires Responsable Échéance",
        *("1. Suivi", "Deux actions sur trois", "Réunion du 20 octobre 2016", "CRP-2016-10-02", "En cours", "ACTED"),
        *("2. Projets 2017", "Décision", "Recommandation", "3. Nouveaux membres", "Profils à recevoir."),
        *("CRP-2016-11-01", "À faire", "DNDS", "22 novembre", "4. Proposition", "CRP-2016-11-02", "CRP-2016-11-03"),
        *("5. Divers", "5.1. Lancement", "Autres points d’action", "CRP-2016-11-04", "À désigner", "Non fixée"),
        *("1 point réservé à la coordination", "Leçons apprises", "Consensus", "Perspectives", "Annexes"),
        *("La séance a été levée à seize heures vingt minutes.", "La prochaine réunion est prévue le mercredi"),
        *("14 décembre 2016 à 14 h 30 (lieu : PNUD).", "Fait à Bamako", "La rapporteure"),
    ),
    "c": (
        *("Cluster Relèvement Précoce", "COMPTE RENDU", "Nombre de participants : 14"),
        *("Lieu et date : PNUD – Bamako, 15 novembre 2016, 14 h 30", "présentes : DNDS, PNUD, AVSF, IOM/OIM"),
        *("Présidence : Awa Démé", "Co-facilitation : NRC", "Objectifs"),
        "Points à l’ordre du jour Discussions / informations Recommandations / décisions",
        *("Les participants ont adopté l’ordre du jour amendé.", "1. Suivi", "Réunion du 20 octobre 2016", "OIM"),
        *("2. Projets 2017", "Ci-joint : fiches-2017.xlsx", "Décision", "3. Nouveaux membres"),
        *("bureaux régionaux (échéance : 22 novembre)", "Responsable : DNDS", "4. Proposition", "CRP-2016-11-03"),
        *("5. Divers", "Lancement d’un projet de résilience (AVSF)", "Annonce (25 novembre 2016)"),
        *("Autres points d’action", "Responsable : À désigner", "1 point réservé", "Leçons apprises", "Présences"),
        *("Étaient présents : Nɛnɛ", "Représentation : IOM/OIM, représentée par le PNUD", "Absence excusée : APCAM"),
        *("Annexes", "levée à 16 h 20.", "Rapporteure : Mariam Fané, Chargée d’information", "Fait à Bamako"),
    ),
    "d": (
        *("Compte rendu de la réunion du Cluster Relèvement Précoce", "Lieu et date", "Présidence : Awa Démé"),
        *("Agenda", "1- Suivi", "2- Projets 2017 : approbation des fiches (Coordination du cluster)", "5- Divers"),
        *("L’ordre du jour a été amendé et adopté.", "Objectifs", "1- Suivi", "CRP-2016-10-02"),
        *("Membres du CRP · 4 novembre · En cours · reportée à 2 réunions", "2- Projets 2017", "Décision"),
        *("3- Nouveaux membres", "4- Proposition", "5- Divers", "5.1- Lancement", "Annonce", "5.2- Visite de terrain"),
        *("Point traité par courriel", "1 point réservé", "Leçons apprises", "Consensus", "Perspectives"),
        *("Recommandations", "Associer les directions régionales", "Cluster → Membres · point 2"),
        *(
            "Points d’action",
            "Responsable : DNDS · Échéance : 22 novembre · CRP-2016-11-01",
            "Responsable : À désigner",
        ),
        *("Participants", "Étaient présents", "Annexes", "levée à 16 h 20.", "Fait à Bamako"),
    ),
    "e": (
        *("Compte rendu de la réunion du Cluster Relèvement Précoce", "Présidence : Awa Démé"),
        *("Prise de notes : Mariam Fané", "Participants", "Étaient présents", "Ordre du jour", "1. Suivi", "Objectifs"),
        *("1. Suivi", "Réunion du 20 octobre 2016", "Mesure Point focal / agence Calendrier Statut"),
        *("CRP-2016-10-02", "Membres du CRP", "4 novembre", "En cours", "Relance faite."),
        *("2. Projets 2017", "Coordination du cluster", "Décision", "Recommandation", "3. Nouveaux membres"),
        *("5. Divers", "5.1. Lancement", "1 point réservé", "Leçons apprises", "Consensus", "Perspectives"),
        *("Suivi des mesures", "Mesure Point focal / agence Calendrier Statut", "CRP-2016-11-01", "DNDS", "À faire"),
        *("CRP-2016-11-04", "À désigner", "Non fixée", "Annexes", "levée à 16 h 20.", "Fait à Bamako"),
    ),
}


@pytest.mark.parametrize("code", NEW)
def test_pdf_reads_in_the_order_of_the_layout(code, tmp_path):
    text, position = text_of(printed("sample", code), tmp_path), 0
    for part in ORDER[code]:
        found = text.find(one_line(french(part)), position)
        assert found >= 0, f"{part!r} manque après {text[max(0, position - 80) : position]!r}"
        position = found + 1


@pytest.mark.parametrize("code", CODES)
def test_letters_of_mali_come_out(code, tmp_path):
    assert body_of(printed("crowded", code), tmp_path).count(squashed(edge.LETTERS)) == edge.LINES


@pytest.mark.parametrize("code", CODES)
def test_members_read_that_something_is_left_out_and_not_what(code, tmp_path):
    text = text_of(printed("members", code), tmp_path)
    assert "1 point réservé à la coordination n’est pas reproduit." in text
    assert "1 action réservée à la coordination n’est pas reproduite." in text
    assert re.findall("INCIDENT|SECRET|CACHEE|CRP-2016-11-09|secret", text) == []


HEADING = re.compile(r"(?:GROUPE|SECTION)\d+$")


@pytest.mark.parametrize("code", CODES)
def test_no_heading_ends_a_page(code, tmp_path):
    pages = lines_of_pages(printed("headings", code), tmp_path)
    assert len(pages) > 7
    assert [lines[-1] for lines in pages if HEADING.search(lines[-1])] == []


@pytest.mark.parametrize("code", ["a", "b", "c"])
def test_no_row_starts_at_the_foot_of_a_page_without_its_title(code, tmp_path):
    for lines in lines_of_pages(printed("headings", code), tmp_path):
        marks = re.findall(r"SUJET|Fait\.", " ".join(lines))
        assert [i for i, mark in enumerate(marks) if mark == "Fait." and marks[i - 1 : i] != ["SUJET"]] == []


def lines_of_pages(pdf: bytes, folder) -> list[list[str]]:
    """From the objectives on: the list of the agenda before them may end anywhere."""
    text = text_of(pdf, folder, keep_lines=True).partition("DEBUT")[2]
    pages = (body_lines(page) for page in text.split("\f"))
    return [lines for lines in pages if lines]
