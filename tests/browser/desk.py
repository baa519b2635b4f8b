"""A coordinator's desk in a room where everything that anybody wrote is hostile."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.html import escape
from playwright.sync_api import Locator, Page, ViewportSize, expect

from actions.models import ActionPoint
from meetings.models import AgendaItem, Document, Meeting, Outcome, Section, SignIn
from meetings.services.agenda import add_item, add_outcome
from meetings.services.documents import attach_document
from meetings.services.pictures import add_picture
from meetings.services.sign_ins import sign_in as sign_in_on_a_phone
from meetings.services.texts import save_text
from participants.models import Cluster, Organisation, Person, User
from tests.browser.axe import Sources, troubles_of
from tests.browser.hostile import AS_PARAGRAPHS, SHORT, intruders, sayer
from tests.factories import People, make_membership, make_organisation
from tests.minutes import pasted
from tests.minutes.factories import make_document, make_held_meeting

WIDE: ViewportSize = {"width": 1280, "height": 740}
READY = "html.saves-itself"


@dataclass
class Desk:
    """Where the coordinator types, and what was found there."""

    page: Page
    watch: Callable[[Page], Page]
    people: People
    meeting: Meeting
    item: AgendaItem
    base: str
    states: dict[str, str]
    found: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    sources: Sources = field(default_factory=dict)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")

    def open(self, item: AgendaItem | None = None, *, page: Page | None = None) -> None:
        page = page or self.page
        page.goto(f"{self.base}/reunions/{self.meeting.uuid}/saisie/?point={(item or self.item).uuid}")
        expect(page.locator(READY)).to_be_attached()

    def tab(self, trouble: str = "") -> Page:
        page = self.watch(self.page.context.new_page())
        if trouble:
            page.add_init_script(trouble)
        return page

    def look(self, *names: str, page: Page | None = None, is_plain: bool = False) -> None:
        """The states that stand on the page now. ``is_plain``: nothing is shown that anybody wrote."""
        page = page or self.page
        for name in names:
            expect(page.locator(self.states[name]).locator("visible=true").first, name).to_be_visible()
        is_hostile = is_plain or page.evaluate("document.documentElement.outerHTML.includes('z()')")
        found = [*troubles_of(page), *intruders(page), *([] if is_hostile else ["rien d’hostile"])]
        self.found += [f"{' + '.join(names)} : {one}" for one in found]
        self.seen += names
        page.set_viewport_size(WIDE)

    def zone(self) -> Locator:
        page = self.page
        return page.locator(".rich-zone").and_(page.get_by_role("textbox", name="Description, discussions"))

    def type(self, words: str) -> None:
        """At the end of the discussion."""
        self.zone().focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.insert_text(words)

    def type_line(self, words: str) -> None:
        self.type("")
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(words)

    def wake(self) -> None:
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def stored(self) -> str:
        return AgendaItem.objects.values_list("discussion", flat=True).get(pk=self.item.pk)

    def save_as(self, user: User, text: str) -> None:
        save_as(user, self.item, text)


def save_as(user: User, item: AgendaItem, text: str) -> None:
    fresh = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    base = fresh.discussion_version
    save_text(target=fresh, field="discussion", text=text, base_version=base, key=uuid.uuid4(), author=user)


# --- Its world --------------------------------------------------------------------------------------------------------

SPOILT: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Person, ("name", "job_title")),
    (Organisation, ("name",)),
    (Cluster, ("name", "short_name")),
    (Meeting, ("title", "venue")),
    (AgendaItem, ("title", "presenter")),
    (Outcome, ("issuer", "addressee")),
    (Document, ("name",)),
    (SignIn, ("name", "job_title", "organisation_name")),
    (ActionPoint, ("owner_text", "due_text")),
)
SPOILT_TEXTS: tuple[tuple[Any, str], ...] = ((Outcome, "text"), (ActionPoint, "description"), (Section, "body"))


def make_hostile_meeting(people: People) -> tuple[Meeting, AgendaItem]:
    """Being held, and the point that is typed in."""
    make_membership(make_organisation(f"SABLE{SHORT}", "Santé des sables"), people.cluster)
    meeting = make_held_meeting(people, state="open")
    item = add_item(meeting=meeting, title="Situation", presenter="Awa", planned_minutes=5)
    add_outcome(item=item, text="Valider", issuer="Cluster", addressee="Partenaires")
    attach_document(document=make_document(people, "Carte"), to=item)
    sign_in_on_a_phone(meeting=meeting, name="Visiteuse", organisation_name="Inconnue", job_title="Chargée de suivi")
    spoil()
    picture = add_picture(meeting=meeting, file=BytesIO(pasted.png()), by=people.coordinator)
    text = f"<p>Ouverture.</p>{AS_PARAGRAPHS}{pasted.shown(str(picture.uuid), SHORT)}<p>Divers.</p>"
    save_as(people.rapporteur, item, text)
    return Meeting.objects.get(pk=meeting.pk), AgendaItem.objects.get(pk=item.pk)


def spoil() -> None:
    """Whatever services let in."""
    say = sayer()
    for model, names in SPOILT:
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{name: say(getattr(row, name)) for name in names})
    for model, name in SPOILT_TEXTS:
        for row in model.objects.all():
            words = getattr(row, name).replace("</p>", "").replace("<p>", "")
            model.objects.filter(pk=row.pk).update(**{name: f"<p>{words} {escape(say(''))}</p>"})
