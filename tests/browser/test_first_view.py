"""A page to read, over a line of a few kilobytes a second: no script, 25 kB in three requests, then the page alone.

Behind the real server, with the style sheet and the icon published as they are in production.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain

import pytest
from django.conf import settings

from bench.__main__ import environment
from bench.server import LINKED, Visitor, first_view, serving, sign_in

COORDINATOR, PARTNER = "coordination@example.org", "partenaire@example.org"
FIRST_VIEW_BYTES, FIRST_VIEW_REQUESTS = 25_000, 3
FOREVER = "max-age=315360000, public, immutable"
LISTS = ("/reunions/", "/actions/", "/documents/", "/organisations/", "/personnes/", "/clusters/")
ONE_OF_THEM = r'href="({}[0-9a-f]{{8}}-[0-9a-f-]{{27}}/)"'


@pytest.fixture(scope="module")
def visitors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Visitor]]:
    """By address; the empty one is nobody's."""
    surroundings = environment(tmp_path_factory.mktemp("first-view"))
    surroundings["DJANGO_SETTINGS_MODULE"] = "clusterhub.settings"
    for command in (["collectstatic", "--noinput"], ["prepare"], ["send_queued_mail"]):
        manage = [sys.executable, settings.BASE_DIR / "manage.py", *command]
        subprocess.run(manage, env=os.environ | surroundings, check=True, stdout=subprocess.DEVNULL)
    with serving(surroundings) as port:
        yield {"": Visitor(port, {}), **{email: sign_in(port, email) for email in (COORDINATOR, PARTNER)}}


def link_in_outgoing_mail(coordinator: Visitor) -> str:
    """As a visitor of the demonstration finds it."""
    letters = re.findall(r'href="(/courrier/\d+/)"', coordinator.get("/courrier/").body.decode())
    pages = [coordinator.get(letter).body.decode() for letter in letters]
    return next(found[1] for page in pages if (found := re.search(r'href="http://[^/]+(/p/[\w-]+/)"', page)))


def details(visitor: Visitor, address: str) -> list[str]:
    """The first that a list links to."""
    links = re.findall(ONE_OF_THEM.format(address), visitor.get(address).body.decode())
    return list(dict.fromkeys(links))[:10]


def records(visitor: Visitor, meetings: list[str]) -> list[str]:
    """Those of the meetings that have one to show."""
    addresses = [f"{meeting}compte-rendu/" for meeting in meetings]
    return [address for address in addresses if visitor.get(address).status == 200]


def complaints(visitor: Visitor, path: str) -> list[str]:
    answer = visitor.get(path)
    requests, received = first_view(visitor, path)
    assets = [address.decode() for address in LINKED.findall(answer.body)]
    kept = [visitor.get(address).headers.get("Cache-Control") for address in assets]
    wrong = {
        f"répond {answer.status}": answer.status != 200,
        "charge un script": b"<script" in answer.body,
        f"{requests} requêtes": requests > FIRST_VIEW_REQUESTS,
        f"{received} octets": received > FIRST_VIEW_BYTES,
        f"redemandés ensuite : {kept}": set(kept) != {FOREVER},
    }
    return [f"{path} : {what}" for what, is_so in wrong.items() if is_so]


def test_pages_to_read_are_light_at_first_and_alone_afterwards(visitors: dict[str, Visitor]) -> None:
    coordinator = visitors[COORDINATOR]
    of_lists = {address: details(coordinator, address) for address in LISTS}
    its_records = records(coordinator, of_lists["/reunions/"])
    assert its_records
    assert all(of_lists.values())
    hers = ["/", *LISTS, *chain.from_iterable(of_lists.values()), *its_records]
    wrong = [said for path in hers for said in complaints(coordinator, path)]
    wrong += complaints(visitors[PARTNER], "/mes-actions/")
    wrong += complaints(visitors[""], "/connexion/")
    partner = link_in_outgoing_mail(coordinator)
    wrong += complaints(visitors[""], partner)
    wrong += complaints(visitors[""], details(visitors[""], partner)[0])
    assert wrong == []
