"""The pages of meetings as a coordinator, a member and a stranger meet them."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.services.templates import create_agenda_template
from participants.enums import Role
from tests.factories import make_cluster, make_organisation, make_role
from tests.meetings.factories import BAMAKO, NOVEMBER_15, adopt, make_meeting

FORM = {"starts_on": "2016-12-14", "starts_at": "14:30", "ends_at": "16:00", "kind": "ordinary", "venue": "PNUD"}


def url(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.uuid])


def titles(response):
    return [meeting.title for meeting in response.context["page"]]


# --- List -------------------------------------------------------------------------------------------------------------


@time_machine.travel(datetime(2016, 11, 15, 10, tzinfo=BAMAKO), tick=False)
def test_meeting_list_groups_what_is_to_come_and_what_is_past(client, people):
    make_meeting(people.cluster, title="D’hier", starts_at=NOVEMBER_15 - timedelta(days=1))
    make_meeting(people.cluster, title="De demain", starts_at=NOVEMBER_15 + timedelta(days=1))
    make_meeting(people.cluster, title="De ce jour", starts_at=NOVEMBER_15 - timedelta(hours=6))
    make_meeting(people.cluster, title="En séance", starts_at=NOVEMBER_15 - timedelta(days=2), state=MeetingState.OPEN)
    client.force_login(people.coordinator)

    response = client.get(reverse("meetings:meeting_list"))

    assert [meeting.title for meeting in response.context["upcoming"]] == ["En séance", "De ce jour", "De demain"]
    assert titles(response) == ["D’hier"]


@pytest.mark.parametrize(
    ("venue", "has_host", "shown"),
    [("Salle Niger", False, "Salle Niger"), ("", True, "ONGX"), ("Salle Niger", True, "Salle Niger")],
)
def test_meeting_list_says_where(client, people, venue, has_host, shown):
    make_meeting(people.cluster, venue=venue, host=make_organisation("ONGX") if has_host else None)
    client.force_login(people.coordinator)

    page = client.get(reverse("meetings:meeting_list")).text

    assert [place for place in ("Salle Niger", "ONGX") if place in page] == [shown]


def test_meeting_list_shows_each_what_it_may_see(client, people):
    make_meeting(people.cluster, title="Préparée")
    make_meeting(people.cluster, title="Annoncée", state=MeetingState.ANNOUNCED)
    make_meeting(people.cluster, title="Tenue", state=MeetingState.CLOSED)
    make_meeting(people.other_cluster, title="Ailleurs", state=MeetingState.ANNOUNCED)

    seen = {}
    for name in ("coordinator", "member", "observer", "stranger"):
        client.force_login(getattr(people, name))
        seen[name] = set(titles(client.get(reverse("meetings:meeting_list"))))

    assert seen == {
        "coordinator": {"Préparée", "Annoncée", "Tenue"},
        "member": {"Annoncée", "Tenue"},
        "observer": {"Annoncée"},
        "stranger": {"Ailleurs"},
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "cancelled"}, ["Annulée"]),
        ({"kind": "workshop"}, ["Atelier"]),
        ({"q": "atel"}, ["Atelier"]),
        ({"since": "2016-11-20"}, ["Atelier"]),
        ({"until": "2016-11-19"}, ["Annulée"]),
    ],
)
def test_meeting_list_filtered(client, people, query, expected):
    make_meeting(people.cluster, title="Annulée", state=MeetingState.CANCELLED)
    make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=7), title="Atelier", kind="workshop")
    client.force_login(people.coordinator)

    response = client.get(reverse("meetings:meeting_list"), query)

    assert titles(response) == expected


def test_meeting_list_says_which_filter_it_did_not_understand(client, people):
    client.force_login(people.coordinator)

    response = client.get(reverse("meetings:meeting_list"), {"since": "hier"})

    assert list(response.context["filter"].form.errors) == ["since"]
    assert 'id="id_since_error"' in response.text


def test_meeting_list_of_a_cluster_that_is_not_ours_is_a_wrong_choice(client, people):
    make_meeting(people.other_cluster)
    client.force_login(people.coordinator)

    response = client.get(reverse("meetings:meeting_list"), {"cluster": people.other_cluster.uuid})

    assert "cluster" in response.context["filter"].form.errors
    assert titles(response) == []


@pytest.mark.parametrize("item_count", [1, 3])
def test_meeting_list_asks_the_same_number_of_questions(client, people, item_count):
    for number in range(item_count):
        make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=number), host=make_organisation())
    client.force_login(people.coordinator)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("meetings:meeting_list"))

    assert len(queries) == 7, "\n".join(query["sql"][:160] for query in queries)


# --- Creating ---------------------------------------------------------------------------------------------------------


def test_meeting_create_with_one_cluster_goes_straight_to_the_form(client, people):
    client.force_login(people.coordinator)

    response = client.get(reverse("meetings:meeting_create"))

    assert response.context["cluster"] == people.cluster


def test_meeting_create_with_two_clusters_asks_which(client, people):
    second = make_cluster("Protection", "PRO")
    make_role(people.coordinator, second, Role.COORDINATOR)
    client.force_login(people.coordinator)

    asked = client.get(reverse("meetings:meeting_create"))
    chosen = client.get(reverse("meetings:meeting_create"), {"cluster": second.uuid})

    assert set(asked.context["form"].fields["cluster"].queryset) == {people.cluster, second}
    assert chosen.context["cluster"] == second


def test_meeting_create_makes_the_meeting(client, people):
    client.force_login(people.coordinator)

    response = client.post(reverse("meetings:meeting_create"), FORM)

    meeting = Meeting.objects.get()
    assert response.url == reverse("minutes:meeting_detail", args=[meeting.uuid])
    assert (meeting.starts_at, meeting.venue) == (datetime(2016, 12, 14, 14, 30, tzinfo=BAMAKO), "PNUD")
    assert meeting.ends_at == datetime(2016, 12, 14, 16, tzinfo=BAMAKO)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": "31/02/2016"}, "starts_on"),
        ({"starts_on": "0016-12-14"}, "starts_on"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"ends_at": "14:00"}, "ends_at"),
        ({"kind": "fête"}, "kind"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"online_url": "ftp://example.org/a"}, "online_url"),
        ({"venue": "x" * 201}, "venue"),
    ],
)
def test_meeting_create_says_what_is_wrong_and_keeps_what_was_typed(client, people, change, field):
    client.force_login(people.coordinator)

    response = client.post(reverse("meetings:meeting_create"), FORM | change)

    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["venue"].value() == (FORM | change)["venue"]
    assert not Meeting.objects.exists()


def test_meeting_create_for_a_cluster_of_others_is_not_offered(client, people):
    client.force_login(people.coordinator)

    response = client.post(f"{reverse('meetings:meeting_create')}?cluster={people.other_cluster.uuid}", FORM)

    assert "cluster" in response.context["form"].errors
    assert not Meeting.objects.exists()


def test_meeting_create_with_the_template_of_others_is_refused(client, people):
    foreign = create_agenda_template(cluster=people.other_cluster, name="Autre")
    client.force_login(people.coordinator)

    response = client.post(reverse("meetings:meeting_create"), FORM | {"template": foreign.uuid})

    assert list(response.context["form"].errors) == ["template"]


def test_meeting_create_as_a_member_is_forbidden(client, people):
    client.force_login(people.member)

    assert client.get(reverse("meetings:meeting_create")).status_code == 403
    assert client.post(reverse("meetings:meeting_create"), FORM).status_code == 403
    assert not Meeting.objects.exists()


# --- One meeting ------------------------------------------------------------------------------------------------------

PAGES = (
    *("meeting_edit", "meeting_reschedule", "meeting_cancel", "meeting_announce", "attendance", "attendance_add"),
    *("headcount", "meeting_roles", "meeting_restore"),
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("admin", 404), ("observer", 404), ("member", 403)])
def test_page_of_a_meeting_refused_before_anything_happens(client, people, name, who, status):
    state = MeetingState.CANCELLED if name == "meeting_restore" else MeetingState.PLANNED
    meeting = make_meeting(people.cluster, state=state)
    if who == "member":
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.ANNOUNCED)
    before = Meeting.objects.values().get(pk=meeting.pk)
    client.force_login(getattr(people, who))

    assert client.post(url(name, meeting), FORM | {"reason": "x", "title": "x"}).status_code == status
    assert Meeting.objects.values().get(pk=meeting.pk) == before


def test_meeting_edit_changes_what_it_shows(client, people, meeting):
    client.force_login(people.coordinator)

    client.post(
        url("meeting_edit", meeting), {"title": "Réunion élargie", "kind": "partners", "host": people.partner.pk}
    )

    meeting.refresh_from_db()
    assert (meeting.title, meeting.kind, meeting.host) == ("Réunion élargie", "partners", people.partner)


def test_meeting_edit_ignores_what_it_does_not_show(client, people, meeting):
    client.force_login(people.coordinator)
    forged = {"cluster": people.other_cluster.pk, "state": "closed", "serial": 99, "adopted_at": "2016-01-01 00:00"}

    client.post(url("meeting_edit", meeting), {"title": "Réunion", "kind": "ordinary"} | forged)

    meeting.refresh_from_db()
    assert (meeting.cluster, meeting.state, meeting.serial) == (people.cluster, "planned", 1)
    assert meeting.adopted_at is None


def test_meeting_edit_with_a_host_from_elsewhere_is_refused(client, people, meeting):
    client.force_login(people.coordinator)

    response = client.post(
        url("meeting_edit", meeting), {"title": "Réunion", "kind": "ordinary", "host": people.outsider.pk}
    )

    assert list(response.context["form"].errors) == ["host"]


def test_meeting_edit_once_adopted_is_forbidden(client, people):
    meeting = make_meeting(people.cluster, state=MeetingState.CLOSED)
    adopt(meeting)
    client.force_login(people.coordinator)

    assert client.get(url("meeting_edit", meeting)).status_code == 403


def test_meeting_announce_shows_who_is_invited_then_invites(client, people, meeting):
    client.force_login(people.coordinator)

    page = client.get(url("meeting_announce", meeting))
    client.post(url("meeting_announce", meeting))

    assert "Kadi Membre" in page.text
    assert "membre@example.org" not in page.text
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.ANNOUNCED


def test_meeting_reschedule_needs_a_reason(client, people, meeting):
    client.force_login(people.coordinator)

    response = client.post(url("meeting_reschedule", meeting), {"starts_on": "2016-11-22", "starts_at": "09:00"})

    assert list(response.context["form"].errors) == ["reason"]


def test_meeting_to_come_moves_to_a_day_that_is_gone_only_on_purpose(client, people):
    meeting = make_meeting(people.cluster, starts_at=timezone.now() + timedelta(days=9))
    client.force_login(people.coordinator)
    typed = {"starts_on": timezone.localdate() - timedelta(days=9), "starts_at": "09:00", "reason": "Avancée"}

    page = client.post(url("meeting_reschedule", meeting), typed)
    answer = client.post(url("meeting_reschedule", meeting), {**typed, "was_held": "on"})

    assert list(page.context["form"].errors) == ["was_held"]
    assert 'type="checkbox" name="was_held"' in page.text
    assert 'value="Avancée"' in page.text
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert meeting.day == typed["starts_on"]


def test_meeting_moved_cancelled_and_restored_through_its_pages(client, people, meeting):
    client.force_login(people.coordinator)

    client.post(
        url("meeting_reschedule", meeting), {"starts_on": "2016-11-22", "starts_at": "09:00", "reason": "Salle prise"}
    )
    client.post(url("meeting_cancel", meeting), {"reason": "Route coupée"})
    client.post(url("meeting_restore", meeting))

    meeting.refresh_from_db()
    assert meeting.starts_at == datetime(2016, 11, 22, 9, tzinfo=BAMAKO)
    assert list(meeting.events.values_list("after", "reason"))[1:] == [
        ("2016-11-22T09:00:00+00:00", "Salle prise"),
        ("cancelled", "Route coupée"),
        ("planned", ""),
    ]


@pytest.mark.parametrize("name", ["meeting_announce", "meeting_restore"])
def test_page_asks_before_it_acts(client, people, name):
    meeting = make_meeting(
        people.cluster, state=MeetingState.CANCELLED if name == "meeting_restore" else MeetingState.PLANNED
    )
    client.force_login(people.coordinator)

    page = client.get(url(name, meeting))

    assert page.text.count('<form class="form-page" method="post"') == 1
    assert Meeting.objects.get(pk=meeting.pk).state == meeting.state
