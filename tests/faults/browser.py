"""Chromium with a profile on the disk, which can be killed and opened again, and the room as a person sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.chromium import ARGUMENTS
from tests.faults.house import House
from tests.tools import require_tool

SAVED = "enregistré à"
LISTEN = """() => {
    window.heard = [];
    window.faultAt = undefined;
    const line = document.querySelector("[data-room-state]");
    const hear = () => window.heard.push([performance.now(), line.textContent]);
    new MutationObserver(hear).observe(line, { childList: true, characterData: true, subtree: true });
    addEventListener("input", () => (window.faultAt ??= performance.now()), true);
}"""
TOLD = """(words) => {
    const first = window.heard.find(([, said]) => said.includes(words));
    return first ? (first[0] - window.faultAt) / 1000 : null;
}"""


class Browser:
    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self.playwright, self.profile = playwright, profile
        self.process: subprocess.Popen[bytes] | None = None

    def open(self) -> BrowserContext:
        """What it opens is gone with a kill; what the profile holds is not."""
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        command = [require_tool("chromium"), *ARGUMENTS, "--headless=new", "--lang=fr-FR", "--remote-debugging-port=0"]
        self.process = subprocess.Popen(
            [*command, f"--user-data-dir={self.profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = self._port(port_file)
        self.connection = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}", timeout=60_000)
        context = self.connection.contexts[0]
        context.set_default_timeout(30_000)
        return context

    def _port(self, path: Path) -> str:
        for _ in range(600):
            if path.exists() and "\n" in (text := path.read_text()):
                return text.partition("\n")[0]
            time.sleep(0.05)
        raise TimeoutError("chromium did not start within 30 s")

    def kill(self) -> None:
        """The whole of it, without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            self.connection.close()


class Room:
    """One tab, in the room of the house's meeting. ``address`` is the origin that the browser knows."""

    def __init__(self, context: BrowserContext, house: House, address: str) -> None:
        self.context, self.house, self.address = context, house, address
        self.page: Page = context.new_page()

    def sign_in(self, who: str = "coordination") -> Room:
        session = self.house.world["sessions"][who]
        self.context.add_cookies([{"name": "session", "value": session, "url": self.address}])
        return self

    def enter(self, point: int = 0) -> Room:
        number = self.house.world["points"][point]
        self.page.goto(f"{self.address}/reunions/{self.house.world['meeting']}/saisie/?point={number}")
        expect(self.page.locator("html.saves-itself")).to_have_count(1)
        return self

    @property
    def editor(self) -> Locator:
        boxes = self.page.get_by_role("textbox", name="Description, discussions")
        return self.page.locator(".rich-zone").and_(boxes)

    @property
    def state(self) -> Locator:
        return self.page.locator("form", has=self.editor).locator("[data-state]")

    @property
    def whole(self) -> Locator:
        return self.page.locator("[data-room-state]")

    def write(self, words: str) -> None:
        """After what is there already, at once: however slow the machine, no pause between two keys makes a save."""
        self.editor.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.insert_text(words)

    def expect_saved(self) -> None:
        expect(self.state).to_contain_text(SAVED, timeout=60_000)

    def expect_said(self, words: str) -> None:
        expect(self.whole).to_contain_text(words, timeout=30_000)

    def listen(self) -> None:
        """From here on: when the first key falls, and what the page says."""
        self.page.evaluate(LISTEN)

    def told(self, words: str) -> float:
        """Seconds between that key and these words."""
        self.expect_said(words)
        return self.page.evaluate(TOLD, words)

    def protocol(self) -> Any:
        """Chromium's own: quota, frozen tabs."""
        return self.context.new_cdp_session(self.page)
