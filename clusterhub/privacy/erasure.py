"""Erasing a person: no longer named anywhere but in what is sealed. See docs/decisions/0024.

What is rewritten follows from the declarations of each floor (``privacy.py``): names and contacts in every text, what
repeats them in rows that belong to the person, rows that go with it. Frozen versions and issued files stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from post_office.models import Email

from clusterhub.privacy.errors import ErasureRefused
from clusterhub.privacy.register import declared, fields_of
from clusterhub.privacy.traces import contacts_of, drop_file, forget_messages, forget_sign_ins
from clusterhub.privacy.words import Words, is_telling
from clusterhub.web.append_only import ERASURE
from clusterhub.web.folding import fold
from clusterhub.web.privacy import CODES, Kept, Rewritten, Secrecy
from clusterhub.web.search.index import Findable, keep
from clusterhub.web.search.models import Entry, Posting
from minutes.enums import RevocationReason
from minutes.models import SigningIdentity
from minutes.services.revocation import revoke_identity
from participants.enums import Role
from participants.events import Departure, person_left
from participants.models import ClusterRole, DistributionList, Erasure, Person, User
from participants.services.gate import history_open_for
from participants.services.links import revoke_links

Change = tuple[models.Model, dict[str, Any]]


@dataclass(frozen=True)
class Kin:
    """The person with those that were merged into it, and their accounts: they are erased together."""

    people: tuple[Person, ...]
    accounts: tuple[User, ...]

    @property
    def numbers(self) -> list[int]:
        return [person.pk for person in self.people]

    def rows_by(self, model: type[models.Model], key: str) -> Q:
        """Rows of the model whose ``key`` is one of them, or of their accounts."""
        target = model._meta.get_field(key).related_model
        numbers = [user.pk for user in self.accounts] if target is User else self.numbers
        return Q(**{f"{key}__in": numbers})


def kin_of(person: Person) -> Kin:
    people, latest = [person], [person]
    while latest := [each for one in latest for each in one.absorbed.all()]:
        people += latest
    return Kin(tuple(people), tuple(User.objects.filter(person__in=people)))


# --- What would be done -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ErasurePlan:
    """For the page that asks: what is rewritten (label → rows), what stays and why, what stands against it."""

    rewritten: dict[str, int]
    stays: dict[str, list[str]]
    refusal: str = ""
    name_stays_in_texts: bool = False


def plan_erasure(person: Person) -> ErasurePlan:
    kin = kin_of(person)
    words = words_of(kin, "")
    rows = {(type(row), row.pk) for row, _ in (*_in_texts(words), *_copies(kin, ""))}
    rows |= {(model, number) for model, going in _going(kin) for number in going.values_list("pk", flat=True)}
    counts = Counter(_named(model) for model, _ in rows)
    return ErasurePlan(dict(sorted(counts.items())), _what_stays(), refusal_of(person, kin), not words.names)


def _named(model: type[models.Model]) -> str:
    return "courriels" if model is Email else str(model._meta.verbose_name_plural)


def _what_stays() -> dict[str, list[str]]:
    """Reason → what; only of what there is any."""
    reasons: dict[str, list[str]] = {}
    for model, kept in declared():
        for reason in dict.fromkeys(kept.stays.values()):
            if model._base_manager.exists():
                reasons.setdefault(reason, []).append(_named(model))
    return reasons


def refusal_of(person: Person, kin: Kin) -> str:
    if person.erased_at or person.merged_into_id:
        return "Cette personne est déjà effacée, ou réunie à une autre."
    if any(user.is_staff for user in kin.accounts) and not _other_administrator(kin):
        return "C’est le seul administrateur : confiez d’abord l’administration à quelqu’un d’autre."
    alone = [role.cluster.short_name for role in _coordinations(kin) if _is_alone(role)]
    return f"Confiez d’abord à quelqu’un d’autre la coordination de {', '.join(alone)}." if alone else ""


def _other_administrator(kin: Kin) -> bool:
    others = User.objects.filter(is_staff=True, is_active=True)
    return others.exclude(pk__in=[user.pk for user in kin.accounts]).exists()


def _coordinations(kin: Kin) -> models.QuerySet[ClusterRole]:
    held = ClusterRole.objects.filter(person__in=kin.numbers, role=Role.COORDINATOR, cluster__is_active=True)
    return held.current(on=timezone.localdate()).select_related("cluster")


def _is_alone(role: ClusterRole) -> bool:
    others = role.cluster.roles.filter(role=Role.COORDINATOR).exclude(person=role.person_id)
    return not others.current(on=timezone.localdate()).exists()


# --- Doing it ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def erase_person(person: Person, *, by: User | None) -> Erasure:
    """Once and for all. Raises ``ErasureRefused``."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    kin = kin_of(person)
    if refusal := refusal_of(person, kin):
        raise ErasureRefused(refusal)
    number = (Erasure.objects.aggregate(last=models.Max("number"))["last"] or 0) + 1
    pseudonym = f"Personne effacée n° {number}"
    words, contacts = words_of(kin, pseudonym), contacts_of(kin.people, kin.accounts)
    forget_messages(contacts)
    forget_sign_ins(contacts, kin.accounts)
    gone = Counter({model._meta.label: _delete(rows) for model, rows in _going(kin)})
    _close(kin, pseudonym, number)
    with history_open_for(ERASURE):
        counts = dict(+(gone + _rewrite(words, kin, pseudonym)))
    return Erasure.objects.create(number=number, person=person, rewritten=counts, by=by)


def _rewrite(words: Words, kin: Kin, pseudonym: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for changes in (_copies(kin, pseudonym), _in_texts(words)):
        for row, values in changes:
            type(row)._base_manager.filter(pk=row.pk).update(**values)
            counts[row._meta.label] += 1
    _follow_in_index(words)
    return counts


def _delete(rows: models.QuerySet) -> int:
    """With the file of each, where it has one."""
    found = list(rows)
    for row in found:
        for field in row._meta.local_fields:
            if isinstance(field, models.FileField):
                drop_file(getattr(row, field.name))
    rows.delete()
    return len(found)


def _close(kin: Kin, pseudonym: str, number: int) -> None:
    """The directory, the account, the roles, the keys."""
    today, now = timezone.localdate(), timezone.now()
    for person in kin.people:
        if person.organisation:
            person_left.publish(Departure(person, person.organisation))
    Person.objects.filter(pk__in=kin.numbers).update(
        **{"name": pseudonym, "folded": fold(pseudonym), "job_title": "", "organisation": None},
        **{"is_active": False, "wants_reminders": False, "wants_digest": False, "erased_at": now},
    )
    for role in ClusterRole.objects.filter(person__in=kin.numbers).exclude(until__lt=today):
        ClusterRole.objects.filter(pk=role.pk).update(until=max(role.since, today - timedelta(days=1)))
    for person in kin.people:
        revoke_links(person=person)
    DistributionList.people.through.objects.filter(person__in=kin.numbers).delete()
    for place, user in enumerate(kin.accounts, start=1):
        close_account(user, f"efface-{number}-{place}@efface.invalid")
    for identity in SigningIdentity.objects.in_force().filter(person__in=kin.numbers):
        revoke_identity(identity=identity, reason=RevocationReason.CESSATION_OF_OPERATION, by=None)


def close_account(user: User, email: str) -> None:
    user.email, user.last_login = email, None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


# --- What is found ----------------------------------------------------------------------------------------------------


def words_of(kin: Kin, pseudonym: str) -> Words:
    """A name that somebody else bears too, or of one word, is only rewritten where a key says who is meant."""
    names = dict.fromkeys(person.name for person in kin.people if is_telling(person.name))
    others = Person.objects.filter(erased_at=None, merged_into=None).exclude(pk__in=kin.numbers)
    taken = set(others.filter(folded__in=[fold(name) for name in names]).values_list("folded", flat=True))
    contacts = contacts_of(kin.people, kin.accounts)
    return Words(
        pseudonym,
        tuple(name for name in names if fold(name) not in taken),
        contacts.addresses,
        contacts.numbers,
    )


def _in_texts(words: Words) -> Iterator[Change]:
    """Rows of any table with one of these words, and their columns without them."""
    if not words.anchors:
        return
    for model, kept in declared():
        names = [field.name for field in fields_of(model) if is_free_text(field, kept)]
        if names and model not in (Entry, Posting):
            yield from _in_table(model, names, words)


def _in_table(model: type[models.Model], names: list[str], words: Words) -> Iterator[Change]:
    as_text = {f"{name}_as_text": Cast(name, TextField()) for name in names}
    holds = Q()
    for name in as_text:
        for anchor in words.anchors:
            holds |= Q(**{f"{name}__icontains": anchor})
    for row in list(model._base_manager.annotate(**as_text).filter(holds).order_by("pk")):
        values = {name: _hidden(row, name, words) for name in names}
        changed = {name: value for name, value in values.items() if value != getattr(row, name)}
        if changed:
            yield row, changed


def _hidden(row: models.Model, name: str, words: Words) -> Any:
    fresh, longest = words.hides(getattr(row, name)), row._meta.get_field(name).max_length  # type: ignore[union-attr]
    return fresh[:longest] if isinstance(fresh, str) and longest else fresh


def is_free_text(field: models.Field, kept: Kept) -> bool:
    """What people type. Public names (of organisations, of places) are not a person's, even when they sound like it."""
    if field.name in (*kept.stays, *CODES) or field.choices or field.is_relation or isinstance(field, models.FileField):
        return False
    if isinstance(field, models.CharField):
        return kept.class_of(field.name) != Secrecy.PUBLIC and not isinstance(field, models.SlugField)
    return isinstance(field, models.TextField | models.JSONField)


def _copies(kin: Kin, pseudonym: str) -> Iterator[Change]:
    """What repeats the name or something else of the person in rows that say whose it is. Read before it is changed."""
    written = {Rewritten.NAME: pseudonym, Rewritten.NOTHING: ""}
    for model, kept in declared():
        for name, copy in kept.copies.items():
            filled = ~Q(**{name: ""})
            for row in list(model._base_manager.filter(kin.rows_by(model, copy.of), filled)):
                yield row, {name: written[copy.becomes]}


def _going(kin: Kin) -> Iterator[tuple[type[models.Model], models.QuerySet]]:
    for model, kept in declared():
        if kept.goes:
            keys = [one for one in fields_of(model) if one.related_model in (Person, User)]
            yield model, model._base_manager.filter(kin.rows_by(model, keys[0].name))


def _follow_in_index(words: Words) -> None:
    """What is found by words is written anew, so that the name finds nothing any more."""
    for entry, values in _in_table(Entry, ["text"], words):
        keep(Findable(entry.kind, entry.key, entry.on, values["text"], entry.cluster_id))  # type: ignore[attr-defined]
