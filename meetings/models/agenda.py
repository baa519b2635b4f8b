from __future__ import annotations

from django.db import models

from meetings.enums import ItemKind, ItemState, MeetingKind, OutcomeKind, SectionKind, Visibility
from meetings.models.meetings import Meeting
from meetings.querysets import AgendaItemQuerySet, AgendaTemplateQuerySet
from participants.models import Addressable, Cluster, Organisation, Person


class AgendaItem(Addressable):
    """A point of the agenda with what was said; « Divers » has children. Its number is computed, never typed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="réunion")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="sous le point"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    kind = models.CharField("nature", max_length=15, choices=ItemKind, default=ItemKind.DISCUSSION)
    title = models.CharField("sujet", max_length=300)
    title_version = models.PositiveIntegerField(default=0, editable=False)
    presenter_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="présenté par (personne)"
    )
    presenter_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="présenté par (organisation)",
    )
    presenter = models.CharField("présenté par", max_length=200, blank=True, help_text="Tel que cela s’imprime.")
    planned_minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=ItemState, default=ItemState.TODO)
    discussion = models.TextField("description, discussions", blank=True)
    discussion_version = models.PositiveIntegerField(default=0, editable=False)
    status_note = models.TextField("statut", blank=True)
    status_note_version = models.PositiveIntegerField(default=0, editable=False)
    visibility = models.CharField("visible par", max_length=12, choices=Visibility, default=Visibility.MEMBERS)
    documents = models.ManyToManyField("meetings.Document", blank=True, related_name="items", verbose_name="documents")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")), name="item_not_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_restricted(self) -> bool:
        return self.visibility == Visibility.COORDINATION

    @property
    def is_under_restriction(self) -> bool:
        """Itself, or the point that it stands under."""
        return self.is_restricted or (self.parent is not None and self.parent.is_restricted)

    @property
    def siblings(self) -> models.QuerySet[AgendaItem]:
        """The points of the same level under the same point, itself included."""
        return self.meeting.items.filter(parent=self.parent_id)


class Outcome(Addressable):
    """What an item led to, besides actions: a decision, a recommendation, an announcement with its own date."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="outcomes", verbose_name="point")
    kind = models.CharField("nature", max_length=15, choices=OutcomeKind)
    text = models.TextField("texte")
    text_version = models.PositiveIntegerField(default=0, editable=False)
    on = models.DateField("date", null=True, blank=True)
    issuer = models.CharField("émise par", max_length=150, blank=True)
    addressee = models.CharField("adressée à", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "conclusion"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.get_kind_display()


class Section(Addressable):
    """Text about the whole meeting: objectives, lessons, consensus, outlook, or a free heading."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sections", verbose_name="réunion")
    kind = models.CharField("nature", max_length=12, choices=SectionKind)
    title = models.CharField("titre", max_length=150, blank=True)
    body = models.TextField("texte", blank=True)
    body_version = models.PositiveIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "section"
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "kind"), condition=~models.Q(kind=SectionKind.FREE), name="section_once_per_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=SectionKind.FREE) | ~models.Q(title=""),
                name="free_section_has_title",
                violation_error_message="Une section libre a besoin d’un titre.",
            ),
        )

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return self.title or self.get_kind_display()


class AgendaTemplate(Addressable):
    """What a cluster's meetings usually go through."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="agenda_templates", verbose_name="cluster")
    name = models.CharField("nom", max_length=120)
    meeting_kind = models.CharField("pour les réunions de nature", max_length=15, blank=True)
    objectives = models.TextField("objectifs repris", blank=True)
    is_default = models.BooleanField("modèle habituel", default=False)

    objects = AgendaTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "modèle d’ordre du jour"
        verbose_name_plural = "modèles d’ordre du jour"
        ordering = ("-is_default", "name")
        constraints = (
            models.UniqueConstraint(fields=("cluster", "name"), name="template_name_once_per_cluster"),
            models.UniqueConstraint(
                fields=("cluster",), condition=models.Q(is_default=True), name="template_default_once_per_cluster"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return MeetingKind(self.meeting_kind).label if self.meeting_kind else "Toutes"


class AgendaTemplateItem(models.Model):
    template = models.ForeignKey(AgendaTemplate, models.CASCADE, related_name="items", verbose_name="modèle")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="sous le point"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    kind = models.CharField("nature", max_length=15, choices=ItemKind, default=ItemKind.DISCUSSION)
    title = models.CharField("sujet", max_length=300)
    planned_minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", null=True, blank=True)

    class Meta:
        verbose_name = "point du modèle"
        verbose_name_plural = "points du modèle"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def siblings(self) -> models.QuerySet[AgendaTemplateItem]:
        return self.template.items.filter(parent=self.parent_id)
