from __future__ import annotations

from django.db import models
from django.utils import timezone

from minutes.enums import AddresseeSource, OpeningMeans
from minutes.models.minutes import MinutesVersion
from participants.models import Person, User


class Circulation(models.Model):
    """Append-only: how a version went round. Those present always get it; the rest was chosen."""

    version = models.OneToOneField(MinutesVersion, models.PROTECT, related_name="circulation", verbose_name="version")
    comments_until = models.DateField("remarques jusqu’au")
    to_members = models.BooleanField("aussi aux membres", default=False)
    list_names = models.CharField("listes choisies, telles que nommées ce jour-là", max_length=1000, blank=True)

    class Meta:
        verbose_name = "diffusion"

    def __str__(self) -> str:
        return f"Diffusion — {self.version}"


class Addressee(models.Model):
    """Append-only: one person or mailbox that a version was sent to, as it was that day.

    ``address`` is empty for somebody whose address is not known. ``has_access``: could read it here that day.
    """

    circulation = models.ForeignKey(Circulation, models.PROTECT, related_name="addressees", verbose_name="diffusion")
    name = models.CharField("nom", max_length=150)
    address = models.EmailField("adresse électronique", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="personne")
    source = models.CharField("au titre de", max_length=7, choices=AddresseeSource)
    has_access = models.BooleanField("peut lire ici", default=False)

    class Meta:
        verbose_name = "destinataire"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """Append-only: the first time that somebody opened a version that day, and how; later ones add nothing."""

    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="openings", verbose_name="version")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lecteur")
    day = models.DateField("jour")
    means = models.CharField("comment", max_length=4, choices=OpeningMeans)
    at = models.DateTimeField("à", default=timezone.now)

    class Meta:
        verbose_name = "lecture"
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=("version", "reader", "day"), name="opening_once_per_day"),)

    def __str__(self) -> str:
        return f"{self.reader} — {self.version}"
