"""« Ma signature », and the same page for administrators; the page that says what a signature is worth."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minutes.enums import KeySource, RevocationReason
from minutes.models import SigningIdentity
from minutes.services.authority import ensure_authority, renew_authority
from minutes.services.identities import ensure_identity
from minutes.services.revocation import revoke_identity
from tests.factories import PASSWORD
from tests.minutes import pki

pytestmark = pytest.mark.django_db
LOST = RevocationReason.KEY_COMPROMISE


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    settings.SIGNING_DIR = tmp_path / "signing"


def signed_in(user):
    client = Client()
    client.force_login(user, backend="participants.backends.AccountBackend")
    return client


@pytest.fixture
def rapporteur(people):
    return signed_in(people.rapporteur)


@pytest.fixture
def admin(people):
    return signed_in(people.admin)


@pytest.fixture(scope="module")
def own():
    root, issuer = pki.authority()
    key = pki.rsa_key()
    return pki.pack(key, pki.certify("Bakary Rapporteur, ONG", key, issuer), [issuer[0], root])


MINE = "minutes:my_signature"


def text(response):
    return response.content.decode()


def of(person, name="person_signature"):
    return reverse(f"minutes:{name}", args=[person.uuid])


def test_page_says_that_there_is_nothing_to_do_yet(rapporteur):
    assert "Pas encore de certificat" in text(rapporteur.get(reverse(MINE)))


def test_account_without_a_person_does_not_sign(admin):
    assert "Ce compte ne signe pas" in text(admin.get(reverse(MINE)))
    assert admin.get(reverse("minutes:my_signature_import")).status_code == 403


def test_own_certificate_is_imported_from_the_page(people, rapporteur, own):
    sent = {"opened_by": pki.PASSWORD, "password": PASSWORD}
    response = rapporteur.post(
        reverse("minutes:my_signature_import"), sent | {"file": SimpleUploadedFile("cle.p12", own)}, follow=True
    )
    page = text(response)
    assert "Bakary Rapporteur, ONG" in page
    assert "Intermédiaire d’essai" in page
    assert SigningIdentity.objects.get(person=people.rapporteur.person).source == KeySource.OWN


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"opened_by": "autre"}, "ne s’ouvre pas"),
        ({"password": "autre"}, "pas celui de votre compte"),
        ({"file": ""}, "obligatoire"),
        ({"opened_by": ""}, "obligatoire"),
    ],
)
def test_import_says_what_is_wrong_and_keeps_nothing(rapporteur, own, changed, said):
    sent = {"opened_by": pki.PASSWORD, "password": PASSWORD, "file": SimpleUploadedFile("cle.p12", own)}
    page = text(rapporteur.post(reverse("minutes:my_signature_import"), sent | changed))
    assert said in page
    assert pki.PASSWORD not in page
    assert not SigningIdentity.objects.exists()


def test_large_file_is_refused_beside_the_field(rapporteur):
    sent = {"opened_by": "x", "password": PASSWORD, "file": SimpleUploadedFile("cle.p12", b"0" * 100_001)}
    response = rapporteur.post(reverse("minutes:my_signature_import"), sent)
    assert "trop gros" in response.context["form"].errors["file"][0]


def test_lost_key_is_revoked_and_a_new_one_asked(people, rapporteur):
    ensure_identity(people.rapporteur.person)
    page = text(rapporteur.post(reverse("minutes:my_signature_revoke"), {"reason": LOST}, follow=True))
    assert "Ce certificat est révoqué" in page
    assert "perdu, vu ou copié" in page
    assert "Bakary Rapporteur" in page
    page = text(rapporteur.post(reverse("minutes:my_signature_new"), {"password": "faux"}))
    assert "pas celui de votre compte" in page
    page = text(rapporteur.post(reverse("minutes:my_signature_new"), {"password": PASSWORD}, follow=True))
    assert "En vigueur" in page
    assert "Certificats précédents" in page


def test_revocation_in_the_future_or_without_a_reason_is_refused(people, rapporteur):
    identity = ensure_identity(people.rapporteur.person)
    sent = {"since": (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")}
    response = rapporteur.post(reverse("minutes:my_signature_revoke"), sent)
    assert set(response.context["form"].errors) == {"reason", "since"}
    identity.refresh_from_db()
    assert identity.revoked_at is None


def test_what_an_administrator_revoked_only_an_administrator_gives_back(people, rapporteur, admin):
    person = people.rapporteur.person
    ensure_identity(person)
    admin.post(of(person, "person_signature_revoke"), {"reason": "affiliation_changed"})
    assert SigningIdentity.objects.get(person=person).revoked_by == people.admin
    assert rapporteur.get(reverse("minutes:my_signature_new")).status_code == 403
    assert "Nouvelle clé" not in text(rapporteur.get(reverse(MINE)))
    admin.post(of(person, "person_signature_new"), {"password": PASSWORD})
    assert SigningIdentity.objects.in_force().get(person=person).is_of_the_house


def test_others_neither_see_nor_revoke(people):
    person = people.rapporteur.person
    ensure_identity(person)
    for user, status in ((people.coordinator, 403), (people.stranger, 404)):
        client = signed_in(user)
        assert client.get(of(person)).status_code == status
        assert client.post(of(person, "person_signature_revoke"), {"reason": LOST}).status_code == status
    assert SigningIdentity.objects.get(person=person).revoked_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_certificates(people, rapporteur, django_assert_num_queries, count):
    person = people.rapporteur.person
    for _ in range(count):
        last = ensure_identity(person)
        SigningIdentity.objects.filter(pk=last.pk).update(revoked_at=timezone.now(), replaced_at=timezone.now())
        SigningIdentity.objects.filter(pk=last.pk).update(revoked_at=None)
    rapporteur.get(reverse(MINE))
    with django_assert_num_queries(3):
        rapporteur.get(reverse(MINE))


def test_page_on_trust_is_honest_and_says_how(client):
    ensure_authority()
    renew_authority(at=timezone.now())
    page = text(client.get(reverse("minutes:verify_trust")))
    for expected in ("signature électronique (cachet interne)", "Acrobat", "au téléphone", "Autorité précédente"):
        assert expected in page
    assert "qualifiée" not in page
    assert reverse("minutes:verify_trust") in text(client.get(reverse("minutes:verify")))


def test_page_on_trust_stands_before_anything_was_signed(client):
    assert "n’a pas encore d’autorité" in text(client.get(reverse("minutes:verify_trust")))


def test_revoked_elsewhere_shows_to_the_administrator(people, admin):
    person = people.rapporteur.person
    revoke_identity(identity=ensure_identity(person), reason=LOST, by=people.rapporteur)
    page = text(admin.get(of(person)))
    assert "Révoqué" in page
    assert "Nouvelle clé interne" in page
    assert reverse("minutes:person_signature_revoke", args=[person.uuid]) not in page
