"""Which organisations said something in a cluster, however they did: the others are silent."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from actions.models import ActionUpdate, CallAnswer
from actions.querysets import ActionQuerySet
from actions.wording import JOINED, LEFT
from meetings.models import AgendaProposal, ForeseenAttendance
from minutes.models import Remark
from participants.models import Cluster


def organisations_heard(cluster: Cluster, actions: ActionQuerySet, moments: tuple[datetime, datetime]) -> set[int]:
    """Numbers of those for which somebody reported on one of these actions, answered a call, proposed a point, said who
    would come, or remarked on a record; and of the organisations that they are units of. One query.
    """
    reports = ActionUpdate.objects.filter(action__in=actions.order_by().values("pk"), at__range=moments)
    said = [
        _pairs(reports.exclude(comment__in=(JOINED, LEFT)), "organisation"),
        _pairs(CallAnswer.objects.filter(call__cluster=cluster, at__range=moments), "organisation"),
        _pairs(AgendaProposal.objects.filter(cluster=cluster, created_at__range=moments), "organisation"),
        _pairs(ForeseenAttendance.objects.filter(meeting__cluster=cluster, at__range=moments), "organisation"),
        _pairs(
            Remark.objects.filter(version__minutes__meeting__cluster=cluster, made_at__range=moments),
            "author__person__organisation",
        ),
    ]
    return {number for pair in said[0].union(*said[1:]) for number in pair if number}


def _pairs(told: QuerySet, organisation: str) -> QuerySet:
    named = told.order_by().filter(**{f"{organisation}__isnull": False})
    return named.values_list(organisation, f"{organisation}__parent")
