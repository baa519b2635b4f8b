"""A record's life after the sitting: reviewed, circulated, remarked on, adopted by the clock, signed, checked by
anybody, corrected by an erratum, published.

Everything goes through the pages; only the meeting was held before. It begins nine days ago, so that what is signed and
checked, partly in child processes, happens today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfWriter
from pytest_django.live_server_helper import LiveServer

from clusterhub.web.typography import format_date
from minutes.models import Signature
from participants.enums import Role
from tests.browser import pages
from tests.browser.apart import apart
from tests.browser.conftest import SignIn
from tests.factories import PASSWORD, People, make_people, make_person, make_role, make_user
from tests.minutes.factories import SECRETS, make_held_meeting
from tests.minutes.forgery import with_flipped_byte
from tests.minutes.reading import codes_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)

POINT = "Projets de 2017"
FIRST, REVIEWED = "Huit fiches examinées.", "Huit fiches examinées, une reportée."
ACCEPTED, CORRECTED = "Neuf fiches examinées, une reportée.", "Neuf fiches examinées, deux reportées."
REVIEWER = "Réjane Relecture"
REMARK, TAKEN = "Il y avait neuf fiches.", "Vérifié : neuf fiches, la version suivante le dit."
OBJECTION, ANSWER = "La météo n’a pas été associée.", "Elle est l’un des services de l’État."
REASON = "Deux fiches ont été reportées, non une."
SIGNERS = ("Bakary Rapporteur", "Awa Coordination")


def test_record_from_its_review_to_its_publication(
    page: Page, signed_in_as: SignIn, live_server: LiveServer, settings: Any, tmp_path: Path
) -> None:
    settings.BASE_URL = live_server.url
    people = make_people()
    record = f"/reunions/{make_held_meeting(people).uuid}/compte-rendu/"
    make_role(
        make_user(make_person(REVIEWER, people.lead), "relecture@example.org"), people.cluster, Role.CO_FACILITATOR
    )

    with time_machine.travel(timezone.now() - timedelta(days=9)):
        agree(people, record, signed_in_as)
    apart(lambda: call_command("clock"))

    coordinator, rapporteur = (signed_in_as(user.email) for user in (people.coordinator, people.rapporteur))
    expect_tacit_adoption(coordinator, record)
    signed = sign_twice(record, rapporteur, coordinator)
    address = scanned_address(signed, tmp_path)
    expect_proof(page, address, signed)

    correct(coordinator, record)
    sign_twice(record, rapporteur, coordinator)
    expect_replaced(page, address, signed)
    publish(coordinator, record)
    expect_public_edition(page, live_server.url)


# --- Until everybody agrees -------------------------------------------------------------------------------------------


def agree(people: People, record: str, signed_in_as: SignIn) -> None:
    coordinator = signed_in_as(people.coordinator.email)
    send_to_review(coordinator, record)
    review(signed_in_as("relecture@example.org"), record)
    until = timezone.localdate() + timedelta(days=7)
    circulate(coordinator, record, until)
    member = signed_in_as(people.member.email)
    remark_twice(member, record, until)
    rapporteur = signed_in_as(people.rapporteur.email)
    answer(rapporteur, record, "Remarque", "Acceptée, le texte change", TAKEN)
    answer(rapporteur, record, "Objection", "Répondue, le texte reste", ANSWER)
    change_text(rapporteur, record, REVIEWED, ACCEPTED)
    circulate(coordinator, record, until)
    expect_answers(member, record)


def send_to_review(page: Page, record: str) -> None:
    """What the page finds missing, it leads to."""
    page.goto(record)
    page.get_by_role("link", name="Envoyer en relecture").click()
    page.get_by_role("link", name="Personne n’a le rôle « Revu par »").click()
    page.get_by_label("Rôle").select_option(label="Revu par")
    page.get_by_label("Personne", exact=True).select_option(label=REVIEWER)
    pages.follow(page.get_by_role("button", name="Ajouter"))
    page.goto(f"{record}relecture/")
    expect(page.get_by_text(f"Relecture : {REVIEWER}")).to_be_visible()
    page.get_by_label("Envoyer malgré ce qui manque").check()
    page.get_by_role("button", name="Envoyer en relecture").click()
    pages.expect_message(page, "Compte rendu envoyé en relecture.")


def review(page: Page, record: str) -> None:
    """Corrected, and handed back."""
    change_text(page, record, FIRST, REVIEWED)
    page.goto(record)
    expect(page.get_by_text(f"{REVIEWER} relit le compte rendu avant sa diffusion.")).to_be_visible()
    page.get_by_role("link", name="Revenir au brouillon").click()
    page.get_by_label("Pourquoi revenir au brouillon").fill("Relu : une fiche était reportée.")
    page.get_by_role("button", name="Revenir au brouillon").click()
    pages.expect_message(page, "Le compte rendu est revenu au brouillon.")


def change_text(page: Page, record: str, before: str, after: str) -> None:
    page.goto(record.replace("compte-rendu", "saisie"))
    pages.open_point(page, POINT)
    pages.rewrite(page, "Description, discussions", before, after)


def circulate(page: Page, record: str, until: date) -> None:
    page.goto(record)
    page.get_by_role("link", name="Diffuser").click()
    page.get_by_label("Remarques attendues jusqu’au").fill(until.isoformat())
    page.get_by_label("Diffuser malgré ce qui manque").check()
    page.get_by_role("button", name="Diffuser").click()
    pages.expect_message(page, "Compte rendu diffusé.")


def remark_twice(page: Page, record: str, until: date) -> None:
    page.goto(record)
    said = f"Remarques attendues jusqu’au {format_date(until)}. Sans objection à cette date, il est adopté tacitement."
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("link", name=re.compile("Remarquer.* sur le point 2")).click()
    expect(page.get_by_label("Passage").locator("option:checked")).to_have_text(f"Point 2, {POINT}")
    remark(page, "Remarque", REMARK)
    page.get_by_role("link", name="Faire une remarque").click()
    page.get_by_label("Passage").select_option(label="Leçons apprises")
    remark(page, "Objection", OBJECTION)


def remark(page: Page, kind: str, text: str) -> None:
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Ce que vous remarquez").fill(text)
    page.get_by_role("button", name="Envoyer").click()
    pages.expect_message(page, "Merci : le rapporteur est prévenu.")


def answer(page: Page, record: str, kind: str, outcome: str, note: str) -> None:
    page.goto(record)
    remarks(page).filter(has_text=kind).get_by_role("link", name="Répondre").click()
    page.get_by_label(outcome).check()
    page.get_by_role("textbox", name="Réponse").fill(note)
    page.get_by_role("button", name="Enregistrer la réponse").click()
    pages.expect_message(page, "Réponse enregistrée : son auteur est prévenu.")


def remarks(page: Page) -> Locator:
    return page.get_by_role("region", name="Remarques").get_by_role("listitem")


def expect_answers(page: Page, record: str) -> None:
    """By who made them: the text has changed where that was accepted, and nowhere else."""
    page.goto(record)
    expect(page.locator("article")).to_contain_text(ACCEPTED)
    expect(page.locator("article")).to_contain_text("Associer tôt les services de l’État.")
    accepted, answered = remarks(page).all()
    for said in (f"Remarque, Point 2, {POINT}", REMARK, "Acceptée, le texte change", TAKEN, SIGNERS[0]):
        expect(accepted).to_contain_text(said)
    for said in ("Objection, Leçons apprises", OBJECTION, "Répondue, le texte reste", ANSWER, SIGNERS[0]):
        expect(answered).to_contain_text(said)


# --- Adopted and signed -----------------------------------------------------------------------------------------------


def expect_tacit_adoption(page: Page, record: str) -> None:
    page.goto(record)
    history = page.locator("section", has=page.get_by_role("heading", name="Historique"))
    expect(history.get_by_role("listitem").filter(has_text="Adoption tacite")).to_contain_text("Adopté")
    expect(page.get_by_role("link", name="Compte rendu scellé (PDF)")).to_be_visible()


def sign_twice(record: str, rapporteur: Page, chair: Page) -> bytes:
    """The PDF as the chair downloads it."""
    pages.sign(rapporteur, record, "rapporteur")
    pages.sign(chair, record, "présidence")
    return download(chair, "Compte rendu signé (PDF)")


def download(page: Page, link: str) -> bytes:
    answer = page.request.get(urljoin(page.url, page.get_by_role("link", name=link).get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


# --- Proved to anybody ------------------------------------------------------------------------------------------------


def scanned_address(pdf: bytes, folder: Path) -> str:
    """From the square codes: one address on every page, printed in letters too."""
    (address,) = set(codes_of(pdf, folder))
    assert address in text_of(pdf, folder)
    return address


def expect_proof(page: Page, address: str, signed: bytes) -> None:
    """Authentic as it was downloaded; not with one byte changed; unknown for what was never issued here."""
    page.goto(address)
    expect(page.get_by_text("Ce code est celui du document ci-dessous")).to_be_visible()
    expect_signers(page)
    upload(page, signed)
    expect(page.get_by_role("status")).to_contain_text("Document authentique")
    expect(page.get_by_role("status")).to_contain_text("sont valides et le couvrent en entier")
    expect_signers(page)
    upload(page, with_flipped_byte(signed))
    expect(page.get_by_role("alert")).to_contain_text("Document non valide")
    upload(page, blank_pdf())
    expect(page.get_by_role("alert")).to_contain_text("Inconnu de ce serveur")
    expect(fact(page, "Signatures")).to_have_count(0)


def expect_signers(page: Page) -> None:
    expect(fact(page, "Version")).to_contain_text("en vigueur")
    lines = fact(page, "Signatures").get_by_role("listitem")
    days = [format_date(timezone.localdate(one.signed_at)) for one in Signature.objects.order_by("signed_at")]
    for line, name, role, day in zip(lines.all(), SIGNERS, ("Rapporteur", "Présidence de séance"), days, strict=True):
        expect(line).to_contain_text(name)
        expect(line).to_contain_text(f"{role}, le {day} à ")


def fact(page: Page, term: str) -> Locator:
    return page.locator(f"dt:text-is('{term}') + dd")


def upload(page: Page, pdf: bytes) -> None:
    page.get_by_label("Fichier à vérifier").set_input_files(
        {"name": "recu.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    pages.follow(page.get_by_role("button", name="Vérifier", exact=True))


def blank_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# --- Corrected and published ------------------------------------------------------------------------------------------


def correct(page: Page, record: str) -> None:
    page.goto(record)
    page.get_by_role("link", name="Corriger par un erratum").click()
    page.get_by_label("Ce que l’erratum corrige").fill(REASON)
    page.get_by_role("button", name="Ouvrir la correction").click()
    pages.expect_message(page, "Le texte peut être corrigé. La version en vigueur reste lisible.")
    change_text(page, record, ACCEPTED, CORRECTED)
    page.goto(record)
    page.get_by_role("link", name="Adopter l’erratum").click()
    expect(page.get_by_text(f"Motif imprimé : {REASON}")).to_be_visible()
    page.get_by_label("Adopter malgré ce qui est signalé").check()
    page.get_by_role("button", name="Adopter et sceller l’erratum").click()
    pages.expect_message(page, "Erratum adopté et scellé. Il peut être signé.")


def expect_replaced(page: Page, address: str, signed: bytes) -> None:
    """The earlier file is still what was issued, and says by which version it was replaced."""
    page.goto(address)
    expect(page.get_by_text("La version 4, du", exact=False)).to_be_visible()
    upload(page, signed)
    expect(page.get_by_role("status")).to_contain_text("Document authentique")
    expect(page.get_by_text("Version remplacée", exact=True)).to_be_visible()
    expect(fact(page, "Version")).to_contain_text("3, remplacée")


def publish(page: Page, record: str) -> None:
    page.goto(record)
    page.get_by_role("link", name="Publier l’édition publique").click()
    expect(page.get_by_text("Points réservés à la coordination : 2 points")).to_be_visible()
    page.get_by_label("J’ai relu l’édition publique").check()
    page.get_by_label("Mot de passe de votre compte").fill(PASSWORD)
    page.get_by_role("button", name="Sceller et publier").click()
    pages.expect_message(page, "L’édition publique est publiée.")


def expect_public_edition(page: Page, base: str) -> None:
    """Read without an account, on the page and in the sealed file."""
    page.goto(f"{base}/publications/")
    pages.follow(page.get_by_role("main").get_by_role("listitem").get_by_role("link"))
    text = page.locator("article").inner_text()
    for said in public_texts():
        expect(page.locator("article")).to_contain_text(said)
    assert [word for word in SECRETS if word in text] == []
    sealed = download(page, "Télécharger le PDF scellé")
    page.goto(f"{base}/verifier/")
    upload(page, sealed)
    expect(page.get_by_role("status")).to_contain_text("Document authentique")
    expect(fact(page, "Édition")).to_contain_text("Publique")


def public_texts() -> Iterator[str]:
    yield CORRECTED
    yield "2 points réservés à la coordination ne sont pas reproduits."
    yield REASON
    yield from SIGNERS
