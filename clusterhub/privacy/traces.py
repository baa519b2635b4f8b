"""What the libraries' tables hold of a person: mails to it, its sessions, its attempts to sign in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from post_office.models import Attachment, Email

from clusterhub.web.mail_files import path_of
from participants.models import ListAddress, MessageLedger, Person, PersonEmail, PersonPhone, User

SIGN_INS = (AccessAttempt, AccessFailureLog, AccessLog)


@dataclass(frozen=True)
class Contacts:
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]


def contacts_of(people: Iterable[Person], accounts: Iterable[User]) -> Contacts:
    """How to reach them, and nobody else: an address or a number that somebody else has too is not theirs alone."""
    numbers = [person.pk for person in people]
    own_emails = PersonEmail.objects.filter(person__in=numbers).values_list("email", flat=True)
    emails = {email.lower() for email in (*own_emails, *(user.email for user in accounts))}
    phones = set(PersonPhone.objects.filter(person__in=numbers).values_list("number", flat=True))
    others = PersonEmail.objects.exclude(person__in=numbers)
    shared = {email.lower() for email in others.values_list("email", flat=True) if email.lower() in emails}
    shared_phones = PersonPhone.objects.exclude(person__in=numbers).filter(number__in=phones)
    phones -= set(shared_phones.values_list("number", flat=True))
    return Contacts(tuple(sorted(emails - shared)), tuple(sorted(phones)))


def _any_of(column: str, addresses: Iterable[str], lookup: str = "iexact") -> Q:
    found = Q(pk__in=())
    for address in addresses:
        found |= Q(**{f"{column}__{lookup}": address})
    return found


def mails_to(addresses: Iterable[str]) -> list[Email]:
    """Queued, sent or given up. The column holds a list: the text is searched, then its parts are compared."""
    wanted = set(addresses)
    found = Email.objects.filter(_any_of("to", wanted, "icontains"))
    return [email for email in found if wanted & {each.lower() for each in email.to}]


def forget_messages(contacts: Contacts) -> None:
    """Mails to these addresses, even those that wait; what was owed to them; free addresses of lists."""
    delete_mails(Email.objects.filter(pk__in=[email.pk for email in mails_to(contacts.addresses)]))
    MessageLedger.objects.filter(_any_of("recipient", contacts.addresses)).delete()
    ListAddress.objects.filter(_any_of("email", contacts.addresses)).delete()


@transaction.atomic
def delete_mails(mails: QuerySet[Email]) -> int:
    """With the files that no other mail carries, and those that the demonstration wrote."""
    found = list(mails.values_list("pk", "message_id"))
    for _, message_id in found:
        transaction.on_commit(partial(path_of(message_id or "").unlink, missing_ok=True))
    Email.objects.filter(pk__in=[number for number, _ in found]).delete()
    for attachment in Attachment.objects.filter(emails=None):
        drop_file(attachment.file)
        attachment.delete()
    return len(found)


def drop_file(file: FieldFile) -> None:
    """It goes when its row is gone for good."""
    if file.name:
        transaction.on_commit(partial(file.storage.delete, file.name))


def forget_sign_ins(contacts: Contacts, accounts: Iterable[User]) -> None:
    for model in SIGN_INS:
        model.objects.filter(_any_of("username", contacts.addresses)).delete()
    numbers = {str(user.pk) for user in accounts}
    for session in sessions_of(numbers):
        session.delete()


def sessions_of(numbers: set[str]) -> list[Session]:
    return [each for each in Session.objects.all() if each.get_decoded().get("_auth_user_id") in numbers]
