"""Words for what a meeting went through."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from clusterhub.web.typography import format_datetime
from meetings.enums import AgendaState, MeetingEventKind, MeetingState
from meetings.models import MeetingEvent

register = template.Library()

_STATES = {
    MeetingState.PLANNED: "Rétablie",
    MeetingState.ANNOUNCED: "Annoncée",
    MeetingState.OPEN: "Séance ouverte",
    MeetingState.CLOSED: "Séance levée",
    MeetingState.CANCELLED: "Annulée",
}


@register.filter
def event_words(event: MeetingEvent) -> str:
    """« Séance levée », « Déplacée au 16 novembre 2016 à 9 h », « Ordre du jour : adopté »."""
    if event.kind == MeetingEventKind.DATE:
        return f"Déplacée au {format_datetime(timezone.localtime(datetime.fromisoformat(event.after)))}"
    if event.kind == MeetingEventKind.DETAILS:
        return f"Modifiée : {event.after}"
    if event.kind == MeetingEventKind.AGENDA:
        return f"Ordre du jour : {AgendaState(event.after).label.lower()}"
    if not event.before:
        return "Créée"
    reopened = event.before == MeetingState.CLOSED and event.after == MeetingState.OPEN
    return "Séance reprise" if reopened else _STATES[MeetingState(event.after)]
