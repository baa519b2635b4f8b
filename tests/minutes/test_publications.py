"""The public edition: what it leaves out, who publishes and withdraws it, and what anybody may see of it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from minutes.content import Content
from minutes.editions import for_edition
from minutes.enums import Edition, FileKind, MinutesState, Proof
from minutes.errors import PublicationRefused, SignatureRefused
from minutes.models import MinutesFile, Publication
from minutes.render.engine import render_pdf
from minutes.selectors.publications import contact_data_in
from minutes.selectors.record import changes_since, latest_file, live_content
from minutes.services.errata import open_correction
from minutes.services.files import digest, read_issued
from minutes.services.publications import publish_edition, withdraw_publication
from minutes.services.record import adopt_minutes
from minutes.services.scans import upload_scan
from minutes.services.signers import replace_signer
from minutes.services.verification import verify_file
from minutes.sign import load_trust_root, verify_pdf
from participants.errors import WrongPassword
from tests.factories import PASSWORD, People
from tests.minutes.conformance import broken_rules
from tests.minutes.factories import ADOPTED_AT, CONTACTS, SECRETS, make_adopted, make_item, sign
from tests.minutes.reading import text_of
from tests.minutes.sample import sample_content
from tests.minutes.test_services_signature import PIXEL
from tests.tools import require_tool

pytestmark = pytest.mark.django_db

PUBLISHED_AT = ADOPTED_AT + timedelta(days=2)
NAMES = ("Kadi Membre", "Sidi Observateur")


def signed_by_hand(people: People):
    """The cheap way to a signed record."""
    version = make_adopted(people)
    upload_scan(version=version, file=SimpleUploadedFile("scan.png", PIXEL), by=people.coordinator)
    return version


def publish(version, people, **options) -> Publication:
    options = {"by": people.coordinator, "password": PASSWORD, "at": PUBLISHED_AT} | options
    return publish_edition(version=version, render=render_pdf, **options)


@pytest.fixture
def signed(people):
    return signed_by_hand(people)


@pytest.fixture
def published(signed, people) -> Publication:
    return publish(signed, people)


def page(client, name, *args) -> str:
    return re.sub(r"[\s\u202f\xa0]+", " ", unescape(client.get(reverse(f"minutes:{name}", args=args)).content.decode()))


# --- The document -----------------------------------------------------------------------------------------------------


@pytest.fixture
def published_twice_signed(people) -> Publication:
    """Signed by the rapporteur and by another than the chair, then published."""
    version = make_adopted(people)
    sign(version, people, "rapporteur", ADOPTED_AT)
    sign(version, people, "chair", ADOPTED_AT)
    return publish(version, people)


@pytest.mark.once
def test_public_edition_is_sealed_conforms_and_tells_who_signed(published_twice_signed, tmp_path):
    """One document for all: what it says and leaves out, its seal for three readers, its conformance."""
    publication = published_twice_signed
    version = publication.version
    rendered, sealed = version.files.filter(edition=Edition.PUBLIC)
    data = read_issued(sealed)
    told = re.sub(r"[\s\u202f\xa0]+", " ", text_of(data, tmp_path))
    assert "Édition publique, sans points réservés ni coordonnées" in told
    assert "Bakary Rapporteur (Rapporteur), le 23 novembre 2016 à 14 h 30" in told
    assert "Awa Coordination (Présidence de séance), le 23 novembre 2016 à 14 h 30" in told
    assert "Cachet du Cluster Relèvement apposé par Awa Coordination le 25 novembre 2016" in told
    assert "Huit fiches examinées." in told
    assert publication.content_sha256[:16] in told
    assert [word for word in (*SECRETS, *CONTACTS, *NAMES) if word in told] == []
    assert [file.kind for file in (rendered, sealed)] == [FileKind.RENDERED, FileKind.SIGNED]

    seal = version.signatures.get(edition=Edition.PUBLIC)
    roots = [load_trust_root(settings.SIGNING_DIR)]
    verdict = verify_pdf(data, trust_roots=roots, expected_fingerprints=[seal.fingerprint])
    assert (verdict.problems, [one.field for one in verdict.signatures]) == ((), ["seal"])
    assert PdfFileReader(BytesIO(data)).embedded_signatures[0].docmdp_level == MDPPerm.FILL_FORMS
    paths = [tmp_path / "rendered.pdf", tmp_path / "sealed.pdf"]
    for path, file in zip(paths, (rendered, sealed), strict=True):
        path.write_bytes(read_issued(file))
    said = subprocess.run([require_tool("pdfsig"), paths[1]], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature Validation: Signature is Valid.") == said.count("Total document signed") == 1
    assert broken_rules(paths) == []


def test_members_edition_stays_what_is_served_by_default(client, people, published):
    client.force_login(people.member)
    served = client.get(reverse("minutes:record_pdf", args=[published.version.minutes.meeting.uuid]))
    members = latest_file(published.version)
    assert members.edition == Edition.MEMBERS
    assert served["ETag"] == f'"{members.sha256}"'


def test_names_of_those_present_are_published_only_on_purpose(signed, people):
    publication = publish(signed, people, names_people=True)
    assert "Kadi Membre" in publication.content


def test_without_names_presence_is_told_by_organisations(published):
    content = Content.from_json(published.content)
    assert (content.attendance, content.attendance_organisations) == ((), ("CHEF", "PARTEN"))
    assert content.meeting.headcount == 2


# --- Who publishes, when ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["rapporteur", "member", "stranger", "admin"])
def test_only_the_coordinator_publishes(signed, people, who):
    with pytest.raises(PublicationRefused, match="coordination"):
        publish(signed, people, by=getattr(people, who))
    assert_nothing_public(signed)


def assert_nothing_public(version):
    assert not Publication.objects.exists()
    assert not version.files.filter(edition=Edition.PUBLIC).exists()
    assert not version.signatures.filter(edition=Edition.PUBLIC).exists()


def test_wrong_password_publishes_nothing(signed, people):
    with pytest.raises(WrongPassword, match="mot de passe"):
        publish(signed, people, password="faux")
    assert_nothing_public(signed)


def test_what_is_not_signed_is_not_published(adopted, people):
    with pytest.raises(PublicationRefused, match="signé"):
        publish(adopted, people)
    assert_nothing_public(adopted)


def test_version_is_published_once(published, people):
    with pytest.raises(PublicationRefused, match="déjà publiée"):
        publish(published.version, people)
    assert MinutesFile.objects.filter(edition=Edition.PUBLIC).count() == 2


def test_publishing_changes_neither_the_record_nor_its_signatures(signed, people):
    before = latest_file(signed), signed.minutes.state, signed.signatures.count()
    publish(signed, people)
    signed.minutes.refresh_from_db()
    members = signed.signatures.filter(edition=Edition.MEMBERS)
    assert (latest_file(signed), signed.minutes.state, members.count()) == before
    assert signed.minutes.state == MinutesState.SIGNED
    with pytest.raises(SignatureRefused):
        replace_signer(
            minutes=signed.minutes, role="chair", person=people.member.person, reason="x", by=people.coordinator
        )


def test_coordinator_reads_what_will_be_public_before_publishing(client, people, signed):
    client.force_login(people.coordinator)
    url = reverse("minutes:minutes_publish", args=[signed.minutes.meeting.uuid])
    shown = page(client, "minutes_publish", signed.minutes.meeting.uuid)
    assert "Points réservés à la coordination : 2 points" in shown
    assert "Huit fiches examinées." in shown
    assert [word for word in (*SECRETS, *CONTACTS, *NAMES) if word in shown] == []
    unread = client.post(url, {"password": PASSWORD}).content.decode()
    assert 'name="has_read"' in unread
    assert not Publication.objects.exists()


def test_contact_data_in_the_text_is_shown_before_it_is_public():
    written = "Écrire à awa.kone@example.org ou au +223 76 12 34 56, avant le 15/11/2016 14:30."
    public = for_edition(sample_content(), "public")
    assert contact_data_in(replace(public, reason=written)) == ("awa.kone@example.org", "+223 76 12 34 56")
    assert contact_data_in(public) == ()


# --- For anybody ------------------------------------------------------------------------------------------------------


def test_anybody_reads_and_downloads_it_and_nothing_else(client, published):
    shown = page(client, "publication_detail", published.key)
    assert "Huit fiches examinées." in shown
    assert published.content_sha256[:16] in shown
    assert [word for word in (*SECRETS, *CONTACTS, *NAMES) if word in shown] == []
    assert not re.search(r'href="/(?:reunions|clusters|personnes)', shown)
    assert '<meta name="robots" content="noindex, nofollow">' in shown
    answer = client.get(reverse("minutes:publication_pdf", args=[published.key]))
    assert digest(b"".join(answer.streaming_content)) == published.file.sha256
    assert answer["Content-Disposition"] == 'inline; filename="compte-rendu-CRP-2016-11-15-public.pdf"'


@pytest.mark.parametrize("name", ["publication_detail", "publication_pdf"])
def test_keys_are_not_guessed_and_the_record_s_own_keys_open_nothing(client, published, name):
    for key in ("x", "a" * 22, str(published.version.uuid), published.version.public_key):
        assert client.get(f"/publications/{key}/").status_code == 404
    assert client.get(reverse(f"minutes:{name}", args=[published.key])).status_code == 200


def test_damaged_file_is_not_handed_out(client, published):
    with open(published.file.file.path, "r+b") as file:
        file.seek(1000)
        file.write(b"!")
    answer = client.get(reverse("minutes:publication_pdf", args=[published.key]))
    assert answer.status_code == 500
    assert "n’est plus celui qui a été publié" in answer.content.decode()


def test_list_is_filtered(client, published, people):
    title = published.version.minutes.meeting.title
    assert title in page(client, "publication_list")
    url = reverse("minutes:publication_list")
    for query, found in [
        (f"cluster={people.cluster.uuid}", True),
        ("since=2016-11-01&until=2016-11-30", True),
        ("since=2017-01-01", False),
        ("q=relèvement", True),
        ("q=abris", False),
        (f"cluster={people.other_cluster.uuid}", True),  # not a choice: nothing is published there
        ("since=demain&page=9999", True),
    ]:
        answer = client.get(f"{url}?{query}")
        assert answer.status_code == 200
        assert (f">{title}</a>" in unescape(answer.content.decode())) == found, query


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_queries_for_one_as_for_three(client, people, published, count):
    """The others are rows only: what a publication is made of does not matter to the list."""
    for number in range(1, count):
        copy = published.version
        copy.pk, copy.uuid, copy.number, copy.public_key, copy.kind = None, None, number + 10, None, "erratum"
        copy.uuid, copy.supersedes = f"00000000-0000-4000-8000-00000000000{number}", None
        copy._state.adding = True
        copy.save()
        Publication.objects.create(
            version=copy, file=published.file, content="{}", content_sha256="0" * 64, published_by=people.coordinator
        )
    with CaptureQueriesContext(connection) as captured:
        shown = page(client, "publication_list")
    assert shown.count('class="row-title"') == count
    assert len(captured) == 3


# --- Withdrawn, replaced ----------------------------------------------------------------------------------------------


def withdraw(publication, people, **options):
    return withdraw_publication(publication=publication, by=people.coordinator, reason="Un nom de trop", **options)


def test_withdrawn_publication_shows_nothing_more_and_keeps_its_file(client, people, published):
    data = read_issued(published.file)
    withdraw(published, people)
    for name in ("publication_detail", "publication_pdf"):
        answer = client.get(reverse(f"minutes:{name}", args=[published.key]))
        told = answer.content.decode()
        assert (answer.status_code, "Publication retirée" in told) == (410, True)
        assert not [word for word in ("Huit fiches", "Un nom de trop", "Relèvement") if word in told]
    assert "Aucun compte rendu publié" in page(client, "publication_list")
    assert read_issued(published.file) == data
    assert verify_file(data).proof == Proof.AUTHENTIC


@pytest.mark.parametrize(("who", "reason"), [("rapporteur", "Erreur"), ("admin", "Erreur"), ("coordinator", "  ")])
def test_withdrawal_wants_the_coordinator_and_a_reason(published, people, who, reason):
    with pytest.raises(PublicationRefused):
        withdraw_publication(publication=published, by=getattr(people, who), reason=reason)
    assert not Publication.objects.get().is_withdrawn


def test_nothing_is_withdrawn_twice(published, people):
    withdraw(published, people)
    with pytest.raises(PublicationRefused, match="déjà retirée"):
        withdraw(Publication.objects.get(), people)


def test_after_a_withdrawal_the_same_document_is_published_again(published, people):
    withdraw(published, people)
    again = publish(published.version, people, at=PUBLISHED_AT + timedelta(days=1), names_people=True)
    assert (again.file, again.content) == (published.file, published.content)
    assert again.key != published.key
    assert MinutesFile.objects.filter(edition=Edition.PUBLIC).count() == 2


def test_database_keeps_what_was_published(published):
    for statement in ("UPDATE minutes_publication SET content = '{}'", "DELETE FROM minutes_publication"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def corrected(version, people):
    meeting, by = version.minutes.meeting, people.coordinator
    minutes = open_correction(meeting=meeting, reason="Chiffre faux", by=by)
    make_item(meeting, "Un point oublié")
    seen = changes_since(version, live_content(minutes, version)).seen
    return adopt_minutes(meeting=meeting, by=by, seen=seen, render=render_pdf)


def test_erratum_says_on_the_public_page_that_it_replaces_and_is_published_on_purpose(client, people, published):
    erratum = corrected(published.version, people)
    shown = page(client, "publication_detail", published.key)
    assert "Version remplacée par la version 3" in shown
    assert "La nouvelle version n’est pas encore publiée." in shown
    assert "Version remplacée" in page(client, "publication_list")
    upload_scan(version=erratum, file=SimpleUploadedFile("autre.png", PIXEL + b"1"), by=people.coordinator)
    with pytest.raises(PublicationRefused, match="remplacée par la version 3"):
        publish(published.version, people)
    later = publish(erratum, people)
    assert reverse("minutes:publication_detail", args=[later.key]) in page(client, "publication_detail", published.key)


# --- Verified ---------------------------------------------------------------------------------------------------------


def verified(client, data: bytes) -> str:
    file = SimpleUploadedFile("public.pdf", data, "application/pdf")
    told = client.post(reverse("minutes:verify"), {"file": file}).content.decode()
    return re.sub(r"[\s\u202f\xa0]+", " ", unescape(told))


def test_check_of_the_public_file_names_the_edition_its_seal_and_its_withdrawal(client, people, published):
    data = read_issued(published.file)
    told = verified(client, data)
    assert "Document authentique" in told
    assert "Publique, tirée de l’édition des membres" in told
    assert "<strong>Cluster Relèvement</strong>, cachet apposé par <strong>Awa Coordination</strong>" in told
    assert published.content_sha256[:16] in told
    assert "Publication retirée" not in told
    assert [word for word in (*SECRETS, *CONTACTS) if word in told] == []
    withdraw(published, people)
    assert "Publication retirée" in verified(client, data)


def test_printed_code_tells_both_editions_apart_while_one_is_public(client, people, published):
    members = Content.from_json(published.version.content)
    told = page(client, "verify_key", members.public_key)
    assert "Des membres" in told
    assert published.content_sha256[:16] in told
    assert reverse("minutes:publication_detail", args=[published.key]) in told
    withdraw(published, people)
    told = page(client, "verify_key", members.public_key)
    assert published.content_sha256[:16] not in told
    assert "Édition publique" not in told


def test_command_names_the_edition(published, tmp_path, capsys):
    path = tmp_path / "public.pdf"
    path.write_bytes(read_issued(published.file))
    call_command("verify", path)
    told = re.sub(r"[\s\u202f\xa0]+", " ", capsys.readouterr().out)
    assert "Version 2, édition publique" in told
    assert "Cachet du Cluster Relèvement, apposé par Awa Coordination" in told
