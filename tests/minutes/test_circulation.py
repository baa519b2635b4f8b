"""Who gets the record, once each; what those without an account get; what they are told of afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from meetings.services.agenda import add_item
from meetings.services.attendance import add_attendance
from minutes.enums import MinutesState
from minutes.errors import SealFailed
from minutes.models import Addressee, Circulation, Minutes, MinutesVersion
from minutes.render.engine import render_pdf
from minutes.selectors.circulation import Audience, recipients_of
from minutes.selectors.record import changes_since, live_content
from minutes.services import record
from minutes.services.errata import give_up_correction, open_correction
from minutes.services.record import adopt_minutes, circulate_minutes
from participants.models import Cluster, ClusterRole
from tests.factories import People, make_list, make_person
from tests.minutes.factories import ADOPTED_AT, SECRETS, make_circulated, sign

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 projet"


@pytest.fixture
def outside(people: People) -> Audience:
    """A list with two people of the directory, one of whom is present too, and one from elsewhere."""
    addresses = [("Awa Bailleur", "awa@example.org"), ("Kadi encore", "MEMBRE@example.org")]
    return Audience(lists=(make_list(people.cluster, people=[people.observer.person], addresses=addresses),))


def named(recipients) -> list[tuple[str, str, bool]]:
    return [(one.name, one.source, one.has_access) for one in recipients]


def test_those_present_come_first_and_each_address_counts_once(held, people, outside):
    audience = Audience(to_members=True, lists=outside.lists)
    assert named(recipients_of(held, audience)) == [
        ("Kadi Membre", "present", True),
        ("Awa Coordination", "present", True),
        ("Bakary Rapporteur", "member", True),
        ("Ouria Point Focal", "member", True),
        ("Sidi Observateur", "list", False),
        ("Awa Bailleur", "list", False),
    ]


def test_somebody_present_without_an_account_cannot_read_here(held, people):
    add_attendance(meeting=held, person=make_person("Sans Compte", people.partner, emails=("sans@example.org",)))
    add_attendance(meeting=held, name="De passage")
    assert named(recipients_of(held))[-2:] == [("Sans Compte", "present", False), ("De passage", "present", False)]


def test_choice_is_kept_with_the_version_and_never_changes(held, people, outside):
    version = circulate_minutes(meeting=held, by=people.coordinator, audience=outside)
    kept = Circulation.objects.get()
    assert (kept.version, kept.to_members, kept.list_names) == (version, False, "Bailleurs")
    assert [each.name for each in kept.addressees.all()] == [one.name for one in recipients_of(held, outside)]
    with transaction.atomic(), pytest.raises(IntegrityError):
        Circulation.objects.update(to_members=True)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Addressee.objects.filter(name="Awa Bailleur").delete()


def bodies(mails) -> dict[str, str]:
    return {mail.to[0]: mail.body for mail in mails}


def test_who_has_no_account_is_told_whom_to_ask(held, people, outside, sent_mail):
    circulate_minutes(meeting=held, by=people.coordinator, audience=outside)
    told = bodies(mail for mail in sent_mail() if mail.subject.startswith("Projet de compte rendu"))
    assert sorted(told) == [
        "awa@example.org",
        "coordination@example.org",
        "membre@example.org",
        "observateur@example.org",
    ]
    assert "/compte-rendu/" in told["membre@example.org"]
    assert "/compte-rendu/" not in told["awa@example.org"]
    assert "vous n’en avez pas ici" in told["awa@example.org"]
    assert "Awa Coordination" in told["awa@example.org"]


def test_members_edition_goes_to_those_without_account_where_the_cluster_says_so(
    held, people, outside, sent_mail, monkeypatch
):
    seen = []
    monkeypatch.setattr(record, "draft_pdf", lambda reading: seen.append(reading) or PDF)
    Cluster.objects.update(attaches_pdf=True)
    held.cluster.refresh_from_db()
    circulate_minutes(meeting=held, by=people.coordinator, audience=outside)
    enclosed = {mail.to[0]: [content for _, content, _ in mail.attachments] for mail in sent_mail()}
    assert enclosed["awa@example.org"] == [PDF]
    assert enclosed["observateur@example.org"] == [PDF]
    assert enclosed["membre@example.org"] == enclosed["coordination@example.org"] == []
    (reading,) = seen
    assert reading.content.edition == "members"
    assert [word for word in SECRETS if word in reading.content.to_json()] == []


def test_nothing_goes_when_the_pdf_cannot_be_made(held, people, outside, sent_mail, monkeypatch):
    def refuse(_):
        raise SealFailed("Ce texte ne se met pas en page.")

    monkeypatch.setattr(record, "draft_pdf", refuse)
    Cluster.objects.update(attaches_pdf=True)
    held.cluster.refresh_from_db()
    with pytest.raises(SealFailed):
        circulate_minutes(meeting=held, by=people.coordinator, audience=outside)
    assert not MinutesVersion.objects.exists()
    assert sent_mail() == []


def test_adoption_and_signature_are_told_to_the_same_people_once(held, people, outside, sent_mail):
    circulate_minutes(meeting=held, by=people.coordinator, audience=outside)
    sent_mail()
    version = adopt_minutes(meeting=held, by=people.coordinator, at=ADOPTED_AT, render=render_pdf)
    adopted = [mail for mail in sent_mail() if mail.subject.startswith("Compte rendu adopté")]
    assert len(adopted) == 4
    assert f"/verifier/{version.public_key}/" in bodies(adopted)["awa@example.org"]
    assert "/compte-rendu/" in bodies(adopted)["observateur@example.org"], "what is adopted, observers read"
    assert "tacitement" not in bodies(adopted)["awa@example.org"]
    sign(version, people, "rapporteur")
    assert not [mail for mail in sent_mail() if mail.subject.startswith("Compte rendu signé")]
    sign(version, people, "chair")
    signed = bodies(mail for mail in sent_mail() if mail.subject.startswith("Compte rendu signé"))
    assert sorted(signed) == sorted(bodies(adopted))
    assert "- Bakary Rapporteur (Rapporteur)" in signed["awa@example.org"]


def seen_now(meeting) -> str:
    minutes = Minutes.objects.get(meeting=meeting)
    latest = minutes.versions.latest("number")
    return changes_since(latest, live_content(minutes, latest)).seen


def test_given_up_correction_tells_nobody_and_erratum_does(people, sent_mail):
    meeting = make_circulated(people)
    version = adopt_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT, render=render_pdf)
    for role in ("rapporteur", "chair"):
        sign(version, people, role)
    before = len(sent_mail())
    told = {"meeting": meeting, "by": people.coordinator}
    open_correction(**told, reason="Chiffre faux")
    give_up_correction(**told)
    assert Minutes.objects.get().state == MinutesState.SIGNED
    assert len(sent_mail()) == before
    open_correction(**told, reason="Chiffre faux")
    add_item(meeting=meeting, title="Oubli", kind="discussion")
    erratum = adopt_minutes(**told, seen=seen_now(meeting), render=render_pdf)
    mails = sent_mail()[before:]
    assert sorted(mail.to[0] for mail in mails) == ["coordination@example.org", "membre@example.org"]
    assert {mail.subject.split(" :")[0] for mail in mails} == {"Erratum"}
    assert f"la version {erratum.number} remplace la version {version.number}" in mails[0].body
    assert "Motif : Chiffre faux" in mails[0].body


def test_list_people_who_left_get_nothing(held, people, outside):
    person = people.observer.person
    person.is_active = False
    person.save()
    ClusterRole.objects.all().delete()
    assert "Sidi Observateur" not in {one.name for one in recipients_of(held, outside)}


# --- The page ---------------------------------------------------------------------------------------------------------


def page(client, held, user, data=None):
    client.force_login(user)
    address = f"/reunions/{held.uuid}/compte-rendu/diffuser/"
    return client.post(address, data) if data else client.get(address)


def test_page_offers_the_lists_in_use_and_remembers_the_choice(client, held, people, outside):
    make_list(people.cluster, "Ancienne", people=[people.member.person], is_active=False)
    form = page(client, held, people.coordinator).context["form"]
    assert [each.name for each in form.fields["lists"].queryset] == ["Bailleurs"]
    until = ADOPTED_AT.replace(year=2099).date()
    sent = {"comments_until": until, "to_members": "on", "lists": [outside.lists[0].pk]}
    sent |= {"confirmed": "on"} if "confirmed" in form.fields else {}
    page(client, held, people.coordinator, sent)
    assert Circulation.objects.get().comments_until == until
    again = page(client, held, people.coordinator)
    assert {one.name for one in again.context["recipients"]} >= {"Awa Bailleur", "Bakary Rapporteur"}


def test_list_of_another_cluster_cannot_be_chosen(client, held, people):
    foreign = make_list(people.other_cluster, "Étrangère", people=[people.stranger.person])
    make_list(people.cluster, people=[people.member.person])
    until = (ADOPTED_AT + timedelta(days=40_000)).date()
    answer = page(client, held, people.coordinator, {"comments_until": until, "lists": [foreign.pk], "confirmed": "on"})
    assert "lists" in answer.context["form"].errors
    assert not MinutesVersion.objects.exists()
