"""Two texts that go back to the same one: no paragraph of either is lost, and in doubt there is no merge."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterhub.web.merging import MAX_ADDED, MAX_PARTS, merge_lines, merge_parts
from clusterhub.web.richtext import MAX_BYTES, clean, merged

TABLE = "<table><tbody><tr><td>Gao</td><td>12</td></tr></tbody></table>"
OTHER_TABLE = TABLE.replace("12", "15")


def paragraphs(text: str) -> str:
    """« a b » → two paragraphs of one word; « [a b] » → a list of two items; « # » → a table."""
    before, _, rest = text.partition("[")
    items, _, after = rest.partition("]")
    listing = f"<ul>{''.join(f'<li>{item}</li>' for item in items.split())}</ul>" if items else ""
    return words(before) + listing + words(after)


def words(text: str) -> str:
    return "".join(TABLE if word == "#" else f"<p>{word}</p>" for word in text.split())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        pytest.param("a b c", "A b c", "a b C", "A b C", id="two paragraphs far apart"),
        pytest.param("a b", "A b", "a B", "A B", id="two neighbours"),
        pytest.param("a b", "a b c", "A b", "A b c", id="one writes on, the other corrects"),
        pytest.param("a b", "a b c", "a b d", "a b d c", id="both write on"),
        pytest.param("a b", "x a b", "a y b", "x a y b", id="both add, at two places"),
        pytest.param("a b c", "a c", "a b C", "a C", id="one takes out, the other corrects elsewhere"),
        pytest.param("a b", "a B", "a B", "a B", id="the same correction"),
        pytest.param("a b c", "A b c d", "A b c", "A b c d", id="the same correction, and more"),
        pytest.param("a b", "b", "b", "b", id="the same paragraph taken out"),
        pytest.param("", "a", "a", "a", id="the same first words"),
        pytest.param("a b", "a b", "a", "a", id="one changed nothing"),
        pytest.param("a [x y] b", "a [X y] b", "a [x Y] b", "a [X Y] b", id="two items of one list"),
        pytest.param("[x y]", "[x y z]", "[x y t]", "[x y t z]", id="both add an item"),
        pytest.param("[x y] b", "[x y] B", "[x Y] b", "[x Y] B", id="an item and a paragraph"),
        pytest.param("a # b", "A # b", "a # B", "A # B", id="around a table"),
        pytest.param("a b", "a B", "A b", "A B", id="before"),
    ],
)
def test_different_paragraphs_come_together(base, mine, theirs, expected):
    assert merged(*map(paragraphs, (base, mine, theirs))) == paragraphs(expected)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        pytest.param("a b", "A b", "À b", id="the same paragraph"),
        pytest.param("a b", "A b", "b", id="one corrects what the other takes out"),
        pytest.param("a b c", "A B c", "a ß c", id="one of the two that the other changed"),
        pytest.param("a b c", "c", "a n b c", id="an addition inside what is taken out"),
        pytest.param("", "a", "b", id="the first words"),
        pytest.param("[x y]", "[X y]", "[ξ y]", id="the same item"),
    ],
)
def test_the_same_paragraph_is_left_to_people(base, mine, theirs):
    assert merged(*map(paragraphs, (base, mine, theirs))) is None


def test_one_sentence_gone_on_with_at_two_places_is_left_to_people():
    base, begun = "<p>Ouverture.</p>", "<p>Les relais ont restitué la feuille"

    assert merged(base, f"{base}{begun}</p>", f"{base}{begun} de présence.</p>") is None


def test_other_kind_of_list_is_left_to_people():
    assert merged("<ul><li>a</li></ul>", "<ol><li>a</li></ol>", "<ul><li>b</li></ul>") is None


def test_table_changed_by_both_is_left_to_people():
    assert merged(TABLE, OTHER_TABLE, TABLE.replace("Gao", "Mopti")) is None


def test_nested_items_come_together():
    before = "<ul><li>a<ul><li>x</li><li>y</li></ul></li></ul>"

    both = merged(before, before.replace("x", "X"), before.replace("y", "Y"))

    assert both == before.replace("x", "X").replace("y", "Y")


def test_dress_of_words_is_a_change_like_another():
    base = "<p>a</p><p>b</p>"

    assert merged(base, "<p><strong>a</strong></p><p>b</p>", "<p>a</p><p><em>b</em></p>") == (
        "<p><strong>a</strong></p><p><em>b</em></p>"
    )


def test_what_would_be_too_long_together_is_left_to_people():
    half = "x" * (MAX_BYTES // 2)

    assert merged("<p>a</p><p>b</p>", f"<p>{half}</p><p>b</p>", f"<p>a</p><p>{half[::-1]}y</p>") is None


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        (["a"] * (MAX_PARTS + 1), ["b"], ["a"]),
        (["a"], ["a", *map(str, range(MAX_ADDED + 1))], ["a", "b"]),
    ],
)
def test_very_long_texts_are_left_to_people(base, mine, theirs):
    """Comparing them would keep the server busy."""
    assert merge_parts(base, mine, theirs, within=lambda *_: None, alike=lambda *_: False) is None


def test_lines_come_together():
    assert merge_lines("Fait à Gao.\nReste Mopti.", "Fait à Gao.\nReste Kidal.", "Vu à Gao.\nReste Mopti.") == (
        "Vu à Gao.\nReste Kidal."
    )


# --- Whatever two people do -------------------------------------------------------------------------------------------

STEPS = st.lists(st.tuples(st.sampled_from(["add", "drop", "change"]), st.integers(0, 9)), max_size=5)


def edited(base: list[str], steps: list[tuple[str, int]], mark: str) -> list[str]:
    """Each new part says who wrote it, so that no two are the same; one of each step is common to both."""
    parts = list(base)
    for number, (what, place) in enumerate(steps):
        new = f"{mark}{number}" if place % 4 else f"commun{place}"
        place = place % (len(parts) + 1)
        if what == "add":
            parts.insert(place, new)
        elif what == "drop":
            del parts[place : place + 1]
        else:
            parts[place : place + 1] = [new]
    return list(dict.fromkeys(parts))


@given(st.integers(0, 6), STEPS, STEPS)
def test_no_paragraph_of_either_side_is_lost(size, my_steps, their_steps):
    base = [f"base{number}" for number in range(size)]
    mine, theirs = edited(base, my_steps, "m"), edited(base, their_steps, "t")

    both, turned = (merge(base, *sides) for sides in ((mine, theirs), (theirs, mine)))

    assert (both is None) == (turned is None)
    if both is None:
        assert mine not in (base, theirs)
        assert theirs != base
        return
    counted = Counter(both)
    new = (set(mine) | set(theirs)) - set(base)
    kept = set(mine) & set(theirs)
    assert counted.keys() == new | kept
    assert counted.keys() - set(mine) <= set(theirs)
    assert Counter(turned) == counted


def merge(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    html = merged(*("".join(f"<p>{word}</p>" for word in words) for words in (base, mine, theirs)))
    return html if html is None else [word for word in html.replace("<p>", "").split("</p>") if word]


PIECES = ["<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<td>", "<b>", "a", "b", "- ", "\n", "1. "]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(TEXTS, TEXTS, TEXTS)
def test_what_comes_together_may_be_stored_as_it_is(base, mine, theirs):
    both = merged(*map(clean, (base, mine, theirs)))

    assert both is None or clean(both) == both
