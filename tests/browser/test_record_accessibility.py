"""The record's pages, in each state that shows something else, on a phone and on a laptop."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from minutes.models import Publication, Remark
from minutes.render.engine import render_pdf
from minutes.services.errata import open_correction
from minutes.services.publications import publish_edition, withdraw_publication
from minutes.services.remarks import add_remark
from minutes.services.scans import upload_scan
from minutes.services.signers import refuse_to_sign
from tests.browser.apart import apart
from tests.browser.axe import Sources, checked, visit
from tests.browser.pages import follow
from tests.browser.test_accessibility import browser_context_args
from tests.factories import PASSWORD, People, make_people
from tests.meetings.factories import NOVEMBER_15
from tests.minutes.factories import make_adopted, make_circulated, make_held_meeting
from tests.permissions.world import PIXEL

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["browser_context_args"]


def sign_in(page: Page, base: str, people: People) -> None:
    page.goto(f"{base}/connexion/")
    page.get_by_label("Adresse électronique").fill(people.coordinator.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter"))


def troubles(page: Page, base: str, folder: Path, record: str, *steps: str) -> list[str]:
    sources: Sources = {}
    found = visit(page, base, [f"{record}{step}" for step in ("", *steps)], sources)
    said = checked(sources, folder)
    return [*found, said] if said else found


def test_pages_of_a_circulated_record_are_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    people = make_people()
    meeting = make_circulated(people)
    for kind in ("remark", "objection"):
        add_remark(minutes=meeting.minutes, passage="Point 2", kind=kind, text="Neuf fiches.", by=people.member)
    answering = f"remarques/{Remark.objects.latest('pk').uuid}/"
    sign_in(page, live_server.url, people)
    steps = ("remarques/", answering, "adopter/", "brouillon/")
    assert troubles(page, live_server.url, tmp_path, f"/reunions/{meeting.uuid}/compte-rendu/", *steps) == []


def test_pages_of_an_erratum_are_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    people = make_people()
    meeting = make_adopted(people).minutes.meeting
    record = f"/reunions/{meeting.uuid}/compte-rendu/"
    sign_in(page, live_server.url, people)
    assert troubles(page, live_server.url, tmp_path, record, "corriger/") == []
    open_correction(meeting=meeting, reason="Un chiffre.", by=people.coordinator, at=NOVEMBER_15)
    assert troubles(page, live_server.url, tmp_path, record, "corriger/renoncer/", "adopter/") == []


def test_page_of_the_review_is_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    people = make_people()
    meeting = make_held_meeting(people)
    sign_in(page, live_server.url, people)
    assert troubles(page, live_server.url, tmp_path, f"/reunions/{meeting.uuid}/compte-rendu/", "relecture/") == []


def test_pages_around_the_signatures_are_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    people = make_people()
    version = make_adopted(people)
    refuse_to_sign(version=version, role="rapporteur", user=people.rapporteur, reason="Un chiffre est faux.")
    sign_in(page, live_server.url, people)
    record = f"/reunions/{version.minutes.meeting.uuid}/compte-rendu/"
    steps = ("signer/chair/", "signataires/rapporteur/", "signataires/rapporteur/renoncer/")
    assert troubles(page, live_server.url, tmp_path, record, *steps) == []


def make_published(people: People) -> Publication:
    version = make_adopted(people)
    upload_scan(version=version, file=SimpleUploadedFile("scan.png", PIXEL), by=people.coordinator)
    return publish_edition(version=version, by=people.coordinator, password=PASSWORD, render=render_pdf)


def test_pages_of_a_publication_are_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    people = make_people()
    publication = apart(partial(make_published, people))
    version = publication.version
    sign_in(page, live_server.url, people)
    record = f"/reunions/{version.minutes.meeting.uuid}/compte-rendu/"
    public = f"/publications/{publication.key}/"
    assert troubles(page, live_server.url, tmp_path, record, f"publications/{publication.key}/retirer/") == []
    assert troubles(page, live_server.url, tmp_path, public) == []
    open_correction(meeting=version.minutes.meeting, reason="Un chiffre.", by=people.coordinator)
    withdraw_publication(publication=publication, by=people.coordinator, reason="Un nom de trop")
    assert troubles(page, live_server.url, tmp_path, record) == []
    assert troubles(page, live_server.url, tmp_path, public) == []
