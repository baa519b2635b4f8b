from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from actions.enums import DueKind, Status
from actions.errors import DateNotAwaited, DependenceRefused, HandoverRefused, StatusMoveRefused
from actions.models import ActionPoint, ActionShare
from actions.partners import partners_counted
from actions.services.confirmation import confirm_action, send_back_action
from actions.services.create import create_action
from actions.services.date_requests import ask_for_date, ask_for_dates, give_date
from actions.services.edit import update_action, withdraw_action
from actions.services.handovers import accept_handover, hand_over, refuse_handover
from actions.services.report import report_on_action
from clusterhub.web.typography import format_date, french
from meetings.enums import Visibility
from participants.enums import Role
from participants.services.clusters import give_role
from tests.factories import People

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
PROOF = "https://example.org/preuve"


def make_action(people: People, owner_text: str = "PARTEN", **given: object) -> ActionPoint:
    given.setdefault("description", "Faire")
    return create_action(cluster=people.cluster, by=None, owner_text=owner_text, **given)


def said(action: ActionPoint) -> list[str]:
    return list(action.updates.order_by("id").values_list("comment", flat=True))[1:]


def mails() -> list[tuple[str, str]]:
    return sorted((email.to[0], email.email_message().subject) for email in Email.objects.all())


# --- Statuses with words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "field"),
    [("waiting", "note"), ("blocked", "note"), ("postponed", "postponed_to"), ("dropped", "comment")],
)
def test_status_needs_its_words(people: People, status: str, field: str) -> None:
    action = make_action(people)

    for organisation in (None, people.partner):
        with pytest.raises(StatusMoveRefused) as refusal:
            report_on_action(action, by=people.coordinator, organisation=organisation, status=status)
        assert refusal.value.field == field

    action.refresh_from_db()
    assert (action.status, said(action)) == ("todo", [])


def test_what_is_awaited_may_be_said_in_the_comment_and_stays(people: People) -> None:
    action = make_action(people)
    report_on_action(action, by=None, organisation=people.partner, status="waiting", comment="Du bailleur")
    assert action.status_note == "Du bailleur"

    report_on_action(action, by=people.coordinator, status="waiting", comment="Rappelé hier.")
    assert action.status_note == "Rappelé hier."


def test_postponing_moves_the_deadline_and_keeps_the_old_one(people: People) -> None:
    before, after = TODAY() + timedelta(days=2), TODAY() + timedelta(days=30)
    action = make_action(people, due_text="fin du mois", due_on=before)

    update = report_on_action(
        action, by=None, organisation=people.partner, status="postponed", postponed_to=after, comment="Pluies"
    )

    assert (action.due_on, action.due_text, action.postponed_to) == (after, "fin du mois", after)
    assert (update.due_before, update.due_after, update.comment) == (before, after, "Pluies")
    report_on_action(action, by=None, organisation=people.partner, status="in_progress")
    assert action.due_on == after


def test_one_of_several_moves_its_own_date_only(people: People) -> None:
    before, after = TODAY() + timedelta(days=2), TODAY() + timedelta(days=30)
    action = make_action(people, "CHEF, PARTEN", due_on=before)

    report_on_action(action, by=None, organisation=people.partner, status="postponed", postponed_to=after)
    share = action.shares.get(organisation=people.partner)
    assert (action.due_on, share.postponed_to, share.due_on) == (before, after, after)
    assert action.shares.get(organisation=people.lead).due_on == before

    later = after + timedelta(days=1)
    report_on_action(action, by=None, organisation=people.lead, status="postponed", postponed_to=later)
    assert (action.status, action.due_on) == (Status.POSTPONED, later)


def test_who_put_off_its_part_is_late_by_its_own_date(people: People, client) -> None:
    """On its page and in its reminders, until the coordination gives another date to all."""
    today, later = TODAY(), TODAY() + timedelta(days=30)
    action = make_action(people, "CHEF, PARTEN", due_text="fin du mois", due_on=today + timedelta(days=2))
    report_on_action(action, by=None, organisation=people.partner, status="postponed", postponed_to=later)
    ActionPoint.objects.update(due_on=today - timedelta(days=1))
    client.force_login(people.focal_point)
    (mine,) = client.get(reverse("actions:my_actions")).context["mine"].upcoming
    assert mine.due == french(f"fin du mois (reportée au {format_date(later)})")
    assert [one.acronym for one in partners_counted(people.cluster) if one.late_count] == ["CHEF"]

    update_action(ActionPoint.objects.get(), by=people.coordinator, due_on=today + timedelta(days=5))
    assert {share.due_on for share in ActionShare.objects.all()} == {today + timedelta(days=5)}


@pytest.mark.parametrize("days", [-1, 0])
def test_new_date_must_be_to_come(people: People, days: int) -> None:
    with pytest.raises(StatusMoveRefused, match="déjà passée"):
        report_on_action(make_action(people), by=None, status="postponed", postponed_to=TODAY() + timedelta(days=days))


# --- Important actions ------------------------------------------------------------------------------------------------


def important(people: People, owner_text: str = "PARTEN") -> ActionPoint:
    return make_action(people, owner_text, priority="important")


def test_important_action_needs_a_proof(people: People) -> None:
    action = important(people)
    with pytest.raises(StatusMoveRefused, match="document ou donnez un lien") as refusal:
        report_on_action(action, by=None, organisation=people.partner, status="done", comment="Fait.")
    assert refusal.value.field == "file"
    with pytest.raises(StatusMoveRefused, match="https"):
        report_on_action(
            action,
            by=None,
            organisation=people.partner,
            status="done",
            comment="Fait.",
            proof_url="javascript:alert(1)",
        )

    report_on_action(action, by=None, organisation=people.partner, status="in_progress", proof_url=PROOF)
    report_on_action(action, by=None, organisation=people.partner, status="done", comment="Fait.")
    assert (action.status, action.is_to_confirm, action.is_settled) == (Status.DONE, True, False)


def test_coordination_confirms(people: People) -> None:
    action = important(people)
    report_on_action(action, by=None, organisation=people.partner, status="done", comment="Fait.", proof_url=PROOF)
    assert list(ActionPoint.objects.to_confirm()) == [action]

    confirm_action(action, by=people.coordinator)

    assert (action.confirmed_by, action.is_to_confirm, action.is_settled) == (people.coordinator, False, True)
    assert said(action) == ["Fait.", "Confirmée par la coordination."]
    with pytest.raises(StatusMoveRefused):
        confirm_action(action, by=people.coordinator)


def test_coordination_sends_back_with_its_reason(people: People) -> None:
    action = important(people, "CHEF, PARTEN")
    for organisation in (people.lead, people.partner):
        report_on_action(action, by=None, organisation=organisation, status="done", comment="Fait.", proof_url=PROOF)

    send_back_action(action, by=people.coordinator, reason="Il manque la liste.")

    assert (action.status, action.completed_on, action.confirmed_at) == (Status.IN_PROGRESS, None, None)
    assert {share.status for share in action.shares.all()} == {"in_progress"}
    assert said(action)[-1] == "Renvoyée : Il manque la liste."


def test_coordination_that_says_done_confirms_at_once(people: People) -> None:
    action = important(people)
    report_on_action(action, by=people.coordinator, status="done", comment="Reçu.", proof_url=PROOF)
    assert (action.is_to_confirm, action.confirmed_by) == (False, people.coordinator)

    report_on_action(action, by=people.coordinator, status="in_progress", comment="Erreur.")
    assert (action.confirmed_at, action.confirmed_by) == (None, None)


def test_database_refuses_a_confirmed_action_that_is_not_done(people: People) -> None:
    make_action(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPoint.objects.update(confirmed_at=timezone.now())


def test_confirming_on_the_page(people: People, client) -> None:
    action = important(people)
    report_on_action(action, by=None, organisation=people.partner, status="done", comment="Fait.", proof_url=PROOF)
    client.force_login(people.coordinator)
    url = reverse("actions:action_confirm", args=[action.uuid])
    assert f"{action.reference}" in client.get(reverse("actions:action_list"), {"to_confirm": "on"}).content.decode()
    assert "1\u00a0action importante à confirmer" in client.get("/").content.decode()
    assert f'href="{PROOF}"' in client.get(url).content.decode()

    refused = client.post(url, {"refuse": "1", "reason": ""}).content.decode()
    assert "Dites ce qui manque" in refused

    client.post(url, {"refuse": "1", "reason": "Incomplet"})
    action.refresh_from_db()
    assert action.status == Status.IN_PROGRESS


def test_report_form_shows_what_is_missing_beside_its_field(people: People, client) -> None:
    action = important(people)
    client.force_login(people.focal_point)
    url = reverse("actions:action_report", args=[action.uuid])

    page = client.post(url, {"status": "done", "comment": "Tout est <fait>"}).content.decode()
    assert "joignez un document" in page
    assert "Tout est &lt;fait&gt;" in page

    client.post(url, {"status": "postponed", "postponed_to": (TODAY() + timedelta(days=9)).isoformat()})
    action.refresh_from_db()
    assert action.due_on == TODAY() + timedelta(days=9)


# --- Depends on -------------------------------------------------------------------------------------------------------


def test_chain_that_comes_back_is_refused(people: People) -> None:
    first, second, third = (make_action(people) for _ in range(3))
    update_action(second, by=people.coordinator, depends_on=first)
    update_action(third, by=people.coordinator, depends_on=second)

    for late in (second, third):
        with pytest.raises(DependenceRefused, match="attend déjà"):
            update_action(first, by=people.coordinator, depends_on=late)
    foreign = create_action(cluster=people.other_cluster, by=None, description="Ailleurs")
    with pytest.raises(DependenceRefused, match="même cluster"):
        update_action(first, by=people.coordinator, depends_on=foreign)


def test_owners_of_the_follower_are_told_once(people: People) -> None:
    first = make_action(people, "CHEF")
    follower = make_action(people, depends_on=first)
    make_action(people, depends_on=first, visibility=Visibility.COORDINATION)

    report_on_action(first, by=None, organisation=people.lead, status="done", comment="Fait.")
    report_on_action(first, by=people.coordinator, status="in_progress", comment="Non.")
    report_on_action(first, by=people.coordinator, status="done", comment="Si.")

    told = [(to, subject) for to, subject in mails() if "peut avancer" in subject]
    mine = [to for to, subject in told if follower.reference in subject]
    assert mine == [people.focal_point.email]
    assert people.focal_point.email not in [to for to, subject in told if follower.reference not in subject]


def test_important_predecessor_is_told_when_confirmed(people: People) -> None:
    first = important(people, "CHEF")
    make_action(people, depends_on=first)
    report_on_action(first, by=None, organisation=people.lead, status="done", comment="Fait.", proof_url=PROOF)
    assert mails() == []

    confirm_action(first, by=people.coordinator)
    assert [to for to, _ in mails()] == [people.focal_point.email]


# --- The date that somebody else gives --------------------------------------------------------------------------------


def awaiting(people: People, set_by: str = "PARTEN") -> ActionPoint:
    return make_action(people, "CHEF", due_kind=DueKind.TO_BE_COMMUNICATED, due_set_by=set_by)


def test_named_party_is_asked_once_by_the_clock(people: People) -> None:
    action = awaiting(people)

    assert [ask_for_dates(), ask_for_dates(), ask_for_dates(at=timezone.now() + timedelta(days=40))] == [1, 0, 0]
    assert [to for to, _ in mails()] == [people.focal_point.email]
    assert said(action) == [f"Date demandée à {people.focal_point.person.name}."]


def test_unknown_party_makes_the_coordination_find_out(people: People) -> None:
    ask_for_date(awaiting(people, "le ministère de tutelle"), by=people.coordinator)
    assert people.coordinator.email in [to for to, _ in mails()]


def test_party_gives_the_date(people: People, client) -> None:
    action = awaiting(people)
    client.force_login(people.focal_point)
    url = reverse("actions:date_give", args=[action.uuid])
    assert "déjà passée" in client.post(url, {"on": "2016-01-01"}).content.decode()

    client.post(url, {"on": TODAY().isoformat(), "comment": "Salle retenue"})

    action.refresh_from_db()
    assert (action.due_kind, action.due_on, action.due_set_by) == (DueKind.DATE, TODAY(), "PARTEN")
    last = action.updates.order_by("id").last()
    assert (last.comment, last.due_after, last.author) == ("Salle retenue", TODAY(), people.focal_point)
    with pytest.raises(DateNotAwaited):
        give_date(action, on=TODAY(), by=people.coordinator)


def test_other_member_may_not_give_the_date(people: People, client) -> None:
    action = awaiting(people, "CHEF")
    client.force_login(people.focal_point)
    assert client.post(reverse("actions:date_give", args=[action.uuid]), {"on": "2030-01-01"}).status_code == 403


# --- Before another cluster -------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(people: People) -> People:
    """The stranger coordinates the other cluster."""
    give_role(cluster=people.other_cluster, person=people.stranger.person, role=Role.COORDINATOR)
    return people


def test_accepted_action_is_followed_in_both(elsewhere: People) -> None:
    people = elsewhere
    action = make_action(people, description="Obtenir l’accès", due_text="dès que possible")
    handover = hand_over(action, to=people.other_cluster, by=people.coordinator, reason="C’est national.")
    assert people.stranger.email in [to for to, _ in mails()]
    with pytest.raises(HandoverRefused, match="déjà été transmise"):
        hand_over(action, to=people.other_cluster, by=people.coordinator, reason="Encore")

    copy = accept_handover(handover, by=people.stranger, owner_text="Coordinateur")
    report_on_action(copy, by=people.stranger, status="done", comment="Accès obtenu.")

    assert (copy.cluster, copy.handed_over.action) == (people.other_cluster, action)
    assert "Obtenir l’accès" in copy.description
    assert said(action)[-1] == f"{people.other_cluster.short_name} ({copy.reference}), réalisé. Accès obtenu."
    action.refresh_from_db()
    assert action.status == Status.TODO
    with pytest.raises(HandoverRefused):
        refuse_handover(handover, by=people.stranger, reason="Trop tard")


def test_accepted_action_says_what_was_handed_over_to_the_letter(elsewhere: People) -> None:
    people = elsewhere
    action = make_action(people, description="<p>Fournir l'&lt;abri A&gt; &amp; une bâche</p><ul><li>À Gao</li></ul>")
    handover = hand_over(action, to=people.other_cluster, by=people.coordinator, reason="C’est national.")
    copy = accept_handover(handover, by=people.stranger, owner_text="Coordinateur")
    whence = f"<p>Transmise par {people.cluster.short_name} ({action.reference}).</p>"
    assert copy.description == action.description + whence


def test_what_becomes_of_an_important_copy_comes_back_too(elsewhere: People) -> None:
    """Confirmed, sent back or withdrawn: the first cluster does not go on believing what was said before."""
    people = elsewhere
    action = important(people)
    handover = hand_over(action, to=people.other_cluster, by=people.coordinator, reason="C’est national.")
    copy = accept_handover(handover, by=people.stranger, owner_text="PARTEN")
    name, done = f"{people.other_cluster.short_name} ({copy.reference})", {"status": "done", "proof_url": PROOF}
    Email.objects.all().delete()

    report_on_action(copy, by=None, organisation=people.partner, comment="Fait.", **done)
    assert (said(action)[-1], mails()) == (f"{name}, réalisé, à confirmer. Fait.", [])
    send_back_action(copy, by=people.stranger, reason="Il manque la carte.")
    assert said(action)[-1] == f"{name}, en cours. Renvoyée : Il manque la carte."
    report_on_action(copy, by=None, organisation=people.partner, comment="Carte jointe.", **done)
    confirm_action(copy, by=people.stranger)
    assert said(action)[-1] == f"{name}, réalisé. Confirmée par la coordination."
    assert people.coordinator.email in [to for to, _ in mails()]

    Email.objects.all().delete()
    withdraw_action(copy, by=people.stranger, reason="Doublon.")
    assert said(action)[-1] == f"{name}, réalisé. Retirée : Doublon."
    assert people.coordinator.email in [to for to, _ in mails()]


def test_words_on_a_restricted_copy_stay_there(elsewhere: People) -> None:
    people = elsewhere
    action = make_action(people)
    handover = hand_over(action, to=people.other_cluster, by=people.coordinator, reason="Voir")
    copy = accept_handover(handover, by=people.stranger, owner_text="Coordinateur")
    ActionPoint.objects.filter(pk=copy.pk).update(visibility=Visibility.COORDINATION)

    report_on_action(copy, by=people.stranger, status="blocked", comment="Secret d’État")

    assert said(action)[-1] == f"{people.other_cluster.short_name} ({copy.reference}), bloqué."


def test_restricted_action_does_not_leave(elsewhere: People) -> None:
    action = make_action(elsewhere, visibility=Visibility.COORDINATION)
    with pytest.raises(HandoverRefused, match="réservée"):
        hand_over(action, to=elsewhere.other_cluster, by=elsewhere.coordinator, reason="Voir")


def test_refusal_comes_back_with_its_reason_and_may_be_asked_again(elsewhere: People, client) -> None:
    people = elsewhere
    action = make_action(people)
    handover = hand_over(action, to=people.other_cluster, by=people.coordinator, reason="Voir")
    client.force_login(people.stranger)
    url = reverse("actions:handover_detail", args=[handover.uuid])
    assert client.get(reverse("actions:action_detail", args=[action.uuid])).status_code == 404
    assert "Dites pourquoi" in client.post(url, {"refuse": "1"}).content.decode()

    client.post(url, {"refuse": "1", "reason": "Hors mandat."})

    assert said(action)[-1] == f"{people.other_cluster.short_name} : refusée. Hors mandat."
    assert people.coordinator.email in [to for to, _ in mails()]
    assert hand_over(action, to=people.other_cluster, by=people.coordinator, reason="Relire").is_awaited


def test_who_hands_over_learns_that_nobody_is_there_to_answer(people: People, client) -> None:
    people.other_cluster.roles.all().delete()
    client.force_login(people.coordinator)
    url = reverse("actions:handover_add", args=[make_action(people).uuid])
    page = client.post(url, {"to_cluster": people.other_cluster.uuid, "reason": "Voir"}, follow=True)
    assert "Personne ne coordonne ce cluster dans ClusterHub" in page.content.decode()


def test_handovers_are_filtered(elsewhere: People, client) -> None:
    people = elsewhere
    road, well = (make_action(people, description=text) for text in ("Ouvrir la piste", "Creuser le puits"))
    for action in (road, well):
        hand_over(action, to=people.other_cluster, by=people.coordinator, reason="Voir")
    refuse_handover(road.handovers.get(), by=people.stranger, reason="Hors mandat.")
    client.force_login(people.stranger)
    url, found = reverse("actions:handover_list"), {}
    for query in ({}, {"state": "refused"}, {"q": "puits"}, {"q": road.reference}, {"cluster": people.cluster.uuid}):
        page = client.get(url, query).context["page"]
        found[str(query.popitem()[1]) if query else ""] = [row.action for row in page]
    assert list(found.values()) == [[well, road], [road], [well], [road], [well, road]]


def test_only_the_receiving_coordination_answers(elsewhere: People, client) -> None:
    handover = hand_over(make_action(elsewhere), to=elsewhere.other_cluster, by=elsewhere.coordinator, reason="Voir")
    url = reverse("actions:handover_detail", args=[handover.uuid])
    codes = {}
    for name in ("coordinator", "focal_point"):
        client.force_login(getattr(elsewhere, name))
        codes[name] = (client.get(url).status_code, client.post(url, {"owner_text": "X"}).status_code)
    assert codes == {"coordinator": (200, 403), "focal_point": (404, 404)}
