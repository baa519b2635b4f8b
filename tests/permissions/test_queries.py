"""No page asks more of the database when there is more to show, forms and steps included."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.services.create import create_action
from actions.services.gaps import cover_gap
from meetings.services.agenda import add_item, add_outcome
from meetings.services.attendance import add_attendance
from meetings.services.documents import attach_document, upload_document
from meetings.services.roles import add_meeting_role
from meetings.services.templates import add_template_item, create_agenda_template
from participants.enums import Role, Sector
from participants.models import Organisation, Place
from participants.services.activities import declare_need, report_activity
from tests.factories import make_group, make_membership, make_organisation, make_person, make_place, make_role
from tests.permissions.conftest import Ask
from tests.permissions.snapshot import undone
from tests.permissions.table import ROWS, Row
from tests.permissions.world import Side, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LIMITS = {row.address: 8 for row in ROWS if row.address.endswith("_list")}
LIMITS |= {"minutes:meeting_detail": 12, "minutes:contact_list": 12, "minutes:dashboard": 12, "minutes:record": 44}
LIMITS |= {"mergers:organisation_merge": 60, "mergers:person_merge": 60}
"""The liste de contacts is a document shown before it is printed, not a page of a list. A merger counts all that hangs
on either of the two, one query for each sort."""
PRINTED = {"minutes:record_pdf", "minutes:dashboard_pdf"}
"""They read what their page reads."""
PAGES = [row for row in ROWS if row.sign("GET", "coordinator") == "+" and row.address not in PRINTED]


def grow(side: Side, numbers: range) -> None:
    """More of everything, in the cluster and in each meeting that may still change."""
    for number in numbers:
        organisation = make_organisation(f"PLUS{number}", parent=None)
        unit = make_organisation(f"UNITE{number}", parent=organisation)
        make_membership(organisation, side.cluster)
        reached = {"emails": (f"plus{number}@example.org",), "phones": ("+223 70 00 00 01",)}
        person = make_person(f"De plus {number}", unit, **reached)
        make_role(person, side.cluster, Role.FOCAL_POINT, organisation=organisation)
        make_group(side.cluster, f"Groupe {number}", [organisation, unit])
        make_place(f"Lieu de plus {number}")
        template = create_agenda_template(cluster=side.cluster, name=f"Modèle {number}")
        add_template_item(template=template, title="Point")
        add_template_item(template=side.cluster.agenda_templates.first(), title=f"Point {number}")
        document = upload_document(cluster=side.cluster, file=_file(number), by=side.accounts["coordinator"])
        owners = f"{side.code}ONG, PLUS{number}, {person.name}"
        _add_action(side, owners)
        _grow_coverage(side, organisation, make_place(f"Région {number}"))
        for meeting in side.meetings.values():
            if meeting.is_editable:
                _grow_meeting(side, meeting, person, document, owners)


def _grow_coverage(side: Side, organisation: Organisation, place: Place) -> None:
    """Another row of the table with somebody at work, a need and an action; more in a profile that is shown."""
    by, where = side.accounts["coordinator"], {"sector": Sector.EARLY_RECOVERY, "place": place}
    for teller in (organisation, side.partner):
        report_activity(organisation=teller, cluster=side.cluster, by=by, description="De plus", **where)
    declare_need(cluster=side.cluster, by=by, text="De plus", organisation=organisation, **where)
    cover_gap(cluster=side.cluster, by=by, **where)


def _grow_meeting(side: Side, meeting: Any, person: Any, document: Any, owners: str) -> None:
    item = add_item(meeting=meeting, title="De plus", presenter=person.name)
    add_item(meeting=meeting, title="En dessous", parent=item)
    for point in meeting.items.filter(parent=None):
        add_outcome(item=point, text="De plus")
        _add_action(side, owners, meeting=meeting, item=point)
    add_attendance(meeting=meeting, person=person)
    add_meeting_role(meeting=meeting, kind="moderator", person=person)
    attach_document(document=document, to=meeting)


def _add_action(side: Side, owners: str, **where: Any) -> None:
    by = side.accounts["coordinator"]
    create_action(cluster=side.cluster, by=by, description="De plus", owner_text=owners, **where)


def _file(number: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{number}.csv", b"a;b\n1;2\n", "text/csv")


def count(ask: Ask, row: Row, side: Side) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        answer = ask("coordinator", "GET", reverse(row.address, kwargs=side.at.get(row.of)))
    assert answer.status_code in (200, 302)
    return len(queries), [query["sql"][:140] for query in queries]


WRITE_ONCE = {"participants:organisation_detail", "participants:person_detail", "participants:person_edit"}
"""The first time in a day they write down who saw contacts."""


def test_no_page_asks_more_when_there_is_more(world: World, ask: Ask) -> None:
    with undone():
        grow(world.own, range(1))
        for row in PAGES:
            if row.address in WRITE_ONCE:
                count(ask, row, world.own)
        few = {str(row): count(ask, row, world.own) for row in PAGES}
        grow(world.own, range(1, 3))
        many = {str(row): count(ask, row, world.own) for row in PAGES}

    assert {name: (few[name][0], many[name][0]) for name in few if few[name][0] != many[name][0]} == {}
    over = {str(row): many[str(row)][0] for row in PAGES if many[str(row)][0] > LIMITS.get(row.address, 40)}
    assert over == {}
