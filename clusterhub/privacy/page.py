"""``docs/personal-data.md``: what is kept, of which class, until when; for whoever answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from clusterhub.privacy.register import APPS, fields_of
from clusterhub.web.privacy import MEANING, Keep, Kept, Rewritten, Secrecy

PATH = settings.BASE_DIR / "docs/personal-data.md"
TITLES = {
    "participants": "Le répertoire",
    "meetings": "Les réunions",
    "actions": "Les actions",
    "minutes": "Les comptes rendus",
    "search": "La recherche",
    "post_office": "La file des courriels",
    "axes": "Les connexions refusées",
    "sessions": "Les sessions",
    "admin": "Le journal de l’administration",
    "auth": "Les droits du programme",
    "contenttypes": "Les tables du programme",
}
HEAD = """# Données personnelles : ce qui est gardé, qui le voit, jusqu’à quand

Cette page est faite par `manage.py personal_data` à partir des déclarations du programme (`privacy.py` de chaque
étage) ; ne la modifiez pas à la main. Un champ sans classe ou sans durée fait échouer les tests.

"""


def page() -> str:
    return HEAD + "\n".join((*_classes(), *_retentions(), *_tables(), *_what_stays())) + "\n"


def _classes() -> Iterator[str]:
    yield from ("## Classes", "", "| Classe | Ce qu’elle veut dire |", "|---|---|")
    yield from (f"| {secrecy.label} | {MEANING[secrecy]} |" for secrecy in Secrecy)


def _retentions() -> Iterator[str]:
    used = {kept.until for register in APPS.values() for kept in register.values()}
    used |= {keep for register in APPS.values() for kept in register.values() for keep in kept.sooner.values()}
    yield from ("", "## Durées", "", "Les nombres de jours et de mois sont des réglages : voir `settings.md`.", "")
    yield from (f"- {keep.label}" for keep in Keep if keep in used)


def _tables() -> Iterator[str]:
    for app, register in APPS.items():
        yield from ("", f"## {TITLES[app]}", "", "| Quoi | Classe | Champs | Gardé |", "|---|---|---|---|")
        for name, kept in register.items():
            yield from _rows(apps.get_model(app, name), kept)


def _rows(model: type[Model], kept: Kept) -> Iterator[str]:
    """One for each class and retention."""
    groups: dict[tuple[Secrecy, Keep], list[str]] = {}
    for field in fields_of(model):
        groups.setdefault((kept.class_of(field.name), kept.until_of(field.name)), []).append(_named(field))
    what = f"{str(model._meta.verbose_name).capitalize()} (`{model._meta.object_name}`)"
    for (secrecy, keep), names in sorted(groups.items(), key=lambda item: list(Secrecy).index(item[0][0])):
        yield f"| {what} | {secrecy.label} | {', '.join(names)} | {keep.label} |"


def _named(field: Field[Any, Any]) -> str:
    said = str(field.verbose_name)
    return f"`{field.name}`" if said in (field.name, field.name.replace("_", " ")) else f"{said} (`{field.name}`)"


def _what_stays() -> Iterator[str]:
    yield from ("", "## À l’effacement d’une personne", "")
    yield "Son nom, ses adresses et ses numéros sont remplacés dans tous les textes. En plus :"
    yield from ("", "| Quoi | Champ | Devient |", "|---|---|---|")
    for app, register in APPS.items():
        for name, kept in register.items():
            yield from _rewritten(str(apps.get_model(app, name)._meta.verbose_name).capitalize(), kept)


def _rewritten(what: str, kept: Kept) -> Iterator[str]:
    if kept.goes:
        yield f"| {what} | tous | supprimé |"
    for name, copy in kept.copies.items():
        yield f"| {what} | `{name}` | {Rewritten(copy.becomes).label} |"
    for reason in dict.fromkeys(kept.stays.values()):
        names = ", ".join(f"`{name}`" for name, why in kept.stays.items() if why == reason)
        yield f"| {what} | {names} | reste : {reason} |"
