from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.errors import AttachRefused
from actions.models import ActionPoint
from actions.services.attach import attach_instead, attach_to_action
from actions.services.create import create_action
from actions.services.edit import follow_members
from actions.services.members import follow_memberships
from actions.services.report import report_on_action
from actions.similar import similar_actions
from meetings.enums import Visibility
from participants.models import Membership
from participants.services.clusters import join_cluster, save_group, save_membership
from tests.factories import People, make_group, make_organisation

pytestmark = pytest.mark.django_db


def make_action(people: People, description: str, owner_text: str = "PARTEN", **given: object) -> ActionPoint:
    facts = {"cluster": people.cluster, "by": None, **given}
    return create_action(description=description, owner_text=owner_text, **facts)


def found(people: People, text: str, who: str = "coordinator") -> list[str]:
    rows = similar_actions(text, cluster=people.cluster, user=getattr(people, who))
    return [row.action.reference for row in rows]


# --- Déjà demandé ? ---------------------------------------------------------------------------------------------------


def test_open_actions_that_say_the_same_are_found_by_their_stems(people: People) -> None:
    action = make_action(people, "Envoyer les rapports mensuels à la coordination")
    make_action(people, "Mettre à jour la carte des sites")

    assert found(people, "envoi d’un rapport mensuel") == [action.reference]
    assert found(people, "ENVOYEZ votre rapport MENSUEL") == [action.reference]
    assert [found(people, text) for text in ("rapport", "", "la de le", "Un rapport sur la carte")] == [[]] * 4


def test_what_is_closed_foreign_or_hidden_is_not_shown(people: People) -> None:
    words = "Envoyer le rapport mensuel"
    closed = make_action(people, words)
    report_on_action(closed, by=people.coordinator, status="done", comment="Fait.")
    make_action(people, words, cluster=people.other_cluster)
    hidden = make_action(people, words, visibility=Visibility.COORDINATION)

    assert (found(people, words), found(people, words, "focal_point")) == ([hidden.reference], [])


def test_typed_action_joins_the_open_one(people: People) -> None:
    action = make_action(people, "Envoyer le rapport mensuel")

    attach_to_action(action, by=people.coordinator, description="Encore le rapport", owner_text="PARTEN, CHEF, Untel")

    assert [owner.written for owner in action.owners.all()] == ["PARTEN", "CHEF", "Untel"]
    assert {share.organisation for share in action.shares.all()} == {people.partner, people.lead}
    assert action.updates.get(comment__startswith="Demandée").comment == (
        "Demandée à nouveau : Encore le rapport (PARTEN, CHEF, Untel)"
    )
    assert action.description == "<p>Envoyer le rapport mensuel</p>"


def test_saved_action_is_taken_back_when_it_joins(people: People) -> None:
    action, new = (make_action(people, "Envoyer le rapport mensuel") for _ in range(2))
    foreign = make_action(people, "Ailleurs", cluster=people.other_cluster)
    for wrong in (new, foreign):
        with pytest.raises(AttachRefused):
            attach_instead(new, to=wrong, by=people.coordinator)

    attach_instead(new, to=action, by=people.coordinator)

    assert list(ActionPoint.objects.standing().filter(cluster=people.cluster)) == [action]
    assert new.updates.order_by("id").last().comment == f"Retirée : Rattachée à {action.reference}."
    report_on_action(action, by=people.coordinator, status="done", comment="Fait.")
    with pytest.raises(AttachRefused, match="n’est plus ouverte"):
        attach_to_action(action, by=people.coordinator, description="Encore")


def test_pages_offer_it_with_and_without_script(people: People, client) -> None:
    action = make_action(people, "Envoyer le rapport <mensuel> des activités")
    client.force_login(people.coordinator)
    typed = {"cluster": str(people.cluster.uuid), "description": "Envoyer un rapport des activités"}

    fragment = client.post(reverse("actions:already_asked"), typed).content.decode()
    assert f'value="{action.uuid}"' in fragment

    form = {**typed, "owner_text": "CHEF", "priority": "normal", "visibility": "members"}
    made = client.post(reverse("actions:action_create"), form, follow=True).content.decode()
    new = ActionPoint.objects.exclude(pk=action.pk).get()
    assert f"Rattacher à {action.reference}" in made
    joined = client.post(reverse("actions:action_attach", args=[new.uuid]), {"attach_to": action.uuid}, follow=True)
    assert joined.redirect_chain[0][0] == reverse("actions:action_detail", args=[action.uuid])

    client.post(reverse("actions:action_create"), {**form, "attach_to": action.uuid})
    assert ActionPoint.objects.standing().count() == 1


def test_button_with_another_key_changes_nothing(people: People, client) -> None:
    foreign = make_action(people, "Ailleurs", cluster=people.other_cluster)
    client.force_login(people.coordinator)
    form = {
        **{"cluster": str(people.cluster.uuid), "description": "Texte", "owner_text": ""},
        **{"priority": "normal", "visibility": "members"},
    }
    codes = [
        client.post(reverse("actions:action_create"), {**form, "attach_to": key}).status_code
        for key in (foreign.uuid, "zz")
    ]
    assert (codes, ActionPoint.objects.count()) == ([404, 200], 1)


# --- All members ------------------------------------------------------------------------------------------------------


def sharing(action: ActionPoint) -> set[str]:
    return {share.organisation.acronym for share in action.shares.filter(left_on=None).select_related("organisation")}


def test_who_joins_and_who_leaves_is_recorded(people: People) -> None:
    action = make_action(people, "Tous", "Tous les membres")
    closed = make_action(people, "Fini", "Tous les membres")
    report_on_action(closed, by=people.coordinator, status="dropped", comment="Non")
    before = sharing(action)
    newcomer = make_organisation("NOUV")

    membership = join_cluster(cluster=people.cluster, organisation=newcomer)
    assert (sharing(action) - before, sharing(closed) - before) == ({"NOUV"}, set())

    membership.since = timezone.localdate() - timedelta(days=9)
    membership.until = timezone.localdate() - timedelta(days=1)
    save_membership(membership)
    assert sharing(action) == before
    told = action.updates.filter(organisation=newcomer).order_by("id").values_list("comment", flat=True)
    assert list(told) == ["Est désormais concernée par cette action.", "N’est plus concernée par cette action."]


def test_named_group_is_whoever_is_in_it(people: People) -> None:
    first, second, newcomer = make_organisation("UNE"), make_organisation("DEUX"), make_organisation("NOUV")
    group = make_group(people.cluster, "Comité restreint", [first, second])
    other = make_group(people.cluster, "Comité élargi", [first])
    action, elsewhere, closed = (
        make_action(people, "Relire", owner) for owner in ("Comité restreint", "Comité élargi", "Comité restreint")
    )
    report_on_action(closed, by=people.coordinator, status="dropped", comment="Non")
    report_on_action(action, by=people.coordinator, organisation=second, status="done", comment="Relu")
    assert (sharing(action), sharing(elsewhere)) == ({"UNE", "DEUX"}, {"UNE"})

    save_group(group, organisations=[first, newcomer])

    assert (sharing(action), sharing(elsewhere), sharing(closed)) == ({"UNE", "NOUV"}, {"UNE"}, {"UNE", "DEUX"})
    left = action.shares.get(organisation=second)
    assert (left.status, left.left_on) == ("done", timezone.localdate())
    rows = action.updates.filter(organisation__in=(second, newcomer), comment__contains="concernée")
    assert sorted(rows.values_list("organisation__acronym", "comment")) == [
        ("DEUX", "N’est plus concernée par cette action."),
        ("NOUV", "Est désormais concernée par cette action."),
    ]
    save_group(other, organisations=[first])
    assert rows.count() == 2


def test_membership_that_ends_by_its_date_is_followed_by_the_clock(people: People) -> None:
    action = make_action(people, "Tous", "Tous les membres")
    today = timezone.localdate()
    Membership.objects.filter(cluster=people.cluster, organisation=people.partner).update(
        since=today - timedelta(days=100), until=today - timedelta(days=1)
    )
    assert "PARTEN" in sharing(action)
    for _ in range(2):
        follow_memberships()
    assert "PARTEN" not in sharing(action)
    assert action.updates.filter(organisation=people.partner).count() == 1


def test_last_awaited_member_leaving_closes_the_action(people: People) -> None:
    action = make_action(people, "Tous", "PARTEN, CHEF")
    report_on_action(action, by=None, organisation=people.lead, status="done", comment="Fait.")
    follower = make_action(people, "Ensuite", depends_on=action)
    from_action = ActionPoint.objects.get(pk=action.pk)
    from_action.owners.filter(organisation=people.partner).delete()

    follow_members(from_action, by=people.coordinator)
    from_action.refresh_from_db()
    assert (from_action.status, follower.depends_on_id) == ("done", action.pk)
