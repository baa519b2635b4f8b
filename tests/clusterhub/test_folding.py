import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterhub.web.folding import fold, has_mixed_scripts, strip_control, strip_control_line


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("IOM/OIM", "iom/oim"),
        ("  Pnud ", "pnud"),
        ("Événement à Ségou", "evenement a segou"),
        ("E\u0301ve\u0301nement", "evenement"),
        ("L’été d'Aïcha", "l'ete d'aicha"),
        ("SR\u00a0MINUSMA\u202f–\tGao", "sr minusma - gao"),
        ("Œuvre cœur Æ", "oeuvre coeur ae"),
        ("Ｐ\u200bＮ\ufeffＵＤ", "pnud"),
        ("P\u00adN\u202eU\u2066D", "pnud"),
        ("Straße", "strasse"),
        ("Bɛnkadi", "bɛnkadi"),
        ("ﬁche", "fiche"),
        ("P\x00N\ud800UD", "pnud"),
        ("a\nb", "a b"),
        ("PN\u3164UD", "pnud"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_does_not_see_how_accents_are_stored(text):
    text = strip_control(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("UNICEF", False),
        ("UNIC\u0415F", True),
        ("\u041eCHA", True),
        ("OCHA \u041c\u0430\u043b\u0438", False),
        ("Bɛnkadi ŋana Ɔ", False),
        ("É cole", False),
        ("ＯCHA", False),
        ("\u03bfcha", True),
        ("MINUSMA/DDR 2017", False),
        ("ªº", False),
        ("", False),
    ],
)
def test_has_mixed_scripts(text, mixed):
    assert has_mixed_scripts(text) is mixed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", "a\nb\nc\nd\ne\nf\ng"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("a\ud800b\udfffc", "abc"),
        ("\u202egpj.exe\u202c \u2066x\u2069 \u200e", "gpj.exe x "),
        ("\ufeffBambara ɲɛ 👍 œ\u00a0:", "Bambara ɲɛ 👍 œ\u00a0:"),
        ("\x1b[31mrouge\x7f", "[31mrouge"),
    ],
)
def test_strip_control(text, kept):
    assert strip_control(text) == kept


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Ll"])))
def test_strip_control_leaves_what_can_be_stored(text):
    kept = strip_control(text)
    kept.encode()
    assert strip_control(kept) == kept
    assert not set(kept) & set("\x00\x0b\x0c\x1c\x85\r\u2028\u202e\u2066\u200f")


def test_strip_control_line_stays_on_one_line():
    assert strip_control_line(" Compte rendu\r\nBcc: x@example.org\u2028 fin ") == "Compte rendu Bcc: x@example.org fin"
