"""What people paste into the room: Word's lists, tables, pictures; and what is refused, in words."""

import re
from base64 import b64encode

from playwright.sync_api import Page, Request, expect

from meetings.models import Picture
from tests.browser.test_room import address, editor, item, meeting, people, room, state, stored
from tests.minutes.pasted import SMALL, png

__all__ = ["address", "item", "meeting", "people", "room"]

PASTE = """([html, files]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    for (const [type, bytes] of files) {
        const content = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
        data.items.add(new File([content], "carte", { type }));
    }
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><!--StartFragment-->"
    "<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span>"
    "</span><![endif]>Gao<o:p></o:p></p><p style='mso-list:l0 level2 lfo1'>o<span>&nbsp; </span>Ansongo</p>"
    "<p style='mso-list:l0 level1 lfo1'>·<span>&nbsp; </span>Kidal</p>"
    "<p class=MsoNormal>[bookmark: _GoBack]Suite<a class=msocomanchor href='#_msocom_1'>[AB1]</a></p>"
    f"{SMALL.replace('<table>', '<table class=MsoTableGrid border=1>')}</body></html>"
)


def paste(page: Page, html: str = "", *files: tuple[str, bytes]) -> None:
    page.evaluate(PASTE, [html, [(kind, b64encode(data).decode()) for kind, data in files]])


def test_lists_and_tables_of_word_stay_lists_and_tables(room, item):
    editor(room).click()
    paste(room, WORD)
    expect(state(room)).to_contain_text("enregistré")

    expect(editor(room).locator("ul ul li")).to_have_text("Ansongo")
    expect(editor(room).locator("tbody tr")).to_have_count(4)
    expect(editor(room)).not_to_contain_text("GoBack")
    assert stored(item)[0] == f"<ul><li>Gao<ul><li>Ansongo</li></ul></li><li>Kidal</li></ul><p>Suite</p>{SMALL}"


def test_pasted_picture_is_sent_and_shown_with_its_caption(room, item):
    room.on("dialog", lambda dialog: dialog.accept("Carte des « sites »"))
    editor(room).click()
    room.keyboard.type("Voir :")
    paste(room, "", ("image/png", png()))
    expect(editor(room).locator("figcaption")).to_have_text("Carte des « sites »")
    expect(state(room)).to_contain_text("enregistré")

    picture = Picture.objects.get()
    shown = f'<img src="/images/{picture.uuid}/" alt="Carte des « sites »">'
    assert stored(item)[0] == f"<p>Voir :</p>{shown}"
    room.reload()
    assert editor(room).locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 600


def test_what_is_no_picture_is_refused_in_words_and_the_text_stays(room, item):
    editor(room).click()
    room.keyboard.type("Voir :")
    paste(room, "", ("image/png", b"MZ\x90\x00rien d'une image"))

    expect(room.locator(".rich", has=editor(room)).get_by_role("status")).to_contain_text("ne peut pas être lue")
    expect(state(room)).to_contain_text("enregistré")
    assert stored(item)[0] == "<p>Voir :</p>"


def test_pictures_of_a_pasted_page_come_along_and_strangers_are_never_asked(room, item):
    asked: list[Request] = []
    room.on("request", lambda request: asked.append(request))
    data = b64encode(png()).decode()
    editor(room).click()
    paste(
        room, f"<p>Un <img src='data:image/png;base64,{data}' alt='Croquis'></p><img src='https://example.org/x.png'>"
    )
    expect(state(room)).to_contain_text("enregistré")

    assert re.fullmatch(r'<p>Un</p><img src="/images/[0-9a-f-]{36}/" alt="Croquis">', stored(item)[0])
    expect(room.locator(".rich", has=editor(room)).get_by_role("status")).to_contain_text("n’a pas pu être reprise")
    assert [request.url for request in asked if "example.org" in request.url] == []
