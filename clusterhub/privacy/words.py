"""A person's name, addresses and numbers, found in any text however they are spaced, cased or accented.

Pure: it knows neither models nor requests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from clusterhub.web.folding import fold

ADDRESS, NUMBER = "(adresse effacée)", "(numéro effacé)"
GAP = r"(?:\s|&nbsp;|&#160;)+"
APOSTROPHE = r"(?:['’ʼ‘]|&#x27;|&#39;|&rsquo;)"
MARKS = r"[\u0300-\u036f]*"
BETWEEN_DIGITS = r"[\s.\-()/\u00a0\u202f]*"
SHORTEST_NUMBER = 6


@dataclass(frozen=True)
class Words:
    """``names`` are looked for in every text: only those that mean one person (``is_telling``)."""

    pseudonym: str
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    _patterns: tuple[tuple[re.Pattern[str], str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        made = [(_name(name), self.pseudonym) for name in self.names]
        made += [(_address(address), ADDRESS) for address in self.addresses]
        made += [(_number(digits), NUMBER) for number in self.numbers if (digits := digits_of(number))]
        object.__setattr__(self, "_patterns", tuple(made))

    @property
    def anchors(self) -> list[str]:
        """Plain letters or digits one of which stands in every text that could hold a word: for the database."""
        runs = [_longest_plain(name) for name in self.names]
        return list(dict.fromkeys([*runs, *self.addresses, *(form for each in self.numbers for form in _forms(each))]))

    def hides(self, value: Any) -> Any:
        """The value without these words; texts inside lists and dictionaries too. Unchanged, it is the same object."""
        if isinstance(value, str):
            return self._in_text(value)
        if isinstance(value, list):
            return self._same_or([self.hides(each) for each in value], value)
        if isinstance(value, dict):
            return self._same_or({key: self.hides(each) for key, each in value.items()}, value)
        return value

    def _same_or(self, fresh: Any, value: Any) -> Any:
        return value if fresh == value else fresh

    def _in_text(self, text: str) -> str:
        bare = unicodedata.normalize("NFD", text)
        found = bare
        for pattern, instead in self._patterns:
            found = "" if pattern.fullmatch(found) and instead == ADDRESS else pattern.sub(instead, found)
        return text if found == bare else unicodedata.normalize("NFC", found)


def is_telling(name: str) -> bool:
    """Of two words at least: one alone (« Moussa ») may be anybody's."""
    return len(name.split()) > 1


def digits_of(number: str) -> str:
    """Without the country's prefix: it is written with it or not. Empty for what is too short to mean one person."""
    digits = re.sub(r"\D", "", number)
    digits = re.sub(r"^(00)?223(?=\d{8}$)", "", digits)
    return digits if len(digits) >= SHORTEST_NUMBER else ""


def _name(name: str) -> re.Pattern[str]:
    """As displayed, or with the last word first."""
    words = [_letters(word) for word in name.split()]
    orders = dict.fromkeys((tuple(words), (words[-1], *words[:-1])))
    return re.compile("|".join(rf"(?<!\w){GAP.join(order)}(?!\w)" for order in orders), re.IGNORECASE)


def _letters(word: str) -> str:
    bare = (char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return "".join(APOSTROPHE if fold(char) == "'" else re.escape(char) + MARKS for char in bare)


def _address(address: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def _number(digits: str) -> re.Pattern[str]:
    prefix = rf"(?:\(?(?:\+|00)?{BETWEEN_DIGITS.join('223')}{BETWEEN_DIGITS})?"
    return re.compile(rf"(?<!\d){prefix}{BETWEEN_DIGITS.join(digits)}(?!\d)")


def _longest_plain(name: str) -> str:
    """« Aïssata » → « ssata »: found whether its accents are written or not."""
    runs = re.findall(r"[A-Za-z]+", name)
    return max(runs, key=len) if runs else name


def _forms(number: str) -> Iterable[str]:
    """As it was typed, and as it is usually spaced."""
    digits = digits_of(number)
    if not digits:
        return ()
    pairs = re.findall(r"\d{1,2}", digits)
    return (number, digits, *(gap.join(pairs) for gap in (" ", "\u00a0", "\u202f", ".", "-")))
