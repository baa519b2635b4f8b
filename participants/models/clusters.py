from django.db import models
from django.utils import timezone

from participants.enums import (
    Cadence,
    ClusterKind,
    ClusterLevel,
    MembershipStatus,
    Role,
    Sector,
    Weekday,
    WeekOfMonth,
)
from participants.models.base import Addressable, dates_in_order
from participants.models.organisations import Organisation
from participants.models.people import Person
from participants.models.places import Place
from participants.querysets import ClusterQuerySet, ClusterRoleQuerySet, MembershipQuerySet


class Cluster(Addressable):
    """Any coordination body that meets: cluster, sub-cluster, working group, inter-cluster…"""

    name = models.CharField("nom", max_length=150, unique=True)
    short_name = models.CharField("nom court", max_length=60, help_text="Celui qui s’imprime : « Cluster Protection ».")
    code = models.SlugField(
        "code", max_length=12, unique=True, help_text="Début des références : CRP dans CRP-2016-11-04."
    )
    kind = models.CharField("nature", max_length=20, choices=ClusterKind, default=ClusterKind.CLUSTER)
    sector = models.CharField("secteur", max_length=10, choices=Sector, blank=True)
    level = models.CharField("niveau", max_length=10, choices=ClusterLevel, default=ClusterLevel.NATIONAL)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="rattaché à"
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lieu")
    lead_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chef de file"
    )
    co_facilitators = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name="co-facilitation")
    is_active = models.BooleanField("actif", default=True)
    followed_places = models.ManyToManyField(Place, blank=True, related_name="+", verbose_name="lieux suivis")

    cadence = models.CharField("rythme", max_length=12, choices=Cadence, default=Cadence.NONE)
    cadence_weekday = models.PositiveSmallIntegerField("jour", choices=Weekday, null=True, blank=True)
    cadence_week = models.PositiveSmallIntegerField("semaine du mois", choices=WeekOfMonth, null=True, blank=True)
    usual_start = models.TimeField("heure habituelle", null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField("durée habituelle (minutes)", default=90)
    usual_venue = models.CharField("salle habituelle", max_length=200, blank=True)
    usual_host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hôte habituel"
    )

    layout = models.CharField("mise en page du compte rendu", max_length=12, default="a")
    comment_days = models.PositiveSmallIntegerField("délai de remarques (jours)", default=7)
    prints_contacts = models.BooleanField("imprimer les adresses dans l’édition de la coordination", default=False)
    attaches_pdf = models.BooleanField(
        "joindre le PDF aux courriels de qui n’a pas de compte",
        default=False,
        help_text="L’édition des membres, sans ce qui est réservé à la coordination ni coordonnées.",
    )

    first_reminder_days = models.PositiveSmallIntegerField(
        "premier rappel (jours avant l’échéance)", default=7, help_text="0 : aucun."
    )
    last_reminder_days = models.PositiveSmallIntegerField(
        "dernier rappel (jours avant l’échéance)", default=1, help_text="0 : aucun."
    )

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = "cluster"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(cadence=Cadence.NONE)
                | models.Q(cadence=Cadence.MONTHLY, cadence_weekday__isnull=False, cadence_week__isnull=False)
                | models.Q(cadence__in=(Cadence.WEEKLY, Cadence.FORTNIGHTLY), cadence_weekday__isnull=False),
                name="cluster_cadence_complete",
                violation_error_message="Indiquez le jour (et, pour un rythme mensuel, lequel du mois).",
            ),
        )

    def __str__(self) -> str:
        return self.short_name


class FollowedSector(models.Model):
    """One of the sectors whose coverage a cluster looks at."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="followed_sectors", verbose_name="cluster")
    sector = models.CharField("secteur", max_length=10, choices=Sector)

    class Meta:
        verbose_name = "secteur suivi"
        verbose_name_plural = "secteurs suivis"
        ordering = ("sector",)
        constraints = (models.UniqueConstraint(fields=("cluster", "sector"), name="followed_sector_once"),)

    def __str__(self) -> str:
        return self.get_sector_display()


class ClusterAlias(models.Model):
    """Another name or code of a cluster over time: RP, ER, « Relèvement Rapide »."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="aliases", verbose_name="cluster")
    text = models.CharField("autre nom", max_length=150)
    folded = models.CharField(max_length=150, unique=True, editable=False)
    is_own = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "autre nom de cluster"
        verbose_name_plural = "autres noms de cluster"
        ordering = ("text",)

    def __str__(self) -> str:
        return self.text


class Membership(Addressable):
    """An organisation in a cluster, between two dates. It never has two open memberships in the same one."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="memberships", verbose_name="cluster")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="organisation"
    )
    status = models.CharField("statut", max_length=10, choices=MembershipStatus, default=MembershipStatus.MEMBER)
    since = models.DateField("depuis", default=timezone.localdate)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        ordering = ("organisation__name",)
        constraints = (
            dates_in_order("membership"),
            models.UniqueConstraint(
                fields=("cluster", "organisation"),
                condition=models.Q(until=None),
                name="membership_open_once",
                violation_error_message="Cette organisation fait déjà partie du cluster.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} — {self.get_status_display()}"


class ClusterRole(Addressable):
    """What a person does in a cluster, between two dates; a focal point may stand for an organisation or a topic."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="roles", verbose_name="cluster")
    person = models.ForeignKey(Person, models.PROTECT, related_name="roles", verbose_name="personne")
    role = models.CharField("rôle", max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pour l’organisation"
    )
    topic = models.CharField("sujet ou groupe représenté", max_length=120, blank=True)
    since = models.DateField("depuis", default=timezone.localdate)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = ClusterRoleQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle"
        ordering = ("role", "person__folded")
        constraints = (
            dates_in_order("role"),
            models.UniqueConstraint(
                fields=("cluster", "person", "role", "topic"),
                condition=models.Q(until=None, organisation=None),
                name="role_open_once",
                violation_error_message="Cette personne a déjà ce rôle.",
            ),
            models.UniqueConstraint(
                fields=("cluster", "person", "role", "organisation", "topic"),
                condition=models.Q(until=None, organisation__isnull=False),
                name="role_open_once_per_organisation",
                violation_error_message="Cette personne a déjà ce rôle pour cette organisation.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} — {self.get_role_display()}"
