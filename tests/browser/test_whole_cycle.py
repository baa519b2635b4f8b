"""The main job, as a coordinator does it: from an agenda to a record signed twice, and what is left of it afterwards.

The meeting is that of 15 November 2016. Everything goes through the pages; only the people were there before.
"""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from clusterhub.web.richtext import clean, to_text
from clusterhub.web.typography import format_date
from minutes.models import SigningIdentity
from minutes.sign import Verdict, load_trust_root, verify_pdf
from tests.browser import november, pages
from tests.browser.conftest import SignIn
from tests.factories import PASSWORD
from tests.minutes.reading import one_line
from tests.minutes.structure import Row, structure_of
from tests.tools import require_tool

pytestmark = pytest.mark.django_db(transaction=True)

MEETING = november.MEETING
TITLE = MEETING["title"]
SECTIONS = {
    "objectives": "Objectifs",
    "lessons": "Leçons apprises",
    "consensus": "Consensus",
    "outlook": "Perspectives",
}
OUTCOMES = {"decision": "Décision", "announcement": "Annonce"}
PROFILE, TRANSMIT = "Envoyer au coordonnateur le profil", "Transmettre les profils"


def test_meeting_from_its_agenda_to_what_is_left_of_it(signed_in_as: SignIn, tmp_path: Path) -> None:
    november.make_world()
    coordinator = signed_in_as(november.COORDINATOR)

    create_meeting(coordinator)
    prepare_agenda(coordinator)
    hold_sitting(coordinator)
    note_presence(coordinator)
    close_sitting(coordinator)
    circulate(coordinator)
    adopt(coordinator)
    rapporteur = signed_in_as(november.RAPPORTEUR)
    sign_as_rapporteur(rapporteur)
    sign_as_chair(coordinator)

    pdf = download_signed_record(coordinator)
    expect_whole_record(pdf, tmp_path)
    expect_both_signatures(pdf, tmp_path)

    answer_for_sia(signed_in_as(november.PARTNER))
    close_own_action(coordinator)
    create_next_meeting(coordinator)
    expect_six_open_actions(coordinator)


# --- Before -----------------------------------------------------------------------------------------------------------


def create_meeting(page: Page) -> None:
    page.get_by_role("link", name="Nouvelle réunion").first.click()
    page.get_by_label("Date").fill("2016-11-15")
    page.get_by_label("Heure de début").fill("14:30")
    page.get_by_label("Fin prévue").fill("16:00")
    page.get_by_label("Nature").select_option(label="Réunion des partenaires")
    page.get_by_label("Intitulé").fill(TITLE)
    page.get_by_role("button", name="Créer la réunion").click()

    pages.expect_message(page, "La réunion est créée ; son ordre du jour est prêt à compléter.")
    expect(pages.heading(page)).to_have_text(TITLE)


def prepare_agenda(page: Page) -> None:
    """From the standard points to those of the day: « Divers » last, with two points of its own."""
    page.get_by_role("link", name="Préparer l’ordre du jour").click()
    pages.rename_point(page, "Suivi des actions de la réunion précédente", titles()[0])
    pages.drop_point(page, "Approbation du compte rendu de la réunion précédente")
    pages.drop_point(page, "Tour de table")
    for title in titles()[1:4]:
        pages.add_point(page, title)
    for title in titles()[5:]:
        pages.open_point(page, "Divers")
        pages.add_point(page, title, below=True)

    pages.expect_agenda(page, [(number, point["title"]) for number, point in november.numbered_points()])


def titles() -> list[str]:
    return [point["title"] for _, point in november.numbered_points()]


# --- In the room ------------------------------------------------------------------------------------------------------


def hold_sitting(page: Page) -> None:
    page.get_by_role("button", name="Ouvrir la séance").click()
    expect(page.get_by_text("ouverte à 14 h 30")).to_be_visible()
    agenda = pages.agenda(page)
    agenda.get_by_role("button", name="Adopté", exact=True).click()
    expect(agenda.get_by_text("Ordre du jour : adopté")).to_be_visible()
    for _, point in november.numbered_points():
        take_point(page, point)
    for kind, name in SECTIONS.items():
        pages.open_section(page, name)
        pages.write(page, "Texte", MEETING[kind])


def take_point(page: Page, point: dict[str, Any]) -> None:
    pages.open_point(page, point["title"])
    pages.press_state(page, "Traité")
    if "presenter" in point:
        name_presenter(page, point["presenter"])
    if "discussion" in point:
        pages.write(page, "Description, discussions", point["discussion"])
        pages.write(page, "Statut", point["status"])
    for outcome in point.get("outcome", []):
        conclude(page, outcome)
    for action in point.get("action", []):
        agree_on(page, action)


def name_presenter(page: Page, name: str) -> None:
    page.locator(".item-facts > summary").click()
    page.get_by_label("Présenté par").fill(name)
    page.locator(".item-facts").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".item-facts > summary")).to_contain_text(f"présenté par {name}")


def conclude(page: Page, outcome: dict[str, Any]) -> None:
    page.get_by_text("Ajouter une décision, une recommandation ou une annonce").click()
    form = page.locator("#conclusions .adder form")
    form.get_by_label("Nature").select_option(outcome["kind"])
    form.get_by_label("Texte").fill(outcome["text"])
    if "on" in outcome:
        form.get_by_label("Date").fill(outcome["on"].isoformat())
    form.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("textbox", name=OUTCOMES[outcome["kind"]])).to_have_text(outcome["text"])


def agree_on(page: Page, action: dict[str, Any]) -> None:
    """The column at the right shows it again, word for word."""
    form = page.locator(".room-action-form")
    form.get_by_label("Action", exact=False).first.fill(action["description"])
    form.get_by_label("Responsable(s)").fill(action["owners"])
    form.get_by_label("Échéance", exact=True).fill(action["due"])
    form.get_by_role("button", name="Ajouter l’action").click()

    row = page.locator(".room-action-list > li").last
    expect(row.locator(".room-action-text")).to_have_text(action["description"])
    expect(row.locator(".row-meta")).to_have_text(f"{action['owners']}, {action['due']}")


# --- Who was there ----------------------------------------------------------------------------------------------------


def note_presence(page: Page) -> None:
    """Nine ticks, one person typed in, one organisation excused."""
    page.get_by_role("link", name="Présences").click()
    for person in november.KNOWN:
        page.get_by_label(f"Présent : {person['name']}").check()
    excused = page.get_by_role("group", name=november.EXCUSED)
    excused.get_by_label("Autre état, Organisation seule, sans nom").select_option(label="Excusé")
    page.get_by_role("button", name="Enregistrer les présences").click()
    expect(page.get_by_text("présences enregistrées")).to_be_visible()
    expect(page.get_by_text("9 participants", exact=True)).to_be_visible()
    add_newcomer(page, november.NEWCOMER)
    expect(page.get_by_text("10 participants · 8 organisations · 1 excusé")).to_be_visible()


def add_newcomer(page: Page, person: dict[str, Any]) -> None:
    """Kept for the next meetings, so that the record reaches her too."""
    adder = page.locator("details.adder", has_text="Avec toutes les précisions")
    adder.locator("summary").click()
    page.get_by_label("Nom", exact=True).fill(person["name"])
    page.get_by_label("Fonction").fill(person["job_title"])
    page.get_by_label("Organisation", exact=True).fill(person["organisation"])
    page.get_by_label("Adresse électronique").fill(person["emails"][0])
    page.get_by_label("Enregistrer la personne et son organisation").check()
    adder.get_by_role("button", name="Ajouter", exact=True).click()
    pages.expect_message(page, f"{person['name']} est dans la liste.")


# --- The record -------------------------------------------------------------------------------------------------------


def close_sitting(page: Page) -> None:
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Lever la séance").click()
    expect(page.get_by_label("Date et heure")).to_have_value("2016-11-15T16:00")
    page.get_by_label("Date et heure").fill("2016-11-15T16:20")
    page.get_by_role("button", name="Lever la séance").click()
    pages.expect_message(page, "Séance levée à 16 h 20.")


def circulate(page: Page) -> None:
    """Nothing is missing. It goes to nine addresses: two of the ten share one."""
    page.get_by_role("link", name="Compte rendu", exact=True).click()
    expect(pages.heading(page)).to_have_text("Compte rendu")
    expect(page.get_by_role("heading", name="Ce qui manque")).to_have_count(0)
    page.get_by_role("link", name="Diffuser", exact=True).click()
    recipients = page.locator("section", has=page.get_by_role("heading", name="Destinataires"))
    expect(recipients.get_by_role("listitem")).to_have_count(9)
    page.get_by_role("button", name="Diffuser").click()
    pages.expect_message(page, "Compte rendu diffusé.")


def adopt(page: Page) -> None:
    page.get_by_role("link", name="Adopter").click()
    page.get_by_label("Adopter malgré").check()
    page.get_by_role("button", name="Adopter et sceller").click()
    pages.expect_message(page, "Compte rendu adopté et scellé. Il peut être signé.")
    expect(page.get_by_role("link", name="Signer", exact=True)).to_have_count(0)


def sign_as_rapporteur(page: Page) -> None:
    """With a wrong password first."""
    page.get_by_role("link", name="Réunions").first.click()
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Compte rendu", exact=True).click()
    page.get_by_role("link", name="Signer", exact=True).click()
    expect(page.get_by_text("Vous signez en qualité de rapporteur")).to_be_visible()
    pages.give_password(page, "un autre")
    expect(page.get_by_text("Ce mot de passe n’est pas celui de votre compte.", exact=True)).to_be_visible()
    pages.give_password(page, PASSWORD)
    pages.expect_message(page, "Compte rendu signé.")


def sign_as_chair(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Signer", exact=True).click()
    expect(page.get_by_text("Vous signez en qualité de présidence")).to_be_visible()
    pages.give_password(page, PASSWORD)
    pages.expect_message(page, "Compte rendu signé.")


# --- Reading it back --------------------------------------------------------------------------------------------------


def download_signed_record(page: Page) -> bytes:
    path = page.get_by_role("link", name="Compte rendu signé (PDF)").get_attribute("href") or ""
    assert re.fullmatch(r"/reunions/[0-9a-f-]{36}/compte-rendu\.pdf", path)
    answer = page.request.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def expect_whole_record(pdf: bytes, folder: Path) -> None:
    found = structure_of(pdf, folder)
    assert found.headings == [
        "Compte rendu de la réunion des partenaires du Cluster Relèvement Précoce",
        "1. Objectifs",
        "2. Ordre du jour et état des lieux des activités",
        "3. Leçons apprises",
        "4. Consensus",
        "5. Recommandations et actions prioritaires",
        "6. Perspectives",
        "7. Participants",
    ]
    assert found.rows_under(["Sujet", "Description / Contexte", "Statut"], begins=r"\d+\.") == agenda_rows()
    assert found.rows_under(["Description", "Responsable", "Échéance"], begins="CRP-2016-") == action_rows()
    assert sorted(found.rows_under(["Organisation", "Nom", "Fonction"])) == sorted(participant_rows())
    expect_running_text(found.text)


def expect_running_text(text: str) -> None:
    """What stands outside the tables, in reading order."""
    expected = [
        "du Cluster Relèvement Précoce",
        "réunion de l’année 2016 (15 novembre 2016, 14 h 30, PNUD)",
        *(f"{name} {shown(MEETING[kind])}" for kind, name in SECTIONS.items()),
        "Absence excusée : APCAM",
        "L’ordre du jour étant épuisé, la séance a été levée à 16 h 20.",
    ]
    places = [text.find(sentence) for sentence in expected]
    assert -1 not in places, [sentence for sentence, place in zip(expected, places, strict=True) if place < 0]
    assert places == sorted(places)


def shown(text: str) -> str:
    """A text as it prints, on one line."""
    return one_line(re.sub("(?m)^- ", "• ", to_text(clean(text))))


def agenda_rows() -> list[Row]:
    return [agenda_row(number, point) for number, point in november.numbered_points()]


def agenda_row(number: str, point: dict[str, Any]) -> Row:
    subject = one_line(f"{number}. {point['title']} {point.get('presenter', '')}")
    told = [shown(point.get("discussion", "")), *(concluded(outcome) for outcome in point.get("outcome", []))]
    return [subject, " ".join(told).strip(), shown(point["status"])] if "discussion" in point else [subject]


def concluded(outcome: dict[str, Any]) -> str:
    day = f" ({format_date(outcome['on'])})" if "on" in outcome else ""
    return one_line(f"{OUTCOMES[outcome['kind']]}{day} {outcome['text']}")


def action_rows() -> list[Row]:
    return [
        [f"CRP-2016-11-{number:02} {action['description']}", action["owners"], action["due"]]
        for number, action in enumerate(november.actions(), start=1)
    ]


def participant_rows() -> list[Row]:
    return [[row["organisation"], row["name"], row["job_title"]] for row in november.PARTICIPANTS]


def expect_both_signatures(pdf: bytes, folder: Path) -> None:
    """By pyHanko against the internal authority, and by a tool that is not ours."""
    signers = ["Ibrahim Ag Elhadj", "Fatoumata Diarra Sissao"]
    verdict = verdict_on(pdf, signers)
    assert (verdict.is_valid, verdict.problems) == (True, ())
    assert [report.signer_name for report in verdict.signatures] == signers
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    said = subprocess.run([require_tool("pdfsig"), path], capture_output=True, text=True, check=True).stdout
    assert re.findall("Signature Validation: (.*)", said) == ["Signature is Valid."] * 2
    assert re.findall("Signer Certificate Common Name: (.*)", said) == signers


def verdict_on(pdf: bytes, signers: list[str]) -> Verdict:
    """In a thread of its own: pyHanko starts an event loop, and Playwright's runs in this one."""
    fingerprints = [SigningIdentity.objects.get(person__name=name).fingerprint for name in signers]
    roots = [load_trust_root(Path(settings.SIGNING_DIR))]
    with ThreadPoolExecutor() as pool:
        return pool.submit(verify_pdf, pdf, trust_roots=roots, expected_fingerprints=fingerprints).result()


# --- What is left -----------------------------------------------------------------------------------------------------


def answer_for_sia(page: Page) -> None:
    page.get_by_role("link", name="Répondre sur mes actions").click()
    report_done(page, PROFILE, "Profil envoyé : trois régions, cinq activités.")


def close_own_action(page: Page) -> None:
    page.get_by_role("link", name="Mes actions", exact=True).click()
    report_done(page, TRANSMIT, "Profils reçus transmis en une fois.")


def report_done(page: Page, text: str, comment: str) -> None:
    mine = page.get_by_role("listitem").filter(has_text=text)
    mine.locator("summary").click()
    mine.get_by_label("Ce qui a été fait, ou ce qui bloque").fill(comment)
    mine.get_by_role("button", name="Réalisé").click()
    pages.expect_message(page, "c’est noté, merci.")
    recent = page.locator("section", has=page.get_by_role("heading", name="Terminées récemment"))
    expect(recent.get_by_role("listitem")).to_have_count(1)
    expect(recent).to_contain_text(text)


def create_next_meeting(page: Page) -> None:
    page.get_by_role("link", name="Accueil").click()
    page.get_by_role("link", name="Nouvelle réunion").first.click()
    page.get_by_label("Date").fill("2016-12-13")
    page.get_by_role("button", name="Créer la réunion").click()
    expect(pages.heading(page)).to_have_text("Réunion ordinaire du Cluster Relèvement Précoce")


def expect_six_open_actions(page: Page) -> None:
    """Under the meeting that they come from, the profile one with who has answered."""
    page.get_by_role("link", name="Préparer l’ordre du jour").click()
    left = page.locator(".follow-up")
    expect(left.get_by_role("heading", level=4)).to_have_text(["15 novembre 2016 il y a 28 jours"])
    descriptions = [action["description"] for action in november.actions()]
    still_open = [text for text in descriptions if not text.startswith(TRANSMIT)]
    assert len(still_open) == 6
    expect(left.locator(".room-action-text")).to_have_text(still_open)
    profile = left.locator("form", has_text=PROFILE)
    expect(profile.get_by_text("SIA : réalisé", exact=True)).to_be_visible()
    expect(profile.get_by_text("pas encore")).to_have_text(f"pas encore : {november.OTHERS}")
