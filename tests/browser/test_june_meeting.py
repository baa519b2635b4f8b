"""The Protection cluster's meeting of 7 June 2017, in our own words, typed as it is said, with the keyboard alone.

``june_meeting.txt`` is what is typed: ``o`` a new point, ``d`` a line of its text, ``t`` that it was treated; ⇥ takes
the name that is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import strip_tags
from playwright.sync_api import Page, expect

from actions.models import ActionPoint
from clusterhub.web.richtext import to_text
from meetings.enums import ItemState, MeetingState
from meetings.models import AgendaItem, Meeting, Outcome
from minutes.layouts import get_layout
from minutes.selectors.freeze import freeze
from tests.factories import make_membership, make_organisation, make_people
from tests.meetings.factories import BAMAKO, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = (Path(__file__).parent / "june_meeting.txt").read_text(encoding="utf-8").splitlines()
READY = "html.saves-itself"
SIXTY_WORDS_A_MINUTE = 200
"""Milliseconds from key to key, at five letters a word."""
POINTS = [line[2:] for line in TYPED if line.startswith("o ")]
SAID = [line[2:] for line in TYPED if re.match(r"d [^@!?]+$", line) and not line.startswith("d r!")]

CONCLUSIONS = [
    ("decision", "Le plan d’action de la stratégie est validé."),
    ("decision", "Les termes de référence sont validés."),
    ("recommendation", "Que chaque organisation déclare ses financements bilatéraux."),
]
EVERYBODY, COORDINATION = "all_members", "coordinator"
PROMISES = [
    (
        "Partager la version finale du plan d’action avec tous les membres et la coordination de l’ICC",
        *([COORDINATION], "no_later_than", "2017-06-16"),
    ),
    (
        "Envoyer les derniers commentaires sur les termes de référence",
        *([EVERYBODY], "no_later_than", "2017-06-14"),
    ),
    ("Partager la version finale des termes de référence", [COORDINATION], "no_later_than", "2017-06-15"),
    ("Partager les rapports de monitoring", ["HCR"], "recurring", None),
    (
        "Donner le retour du cluster sur les indicateurs clés",
        *(["« RRM »", "OCHA"], "approximate", "2017-07-15"),
    ),
    ("Envoyer les contributions aux deux indicateurs", [EVERYBODY], "no_later_than", "2017-06-14"),
    ("Transmettre les deux indicateurs consolidés à OCHA", [COORDINATION], "date", "2017-06-15"),
    ("Proposer deux à trois priorités de protection", [EVERYBODY], "no_later_than", "2017-06-15"),
    ("Transmettre les priorités consolidées à EHP", [COORDINATION, "OCHA (support)"], "date", "2017-06-16"),
    ("Revue à mi-parcours du HRP : pertinence des projets", [], "none", None),
]


class Typist:
    """Presses keys, and counts them."""

    def __init__(self, page: Page, *, delay: int) -> None:
        self.page, self.delay, self.pressed = page, delay, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key, delay=0)
        self.page.wait_for_timeout(self.delay)
        self.pressed += 1

    def type(self, words: str) -> None:
        for number, piece in enumerate(words.split("⇥")):
            if number:
                expect(self.page.locator(".name-list:visible [role=option]").first).to_be_visible()
                self.press("Tab")
            self.page.keyboard.type(piece, delay=self.delay)
            self.pressed += len(piece)


def type_meeting(typist: Typist) -> None:
    for line, after in zip(TYPED, [*TYPED[1:], ""], strict=True):
        match line[0]:
            case "o":
                new_point(typist, line[2:])
            case "d":
                typist.type(line[2:])
                if after[:1] == "d" or line[2] in "@!?r":
                    typist.press("Enter")
            case "t":
                typist.press("Escape")
                typist.press("t")
                expect(typist.page.locator(".item-state[aria-pressed=true]")).to_have_text("Traité")
                expect(typist.page.locator(READY)).to_be_attached()


def new_point(typist: Typist, title: str) -> None:
    typist.press("o")
    typist.type(title)
    typist.press("Enter")
    expect(typist.page.get_by_role("textbox", name="Sujet")).to_have_value(title)
    expect(typist.page.locator(READY)).to_be_attached()
    typist.press("d")


@pytest.fixture
def meeting() -> Meeting:
    people = make_people()
    for acronym, name in (("HCR", "Haut-Commissariat pour les réfugiés"), ("OCHA", "Coordination humanitaire")):
        make_membership(make_organisation(acronym, name), people.cluster)
    starts_at = datetime(2017, 6, 7, 10, tzinfo=BAMAKO)
    meeting = make_meeting(people.cluster, starts_at, by=people.coordinator, state=MeetingState.OPEN)
    meeting.items.all().delete()
    return meeting


@pytest.mark.parametrize(
    "delay", [0, pytest.param(SIXTY_WORDS_A_MINUTE, marks=pytest.mark.faults)], ids=["in a hurry", "60 words a minute"]
)
def test_meeting_is_typed_with_the_keyboard_alone(
    meeting: Meeting, signed_in_as: Callable[[str], Page], record_property: Callable[[str, int], None], delay: int
) -> None:
    page = signed_in_as("coordination@example.org")
    page.goto(f"/reunions/{meeting.uuid}/saisie/")
    expect(page.locator(READY)).to_be_attached()
    typist = Typist(page, delay=delay)

    type_meeting(typist)

    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    assert [item.title for item in items] == POINTS
    assert {item.state for item in items} == {ItemState.DISCUSSED}
    assert [line for item in items for line in to_text(item.discussion).splitlines() if line] == SAID
    outcomes = Outcome.objects.filter(item__meeting=meeting).order_by("item__position", "position")
    assert [(outcome.kind, strip_tags(outcome.text)) for outcome in outcomes] == CONCLUSIONS
    assert [promise(action) for action in meeting.actions.order_by("pk")] == PROMISES
    record_property("touches", typist.pressed)
    record_property("caractères imprimés", len(printed(meeting)))
    assert typist.pressed < len(printed(meeting))


def promise(action: ActionPoint) -> tuple[Any, ...]:
    due_on = action.due_on and action.due_on.isoformat()
    return (
        strip_tags(action.description),
        [owner(each) for each in action.owners.order_by("position")],
        action.due_kind,
        due_on,
    )


def owner(each: Any) -> str:
    name = each.organisation.short_label if each.organisation else each.role or each.kind
    if each.kind == "text":
        name = f"« {each.written} »"
    return name if each.part == "lead" else f"{name} ({each.part})"


def printed(meeting: Meeting) -> str:
    """Points, discussions, conclusions and actions as the record prints them."""
    html = get_layout("c").html(freeze(meeting, number=1, is_draft=True, frozen_at=None))
    table = html.partition('<table class="discussions">')[2].partition("</table>")[0]
    return re.sub(r"\s+", " ", strip_tags(table)).strip()
