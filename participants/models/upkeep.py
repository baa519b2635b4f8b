"""What is done to the directory itself: two rows made one, a person erased; and the gate to history that this takes."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from participants.models.accounts import User
from participants.models.base import Addressable
from participants.models.organisations import Organisation
from participants.models.people import Person

_ORGANISATIONS = models.Q(
    into_organisation__isnull=False, from_organisation__isnull=False, into_person=None, from_person=None
)
_PEOPLE = models.Q(into_organisation=None, from_organisation=None, into_person__isnull=False, from_person__isnull=False)


class Merger(Addressable):
    """Append-only: who said that two organisations, or two persons, are one, when, why, and what moved (counts)."""

    into_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="mergers", verbose_name="organisation gardée"
    )
    from_organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, related_name="merger", verbose_name="organisation réunie"
    )
    into_person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="mergers", verbose_name="personne gardée"
    )
    from_person = models.OneToOneField(
        Person, models.PROTECT, null=True, related_name="merger", verbose_name="personne réunie"
    )
    moved = models.JSONField("ce qui a suivi", default=dict)
    reason = models.CharField("motif", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "fusion"
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(condition=_ORGANISATIONS | _PEOPLE, name="merger_of_two_of_a_kind"),
            models.CheckConstraint(
                condition=~models.Q(into_organisation=models.F("from_organisation")), name="merger_of_two_organisations"
            ),
            models.CheckConstraint(
                condition=~models.Q(into_person=models.F("from_person")), name="merger_of_two_people"
            ),
        )

    def __str__(self) -> str:
        if self.from_person:
            return f"{self.from_person} → {self.into_person}"
        return f"{self.from_organisation} → {self.into_organisation}"


class Erasure(Addressable):
    """Append-only: a person that the house no longer names. ``number`` is the one of « Personne effacée n° 12 »."""

    number = models.PositiveIntegerField("numéro", unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure", verbose_name="personne")
    rewritten = models.JSONField("ce qui a été réécrit", default=dict)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")
    """Nobody for one that the retention asked for."""
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "effacement d’une personne"
        verbose_name_plural = "effacements de personnes"
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"Personne effacée n° {self.number}"


class HistoryGate(models.Model):
    """Empty but inside a transaction that erases a person, or removes what is past its time.

    The triggers of append-only tables look here (``clusterhub.web.append_only``).
    """

    purpose = models.CharField("pour", max_length=10, unique=True)

    class Meta:
        verbose_name = "accès à l’historique"
        verbose_name_plural = "accès à l’historique"

    def __str__(self) -> str:
        return self.purpose
