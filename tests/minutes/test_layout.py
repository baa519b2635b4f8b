"""What a layout prints, read in its HTML; tests/minutes/test_render_text.py reads the same in the PDF."""

import dataclasses
import re
import shutil

import pytest

from minutes.content import Attendee, DocumentLine, Item, LeftOut, MeetingFacts, Section
from minutes.layouts import UnknownLayout, available_layouts, get_layout, layout_choices, registry
from tests.minutes.reading import one_line
from tests.minutes.sample import MEETING, draft_content, empty_content, sample_content

LAYOUT = get_layout("a")


def headings(content):
    html = LAYOUT.html(content)
    return [one_line(heading) for heading in re.findall(r"<h2>(.*?)</h2>", html)]


def test_layouts_are_found_by_their_folder():
    assert [(layout.code, layout.label) for layout in available_layouts()] == [
        ("a", "Compte rendu en tableaux"),
        ("b", "Relèvement Rapide 2017"),
        ("c", "Cluster Protection"),
        ("d", "Récit inter-cluster"),
        ("e", "Nutrition globale"),
    ]


def test_layout_is_also_offered_without_what_it_can_do_without():
    assert layout_choices()[1:3] == (
        ("b", "Relèvement Rapide 2017"),
        ("b-due", "Relèvement Rapide 2017, sans colonne « Échéance »"),
    )
    assert all(get_layout(code).label == label for code, label in layout_choices())


@pytest.mark.parametrize("code", ["", "../a", "common", "b-", "b-owner", "a-due"])
def test_layout_that_does_not_exist_is_refused(code):
    with pytest.raises(UnknownLayout):
        get_layout(code)


def test_chapters_are_numbered_in_the_order_of_the_layout():
    assert headings(sample_content()) == [
        "1. Objectifs",
        "2. Ordre du jour et état des lieux des activités",
        "3. Leçons apprises",
        "4. Consensus",
        "5. Recommandations et actions prioritaires",
        "6. Perspectives",
        "7. Participants",
        "8. Annexes",
    ]


def test_chapter_without_content_takes_no_number():
    sections = (Section(kind="objectives", html="<p> &nbsp;</p>"), Section(kind="outlook", html="<p>Suite.</p>"))
    content = sample_content(sections=sections, documents=())
    assert headings(content) == [
        "1. Ordre du jour et état des lieux des activités",
        "2. Recommandations et actions prioritaires",
        "3. Perspectives",
        "4. Participants",
    ]


def test_empty_content_prints_neither_heading_nor_table():
    html = LAYOUT.html(empty_content())
    assert re.findall(r"<(?:h2|table|ul|section)\b|class=\"closing\"", html) == []


def test_free_sections_keep_their_own_titles():
    sections = (Section(kind="free", title="Sécurité", html="<p>Calme.</p>"), Section(kind="free", html="<p>A.</p>"))
    content = empty_content(sections=sections)
    assert headings(content) == ["1. Sécurité", "2. Informations complémentaires"]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("Réunion ordinaire", "Compte rendu de la réunion ordinaire du Cluster Protection"),
        ("Atelier", "Compte rendu de l’atelier du Cluster Protection"),
        ("", "Compte rendu de la réunion des partenaires du Cluster Protection"),
    ],
)
def test_title_says_what_kind_of_meeting_it_was(kind, title):
    content = empty_content()
    facts = dataclasses.replace(content.meeting, cluster_name="Cluster Protection", kind_label=kind)
    assert LAYOUT.sheet(dataclasses.replace(content, meeting=facts)).heading == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Cluster Protection", "Compte rendu de la réunion des partenaires du Cluster Protection"),
        ("Équipe humanitaire pays", "Compte rendu de la réunion des partenaires de l’Équipe humanitaire pays"),
    ],
)
def test_title_agrees_with_the_cluster_name(name, title):
    content = empty_content()
    content = dataclasses.replace(content, meeting=dataclasses.replace(content.meeting, cluster_name=name))
    assert LAYOUT.sheet(content).heading == title


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "15 novembre 2016, 14 h 30, PNUD"),
        ({"host": ""}, "15 novembre 2016, 14 h 30, Salle de réunion du PNUD"),
        ({"starts_at": "2016-12-01T09:00:00+00:00", "ends_at": ""}, "1er décembre 2016, 9 h, PNUD"),
        ({"starts_at": "2016-12-01", "ends_at": "", "host": "", "venue": "", "place": ""}, "1er décembre 2016"),
        ({"ends_at": "2016-11-16T12:00:00+00:00"}, "15 novembre 2016 – 16 novembre 2016, 14 h 30, PNUD"),
        ({"starts_at": "", "ends_at": ""}, "PNUD"),
    ],
)
def test_line_under_the_title_says_what_is_known(changes, line):
    content = sample_content(meeting=dataclasses.replace(MEETING, **changes))
    assert one_line(LAYOUT.sheet(content).meeting_line) == line


def test_follow_up_row_is_made_where_the_agenda_has_none():
    content = sample_content(items=(Item(number="1", kind="discussion", title="Reste"),))
    rows = next(chapter.body for chapter in LAYOUT.sheet(content).chapters if chapter.kind == "agenda")
    assert [row.item.title for row in rows] == [
        "Suivi des recommandations et actions prioritaires précédentes",
        "Reste",
    ]
    assert [(len(row.reviewed), row.is_group) for row in rows] == [(1, True), (0, False)]


@pytest.mark.parametrize(
    ("left_out", "notes"),
    [
        (LeftOut(), ["", ""]),
        (
            LeftOut(items=1, actions=1),
            [
                "1 point réservé à la coordination n’est pas reproduit.",
                "1 action réservée à la coordination n’est pas reproduite.",
            ],
        ),
        (
            LeftOut(items=2, actions=3),
            [
                "2 points réservés à la coordination ne sont pas reproduits.",
                "3 actions réservées à la coordination ne sont pas reproduites.",
            ],
        ),
    ],
)
def test_what_an_edition_leaves_out_is_said(left_out, notes):
    chapters = LAYOUT.sheet(sample_content(left_out=left_out)).chapters
    assert [chapter.note for chapter in chapters if chapter.kind in ("agenda", "actions")] == notes


def test_contacts_print_only_where_the_content_says_so():
    assert "kone@example.org" not in LAYOUT.html(sample_content())
    assert "kone@example.org<br>dnds@example.org" in LAYOUT.html(sample_content(prints_contacts=True))


def test_organisations_without_names_are_a_sentence():
    html = LAYOUT.html(empty_content(attendance_organisations=("DNDS", "NRC")))
    assert "DNDS, NRC" in html
    assert "<table" not in html


def test_headcount_entered_wins_over_the_list():
    chapters = {chapter.kind: chapter.body for chapter in LAYOUT.sheet(sample_content()).chapters}
    assert chapters["participants"].headcount == 14
    meeting = MeetingFacts(uuid=MEETING.uuid, title="", cluster_name="Cluster Protection")
    attendance = (Attendee(name="Awa"), Attendee(organisation="NRC"))
    counted = LAYOUT.sheet(sample_content(meeting=meeting, attendance=attendance))
    assert next(c.body for c in counted.chapters if c.kind == "participants").headcount == 1


def test_draft_has_no_place_to_sign():
    assert "signature-chair" in LAYOUT.html(sample_content())
    assert "signature-" not in LAYOUT.html(draft_content()).partition("</style>")[2]


def test_erratum_names_the_version_it_replaces():
    html = one_line(LAYOUT.html(sample_content(version_number=2, supersedes=1, reason="Un nom corrigé.")))
    assert "Erratum (version 2) : remplace la version 1. Un nom corrigé." in html


def test_every_template_variable_exists():
    contents = (sample_content(prints_contacts=True), draft_content(), empty_content(), sample_content(supersedes=1))
    assert ["¿" in LAYOUT.html(content) for content in contents] == [False] * 4


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/x.png">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<style>@import "https://example.org/x.css"</style>',
        '<td colspan="1000000">x</td>',
    ],
)
def test_markup_in_any_field_is_shown_or_dropped(payload):
    meeting = dataclasses.replace(MEETING, title=payload, host=payload, cluster_name=payload)
    line = DocumentLine(number=1, name=payload, version_label=payload, state_label=payload, file_name=payload)
    item = Item(number="1", kind=payload, title=payload, discussion_html=payload, documents=(line,))
    content = sample_content(meeting=meeting, items=(item,), attendance=(Attendee(name=payload, job_title=payload),))
    body = LAYOUT.html(content).partition("</style>")[2]
    assert re.findall(r"<(?:script|img|link|style)\b|colspan=.1000000", body) == []


def test_sixth_layout_is_a_folder_and_nothing_else(tmp_path, monkeypatch):
    shutil.copytree(registry.HOME / "common", tmp_path / "common")
    folder = tmp_path / "f"
    folder.mkdir()
    folder.joinpath("layout.toml").write_text(
        'label = "Sixième"\ndescription = ""\nheading = "{document}"\nchapters = ["points", "agenda", "participants"]\n'
        '[titles]\npoints = "Agenda"\n[options]\nx = "rien"\n'
    )
    folder.joinpath("template.html").write_text(
        '{% extends "common/base.html" %}{% block body %}{% include "common/_chapters.html" %}{% endblock %}'
    )
    folder.joinpath("_agenda.html").write_text("{% for row in chapter.body %}<p>{{ row.item.title }}</p>{% endfor %}")
    folder.joinpath("style.css").write_text("p { color: black; }")
    monkeypatch.setattr(registry, "HOME", tmp_path)
    caches = (available_layouts, layout_choices, registry._style, registry._engine)
    for each in caches:
        each.cache_clear()
    try:
        assert layout_choices() == (("f", "Sixième"), ("f-x", "Sixième, sans rien"))
        html = get_layout("f").html(sample_content())
    finally:
        for each in caches:
            each.cache_clear()
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["Agenda"]
    assert "<p>Divers</p>" in html
    assert "p { color: black; }" in html
