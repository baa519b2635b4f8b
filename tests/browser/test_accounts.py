"""Signing in as a browser does it: with its Origin header, its cookies and our security policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import follow
from tests.factories import PASSWORD, make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (360, 1280)


@pytest.fixture
def signed_in(page: Page, live_server) -> Page:
    make_user(make_person("Awa Diallo"), "awa@example.org")
    page.goto(f"{live_server.url}/mon-compte/")
    page.get_by_label("Adresse électronique").fill("awa@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter"))
    return page


def test_sign_in_leads_to_the_page_asked_for(signed_in, live_server):
    expect(signed_in).to_have_url(f"{live_server.url}/mon-compte/")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Mon compte")


def test_sign_out_leads_back_to_the_sign_in_page(signed_in, live_server):
    signed_in.get_by_text("Awa Diallo", exact=True).click()
    signed_in.get_by_role("button", name="Se déconnecter").click()
    expect(signed_in).to_have_url(f"{live_server.url}/connexion/?depart=1")


def test_menu_opens_without_script_on_a_phone(signed_in):
    signed_in.set_viewport_size({"width": 360, "height": 740})
    organisations = signed_in.get_by_role("link", name="Organisations")
    expect(organisations).to_be_hidden()
    signed_in.get_by_text("Menu", exact=True).click()
    expect(organisations).to_be_visible()


def test_menu_is_a_bar_on_a_wide_screen(signed_in):
    signed_in.set_viewport_size({"width": 1280, "height": 740})
    expect(signed_in.get_by_role("link", name="Organisations")).to_be_visible()
    expect(signed_in.get_by_text("Menu", exact=True)).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_account_page_fits_its_screen(signed_in, width):
    signed_in.set_viewport_size({"width": width, "height": 740})
    assert signed_in.evaluate("document.documentElement.scrollWidth") == width
