from __future__ import annotations

from django.db import models
from django.utils import timezone

from participants.enums import ContactListFormat
from participants.models.accounts import User
from participants.models.clusters import Cluster
from participants.models.lists import DistributionList
from participants.models.organisations import Organisation
from participants.models.people import Person


class ContactListEntry(models.Model):
    """Append-only: who took contacts away, of which cluster or person, and how many people it told how to reach."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, related_name="contact_lists", verbose_name="cluster"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="contact_exports", verbose_name="personne"
    )
    """Of whom everything was exported; then there is no cluster."""
    distribution_list = models.ForeignKey(
        DistributionList, models.PROTECT, null=True, related_name="exports", verbose_name="liste de diffusion"
    )
    """Empty for the list of everybody in the cluster."""
    format = models.CharField("format", max_length=4, choices=ContactListFormat)
    people_count = models.PositiveIntegerField("personnes dont les coordonnées y figurent")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "liste de contacts produite"
        verbose_name_plural = "listes de contacts produites"
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(cluster__isnull=False, person=None) | models.Q(cluster=None, person__isnull=False),
                name="contacts_of_a_cluster_or_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster or self.person} : {self.by}"


class ContactView(models.Model):
    """Append-only: the first time that somebody saw that day how to reach a person, or people of an organisation or of
    a cluster.

    Nobody's own contacts, nor those of one's own organisation.
    """

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="contact_views", verbose_name="personne")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="organisation"
    )
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, related_name="+", verbose_name="cluster")
    people_count = models.PositiveIntegerField("personnes dont les coordonnées ont été vues", default=1)
    day = models.DateField("jour")
    at = models.DateTimeField("à", default=timezone.now)

    class Meta:
        verbose_name = "consultation de coordonnées"
        verbose_name_plural = "consultations de coordonnées"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("by", "person", "day"), name="contact_seen_once_a_day"),
            models.UniqueConstraint(fields=("by", "organisation", "day"), name="contacts_seen_once_a_day"),
            models.UniqueConstraint(fields=("by", "cluster", "day"), name="contacts_of_cluster_seen_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation=None, cluster=None)
                | models.Q(person=None, organisation__isnull=False, cluster=None)
                | models.Q(person=None, organisation=None, cluster__isnull=False),
                name="contacts_seen_of_one_of_these",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person or self.organisation or self.cluster} : {self.by}"
