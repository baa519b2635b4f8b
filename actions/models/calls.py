"""« Appel à contributions »: what the coordination asks of organisations, by a date, and what they answer."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from actions.enums import CallPart
from actions.querysets import ContributionCallQuerySet
from meetings.enums import RESCHEDULABLE
from meetings.models import AgendaProposal, Document, Meeting
from participants.models import AccessLink, Addressable, Cluster, Organisation, User


class ContributionCall(Addressable):
    """It is sent as it is made. Answers may be given and changed until it is closed, also after its date."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="calls", verbose_name="cluster")
    title = models.CharField("titre", max_length=150)
    introduction = models.TextField("introduction", max_length=2000, blank=True)
    parts = models.JSONField("ce qui est demandé", default=list)
    """Codes of ``CallPart``."""
    due_on = models.DateField("réponse souhaitée pour le")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="réunion"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="document"
    )
    figures = models.JSONField("chiffres demandés", default=list, blank=True)
    """Their names, in order."""
    is_automatic = models.BooleanField("envoyé de lui-même avant la réunion", default=False, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="envoyé par")
    closed_at = models.DateTimeField("clos le", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="clos par")

    objects = ContributionCallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à contributions"
        verbose_name_plural = "appels à contributions"
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting",), condition=models.Q(is_automatic=True), name="call_by_itself_once_per_meeting"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def asked(self) -> list[CallPart]:
        """In the order of the pages."""
        return [part for part in CallPart if part in self.parts]

    @property
    def awaited(self) -> list[CallPart]:
        """Who comes is asked for as long as the meeting is to come. Wants ``meeting`` at hand."""
        is_to_come = self.meeting is None or self.meeting.state in RESCHEDULABLE
        return [part for part in self.asked if is_to_come or part != CallPart.ATTENDANCE]

    @property
    def asked_on(self) -> date:
        return timezone.localdate(self.created_at)


class CallInvitee(Addressable):
    """An organisation that was asked."""

    call = models.ForeignKey(ContributionCall, models.CASCADE, related_name="invitees", verbose_name="appel")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisation")
    reminder_wanted_on = models.DateField("à relancer depuis le", null=True, blank=True)
    """The day on which the coordination asked for a reminder; it leaves then, or on the next working day."""

    class Meta:
        verbose_name = "organisation sollicitée"
        verbose_name_plural = "organisations sollicitées"
        ordering = ("organisation__name", "id")
        constraints = (models.UniqueConstraint(fields=("call", "organisation"), name="call_asks_an_organisation_once"),)

    def __str__(self) -> str:
        return f"{self.call} — {self.organisation}"


class CallAnswer(Addressable):
    """Append-only: what an organisation answered to one part. Its latest word counts; earlier ones are kept."""

    call = models.ForeignKey(ContributionCall, models.PROTECT, related_name="answers", verbose_name="appel")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisation")
    part = models.CharField("partie", max_length=12, choices=CallPart)
    content = models.JSONField("réponse", default=dict)
    """By part: see ``actions.contributions``."""
    proposal = models.ForeignKey(
        AgendaProposal, models.PROTECT, null=True, related_name="+", verbose_name="point proposé"
    )
    said_by = models.CharField("nom donné", max_length=150)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="auteur")
    link = models.ForeignKey(AccessLink, models.PROTECT, null=True, related_name="+", verbose_name="par le lien")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "contribution"
        ordering = ("at", "id")
        indexes = (models.Index(fields=("call", "organisation", "part"), name="answers_of_a_call"),)

    def __str__(self) -> str:
        return f"{self.call} — {self.organisation} : {self.get_part_display()}"


class CallSetting(models.Model):
    """Whether a call goes out by itself before each meeting of a cluster."""

    cluster = models.OneToOneField(Cluster, models.CASCADE, related_name="call_setting", verbose_name="cluster")
    is_on = models.BooleanField("envoyer un appel avant chaque réunion", default=False)
    days_before = models.PositiveSmallIntegerField("jours avant la réunion", default=7)
    parts = models.JSONField("ce qui est demandé", default=list)
    introduction = models.TextField("introduction", max_length=2000, blank=True)

    class Meta:
        verbose_name = "réglage des appels"
        verbose_name_plural = "réglages des appels"

    def __str__(self) -> str:
        return f"{self.cluster} : {'oui' if self.is_on else 'non'}"
