"""Numbers up to thirty-one in words, folded: "quinze", "vingt et un", "dix-sept"."""

import re
from typing import Final

_TENS = ("", "dix", "vingt", "trente")
_UNITS = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_SPELLED: Final = {
    **{word: at for at, word in enumerate(_UNITS) if word},
    **dict(zip(("onze", "douze", "treize", "quatorze", "quinze", "seize"), range(11, 17), strict=True)),
    **{f"{_TENS[at // 10]} {_UNITS[at % 10]}": at for at in range(17, 30) if at % 10},
    **{"une": 1, "dix": 10, "vingt": 20, "vingt et un": 21, "vingt et une": 21, "trente": 30, "trente et un": 31},
}
SPELLED_NUMBER: Final = "|".join(re.escape(word) for word in sorted(_SPELLED, key=len, reverse=True)).replace(
    r"\ ", "[- ]"
)


def number_of(word: str) -> int:
    """Of what ``SPELLED_NUMBER`` or ``\\d+`` has found."""
    return int(word) if word.isdigit() else _SPELLED[word.replace("-", " ")]
