"""The text of the PDF, read back in reading order by pdftotext."""

import pytest

from clusterhub.web.richtext import to_text
from clusterhub.web.typography import french
from minutes.content import Content
from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from tests.minutes.reading import one_line, text_of
from tests.minutes.sample import draft_content, long_content, sample_content


def printed(content: Content) -> bytes:
    return render_minutes(content, "a", render=render_pdf).pdf


def parts_of(html: str) -> list[str]:
    return [line.removeprefix("- ") for line in to_text(html).splitlines()]


def agenda_row(item):
    outcomes = [part for outcome in item.outcomes for part in (outcome.label, *parts_of(outcome.html))]
    cells = (item.presenter, *parts_of(item.discussion_html), *outcomes, item.state_label, *parts_of(item.status_html))
    return [f"{item.number}. {item.title}", *(cell for cell in cells if cell)]


def everything_in_order(content: Content) -> list[str]:
    """What a reader must find, in this order, written from the content and not from the templates."""
    sections = {section.kind: parts_of(section.html) for section in content.sections}
    rows = [agenda_row(each) for item in content.items for each in (item, *item.children)]
    first, *others = rows
    reviewed = [
        part
        for meeting in content.reviewed
        for action in meeting.actions
        for part in (meeting.meeting_label, action.reference, action.description, action.comment, action.status_label)
    ]
    actions = [
        part
        for action in content.actions
        for part in (
            action.reference,
            *parts_of(action.description_html),
            action.owners_text or "À désigner",
            action.due_text or "Non fixée",
        )
    ]
    people = [part for who in content.attendance for part in (who.organisation, who.name, who.job_title) if part]
    return [
        "Compte rendu de la réunion des partenaires du Cluster Relèvement Précoce",
        "(15 novembre 2016, 14 h 30, PNUD)",
        *("1. Objectifs", *sections["objectives"]),
        *("2. Ordre du jour et état des lieux des activités", *first, *reviewed),
        *(part for row in others for part in row),
        "1 point réservé à la coordination n’est pas reproduit.",
        *("3. Leçons apprises", *sections["lessons"]),
        *("4. Consensus", *sections["consensus"]),
        *("5. Recommandations et actions prioritaires", *actions),
        *("6. Perspectives", *sections["outlook"]),
        *("7. Participants", "Nombre de participants : 14", "Co-facilitation : NRC", *people),
        "La séance a été levée à 16 h 20.",
        "La prochaine réunion est prévue le mercredi 14 décembre 2016 à 14 h 30 (lieu : PNUD).",
        *("Fait à Bamako, le 28 novembre 2016", "La rapporteure", "La présidente de séance"),
    ]


def test_pdf_reads_back_as_the_content_in_order(tmp_path):
    text, position = text_of(printed(sample_content()), tmp_path), 0
    for part in everything_in_order(sample_content()):
        found = text.find(one_line(french(part)), position)
        assert found >= 0, f"{part!r} manque après {text[max(0, position - 80) : position]!r}"
        position = found + 1


def test_letters_of_mali_and_boxes_come_out(tmp_path):
    text = text_of(printed(long_content()), tmp_path)
    assert "Nɛnɛ Kɔnɛ Ŋaɲa" in text
    assert "☐ à vérifier, ☑ vérifié" in text


def test_draft_says_so_on_every_page(tmp_path):
    pdf = printed(draft_content())
    assert [text_of(pdf, tmp_path, "-f", number, "-l", number).count("PROJET") for number in ("1", "2")] == [1, 1]
    assert "Projet soumis à observations" in text_of(pdf, tmp_path)


def test_final_version_does_not_say_draft(tmp_path):
    assert "projet soumis" not in text_of(printed(sample_content()), tmp_path).lower()
    assert "PROJET" not in text_of(printed(sample_content()), tmp_path)


def test_pages_are_numbered_and_carry_the_version(tmp_path):
    content = sample_content()
    page = text_of(printed(content), tmp_path, "-f", "2", "-l", "2")
    assert "page 2 / 3" in page
    assert f"Version 1 · empreinte {content.sha256()[:16]}" in page
    assert "Cluster Relèvement Précoce · Compte rendu · 15 novembre 2016" in page


@pytest.mark.parametrize("number", ["2", "3"])
def test_cell_longer_than_a_page_repeats_the_header(tmp_path, number):
    text = text_of(printed(long_content()), tmp_path, "-f", number, "-l", number)
    assert text.count("Sujet Description / Contexte Statut") == 1
