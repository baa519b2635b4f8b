"""The coordination asks, reminds, reads, puts into the minutes; the clock asks by itself before each meeting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from post_office.models import Email

from actions.contributions.tables import answers_to
from actions.enums import CallPart
from actions.errors import CallRefused
from actions.models import ContributionCall
from actions.services import automatic_calls
from actions.services.call_reminders import send_call_reminders, want_reminders
from actions.services.consolidation import put_into_item
from actions.services.contributions import answer_call
from clusterhub.web.richtext import to_text
from meetings.enums import Visibility
from meetings.errors import ForeignObject, MeetingsError
from meetings.models import TextRevision
from meetings.services.agenda import add_item
from meetings.services.documents import upload_document
from meetings.services.lifecycle import cancel_meeting
from participants.enums import Role
from participants.models import AccessLink, Holiday
from participants.services.partner_links import find_partner_link
from participants.voices import Voice
from tests.actions.calls import (
    FOCAL,
    MEETS_ON,
    MONDAY,
    breaking_off,
    link_for,
    make_call,
    meeting_to_come,
    morning,
    plain,
)
from tests.actions.partner_world import photo
from tests.factories import People, make_group, make_list, make_membership, make_organisation, make_person, make_role
from tests.letters import check_parts
from tests.meetings.factories import make_meeting
from tests.permissions.snapshot import database

pytestmark = pytest.mark.django_db
SendMail = Callable[[], list[mail.EmailMultiAlternatives]]
ADDRESS = re.compile(r"http://localhost:8000(/p/([\w-]{43})/appels/[0-9a-f-]{36}/)")


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(morning(), tick=True) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client: Client, people: People) -> Client:
    client.force_login(people.coordinator)
    return client


def answered(people: People, call: ContributionCall, number: int = 12) -> None:
    content = {"values": [number], "note": ""}
    voice = Voice("Awa Traoré")
    answer_call(call, organisation=people.partner, part=CallPart.FIGURES, content=content, voice=voice)


def figures_call(people: People, **given: object) -> ContributionCall:
    return make_call(people, parts=["chiffres"], figures=["Bénéficiaires atteints"], **given)


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_call_goes_to_focal_points_with_a_key_that_is_stored_nowhere(people: People, sent_mail: SendMail) -> None:
    call = make_call(people)
    assert "/p/" not in repr(database())
    (letter,) = sent_mail()
    path, key = ADDRESS.search(letter.body).groups()
    check_parts(letter)
    assert (letter.to, letter.subject) == ([FOCAL], "Tour de table de mars, Relèvement")
    assert "- Points à l’ordre du jour\n- Tour de table\n" in letter.body
    assert find_partner_link(key).sent_to == FOCAL
    assert "Tour de table de mars" in plain(Client().get(path))
    assert (key in repr(database()), path in repr(database())) == (False, False)
    assert {invitee.organisation for invitee in call.invitees.all()} == {people.lead, people.partner}


def test_link_withdrawn_while_its_mail_waits_leaves_no_address(people: People, sent_mail: SendMail) -> None:
    make_call(people)
    AccessLink.objects.update(revoked_at=morning())
    (letter,) = sent_mail()
    assert ("appels/" in letter.body, "⟦" in letter.body) == (False, False)


def test_form_asks_all_members_a_group_or_those_that_are_ticked(people: People, coordinator: Client) -> None:
    other = make_organisation("SEULE")
    make_membership(other, people.cluster)
    group = make_group(people.cluster, "Duo", [people.partner, other])
    url = reverse("actions:call_create", args=[people.cluster.uuid])
    fields = {"title": "Chiffres", "parts": ["chiffres"], "figures": "Kits\nKits\nAbris", "due_on": "2027-03-10"}
    asked = {}
    for audience in ("tous", str(group.uuid), "choix"):
        coordinator.post(url, {**fields, "audience": audience, "organisations": [str(other.uuid)]})
        call = ContributionCall.objects.latest("pk")
        asked[audience] = {invitee.organisation.acronym for invitee in call.invitees.all()}
    assert list(asked.values()) == [{"CHEF", "PARTEN", "SEULE"}, {"PARTEN", "SEULE"}, {"SEULE"}]
    assert call.figures == ["Kits", "Abris"]


WRONG = [
    ({"title": " "}, "title"),
    ({"parts": []}, "parts"),
    ({"due_on": MONDAY - timedelta(days=1)}, "due_on"),
    ({"parts": ["presence"]}, "meeting"),
    ({"parts": ["document"]}, "document"),
    ({"parts": ["chiffres"]}, "figures"),
    ({"parts": ["chiffres"], "figures": [str(number) for number in range(11)]}, "figures"),
    ({"organisations": []}, "organisations"),
]


def test_call_that_lacks_something_is_refused_beside_the_field(people: People) -> None:
    for given, field in WRONG:
        with pytest.raises(CallRefused) as refusal:
            make_call(people, **given)
        assert (given, refusal.value.field) == (given, field)
    assert not ContributionCall.objects.exists()


def test_call_takes_no_meeting_or_document_of_others_and_none_that_is_restricted(people: People) -> None:
    foreign = make_meeting(people.other_cluster, morning(MEETS_ON))
    hidden = upload_document(
        cluster=people.cluster, file=photo(), by=people.coordinator, visibility=Visibility.COORDINATION
    )
    with pytest.raises(ForeignObject):
        make_call(people, parts=["presence"], meeting=foreign)
    with pytest.raises(CallRefused, match="n’est visible que par la coordination"):
        make_call(people, parts=["document"], document=hidden)


def test_forms_say_what_is_wrong_and_keep_what_was_typed(people: People, coordinator: Client) -> None:
    url = reverse("actions:call_create", args=[people.cluster.uuid])
    page = plain(coordinator.post(url, {"title": "Présences", "parts": ["presence"], "due_on": "2027-03-10"}))
    said = plain(
        coordinator.post(url, {"title": "Présences", "parts": ["presence"], "due_on": "2027-03-10", "audience": "tous"})
    )
    assert ('value="Présences"' in page, "Ce champ est obligatoire" in page) == (True, True)
    assert "Dites à quelle réunion ils viendront." in said
    assert not Email.objects.exists()


def test_message_to_copy_is_shown_once_and_opens_the_call(people: People, coordinator: Client) -> None:
    call = make_call(people)
    page = coordinator.post(reverse("actions:call_copy", args=[call.uuid, people.lead.uuid]))
    path, key = ADDRESS.search(page.content.decode()).groups()
    assert ('data-copy="message-1"' in plain(page), "js/copy" in plain(page)) == (True, True)
    assert find_partner_link(key).organisation == people.lead
    assert "Tour de table de mars" in plain(Client().get(path))
    assert key not in plain(coordinator.get(reverse("actions:call_detail", args=[call.uuid])))


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_page_lists_the_answers_and_who_has_not_answered(people: People, coordinator: Client) -> None:
    call = figures_call(people)
    answered(people, call)
    page = plain(coordinator.get(reverse("actions:call_detail", args=[call.uuid])))
    silent = page.partition("Sans réponse")[2]
    assert "1 sur 2 organisations ont répondu" in page
    assert ("CHEF" in silent, "sans point focal à qui écrire" in silent) == (True, True)
    assert "- Bénéficiaires atteints : 12" in page


def test_page_asks_as_many_questions_for_three_organisations_as_for_one(people: People, coordinator: Client) -> None:
    more = [make_organisation(f"ONG{number}") for number in range(6)]
    call = make_call(people, parts=["points", "chiffres", "actions"], figures=["Kits"], organisations=more)
    url, counts = reverse("actions:call_detail", args=[call.uuid]), []
    for few in (more[:1], more[1:3]):
        for organisation in few:
            content = {"title": f"Point de {organisation.acronym}", "detail": "", "minutes": None}
            answer_call(call, organisation=organisation, part=CallPart.AGENDA, content=content, voice=Voice("Awa"))
        with CaptureQueriesContext(connection) as asked:
            page = plain(coordinator.get(url))
        counts.append(len(asked))
    assert (page.count("Point de ONG"), counts[0]) == (6, counts[1])


def test_answers_are_put_into_a_point_of_the_minutes_with_a_version(people: People, coordinator: Client) -> None:
    call, meeting = figures_call(people), meeting_to_come(people)
    item = add_item(meeting=meeting, title="Tour de table")
    answered(people, call)
    url, fields = reverse("actions:call_put", args=[call.uuid]), {"parts": ["chiffres"], "item": str(item.uuid)}
    said = [plain(coordinator.post(url, fields, follow=True)) for _ in range(2)]
    item.refresh_from_db()
    assert "Organisation | Bénéficiaires atteints | Précision\nPARTEN | 12" in to_text(item.discussion)
    assert (item.discussion_version, item.discussion.count("<table>")) == (1, 1)
    assert TextRevision.objects.get(object_uuid=item.uuid, version=1).author == people.coordinator
    assert ("Versé dans « Tour de table »." in said[0], "Ce point contient déjà ce texte." in said[1]) == (True, True)
    answered(people, call, 13)
    assert put_into_item(call, answers_to(call).filled, item=item, by=people.coordinator)
    item.refresh_from_db()
    assert (item.discussion_version, item.discussion.count("<table>")) == (2, 2)


def test_answers_are_not_put_elsewhere(people: People) -> None:
    call = figures_call(people)
    foreign = add_item(meeting=make_meeting(people.other_cluster, morning(MEETS_ON)), title="Ailleurs")
    own = add_item(meeting=meeting_to_come(people), title="Ici")
    with pytest.raises(ForeignObject):
        put_into_item(call, answers_to(call).filled, item=foreign, by=people.coordinator)
    with pytest.raises(MeetingsError, match="aucune réponse"):
        put_into_item(call, answers_to(call).filled, item=own, by=people.coordinator)


def test_markup_in_an_answer_stays_words_in_the_minutes(people: People) -> None:
    call = make_call(people, parts=["document"], document=upload_document(
        cluster=people.cluster, file=photo(), by=people.coordinator
    ))  # fmt: skip
    said = {"text": '<img src=x onerror="alert(1)"> <b>gras</b>\nDeuxième ligne'}
    answer_call(call, organisation=people.partner, part=CallPart.DOCUMENT, content=said, voice=Voice("Awa"))
    item = add_item(meeting=meeting_to_come(people), title="Avis")
    put_into_item(call, answers_to(call).filled, item=item, by=people.coordinator)
    item.refresh_from_db()
    assert ("<img" in item.discussion, "<b>" in item.discussion) == (False, False)
    assert "&lt;b&gt;gras&lt;/b&gt;<br>Deuxième ligne" in item.discussion


def test_answers_are_forwarded_once_a_day_to_each_address(people: People, coordinator: Client, sent_mail) -> None:
    call = figures_call(people, organisations=[people.lead])
    content = {"values": [7], "note": ""}
    answer_call(call, organisation=people.lead, part=CallPart.FIGURES, content=content, voice=Voice("Awa"))
    bailleurs = make_list(people.cluster, addresses=[("Un bailleur", "bailleur@example.org"), ("Focal", FOCAL)])
    fields = {"lists": [bailleurs.uuid], "organisations": [people.partner.uuid], "note": "Pour information."}
    url = reverse("actions:call_forward", args=[call.uuid])
    said = [plain(coordinator.post(url, fields, follow=True)) for _ in range(2)]
    letters = sent_mail()
    assert sorted(letter.to[0] for letter in letters) == ["bailleur@example.org", FOCAL]
    assert "Pour information.\n\nCHIFFRES\nCHEF :\n- Bénéficiaires atteints : 7\n" in letters[0].body
    assert ("2 messages partent." in said[0], "Tous l’ont déjà reçu" in said[1]) == (True, True)


def test_call_is_closed_opened_again_and_changed(people: People, coordinator: Client) -> None:
    call = make_call(people)
    url = reverse("actions:call_act", args=[call.uuid])
    for act, is_open in (("clore", False), ("rouvrir", True), ("autre", True)):
        coordinator.post(url, {"act": act})
        call.refresh_from_db()
        assert call.is_open == is_open
    edit = reverse("actions:call_edit", args=[call.uuid])
    past = plain(coordinator.post(edit, {"title": "Autre", "due_on": "2027-02-01"}))
    coordinator.post(edit, {"title": "Autre titre", "introduction": "", "due_on": "2027-03-12"})
    call.refresh_from_db()
    assert "Cette date est déjà passée." in past
    assert (call.title, call.due_on) == ("Autre titre", date(2027, 3, 12))


# --- Reminding --------------------------------------------------------------------------------------------------------


def reminders() -> list[Email]:
    return list(Email.objects.filter(subject__startswith="Rappel").order_by("pk"))


def test_those_who_have_not_answered_are_reminded_once_a_day(people: People, coordinator: Client, sent_mail) -> None:
    call = make_call(people)
    url = reverse("actions:call_act", args=[call.uuid])
    said = [plain(coordinator.post(url, {"act": "relancer"}, follow=True)) for _ in range(3)]
    assert ("1 rappel part." in said[0], "déjà eu un rappel aujourd’hui" in said[1]) == (True, True)
    (reminder,) = [letter for letter in sent_mail() if letter.subject.startswith("Rappel")]
    check_parts(reminder)
    assert (reminder.to, bool(ADDRESS.search(reminder.body))) == ([FOCAL], True)
    assert "est souhaitée pour le 10 mars 2027" in reminder.body.replace("\xa0", " ")


def test_whoever_has_answered_is_left_alone(people: People) -> None:
    call = figures_call(people)
    answered(people, call)
    assert (want_reminders(call), send_call_reminders(call=call)) == (1, 0)
    assert reminders() == []


def test_who_answered_a_part_is_asked_for_what_is_missing_and_for_nothing_else(
    people: People, coordinator: Client, sent_mail
) -> None:
    """Those who said nothing are reminded by their own button; the table of answers is the same."""
    call = make_call(people, organisations=[people.lead, people.partner])
    url = reverse("actions:call_act", args=[call.uuid])
    before = answers_to(call).tables[1]
    answer_call(call, organisation=people.partner, part=CallPart.AGENDA, content={"nothing": True}, voice=Voice("Awa"))
    reading = answers_to(call)
    assert ([one.organisation for one in reading.silent], reading.tables[1]) == ([people.lead], before)
    assert [(one.invitee.organisation, one.label) for one in reading.partial] == [(people.partner, "Tour de table")]
    page = plain(coordinator.get(reverse("actions:call_detail", args=[call.uuid])))
    assert "Il manque : Tour de table." in page.partition("Réponse partielle")[2]

    assert "adresse" in plain(coordinator.post(url, {"act": "relancer"}, follow=True))
    said = [plain(coordinator.post(url, {"act": "completer"}, follow=True)) for _ in range(2)]
    assert ("1 rappel part." in said[0], "déjà eu un rappel aujourd’hui" in said[1]) == (True, True)
    (reminder,) = [letter for letter in sent_mail() if letter.subject.startswith("Rappel")]
    check_parts(reminder)
    assert reminder.to == [FOCAL]
    assert [line for line in reminder.body.splitlines() if line.startswith("- ")] == ["- Tour de table"]
    assert "Il manque encore" in reminder.body

    answer_call(
        call, organisation=people.partner, part=CallPart.ROUND_TABLE, content={"nothing": True}, voice=Voice("Awa")
    )
    assert (answers_to(call).partial, want_reminders(call, of_partial=True)) == ([], 0)


def test_nobody_is_asked_who_comes_to_a_meeting_that_was_called_off(people: People, coordinator: Client) -> None:
    meeting, given = meeting_to_come(people), {"organisations": [people.partner]}
    call = make_call(people, parts=["points", "presence"], meeting=meeting, **given)
    answer_call(call, organisation=people.partner, part=CallPart.AGENDA, content={"nothing": True}, voice=Voice("Awa"))
    assert [one.label for one in answers_to(call).partial] == ["Qui viendra"]

    cancel_meeting(meeting=meeting, reason="Route coupée", by=people.coordinator)
    call.refresh_from_db()
    assert (answers_to(call).partial, want_reminders(call, of_partial=True)) == ([], 0)
    assert "(annulée)" in plain(coordinator.get(reverse("actions:call_detail", args=[call.uuid])))
    page = plain(Client().get(link_for(people).call(call)))
    assert ("(annulée)" in page, "Points à l’ordre du jour" in page, "Qui viendra" in page) == (True, True, False)


def test_reminder_waits_for_a_working_day_and_for_the_other_reminder_of_the_day(people: People) -> None:
    """Asked for on a Saturday before a Monday off: it leaves on Tuesday, once, however often the clock runs."""
    call = make_call(people)
    saturday = MONDAY + timedelta(days=5)
    Holiday.objects.create(on=saturday + timedelta(days=2), name="Fête")
    want_reminders(call, at=morning(saturday))
    days = [saturday + timedelta(days=number) for number in range(6)]
    sent = {day: [send_call_reminders(at=morning(day)) for _ in range(2)] for day in days}
    assert {day: count for day, count in sent.items() if any(count)} == {saturday + timedelta(days=3): [1, 0]}


def test_one_reader_gets_one_reminder_a_day_for_two_calls(people: People) -> None:
    first, second = make_call(people), make_call(people, title="Autre appel")
    for call in (first, second):
        want_reminders(call)
    sent = [send_call_reminders(at=morning(MONDAY + timedelta(days=number))) for number in range(4)]
    assert sent == [1, 1, 0, 0]
    assert len({email.subject for email in reminders()}) == 2


def test_run_that_was_cut_short_goes_on_where_it_stopped(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        organisation = make_organisation(f"ONG{number}")
        person = make_person(organisation=organisation, emails=(f"ong{number}@example.org",))
        make_role(person, people.cluster, Role.FOCAL_POINT)
        make_membership(organisation, people.cluster)
    call = make_call(people, organisations=automatic_calls.members_of(people.cluster))
    want_reminders(call)
    with breaking_off(monkeypatch, "actions.services.call_reminders", after=1), pytest.raises(OSError, match="arrêt"):
        send_call_reminders()
    assert len(reminders()) == 1
    send_call_reminders()
    assert sorted(email.to[0] for email in reminders()) == [FOCAL, "ong0@example.org", "ong1@example.org"]
