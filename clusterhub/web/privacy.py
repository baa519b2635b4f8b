"""What is kept, who may know it, and until when: the words in which each floor declares its fields (``privacy.py``).

``docs/personal-data.md`` is made from these declarations, and export, erasure and retention follow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices

NUMBERS = ("id", "uuid")
"""Of a row: they say nothing by themselves, and go with it."""

CODES = frozenset(
    "code content_type digest field fingerprint key key_hash media_type message_id object_type public_key session_hash "
    "session_key sha256 content_sha256".split()
)
"""Columns of these names hold what the house computes, never what somebody wrote."""


class Secrecy(TextChoices):
    PUBLIC = "public", "Publique"
    CLUSTER = "cluster", "Cluster"
    RESTRICTED = "restricted", "Réservée"
    PERSONAL = "personal", "Personnelle"


MEANING = {
    Secrecy.PUBLIC: "se montre à tout compte, et peut être publiée",
    Secrecy.CLUSTER: "se montre à ceux qui ont une place dans le cluster",
    Secrecy.RESTRICTED: "se montre à la coordination, aux administrateurs, ou à personne (clés, mots de passe)",
    Secrecy.PERSONAL: "dit quelque chose d’une personne : exportée avec elle, réécrite quand elle est effacée",
}


class Keep(TextChoices):
    """Until when. Those with a number of days or months are settings (docs/settings.md)."""

    DIRECTORY = "directory", "Tant que la maison sert"
    RECORD = "record", "Toujours, avec le compte rendu ou l’action dont elle fait partie"
    PERSON = "person", "Jusqu’à l’effacement de la personne"
    CONTACTS = "contacts", "Jusqu’à l’effacement, ou KEEP_INACTIVE_MONTHS mois sans trace de la personne"
    ACCOUNT = "account", "Tant que le compte existe"
    MAIL = "mail", "KEEP_MAIL_DAYS jours après l’envoi ou l’abandon"
    LINK = "link", "KEEP_LINK_DAYS jours après la fin du lien"
    OPENING = "opening", "KEEP_OPENING_DAYS jours"
    CONTACT_LOG = "contact_log", "KEEP_CONTACT_LOG_DAYS jours"
    SIGN_IN = "sign_in", "KEEP_SIGN_IN_DAYS jours"
    SESSION = "session", "Jusqu’à la fin de la session"
    EXPORT = "export", "Un jour"
    DEVICE = "device", "400 jours : un appareil rangé peut encore envoyer ce qu’il garde"
    ANSWER = "answer", "Jusqu’à la réponse de la coordination, ou 7 jours"
    MOMENT = "moment", "Quelques minutes"
    SOURCE = "source", "Comme ce dont elle est tirée"
    PROGRAM = "program", "Avec le programme"


class Rewritten(TextChoices):
    """What erasure writes into a column that tells of the person (``Kept.copies``)."""

    NAME = "name", "remplacée par « Personne effacée n° … »"
    NOTHING = "nothing", "vidée"


@dataclass(frozen=True)
class Copy:
    """A column that repeats something of the person whom the key ``of`` of the same row names."""

    of: str
    becomes: Rewritten


def name_of(key: str) -> Copy:
    return Copy(key, Rewritten.NAME)


def detail_of(key: str) -> Copy:
    return Copy(key, Rewritten.NOTHING)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One model: its fields by class, each name once, separated by spaces; and how long the row is kept.

    ``sooner``: fields that go before their row. ``copies``: what is rewritten for an erased person besides its name in
    texts. ``goes``: erasure deletes the rows of the person. ``stays``: fields that erasure leaves as they are, and why.
    ``said``: texts of which the person that the key names is the author, for the export of what is held about it.
    """

    until: Keep
    public: str = ""
    cluster: str = ""
    restricted: str = ""
    personal: str = ""
    sooner: Mapping[str, Keep] = field(default_factory=dict)
    copies: Mapping[str, Copy] = field(default_factory=dict)
    goes: bool = False
    stays: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def classes(self) -> Iterator[tuple[str, Secrecy]]:
        """(field, class) as declared: a name given twice comes twice."""
        for secrecy in Secrecy:
            for name in getattr(self, secrecy.value).split():
                yield name, secrecy

    def class_of(self, name: str) -> Secrecy:
        return Secrecy.CLUSTER if name in NUMBERS else dict(self.classes())[name]

    def until_of(self, name: str) -> Keep:
        return self.sooner.get(name, self.until)


Register = Mapping[str, Kept]
"""By model name, within one app."""
