from __future__ import annotations

from django.db import models

from clusterhub.web.typography import format_date, format_day
from participants.models.accounts import User
from participants.models.base import Addressable
from participants.models.clusters import Cluster
from participants.models.organisations import Organisation
from participants.querysets import CalendarFeedQuerySet


class Holiday(Addressable):
    """A day off in Mali: on one date, or on the same day of every year. No reminder goes then."""

    name = models.CharField("nom", max_length=100)
    on = models.DateField("date")
    is_yearly = models.BooleanField(
        "tous les ans à cette date", default=False, help_text="Laissez vide pour une fête dont la date change."
    )

    class Meta:
        verbose_name = "jour férié"
        verbose_name_plural = "jours fériés"
        ordering = ("on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("on", "name"), name="holiday_once", violation_error_message="Ce jour férié est déjà inscrit."
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def when(self) -> str:
        """« 22 septembre », « 20 mars 2026 »."""
        return format_day(self.on) if self.is_yearly else format_date(self.on)


class CalendarFeed(Addressable):
    """A calendar that is read at a secret address: of a cluster's meetings, or of an organisation's deadlines.

    The address follows from the identifier and the installation's secret: nothing here opens it, and it can be shown
    again. Withdrawn, it never works again; the next one has another address.
    """

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="feeds", verbose_name="cluster"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="feeds", verbose_name="organisation"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créé par")
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="retiré par")

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "agenda à s’abonner"
        verbose_name_plural = "agendas à s’abonner"
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(cluster=None, organisation__isnull=False)
                | models.Q(cluster__isnull=False, organisation=None),
                name="feed_of_a_cluster_or_an_organisation",
            ),
            models.UniqueConstraint(
                fields=("cluster",), condition=models.Q(revoked_at=None), name="cluster_feed_open_once"
            ),
            models.UniqueConstraint(
                fields=("organisation",), condition=models.Q(revoked_at=None), name="organisation_feed_open_once"
            ),
        )

    def __str__(self) -> str:
        return f"Agenda — {self.cluster or self.organisation}"
