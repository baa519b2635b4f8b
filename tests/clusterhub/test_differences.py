"""Word by word: what was taken out, what was added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterhub.web.differences import MAX_PARTS, Fate, differences

MARKS = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}]", Fate.ADDED: "[+{}]"}


def told(before: str, after: str) -> str:
    return "".join(MARKS[piece.fate].format(piece.text) for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Les relais ont restitué", "Les relais ont restitué", "Les relais ont restitué"),
        ("Les relais ont restitué", "Les relais ont tout restitué", "Les relais ont[+ tout] restitué"),
        ("12 relais à Gao", "15 relais à Gao", "[-12][+15] relais à Gao"),
        ("un\ndeux", "un", "un[-\ndeux]"),
        ("Trois axes", "Note : trois axes", "[-Trois][+Note : trois] axes"),
        ("Trois axes", "Note : Trois axes", "[+Note :] Trois axes"),
        ("", "un mot", "[+un mot]"),
        ("un mot", "", "[-un mot]"),
        ("", "", ""),
    ],
)
def test_differences_are_told_word_by_word(before, after, expected):
    assert told(before, after) == expected


def test_long_texts_are_compared_line_by_line():
    lines = [f"mot{number} " * 3 for number in range(MAX_PARTS)]
    others = ["autre", *lines[1:-1], "autre encore"]

    assert told("\n".join(lines), "\n".join(others)).startswith("[-mot0 mot0 mot0 \n][+autre\n]mot1 ")


def test_texts_of_very_many_lines_are_compared_as_wholes():
    before, after = "a\n" * (2 * MAX_PARTS), "b\n" * (2 * MAX_PARTS)

    assert told(before, after) == f"[-{before}][+{after}]"


WORDS = st.lists(st.sampled_from(["a", "b", "Gao", " ", "  ", "\n", "é\u202f"])).map("".join)


@given(WORDS, WORDS)
def test_differences_give_both_texts_back(before, after):
    pieces = differences(before, after)

    words = "".join(piece.text for piece in pieces if piece.fate != Fate.ADDED)
    assert words.replace(" ", "") == before.replace(" ", "")
    assert "".join(piece.text for piece in pieces if piece.fate != Fate.REMOVED) == after
