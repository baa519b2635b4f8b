from django.db import models
from django.utils import timezone

from participants.enums import LinkPurpose
from participants.models.accounts import User
from participants.models.base import Addressable
from participants.models.clusters import Cluster
from participants.models.organisations import Organisation
from participants.models.people import Person

_FOR_PERSON = models.Q(person__isnull=False, organisation=None, cluster=None)
_FOR_ORGANISATION = models.Q(person=None, organisation__isnull=False, cluster__isnull=False)


class AccessLink(Addressable):
    """A key that was sent to somebody. Only its SHA-256 is kept; it works until its date unless withdrawn.

    A person's works once. An organisation's opens its page in one cluster as often as wanted; it has no key yet as long
    as the mail that carries it has not left.
    """

    purpose = models.CharField("usage", max_length=20, choices=LinkPurpose)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="links", verbose_name="personne")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="links", verbose_name="organisation"
    )
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, related_name="links", verbose_name="cluster")
    sent_to = models.EmailField("envoyé à", blank=True)
    key_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - several have none
    expires_at = models.DateTimeField("expire le")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="créé par")
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="retiré par")

    class Meta:
        verbose_name = "lien d’accès"
        verbose_name_plural = "liens d’accès"
        constraints = (
            models.CheckConstraint(
                condition=_FOR_PERSON | _FOR_ORGANISATION, name="link_is_for_a_person_or_an_organisation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} — {self.person or self.organisation}"

    @property
    def ends(self) -> tuple[Organisation, Cluster]:
        """For whom an organisation's link speaks, and where."""
        return self.organisation, self.cluster

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class AccessLinkUse(models.Model):
    """Append-only: what was done with an organisation's link, when, under which name. Opening it leaves no row."""

    link = models.ForeignKey(AccessLink, models.PROTECT, related_name="uses", verbose_name="lien")
    at = models.DateTimeField("le", default=timezone.now)
    name = models.CharField("nom donné", max_length=150, blank=True)
    act = models.CharField("ce qui a été fait", max_length=200)

    class Meta:
        verbose_name = "usage d’un lien"
        verbose_name_plural = "usages des liens"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.link} : {self.act}"


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
