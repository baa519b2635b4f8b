"""Every state that the room can show, full of hostile texts: axe finds nothing on a phone and a laptop, nothing runs.

The security policy of the pages is set aside, because axe needs inline styles: a payload that became markup would run.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser import room_stories
from tests.browser.axe import checked
from tests.browser.desk import Desk, make_hostile_meeting
from tests.browser.hostile import ALL, tripwire
from tests.browser.test_room_offline import sign_in
from tests.factories import make_people

STATES: dict[str, dict[str, str]] = {
    "texts": {
        "meeting held, more time spent than planned": ".agenda-time.late",
        "others present": "[data-others] strong",
        "picture with its caption": ".rich-zone .picture .rich-caption",
        "being typed": "[data-room-state][data-state=typing]",
        "on its way": "[data-room-state][data-state=sending]",
        "waiting on the device, counted": "[data-room-state][data-state=waiting]:text('en attente (1)')",
        "signing out, what is unsent listed": "[data-signing-out][open] li",
        "session over, signing in in place": "body:has([data-state=expired]) [data-signing-in] form",
        "password refused in place": "[data-signing-in] [data-why]:not(:empty)",
        "another account in the browser": "body:has([data-state=other]) [data-signing-in] [data-other]",
        "saved": "[data-room-state][data-state=saved]",
        "merged": ".text-state [data-state=saved]:text('avec ce qu’a écrit')",
        "conflict, both texts and their base": ".conflict .conflict-base[open] .conflict-text",
        "choice without an answer": ".text-state [data-state=conflict]:text('choisissez de nouveau')",
        "written in another tab": ".text-state [data-state=elsewhere]",
        "right withdrawn, with download": "body:has([data-state=refused]) .draft-offer [data-download=html]",
        "left on the device, said at the sign-in page": "[data-left-here]",
    },
    "device": {
        "text of a former visit offered back": ".draft-offer [data-take]",
        "texts left at other points": "[data-elsewhere] li button",
        "additions waiting": "[data-queue-state] li:text(': en attente')",
        "page out of the service worker": "[data-copy-note]",
        "addition refused": "[data-queue-state] li button:text('Abandonner')",
        "additions made since": "[data-queue-state] [data-done]",
        "storage blocked or full": "[data-unkept]",
        "text that the device cannot keep": "[data-room-state][data-state=unkept]",
        "addition that the device cannot keep": "[data-queue-state] li:text('sur cette page seulement')",
        "no HTTPS": "[data-no-https]",
    },
    "lines": {
        "names offered": ".name-list [role=option][aria-selected=true]",
        "line understood": ".line-hint .understood:text('SABLE')",
        "line not resolved": ".line-hint .understood:text('non reconnu')",
        "line without an answer": ".line-hint:has-text('Pas de réponse du serveur')",
        "line offered again": ".line-hint:has-text('à confirmer') [data-make]",
        "line refused": ".line-hint:has-text('caractères')",
        "conclusion noted": "[data-new-outcomes] .outcome",
        "selected sentence made an action": ".room-action-form [name=owner_text]:focus",
        "asked for already": "[data-already-asked] *",
        "addition refused at its form": ".queue-refusal",
        "sheet of keys": ".key-sheet[open] kbd",
        "picture refused": ".rich-note:text('lue')",
        "pasted markup without its pictures": ".rich-note:text('reprise')",
        "point dragged over another": ".agenda-target",
    },
    "sheet": {
        "visitors to accept": "#emargements li",
        "attendance announced": ".panel:has-text('Annoncé par les organisations') li",
        "list filtered, nobody left": "body:not(:has(.sheet-line:not([hidden])))",
        "newcomer's line refused": ".queue-refusal",
        "newcomer refused, said beside the field": ".invalid-feedback",
        "code on the wall": ".square-code svg",
        "signing in on a phone": "form [name=organisation_name]",
        "phone refused": ".invalid-feedback",
        "phone noted": ".notice:has-text('C’est noté')",
        "phone after the meeting": "main:has-text('L’émargement n’est pas ouvert')",
        "code on the wall after the meeting": ".notice:has-text('Pas encore ouvert')",
    },
    "pages": {
        "not opened": "button:text('Ouvrir la séance')",
        "agenda empty": ".room-middle:has-text('L’ordre du jour est vide')",
        "projected, agenda empty": "[data-projection]:has-text('L’ordre du jour est vide')",
        "former actions, carried": ".follow-up .review:has-text('report')",
        "comment on a former action": ".review [data-state=saved]",
        "section of the whole meeting": ".room-wide .rich-zone",
        "projected": ".projection-text",
        "projected, kept for the coordination": "[data-projection]:has-text('réservé à la coordination')",
        "facts refused beside their field": ".item-facts .invalid-feedback",
        "history of a text": ".text-excerpt",
        "state of a text, compared": ".difference del",
        "conflict without script": ".conflict-texts",
        "text refused without script": "main:has-text('Un texte sans place.')",
        "being closed": "button:text('Lever la séance')",
        "closed": "button:text('Reprendre la séance')",
    },
}


"""By story (room_stories.py), each with what shows it."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """What moves is looked at once it has come to rest."""
    given = {"bypass_csp": True, "service_workers": "allow", "reduced_motion": "reduce"}
    return browser_context_args | given


@pytest.fixture
def desk(page: Page, watch: Callable[[Page], Page], live_server: Any, story: str) -> Desk:
    people = make_people()
    meeting, item = make_hostile_meeting(people)
    sign_in(page.context, people.coordinator, live_server.url)
    page.on("dialog", lambda dialog: dialog.accept(ALL))
    return Desk(page, watch, people, meeting, item, live_server.url, STATES[story])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("story", STATES)
def test_nothing_runs_and_axe_finds_nothing(desk: Desk, story: str, tmp_path: Path) -> None:
    ran = tripwire(desk.page.context)

    getattr(room_stories, story)(desk)

    assert ("\n".join(desk.found), ran) == ("", [])
    assert set(desk.seen) == set(STATES[story])
    if desk.sources:
        assert checked(desk.sources, tmp_path) == ""


NOTICE = re.compile(r'<(?:div|section) class="notice [^>]*?(data-[\w-]+) hidden')
DIALOG = re.compile(r"<dialog [^>]*?(data-[\w-]+|key-sheet)")
SAID = re.compile(r"^  (\w+): (?:\(|\")", re.MULTILINE)


def test_every_notice_dialog_and_word_of_the_room_is_among_them() -> None:
    """A notice, a dialog or a word of state.js and field.js that is added needs a state above."""
    selectors = " ".join(selector for states in STATES.values() for selector in states.values())
    pages = [
        *(settings.BASE_DIR / "templates").glob("m*/*room*.html"),
        settings.BASE_DIR / "static/html/room_keys.html",
    ]
    templates = " ".join(path.read_text() for path in pages)
    scripts = " ".join((settings.BASE_DIR / "static/js/room" / name).read_text() for name in ("state.js", "field.js"))
    parts = {*NOTICE.findall(templates), *DIALOG.findall(templates)}
    parts |= {f"data-state={word}" for word in SAID.findall(scripts)}

    assert len(parts) > 15
    assert {part for part in parts if part not in selectors} == set()
