"""What organisations say of a meeting before it is held: points for its agenda, and whether they come."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from meetings.enums import Coming, ProposalState
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.querysets import AgendaProposalQuerySet
from participants.models import AccessLink, Addressable, Cluster, Organisation, User


class AgendaProposal(Addressable):
    """A point that an organisation asks for. The coordination takes it into an agenda, or says why not."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="agenda_proposals", verbose_name="cluster")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, related_name="agenda_proposals", verbose_name="pour la réunion"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisation")
    title = models.CharField("sujet", max_length=200)
    detail = models.TextField("en quelques mots", max_length=2000, blank=True)
    planned_minutes = models.PositiveSmallIntegerField("durée souhaitée (minutes)", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    said_by = models.CharField("nom donné", max_length=150)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="auteur")
    link = models.ForeignKey(AccessLink, models.PROTECT, null=True, related_name="+", verbose_name="par le lien")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, related_name="proposals", verbose_name="point de l’ordre du jour"
    )
    answer = models.CharField("réponse", max_length=300, blank=True)
    decided_at = models.DateTimeField("tranché le", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="tranché par")

    objects = AgendaProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "point proposé"
        verbose_name_plural = "points proposés"
        ordering = ("created_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.WAITING, decided_at=None)
                | (~models.Q(state=ProposalState.WAITING) & models.Q(decided_at__isnull=False)),
                name="proposal_decided_has_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.REFUSED) | ~models.Q(answer=""),
                name="proposal_refused_with_a_word",
                violation_error_message="Dites en un mot pourquoi.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING


class ForeseenAttendance(models.Model):
    """Append-only: what an organisation says of its coming to a meeting. Its latest word counts."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="foreseen", verbose_name="réunion")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisation")
    coming = models.CharField("présence annoncée", max_length=12, choices=Coming)
    people = models.TextField("qui, un nom par ligne", max_length=1000, blank=True)
    note = models.CharField("précision", max_length=300, blank=True)
    said_by = models.CharField("nom donné", max_length=150)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="auteur")
    link = models.ForeignKey(AccessLink, models.PROTECT, null=True, related_name="+", verbose_name="par le lien")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "présence annoncée"
        verbose_name_plural = "présences annoncées"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.organisation} : {self.get_coming_display()}"

    @property
    def names(self) -> list[str]:
        return [line.strip() for line in self.people.splitlines() if line.strip()]
