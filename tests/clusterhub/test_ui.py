"""The parts of a page: what they say, and that they stay usable without script."""

import re
from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from actions.enums import CellState, Status
from clusterhub.web.forms import DateInput, HelperMixin, RichTextarea
from clusterhub.web.statuses import STATUSES, status_of
from meetings.enums import AttendanceState, MeetingState
from minutes.enums import MinutesState
from participants.enums import Verdict

ERROR_PAGES = ("400", "403", "403_csrf", "404", "500", "503")


def rendered(source: str, path: str = "/reunions/", **context: object) -> str:
    request = RequestFactory().get(path)
    return re.sub(r"\s+", " ", Template(source).render(RequestContext(request, context)))


# --- Status -----------------------------------------------------------------------------------------------------------


def test_status_badge_says_the_state_by_word_and_shape():
    html = rendered('{% status_badge "in_progress" %}')
    assert html.strip() == '<span class="status status-active"><span aria-hidden="true">◐</span>En cours</span>'


def test_status_badge_prefers_the_label_given():
    assert "Levée à 16 h 05" in rendered('{% status_badge "closed" "Levée à 16 h 05" %}')


def test_status_of_an_unknown_code_shows_the_label_and_escapes_it():
    assert "&lt;b&gt;" in rendered("{% status_badge code %}", code="<b>")


@pytest.mark.parametrize("states", [Status, CellState, MeetingState, AttendanceState, MinutesState, Verdict])
def test_states_shown_without_a_label_have_their_word(states):
    assert {state.value: status_of(state).label for state in states} == dict(states.choices)


@pytest.mark.parametrize("tone", sorted({status.tone for status in STATUSES.values()} - {"neutral"}))
def test_every_tone_has_a_style(tone):
    assert f".status-{tone} " in (settings.BASE_DIR / "static/css/src/30-components.css").read_text("utf-8")


def test_actions_differ_by_shape_not_by_colour_alone():
    shapes = [status_of(code).shape for code in "todo in_progress waiting blocked done partly_done dropped".split()]
    assert len(set(shapes)) == len(shapes)


# --- Links ------------------------------------------------------------------------------------------------------------


def test_nav_active_marks_the_page_and_those_below_it():
    assert rendered('{% nav_active "/reunions/" %}', "/reunions/abc/") == ' aria-current="page"'
    assert rendered('{% nav_active "/actions/" %}', "/reunions/abc/") == ""


def test_nav_active_marks_the_home_page_only_on_itself():
    assert rendered('{% nav_active "/" %}', "/reunions/") == ""


def test_tabs_mark_the_current_one_and_leave_out_those_without_address():
    html = rendered('{% tabs "Parties" "/reunions/" "Résumé" "/reunions/x/" "Présences" "" "Caché" %}')
    assert re.findall(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)', html) == [
        ("/reunions/", ' aria-current="page"', "Résumé"),
        ("/reunions/x/", "", "Présences"),
    ]


def test_steps_before_the_current_one_are_done():
    html = rendered('{% steps "planned announced open" "announced" %}')
    assert re.findall(r'class="step-(\w+)"', html) == ["done", "current", "todo"]


def test_pagination_keeps_the_other_filters():
    page = Paginator(range(60), 20).get_page(2)
    html = rendered("{% pagination page %}", "/actions/?statut=todo&page=2", page=page)
    assert re.findall(r'href="([^"]+)"', html)[0] == "?statut=todo&amp;page=1"
    assert "21–40 sur 60" in html


def test_pagination_of_one_page_shows_nothing():
    assert rendered("{% pagination page %}", page=Paginator(range(3), 20).get_page(1)).strip() == ""


def test_keyset_drops_the_opposite_key():
    html = rendered('{% keyset next="k9" %}', "/actions/?avant=k1&q=eau")
    assert re.findall(r'href="([^"]+)"', html) == ["?q=eau&amp;apres=k9"]


# --- Filters ----------------------------------------------------------------------------------------------------------


class ListFilter(forms.Form):
    q = forms.CharField(label="Texte", required=False)
    cluster = forms.ChoiceField(label="Cluster", required=False, choices=[("", "Tous"), ("7", "Relèvement Précoce")])
    late = forms.BooleanField(label="En retard", required=False)


def filter_bar(query: str) -> str:
    form = ListFilter(QueryDict(query) if query else None)
    return rendered("{% filter_bar form %}", f"/actions/?{query}", form=form)


def test_filter_bar_without_filter_names_none():
    assert "active-filters" not in filter_bar("")


def test_filter_bar_says_each_filter_in_words_with_its_removal():
    html = filter_bar("q=eau&cluster=7&late=on&page=3")
    assert re.findall(r'<a href="([^"]*)"><span>(.*?)</span>', html) == [
        ("/actions/?cluster=7&amp;late=on", "Texte&nbsp;: eau"),
        ("/actions/?q=eau&amp;late=on", "Cluster&nbsp;: Relèvement Précoce"),
        ("/actions/?q=eau&amp;cluster=7", "En retard"),
    ]


# --- Forms ------------------------------------------------------------------------------------------------------------


class SampleForm(HelperMixin, forms.Form):
    title = forms.CharField(label="Titre", help_text="Tel qu’il s’imprime.", max_length=5)
    day = forms.DateField(label="Date", widget=DateInput(), required=False)
    text = forms.CharField(label="Texte", widget=RichTextarea(), required=False)
    kinds = forms.MultipleChoiceField(label="Types", choices=[("a", "Un")], widget=forms.CheckboxSelectMultiple)


def form_page(data: dict[str, object] | None = None) -> str:
    return rendered('{% include "ui/form.html" with form=form cancel_url="/" %}', form=SampleForm(data))


def test_form_marks_required_fields_in_words():
    html = form_page()
    assert html.count("(obligatoire)") == 2
    assert "asteriskField" not in html


def test_form_keeps_what_was_typed_and_links_the_summary_to_the_field():
    html = form_page({"title": "Trop long", "text": "gardé"})
    assert 'value="Trop long"' in html
    assert "> gardé</textarea>" in html
    assert '<a href="#id_title">Titre&nbsp;: ' in html
    assert '<a href="#div_id_kinds">' in html


def test_form_ties_error_and_help_to_the_field():
    html = form_page({"title": "Trop long"})
    described = re.search(r'<input type="text" name="title".*?aria-describedby="([^"]+)"', html)
    assert described
    assert all(f'id="{identifier}"' in html for identifier in described[1].split())


@pytest.mark.parametrize("data", [None, {"title": "Trop long"}])
def test_form_has_no_inline_style_or_script(data):
    assert not re.search(r"\sstyle=|\son\w+=|<script", form_page(data))


def test_dates_are_written_for_the_browsers_picker():
    form = SampleForm(initial={"day": date(2016, 11, 15)})
    assert 'type="date"' in str(form["day"])
    assert 'value="2016-11-15"' in str(form["day"])


# --- Error pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_reads_neither_request_nor_database(name):
    """No database fixture here: a query would fail. The page is the same whoever asks and for whatever address."""
    request = HttpRequest()
    request.path = "/secret/"
    assert render_to_string(f"{name}.html", request=request) == render_to_string(f"{name}.html", {"exception": "Fuite"})


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_is_french_and_leads_home(name):
    html = render_to_string(f"{name}.html")
    assert '<html lang="fr">' in html
    assert html.count("<h1") == 1
    assert '<a class="btn btn-primary" href="/">' in html


# --- Templates --------------------------------------------------------------------------------------------------------


def test_no_template_has_inline_style_script_or_outside_address():
    """Reading pages load no script; the content security policy refuses the rest."""
    offenders = [
        str(path)
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if "emails" not in path.parts
        and re.search(
            r"""\sstyle=["']|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|<style|(?:src|href)=["']?(?:https?:)?//""",
            re.sub(r"\{%.*?%\}", "", path.read_text("utf-8")),
        )
    ]
    assert offenders == []


def test_no_table_repeats_its_roles():
    """The Nu checker refuses them, and browsers keep a table a table when its cells are shown as cards."""
    roles = re.compile(r'role="(?:table|rowgroup|row|columnheader|rowheader|cell)"')
    pages = (settings.BASE_DIR / "templates").rglob("*.html")
    assert [path.name for path in pages if roles.search(path.read_text("utf-8"))] == []
