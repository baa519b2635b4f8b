"""An organisation takes back what it said by mistake, for as long as nobody has built on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from actions.contributions.asking import reports_since
from actions.enums import DueKind, Priority, Recurrence, Status
from actions.errors import NotTakenBack
from actions.models import ActionPoint, ActionShare, ActionUpdate, ContributionCall
from actions.second_thoughts import WHOM_TO_ASK, last_word_on
from actions.selectors.reported import last_words
from actions.services.create import create_action
from actions.services.report import report_on_action
from actions.services.taking_back import take_back
from clusterhub.web.typography import french
from meetings.models import Meeting
from participants.models import AccessLinkUse
from participants.querysets import belonging_to
from tests.actions.conftest import hold, meeting_after
from tests.actions.partner_world import PartnerWorld, build_partner_world
from tests.factories import People

pytestmark = pytest.mark.django_db
SLIP = "A rectifié : « Réalisé » avait été noté par erreur."


def promise(people: People, owner: str = "PARTEN", **fields) -> ActionPoint:
    return create_action(
        cluster=people.cluster, description="Visiter le site", owner_text=owner, due_text="", by=None, **fields
    )


def says(people: People, action: ActionPoint, status: Status, comment: str = "Fait", **said) -> ActionUpdate:
    return report_on_action(
        action, by=people.focal_point, organisation=people.partner, status=status, comment=comment, **said
    )


def share_of(people: People, action: ActionPoint) -> ActionShare:
    return ActionShare.objects.get(action=action, organisation=people.partner)


def takes_back(people: People, slip: ActionUpdate) -> ActionUpdate | None:
    return take_back(share_of(people, slip.action), word=slip.uuid, by=people.focal_point)


def refusal(people: People, slip: ActionUpdate) -> str:
    with pytest.raises(NotTakenBack) as refused:
        takes_back(people, slip)
    assert ActionUpdate.objects.filter(corrects=slip).count() == 0
    return str(refused.value).replace("\xa0", " ").removesuffix(f" {WHOM_TO_ASK}")


# --- What it does -----------------------------------------------------------------------------------------------------


def test_slip_is_taken_back_by_a_row_that_names_it(people: People) -> None:
    action = promise(people)
    says(people, action, Status.BLOCKED, "", note="par la route coupée")
    slip = says(people, action, Status.DONE)
    update = takes_back(people, slip)
    action.refresh_from_db()
    share = share_of(people, action)
    assert (share.status, share.note, share.completed_on) == (Status.BLOCKED, "par la route coupée", None)
    assert (action.status, action.status_note, action.completed_on) == (Status.BLOCKED, "par la route coupée", None)
    assert (update.corrects, update.before, update.after, update.comment) == (
        slip,
        Status.DONE,
        Status.BLOCKED,
        french(SLIP),
    )
    assert (update.author, update.organisation) == (people.focal_point, people.partner)
    assert last_word_on(share) is None


def test_other_shares_go_on_saying_where_the_whole_stands(people: People) -> None:
    action = promise(people, "PARTEN, CHEF")
    slip = says(people, action, Status.DONE)
    report_on_action(action, by=people.coordinator, organisation=people.lead, status=Status.IN_PROGRESS)
    assert action.status == Status.PARTLY_DONE
    takes_back(people, slip)
    action.refresh_from_db()
    assert (action.status, share_of(people, action).status) == (Status.IN_PROGRESS, Status.TODO)


def test_same_press_twice_is_one_correction(people: People) -> None:
    slip = says(people, promise(people), Status.DONE)
    assert (takes_back(people, slip) is None, takes_back(people, slip)) == (False, None)
    assert ActionUpdate.objects.filter(corrects=slip).count() == 1


def test_neither_the_slip_nor_its_correction_is_a_word_any_more(people: People) -> None:
    """An answer to a call, the last word that a record prints, the proof of an important action."""
    action = promise(people, priority=Priority.IMPORTANT)
    call = ContributionCall(cluster=people.cluster, created_at=timezone.now() - timedelta(hours=1))
    takes_back(people, says(people, action, Status.DONE, proof_url="https://example.org/photo"))
    assert list(reports_since(call, belonging_to([people.partner]))) == []
    assert last_words([action], until=timezone.now()) == {}
    with pytest.raises(Exception, match="joignez un document"):
        says(people, action, Status.DONE)


def test_follower_is_not_told_twice_that_it_may_begin(people: People) -> None:
    action = promise(people)
    promise(people, "CHEF", depends_on=action)
    takes_back(people, says(people, action, Status.DONE))
    says(people, action, Status.DONE, "Cette fois oui")
    assert [sorted(mail.to) for mail in Email.objects.filter(subject__contains="peut avancer").order_by("pk")] == [
        ["coordination@example.org"],
        ["rapporteur@example.org"],
    ]


def test_meeting_to_come_shows_the_action_again(people: People) -> None:
    action = promise(people)
    meeting = meeting_after(people.cluster, days=5000)
    slip = says(people, action, Status.DONE)
    assert not meeting.action_reviews.filter(action=action).exists()
    takes_back(people, slip)
    assert meeting.action_reviews.filter(action=action).exists()


# --- What nobody may take back any more -------------------------------------------------------------------------------


def confirmed(people: People, action: ActionPoint) -> str:
    report_on_action(action, by=people.coordinator, status=Status.DONE, comment="Vu sur place")
    return "La coordination s’est prononcée sur cette action."


def met(people: People, action: ActionPoint) -> str:
    meeting = meeting_after(people.cluster, days=1)
    hold(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now() + timedelta(hours=1))
    return "La réunion du 16 novembre 2016 en a pris connaissance."


def begun(people: People, action: ActionPoint) -> str:
    follower = promise(people, "CHEF", depends_on=action)
    report_on_action(follower, by=people.coordinator, organisation=people.lead, status=Status.IN_PROGRESS)
    return "Une autre action, qui l’attendait, a avancé depuis."


@pytest.mark.parametrize("built_on", [confirmed, met, begun])
def test_word_on_which_somebody_built_stays(people: People, built_on) -> None:
    action = promise(people)
    slip = says(people, action, Status.DONE)
    said = built_on(people, action)
    assert refusal(people, slip) == said
    assert share_of(people, action).status == Status.DONE


def test_record_that_went_out_with_the_word_keeps_it(people: People, meeting: Meeting) -> None:
    action = promise(people, meeting=meeting)
    slip = says(people, action, Status.DONE)
    hold(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(circulated_at=timezone.now())
    assert refusal(people, slip) == "Le compte rendu qui la rapporte a été diffusé."


def test_commitment_that_was_renewed_by_it_says_by_what(people: People) -> None:
    action = promise(people, due_kind=DueKind.RECURRING, recurrence=Recurrence.MONTHLY)
    slip = says(people, action, Status.DONE)
    renewal = ActionPoint.objects.get(renewed_from=action)
    assert refusal(people, slip) == f"L’engagement a été renouvelé : {renewal.reference}."


def test_new_date_is_the_coordination_s_to_correct(people: People) -> None:
    slip = says(people, promise(people), Status.POSTPONED, postponed_to=timezone.localdate() + timedelta(days=9))
    assert refusal(people, slip) == "L’échéance a changé avec cette réponse."


def test_status_that_the_coordination_imposed_is_not_undone_by_it(people: People) -> None:
    """The part came to say the same, so that its reason went; taken back, the whole would fall behind it."""
    action = promise(people, "PARTEN, CHEF")
    report_on_action(action, by=people.coordinator, organisation=people.lead, status=Status.BLOCKED, note="piste")
    report_on_action(action, by=people.coordinator, status=Status.BLOCKED, comment="Piste coupée", note="piste")
    slip = says(people, action, Status.BLOCKED, "Piste")
    assert (action.status, action.override_reason) == (Status.BLOCKED, "")
    assert refusal(people, slip) == "La coordination s’est prononcée sur cette action."


def test_imposed_status_with_its_reason_stands_beside_the_corrected_part(people: People) -> None:
    action = promise(people, "PARTEN, CHEF")
    report_on_action(action, by=people.coordinator, status=Status.BLOCKED, comment="Piste coupée", note="piste")
    takes_back(people, says(people, action, Status.DONE))
    action.refresh_from_db()
    assert (action.status, share_of(people, action).status) == (Status.BLOCKED, Status.TODO)


def test_word_that_is_not_the_last_is_refused(people: People) -> None:
    action = promise(people)
    slip = says(people, action, Status.IN_PROGRESS)
    says(people, action, Status.DONE)
    assert refusal(people, slip) == "Une autre réponse a été donnée depuis."


# --- On the pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def world(people: People) -> PartnerWorld:
    return build_partner_world(people)


def test_holder_of_a_link_rectifies_in_two_taps(world: PartnerWorld, client: Client) -> None:
    path = world.report_path(world.shown)
    client.post(path, {"name": "Awa", "status": "done", "comment": "Fait"})
    assert f'href="{path}#rectifier"' in client.get(world.path).content.decode()
    word = client.get(path).context["word"].update.uuid
    nameless = client.post(f"{path}rectifier/", {"word": word})
    assert "Dites qui rectifie" in nameless.content.decode()
    for _ in range(2):
        answer = client.post(f"{path}rectifier/", {"word": word, "name": "Moussa"}, follow=True)
        assert "c’est rectifié, merci." in answer.content.decode()
    assert world.share(world.shown).status == Status.TODO
    assert ActionUpdate.objects.get(corrects__uuid=word).author_name == "Moussa"
    uses = list(AccessLinkUse.objects.order_by("pk").values_list("name", "act"))
    said = f"{world.shown.reference} : « Réalisé » rectifié"
    assert uses == [("Awa", f"{world.shown.reference} : Réalisé"), ("Moussa", said)]
    assert f"{path}#rectifier" not in client.get(world.path).content.decode()


def test_page_says_why_not_and_whom_to_ask(world: PartnerWorld, client: Client) -> None:
    path = world.report_path(world.shown)
    client.post(path, {"name": "Awa", "status": "done", "comment": "Fait"})
    word = client.get(path).context["word"].update.uuid
    confirmed(world.people, world.shown)
    asked = client.post(f"{path}rectifier/", {"word": word, "name": "Awa"}, follow=True).content.decode()
    assert "prononcée sur cette action." in asked
    assert "écrivez à la coordination du cluster" in asked
    assert world.share(world.shown).status == Status.DONE


def test_account_rectifies_from_the_action(people: People, client: Client) -> None:
    action = promise(people)
    slip = says(people, action, Status.DONE)
    client.force_login(people.focal_point)
    detail, url = (reverse(f"actions:{name}", args=[action.uuid]) for name in ("action_detail", "action_take_back"))
    assert f"{detail}#rectifier" in client.get(reverse("actions:my_actions")).content.decode()
    assert f'action="{url}"' in client.get(detail).content.decode()
    for harm in (
        {},
        {"word": slip.uuid},
        {"organisation": "x' OR 1=1", "word": "\0"},
        {"organisation": people.lead.uuid},
    ):
        answer = client.post(url, {"word": slip.uuid} | harm, follow=True)
        assert "Dites quelle réponse rectifier." in answer.content.decode()
    assert share_of(people, action).status == Status.DONE
    answer = client.post(url, {"organisation": people.partner.uuid, "word": slip.uuid}, follow=True)
    assert "c’est rectifié, merci." in answer.content.decode()
    assert share_of(people, action).status == Status.TODO
    assert f'action="{url}"' not in client.get(detail).content.decode()
