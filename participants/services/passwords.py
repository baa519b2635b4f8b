"""One's own password, asked again before what a session left open must not do."""

from __future__ import annotations

from contextlib import suppress

from django.core.cache import cache

from participants.errors import WrongPassword
from participants.models import User

TRIES = 5
PAUSE = 15 * 60
"""Seconds during which an account's password is not looked at after so many wrong ones."""


def check_password(user: User, password: str) -> None:
    """Raises ``WrongPassword``; after ``TRIES`` of them, without looking for a while. One count for all that asks."""
    key = f"password-tries-{user.pk}"
    cache.add(key, 0, PAUSE)
    if cache.get(key, 0) >= TRIES:
        raise WrongPassword("Trop de mots de passe erronés : réessayez dans un quart d’heure.")
    if not user.check_password(password):
        with suppress(ValueError):  # the pause ended in between
            cache.incr(key)
        raise WrongPassword("Ce mot de passe n’est pas celui de votre compte.")
    cache.delete(key)
