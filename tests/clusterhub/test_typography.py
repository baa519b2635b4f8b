import datetime as dt
import time

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import mark_safe
from hypothesis import example, given
from hypothesis import strategies as st

from clusterhub.web import typography
from clusterhub.web.typography import french, french_html


def shown(text: str) -> str:
    """Readable in a table: _ is the no-break space, ~ the narrow one."""
    return text.replace(typography.NBSP, "_").replace(typography.NARROW, "~")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Qui fait quoi ?", "Qui fait quoi~?"),
        ("Qui fait quoi?", "Qui fait quoi~?"),
        ("Vraiment?!", "Vraiment~?!"),
        ("un; deux ; trois", "un~; deux~; trois"),
        ("Délai: 15 juin", "Délai_: 15_juin"),
        ("Délai : 1er juin", "Délai_: 1er_juin"),
        ("l'action d'ici l'été", "l’action d’ici l’été"),
        ('aujourd\'hui "en cours"', "aujourd’hui «~en cours~»"),
        ('le mot "fait", dit-il', "le mot «~fait~», dit-il"),
        ('dit "Partenaires" puis "Bailleurs"', "dit «~Partenaires~» puis «~Bailleurs~»"),
        ("« déjà »", "«~déjà~»"),
        ("«déjà»", "«~déjà~»"),
        ("«Qui?»", "«~Qui~?~»"),
        ("à 14h30", "à 14_h_30"),
        ("à 14 h 30.", "à 14_h_30."),
        ("de 16 H 20 à 18 H", "de 16_h_20 à 18_h"),
        ("sous 72h", "sous 72_h"),
        ("25 % et 30%", "25_% et 30_%"),
        ("300 ménages, 4 km", "300_ménages, 4_km"),
        ("la note n° 12 et n°13", "la note n°_12 et n°_13"),
        ("M. Diallo, Mme Traoré et Dr Koné", "M._Diallo, Mme_Traoré et Dr_Koné"),
        ("p. 3", "p._3"),
        ("19000 personnes", "19~000_personnes"),
        ("1250000 FCFA", "1~250~000_FCFA"),
        ("65000000 FCFA", "65~000~000_FCFA"),
        ("(10000)", "(10~000)"),
        ("voir https://example.org/a : suite", "voir https://example.org/a_: suite"),
        ("Lu sur https://example.org ?", "Lu sur https://example.org~?"),
    ],
)
def test_french_sets_no_break_spaces(typed, printed):
    assert shown(french(typed)) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/?a=1;b=2&c=10000!x",
        "www.example.org/d'ici?x=1",
        "bureau.l'est@example.org",
        "CRP-2016-11-04",
        "RP-10000-25000",
        "à 14:30",
        "de 09:00 à 10:30",
        "2017-06-30",
        "30/06/2017",
        "en 2016",
        "4 500",
        "65012345",
        "+223 65 01 23 45",
        "+22365012345",
        "n°\u00a045678",
        "code 45678",
        "Tél. 20212345",
        "ML0101",
        "007421",
        "10000.5",
        "12345/67",
        "3.14159265",
        "salle 12H",
        '12" x 15"',
        "(?)",
        "!décision",
        "a:b",
        "MINUSMA/DDR",
        "foo!bar",
    ],
)
def test_french_leaves_codes_and_addresses(text):
    assert french(text) == text


@pytest.mark.parametrize(
    "unit", ["a", " ", '" ', '"', "« ", "12345 a ", "http://", "x@", "AA-", "<", '<"', "1 ", "?", "'a"]
)
def test_french_takes_time_in_proportion_to_the_text(unit):
    started = time.process_time()
    french(unit * (100_000 // len(unit)))
    assert time.process_time() - started < 2


french_texts = st.text(
    st.sampled_from(list("aZé0123456789 \n'’\"«»;:!?%°.,/-()[]@#&=hH_<>") + ["\u00a0", "\u202f", "\ue000", "\t"])
    | st.characters(codec="utf-8"),
    max_size=40,
)


@given(french_texts)
@example('"x "y" z"')
@example("a;:")
@example("\ue000 http://a.b/\ue000 : x@y.z")
def test_french_twice_is_french_once(text):
    assert french(french(text)) == french(text)


@given(french_texts)
def test_french_changes_only_spaces_quotes_and_apostrophes(text):
    def bare(value):
        changed = "".join(value.split()).replace("’", "'").replace("H", "h")
        return changed.translate(str.maketrans("«»", '""'))

    assert bare(french(text)) == bare(text)


@given(french_texts)
def test_french_html_twice_is_once(text):
    assert french_html(french_html(text)) == french_html(text)


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ("<p><strong>Délai</strong>: 15 juin</p>", "<p><strong>Délai</strong>_: 15_juin</p>"),
        ("<p>un &amp; deux ; trois</p>", "<p>un &amp; deux~; trois</p>"),
        ("<p>un&nbsp;: deux</p>", "<p>un_: deux</p>"),
        ('<p>"<em>mot</em>"</p>', "<p>«~<em>mot</em>~»</p>"),
        ('<p>l\'<a href="//x.org/?q=a: b">avis</a></p>', '<p>l’<a href="//x.org/?q=a: b">avis</a></p>'),
        ("<ul><li>fait</li><li>? non</li></ul>", "<ul><li>fait</li><li>? non</li></ul>"),
    ],
)
def test_french_html_treats_text_only(html, printed):
    assert shown(french_html(html)) == printed


@pytest.mark.parametrize(
    ("function", "value", "printed"),
    [
        (typography.format_date, dt.date(2026, 1, 1), "1er_janvier 2026"),
        (typography.format_date, dt.date(2016, 11, 22), "22_novembre 2016"),
        (typography.format_day, dt.date(2017, 8, 1), "1er_août"),
        (typography.format_weekday_date, dt.date(2017, 6, 16), "vendredi 16_juin 2017"),
        (typography.format_short_date, dt.date(2017, 6, 1), "01/06/2017"),
        (typography.format_time, dt.time(14, 30), "14_h_30"),
        (typography.format_time, dt.time(9, 5), "9_h_05"),
        (typography.format_time, dt.time(18), "18_h"),
        (typography.format_time, dt.time(0), "0_h"),
        (typography.format_datetime, dt.datetime(2017, 6, 1, 9, 0), "1er_juin 2017 à 9_h"),
        (typography.format_duration, 0, "0_min"),
        (typography.format_duration, 45, "45_min"),
        (typography.format_duration, 120, "2_h"),
        (typography.format_duration, 95, "1_h_35"),
        (typography.format_number, 1234567, "1~234~567"),
        (typography.join_words, [], ""),
        (typography.join_words, ["A"], "A"),
        (typography.join_words, ["A", "B"], "A et B"),
        (typography.join_words, ["A", "B", "C"], "A, B et C"),
    ],
)
def test_formats(function, value, printed):
    assert shown(function(value)) == printed


@pytest.mark.parametrize(
    ("count", "printed"), [(0, "0_point"), (1, "1_point"), (2, "2_points"), (12000, "12~000_points")]
)
def test_plural_counts_zero_as_one(count, printed):
    assert shown(typography.plural(count, "point", "points")) == printed


def render(source: str, **context: object) -> str:
    return shown(Template(source).render(Context(context)))


@pytest.mark.parametrize(
    ("source", "value", "printed"),
    [
        ("{{ v|typo }}", "<b>Qui ?", "&lt;b&gt;Qui~?"),
        ("{{ v|typo }}", None, ""),
        ("{{ v|typo }}", mark_safe("<b>Qui</b> ?"), "<b>Qui</b>~?"),
        ("{{ v|typo_html }}", "<p>Qui ?</p>", "<p>Qui~?</p>"),
        ("{{ v|date_fr }}", dt.date(2026, 1, 1), "1er_janvier 2026"),
        ("{{ v|date_fr }}", None, ""),
        ("{{ v|date_fr }}", "", ""),
        ("{{ v|time_fr }}", dt.time(0, 0), "0_h"),
        ("{{ v|plural_fr:'point,points' }}", 2, "2_points"),
        ("{{ v|plural_fr:'ONG' }}", 2, "2_ONG"),
        ("{{ v|join_fr }}", ["A", "<B>"], "A et &lt;B&gt;"),
    ],
)
def test_filters(source, value, printed):
    assert render(source, v=value) == printed


def test_filters_show_moments_in_the_current_time_zone():
    late_evening = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
    with timezone.override(dt.timezone(dt.timedelta(hours=1))):
        assert render("{{ v|datetime_fr }}", v=late_evening) == "1er_janvier 2027 à 0_h_30"
        assert render("{{ v|short_date_fr }} {{ v|time_fr }}", v=late_evening) == "01/01/2027 0_h_30"


# --- Words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (1, "un"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (31, "trente et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (100, "cent"),
        (101, "cent un"),
        (200, "deux cents"),
        (280, "deux cent quatre-vingts"),
        (1000, "mille"),
        (1999, "mille neuf cent quatre-vingt-dix-neuf"),
        (2000, "deux mille"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
    ],
)
def test_number_in_words(number, words):
    assert typography.number_in_words(number) == words


@pytest.mark.parametrize(
    ("number", "words"), [(1, "une"), (21, "vingt et une"), (81, "quatre-vingt-une"), (11, "onze"), (1000, "mille")]
)
def test_number_in_words_agrees_with_a_feminine_noun(number, words):
    assert typography.number_in_words(number, feminine=True) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_number_out_of_range_has_no_words(number):
    with pytest.raises(ValueError, match=str(number)):
        typography.number_in_words(number)


@given(st.sets(st.integers(0, 999_999), min_size=2, max_size=2))
def test_two_numbers_never_share_their_words(numbers):
    assert len({typography.number_in_words(number) for number in numbers}) == 2


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2017, 5, 23), "deux mille dix-sept, le vingt-trois mai"),
        (dt.date(2026, 2, 1), "deux mille vingt-six, le premier février"),
        (dt.date(2021, 12, 31), "deux mille vingt et un, le trente et un décembre"),
    ],
)
def test_date_in_words(day, words):
    assert typography.date_in_words(day) == words


@pytest.mark.parametrize(
    ("time_of_day", "words"),
    [
        (dt.time(14, 30), "quatorze heures trente minutes"),
        (dt.time(16), "seize heures"),
        (dt.time(1, 1), "une heure une minute"),
        (dt.time(21, 21), "vingt et une heures vingt et une minutes"),
        (dt.time(0, 5), "zéro heure cinq minutes"),
        (dt.time(0), "minuit"),
        (dt.time(12), "midi"),
    ],
)
def test_time_in_words(time_of_day, words):
    assert typography.time_in_words(time_of_day) == words


@pytest.mark.parametrize(
    ("name", "of", "to"),
    [
        ("Cluster Protection", "du Cluster Protection", "au Cluster Protection"),
        ("Sous-cluster VBG", "du Sous-cluster VBG", "au Sous-cluster VBG"),
        ("Commission Mouvement", "de la Commission Mouvement", "à la Commission Mouvement"),
        ("ICC", "de l’ICC", "à l’ICC"),
        ("Équipe humanitaire", "de l’Équipe humanitaire", "à l’Équipe humanitaire"),
        ("GSC", "de GSC", "à GSC"),
        ("Abris", "d’Abris", "à Abris"),
    ],
)
def test_names_of_clusters_are_joined_as_one_says(name, of, to):
    assert (typography.of_name(name), typography.to_name(name)) == (of, to)
