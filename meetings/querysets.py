"""The vocabulary of filters on this floor."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Coalesce

from meetings.enums import IN_THE_ROOM, RESCHEDULABLE, AttendanceState, MeetingState, Visibility
from participants.enums import Standing

if TYPE_CHECKING:
    from meetings.models import Document
    from participants.models import User

MEMBERS_SEE = (MeetingState.ANNOUNCED, MeetingState.OPEN, MeetingState.CLOSED, MeetingState.CANCELLED)


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The coordination sees all; members what was announced; observers what is announced or adopted."""
        return self.filter(
            models.Q(cluster_id__in=user.clusters_with(Standing.COORDINATION))
            | models.Q(cluster_id__in=user.clusters_with(Standing.MEMBER), state__in=MEMBERS_SEE)
            | models.Q(cluster_id__in=user.clusters_with(Standing.OBSERVER), state=MeetingState.ANNOUNCED)
            | models.Q(cluster_id__in=user.clusters_with(Standing.OBSERVER), adopted_at__isnull=False)
        )

    def upcoming(self, *, at: datetime) -> Self:
        return self.filter(state__in=(MeetingState.PLANNED, MeetingState.ANNOUNCED), starts_at__gte=at).order_by(
            "starts_at"
        )

    def to_come(self) -> Self:
        """Neither begun nor cancelled, whatever the date."""
        return self.filter(state__in=RESCHEDULABLE)

    def with_readable_record(self, user: User) -> Self:
        """Whose record this person may read: the coordination; members once circulated, observers once adopted."""
        return self.filter(
            models.Q(cluster_id__in=user.clusters_with(Standing.COORDINATION))
            | models.Q(cluster_id__in=user.clusters_with(Standing.MEMBER), circulated_at__isnull=False)
            | models.Q(cluster_id__in=user.clusters_with(Standing.OBSERVER), adopted_at__isnull=False)
        )

    def held(self) -> Self:
        return self.filter(state=MeetingState.CLOSED)

    def with_open_record(self) -> Self:
        """Neither cancelled nor adopted; or adopted and being corrected."""
        unsealed = models.Q(adopted_at=None) | models.Q(correcting_since__isnull=False)
        return self.filter(unsealed).exclude(state=MeetingState.CANCELLED)

    def to_finish(self) -> Self:
        """Held, but the record is not adopted yet, or has an erratum to come."""
        return self.held().with_open_record()

    def before(self, starts_at: datetime) -> Self:
        return self.filter(starts_at__lt=starts_at)


class AgendaItemQuerySet(models.QuerySet):
    def top_level(self) -> Self:
        return self.filter(parent=None)

    def unrestricted(self) -> Self:
        """Neither the item nor the one it stands under is for the coordination only."""
        return self.exclude(visibility=Visibility.COORDINATION).exclude(parent__visibility=Visibility.COORDINATION)


class AgendaProposalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members may know of them; only the coordination works with them."""
        return self.filter(cluster_id__in=user.clusters_with(Standing.MEMBER))


class AttendanceQuerySet(models.QuerySet):
    def in_the_room(self) -> Self:
        return self.filter(state__in=IN_THE_ROOM)

    def taking_part(self) -> Self:
        """There, or represented by somebody: what counts for an organisation."""
        return self.filter(state__in=IN_THE_ROOM | {AttendanceState.REPRESENTED})


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Coordination: all of the cluster; members: what is not restricted; observers: public documents."""
        return self.filter(
            models.Q(cluster_id__in=user.clusters_with(Standing.COORDINATION))
            | models.Q(
                cluster_id__in=user.clusters_with(Standing.MEMBER),
                visibility__in=(Visibility.MEMBERS, Visibility.PUBLIC),
            )
            | models.Q(cluster_id__in=user.clusters_with(Standing.OBSERVER), visibility=Visibility.PUBLIC)
        )

    def versions_of(self, document: Document) -> Self:
        """Itself included, the oldest first: each replaces the one before it."""
        return self.filter(models.Q(pk=document.series) | models.Q(first=document.series)).order_by("pk")

    def mark_replaced(self, *, among: DocumentQuerySet) -> Self:
        """``is_replaced``: a later version is ``among`` those."""
        series = Coalesce(models.OuterRef("first_id"), models.OuterRef("pk"))
        return self.annotate(is_replaced=models.Exists(among.filter(first=series, pk__gt=models.OuterRef("pk"))))


class AgendaTemplateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members may know of a template; only the coordination works with it."""
        return self.filter(cluster_id__in=user.clusters_with(Standing.MEMBER))
