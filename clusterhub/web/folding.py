"""Texts compared as people compare them: without case, accents, kinds of apostrophe, or what cannot be seen."""

import re
import unicodedata
from collections.abc import Iterator

_APOSTROPHES = "'‘’‚‛`´ʼʹ′＇"
_DASHES = "‐‑‒–—―−﹘﹣－"
_UNIFY = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_DASHES, "-"), "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
)

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_KEPT_CONTROLS = "\n\t"
_KEPT_FORMATS = "\u200c\u200d"
"""Joiners are spelling in some scripts; as text they are kept, and folded away when texts are compared."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufe0e\ufe0f"


def strip_control(text: str) -> str:
    """What can be stored and printed: no NUL, no lone surrogate, no change of direction, one kind of line end."""
    return "".join(char for char in _LINE_ENDS.sub("\n", text) if _is_printable(char))


def strip_control_line(text: str) -> str:
    """The same for what must stay on one line: a name, a title, the subject of a mail."""
    return " ".join(strip_control(text).split())


def fold(text: str) -> str:
    """Two names are the same when they fold to the same text: " Pnud" and "PNUD", "Événement" and "evenement"."""
    plain = unicodedata.normalize("NFKC", strip_control(text)).translate(_UNIFY).casefold()
    bare = "".join(char for char in unicodedata.normalize("NFKD", plain) if _is_compared(char))
    return " ".join(bare.translate(_UNIFY).split())


def has_mixed_scripts(text: str) -> bool:
    """Whether one word mixes alphabets, as "UNICЕF" with a Cyrillic Е does: it looks like a name that it is not."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text))
    return any(len(set(_scripts(word))) > 1 for word in words)


def _is_printable(char: str) -> bool:
    category = unicodedata.category(char)
    return category not in ("Cc", "Cf", "Cs", "Cn") or char in _KEPT_CONTROLS or char in _KEPT_FORMATS


def _is_compared(char: str) -> bool:
    if char in _FILLERS:
        return False
    return char.isspace() or (not unicodedata.combining(char) and unicodedata.category(char) not in _UNSEEN)


def _scripts(word: str) -> Iterator[str]:
    for char in word:
        if unicodedata.category(char) in ("Ll", "Lu", "Lt", "Lo"):
            yield unicodedata.name(char, "UNKNOWN").split()[0]
