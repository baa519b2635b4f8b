"""Bars to scale, names that fit, nothing that the security policy refuses."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from clusterhub.web.charts import BAR, BLUE, GREY, RED, TRACK, WIDTH, Bar, Chart, Tone, draw, longest_first

SVG = "{http://www.w3.org/2000/svg}"
LATE, REST = Tone("En retard", RED), Tone("Le reste", BLUE)


def drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(draw(chart, key="essai"))  # noqa: S314  our own markup


def parts(picture: ElementTree.Element, colour: str) -> list[tuple[float, float]]:
    """Where each bar of this colour begins and how long it is; the legend's squares are left out."""
    found = [one for one in picture.iter(f"{SVG}rect") if one.get("fill") == colour and one.get("height") == str(BAR)]
    return [(float(one.attrib["x"]), float(one.attrib["width"])) for one in found]


def texts(picture: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{SVG}text")]


def test_bars_are_to_scale_and_follow_one_another() -> None:
    chart = Chart("Essai", [Bar("A", (1, 3), "4"), Bar("B", (0, 2), "2"), Bar("C", (0, 0), "0")], (LATE, REST))
    picture = drawn(chart)
    assert parts(picture, RED) == [(0, WIDTH / 4)]
    assert parts(picture, BLUE) == [(WIDTH / 4, WIDTH * 3 / 4), (0, WIDTH / 2)]
    assert parts(picture, TRACK) == [(0, WIDTH)] * 3


@pytest.mark.parametrize(("most", "width"), [(10, WIDTH / 2), (0, WIDTH), (2, WIDTH)])
def test_full_bar_stands_for_the_most_there_can_be(most: int, width: float) -> None:
    assert parts(drawn(Chart("Essai", [Bar("A", (5,), "5")], (REST,), most=most)), BLUE) == [(0, width)]


def test_nothing_is_drawn_without_rows() -> None:
    assert draw(Chart("Essai", [], (LATE, REST)), key="essai") == ""


def test_rows_that_are_all_zero_have_a_track_and_no_bar() -> None:
    picture = drawn(Chart("Essai", [Bar("A", (0, 0), "0")], (LATE, REST)))
    assert (parts(picture, RED), parts(picture, BLUE), len(parts(picture, TRACK))) == ([], [], 1)


def test_long_name_is_shortened_beside_its_figure_and_whole_in_the_description() -> None:
    name = "Direction nationale du développement social et de l’économie solidaire"
    picture = drawn(Chart("Essai", [Bar(name, (1200,), "1 200")], (REST,)))
    label, told = texts(picture)
    assert told == "1 200"
    assert label.endswith("…")
    assert len(label) + len(told) <= 44
    assert picture.findtext(f"{SVG}desc") == f"{name} : 1 200"


def test_picture_says_what_it_is_and_what_it_shows() -> None:
    picture = drawn(Chart("Par âge", [Bar("Un mois", (2,), "2"), Bar("Un an", (1,), "1")], (REST,)))
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "essai-title essai-desc")
    assert picture.find(f"{SVG}title").attrib == {"id": "essai-title"}  # type: ignore[union-attr]
    assert picture.findtext(f"{SVG}title") == "Par âge"
    assert picture.findtext(f"{SVG}desc") == "Un mois : 2 ; Un an : 1"


def test_names_cannot_write_markup_nor_style() -> None:
    hostile = '"><script>alert(1)</script>'
    markup = draw(Chart(hostile, [Bar(hostile, (1,), hostile)], (Tone(hostile, BLUE), Tone("b", GREY))), key="k")
    elements = {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(markup).iter()}  # noqa: S314
    assert elements == {"svg", "title", "desc", "rect", "text"}
    assert "style" not in {name for one in ElementTree.fromstring(markup).iter() for name in one.attrib}  # noqa: S314


def test_legend_names_each_colour_once_and_only_where_there_are_several() -> None:
    bar = Bar("A", (1, 1), "2")
    assert texts(drawn(Chart("Essai", [bar], (LATE, REST))))[:2] == ["En retard", "Le reste"]
    assert texts(drawn(Chart("Essai", [bar], (REST,)))) == ["A", "2"]


def test_picture_is_as_high_as_its_rows() -> None:
    heights = [int(drawn(Chart("Essai", [Bar("A", (1,), "1")] * n, (REST,))).attrib["height"]) for n in (1, 2, 3000)]
    assert heights[1] == 2 * heights[0]
    assert heights[2] == 3000 * heights[0]


def test_the_longest_come_first_and_equals_stay_in_order() -> None:
    bars = [Bar("A", (1,), ""), Bar("B", (2, 1), ""), Bar("C", (1,), ""), Bar("D", (5,), "")]
    assert [bar.label for bar in longest_first(bars, most=3)] == ["D", "B", "A"]
