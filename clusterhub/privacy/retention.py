"""What is past its time goes. Each rule says what, since when, and how; the times are settings (docs/settings.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from post_office.models import STATUS, Email

from actions.models import ExportJob
from actions.services.exports import tidy_exports
from clusterhub.privacy.inactive import forget, tell, to_forget, to_tell
from clusterhub.privacy.traces import delete_mails
from clusterhub.web.append_only import RETENTION
from clusterhub.web.privacy import Keep
from meetings.models import Operation, SignIn
from meetings.services.operations import KEPT as OPERATIONS_KEPT
from meetings.services.sign_ins import KEPT as SIGN_INS_KEPT
from minutes.models import Opening
from minutes.services.visitors import past_visits
from participants.models import AccessLink, AccessLinkUse, ContactListEntry, ContactView
from participants.services.gate import history_open_for

AT_ONCE = 500


@dataclass(frozen=True)
class Rule:
    """``count`` changes nothing; ``apply`` returns how many went. Both are told the moment."""

    keep: Keep
    what: str
    count: Callable[[datetime], int]
    apply: Callable[[datetime], int]


def _before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)


def _in_batches(rows: QuerySet, act: Callable[[QuerySet], Any]) -> int:
    """A few at a time: neither memory nor locks grow with what has piled up."""
    done = 0
    while numbers := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        act(rows.model._base_manager.filter(pk__in=numbers))
        done += len(numbers)
    return done


def _deleted(keep: Keep, what: str, rows: Callable[[datetime], QuerySet]) -> Rule:
    return Rule(keep, what, lambda at: rows(at).count(), lambda at: _in_batches(rows(at), lambda some: some.delete()))


def _of_history(keep: Keep, what: str, rows: Callable[[datetime], QuerySet]) -> Rule:
    """Rows of an append-only table that expires."""

    def delete(some: QuerySet) -> None:
        with history_open_for(RETENTION):
            some.delete()

    return Rule(keep, what, lambda at: rows(at).count(), lambda at: _in_batches(rows(at), delete))


# --- What is past its time --------------------------------------------------------------------------------------------


def _old_mails(at: datetime) -> QuerySet[Email]:
    limit = _before(at, settings.KEEP_MAIL_DAYS)
    return Email.objects.filter(status__in=(STATUS.sent, STATUS.failed), last_updated__lt=limit)


def _ended(at: datetime, prefix: str = "") -> Q:
    limit = _before(at, settings.KEEP_LINK_DAYS)
    ends = ("expires_at", "revoked_at", "used_at")
    return Q(*((f"{prefix}{name}__lt", limit) for name in ends), _connector=Q.OR)


def _old_keys(at: datetime) -> QuerySet[AccessLink]:
    """The row stays: what was reported with it says so."""
    return AccessLink.objects.filter(_ended(at)).exclude(key_hash=None, sent_to="")


def _old_uses(at: datetime) -> QuerySet[AccessLinkUse]:
    return AccessLinkUse.objects.filter(_ended(at, "link__"))


def _old_openings(at: datetime) -> QuerySet[Opening]:
    return Opening.objects.filter(at__lt=_before(at, settings.KEEP_OPENING_DAYS))


def _old(model: Any, column: str, setting: str) -> Callable[[datetime], QuerySet]:
    return lambda at: model.objects.filter(**{f"{column}__lt": _before(at, getattr(settings, setting))})


def _emptied_keys(at: datetime) -> int:
    return _in_batches(_old_keys(at), lambda some: some.update(key_hash=None, sent_to=""))


RULES: tuple[Rule, ...] = (
    Rule(
        Keep.MAIL,
        "courriels partis ou abandonnés",
        lambda at: _old_mails(at).count(),
        lambda at: _in_batches(_old_mails(at), delete_mails),
    ),
    _of_history(Keep.LINK, "usages de liens finis", _old_uses),
    Rule(Keep.LINK, "clés et adresses de liens finis", lambda at: _old_keys(at).count(), _emptied_keys),
    _of_history(Keep.OPENING, "lectures de comptes rendus", _old_openings),
    _of_history(Keep.CONTACT_LOG, "exports de coordonnées", _old(ContactListEntry, "at", "KEEP_CONTACT_LOG_DAYS")),
    _of_history(Keep.CONTACT_LOG, "consultations de coordonnées", _old(ContactView, "at", "KEEP_CONTACT_LOG_DAYS")),
    _deleted(
        Keep.CONTACT_LOG,
        "journal de l’administration",
        _old(LogEntry, "action_time", "KEEP_CONTACT_LOG_DAYS"),
    ),
    *(
        _deleted(Keep.SIGN_IN, what, _old(model, "attempt_time", "KEEP_SIGN_IN_DAYS"))
        for model, what in (
            (AccessAttempt, "connexions refusées comptées"),
            (AccessFailureLog, "connexions refusées"),
            (AccessLog, "connexions"),
        )
    ),
    _deleted(Keep.MOMENT, "passages dans la saisie", past_visits),
    _deleted(Keep.SESSION, "sessions finies", lambda at: Session.objects.filter(expire_date__lt=at)),
    _deleted(
        Keep.DEVICE,
        "envois de la saisie déjà faits",
        lambda at: Operation.objects.filter(done_at__lt=at - OPERATIONS_KEPT),
    ),
    _deleted(
        Keep.ANSWER,
        "émargements sans réponse",
        lambda at: SignIn.objects.filter(created_at__lt=at - SIGN_INS_KEPT),
    ),
    Rule(
        Keep.EXPORT,
        "exports d’un jour",
        lambda at: ExportJob.objects.filter(expires_at__lte=at).count(),
        lambda at: tidy_exports(at=at),
    ),
    Rule(Keep.CONTACTS, "personnes prévenues", lambda at: len(to_tell(at)), lambda at: tell(to_tell(at), at)),
    Rule(
        Keep.CONTACTS,
        "personnes sans trace : coordonnées retirées, compte fermé",
        lambda at: len(to_forget(at)),
        lambda at: forget(to_forget(at)),
    ),
)


def would_go(*, at: datetime | None = None) -> Iterator[tuple[Rule, int]]:
    """Each rule with how many it would reach. Changes nothing."""
    at = at or timezone.now()
    return ((rule, rule.count(at)) for rule in RULES)


def apply_retention(*, at: datetime | None = None) -> Iterator[tuple[Rule, int]]:
    """Each rule with how many it reached. Twice changes nothing more; a run that is cut is finished by the next."""
    at = at or timezone.now()
    return ((rule, rule.apply(at)) for rule in RULES)
