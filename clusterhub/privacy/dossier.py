"""All that is held about a person, for itself or for an administrator: as JSON, and as a page that anybody can read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import DateField, Field, ForeignKey, Model, OneToOneField, Q
from django.template.loader import render_to_string
from django.utils import timezone

from clusterhub.privacy.erasure import Kin, kin_of
from clusterhub.privacy.register import declared, fields_of
from clusterhub.privacy.traces import contacts_of, mails_to
from clusterhub.web.privacy import Kept, Secrecy
from clusterhub.web.typography import format_date, format_datetime
from participants.models import MessageLedger, Person, User

AT_MOST = 5_000
"""Rows of one kind: the newest. The file says how many there are."""
Row = dict[str, str]


@dataclass(frozen=True)
class Section:
    title: str
    count: int
    rows: list[Row]

    @property
    def left_out(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Dossier:
    name: str
    made_on: str
    with_texts: bool
    """What the person wrote is given to itself only: administrators read no meeting."""
    sections: list[Section]


def dossier_of(person: Person, *, with_texts: bool) -> Dossier:
    kin = kin_of(person)
    made = (*_directory(kin), *_tied(kin, with_texts), *_messages(kin))
    sections = [section for section in made if section.count]
    return Dossier(person.name, format_datetime(timezone.localtime()), with_texts, sections)


def packed(dossier: Dossier) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("donnees.json", json.dumps(asdict(dossier), ensure_ascii=False, indent=1))
        archive.writestr("donnees.html", render_to_string("privacy/dossier.html", {"dossier": dossier}))
    return target.getvalue()


# --- Sections ---------------------------------------------------------------------------------------------------------


def _directory(kin: Kin) -> Iterator[Section]:
    yield _section("Fiche", [_shown(one, ("name", "job_title", "organisation", "is_active")) for one in kin.people])
    account = ("email", "is_active", "is_staff", "joined_at", "last_login")
    yield _section("Comptes", [_shown(one, account) for one in kin.accounts])


def _tied(kin: Kin, with_texts: bool) -> Iterator[Section]:
    """One section for each kind of row that a key ties to the person or to its account."""
    for model, kept in declared():
        keys = [field for field in fields_of(model) if _leads_to_somebody(field)]
        if keys and model not in (Person, User):
            ours = Q()
            for key in keys:
                ours |= kin.rows_by(model, key.name)
            rows = model._base_manager.filter(ours).order_by("-pk")
            told = [_told(row, kept, keys, kin, with_texts) for row in rows[:AT_MOST]]
            yield Section(str(model._meta.verbose_name_plural).capitalize(), rows.count(), told)


def _messages(kin: Kin) -> Iterator[Section]:
    addresses = contacts_of(kin.people, kin.accounts).addresses
    mails = [{"Objet": email.subject, "Mis en file": _words(email.created)} for email in mails_to(addresses)]
    yield _section("Courriels dans la file", mails)
    owed = MessageLedger.objects.filter(recipient__in=addresses).order_by("-pk")
    yield _section("Messages dus", [_shown(one, ("recipient", "purpose", "for_date", "queued_at")) for one in owed])
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        tries = model.objects.filter(username__in=addresses)
        shown = [_shown(one, ("username", "ip_address", "user_agent", "attempt_time")) for one in tries]
        yield _section(str(model._meta.verbose_name_plural).capitalize(), shown)


def _section(title: str, rows: list[Row]) -> Section:
    return Section(title, len(rows), rows[:AT_MOST])


# --- Rows -------------------------------------------------------------------------------------------------------------


def _leads_to_somebody(field: Field[Any, Any]) -> bool:
    return isinstance(field, ForeignKey | OneToOneField) and field.related_model in (Person, User)


def _told(row: Model, kept: Kept, keys: list[Field[Any, Any]], kin: Kin, with_texts: bool) -> Row:
    ours = [key for key in keys if _is_ours(row, key, kin)]
    names = {key.name for key in ours}
    shown: Row = {"À quel titre": ", ".join(str(key.verbose_name) for key in ours)}
    if with_texts:
        shown |= _where(row)
    own = [name for name, secrecy in kept.classes() if secrecy == Secrecy.PERSONAL]
    shown |= _shown(row, [name for name in own if _is_of(row, kept, name, names)])
    shown |= _shown(row, [one.name for one in fields_of(type(row)) if isinstance(one, DateField)])
    return shown | (_shown(row, [name for name, key in kept.said.items() if key in names]) if with_texts else {})


def _is_ours(row: Model, key: Field[Any, Any], kin: Kin) -> bool:
    number = getattr(row, key.attname)
    return number in ([user.pk for user in kin.accounts] if key.related_model is User else kin.numbers)


def _is_of(row: Model, kept: Kept, name: str, names: set[str]) -> bool:
    """Neither a key to somebody else, nor the copy of somebody else's name."""
    field = row._meta.get_field(name)
    if field.is_relation:
        return False
    return name not in kept.copies or kept.copies[name].of in names


def _where(row: Model) -> Row:
    """What the row belongs to, in words: a meeting, an action, a cluster."""
    keys = [one for one in fields_of(type(row)) if isinstance(one, ForeignKey) and not _leads_to_somebody(one)]
    return {str(key.verbose_name): str(value) for key in keys if (value := getattr(row, key.name)) is not None}


def _shown(row: Model, names: Any) -> Row:
    """Label → value, without what is empty."""
    found = {str(row._meta.get_field(name).verbose_name): _words(getattr(row, name)) for name in names}  # type: ignore[union-attr]
    return {label: value for label, value in found.items() if value}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return format_datetime(timezone.localtime(value))
    if isinstance(value, date):
        return format_date(value)
    return "" if value is None else str(value)
