"""What holds in every layout, and what is particular to each, read in its HTML."""

import dataclasses
import re
from html import unescape

import pytest

from minutes.content import Attendee, Contact, Item, Outcome
from minutes.editions import for_edition
from minutes.layouts import available_layouts, get_layout
from tests.minutes import edge
from tests.minutes.reading import one_line
from tests.minutes.sample import ACTIONS, MEETING, draft_content, empty_content, sample_content

ALL = [layout.code for layout in available_layouts()] + ["b-due"]
CONTACT = Contact(name="Awa Démé", job_title="Coordinatrice", organisation="PNUD", email="a@example.org")


def body_of(code, content):
    return get_layout(code).html(content).partition("</style>")[2]


def text_of(html):
    return one_line(unescape(re.sub(r"<[^>]*>", " ", html)))


@pytest.mark.parametrize("code", ALL)
def test_empty_content_prints_neither_heading_nor_table_nor_list(code):
    body = body_of(code, empty_content())
    assert re.findall(r"<(?:h2|h3|table|ul|ol|section)\b", body) == []
    assert re.search(r"\bNone\b|\(\)|: $", text_of(body)) is None


@pytest.mark.parametrize("code", ALL)
def test_every_template_variable_exists(code):
    contents = (
        sample_content(prints_contacts=True, contact=CONTACT, organisations_present=edge.UNITS),
        *(draft_content(), empty_content(), sample_content(supersedes=1), edge.headings_content()),
    )
    assert ["¿" in body_of(code, content) for content in contents] == [False] * 5


@pytest.mark.parametrize("code", ALL)
def test_draft_says_so_and_has_no_place_to_sign(code):
    draft, final = body_of(code, draft_content()), body_of(code, sample_content())
    assert ("Projet soumis à observations" in draft, "signature-" in draft) == (True, False)
    assert ("Projet soumis à observations" in final, "signature-chair" in final) == (False, True)


@pytest.mark.parametrize("code", ALL)
def test_erratum_names_the_version_it_replaces(code):
    body = body_of(code, sample_content(version_number=2, supersedes=1, reason="Un nom corrigé."))
    assert "Erratum (version 2) : remplace la version 1. Un nom corrigé." in one_line(body)


@pytest.mark.parametrize("code", ALL)
def test_addresses_print_only_where_the_content_says_so(code):
    assert "kone@example.org" not in body_of(code, sample_content())
    assert "kone@example.org" in body_of(code, sample_content(prints_contacts=True))


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/x.png">',
        '<style>@import "https://example.org/x.css"</style>',
        '<td colspan="1000000">x</td>',
    ],
)
def test_markup_in_any_field_is_shown_or_dropped(code, payload):
    meeting = dataclasses.replace(MEETING, title=payload, host=payload, venue=payload, cluster_name=payload)
    outcome = Outcome(kind="recommendation", label=payload, html=payload, issuer=payload, addressee=payload)
    child = Item(number="1.1", kind="discussion", title=payload, presenter=payload, discussion_html=payload)
    item = Item(number="1", kind=payload, title=payload, outcomes=(outcome,), children=(child,))
    action = dataclasses.replace(ACTIONS[0], item_number="1", description_html=payload, due_text=payload)
    content = sample_content(
        meeting=meeting, items=(item,), actions=(action,), attendance=(Attendee(name=payload, job_title=payload),)
    )
    assert re.findall(r"<(?:script|img|style)\b|<td colspan=.1000000", body_of(code, content)) == []


@pytest.mark.parametrize("code", ALL)
def test_silent_point_has_no_heading_of_its_own(code):
    silent = Item(number="1", kind="discussion", title="MUET")
    content = empty_content(
        items=(silent, Item(number="2", kind="discussion", title="Dit", discussion_html="<p>A</p>"))
    )
    headings = re.findall(r"<h[23]>(.*?)</h[23]>", body_of(code, content))
    assert [heading for heading in headings if "MUET" in heading] == []
    assert "MUET" in body_of(code, content)


# --- Particular to one ------------------------------------------------------------------------------------------------


def test_b_can_do_without_the_deadlines():
    whole, without = (text_of(body_of(code, sample_content())) for code in ("b", "b-due"))
    assert ("Échéance" in whole.replace("Échéancier", ""), "22 novembre" in whole) == (True, True)
    assert ("Échéance" in without.replace("Échéancier", ""), "22 novembre" in without) == (False, False)


def test_b_names_the_chair_when_there_is_no_opening():
    content = sample_content(meeting=dataclasses.replace(MEETING, starts_at=""))
    text = text_of(body_of("b", content))
    assert ("L’an" in text, "Présidence : Awa Démé" in text) == (False, True)
    assert "Présidence : Awa Démé" not in text_of(body_of("b", sample_content()))


def test_c_puts_the_units_in_brackets():
    text = text_of(body_of("c", sample_content(organisations_present=edge.UNITS)))
    assert "présentes : UNHCR, MINUSMA (CAD, PE)" in text


def test_c_counts_the_points_only_when_none_is_left_out():
    whole = sample_content(left_out=edge.closed_content().left_out)
    assert "l’ordre du jour amendé, en cinq points." in text_of(body_of("c", whole))
    assert "l’ordre du jour amendé." in text_of(body_of("c", sample_content()))


def test_c_cites_what_an_earlier_meeting_left():
    text = text_of(body_of("c", sample_content()))
    assert "Membres du CRP · 4 novembre · En cours · reportée à 2 réunions" in text


def test_d_gathers_recommendations_once():
    text = text_of(body_of("d", sample_content()))
    assert text.count("Associer les directions régionales dès la conception.") == 1
    assert text.index("Recommandations") < text.index("Associer les directions régionales")


def test_d_point_with_only_a_recommendation_has_no_empty_heading():
    outcome = Outcome(kind="recommendation", label="Recommandation", html="<p>Agir.</p>")
    body = body_of("d", empty_content(items=(Item(number="1", kind="discussion", title="Eau", outcomes=(outcome,)),)))
    assert [one_line(heading) for heading in re.findall(r"<h2>(.*?)</h2>", body)] == ["Agenda", "Recommandations"]


def test_e_ends_with_whom_to_write_to():
    content = sample_content(edition="coordination", contact=CONTACT)
    line = "Contact : Awa Démé, Coordinatrice (PNUD)"
    assert text_of(body_of("e", content)).endswith(f"{line} · a@example.org")
    members = text_of(body_of("e", for_edition(content, "members")))
    assert (line in members, "a@example.org" in members) == (True, False)
    assert "Contact" not in text_of(body_of("e", sample_content()))
