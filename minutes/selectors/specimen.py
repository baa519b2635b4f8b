"""A record to look at: what a cluster's style gives before there is a meeting to print."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from clusterhub.web.agreement import agreed
from meetings.enums import MeetingKind, MeetingRoleKind
from meetings.models import Meeting
from meetings.wording import body_name
from minutes.content import Action, Attendee, Content, Item, MeetingFacts, NextMeeting, Outcome, RoleLine, Section
from minutes.editions import for_edition
from minutes.models import ClusterStyle
from minutes.selectors.freeze import freeze
from minutes.selectors.styles import frozen_style
from participants.models import Cluster, User
from participants.rules import is_coordination

FUNCTIONS = {MeetingRoleKind.CHAIR: "Coordinatrice", MeetingRoleKind.RAPPORTEUR: "Chargé de suivi"}
NAME, ORGANISATION = "Prénom Nom", "Organisation"


def content_to_preview(cluster: Cluster, style: ClusterStyle, user: User) -> Content:
    """The members' edition of the last meeting held, for whoever may read its live text; otherwise a specimen."""
    held = Meeting.objects.filter(cluster=cluster).exclude(closed_at=None).order_by("-starts_at").first()
    if held and is_coordination(user, cluster.pk):
        return for_edition(freeze(held, style=style), "members")
    return specimen(cluster, style)


def specimen(cluster: Cluster, style: ClusterStyle) -> Content:
    return Content(
        edition="members",
        document_label=style.get_document_name_display(),
        version_number=0,
        is_draft=True,
        meeting=_meeting(cluster),
        next_meeting=NextMeeting(starts_at=_moment(30), venue="Salle de réunion"),
        roles=tuple(_role(kind, style.role_labels) for kind in MeetingRoleKind),
        sections=(Section(kind="objectives", html="<p>Ce que la réunion doit permettre.</p>"),),
        items=(_point(),),
        actions=(_action(cluster),),
        attendance=tuple(Attendee(name=NAME, organisation=ORGANISATION, job_title=word) for word in FUNCTIONS.values()),
        style=frozen_style(style),
    )


def _meeting(cluster: Cluster) -> MeetingFacts:
    return MeetingFacts(
        uuid="",
        title="",
        kind_label=str(MeetingKind.ORDINARY.label),
        cluster_name=body_name(cluster.kind, cluster.short_name),
        cluster_short_name=cluster.short_name,
        cluster_code=cluster.code,
        starts_at=_moment(),
        ends_at=_moment(hours=2),
        closed_at=_moment(hours=2),
        venue="Salle de réunion",
        place=str(cluster.place or ""),
        agenda_state="adopted",
    )


def _moment(days: int = 0, hours: int = 0) -> str:
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    return (morning + timedelta(days=days, hours=hours)).isoformat()


def _role(kind: MeetingRoleKind, labels: dict[str, str]) -> RoleLine:
    function = FUNCTIONS.get(kind, "Fonction")
    label = agreed(labels.get(kind) or str(kind.label), function)
    return RoleLine(role=kind.value, label=label, name=NAME, job_title=function, organisation=ORGANISATION)


def _point() -> Item:
    return Item(
        number="1",
        kind="discussion",
        title="Un point de l’ordre du jour",
        presenter=ORGANISATION,
        discussion_html="<p>Ce qui a été dit.</p>",
        outcomes=(Outcome(kind="decision", label="Décision", html="<p>Ce qui a été décidé.</p>"),),
    )


def _action(cluster: Cluster) -> Action:
    return Action(
        reference=f"{cluster.code}-{timezone.localdate():%Y-%m}-01",
        item_number="1",
        description_html="<p>Ce qui est à faire</p>",
        owners_text=ORGANISATION,
        due_text="au plus tard vendredi prochain",
        status_label="À faire",
    )
