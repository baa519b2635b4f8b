"""What a pasted list of organisations says, without asking whether they are known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clusterhub.web.folding import fold
from participants.enums import MembershipStatus, OrganisationKind
from participants.paste.labels import split_label
from participants.paste.lines import MAX_LINE_LENGTH, Row, read_rows

HEADERS = {
    **dict.fromkeys(("nom", "organisation", "nom complet", "name", "structure", "partenaire"), "name"),
    **dict.fromkeys(("nom de l'organisation", "nom de la structure", "nom du partenaire", "organization"), "name"),
    **dict.fromkeys(("nom de l'ong", "denomination", "raison sociale", "agence", "institution", "membre"), "name"),
    **dict.fromkeys(("nom de l'organisme", "organisme", "intitule", "designation", "appellation"), "name"),
    **dict.fromkeys(("sigle", "acronyme", "acronym", "abreviation", "nom court"), "acronym"),
    **dict.fromkeys(("type", "type d'organisation", "categorie", "nature", "type de structure"), "kind"),
    **dict.fromkeys(("type de partenaire", "organization type", "organisation type", "statut juridique"), "kind"),
    **dict.fromkeys(("statut", "qualite", "statut dans le cluster", "statut de membre", "adhesion"), "standing"),
    **dict.fromkeys(("autres noms", "autre nom", "alias", "synonymes"), "aliases"),
}
ORDER = ("name", "acronym", "kind", "aliases")

_KIND_WORDS = {
    **{fold(kind.label): kind for kind in OrganisationKind},
    **dict.fromkeys(("snu", "nu", "un", "onu", "agence", "agence des nations unies"), OrganisationKind.UNITED_NATIONS),
    **dict.fromkeys(("ongi", "oing", "ingo", "ong int", "international ngo"), OrganisationKind.INTERNATIONAL_NGO),
    **dict.fromkeys(("ong", "ongn", "onn", "nngo", "ong locale", "national ngo"), OrganisationKind.NATIONAL_NGO),
    **dict.fromkeys(("etat", "gouvernement", "service technique", "administration"), OrganisationKind.GOVERNMENT),
    **dict.fromkeys(("etatique", "structure etatique", "service etatique", "government"), OrganisationKind.GOVERNMENT),
    **dict.fromkeys(("ptf", "donateur", "donor"), OrganisationKind.DONOR),
}

_STANDING_WORDS = {
    **{fold(status.label): status for status in MembershipStatus},
    **dict.fromkeys(("membre actif", "membre du cluster"), MembershipStatus.MEMBER),
    **dict.fromkeys(("nouveau partenaire", "nouvelle partenaire"), MembershipStatus.PARTNER),
    **dict.fromkeys(("observatrice", "membre observateur"), MembershipStatus.OBSERVER),
    **dict.fromkeys(("invitee",), MembershipStatus.INVITED),
}


@dataclass(frozen=True)
class OrganisationLine:
    """One line understood. ``problem`` says why it cannot be one organisation; what is not stated is ``""``."""

    number: int
    text: str
    name: str = ""
    acronym: str = ""
    kind: str = ""
    standing: str = ""
    """As what it would join a cluster."""
    aliases: tuple[str, ...] = ()
    problem: str = ""


def parse_organisations(text: str) -> list[OrganisationLine]:
    return [_line(row) for row in read_rows(text, headers=HEADERS, order=ORDER)]


def _line(row: Row) -> OrganisationLine:
    text, cells = row.text, row.cells
    name, acronym = split_label(cells.get("name") or ("" if row.in_columns else text.strip(" ,;\t-•*")))
    acronym = cells.get("acronym", acronym)
    aliases = tuple(part.strip() for part in re.split(r"[,|/]", cells.get("aliases", "")) if part.strip())
    kind_text = cells.get("kind", "")
    kind = _KIND_WORDS.get(fold(kind_text).rstrip("s"), _KIND_WORDS.get(fold(kind_text), ""))
    unknown = _unknown_kind(kind_text) if kind_text and not kind else ""
    problem = row.told("name", _problem(name or acronym, acronym, row)) or row.told("kind", unknown)
    standing = _STANDING_WORDS.get(fold(cells.get("standing", "")).rstrip("s"), "")
    return OrganisationLine(row.number, text, name or acronym, acronym, kind, standing, aliases, problem)


def _problem(name: str, acronym: str, row: Row) -> str:
    if row.size > MAX_LINE_LENGTH or len(name) > 200 or len(acronym) > 40:
        return "Ligne trop longue pour un nom d’organisation."
    if not any(char.isalpha() for char in name):
        return "Aucun nom sur cette ligne."
    label = row.cells.get("name", "") if row.in_columns else row.text
    if label.count("(") != label.count(")"):
        return "Une parenthèse n’est pas fermée : écrivez « Nom (SIGLE) »."
    return ""


def _unknown_kind(text: str) -> str:
    return f"Type « {text} » inconnu : écrivez par exemple « ONG nationale »."
