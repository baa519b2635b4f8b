"""Secret addresses of calendars: made, found again from what is asked, withdrawn."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from clusterhub.web.mail import absolute_url
from participants.models import CalendarFeed, Cluster, Organisation, User

SALT = "participants.calendar_feed"


def open_feed(target: Cluster | Organisation, *, by: User) -> CalendarFeed:
    """The one that is open, else a new one, whose address was never used before."""
    owner: dict[str, Any] = {"cluster" if isinstance(target, Cluster) else "organisation": target}
    feed, _ = CalendarFeed.objects.get_or_create(revoked_at=None, **owner, defaults={"created_by": by})
    return feed


def revoke_feed(feed: CalendarFeed, *, by: User) -> None:
    CalendarFeed.objects.open().filter(pk=feed.pk).update(revoked_at=timezone.now(), revoked_by=by)


def feed_url(feed: CalendarFeed) -> str:
    return absolute_url("minutes:calendar_feed", uuid=feed.uuid, key=_key(feed, settings.SECRET_KEY))


def opens(feed: CalendarFeed, key: str) -> bool:
    """Also with an earlier secret of the installation: addresses outlive its renewal."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_key(feed, secret), key) for secret in secrets)


def _key(feed: CalendarFeed, secret: str | bytes) -> str:
    digest = salted_hmac(SALT, feed.uuid.hex, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
