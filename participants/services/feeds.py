"""Secret addresses of calendars: made, found again from what is asked, withdrawn."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from clusterhub.web.lasting_keys import is_lasting_key, lasting_key
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
    return absolute_url("minutes:calendar_feed", uuid=feed.uuid, key=lasting_key(SALT, feed.uuid))


def opens(feed: CalendarFeed, key: str) -> bool:
    return is_lasting_key(key, SALT, feed.uuid)
