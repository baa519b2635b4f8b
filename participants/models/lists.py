from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from participants.models.base import Addressable
from participants.models.clusters import Cluster
from participants.models.organisations import Organisation
from participants.models.people import Person
from participants.models.places import Place


class DistributionList(Addressable):
    """Who gets the record besides those present. An organisation stands for its people, those of its units included.

    It is retired rather than deleted: what was sent to it, and who exported it, stays known.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="distribution_lists", verbose_name="cluster")
    name = models.CharField("nom", max_length=120)
    folded = models.CharField(max_length=120, editable=False)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région ou lieu"
    )
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name="personnes")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name="organisations")
    is_active = models.BooleanField("active", default=True)

    class Meta:
        verbose_name = "liste de diffusion"
        verbose_name_plural = "listes de diffusion"
        ordering = ("folded", "id")
        constraints = (models.UniqueConstraint(fields=("cluster", "folded"), name="list_name_once_per_cluster"),)

    def __str__(self) -> str:
        return self.name


class ListAddress(models.Model):
    """Somebody whom the directory does not know."""

    distribution_list = models.ForeignKey(
        DistributionList, models.CASCADE, related_name="addresses", verbose_name="liste"
    )
    name = models.CharField("nom", max_length=150)
    email = models.EmailField("adresse électronique")

    class Meta:
        verbose_name = "adresse libre"
        verbose_name_plural = "adresses libres"
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint("distribution_list", Lower("email"), name="address_once_per_list"),)

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
