"""A person's file and its erasure, asked for by itself or by an administrator, with the password."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from actions.models import ActionUpdate
from actions.services.create import create_action
from actions.services.report import report_on_action
from clusterhub.privacy.erasure import erase_person, plan_erasure
from clusterhub.privacy.errors import ErasureRefused
from clusterhub.web.append_only import ERASURE, RETENTION
from clusterhub.web.mail import queue_mail
from participants.errors import LinkUnusable
from participants.models import AccessLinkUse, ContactListEntry, Erasure, HistoryGate, Person, User
from participants.rules import can_edit_person, can_invite
from participants.services.contact_log import record_view_of
from participants.services.gate import history_open_for
from participants.services.links import create_link, find_link
from participants.services.partner_links import create_partner_link, record_use
from tests.factories import PASSWORD, People, make_list, make_people, make_person, make_role

pytestmark = pytest.mark.django_db
LETTER = {"name": "Kadi", "owner": "Kadi", "until": timezone.now(), "url": "x"}


@pytest.fixture
def people() -> People:
    return make_people()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(user, person: Person, name: str, **sent: str):
    return signed_in(user).post(reverse(f"privacy:person_{name}", args=[person.uuid]), sent)


def unpacked(response) -> tuple[dict, str]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return json.loads(archive.read("donnees.json")), archive.read("donnees.html").decode()


def report(people: People, comment: str) -> ActionUpdate:
    action = create_action(cluster=people.cluster, by=None, description="Partager les contacts", owner_text="PARTEN")
    report_on_action(
        action, by=people.focal_point, organisation=people.partner, status="in_progress", comment=comment, note=""
    )
    return ActionUpdate.objects.latest("pk")


# --- Export -----------------------------------------------------------------------------------------------------------


def test_person_gets_all_that_is_held_of_it(people: People) -> None:
    person = people.focal_point.person
    report(people, "Trois régions sur cinq.")
    record_view_of(person, by=people.coordinator)
    queue_mail("invitation", people.focal_point.email, {"link": None, "url": "x", "by": people.admin})

    data, page = unpacked(ask(people.focal_point, person, "export", password=PASSWORD))

    sections = {section["title"]: section["rows"] for section in data["sections"]}
    assert sections["Fiche"] == [
        {"nom affiché": person.name, "organisation": person.organisation.full_label, "active": "oui"}
    ]
    assert sections["Comptes"][0]["adresse électronique"] == people.focal_point.email
    assert sections["Suivis d’action"][0]["ce qui a été fait"] == "Trois régions sur cinq."
    assert sections["Consultations de coordonnées"][0]["À quel titre"] == "personne"
    assert len(sections["Courriels dans la file"]) == 1
    assert "Trois régions sur cinq." in page
    assert people.coordinator.email not in page


def test_administrator_gets_it_without_what_was_written_in_clusters(people: People) -> None:
    update = report(people, "Trois régions sur cinq.")

    data, page = unpacked(ask(people.admin, people.focal_point.person, "export", password=PASSWORD))

    assert "Suivis d’action" in {section["title"] for section in data["sections"]}
    assert "Trois régions" not in page
    assert update.action.reference not in page
    assert people.focal_point.email in page


def test_export_leaves_a_row_and_a_wrong_password_gives_nothing(people: People) -> None:
    refused = ask(people.member, people.member.person, "export", password="autre chose")

    assert "Ce mot de passe n’est pas celui de votre compte." in refused.content.decode()
    assert not ContactListEntry.objects.exists()

    ask(people.admin, people.member.person, "export", password=PASSWORD)
    entry = ContactListEntry.objects.get()
    assert (entry.person, entry.by, entry.format) == (people.member.person, people.admin, "zip")
    page = signed_in(people.admin).get(reverse("privacy:contact_exports")).content.decode()
    assert f"données de {people.member.person}" in page


# --- Erasure ----------------------------------------------------------------------------------------------------------


def test_erased_person_keeps_its_place_in_the_past_under_another_name(people: People) -> None:
    person, user = people.focal_point.person, people.focal_point
    update = report(people, f"Vu avec {person.name} sur place.")
    link, _ = create_partner_link(organisation=people.partner, cluster=people.cluster, by=user)
    record_use(link, act="Rapport", name=person.name)
    chosen = make_list(people.cluster, people=[person], addresses=[("Ouria", user.email)])

    answer = ask(people.admin, person, "erase", password=PASSWORD, understood="on")

    assert answer.status_code == 302
    person.refresh_from_db()
    user.refresh_from_db()
    update.refresh_from_db()
    assert str(person) == str(Erasure.objects.get()) == "Personne effacée n° 1"
    assert (person.organisation, person.is_active, user.is_active, user.has_usable_password()) == (
        None,
        False,
        False,
        False,
    )
    assert (update.author, update.author_name) == (user, "Personne effacée n° 1")
    assert update.comment == "Vu avec Personne effacée n° 1 sur place."
    assert AccessLinkUse.objects.get().name == "Personne effacée n° 1"
    assert not chosen.people.exists()
    assert not chosen.addresses.exists()
    assert not person.roles.filter(until=None).exists()
    assert not HistoryGate.objects.exists()


def test_person_erases_itself_and_is_signed_out(people: People) -> None:
    client = signed_in(people.member)
    address = reverse("privacy:person_erase", args=[people.member.person.uuid])

    client.post(address, {"password": PASSWORD, "understood": "on"})

    assert Person.objects.get(pk=people.member.person_id).erased_at
    assert client.get(reverse("home")).status_code == 302
    assert not User.objects.get(pk=people.member.pk).check_password(PASSWORD)
    assert not Session.objects.filter(session_key=client.session.session_key).exists()


def test_invitation_to_who_was_erased_opens_nothing(people: People) -> None:
    person = make_person("Fatou Invitée")
    _, key = create_link(person=person, email="fatou@example.org")

    erase_person(person, by=people.admin)

    person.refresh_from_db()
    with pytest.raises(LinkUnusable):
        find_link(key)
    assert not can_invite(people.admin, person)
    assert not can_edit_person(people.admin, person)


def test_mails_to_the_person_go_and_those_of_others_stay(people: People) -> None:
    person = people.member.person
    context = {"link": None, "url": f"Bonjour {person.name}", "by": people.admin}
    queue_mail("invitation", people.member.email, context)
    queue_mail("invitation", people.observer.email, context)

    erase_person(person, by=people.admin)

    mail = Email.objects.get()
    assert mail.to == [people.observer.email]
    text = f"{mail.message}{mail.html_message}{mail.context}"
    assert "Bonjour Personne effacée n° 1" in text
    assert person.name not in text


def test_files_go_only_once_the_erasure_holds(people: People, django_capture_on_commit_callbacks) -> None:
    mail = queue_mail("key_expiring", people.member.email, LETTER, attachments={"a.ics": ContentFile(b"BEGIN")})
    file = mail.attachments.get().file

    with django_capture_on_commit_callbacks() as callbacks:
        erase_person(people.member.person, by=people.admin)
    assert file.storage.exists(file.name)
    for callback in callbacks:
        callback()
    assert not file.storage.exists(file.name)


def test_name_that_another_person_bears_is_left_in_texts(people: People) -> None:
    person = people.member.person
    make_person(person.name.upper())
    action = create_action(cluster=people.cluster, by=None, description=f"Appeler {person.name}")

    assert plan_erasure(person).name_stays_in_texts
    erase_person(person, by=people.admin)

    action.refresh_from_db()
    assert action.description == f"<p>Appeler {person.name}</p>"


def test_page_says_what_goes_what_stays_and_why(people: People) -> None:
    create_action(cluster=people.cluster, by=None, description=f"Appeler {people.member.person.name}")

    page = signed_in(people.admin).get(reverse("privacy:person_erase", args=[people.member.person.uuid]))

    assert page.context["plan"].rewritten["points d’action"] == 1
    assert Person.objects.get(pk=people.member.person_id).name == "Kadi Membre"


def test_page_that_reads_every_text_is_not_shown_without_end(people: People, monkeypatch) -> None:
    monkeypatch.setattr("clusterhub.privacy.views.PLANS", 1)
    asked = signed_in(people.admin)
    url = reverse("privacy:person_erase", args=[people.member.person.uuid])
    with pytest.MonkeyPatch.context() as read:
        assert asked.get(url).status_code == 200
        read.setattr("clusterhub.privacy.views.plan_erasure", None)
        answer = asked.get(url)
    assert answer.status_code == 429
    assert "Réessayez dans dix minutes" in answer.text
    assert signed_in(people.member).get(url).status_code == 200


def test_only_coordinator_and_only_administrator_are_not_erased(people: People) -> None:
    with pytest.raises(ErasureRefused, match="la coordination de Relèvement"):
        erase_person(people.coordinator.person, by=people.admin)
    people.admin.person = make_person("Seule Administratrice")
    people.admin.save()
    with pytest.raises(ErasureRefused, match="seul administrateur"):
        erase_person(people.admin.person, by=people.admin)

    make_role(people.rapporteur, people.cluster)
    erase_person(people.coordinator.person, by=people.admin)
    with pytest.raises(ErasureRefused, match="déjà effacée"):
        erase_person(people.coordinator.person, by=people.admin)


# --- The gate ---------------------------------------------------------------------------------------------------------


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_history_opens_to_an_erasure_for_named_columns_only(people: People) -> None:
    rows = ActionUpdate.objects.filter(pk=report(people, "Fait").pk)

    assert refused(lambda: rows.update(comment="autre"))
    with history_open_for(ERASURE):
        assert not refused(lambda: rows.update(comment="autre", author_name="X"))
        assert refused(lambda: rows.update(after="done"))
        assert refused(rows.delete)
    assert refused(lambda: rows.update(comment="encore"))


def test_history_that_expires_opens_to_the_retention_only(people: People) -> None:
    link, _ = create_partner_link(organisation=people.partner, cluster=people.cluster, by=None)
    record_use(link, act="Rapport", name="Kadi")
    rows = AccessLinkUse.objects.filter(link=link)

    assert refused(rows.delete)
    with history_open_for(ERASURE):
        assert refused(rows.delete)
    with history_open_for(RETENTION):
        assert refused(lambda: rows.update(name="X"))
        assert refused(ActionUpdate.objects.filter(pk=report(people, "Fait").pk).delete)
        assert not refused(rows.delete)
