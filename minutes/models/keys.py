from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from minutes.enums import KeySource, RevocationReason
from minutes.querysets import SigningIdentityQuerySet
from participants.models import Cluster, Person, User

IN_FORCE = models.Q(revoked_at=None, replaced_at=None)


class SigningIdentity(models.Model):
    """The certificate of a person, or of a cluster for its seal. The key is an encrypted PKCS#12 in the signing folder,
    or stays in a token; its passphrase is not here. Renewed, a certificate is replaced; only a lost one is revoked."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signing_identities", verbose_name="personne"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="signing_identities", verbose_name="cluster"
    )
    source = models.CharField("origine", max_length=8, choices=KeySource, default=KeySource.HOUSE)
    fingerprint = models.CharField("empreinte SHA-256 du certificat", max_length=64, unique=True)
    certificate = models.TextField("certificat (PEM)")
    key_file = models.CharField("fichier de clé", max_length=80)
    """In a token, the label of the key."""
    valid_until = models.DateTimeField("valable jusqu’au")
    replaced_at = models.DateTimeField("remplacé le", null=True, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="révoqué par"
    )
    revocation_reason = models.CharField("motif", max_length=24, choices=RevocationReason, blank=True)
    compromised_since = models.DateTimeField("à ne plus croire depuis le", null=True, blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = SigningIdentityQuerySet.as_manager()

    class Meta:
        verbose_name = "identité de signature"
        verbose_name_plural = "identités de signature"
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=IN_FORCE, name="identity_in_force_once"),
            models.UniqueConstraint(fields=("cluster",), condition=IN_FORCE, name="seal_in_force_once"),
            models.CheckConstraint(
                condition=models.Q(person=None, cluster__isnull=False) | models.Q(person__isnull=False, cluster=None),
                name="identity_of_a_person_or_a_cluster",
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner} ({self.fingerprint[:8]})"

    @property
    def owner(self) -> Person | Cluster:
        return self.person or self.cluster  # type: ignore[return-value]  # the database wants one of them

    @property
    def doubtful_since(self) -> datetime | None:
        """From then on, what it signed is worth nothing."""
        return self.compromised_since or self.revoked_at

    @property
    def is_of_the_house(self) -> bool:
        return self.source == KeySource.HOUSE

    @property
    def is_in_the_folder(self) -> bool:
        return self.source != KeySource.TOKEN
