"""What a pasted list of people says: « Nom, fonction, ORGANISATION, adresse, téléphone », or columns."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from participants.paste.lines import MAX_LINE_LENGTH, Row, read_rows
from participants.paste.phones import is_phone

HEADERS = {
    **dict.fromkeys(("nom", "noms", "nom et prenom", "nom et prenoms", "prenom et nom", "noms et prenoms"), "name"),
    **dict.fromkeys(("nom complet", "noms et prenom", "participant", "participants", "name"), "name"),
    **dict.fromkeys(("prenom", "prenoms", "first name"), "first_name"),
    **dict.fromkeys(("fonction", "poste", "titre", "job title", "title"), "job_title"),
    **dict.fromkeys(("organisation", "structure", "ong", "agence", "organization", "institution"), "organisation"),
    **dict.fromkeys(("e-mail", "email", "mail", "courriel", "adresse electronique", "adresse e-mail"), "emails"),
    **dict.fromkeys(("adresse mail", "adresse email", "e-mails", "emails"), "emails"),
    **dict.fromkeys(("telephone", "tel", "tel.", "telephones", "contact", "contacts", "phone", "mobile"), "phones"),
    **dict.fromkeys(("email et telephone", "telephone et email", "e-mail et telephone", "coordonnees"), "phones"),
    **dict.fromkeys(("telephone et e-mail", "tel et email", "email et tel", "contact et email"), "phones"),
}
ORDER = ("name", "job_title", "organisation", "emails", "phones")

MAX_NAME = 150
MAX_EMAIL = 254

_EMAIL = re.compile(r"[^\s@,;<>()\[\]:\"]+@[^\s@,;<>()\[\]:\"]+\.[^\s@,;<>()\[\]:\".]+")


@dataclass(frozen=True)
class PersonLine:
    """One line understood; ``organisation`` is the text as written. ``problem`` says why it cannot be one person.

    Without columns it is not known which of the words after the name is the organisation: they are all in ``words``.
    """

    number: int
    text: str
    name: str = ""
    job_title: str = ""
    organisation: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    problem: str = ""
    organisation_cell: str = ""
    """« C12 », where the line has cells."""

    def placed(self, organisation: str) -> PersonLine:
        """The same line, once it is known which of the words names the organisation: the others are the function."""
        if not self.words:
            return self
        others = [word for word in self.words if word != organisation]
        return replace(self, organisation=organisation, job_title=", ".join(others))


def parse_people(text: str) -> list[PersonLine]:
    rows = read_rows(text, headers=HEADERS, order=ORDER)
    return [_columns(row) if row.in_columns else _commas(row) for row in rows]


def _columns(row: Row) -> PersonLine:
    name = " ".join(row.cells[part] for part in ("first_name", "name") if part in row.cells)
    line = PersonLine(row.number, row.text, name, row.cells.get("job_title", ""), row.cells.get("organisation", ""))
    if line.organisation:
        line = replace(line, organisation_cell=row.cell("organisation"))
    return _with_contacts(row, line, row.cells.get("emails", ""), row.cells.get("phones", ""))


def _commas(row: Row) -> PersonLine:
    """Addresses and numbers are known by their look; of the rest the first is the name, the last the organisation."""
    parts = [part.strip() for part in row.text.strip(" ,-•*").split(",") if part.strip()]
    words = [" ".join(part.split()) for part in parts if "@" not in part and not is_phone(part)]
    line = PersonLine(row.number, row.text, words[0] if words else "", words=tuple(words[1:]))
    emails = " ".join(part for part in parts if "@" in part)
    phones = ", ".join(part for part in parts if is_phone(part))
    return _with_contacts(row, line.placed(words[-1] if len(words) > 1 else ""), emails, phones)


def _with_contacts(row: Row, line: PersonLine, emails: str, phones: str) -> PersonLine:
    line = replace(
        line,
        emails=tuple(dict.fromkeys(_EMAIL.findall(f"{emails} {phones}"))),
        phones=tuple(dict.fromkeys(part for part in _phones(phones) if is_phone(part))),
    )
    return replace(line, problem=_problem(row, line, emails, phones))


def _bad_address(emails: Collection[str]) -> str:
    for email in emails:
        try:
            validate_email(email)
        except ValidationError:
            return email
    return next((email for email in emails if len(email) > MAX_EMAIL), "")


def _phones(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;|]| / |/(?=\s*\+?\d{2})", text) if part.strip()]


def _problem(row: Row, line: PersonLine, emails: str, phones: str) -> str:
    if row.size > MAX_LINE_LENGTH or len(line.name) > MAX_NAME or len(line.job_title) > MAX_NAME:
        return "Ligne trop longue pour une personne."
    if not any(char.isalpha() for char in line.name):
        return row.told("name", "Aucun nom sur cette ligne.")
    if refused := _bad_address(line.emails) or ("" if line.emails else emails):
        return row.told("emails", f"« {refused[:80]} » n’est pas une adresse électronique.")
    if phones and not line.phones and "@" not in phones:
        return row.told("phones", f"« {phones} » n’est pas un numéro de téléphone.")
    return ""
