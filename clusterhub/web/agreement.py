"""French words that agree with a person. Nobody's gender is recorded: words agree with the function as it was written.

« Coordinatrice » is feminine, « Directeur » masculine; « Responsable », « Manager » or nothing say neither.
"""

import re
from typing import Literal

from clusterhub.web.folding import fold

Gender = Literal["feminine", "masculine", ""]

_PAIRS = (
    *(("coordinateur", "coordinatrice"), ("coordonnateur", "coordonnatrice"), ("co-coordinateur", "co-coordinatrice")),
    *(("directeur", "directrice"), ("administrateur", "administratrice"), ("animateur", "animatrice")),
    *(("facilitateur", "facilitatrice"), ("co-facilitateur", "co-facilitatrice"), ("formateur", "formatrice")),
    *(("rédacteur", "rédactrice"), ("médiateur", "médiatrice"), ("inspecteur", "inspectrice")),
    *(("superviseur", "superviseuse"), ("conseiller", "conseillère"), ("officier", "officière")),
    *(("chargé", "chargée"), ("délégué", "déléguée"), ("attaché", "attachée"), ("associé", "associée")),
    *(("employé", "employée"), ("député", "députée"), ("envoyé", "envoyée"), ("chef", "cheffe")),
    *(("président", "présidente"), ("représentant", "représentante"), ("assistant", "assistante")),
    *(("consultant", "consultante"), ("adjoint", "adjointe"), ("agent", "agente"), ("référent", "référente")),
    *(("expert", "experte"), ("ingénieur", "ingénieure"), ("rapporteur", "rapporteure"), ("gouverneur", "gouverneure")),
    *(("technicien", "technicienne"), ("doyen", "doyenne"), ("infirmier", "infirmière")),
)
_GENDERS: dict[str, Gender] = {fold(one): "masculine" for one, _ in _PAIRS}
_GENDERS |= {fold(other): "feminine" for _, other in _PAIRS}
_FIRST_WORD = re.compile(r"[\w’'-]+")

_BOTH = re.compile(r"(\w+)(?:\((\w{1,5})\)|·(\w{1,5}))")
_ENDINGS = {"trice": "teur", "euse": "eur", "ère": "er", "ve": "f", "se": "x"}
"""Feminine endings that replace the masculine one; any other is added to the word."""


def gender_of(function: str) -> Gender:
    """By the first word, where the list knows it."""
    word = _FIRST_WORD.search(function)
    return _GENDERS.get(fold(word[0]), "") if word else ""


def agreed(label: str, function: str) -> str:
    """« Président(e) » beside a « Coordinatrice » is « Présidente », beside a « Directeur » « Président ». Where the
    function does not tell, both forms stand as they were typed."""
    gender = gender_of(function)
    return _BOTH.sub(lambda found: _form(found[1], found[2] or found[3], gender), label) if gender else label


def _form(word: str, ending: str, gender: Gender) -> str:
    if gender == "masculine":
        return word
    return f"{word.removesuffix(_ENDINGS.get(ending, ''))}{ending}"
