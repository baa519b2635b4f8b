from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer


def test_unknown_address_shows_a_styled_page_that_leads_home(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/nulle-part/")
    expect(page.get_by_role("link", name="Aller à l’accueil")).to_have_attribute("href", "/")
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 50
