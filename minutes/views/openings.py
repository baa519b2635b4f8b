"""When a page that was asked for counts as opened by somebody."""

from __future__ import annotations

import logging

from django.db import OperationalError
from django.http import HttpRequest

from minutes.content import Content
from minutes.models import MinutesVersion
from minutes.services.openings import record_opening
from participants.models import Cluster
from participants.services.contact_log import record_view_for

AHEAD_OF_TIME = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
"""Headers by which a browser says that it fetches a page before anybody asked to see it."""

logger = logging.getLogger(__name__)


def note_opening(request: HttpRequest, version: MinutesVersion | None, means: str) -> None:
    """What nobody looks at is not noted; and when the database cannot write just now, the page is read all the same."""
    if version is None or request.method != "GET" or _is_ahead_of_time(request):
        return
    try:
        record_opening(version=version, reader=request.user, means=means)
    except OperationalError:
        logger.warning("Lecture non enregistrée : la base ne prend pas d’écriture.")


def note_contacts(request: HttpRequest, cluster: Cluster, content: Content) -> None:
    """The coordination's edition may print how to reach those present: who read it is written down."""
    told = sum(bool(attendee.emails) for attendee in content.attendance) if content.prints_contacts else 0
    if request.method == "GET" and not _is_ahead_of_time(request):
        record_view_for(cluster, people_count=told, by=request.user)


def _is_ahead_of_time(request: HttpRequest) -> bool:
    said = " ".join(request.headers.get(name, "") for name in AHEAD_OF_TIME).lower()
    return "prefetch" in said or "preview" in said
