from django.db import models
from django.utils import timezone

from participants.enums import LinkPurpose
from participants.models.base import Addressable
from participants.models.people import Person


class AccessLink(Addressable):
    """A key that was sent to somebody. Only its SHA-256 is kept; it works until its date, once, unless withdrawn."""

    purpose = models.CharField("usage", max_length=20, choices=LinkPurpose)
    person = models.ForeignKey(Person, models.CASCADE, related_name="links", verbose_name="personne")
    sent_to = models.EmailField("envoyé à")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("expire le")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "lien d’accès"
        verbose_name_plural = "liens d’accès"

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} — {self.person}"


class MessageLedger(models.Model):
    """One row per message owed: who, about what, for which date. Its uniqueness keeps a mail from going twice."""

    recipient = models.EmailField("destinataire")
    purpose = models.CharField("objet", max_length=40)
    about = models.UUIDField("au sujet de")
    for_date = models.DateField("pour le")
    queued_at = models.DateTimeField("mis en file le", default=timezone.now)

    class Meta:
        verbose_name = "message dû"
        verbose_name_plural = "messages dus"
        constraints = (
            models.UniqueConstraint(fields=("recipient", "purpose", "about", "for_date"), name="message_queued_once"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} → {self.recipient}"
