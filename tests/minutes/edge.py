"""Contents at the edge of what a meeting can be: crowded, rare letters, headings everywhere, partly restricted."""

import dataclasses

from minutes.content import Action, Attendee, Content, DocumentLine, Item, LeftOut, OrganisationPresent, Section
from minutes.editions import for_edition
from tests.minutes.sample import ACTIONS, CONTENT, DIVERS, ITEMS, sample_content

LETTERS = "ƐɛƆɔƝɲŊŋ ⵜⴰⵎⴰⵛⵉⵖⵜ ☐☑"
PEOPLE, PROMISES, LINES = 120, 60, 90


def crowded_content() -> Content:
    """120 people, 60 actions, a cell of about four pages, the letters of Mali, a contact."""
    story = "".join(f"<p>Ligne {i} du récit</p><p>{LETTERS}</p>" for i in range(LINES))
    third = dataclasses.replace(ITEMS[2], discussion_html=story)
    actions = tuple(
        dataclasses.replace(ACTIONS[i % 3], reference=f"CRP-2016-11-{i + 1:02}", owners_text=f"ONG {i} ɲɛ")
        for i in range(PROMISES)
    )
    attendance = tuple(
        Attendee(name=f"Participant {i} Ŋaɲa", organisation=f"Organisation {i}", job_title="Point focal")
        for i in range(PEOPLE)
    )
    return sample_content(items=(*ITEMS[:2], third, ITEMS[3], DIVERS), actions=actions, attendance=attendance)


def lone_content() -> Content:
    """Nobody is noted as present, and nothing was promised."""
    meeting = dataclasses.replace(CONTENT.meeting, headcount=None)
    return sample_content(
        meeting=meeting, attendance=(), attendance_organisations=(), roles=(), actions=(), signatures_expected=()
    )


def eighty_pages_content() -> Content:
    """As long as the longest report that anybody would call minutes."""
    words = "Les partenaires ont décrit ce que les équipes ont constaté, ce qui manque et ce que chacun propose. "
    story = "".join(f"<p>Constat {i} : {words * 6}</p>" for i in range(20))
    items = tuple(
        Item(number=str(i), kind="discussion", title=f"Sujet {i}", discussion_html=story, status_html="<p>Suivi.</p>")
        for i in range(1, 19)
    )
    return sample_content(items=items, reviewed=())


def headings_content() -> Content:
    """A heading every few lines, so that some would end a page if nothing kept them with what follows."""
    start = Section(kind="objectives", html="<p>DEBUT</p>")
    sections = tuple(
        Section(kind="free", title=f"SECTION{i}", html="<p>Une ligne.</p>" * (i % 4 + 1)) for i in range(40)
    )
    items = tuple(_group(i) for i in range(1, 41))
    return sample_content(
        sections=(start, *sections), items=items, actions=(), reviewed=(), attendance=(), documents=()
    )


def _group(i: int) -> Item:
    text = f"<p>{'Quelques mots qui prennent deux lignes dans leur colonne. ' * 2}</p>" * (i % 5 + 1)
    child = Item(
        number=f"{i}.1",
        kind="discussion",
        title=f"SUJET{i} dont le titre prend deux lignes",
        discussion_html=text,
        status_html="<p>Fait.</p>",
    )
    return Item(number=str(i), kind="other_business", title=f"GROUPE{i}", children=(child,))


def closed_content() -> Content:
    """The coordination's, of which the members may not read one point, with its conclusions, and one action."""
    closed = dataclasses.replace(ITEMS[3], title="INCIDENT", discussion_html="<p>SECRET</p>", is_restricted=True)
    hidden = Action(reference="CRP-2016-11-09", item_number="4", description_html="<p>CACHEE</p>", is_restricted=True)
    return dataclasses.replace(
        CONTENT,
        edition="coordination",
        items=(*ITEMS[:3], closed, DIVERS),
        actions=(ACTIONS[0], hidden),
        documents=(DocumentLine(name="releve-secret.pdf", is_restricted=True),),
        left_out=LeftOut(),
    )


def members_content() -> Content:
    return for_edition(closed_content(), "members")


UNITS = (OrganisationPresent(name="UNHCR"), OrganisationPresent(name="MINUSMA", units=("CAD", "PE")))
