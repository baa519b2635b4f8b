"""Settings from the environment, read strictly: a malformed value stops the start with one clear line.

Every value can also be given as a file (``SECRET_KEY_FILE=/run/secrets/key``), which keeps a secret out of process
listings. An empty variable counts as not given.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on", "oui"}
FALSE_WORDS = {"0", "false", "no", "off", "non"}
HOST = re.compile(r"\*|\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\]")


class Env:
    """One method per kind of value. Each raises ``ImproperlyConfigured`` naming the variable and what was expected."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = dict(os.environ) if variables is None else dict(variables)

    def text(self, name: str, default: str = "") -> str:
        """The variable, or the stripped content of the file that ``<name>_FILE`` points to."""
        if path := self.variables.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ImproperlyConfigured(f"{name}_FILE={path} : fichier illisible ({error}).") from error
        return self.variables.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        word = self.text(name).lower()
        if word and word not in TRUE_WORDS | FALSE_WORDS:
            raise ImproperlyConfigured(f"{name}={word} : attendu 1 ou 0.")
        return word in TRUE_WORDS if word else default

    def number(self, name: str, default: int, *, at_least: int = 0) -> int:
        raw = self.text(name, str(default))
        if not raw.isdecimal() or int(raw) < at_least:
            raise ImproperlyConfigured(f"{name}={raw} : attendu un nombre entier, au moins {at_least}.")
        return int(raw)

    def hosts(self, name: str, default: str = "") -> list[str]:
        """Host names separated by commas, without scheme or port; ``.example.org`` takes its subdomains in."""
        return self._listed(name, default, lambda host: HOST.fullmatch(host) is not None, "des noms d’hôte")

    def origins(self, name: str, default: str = "") -> list[str]:
        """Addresses such as ``https://example.org``, separated by commas."""
        return self._listed(name, default, is_origin, "des adresses https://…")

    def origin(self, name: str, default: str) -> str:
        """One address such as ``https://example.org``, without path."""
        address = self.text(name, default).rstrip("/")
        if not is_origin(address):
            raise ImproperlyConfigured(f"{name}={address} : attendu une adresse comme https://clusterhub.example.org.")
        return address

    def url(self, name: str) -> str:
        """One address such as ``https://tsa.example.org/path``, or none."""
        address = self.text(name)
        if address and not is_url(address):
            raise refusal(name, "https://serveur.example.org/chemin")
        return address

    def database(self, name: str, default: str) -> dict[str, Any]:
        """A database address: ``sqlite:////folder/file`` or ``postgres://user:password@host:port/name``."""
        expected = "sqlite:////dossier/fichier ou postgres://compte:mot-de-passe@hôte:5432/base"
        config = self._parsed(name, default, environ.Env.db_url_config, expected)
        engine, place = config.get("ENGINE", "").rpartition(".")[2], config.get("NAME")
        if engine not in {"sqlite3", "postgresql"} or place in {None, "", ":memory:"}:
            raise refusal(name, expected)
        return config

    def mail(self, name: str, default: str) -> dict[str, Any]:
        """A mail address: ``smtp+tls://user:password@host:587``, ``filemail://`` or ``consolemail://``."""
        expected = "smtp+tls://compte:mot-de-passe@hôte:587, filemail:// ou consolemail://"
        config = self._parsed(name, default, environ.Env.email_url_config, expected)
        if not config.get("EMAIL_BACKEND", "").startswith("django.core.mail.backends."):
            raise refusal(name, expected)
        return config

    def _listed(self, name: str, default: str, valid: Callable[[str], bool], expected: str) -> list[str]:
        parts = [part.strip() for part in self.text(name, default).split(",") if part.strip()]
        for part in parts:
            if not valid(part):
                raise ImproperlyConfigured(f"{name}={part} : attendu {expected}, séparés par des virgules.")
        return parts

    def _parsed(self, name: str, default: str, parse: Callable[[str], dict[str, Any]], expected: str) -> dict[str, Any]:
        try:
            with warnings.catch_warnings(action="ignore"):  # it would print the password
                return parse(self.text(name, default))
        except Exception as error:  # the parser raises whatever it stumbles on
            raise refusal(name, expected) from error


def refusal(name: str, expected: str) -> ImproperlyConfigured:
    """Without the value: it may hold a password."""
    return ImproperlyConfigured(f"{name} : adresse non reconnue, attendu {expected}.")


def is_url(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  (raises on a malformed port)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.path or parts.query)
