"""Mails: two parts from one template, what they link to, what hostile names do to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from post_office.models import Email

from clusterhub.web.mail import queue_mail
from clusterhub.web.mail_html import mail_page
from tests.letters import BODY, BUTTON, check_parts, page_of

SendMail = Callable[[], list[EmailMessage]]


def body_of(page: str) -> str:
    return BODY.search(page)[1].strip()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Bonjour", "<p>Bonjour</p>"),
        ("Un\nDeux", "<p>Un<br>\nDeux</p>"),
        ("Un\n\n \nDeux\n", "<p>Un</p>\n<p>Deux</p>"),
        ("Reste :\n- un\n- deux\nFin", "<p>Reste&#160;:</p>\n<ul><li>un</li><li>deux</li></ul>\n<p>Fin</p>"),
        ("Dire « oui » :\nà 14 h 30", "<p>Dire «&#160;oui&#160;»&#160;:<br>\nà 14&#160;h&#160;30</p>"),
        ("1. Un\n   1.1. Deux", "<p>1. Un<br>\n&#160;&#160;&#160;1.1. Deux</p>"),
    ],
)
def test_lines_become_paragraphs_and_lists(text: str, page: str) -> None:
    assert body_of(mail_page(text, subject="Objet")) == page


@pytest.mark.django_db
def test_mail_has_one_button_with_its_address_in_words(sent_mail: SendMail) -> None:
    queue_mail("password_link", "awa@example.org", {"name": "Awa", "url": "http://localhost/x/?a=1&b=2"})
    (letter,) = sent_mail()
    page = page_of(letter)
    assert BUTTON.findall(page) == [
        '<a class="bouton" href="http://localhost/x/?a=1&amp;b=2">Choisir un mot de passe</a>'
    ]
    assert '<span class="adresse">http://localhost/x/?a=1&amp;b=2</span>' in page
    assert "http://localhost/x/?a=1&b=2\n" in letter.body
    assert "<title>Choisir un nouveau mot de passe</title>" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "https://mechant.example/",
        "[Awa](https://mechant.example/)",
        '<a href="https://mechant.example/">Awa</a>',
        '{% button "https://mechant.example/" "Awa" %}',
        "{{ 7|add:7 }}",
        "</title><script>alert(1)</script>",
    ],
)
def test_name_stays_words_in_both_parts(sent_mail: SendMail, name: str) -> None:
    queue_mail("password_link", "awa@example.org", {"name": name, "url": "http://localhost/x/"})
    (letter,) = sent_mail()
    check_parts(letter)
    assert letter.body.startswith(f"Bonjour {name},")
    assert re.findall(r'href="([^"]*)"', page_of(letter)) == ["http://localhost/x/"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x.example/", ""])
def test_address_of_another_kind_is_no_link(sent_mail: SendMail, url: str) -> None:
    queue_mail("password_link", "awa@example.org", {"name": "Awa", "url": url})
    (letter,) = sent_mail()
    check_parts(letter)
    assert "href" not in page_of(letter)


@pytest.mark.django_db
def test_mail_without_an_address_has_no_button_and_writes_french_dates(sent_mail: SendMail) -> None:
    meeting = SimpleNamespace(title="Réunion", starts_at=datetime(2026, 12, 1, 14, 0, tzinfo=UTC))
    queue_mail("meeting_cancelled", "awa@example.org", {"meeting": meeting, "url": "", "reason": "Deux\nlignes"})
    (letter,) = sent_mail()
    assert BUTTON.findall(page_of(letter)) == []
    assert "Réunion\nElle était prévue le mardi 1er décembre 2026, 14 h." in letter.body


@pytest.mark.django_db
def test_both_parts_wait_in_the_queue() -> None:
    email = queue_mail("password_link", "awa@example.org", {"name": "Awa", "url": "http://localhost/x/"})
    kept = Email.objects.get(pk=email.pk)
    assert ("Bonjour Awa" in kept.message, "Bonjour Awa" in kept.html_message) == (True, True)


@pytest.mark.once
def test_no_mail_leaves_its_values_as_they_are() -> None:
    """Both parts come from one template: to switch escaping off there would let anybody write the page."""
    texts = {path.name: path.read_text("utf-8") for path in (settings.BASE_DIR / "templates" / "emails").glob("*.txt")}
    assert [name for name, text in texts.items() if re.search(r"autoescape|\|\s*safe", text)] == []
    bodies = {name: text for name, text in texts.items() if name.endswith("-body.txt")}
    assert [name for name, text in bodies.items() if re.search(r"\{\{ *(\w+\.)*\w*url *\}\}", text)] == []
    assert len(bodies) > 25
