"""Choosing the shape of a record, for one meeting or for the cluster's next ones too."""

import pytest
from django.urls import reverse

from minutes.errors import MoveRefused
from minutes.layouts import UnknownLayout
from minutes.models import Minutes, MinutesEvent
from minutes.selectors.record import minutes_of
from minutes.services.layout import choose_layout
from minutes.services.record import ensure_minutes
from participants.models import Cluster

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client, people):
    def send(who, meeting, **data):
        client.force_login(getattr(people, who))
        return client.post(reverse("minutes:minutes_layout", args=[meeting.uuid]), data)

    return send


def test_record_starts_with_the_layout_of_its_cluster(held):
    Cluster.objects.update(layout="b-due")
    held.cluster.refresh_from_db()
    assert ensure_minutes(meeting=held).layout == "b-due"


def test_layout_that_is_gone_falls_back_to_the_first(held):
    Cluster.objects.update(layout="ancien")
    held.cluster.refresh_from_db()
    assert (minutes_of(held).layout, ensure_minutes(meeting=held).layout) == ("a", "a")


def test_choosing_leaves_a_trace_once(held, people):
    for _ in range(2):
        choose_layout(meeting=held, layout="c", by=people.coordinator)
    assert Minutes.objects.get(meeting=held).layout == "c"
    assert [event.reason for event in MinutesEvent.objects.all()] == ["Mise en page : Cluster Protection"]


def test_sealed_record_keeps_its_layout(adopted, people):
    meeting = adopted.minutes.meeting
    with pytest.raises(MoveRefused):
        choose_layout(meeting=meeting, layout="c", by=people.coordinator, for_cluster=True)
    assert (Minutes.objects.get().layout, Cluster.objects.get(pk=meeting.cluster_id).layout) == ("a", "a")


def test_unknown_layout_is_refused(held, people):
    with pytest.raises(UnknownLayout):
        choose_layout(meeting=held, layout="z", by=people.coordinator)


def test_coordinator_chooses_for_the_cluster_too(post, held):
    response = post("coordinator", held, layout="b-due", for_cluster="on")
    assert response.url == reverse("minutes:record", args=[held.uuid])
    assert Minutes.objects.get(meeting=held).layout == "b-due"
    assert Cluster.objects.get(pk=held.cluster_id).layout == "b-due"


def test_rapporteur_chooses_for_this_meeting_only(post, held):
    post("rapporteur", held, layout="d", for_cluster="on")
    assert Minutes.objects.get(meeting=held).layout == "d"
    assert Cluster.objects.get(pk=held.cluster_id).layout == "a"


def test_layout_that_is_not_offered_is_an_error_beside_the_field(post, held):
    response = post("coordinator", held, layout="z")
    assert response.status_code == 200
    assert "z" in str(response.context["form"].errors["layout"])


def test_page_of_the_record_leads_to_the_choice_until_it_is_sealed(client, people, held):
    client.force_login(people.coordinator)
    page = client.get(reverse("minutes:record", args=[held.uuid])).content.decode()
    assert reverse("minutes:minutes_layout", args=[held.uuid]) in page
    assert "Compte rendu en tableaux" in page
