from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from minutes.enums import SignatureRole, SigningEventKind
from minutes.models.minutes import Minutes, MinutesVersion
from participants.models import Cluster, Person, User

REMIND_AFTER_DAYS = 3


class SigningPolicy(models.Model):
    """Who signs the records of a cluster. A cluster without one asks the rapporteur, then the chair."""

    cluster = models.OneToOneField(Cluster, models.CASCADE, related_name="signing_policy", verbose_name="cluster")
    by_rapporteur = models.BooleanField("le rapporteur", default=True)
    by_reviewer = models.BooleanField("le relecteur", default=False)
    by_chair = models.BooleanField("la présidence de séance", default=True)
    by_seal = models.BooleanField("le cachet du cluster", default=False)
    in_order = models.BooleanField("dans cet ordre", default=True)
    remind_after_days = models.PositiveSmallIntegerField(
        "rappel après (jours)",
        default=REMIND_AFTER_DAYS,
        validators=[MaxValueValidator(60)],
        help_text="0 : aucun rappel automatique.",
    )

    class Meta:
        verbose_name = "règle de signature"
        verbose_name_plural = "règles de signature"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(by_rapporteur=True)
                | models.Q(by_reviewer=True)
                | models.Q(by_chair=True)
                | models.Q(by_seal=True),
                name="policy_asks_somebody",
                violation_error_message="Choisissez au moins un signataire.",
            ),
        )

    def __str__(self) -> str:
        return f"Signatures — {self.cluster}"

    @property
    def roles(self) -> list[SignatureRole]:
        return [role for role in SignatureRole if getattr(self, f"by_{role.value}")]


class SigningEvent(models.Model):
    """Append-only: somebody was replaced, refused to sign, or is no longer waited for; by whom, when and why.

    ``name`` and ``job_title`` are those of the day: of the new signer, or of who refused.
    """

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="signing_events", verbose_name="compte rendu")
    version = models.ForeignKey(
        MinutesVersion, models.PROTECT, null=True, related_name="signing_events", verbose_name="version"
    )
    kind = models.CharField("objet", max_length=10, choices=SigningEventKind)
    role = models.CharField("en qualité de", max_length=12, choices=SignatureRole)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="personne")
    name = models.CharField("nom", max_length=150, blank=True)
    job_title = models.CharField("fonction", max_length=150, blank=True)
    organisation_name = models.CharField("organisation", max_length=200, blank=True)
    reason = models.CharField("motif", max_length=300)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "événement de signature"
        verbose_name_plural = "événements de signature"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="signing_event_says_why"),
            models.CheckConstraint(
                condition=models.Q(version__isnull=False) | models.Q(kind=SigningEventKind.REPLACED),
                name="signing_event_of_a_version",
            ),
            models.UniqueConstraint(
                fields=("version", "role"),
                condition=models.Q(kind=SigningEventKind.WAIVED),
                name="signature_waived_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_role_display()})"
