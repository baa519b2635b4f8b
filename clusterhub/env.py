"""Settings from the environment, read strictly: a malformed value stops the start with one clear line.

A secret can also be given as a file (``SECRET_KEY_FILE=/run/secrets/key``), which keeps it out of process listings.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on", "oui"}
FALSE_WORDS = {"0", "false", "no", "off", "non", ""}


class Env:
    """One method per kind of value. Each raises ``ImproperlyConfigured`` naming the variable and what was expected."""

    def __init__(self, variables: dict[str, str] | None = None) -> None:
        self.variables = dict(os.environ) if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        """The variable, or the stripped content of the file that ``<name>_FILE`` points to."""
        if path := self.variables.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ImproperlyConfigured(f"{name}_FILE={path} : fichier illisible ({error.strerror}).") from error
        return self.variables.get(name, default).strip()

    def flag(self, name: str, *, default: bool = False) -> bool:
        if name not in self.variables:
            return default
        word = self.variables[name].strip().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name}={self.variables[name]} : attendu 1 ou 0.")

    def number(self, name: str, default: int, *, at_least: int = 0) -> int:
        raw = self.text(name) or str(default)
        if not raw.isdecimal() or int(raw) < at_least:
            raise ImproperlyConfigured(f"{name}={raw} : attendu un nombre entier, au moins {at_least}.")
        return int(raw)

    def names(self, name: str, default: str = "") -> list[str]:
        """A comma-separated list."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def database(self, name: str, default: str) -> dict[str, Any]:
        """A database address: ``sqlite:///path`` or ``postgres://user:password@host:port/name``."""
        return self._parsed(
            name, default, environ.Env.db_url_config, {"sqlite3", "postgresql"}, "sqlite:///… ou postgres://…"
        )

    def mail(self, name: str, default: str) -> dict[str, Any]:
        """A mail address: ``smtp+tls://user:password@host:587``, ``filemail:///folder`` or ``consolemail://``."""
        backends = {"smtp", "console", "filebased", "locmem", "dummy"}
        return self._parsed(name, default, environ.Env.email_url_config, backends, "smtp+tls://… ou consolemail://")

    def _parsed(
        self, name: str, default: str, parse: Callable[[str], dict[str, Any]], allowed: set[str], expected: str
    ) -> dict[str, Any]:
        refusal = ImproperlyConfigured(f"{name} : adresse non reconnue, attendu {expected}.")
        try:
            config = parse(self.text(name) or default)
        except Exception as error:
            raise refusal from error
        engine = str(config.get("ENGINE") or config.get("EMAIL_BACKEND") or "")
        if not any(part in allowed for part in engine.split(".")):
            raise refusal
        return config
