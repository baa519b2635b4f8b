"""Agenda templates: what a cluster's meetings usually go through."""

from __future__ import annotations

from django.db import transaction

from clusterhub.web.folding import strip_control_line
from clusterhub.web.richtext import clean
from meetings.enums import ItemKind
from meetings.errors import ForeignObject, MeetingsError
from meetings.models import AgendaTemplate, AgendaTemplateItem
from meetings.services import ordering
from meetings.services.agenda import STANDARD_AGENDA
from meetings.services.locks import lock_cluster
from participants.models import Cluster


@transaction.atomic
def create_agenda_template(
    *, cluster: Cluster, name: str, meeting_kind: str = "", objectives: str = "", is_default: bool = False
) -> AgendaTemplate:
    """Starts with the standard points, to be changed from there. A cluster's first template is its usual one."""
    lock_cluster(cluster)
    template = AgendaTemplate(cluster=cluster)
    first = not cluster.agenda_templates.exists()
    save_agenda_template(
        template=template, name=name, meeting_kind=meeting_kind, objectives=objectives, is_default=is_default or first
    )
    AgendaTemplateItem.objects.bulk_create(
        AgendaTemplateItem(template=template, kind=kind, title=title, position=position)
        for position, (kind, title) in enumerate(STANDARD_AGENDA, start=1)
    )
    return template


@transaction.atomic
def save_agenda_template(
    *, template: AgendaTemplate, name: str, meeting_kind: str, objectives: str, is_default: bool
) -> AgendaTemplate:
    """Making one the usual template takes that from the other."""
    lock_cluster(template.cluster)
    others = AgendaTemplate.objects.filter(cluster=template.cluster).exclude(pk=template.pk)
    template.name = strip_control_line(name)
    if others.filter(name=template.name).exists():
        raise MeetingsError("Un modèle de ce cluster porte déjà ce nom.")
    if is_default:
        others.update(is_default=False)
    template.meeting_kind, template.objectives, template.is_default = meeting_kind, clean(objectives), is_default
    template.save()
    return template


@transaction.atomic
def delete_agenda_template(*, template: AgendaTemplate) -> None:
    """Meetings keep the agenda that they took from it."""
    template.delete()


@transaction.atomic
def add_template_item(
    *,
    template: AgendaTemplate,
    title: str,
    kind: str = ItemKind.DISCUSSION,
    planned_minutes: int | None = None,
    parent: AgendaTemplateItem | None = None,
) -> AgendaTemplateItem:
    lock_cluster(template.cluster)
    if parent and parent.template_id != template.pk:
        raise ForeignObject("Ce point est celui d’un autre modèle.")
    ordering.check_parent(parent)
    line = strip_control_line(title)
    if not line:
        raise MeetingsError("Donnez un sujet à ce point.")
    item = AgendaTemplateItem.objects.create(
        template=template, parent=parent, title=line, kind=kind, planned_minutes=planned_minutes
    )
    ordering.place_last(item)
    return item


@transaction.atomic
def update_template_item(
    *, item: AgendaTemplateItem, title: str, kind: str, planned_minutes: int | None
) -> AgendaTemplateItem:
    line = strip_control_line(title)
    if not line:
        raise MeetingsError("Donnez un sujet à ce point.")
    item.title, item.kind, item.planned_minutes = line, kind, planned_minutes
    item.save(update_fields=["title", "kind", "planned_minutes"])
    return item


@transaction.atomic
def move_template_item(*, item: AgendaTemplateItem, by: int) -> None:
    lock_cluster(item.template.cluster)
    ordering.move(item, by=by)


@transaction.atomic
def nest_template_item(*, item: AgendaTemplateItem) -> None:
    lock_cluster(item.template.cluster)
    ordering.nest(item)


@transaction.atomic
def unnest_template_item(*, item: AgendaTemplateItem) -> None:
    lock_cluster(item.template.cluster)
    ordering.unnest(item)


@transaction.atomic
def delete_template_item(*, item: AgendaTemplateItem) -> None:
    """With the points under it."""
    lock_cluster(item.template.cluster)
    item.delete()
