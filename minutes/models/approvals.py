from __future__ import annotations

from django.db import models
from django.utils import timezone

from meetings.models import AgendaItem
from minutes.enums import ApprovalVerdict
from minutes.models.minutes import Minutes, MinutesVersion
from minutes.models.remarks import Remark
from participants.models import Organisation, User


class Approval(models.Model):
    """Append-only: what a meeting said of an earlier record, at its point « Approbation du compte rendu précédent »."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="approvals", verbose_name="point")
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="approvals", verbose_name="compte rendu")
    verdict = models.CharField("suite", max_length=9, choices=ApprovalVerdict)
    version = models.OneToOneField(
        MinutesVersion, models.PROTECT, null=True, related_name="approval", verbose_name="version adoptée"
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="consigné par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "approbation en séance"
        verbose_name_plural = "approbations en séance"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(verdict=ApprovalVerdict.POSTPONED, version=None)
                | (~models.Q(verdict=ApprovalVerdict.POSTPONED) & models.Q(version__isnull=False)),
                name="approval_adopts_a_version",
            ),
            models.UniqueConstraint(
                fields=("minutes",),
                condition=~models.Q(verdict=ApprovalVerdict.POSTPONED),
                name="approval_adopts_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes} : {self.get_verdict_display()}"


class Reservation(models.Model):
    """Append-only: what an organisation held against a record adopted all the same. It may settle an objection."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="reservations", verbose_name="approbation")
    text = models.TextField("réserve", max_length=1000)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="organisation"
    )
    organisation_name = models.CharField("organisation, telle qu’écrite", max_length=200, blank=True)
    remark = models.OneToOneField(
        Remark, models.PROTECT, null=True, related_name="reservation", verbose_name="objection réglée"
    )

    class Meta:
        verbose_name = "réserve"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text
