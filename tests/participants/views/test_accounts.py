"""Signing in and out, passwords, invitations, the account page, the first set-up."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from participants.models import AccessLink, Cluster, Organisation, Person, User
from participants.services.invitations import invite_person
from participants.services.links import create_link
from participants.services.passwords import TRIES
from tests.factories import PASSWORD, make_cluster, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "un autre mot de passe"
FOREIGN_ADDRESSES = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "http://evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "//evil.example/testserver",
    "https://testserver.evil.example",
    "https://testserver@evil.example",
    "https://evil.example#testserver",
    "https://evil.example?testserver",
    "https://evil.example\\@testserver",
    "//testserver@evil.example",
    "//user:pass@evil.example",
    "//evil.example:80",
    "//[::1]/",
    "//0x7f000001/",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "mailto:a@evil.example",
    "http://",
    "//evil",
    "\x00//evil.example",
    "\x1f//evil.example",
    "http:///evil.example",
    "https://ⓔvil.example",
]


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/connexion/", {"username": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def user() -> User:
    return make_user(make_person("Awa Diallo"), "awa@example.org")


# --- Signing in and out -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["awa@example.org", " AWA@example.org "])
def test_sign_in_leads_home_however_the_address_is_written(client, user, address):
    response = sign_in(client, address)
    assert response.status_code == 302
    assert response.url == "/"
    assert is_signed_in(client)


def test_sign_in_changes_the_session_key(client, user):
    session = client.session
    session["before"] = "x"
    session.save()
    key = session.session_key
    sign_in(client, "awa@example.org")
    assert client.session.session_key != key


def test_sign_in_refusals_are_the_same_for_unknown_wrong_and_inactive(client, user):
    make_user(email="inactif@example.org", is_active=False)
    pages = [
        re.sub(r"csrfmiddlewaretoken\" value=\"\w+|\S+@example.org", "", sign_in(client, *pair).content.decode())
        for pair in [("awa@example.org", "faux"), ("inconnu@example.org", "faux"), ("inactif@example.org", PASSWORD)]
    ]
    assert "Adresse ou mot de passe incorrect" in pages[0]
    assert len(set(pages)) == 1


def test_sign_in_keeps_the_address_and_not_the_password(client, user):
    page = sign_in(client, "awa@example.org", "faux-mot").content.decode()
    assert 'value="awa@example.org"' in page
    assert "faux-mot" not in page


def test_sign_in_after_five_wrong_passwords_is_refused_in_french_to_this_address_only(client, user):
    other = make_user(email="moussa@example.org")
    answers = [sign_in(client, address, "faux") for address in ("awa@example.org", "AWA@example.org") * 3]
    assert answers[-1].status_code == 429
    assert "Trop d’essais" in answers[-1].content.decode()
    assert sign_in(client, "awa@example.org").status_code == 429
    assert not is_signed_in(client)
    assert sign_in(client, other.email).status_code == 302


@pytest.mark.parametrize("address", FOREIGN_ADDRESSES)
def test_sign_in_never_leaves_the_site(client, user, address):
    assert sign_in(client, "awa@example.org", next=address).url == "/"


def test_sign_in_goes_on_to_the_page_asked_for(client, user):
    assert sign_in(client, "awa@example.org", next="/organisations/?q=eau").url == "/organisations/?q=eau"


def test_sign_in_page_lists_demonstration_accounts_only_in_the_demonstration(client, user, settings):
    assert "clusterhub-demo" not in client.get("/connexion/").content.decode()
    settings.DEMO = True
    assert "coordination@example.org" in client.get("/connexion/").content.decode()


def test_sign_out_needs_a_post(client, user):
    client.force_login(user)
    assert client.get("/deconnexion/").status_code == 405
    assert is_signed_in(client)
    assert client.post("/deconnexion/").url == "/connexion/?depart=1"
    assert not is_signed_in(client)


def test_session_of_before_signing_out_is_refused(client, user):
    client.force_login(user)
    old = client.cookies["session"].value
    client.post("/deconnexion/")
    client.cookies["session"] = old
    assert client.get("/mon-compte/").url == "/connexion/?next=/mon-compte/"


# --- Forgotten password -----------------------------------------------------------------------------------------------


def ask_for_link(client: Client, email: str):
    return client.post("/mot-de-passe-oublie/", {"email": email})


def mailed_path() -> str:
    return re.search(r"http://localhost:8000(/\S+)", Email.objects.latest("id").message)[1]


def test_password_link_gives_the_same_answer_for_an_unknown_address(client, user):
    known, unknown = ask_for_link(client, "AWA@example.org"), ask_for_link(client, "inconnu@example.org")
    assert (known.status_code, known.url, known.content) == (unknown.status_code, unknown.url, unknown.content)
    assert [mail.to for mail in Email.objects.all()] == [["awa@example.org"]]


def test_password_link_does_the_same_for_known_and_unknown_but_queue_the_mail(client, user):
    """Then both take the same time, to what nobody can measure from outside."""

    def work(address: str) -> Counter[str]:
        with CaptureQueriesContext(connection) as captured:
            ask_for_link(client, address)
        return Counter(" ".join(query["sql"].split()[:3]) for query in captured)

    unknown = work("inconnu@example.org")
    assert work("awa@example.org") - unknown == {'INSERT INTO "post_office_email"': 1}


def test_password_link_is_queued_and_not_sent_in_the_request(client, user):
    ask_for_link(client, "awa@example.org")
    assert Email.objects.get().status != 0
    assert mail.outbox == []


def test_password_link_ignores_the_host_that_the_request_names(client, user):
    client.post("/mot-de-passe-oublie/", {"email": "awa@example.org"}, headers={"host": "127.0.0.1"})
    assert "http://localhost:8000/mot-de-passe-oublie/" in Email.objects.get().message


def test_password_link_asked_twice_at_once_sends_one_mail(client, user):
    ask_for_link(client, "awa@example.org")
    ask_for_link(client, "awa@example.org")
    assert Email.objects.count() == 1


def test_password_link_sets_a_password_once(client, user):
    ask_for_link(client, "awa@example.org")
    path = mailed_path()
    form = client.get(path, follow=True)
    action = form.redirect_chain[-1][0]
    assert client.get(path).url == action
    assert "token" not in action
    answer = client.post(action, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert answer.url == "/connexion/"
    assert not is_signed_in(client)
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert "Ce lien ne fonctionne plus" in Client().get(path).content.decode()


def test_password_link_refuses_a_weak_password(client, user):
    ask_for_link(client, "awa@example.org")
    action = client.get(mailed_path(), follow=True).redirect_chain[-1][0]
    answer = client.post(action, {"new_password1": "azerty", "new_password2": "azerty"})
    assert "trop court" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


# --- Invitation -------------------------------------------------------------------------------------------------------


@pytest.fixture
def invited() -> Person:
    return make_person("Moussa Keïta", make_organisation("ONGX"), emails=("moussa@example.org",))


@pytest.fixture
def invitation(invited: Person) -> str:
    _, key = create_link(person=invited, email="moussa@example.org")
    return f"/invitation/{key}/"


def accept(client: Client, path: str, password: str = NEW_PASSWORD):
    return client.post(path, {"new_password1": password, "new_password2": password})


def test_invitation_mail_leads_to_a_page_that_names_the_account(client, user, invited):
    invite_person(person=invited, email="moussa@example.org", by=user)
    page = client.get(mailed_path()).content.decode()
    assert "Moussa Keïta" in page
    assert "moussa@example.org" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_invitation_opened_changes_nothing(client, invitation, method):
    before = AccessLink.objects.values().get()
    getattr(client, method)(invitation)
    assert AccessLink.objects.values().get() == before
    assert not User.objects.exists()
    assert not is_signed_in(client)


def test_invitation_accepted_opens_the_account_and_signs_in(client, invited, invitation):
    assert accept(client, invitation).url == "/"
    user = User.objects.get()
    assert (user.person, user.email) == (invited, "moussa@example.org")
    assert user.check_password(NEW_PASSWORD)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_invitation_works_once(client, invitation):
    accept(client, invitation)
    again = accept(Client(), invitation, "encore un mot de passe")
    assert again.status_code == 410
    assert "Ce lien ne fonctionne plus" in again.content.decode()
    assert User.objects.get().check_password(NEW_PASSWORD)


def test_invitation_with_a_weak_password_can_be_tried_again(client, invitation):
    assert "trop court" in accept(client, invitation, "court").content.decode()
    assert accept(client, invitation).status_code == 302


def test_invitation_unusable_looks_the_same_whatever_the_reason(client, invitation):
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = client.get(invitation)
    AccessLink.objects.update(expires_at=timezone.now() + timedelta(days=1), revoked_at=timezone.now())
    withdrawn, unknown = client.get(invitation), client.get("/invitation/inconnu/")
    assert expired.content == withdrawn.content == unknown.content
    assert expired.status_code == 410


def test_invitation_keeps_only_the_hash_of_its_key(invitation):
    key = invitation.split("/")[2]
    assert key not in str(AccessLink.objects.values().get())


def test_invitation_to_an_address_that_got_an_account_meanwhile_is_refused(client, invitation):
    make_user(email="Moussa@example.org")
    assert accept(client, invitation).status_code == 410
    assert AccessLink.objects.get().used_at is None


# --- One's own account ------------------------------------------------------------------------------------------------


def test_account_changes_the_name(client, user):
    client.force_login(user)
    client.post("/mon-compte/", {"name": "Awa Diallo Touré", "email": "awa@example.org"})
    assert Person.objects.get(pk=user.person_id).folded == "awa diallo toure"


@pytest.mark.parametrize(("password", "email"), [("", "awa@example.org"), (PASSWORD, "nouvelle@example.org")])
def test_account_changes_the_address_only_with_the_password(client, user, password, email):
    client.force_login(user)
    client.post("/mon-compte/", {"name": "Awa", "email": "Nouvelle@example.org", "password": password})
    user.refresh_from_db()
    assert user.email == email


def test_account_refuses_the_address_of_another(client, user):
    make_user(email="moussa@example.org")
    client.force_login(user)
    answer = client.post("/mon-compte/", {"name": "Awa", "email": "MOUSSA@example.org", "password": PASSWORD})
    assert "Cette adresse ne peut pas être utilisée." in answer.content.decode()


def test_password_change_needs_the_old_one_and_closes_other_sessions(client, user):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(user)
    fields = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post("/mon-compte/mot-de-passe/", {"old_password": "faux", **fields}).status_code == 200
    assert client.post("/mon-compte/mot-de-passe/", {"old_password": PASSWORD, **fields}).url == "/mon-compte/"
    assert client.get("/mon-compte/").status_code == 200
    assert elsewhere.get("/mon-compte/").status_code == 302


def test_password_cannot_be_guessed_in_a_session_left_open(client, user):
    """Nor by going from one page to the other."""
    client.force_login(user)
    new = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    for number in range(TRIES):
        page = "/mon-compte/" if number % 2 else "/mon-compte/mot-de-passe/"
        sent = {"name": "Awa", "email": "nouvelle@example.org", "password": "faux", "old_password": "faux", **new}
        assert "n’est pas celui de votre compte" in client.post(page, sent).content.decode()
    moved = client.post("/mon-compte/", {"name": "Awa", "email": "nouvelle@example.org", "password": PASSWORD})
    changed = client.post("/mon-compte/mot-de-passe/", {"old_password": PASSWORD, **new})
    assert ["quart d’heure" in answer.content.decode() for answer in (moved, changed)] == [True, True]
    user.refresh_from_db()
    assert (user.email, user.check_password(PASSWORD)) == ("awa@example.org", True)


# --- First set-up -----------------------------------------------------------------------------------------------------

SETUP = {
    "name": "Awa Diallo",
    "email": "awa@example.org",
    "password": NEW_PASSWORD,
    "password_again": NEW_PASSWORD,
    "organisation_name": "Programme des Nations Unies pour le développement",
    "organisation_acronym": "PNUD",
    "kind": "447",
    "cluster_name": "Cluster Relèvement Précoce",
    "short_name": "Relèvement Précoce",
    "code": "crp",
}


@pytest.mark.parametrize("path", ["/", "/organisations/", "/mon-compte/", "/connexion/"])
def test_every_page_of_an_empty_installation_leads_to_the_set_up(client, path):
    assert client.get(path, follow=True).redirect_chain[-1][0] == "/demarrage/"


def test_set_up_makes_the_administrator_who_coordinates_the_first_cluster(client):
    assert client.post("/demarrage/", SETUP).url == "/"
    user, cluster = User.objects.get(), Cluster.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.is_staff, user.is_superuser, user.display_name) == (True, True, "Awa Diallo")
    assert (cluster.code, cluster.lead_organisation.acronym) == ("CRP", "PNUD")
    assert user.clusters_coordinated == {cluster.pk}
    assert Organisation.objects.named("pnud").get().memberships.get().cluster == cluster


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password_again": "autre chose"}, "Les deux mots de passe diffèrent."),
        ({"password": "azerty", "password_again": "azerty"}, "trop court"),
        ({"code": "C-É"}, "Des lettres sans accent et des chiffres seulement."),
        ({"short_name": "R\u0435lèvement"}, "mélange des lettres"),
    ],
)
def test_set_up_with_a_mistake_creates_nothing_and_keeps_the_rest(client, change, message):
    page = client.post("/demarrage/", SETUP | change).content.decode()
    assert message in page
    assert 'value="Programme des Nations Unies pour le développement"' in page
    assert (User.objects.count(), Cluster.objects.count(), Organisation.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_set_up_does_not_exist_once_there_is_an_account(client, user, method):
    answer = getattr(client, method)("/demarrage/", SETUP)
    assert answer.status_code == 404
    assert User.objects.count() == 1


# --- All of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("item_count", [1, 3])
def test_account_page_costs_the_same_whatever_the_clusters(
    client, user, item_count, django_assert_num_queries: Callable
):
    for _ in range(item_count):
        make_cluster()
    client.force_login(user)
    with django_assert_num_queries(3):
        client.get("/mon-compte/")


@pytest.mark.parametrize(
    "path", ["/connexion/", "/mot-de-passe-oublie/", "/mot-de-passe-oublie/envoye/", "/mon-compte/"]
)
def test_pages_of_the_account_load_no_script(client, user, path):
    if path == "/mon-compte/":
        client.force_login(user)
    page = client.get(path).content.decode()
    assert "<script" not in page
    assert page.count("<h1") == 1
