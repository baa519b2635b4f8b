"""A partner without an account, on a phone without script: from the outgoing mail to the coordinator's next meeting."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from post_office.mail import send_queued
from pytest_django.live_server_helper import LiveServer
from pytest_playwright import CreateContextCallback

from actions.models import ActionPoint, ActionUpdate
from actions.services.create import create_action
from clusterhub.web.richtext import excerpt
from clusterhub.web.typography import format_date, french
from meetings.enums import MeetingState
from meetings.models import Meeting
from tests.actions.conftest import hold, meeting_after
from tests.actions.partner_world import photo
from tests.browser.axe import Sources, checked, source_of, troubles_of
from tests.browser.pages import expect_message, follow, heading
from tests.factories import People, make_people
from tests.meetings.factories import make_meeting
from tests.permissions.snapshot import changed_tables, database

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[str], Page]
PROMISES = ("Partager les contacts régionaux", "Déposer la fiche de projet", "Réparer la piste de Ber")


@pytest.fixture
def browser_context_args(browser_context_args: dict) -> dict:
    """axe puts inline styles into the page, which the security policy refuses: it is tested elsewhere."""
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def people(settings, live_server: LiveServer, tmp_path: Path) -> People:
    """In the demonstration: mail goes to files that are shown."""
    settings.MAIL_IS_SHOWN, settings.EMAIL_FILE_PATH = True, str(tmp_path / "mail")
    settings.BASE_URL = live_server.url
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": "clusterhub.web.mail_files.MailFilesBackend"}
    }
    return make_people()


@pytest.fixture
def next_meeting(people: People) -> Meeting:
    held = meeting_after(people.cluster, days=0)
    for text in PROMISES:
        create_action(
            cluster=people.cluster,
            meeting=held,
            description=text,
            owner_text="PARTEN",
            due_text="22 novembre 2016",
            by=None,
        )
    hold(held)
    return make_meeting(people.cluster, timezone.now() + timedelta(days=10), state=MeetingState.ANNOUNCED)


@pytest.fixture
def phone(new_context: CreateContextCallback) -> Page:
    """Chromium takes no script here; whatever the page does, it does by itself."""
    return new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()


def send_and_read(coordinator: Page, people: People, sources: Sources) -> str:
    """The coordination sends « Vos actions », opens « Courrier sortant », and there finds the address."""
    coordinator.goto(reverse("actions:partner_list", args=[people.cluster.uuid]))
    coordinator.get_by_role("link", name="PARTEN").click()
    coordinator.get_by_role("button", name="Envoyer « Vos actions »").click()
    expect_message(coordinator, "1 message part aux points focaux.")
    send_queued()
    coordinator.get_by_text("Awa Coordination").first.click()
    follow(coordinator.get_by_role("link", name="Courrier sortant"))
    sources["courrier"] = source_of(coordinator)
    follow(coordinator.get_by_role("link", name="PARTEN : vos actions"))
    sources["lettre"] = source_of(coordinator)
    assert troubles_of(coordinator) == []
    address = coordinator.get_by_role("link", name="/p/").get_attribute("href")
    framed = coordinator.frame_locator("iframe").get_by_role("link", name="Répondre")
    expect(framed).to_have_attribute("href", address or "")
    follow(coordinator.get_by_role("link", name="Voir seul"))
    sources["lettre mise en page"] = source_of(coordinator)
    assert troubles_of(coordinator) == []
    assert address
    return address


def address_in_mail(coordinator: Page, subject: str) -> str:
    send_queued()
    coordinator.goto(reverse("courier_list"))
    follow(coordinator.get_by_role("link", name=subject))
    address = coordinator.get_by_role("link", name="/appels/").get_attribute("href")
    assert address
    return address


def action_on(phone: Page, text: str) -> Locator:
    return phone.get_by_role("listitem").filter(has_text=text)


def answer(phone: Page, text: str, button: str, *, said: str = "", name: str = "", file: Path | None = None) -> None:
    line = action_on(phone, text)
    line.get_by_text("Répondre").click()
    if said:
        line.get_by_label("Ce qui a été fait").fill(said)
    if name:
        line.get_by_label("Votre nom").fill(name)
    if file:
        line.get_by_label("Photo ou fichier").set_input_files(file)
    follow(line.get_by_role("button", name=button, exact=True))


def test_partner_reports_on_three_actions_and_the_coordinator_finds_it(
    people: People, next_meeting: Meeting, signed_in_as: SignIn, phone: Page, tmp_path: Path
) -> None:
    sources: Sources = {}
    coordinator = signed_in_as(people.coordinator.email)
    address = send_and_read(coordinator, people, sources)

    before = database()
    scanner, pages = phone.context.request, [address, f"{address}point/", f"{address}presence/"]
    assert {ask(page).status for page in pages for ask in (scanner.get, scanner.head)} == {200}
    assert changed_tables(before) == []

    phone.goto(address)
    expect(heading(phone)).to_have_text("PARTEN : vos actions")
    picture = tmp_path / "piste.png"
    picture.write_bytes(photo().read())
    answer(phone, PROMISES[0], "Fait", said="Contacts remis au cluster", name="Fatoumata Ag Almahdi", file=picture)
    expect_message(phone, "c’est noté, merci.")
    answer(phone, PROMISES[1], "En cours")  # two taps: the name is remembered
    expect_message(phone, "c’est noté, merci.")
    answer(phone, PROMISES[2], "Bloqué")
    expect(phone.get_by_text("Dites ce qui bloque.").first).to_be_visible()
    sources["reponse"] = source_of(phone)
    phone.get_by_label("Ce qui a été fait").fill("Le bac est en panne")
    follow(phone.get_by_role("button", name="Bloqué", exact=True))
    expect_message(phone, "c’est noté, merci.")
    expect(phone.get_by_role("heading", name="Terminées récemment")).to_be_visible()
    propose_and_excuse(phone, sources)
    sources["page"] = source_of(phone)

    told = {excerpt(update.action.description): update for update in ActionUpdate.objects.filter(link__isnull=False)}
    assert {text: told[text].after for text in PROMISES} == dict(
        zip(PROMISES, ("done", "in_progress", "blocked"), strict=True)
    )
    assert {update.author_name for update in told.values()} == {"Fatoumata Ag Almahdi"}
    check_what_the_coordinator_sees(coordinator, next_meeting)
    assert checked(sources, tmp_path) == ""


def propose_and_excuse(phone: Page, sources: Sources) -> None:
    follow(phone.get_by_role("link", name="Proposer un point"))
    phone.get_by_label("Sujet").fill("Accès à la commune de Ber")
    phone.get_by_label("En quelques mots").fill("Le bac est en panne depuis mardi")
    follow(phone.get_by_role("button", name="Proposer"))  # the name is remembered
    expect_message(phone, "Point proposé, merci.")
    sources["point"] = source_of(phone)
    follow(phone.get_by_role("link", name="Vos actions"))
    follow(phone.get_by_role("link", name="S’excuser, ou dire qui viendra"))
    phone.get_by_label("S’excuse").check()
    sources["présence"] = source_of(phone)
    follow(phone.get_by_role("button", name="Envoyer"))
    expect_message(phone, "C’est noté, merci.")


def check_what_the_coordinator_sees(coordinator: Page, next_meeting: Meeting) -> None:
    done = ActionPoint.objects.get(description__contains=PROMISES[0])
    coordinator.goto(reverse("actions:action_detail", args=[done.uuid]))
    expect(coordinator.get_by_text("Fatoumata Ag Almahdi, pour PARTEN (par le lien de partenaire)")).to_be_visible()
    expect(coordinator.get_by_role("paragraph").filter(has_text="Contacts remis au cluster")).to_be_visible()
    expect(coordinator.get_by_role("link", name="piste")).to_be_visible()
    coordinator.goto(reverse("minutes:meeting_detail", args=[next_meeting.uuid]))
    expect(coordinator.get_by_text(PROMISES[1]).first).to_be_visible()
    expect(coordinator.get_by_text("Bloqué").first).to_be_visible()
    expect(coordinator.get_by_text("En cours").first).to_be_visible()
    expect(coordinator.get_by_text(PROMISES[0])).to_have_count(0)
    expect(coordinator.get_by_text("PARTEN : s’excuse")).to_be_visible()
    coordinator.get_by_role("link", name="Accès à la commune de Ber").click()
    coordinator.get_by_role("button", name="Mettre à l’ordre du jour").click()
    expect_message(coordinator, "est à l’ordre du jour de la réunion.")
    item = next_meeting.items.get(title="Accès à la commune de Ber")
    assert (item.presenter, item.discussion) == ("PARTEN", "<p>Le bac est en panne depuis mardi</p>")
    absent = next_meeting.attendances.get()
    assert (absent.organisation_name, absent.state) == ("PARTEN", "excused")


def test_call_is_answered_on_a_phone_and_put_into_the_minutes(
    people: People, next_meeting: Meeting, signed_in_as: SignIn, phone: Page, tmp_path: Path
) -> None:
    sources: Sources = {}
    coordinator = signed_in_as(people.coordinator.email)
    ask_by_form(coordinator, people)
    address = address_in_mail(coordinator, "Tour de table de mars, Relèvement")
    phone.goto(address)
    sources["appel"] = source_of(phone)
    follow(phone.get_by_role("link", name="Répondre : Tour de table"))
    phone.get_by_label("Activité, manque ou besoin").first.fill("Écoute de femmes déplacées")
    follow(phone.get_by_role("button", name="Ajouter des lignes"))
    expect(phone.get_by_label("Activité, manque ou besoin")).to_have_count(5)
    sources["tour"] = source_of(phone)
    phone.get_by_label("Votre nom").fill("Fatoumata Ag Almahdi")
    follow(phone.get_by_role("button", name="Envoyer"))
    expect_message(phone, "Tour de table : c’est noté, merci.")
    follow(phone.get_by_role("link", name="Répondre : Chiffres"))
    phone.get_by_label("Bénéficiaires atteints").fill("1250")
    sources["chiffres"] = source_of(phone)
    follow(phone.get_by_role("button", name="Envoyer"))
    expect_message(phone, "Chiffres : c’est noté, merci.")

    coordinator.goto(reverse("actions:call_list"))
    follow(coordinator.get_by_role("link", name="Tour de table de mars"))
    assert troubles_of(coordinator) == []
    sources["réponses"] = source_of(coordinator)
    point = french(f"{format_date(next_meeting.day)} : Tour de table")
    coordinator.get_by_label("Dans le point").select_option(label=point)
    coordinator.get_by_role("button", name="Verser").click()
    expect_message(coordinator, "Versé dans « Tour de table ».")
    discussion = next_meeting.items.get(title="Tour de table").discussion
    assert ("Écoute de femmes déplacées" in discussion, discussion.count("<table>")) == (True, 2)
    follow(coordinator.get_by_role("button", name="Copier pour WhatsApp / SMS"))
    expect(coordinator.get_by_label("Texte pour WhatsApp ou SMS")).to_have_value(re.compile("/p/[^/]{43}/appels/"))
    assert troubles_of(coordinator) == []
    sources["message"] = source_of(coordinator)
    assert checked(sources, tmp_path) == ""


def ask_by_form(coordinator: Page, people: People) -> None:
    coordinator.goto(reverse("actions:call_create", args=[people.cluster.uuid]))
    coordinator.get_by_label("Titre").fill("Tour de table de mars")
    coordinator.get_by_label("Tour de table", exact=True).check()
    coordinator.get_by_label("Chiffres", exact=True).check()
    coordinator.get_by_label("Chiffres demandés").fill("Bénéficiaires atteints")
    coordinator.get_by_label("Réponse souhaitée pour le").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    coordinator.get_by_role("button", name="Envoyer l’appel").click()
    expect_message(coordinator, "L’appel est parti à 2 organisations.")


def test_pages_of_the_coordination_and_of_the_link_are_accessible(
    people: People, next_meeting: Meeting, signed_in_as: SignIn, tmp_path: Path
) -> None:
    """The text to copy answers a POST: nothing else visits it."""
    page = signed_in_as(people.coordinator.email)
    sources: Sources = {}
    page.goto(reverse("actions:partner_detail", args=[people.cluster.uuid, people.partner.uuid]))
    follow(page.get_by_role("button", name="Copier pour WhatsApp / SMS"))
    text = page.get_by_label("Texte pour WhatsApp ou SMS").input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_text("Copié.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text
    troubles = troubles_of(page)
    sources["message"] = source_of(page)
    follow(page.get_by_role("link", name="Retour au lien"))
    troubles += troubles_of(page)
    sources["liens"] = source_of(page)
    address = next(word for word in text.split() if "/p/" in word)
    page.goto(address)
    troubles += troubles_of(page)
    sources["page"] = source_of(page)
    assert troubles == []
    assert checked(sources, tmp_path) == ""
