"""What a person wants to be told by mail. A link in each mail opens a page where one button says no more."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

from clusterhub.web.mail import absolute_url
from participants.enums import MailKind
from participants.errors import LinkUnusable
from participants.models import Person

SALT = "participants.mail_choice"
FIELDS = {MailKind.REMINDERS: "wants_reminders", MailKind.DIGEST: "wants_digest"}


def set_choices(person: Person, *, wants_reminders: bool, wants_digest: bool) -> None:
    person.wants_reminders, person.wants_digest = wants_reminders, wants_digest
    person.save(update_fields=("wants_reminders", "wants_digest"))


def wants(person: Person, kind: MailKind) -> bool:
    return bool(getattr(person, FIELDS[kind]))


def stop_mails(person: Person, kind: MailKind) -> None:
    setattr(person, FIELDS[kind], False)
    person.save(update_fields=(FIELDS[kind],))


def stop_url(person: Person, kind: MailKind) -> str:
    """It works without signing in and has no end: it can only make mails stop."""
    return absolute_url("participants:mail_stop", key=signing.dumps([str(person.uuid), kind.value], salt=SALT))


def read_stop_value(value: str) -> tuple[Person, MailKind]:
    """Raises ``LinkUnusable``."""
    try:
        uuid, kind = signing.loads(value, salt=SALT)
        return Person.objects.get(uuid=UUID(uuid)), MailKind(kind)
    except (signing.BadSignature, ValueError, Person.DoesNotExist) as error:
        raise LinkUnusable("Cette adresse est incomplète.") from error
