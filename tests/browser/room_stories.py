"""Walks through all that the room can show, state by state: test_room_states.py says which."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from meetings.enums import Coming, ItemKind
from meetings.models import ForeseenAttendance, TextRevision
from meetings.services.lifecycle import close_meeting
from meetings.services.sign_ins import sign_in_url
from minutes.services.visitors import note_visit
from participants.models import ClusterRole
from tests.browser.axe import source_of
from tests.browser.desk import Desk, save_as
from tests.browser.hostile import ALL, AS_PARAGRAPHS, PAYLOADS, SHORT, intruders
from tests.browser.pages import follow
from tests.browser.test_room_offline import WRITE_FORMER, keeps, sign_in, state, unreachable
from tests.browser.test_room_pictures import paste
from tests.meetings.factories import NOVEMBER_15, make_meeting

# --- Texts ------------------------------------------------------------------------------------------------------------

NO_END = """() => {
    const real = setTimeout;
    window.setTimeout = (act, time, ...rest) => time > 100 && time <= 400 ? 0 : real(act, time, ...rest);
    AbortSignal.timeout = () => new AbortController().signal;
    return () => (window.setTimeout = real);
}"""
"""No pause in typing ends until what it answers is called, and no request is given up."""


def texts(desk: Desk) -> None:
    note_visit(meeting=desk.meeting, user=desk.people.rapporteur, place=desk.item.uuid)
    desk.open()
    desk.look("meeting held, more time spent than planned", "others present", "picture with its caption")
    typed_and_kept(desk)
    signed_out(desk)
    two_writers(desk)
    withdrawn(desk)


def typed_and_kept(desk: Desk) -> None:
    page, held = desk.page, list[Route]()
    page.context.route("**/textes/", lambda route: held.append(route))
    end_pause = page.evaluate_handle(NO_END)
    desk.type(f" {ALL}")
    desk.look("being typed")
    end_pause.evaluate("end => end()")
    desk.type(" Suite.")
    desk.look("on its way")
    page.context.route("**/textes/", unreachable)
    held[0].abort()
    desk.look("waiting on the device, counted")
    page.locator(".account > summary").click()
    page.get_by_role("button", name="Se déconnecter", exact=True).click()
    desk.look("signing out, what is unsent listed")
    page.get_by_role("button", name="Rester connecté").click()


def signed_out(desk: Desk) -> None:
    page = desk.page
    Session.objects.all().delete()
    page.context.unroute("**/textes/")
    desk.wake()
    page.get_by_label("Mot de passe").fill("pas le bon")
    page.get_by_role("button", name="Se reconnecter").click()
    desk.look("session over, signing in in place", "password refused in place")
    for user, name in ((desk.people.rapporteur, "another account in the browser"), (desk.people.coordinator, "saved")):
        sign_in(page.context, user, desk.base)
        desk.wake()
        desk.look(name)


def two_writers(desk: Desk) -> None:
    page, other = desk.page, desk.people.rapporteur
    desk.save_as(other, desk.stored().replace("Ouverture.", "Ouverture par la préfète.", 1))
    desk.type(" Rien.")
    desk.look("merged")
    desk.save_as(other, desk.stored().replace("Rien.", "Tout.", 1))
    desk.type(" De plus.")
    page.locator(".conflict summary").click()
    page.route("**/textes/choix/", unreachable, times=1)
    page.get_by_role("button", name="Garder les deux").click()
    desk.look("conflict, both texts and their base", "choice without an answer")
    page.get_by_role("button", name="Garder les deux").click()
    expect(state(page)).to_contain_text("enregistré à")
    second = desk.tab()
    desk.open(page=second)
    page.bring_to_front()
    desk.type(" Ici.")
    second.locator(".rich-zone").first.dispatch_event("focusin")
    desk.look("written in another tab", page=second)
    second.close()


def withdrawn(desk: Desk) -> None:
    page, name = desk.page, "right withdrawn, with download"
    ClusterRole.objects.filter(person=desk.people.coordinator.person).delete()
    desk.type(f" {ALL}")
    desk.look(name)
    with page.expect_download() as download:
        page.locator(desk.states[name]).locator("visible=true").click()
    file = desk.tab()
    file.set_content(Path(download.value.path()).read_text())
    expect(file.locator("body")).to_contain_text(SHORT)
    desk.found += intruders(file)
    file.close()
    page.get_by_role("button", name="Se déconnecter", exact=True).click()
    page.get_by_role("button", name="Se déconnecter quand même").click()
    desk.look("left on the device, said at the sign-in page", is_plain=True)


# --- The device -------------------------------------------------------------------------------------------------------

BLOCKED = "indexedDB.open = () => { throw new Error('blocked') }"
INSECURE = "Object.defineProperty(window, 'isSecureContext', { value: false })"


def device(desk: Desk) -> None:
    page = desk.page
    desk.go("/session/")
    page.evaluate(WRITE_FORMER, [former(desk, desk.meeting.uuid), former(desk, uuid.uuid4())])
    desk.open()
    desk.look("text of a former visit offered back", "texts left at other points")
    keeps(page, desk.meeting.items.count() + 1)
    page.context.set_offline(True)
    add_without_network(page, title=PAYLOADS[6], action=SHORT)
    desk.open()
    desk.look("page out of the service worker", "additions waiting")
    page.context.set_offline(False)
    desk.wake()
    desk.look("addition refused", "additions made since")
    without_storage(desk)


def former(desk: Desk, meeting: uuid.UUID) -> dict[str, Any]:
    """As a former release kept it: by this account, from before anything was saved."""
    place = f"{desk.people.coordinator.pk}/{meeting}"
    page = {"page": "javascript:javascript:z()", "caption": ALL}
    text = {"text": AS_PARAGRAPHS, "base": 0, "attempt": None, "at": desk.page.evaluate("Date.now()")}
    return {"id": f"{place}/{desk.item.uuid}/agendaitem.discussion", "place": place} | page | text


def add_without_network(page: Page, *, title: str, action: str) -> None:
    """Of the action the server will say that its date is missing."""
    page.get_by_label("Ajouter un point").fill(title)
    page.get_by_label("Ajouter un point").press("Enter")
    page.get_by_label("Action", exact=True).fill(action)
    page.locator(".room-action-form details").evaluate("one => (one.open = true)")
    page.get_by_label("Sorte d’échéance", exact=True).select_option("date")
    page.get_by_role("button", name="Ajouter l’action").click()
    expect(page.locator("[data-queue-state] li")).to_have_count(2)


def without_storage(desk: Desk) -> None:
    desk.page = page = desk.tab(BLOCKED)
    desk.open()
    page.context.route(re.compile("/(textes|points)/"), unreachable)
    desk.type(f" {ALL}")
    page.get_by_label("Ajouter un point").fill(SHORT)
    page.get_by_label("Ajouter un point").press("Enter")
    desk.look("storage blocked or full", "text that the device cannot keep", "addition that the device cannot keep")
    desk.page = desk.tab(INSECURE)
    desk.open()
    desk.look("no HTTPS")


# --- Lines, selected sentences, pictures, the agenda ------------------------------------------------------------------

DRAG = """() => {
    const [first, second] = document.querySelectorAll("[data-item]");
    const event = (kind) => new DragEvent(kind, { bubbles: true, dataTransfer: new DataTransfer() });
    second.dispatchEvent(event("dragstart"));
    first.dispatchEvent(event("dragover"));
}"""
SELECT = """(words) => {
    const line = [...document.querySelectorAll(".rich-zone p")].find((one) => one.textContent === words);
    getSelection().selectAllChildren(line);
}"""


def lines(desk: Desk) -> None:
    desk.open()
    understood(desk)
    unanswered(desk)
    concluded(desk)
    pictures_and_agenda(desk)


def understood(desk: Desk) -> None:
    page = desk.page
    desk.type_line("@sab")
    desk.look("names offered")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(f" : partager la carte {SHORT} avant le 30 novembre")
    desk.look("line understood")
    page.keyboard.press("Escape")
    desk.type_line(f"@Inconnue {SHORT} : partager la liste")
    desk.look("line not resolved")
    page.keyboard.press("Escape")


def unanswered(desk: Desk) -> None:
    page = desk.page
    desk.type_line(f"! {'Valider ' * 260} {SHORT}")
    page.keyboard.press("Enter")
    desk.look("line refused")
    page.route("**/lignes/", unreachable)
    desk.type_line(f"! Valider la carte {SHORT}")
    page.keyboard.press("Enter")
    desk.look("line without an answer")
    page.unroute("**/lignes/")
    page.get_by_role("textbox", name="Sujet").focus()
    desk.wake()
    desk.look("line offered again")
    page.get_by_role("button", name="Noter (Entrée)").click()
    desk.look("conclusion noted")


def concluded(desk: Desk) -> None:
    page, sentence = desk.page, f"Partager les plans {SHORT}"
    desk.type_line(sentence)
    page.evaluate(SELECT, sentence)
    page.keyboard.press("@")
    desk.look("selected sentence made an action", "asked for already")
    page.locator(".room-action-form details").evaluate("one => (one.open = true)")
    page.get_by_label("Sorte d’échéance", exact=True).select_option("date")
    page.get_by_role("button", name="Ajouter l’action").click()
    desk.look("addition refused at its form")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    desk.look("sheet of keys")
    page.keyboard.press("Escape")


def pictures_and_agenda(desk: Desk) -> None:
    page = desk.page
    desk.type("")
    paste(page, "", ("image/png", b"MZ\x90\x00rien d'une image"))
    page.evaluate(DRAG)
    desk.look("picture refused", "point dragged over another")
    desk.type("")
    paste(page, f"<p>{ALL}</p>")
    desk.look("pasted markup without its pictures")


# --- Who is there -----------------------------------------------------------------------------------------------------

SEND = """(form, given) => {
    for (const name in given) form.elements[name].value = given[name];
    HTMLFormElement.prototype.submit.call(form);
}"""
DISCUSSION = "form.text-form:has([name=field][value='agendaitem.discussion'])"


def sheet(desk: Desk) -> None:
    page, path = desk.page, f"/reunions/{desk.meeting.uuid}/presences/"
    said = {"coming": Coming.COMING, "people": ALL, "note": SHORT, "said_by": SHORT}
    ForeseenAttendance.objects.create(meeting=desk.meeting, organisation=desk.people.partner, **said)
    desk.go(path)
    desk.look("visitors to accept", "attendance announced")
    page.get_by_label("Filtrer").fill("personne de ce nom")
    page.get_by_label("En une ligne").fill("???")
    page.get_by_label("En une ligne").press("Enter")
    desk.look("list filtered, nobody left", "newcomer's line refused")
    send(page, "details.adder form", name=ALL[:140], email=SHORT)
    desk.look("newcomer refused, said beside the field")
    on_a_phone(desk)


def on_a_phone(desk: Desk) -> None:
    page, path = desk.page, sign_in_url(desk.meeting).removeprefix(settings.BASE_URL)
    desk.go(path)
    page.get_by_role("button", name="Je suis là").click()
    desk.look("signing in on a phone", "phone refused")
    page.get_by_label("Nom", exact=False).first.fill(SHORT)
    page.locator("[name=organisation_name]").fill(SHORT)
    page.get_by_role("button", name="Je suis là").click()
    desk.look("phone noted")
    close_meeting(meeting=desk.meeting, by=desk.people.coordinator)
    desk.go(path)
    desk.look("phone after the meeting")
    desk.go(f"/reunions/{desk.meeting.uuid}/presences/code/")
    desk.look("code on the wall", "code on the wall after the meeting")


# --- Pages of the server ----------------------------------------------------------------------------------------------


def pages(desk: Desk) -> None:
    coming = make_meeting(
        desk.people.cluster, NOVEMBER_15.replace(month=12), by=desk.people.coordinator, title=ALL[:200]
    )
    coming.items.all().delete()
    desk.go(f"/reunions/{coming.uuid}/saisie/")
    desk.look("not opened", "agenda empty")
    desk.go(f"/reunions/{coming.uuid}/saisie/projection/")
    desk.look("projected, agenda empty")
    carried(desk)
    projected(desk)
    crossed_without_script(desk)
    looked_back_at(desk)
    closed(desk)


def carried(desk: Desk) -> None:
    page = desk.page
    desk.open(desk.meeting.items.get(kind=ItemKind.FOLLOW_UP))
    page.locator(".review[tabindex]").first.focus()
    page.keyboard.press("b")
    page.keyboard.insert_text(ALL)
    desk.look("former actions, carried", "comment on a former action")
    desk.go(f"/reunions/{desk.meeting.uuid}/saisie/?partie={desk.meeting.sections.get().uuid}")
    desk.look("section of the whole meeting")


def projected(desk: Desk) -> None:
    path, secret = (
        f"/reunions/{desk.meeting.uuid}/saisie/projection/",
        desk.meeting.items.get(title__startswith="secretpoint"),
    )
    for item, name in ((desk.item, "projected"), (secret, "projected, kept for the coordination")):
        save_as(desk.people.rapporteur, item, f"{AS_PARAGRAPHS}<p>Vu.</p>")
        desk.go(path)
        desk.look(name)


def crossed_without_script(desk: Desk) -> None:
    page = desk.page
    desk.open()
    send(page, ".item-facts form", planned_minutes="-5")
    desk.look("facts refused beside their field")
    desk.open()
    before = page.locator(f"{DISCUSSION} [name=base_version]").input_value()
    desk.save_as(desk.people.rapporteur, AS_PARAGRAPHS)
    desk.open()
    send(page, DISCUSSION, text=ALL, base_version=before)
    desk.look("conflict without script")
    desk.sources["conflict"] = source_of(page)
    desk.open()
    send(page, DISCUSSION, text=f"Un texte sans place. {ALL}", field="agendaitem.nothing")
    desk.look("text refused without script")
    desk.sources["refusal"] = source_of(page)


def send(page: Page, form: str, **given: str) -> None:
    """As a browser without script would."""
    with page.expect_navigation():
        page.locator(form).first.evaluate(SEND, given)


def looked_back_at(desk: Desk) -> None:
    path = f"/reunions/{desk.meeting.uuid}/textes/{desk.item.uuid}/agendaitem.discussion/"
    desk.go(path)
    desk.look("history of a text")
    latest = TextRevision.objects.filter(object_uuid=desk.item.uuid, version__gt=0).latest("version")
    desk.go(f"{path}{latest.key}/")
    desk.look("state of a text, compared")


def closed(desk: Desk) -> None:
    page = desk.page
    desk.go(f"/reunions/{desk.meeting.uuid}/saisie/lever/")
    desk.look("being closed")
    follow(page.locator("main").get_by_role("button", name="Lever la séance"))
    desk.open()
    desk.look("closed")
