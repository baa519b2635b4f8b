from django.db import models
from django.utils.functional import cached_property

from participants.enums import OrganisationKind
from participants.models.base import Addressable, Mergeable
from participants.querysets import OrganisationQuerySet


class Organisation(Mergeable, Addressable):
    """A body that takes part in meetings and promises things; a unit (``MINUSMA/DDR``) has a parent."""

    name = models.CharField("nom", max_length=200)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    kind = models.CharField("type", max_length=3, choices=OrganisationKind, default=OrganisationKind.OTHER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name="unité de"
    )
    website = models.URLField("site web", blank=True)
    is_active = models.BooleanField("active", default=True)
    places = models.ManyToManyField("participants.Place", blank=True, verbose_name="lieux d’intervention")
    presentation = models.TextField("présentation", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
                violation_error_message="Une organisation ne peut pas être sa propre unité.",
            ),
        )

    def __str__(self) -> str:
        return self.full_label

    @property
    def short_label(self) -> str:
        """The sigle as written in minutes; a unit carries its parent's: ``MINUSMA/DDR``."""
        own = self.acronym or self.name
        return f"{self.parent.short_label}/{own}" if self.parent else own

    @property
    def full_label(self) -> str:
        """``Direction Nationale du Développement Social (DNDS)``."""
        if self.parent:
            return (
                f"{self.parent.short_label}/{self.acronym}"
                if self.acronym
                else f"{self.name} - {self.parent.short_label}"
            )
        return f"{self.name} ({self.acronym})" if self.acronym and self.acronym != self.name else self.name

    @cached_property
    def cluster_ids(self) -> frozenset[int]:
        """Numbers of the clusters it belongs or belonged to, by itself or through the organisation it is a unit of."""
        numbers = [self.pk, self.parent_id] if self.parent_id else [self.pk]
        return frozenset(
            Organisation.objects.filter(pk__in=numbers, memberships__isnull=False).values_list(
                "memberships__cluster_id", flat=True
            )
        )


class OrganisationAlias(models.Model):
    """One way of writing an organisation's name. Two organisations never answer to the same one.

    ``folded`` is ``clusterhub.web.folding.fold(text)``. The name, the sigle and a unit's ``PARENT/SIGLE`` are kept here
    too (``is_own``), so that one lookup finds an organisation however it is written.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases", verbose_name="organisation")
    text = models.CharField("autre nom", max_length=200)
    folded = models.CharField(max_length=200, unique=True, editable=False)
    is_own = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        ordering = ("text",)

    def __str__(self) -> str:
        return self.text


class OrganisationGroup(Addressable):
    """A named set of organisations in a cluster: « Les acteurs du RRM », « ONG internationales »."""

    cluster = models.ForeignKey("participants.Cluster", models.CASCADE, related_name="groups", verbose_name="cluster")
    name = models.CharField("nom", max_length=120)
    folded = models.CharField(max_length=120, editable=False)
    organisations = models.ManyToManyField(Organisation, related_name="groups", verbose_name="organisations")

    class Meta:
        verbose_name = "groupe d’organisations"
        verbose_name_plural = "groupes d’organisations"
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("cluster", "folded"), name="group_name_once_per_cluster"),)

    def __str__(self) -> str:
        return self.name
