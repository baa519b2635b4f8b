"""What looks like a telephone number."""

import re

MAX_LENGTH = 40

_NUMBER = re.compile(r"\+?[\d\s().\-/]{6,}(?:(?:x|poste)\s*\d+)?", re.IGNORECASE)


def is_phone(text: str) -> bool:
    enough = sum(char.isdigit() for char in text) >= 6
    return len(text) <= MAX_LENGTH and enough and bool(_NUMBER.fullmatch(text))
