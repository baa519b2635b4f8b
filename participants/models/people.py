from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from participants.models.base import Addressable, Mergeable
from participants.models.organisations import Organisation
from participants.querysets import PersonQuerySet


class Person(Mergeable, Addressable):
    """Somebody who takes part. The name is kept as displayed: first and last names are never told apart."""

    name = models.CharField("nom affiché", max_length=150)
    folded = models.CharField(max_length=150, editable=False, db_index=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="organisation"
    )
    job_title = models.CharField("fonction", max_length=150, blank=True)
    is_active = models.BooleanField("active", default=True)
    wants_reminders = models.BooleanField("reçoit les rappels d’échéance", default=True)
    wants_digest = models.BooleanField("reçoit le point de la semaine", default=True)
    erased_at = models.DateTimeField("effacée le", null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        ordering = ("folded", "id")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def cluster_ids(self) -> frozenset[int]:
        """Numbers of the clusters where it has or had a role, or that its organisation belongs to."""
        by_role = frozenset(self.roles.values_list("cluster_id", flat=True))
        return by_role | (self.organisation.cluster_ids if self.organisation else frozenset())


class PersonEmail(models.Model):
    """An address. Two persons may share one (a common mailbox); nobody has the same one twice."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="emails", verbose_name="personne")
    email = models.EmailField("adresse électronique")
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "adresse électronique"
        verbose_name_plural = "adresses électroniques"
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint("person", Lower("email"), name="email_once_per_person"),)

    def __str__(self) -> str:
        return self.email


class PersonPhone(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="phones", verbose_name="personne")
    number = models.CharField("téléphone", max_length=40)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "téléphone"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.number
