"""What a name may be, before the database is asked."""

from django.core.exceptions import ValidationError

from clusterhub.web.folding import fold, has_mixed_scripts

_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXopv",
)
"""Cyrillic and Greek letters that cannot be told from Latin ones on a screen."""


def latin_lookalike(text: str) -> str:
    """What the text looks like to a reader of French: ``ОСНА`` in Cyrillic letters gives ``OCHA``."""
    return text.translate(_LOOKALIKES)


def validate_name(text: str, *, limit: int = 200) -> None:
    """Raises ``ValidationError`` for a name that is not one, or that pretends to be another.

    ``limit`` is the room for its folded form, in which « œ » takes two letters and some signs many.
    """
    if not fold(text):
        raise ValidationError("Écrivez un nom avec au moins une lettre ou un chiffre.", code="unseen")
    if len(fold(text)) > limit:
        raise ValidationError("Ce nom est trop long.", code="long")
    if has_mixed_scripts(text):
        raise ValidationError(
            "Ce nom mélange des lettres de plusieurs alphabets : retapez-le au clavier.", code="mixed_scripts"
        )
