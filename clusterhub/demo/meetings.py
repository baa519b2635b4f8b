"""Meetings of the demonstration, each taken through its life as far as its data says (``until``)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from actions.enums import OPEN_STATUSES, Priority, Status
from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.report import report_on_action
from clusterhub.demo.people import House
from clusterhub.demo.reading import due_text, points
from clusterhub.web.richtext import clean
from meetings.enums import AttendanceState, ItemKind, ItemState, SectionKind, Visibility
from meetings.models import AgendaItem, Meeting
from meetings.services import agenda as agenda_services
from meetings.services.attendance import add_attendance
from meetings.services.lifecycle import announce_meeting, cancel_meeting, close_meeting, open_meeting
from meetings.services.meetings import create_meeting
from participants.enums import Role
from participants.models import ClusterRole, User

ADDRESSES = uuid.UUID("6ab9ee5c-8f0c-4a53-9c8c-5f1d1c2c0d55")
"""Namespace of the meetings' addresses, so that a demonstration loaded afresh has the same ones."""
HELD = {"closed", "in_review", "circulated", "adopted", "signed", "waiting_for_chair"}
SECTIONS = ("objectives", "lessons", "consensus", "outlook")


def build_meeting(house: House, data: dict[str, Any]) -> Meeting:
    cluster = house.clusters[data["cluster"]]
    by = user_with(cluster.code, Role.COORDINATOR)
    meeting = create_meeting(
        cluster=cluster,
        starts_at=data["starts_at"],
        ends_at=data["ends_at"],
        by=by,
        kind=data.get("kind", "ordinary"),
        title=data["title"],
    )
    Meeting.objects.filter(pk=meeting.pk).update(uuid=uuid.uuid5(ADDRESSES, f"{cluster.code} {data['starts_at']}"))
    meeting.refresh_from_db()
    if data["until"] in HELD | {"open"}:
        _hold(house, meeting, data, by)
    elif data["until"] == "announced":
        announce_meeting(meeting=meeting, by=by)
    elif data["until"] == "cancelled":
        cancel_meeting(meeting=meeting, reason=data["reason"], by=by)
    return meeting


def user_with(code: str, role: str) -> User | None:
    held = ClusterRole.objects.filter(cluster__code=code, role=role, person__user__isnull=False)
    found = held.select_related("person__user").first()
    return found.person.user if found else None


def _hold(house: House, meeting: Meeting, data: dict[str, Any], by: User | None) -> None:
    _write_agenda(house, meeting, data)
    open_meeting(meeting=meeting, by=by, at=data["starts_at"])
    if "agenda" in data:
        agenda_services.set_agenda_state(meeting=meeting, state=data["agenda"], by=by)
    _tick(house, meeting, data)
    for kind in SECTIONS:
        if kind in data:
            section = agenda_services.ensure_section(meeting=meeting, kind=SectionKind(kind))
            section.body = clean(data[kind])
            section.save(update_fields=["body"])
    _promise(house, meeting, data, by)
    if data["until"] in HELD:
        close_meeting(meeting=meeting, by=by, at=data["closed_at"])


def _write_agenda(house: House, meeting: Meeting, data: dict[str, Any]) -> None:
    """The data's points in place of the template's; the first one, « Suivi », is kept and filled."""
    AgendaItem.objects.filter(meeting=meeting).exclude(kind=ItemKind.FOLLOW_UP).delete()
    written: dict[int, AgendaItem] = {}
    for point, above in points(data.get("item", [])):
        parent = written.get(id(above)) if above else None
        written[id(point)] = _write_point(house, meeting, point, parent, held=data["until"] in HELD)


def _write_point(
    house: House, meeting: Meeting, point: dict[str, Any], parent: AgendaItem | None, *, held: bool
) -> AgendaItem:
    kind = point.get("kind", ItemKind.DISCUSSION)
    item = meeting.items.filter(kind=ItemKind.FOLLOW_UP).first() if kind == ItemKind.FOLLOW_UP else None
    item = item or agenda_services.add_item(meeting=meeting, title=point["title"], parent=parent, kind=kind)
    item.title = point["title"]
    item.presenter = point.get("presenter", "")
    item.presenter_organisation = house.organisations.get(item.presenter)
    item.discussion = clean(point.get("discussion", ""))
    item.status_note = clean(point.get("status", ""))
    item.visibility = point.get("visibility", Visibility.MEMBERS)
    item.state = point.get("state", ItemState.DISCUSSED if held else ItemState.TODO)
    item.save()
    for outcome in point.get("outcome", []):
        agenda_services.add_outcome(item=item, **outcome)
    return item


def _tick(house: House, meeting: Meeting, data: dict[str, Any]) -> None:
    for name in data.get("present", []):
        add_attendance(meeting=meeting, person=house.people[name])
    for name in data.get("present_organisations", []):
        add_attendance(meeting=meeting, organisation=house.organisations[name])
    for name in data.get("excused_organisations", []):
        add_attendance(meeting=meeting, organisation=house.organisations[name], state=AttendanceState.EXCUSED)
    if "headcount" in data:
        Meeting.objects.filter(pk=meeting.pk).update(headcount_override=data["headcount"])
        meeting.refresh_from_db()


def _promise(house: House, meeting: Meeting, data: dict[str, Any], by: User | None) -> None:
    for point, _ in points(data.get("item", [])):
        for row in point.get("action", []):
            row["made"] = create_action(
                cluster=meeting.cluster,
                meeting=meeting,
                item=meeting.items.get(title=point["title"]),
                description=row["description"],
                owner_text=row["owners"],
                due_text=due_text(row["due"], meeting_on=meeting.day),
                priority=row.get("priority", Priority.NORMAL),
                by=by,
                at=data["starts_at"] + timedelta(minutes=45),
            )


def follow_meeting(house: House, data: dict[str, Any]) -> None:
    """What the organisations and the coordination said after the meeting, its record once agreed on."""
    if data["until"] not in HELD:
        return
    by = user_with(data["cluster"], Role.COORDINATOR)
    for point, _ in points(data.get("item", [])):
        for row in point.get("action", []):
            _answer(house, row["made"], row, by, at=data["closed_at"] + timedelta(hours=40))


def _answer(house: House, action: ActionPoint, row: dict[str, Any], by: User | None, *, at: datetime) -> None:
    for share in row.get("shares", []):
        organisation = house.organisations[share["organisation"]]
        report_on_action(
            action, by=by, organisation=organisation, status=share["status"], comment=share["comment"], at=at
        )
    if "done" in row:
        report_on_action(action, by=by, status=Status.DONE, comment=row["done"], at=at)
    elif "status" in row:
        comment = row.get("comment") or row.get("note") or "Point fait en réunion."
        said = {"comment": comment, "note": row.get("note", ""), "postponed_to": _moved_to(row, at)}
        report_on_action(action, by=by, status=row["status"], at=at, **said)


def _moved_to(row: dict[str, Any], at: datetime) -> date | None:
    return timezone.localdate(at) + timedelta(days=row["postponed_days"]) if "postponed_days" in row else None


def close_old_promises(meetings: list[Meeting], *, at: datetime, by: User | None) -> None:
    """The yearly review: nothing of the old years weighs on today's agendas."""
    left = ActionPoint.objects.filter(meeting__in=meetings, status__in=OPEN_STATUSES).order_by("reference")
    for action in left:
        report_on_action(action, by=by, status=Status.DROPPED, comment="Close à la revue annuelle.", at=at)
