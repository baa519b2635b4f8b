"""The editor of agenda templates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.errors import ForeignObject, MeetingsError
from meetings.models import AgendaTemplate
from meetings.selectors import numbered_items
from meetings.services import templates as services


@pytest.fixture
def template(people):
    made = services.create_agenda_template(cluster=people.cluster, name="Mensuelle")
    made.items.all().delete()
    for title in "ABC":
        services.add_template_item(template=made, title=title)
    return made


def outline(template):
    return [f"{row.number} {row.item.title}" for row in numbered_items(template.items.all())]


def press(client, template, title, button):
    item = template.items.get(title=title)
    return client.post(reverse("meetings:agenda_template_item_press", args=[template.uuid, item.pk, button]))


def test_template_made_changed_and_thrown_away_through_its_pages(client, people):
    client.force_login(people.coordinator)
    data = {"name": "Mensuelle", "objectives": "Faire le point", "cluster": people.cluster.uuid}

    client.post(reverse("meetings:agenda_template_create"), data)
    template = AgendaTemplate.objects.get()
    assert (template.objectives, template.is_default) == ("<p>Faire le point</p>", True)
    assert len(outline(template)) == 4

    edit = {"name": "Trimestrielle", "meeting_kind": "workshop"}
    client.post(reverse("meetings:agenda_template_edit", args=[template.uuid]), edit)
    template.refresh_from_db()
    assert (template.name, template.meeting_kind, template.is_default) == ("Trimestrielle", "workshop", False)

    client.post(reverse("meetings:agenda_template_delete", args=[template.uuid]))
    assert not AgendaTemplate.objects.exists()


def test_template_points_moved_by_buttons(client, people, template):
    client.force_login(people.coordinator)

    press(client, template, "C", "monter")
    assert outline(template) == ["1 A", "2 C", "3 B"]
    press(client, template, "C", "imbriquer")
    assert outline(template) == ["1 A", "1.1 C", "2 B"]
    press(client, template, "B", "monter")
    assert outline(template) == ["1 B", "2 A", "2.1 C"]
    press(client, template, "C", "sortir")
    assert outline(template) == ["1 B", "2 A", "3 C"]
    press(client, template, "B", "descendre")
    press(client, template, "A", "supprimer")
    assert outline(template) == ["1 B", "2 C"]


def test_template_button_that_cannot_act_says_so(client, people, template):
    client.force_login(people.coordinator)

    press(client, template, "A", "imbriquer")
    page = client.get(reverse("meetings:agenda_template_detail", args=[template.uuid]))

    assert "au-dessus" in page.text
    assert outline(template) == ["1 A", "2 B", "3 C"]


def test_template_point_added_and_changed(client, people, template):
    client.force_login(people.coordinator)
    client.post(
        reverse("meetings:agenda_template_detail", args=[template.uuid]),
        {"title": "Gaps et réponses", "kind": "discussion", "planned_minutes": "20"},
    )
    item = template.items.get(title="Gaps et réponses")

    client.post(
        reverse("meetings:agenda_template_item_edit", args=[template.uuid, item.pk]),
        {"title": "Gaps", "kind": "decision", "planned_minutes": ""},
    )

    item.refresh_from_db()
    assert (item.title, item.kind, item.planned_minutes) == ("Gaps", "decision", None)
    assert outline(template)[-1] == "4 Gaps"


def test_template_services_refuse(people, template):
    other = services.create_agenda_template(cluster=people.other_cluster, name="Autre")

    with pytest.raises(ForeignObject):
        services.add_template_item(template=template, title="Intrus", parent=other.items.first())
    with pytest.raises(MeetingsError, match="sujet"):
        services.add_template_item(template=template, title=" ")
    with pytest.raises(MeetingsError, match="déjà ce nom"):
        services.create_agenda_template(cluster=people.cluster, name="Mensuelle")


def test_template_made_the_usual_one_takes_that_from_the_other(people, template):
    second = services.create_agenda_template(cluster=people.cluster, name="Nouvelle", is_default=True)

    template.refresh_from_db()
    assert (template.is_default, second.is_default) == (False, True)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("observer", 404), ("member", 403)])
@pytest.mark.parametrize("name", ["agenda_template_detail", "agenda_template_edit", "agenda_template_delete"])
def test_template_pages_are_for_the_coordination(client, people, template, who, status, name):
    client.force_login(getattr(people, who))

    response = client.post(reverse(f"meetings:{name}", args=[template.uuid]), {"title": "X", "name": "X"})

    assert response.status_code == status
    assert outline(AgendaTemplate.objects.get(name="Mensuelle")) == ["1 A", "2 B", "3 C"]


def test_template_point_of_another_template_is_not_found(client, people, template):
    other = services.create_agenda_template(cluster=people.other_cluster, name="Autre")
    foreign = other.items.first()
    client.force_login(people.coordinator)

    edit = reverse("meetings:agenda_template_item_edit", args=[template.uuid, foreign.pk])
    delete = reverse("meetings:agenda_template_item_press", args=[template.uuid, foreign.pk, "supprimer"])

    assert client.post(edit, {"title": "X", "kind": "decision"}).status_code == 404
    assert client.post(delete).status_code == 404
    assert other.items.filter(pk=foreign.pk, title=foreign.title).exists()


@pytest.mark.parametrize("item_count", [1, 3])
def test_template_pages_ask_the_same_number_of_questions(client, people, item_count):
    for number in range(item_count):
        template = services.create_agenda_template(cluster=people.cluster, name=f"Modèle {number}")
        services.add_template_item(template=template, title="Point", parent=template.items.last())
    client.force_login(people.coordinator)

    with CaptureQueriesContext(connection) as listing:
        client.get(reverse("meetings:agenda_template_list"))
    with CaptureQueriesContext(connection) as detail:
        client.get(reverse("meetings:agenda_template_detail", args=[template.uuid]))

    assert (len(listing), len(detail)) == (6, 5)
