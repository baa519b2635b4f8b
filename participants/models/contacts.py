from __future__ import annotations

from django.db import models
from django.utils import timezone

from participants.enums import ContactListFormat
from participants.models.accounts import User
from participants.models.clusters import Cluster
from participants.models.lists import DistributionList


class ContactListEntry(models.Model):
    """Append-only: who produced a list of contacts of which cluster, and how many people it told how to reach."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="contact_lists", verbose_name="cluster")
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

    def __str__(self) -> str:
        return f"{self.cluster} : {self.by}"
