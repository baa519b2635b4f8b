import pytest
from django.core.exceptions import ValidationError

from participants.validators import latin_lookalike, validate_name

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "name", ["OCHA", "Croix-Rouge malienne", "ⵜⵉⴼⵉⵏⴰⵖ", "منظمة", "Nɔgɔya ni Kɛnɛya", "3AG", "Œuvre malienne"]
)
def test_names_of_the_country_are_accepted(name: str) -> None:
    validate_name(name)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UNICЕF", "mixed_scripts"),
        ("ΟCHA", "mixed_scripts"),
        ("\u200b\u2060", "unseen"),
        ("œ" * 101, "long"),
        ("\ufdfa" * 20, "long"),
    ],
)
def test_names_that_deceive_are_refused(name: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_name(name)
    assert refusal.value.code == code


def test_cyrillic_letters_read_as_latin() -> None:
    assert latin_lookalike("ОСНА") == "OCHA"
