"""Exports too long to be written while somebody waits: asked for, written by the clock, kept for a day."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actions.enums import ExportState
from actions.errors import TooManyExports
from actions.exports import BATCH, COLUMNS, TITLE, action_lines
from actions.models import ExportJob
from actions.querysets import ActionQuerySet
from clusterhub.web.sheets import WRITERS, counted
from participants.models import User

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=1)
SILENT_AFTER = timedelta(minutes=10)
"""A writer that has said nothing for so long is gone."""
AT_MOST = 3
"""Exports of one person at the same time, those that are ready included."""
UNFINISHED = (ExportState.WAITING, ExportState.RUNNING)


@transaction.atomic
def request_export(*, user: User, filters: str, format: str, at: datetime | None = None) -> ExportJob:
    """The same list asked for again is the one under way. Raises ``TooManyExports``."""
    at = at or timezone.now()
    User.objects.select_for_update().get(pk=user.pk)
    kept = user.export_jobs.kept(at=at).exclude(state=ExportState.FAILED)
    if same := kept.filter(filters=filters, format=format, state__in=UNFINISHED).first():
        return same
    if kept.count() >= AT_MOST:
        raise TooManyExports("Vous avez déjà trois exports : supprimez-en un, puis redemandez celui-ci.")
    return ExportJob.objects.create(
        user=user, filters=filters, format=format, expires_at=at + KEPT_FOR, standings=standings_of(user)
    )


def standings_of(user: User) -> dict[str, int]:
    return {str(cluster): int(standing) for cluster, standing in user.standings.items()}


def still_entitled(user: User, job: ExportJob) -> bool:
    """Its owner, who has lost none of the rights with which it was written."""
    now = standings_of(user)
    return job.user_id == user.pk and all(now.get(cluster, 0) >= was for cluster, was in job.standings.items())


def claim_export(*, at: datetime | None = None) -> ExportJob | None:
    """The oldest that waits, now ours: two writers never take the same one."""
    at = at or timezone.now()
    for job in ExportJob.objects.kept(at=at).filter(state=ExportState.WAITING).order_by("created_at", "id"):
        claimed = ExportJob.objects.filter(pk=job.pk, state=ExportState.WAITING)
        if claimed.update(state=ExportState.RUNNING, beat_at=at):
            job.refresh_from_db()
            return job
    return None


def write_export(job: ExportJob, actions: ActionQuerySet) -> None:
    """Row by row to the disk. What fails is marked so: the person asks again, the next export is not held up."""
    try:
        _tell(job, row_count=actions.count())
        with TemporaryFile() as file:
            rows = counted(action_lines(actions), lambda done: _tell(job, done_count=done), every=BATCH)
            WRITERS[job.format](file, TITLE, COLUMNS, rows)
            file.seek(0)
            job.file.save("", File(file), save=False)
    except Exception:
        logger.exception("Export %s", job.pk)
        _tell(job, state=ExportState.FAILED)
        return
    if not _tell(job, state=ExportState.DONE, done_count=job.row_count, file=job.file.name):
        job.file.delete(save=False)


def _tell(job: ExportJob, **facts: Any) -> bool:
    """Seen by the page at once. False when the export was deleted meanwhile."""
    for name, value in facts.items():
        setattr(job, name, value)
    return bool(ExportJob.objects.filter(pk=job.pk).update(beat_at=timezone.now(), **facts))


@transaction.atomic
def drop_export(job: ExportJob) -> None:
    """The file goes when its row is gone for good."""
    if job.file.name:
        transaction.on_commit(partial(job.file.storage.delete, job.file.name))
    job.delete()


def tidy_exports(*, at: datetime | None = None) -> int:
    """Delete those past their day, and give up those whose writer is gone. Returns how many were deleted."""
    at = at or timezone.now()
    gone = ExportJob.objects.filter(state=ExportState.RUNNING)
    gone.filter(Q(beat_at=None) | Q(beat_at__lt=at - SILENT_AFTER)).update(state=ExportState.FAILED)
    expired = list(ExportJob.objects.filter(expires_at__lte=at).exclude(state=ExportState.RUNNING))
    for job in expired:
        drop_export(job)
    return len(expired)
