"""French words brought to what they have in common, with or without their accents: « réalisées », « realiser »."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from clusterhub.web.folding import fold

LONGEST = 40
_WORD = re.compile(r"[^\W_]+")
_FEMININE_OR_PLURAL = re.compile(r"ees?$|es$")
"""Which the stemmer knows by its accent only."""
_PLURAL = re.compile(r"(?<=\w{3}[iu])s$")
"""« suivis », « prévus »: the stemmer leaves the s of words that end so."""
_STOP = frozenset(
    "a à au aux avec c ce ces d dans de des du elle en et eux il ils je l la le les leur leurs lui m mais me n ne nos"
    " notre nous on ont ou où par pas pour qu que qui s sa se ses si son sur t te tu un une vos votre vous y est sont"
    " j été etre être".split()
)
_stemmer = snowballstemmer.stemmer("french")


def words_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word that counts begins and ends, and its stem. ``text`` is composed (``composed``)."""
    for found in _WORD.finditer(text):
        if stem := stem_of(found[0]):
            yield found.start(), found.end(), stem


def stems_of(text: str) -> list[str]:
    """Each once, in the order of the text."""
    return list(dict.fromkeys(stem for _, _, stem in words_of(composed(text))))


def composed(text: str) -> str:
    """Letters with their accents as one sign each, so that a word is not cut at them."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Empty for a word that says nothing by itself."""
    bare = fold(word)
    if not bare or bare in _STOP:
        return ""
    if not bare.isalpha():
        return bare[:LONGEST]
    return _stemmer.stemWord(_PLURAL.sub("", _FEMININE_OR_PLURAL.sub("e", bare)))[:LONGEST]
