"""« Courrier sortant »: what the demonstration would have sent, for whoever is signed in there, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from post_office.models import STATUS, Email

from clusterhub.web.mail_files import MailFilesBackend, path_of, read_sent_mail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(settings, tmp_path: Path) -> Path:
    settings.MAIL_IS_SHOWN, settings.EMAIL_FILE_PATH = True, str(tmp_path / "mail")
    return tmp_path


def letter(subject: str, body: str = "Bonjour", status: int = STATUS.sent, page: str = "") -> Email:
    number = f"<{subject}@localhost>"
    email = Email.objects.create(
        from_email="a@example.org", to=["b@example.org"], subject=subject, status=status, message_id=number
    )
    if status == STATUS.sent:
        headers = {"Message-ID": number}
        sent = mail.EmailMultiAlternatives(subject, body, "a@example.org", ["b@example.org"], headers=headers)
        if page:
            sent.attach_alternative(page, "text/html")
        sent.attach("ordre-du-jour.txt", b"1. Accueil", "text/plain")
        MailFilesBackend().send_messages([sent])
    return email


def test_address_is_unknown_outside_the_demonstration(client: Client) -> None:
    client.force_login(make_user())
    email = letter("Secret", status=STATUS.queued)
    answers = [client.get("/courrier/"), *(client.get(f"/courrier/{email.pk}/{page}") for page in ("", "page/"))]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_visitor_signs_in_first(client: Client, shown: Path) -> None:
    assert client.get("/courrier/")["Location"].startswith("/connexion/")


def test_list_is_filtered_by_words_and_state(client: Client, shown: Path) -> None:
    client.force_login(make_user())
    letter("Convocation")
    letter("Vos actions", status=STATUS.queued)
    for query, subjects in {
        "": ["Vos actions", "Convocation"],
        "?q=convoc": ["Convocation"],
        "?state=attente": ["Vos actions"],
        "?state=echec": [],
        "?q=b@example": ["Vos actions", "Convocation"],
    }.items():
        rows = client.get(f"/courrier/{query}").context["rows"]
        assert [email.subject for email, _ in rows] == subjects


def test_letter_is_read_with_its_links_and_the_names_of_its_files(client: Client, shown: Path) -> None:
    client.force_login(make_user())
    email = letter("Vos actions", "Ouvrez http://localhost:8000/p/abc/ & <b>répondez</b>")
    page = client.get(f"/courrier/{email.pk}/").content.decode()
    assert 'href="http://localhost:8000/p/abc/"' in page
    assert "&lt;b&gt;répondez&lt;/b&gt;" in page
    assert "ordre-du-jour.txt" in page


def test_letter_shows_its_page_in_a_frame_that_may_do_nothing(client: Client, shown: Path) -> None:
    client.force_login(make_user())
    email = letter(
        "Vos actions", page='<html><head></head><body><script>x()</script><a href="/p/a/">R</a></body></html>'
    )
    page, framed = client.get(f"/courrier/{email.pk}/"), client.get(f"/courrier/{email.pk}/page/")
    assert f'src="/courrier/{email.pk}/page/"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert '<base target="_top">' in framed.content.decode()
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    policy = {line.split()[0]: line.split()[1:] for line in framed["Content-Security-Policy"].split("; ")}
    assert policy == {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-top-navigation-by-user-activation"],
    }


@pytest.mark.parametrize("status", [STATUS.queued, STATUS.sent])
def test_letter_without_a_page_has_none(client: Client, shown: Path, status: int) -> None:
    client.force_login(make_user())
    email = letter("Texte seul", status=status)
    assert "<iframe" not in client.get(f"/courrier/{email.pk}/").content.decode()
    assert client.get(f"/courrier/{email.pk}/page/").status_code == 404


def test_letter_that_waits_says_so(client: Client, shown: Path) -> None:
    client.force_login(make_user())
    email = letter("Vos actions", status=STATUS.queued)
    assert "En attente. Le texte se lira ici" in client.get(f"/courrier/{email.pk}/").content.decode()


def test_letter_sent_again_replaces_its_file(shown: Path) -> None:
    letter("Rappel", "premier")
    sent = mail.EmailMessage("Rappel", "second", "a@example.org", ["b@example.org"])
    sent.extra_headers["Message-ID"] = "<Rappel@localhost>"
    MailFilesBackend().send_messages([sent])
    assert len(list(path_of("x").parent.iterdir())) == 1
    letter_now = read_sent_mail("<Rappel@localhost>")
    assert letter_now is not None
    assert letter_now.text.strip() == "second"
