"""A fiche de suivi that is sealed: numbered, frozen, signed with the cluster's seal, known to the public check."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionPoint
from actions.services.report import report_on_action
from meetings.services.lifecycle import announce_meeting
from minutes.companions import FollowUpSheet
from minutes.enums import Proof
from minutes.errors import ChangedSinceSeen, FileDamaged, SealFailed, SignatureRefused
from minutes.models import SealedSheet, SigningIdentity
from minutes.render import RenderRefused
from minutes.render.engine import render_pdf
from minutes.selectors.follow_up import members_sheet
from minutes.services.files import read_issued
from minutes.services.sheets import seal_follow_up_sheet
from minutes.services.verification import verify_file
from minutes.sign import load_trust_root, verify_pdf
from participants.errors import WrongPassword
from tests.factories import PASSWORD, make_people
from tests.meetings.factories import NOVEMBER_15, make_meeting
from tests.minutes.conformance import broken_rules
from tests.minutes.factories import SECRETS, make_held_meeting
from tests.minutes.reading import text_of
from tests.minutes.structure import structure_of

SEALED_AT = NOVEMBER_15.replace(day=12, hour=17)


def seal(meeting, by, **given):
    given = {
        "seen": members_sheet(meeting).sha256(),
        "password": PASSWORD,
        "at": SEALED_AT,
        "render": render_pdf,
    } | given
    return seal_follow_up_sheet(meeting=meeting, by=by, **given)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """One sheet sealed, made once: a meeting that follows up what one held before it decided."""
    with django_db_blocker.unblock():
        people = make_people()
        people.coordinator.person.job_title = "Coordinatrice"
        people.coordinator.person.save()
        make_held_meeting(people)
        meeting = make_meeting(people.cluster, NOVEMBER_15.replace(month=12), by=people.coordinator)
        announce_meeting(meeting=meeting, by=people.coordinator)
        sheet = seal(meeting, people.coordinator)
        yield SimpleNamespace(people=people, meeting=meeting, sheet=sheet, pdf=read_issued(sheet))
        call_command("flush", interactive=False, verbosity=0)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


def examine(pdf, **options):
    return verify_pdf(pdf, **options)


# --- The act ----------------------------------------------------------------------------------------------------------


def test_sheet_is_numbered_frozen_and_tells_who_applied_the_seal(house):
    sheet = house.sheet
    content = FollowUpSheet.from_json(sheet.content)
    assert (sheet.number, sheet.signer_name, sheet.job_title) == (1, "Awa Coordination", "Coordinatrice")
    assert (content.sha256(), content.to_json()) == (sheet.content_sha256, sheet.content)
    assert replace(content, seal=None) == members_sheet(house.meeting)
    assert content.seal.signer.name == "Cluster Relèvement"


def test_what_is_sealed_stays_as_it_was(house):
    before = house.sheet.content
    action = ActionPoint.objects.get(description__contains="Envoyer le profil")
    report_on_action(action, by=house.people.coordinator, status="done", comment="Envoyé.")
    assert members_sheet(house.meeting) != replace(FollowUpSheet.from_json(before), seal=None)
    assert SealedSheet.objects.get().content == before
    assert read_issued(house.sheet) == house.pdf


def test_next_one_takes_the_next_number(house):
    second = seal(house.meeting, house.people.coordinator)
    assert second.number == 2
    assert second.public_key != house.sheet.public_key


@pytest.mark.parametrize("who", ["member", "rapporteur", "observer", "stranger", "admin"])
def test_only_the_coordinator_seals(house, who):
    with pytest.raises(SignatureRefused, match="Seule la coordination"):
        seal(house.meeting, getattr(house.people, who))
    assert SealedSheet.objects.count() == 1


def test_meeting_that_members_do_not_know_of_is_not_sealed(house):
    planned = make_meeting(house.people.cluster, NOVEMBER_15.replace(year=2017), by=house.people.coordinator)
    with pytest.raises(SignatureRefused, match="annoncée"):
        seal(planned, house.people.coordinator)


def test_wrong_password_does_not_seal(house):
    with pytest.raises(WrongPassword, match="mot de passe"):
        seal(house.meeting, house.people.coordinator, password="faux")
    assert SealedSheet.objects.count() == 1


def test_sheet_that_changed_since_it_was_shown_is_not_sealed(house):
    with pytest.raises(ChangedSinceSeen, match="relisez-la"):
        seal(house.meeting, house.people.coordinator, seen="00" * 32)
    assert SealedSheet.objects.count() == 1


def test_refused_layout_leaves_nothing(house):
    def refuse(html, **options):
        raise RenderRefused("Le document est trop long.")

    kept = sorted(Path(settings.MEDIA_ROOT).rglob("*.pdf"))
    with pytest.raises(SealFailed, match="trop long"):
        seal(house.meeting, house.people.coordinator, render=refuse)
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == kept


def test_of_two_at_once_one_counts_and_the_other_leaves_no_file(house):
    """Somebody else seals while this one is being laid out."""

    def slow(html, **options):
        seal(house.meeting, house.people.coordinator)
        return render_pdf(html, **options)

    kept = len(list(Path(settings.MEDIA_ROOT).rglob("*.pdf")))
    with pytest.raises(SignatureRefused, match="Rechargez"):
        seal(house.meeting, house.people.coordinator, render=slow)
    assert [sheet.number for sheet in SealedSheet.objects.all()] == [2, 1]
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))) == kept + 1


@pytest.mark.parametrize("statement", ["UPDATE minutes_sealedsheet SET number = 9", "DELETE FROM minutes_sealedsheet"])
def test_database_refuses_to_change_it(statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- The file ---------------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_file_says_what_was_frozen_and_where_to_check_it(house, tmp_path):
    read = structure_of(house.pdf, tmp_path)
    assert read.headings[0] == "Fiche de suivi n° 1"
    assert "Envoyer le profil" in read.text
    assert [word for word in SECRETS if word in read.text] == []
    assert "Scellée le 12 novembre 2016, 17 h" in read.text
    assert f"/verifier/{house.sheet.public_key}/" in read.text
    foot = text_of(house.pdf, tmp_path)
    assert f"Fiche n° 1 · empreinte {house.sheet.content_sha256[:16]}" in foot


@pytest.mark.once
def test_seal_holds_and_the_file_conforms(house, tmp_path):
    roots = [load_trust_root(Path(settings.SIGNING_DIR))]
    verdict = verify_pdf(house.pdf, trust_roots=roots, expected_fingerprints=[house.sheet.fingerprint])
    assert verdict.problems == ()
    assert [one.signed_at for one in verdict.signatures] == [SEALED_AT]
    path = tmp_path / "sheet.pdf"
    path.write_bytes(house.pdf)
    assert broken_rules([path]) == []


def test_damaged_file_is_not_served(house, client):
    path = Path(house.sheet.file.path)
    client.force_login(house.people.member)
    try:
        path.write_bytes(house.pdf[:-1])
        with pytest.raises(FileDamaged):
            read_issued(house.sheet)
        assert client.get(reverse("minutes:sheet_file", args=[house.sheet.uuid])).status_code == 500
    finally:
        path.write_bytes(house.pdf)


# --- The public check -------------------------------------------------------------------------------------------------


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()).replace("\u00a0", " ")


def test_check_knows_the_file_by_page_and_by_command(house, client, tmp_path):
    sent = {"file": SimpleUploadedFile("fiche.pdf", house.pdf)}
    said = words(client.post(reverse("minutes:verify"), sent))
    for part in (
        *("Document authentique", "Fiche de suivi n° 1", "Cluster Relèvement", "Situation au"),
        *("Pour la réunion du 15 décembre 2016", "cachet du cluster apposé par Awa Coordination, Coordinatrice"),
        house.sheet.content_sha256[:16],
    ):
        assert part in said
    assert "Envoyer le profil" not in said
    path, out = tmp_path / "fiche.pdf", StringIO()
    path.write_bytes(house.pdf)
    call_command("verify", str(path), stdout=out)
    assert "Fiche de suivi n° 1\nCluster Relèvement, situation au" in out.getvalue()
    assert "apposé par Awa Coordination, Coordinatrice" in out.getvalue()


def test_printed_address_says_that_the_sheet_exists(house, client):
    said = words(client.get(reverse("minutes:verify_key", args=[house.sheet.public_key])))
    assert "Ce code est celui du document ci-dessous" in said
    assert ("Fiche de suivi n° 1" in said, "Document authentique" in said) == (True, False)


def test_file_of_another_address_is_said(house, client):
    second = seal(house.meeting, house.people.coordinator)
    sent = {"file": SimpleUploadedFile("fiche.pdf", house.pdf)}
    said = words(client.post(reverse("minutes:verify_key", args=[second.public_key]), sent))
    assert "sont de deux documents différents" in said


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_changed_file_is_refused(house, place):
    changed = bytearray(house.pdf)
    changed[int(len(changed) * place)] ^= 1
    finding = verify_file(bytes(changed), examine=examine)
    assert finding.proof in (Proof.INVALID, Proof.UNKNOWN)
    assert finding.sheet is None


@pytest.mark.parametrize(("days", "proof"), [(1, Proof.AUTHENTIC), (-1, Proof.INVALID)], ids=["later", "earlier"])
def test_revoked_seal_is_said_and_refused_where_it_was_doubtful_already(house, client, days, proof):
    doubtful = SEALED_AT + timedelta(days=days)
    seals = SigningIdentity.objects.filter(fingerprint=house.sheet.fingerprint)
    seals.update(revoked_at=timezone.now(), compromised_since=doubtful)
    assert verify_file(house.pdf, examine=examine).proof == proof
    said = words(client.get(reverse("minutes:verify_key", args=[house.sheet.public_key])))
    assert "Certificat révoqué Le certificat de Awa Coordination a été révoqué" in said


def test_command_refuses_a_changed_file(house, tmp_path):
    path = tmp_path / "fiche.pdf"
    path.write_bytes(house.pdf + b"\n% ajout")
    with pytest.raises(CommandError):
        call_command("verify", str(path), stdout=StringIO())


# --- The pages --------------------------------------------------------------------------------------------------------


def test_sealing_by_the_page(house, client, monkeypatch):
    monkeypatch.setattr(
        "minutes.views.sheets.seal_follow_up_sheet", lambda **given: seal(**given | {"by": given["by"]})
    )
    client.force_login(house.people.coordinator)
    address = reverse("minutes:sheet_seal", args=[house.meeting.uuid])
    page = client.get(address).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    refused = client.post(address, {"seen": seen, "password": "faux"})
    assert "n’est pas celui de votre compte" in refused.content.decode()
    stale = client.post(address, {"seen": "00", "password": PASSWORD})
    assert "relisez-la" in stale.content.decode()
    assert f'name="seen" value="{seen}"' in stale.content.decode()
    done = client.post(address, {"seen": seen, "password": PASSWORD}, follow=True)
    assert done.redirect_chain == [(reverse("minutes:sheet_list", args=[house.people.cluster.uuid]), 302)]
    assert "n°&nbsp;2" in done.content.decode()


@pytest.mark.parametrize(
    ("who", "listed", "served"),
    [
        ("coordinator", 200, 200),
        ("member", 200, 200),
        ("observer", 403, 404),
        ("stranger", 404, 404),
        ("admin", 403, 404),
    ],
)
def test_sealed_sheets_are_for_members(house, client, who, listed, served):
    client.force_login(getattr(house.people, who))
    file = reverse("minutes:sheet_file", args=[house.sheet.uuid])
    page = client.get(reverse("minutes:sheet_list", args=[house.people.cluster.uuid]))
    answer = client.get(file)
    assert (page.status_code, answer.status_code) == (listed, served)
    if served == 200:
        assert file in page.content.decode()
        assert b"".join(answer.streaming_content) == house.pdf
        assert answer["Content-Disposition"] == 'inline; filename="fiche-de-suivi-CRP-1.pdf"'


@pytest.mark.parametrize("count", [1, 3])
def test_more_sheets_ask_no_more_of_the_database(house, client, count, django_assert_num_queries):
    for number in range(count - 1):
        facts = {"public_key": f"cle{number}", "sha256": f"{number}", "number": number + 2, "pk": None}
        copy = SealedSheet.objects.get(pk=house.sheet.pk)
        for name, value in {**facts, "id": None, "uuid": f"00000000-0000-4000-8000-00000000000{number}"}.items():
            setattr(copy, name, value)
        copy.save(force_insert=True)
    client.force_login(house.people.member)
    with django_assert_num_queries(6):
        page = client.get(reverse("minutes:sheet_list", args=[house.people.cluster.uuid]))
    assert len(page.context["page"].object_list) == count


@pytest.mark.parametrize(("who", "shown"), [("coordinator", True), ("member", False)])
def test_meeting_page_offers_the_act_to_the_coordinator(house, client, who, shown):
    client.force_login(getattr(house.people, who))
    page = client.get(reverse("minutes:meeting_detail", args=[house.meeting.uuid])).content.decode()
    assert (reverse("minutes:sheet_seal", args=[house.meeting.uuid]) in page) is shown


@pytest.mark.parametrize(("who", "shown"), [("member", True), ("observer", False), ("admin", False)])
def test_cluster_page_leads_to_sheets_and_contacts(house, client, who, shown):
    client.force_login(getattr(house.people, who))
    page = client.get(reverse("participants:cluster_detail", args=[house.people.cluster.uuid])).content.decode()
    names = "minutes:sheet_list", "minutes:contact_list"
    assert [reverse(name, args=[house.people.cluster.uuid]) in page for name in names] == [shown, shown]
