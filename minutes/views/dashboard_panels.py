"""A dashboard as it is shown and printed: each figure beside its words, its share and its link."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from clusterhub.web.charts import BLUE, GREEN, GREY, RED, Bar, Chart, Tone, longest_first
from clusterhub.web.typography import NBSP, format_number, format_short_date, plural
from minutes.companions import Cell, Figure, Panel
from minutes.selectors.dashboard import Dashboard, OrganisationTally
from minutes.selectors.delays import Delay
from minutes.selectors.tallies import AgeTally
from minutes.views.dashboard_links import Links
from participants.models import Organisation

BARS = 15
"""Drawn at most; the table has them all."""
LATE, TO_COME, UNDATED = Tone("En retard", RED), Tone("À échoir", BLUE), Tone("Sans échéance ferme", GREY)
ON_TIME, AFTER_DATE = Tone("À temps", GREEN), Tone("Après l’échéance", RED)
OTHERS_OPEN = Tone("Autres ouvertes", BLUE)
DECIDED = Tone("Décidées", BLUE)
CAME = Tone("Réunions", BLUE)
TO_CIRCULATION, TO_SIGNATURE = Tone("Jusqu’à la diffusion", BLUE), Tone("puis jusqu’à la signature", GREY)
AGE_LABELS = {
    None: "Un mois au plus",
    30: "D’un à trois mois",
    90: "De trois à six mois",
    180: "De six mois à un an",
    365: "Plus d’un an",
}


def count(number: int, url: str = "", *, out_of: int | None = None) -> Cell:
    """``out_of``: the share of it is said too."""
    return Cell(text=format_number(number), url=url, note=share(number, out_of) if out_of else "")


def share(number: int, out_of: int) -> str:
    return f"{round(100 * number / out_of)}{NBSP}%"


def days(number: float | None) -> str:
    """« 3 jours », « 3,5 jours », « le jour même »."""
    if number is None:
        return "–"
    if number == 0:
        return "le jour même"
    whole = int(number)
    return plural(whole, "jour", "jours") if number == whole else f"{f'{number:.1f}'.replace('.', ',')}{NBSP}jours"


def figures(board: Dashboard, links: Links) -> tuple[Figure, ...]:
    tally = board.actions
    shown = [
        ("Réunions tenues", count(board.held, links.held())),
        ("Comptes rendus diffusés", count(board.circulated, links.circulated(), out_of=board.held)),
        ("Actions ouvertes", count(tally.open, links.open())),
        ("En retard", count(tally.late, links.late(), out_of=tally.open)),
        ("Réalisées à temps", count(tally.on_time, links.on_time(), out_of=tally.done)),
        ("Avec responsable et échéance", count(tally.clear, links.clear(), out_of=tally.raised)),
        ("De la réunion à la diffusion", Cell(text=days(board.usual_circulation), url=links.circulated())),
        ("De la diffusion à la signature", Cell(text=days(board.usual_signature), url=links.signed())),
    ]
    if board.silent is not None:
        shown.append(("Membres silencieux", count(len(board.silent), "#silencieux")))
    return tuple(Figure(label=label, value=value) for label, value in shown)


def panels(board: Dashboard, links: Links) -> tuple[Panel, ...]:
    made = [
        by_age(board, links),
        done(board, links),
        by_organisation(board, links),
        clarity(board, links),
        by_attendance(board, links),
        by_kind(board, links),
        by_meeting(board, links),
    ]
    return (*made, silence(board.silent)) if board.silent is not None else tuple(made)


# --- Actions ----------------------------------------------------------------------------------------------------------


def by_age(board: Dashboard, links: Links) -> Panel:
    ages = board.actions.ages
    bars = [Bar(_age(one), (one.late, one.to_come, one.undated), format_number(one.open)) for one in ages]
    return Panel(
        key="anciennete",
        title="Actions ouvertes, par ancienneté",
        note=f"Situation au {format_short_date(board.on)}, de celles décidées jusqu’à la fin de la période.",
        chart=Chart("Actions ouvertes, par ancienneté", bars, (LATE, TO_COME, UNDATED)) if board.actions.open else None,
        columns=("Ancienneté", "Ouvertes", "En retard", "Sans échéance ferme"),
        rows=tuple(_age_row(one, links) for one in ages) if board.actions.open else (),
        empty="Aucune action ouverte.",
    )


def _age(tally: AgeTally) -> str:
    return AGE_LABELS[tally.older]


def _age_row(tally: AgeTally, links: Links) -> tuple[Cell, ...]:
    asked = links.age(tally)
    return (
        Cell(text=_age(tally)),
        count(tally.open, links.open(**asked)),
        count(tally.late, links.late(**asked)),
        count(tally.undated, links.undated(**asked)),
    )


def done(board: Dashboard, links: Links) -> Panel:
    tally = board.actions
    lines = (
        (ON_TIME, tally.on_time, links.on_time()),
        (AFTER_DATE, tally.after_date, links.after_date()),
        (UNDATED, tally.done_undated, links.done_undated()),
    )
    bar = Bar("Réalisées", tuple(number for _, number, _ in lines), format_number(tally.done))
    return Panel(
        key="realisees",
        title="Actions réalisées dans la période",
        note="Une action sans échéance ferme n’est jamais comptée comme faite à temps.",
        chart=Chart("Actions réalisées dans la période", [bar], [tone for tone, *_ in lines]) if tally.done else None,
        columns=("Réalisées", "Actions", "Part"),
        rows=(
            *(
                (Cell(text=tone.label), count(number, url), Cell(text=share(number, tally.done)))
                for tone, number, url in lines
                if tally.done
            ),
            (Cell(text="Ensemble"), count(tally.done, links.done()), Cell(text="")),
        ),
    )


def by_organisation(board: Dashboard, links: Links) -> Panel:
    concerned = [one for one in board.organisations if one.parts.open or one.parts.done]
    rows = sorted(concerned, key=lambda one: (-one.parts.open, -one.parts.done))
    bars = (
        Bar(_name(one), (one.parts.late, one.parts.open - one.parts.late), format_number(one.parts.open))
        for one in rows
        if one.parts.open
    )
    return Panel(
        key="organisations",
        title="Actions par organisation",
        note="Chaque organisation selon sa propre part : ce qu’elle a encore à faire, ce qu’elle a fait.",
        chart=Chart("Actions ouvertes, par organisation", longest_first(bars, most=BARS), (LATE, OTHERS_OPEN)),
        columns=("Organisation", "Ouvertes", "En retard", "Réalisées", "À temps"),
        rows=tuple(_organisation_row(one, links) for one in rows),
        empty="Aucune organisation n’a d’action dans cette période.",
    )


def _name(tally: OrganisationTally) -> str:
    return tally.organisation.short_label


def _organisation_row(tally: OrganisationTally, links: Links) -> tuple[Cell, ...]:
    one, parts = tally.organisation, tally.parts
    return (
        Cell(text=one.short_label),
        count(parts.open, links.part(one)),
        count(parts.late, links.part(one, late=True)),
        count(parts.done, links.part_done(one)),
        count(parts.on_time, links.part_done(one, on_time=True), out_of=parts.done),
    )


def clarity(board: Dashboard, links: Links) -> Panel:
    tally = board.actions
    lines = (
        ("Avec responsable", tally.owned, links.owned()),
        ("Avec échéance ferme", tally.dated, links.dated()),
        ("Avec les deux", tally.clear, links.clear()),
    )
    bars = [Bar(label, (number,), share(number, tally.raised)) for label, number, _ in lines if tally.raised]
    return Panel(
        key="precision",
        title="Responsable et échéance",
        note="Des actions décidées dans la période.",
        chart=Chart("Actions décidées, avec responsable et échéance", bars, (DECIDED,), most=tally.raised),
        columns=("Décidées", "Actions", "Part"),
        rows=(
            *(
                (Cell(text=label), count(number, url), Cell(text=_part(number, tally.raised)))
                for label, number, url in lines
            ),
            (Cell(text="Ensemble"), count(tally.raised, links.raised()), Cell(text="")),
        ),
    )


def _part(number: int, out_of: int) -> str:
    return share(number, out_of) if out_of else "–"


# --- Presence ---------------------------------------------------------------------------------------------------------


def by_attendance(board: Dashboard, links: Links) -> Panel:
    rows = sorted((one for one in board.organisations if one.is_member or one.came), key=lambda one: -one.came)
    bars = [Bar(_name(one), (one.came,), f"{one.came} sur {board.read}") for one in rows[:BARS]]
    return Panel(
        key="presence",
        title="Présence par organisation",
        note=_read_note(board),
        chart=Chart("Présence par organisation", bars, (CAME,), most=board.read) if board.read else None,
        columns=("Organisation", "Type", "Réunions", "Part"),
        rows=tuple(_presence_row(one, board.read, links) for one in rows) if board.read else (),
        empty="Aucune réunion tenue dont le compte rendu soit lisible.",
    )


def _read_note(board: Dashboard) -> str:
    """Attendance stands in the record, which members read once it is circulated."""
    if board.read == board.held:
        return "Présente ou représentée ; une section compte pour l’organisation dont elle fait partie."
    return f"D’après {plural(board.read, 'compte rendu', 'comptes rendus')} que vous pouvez lire, sur {board.held}."


def _presence_row(tally: OrganisationTally, read: int, links: Links) -> tuple[Cell, ...]:
    one = tally.organisation
    return (
        Cell(text=one.short_label),
        Cell(text=one.get_kind_display()),
        count(tally.came, links.attended(one)),
        Cell(text=share(tally.came, read)),
    )


def by_kind(board: Dashboard, links: Links) -> Panel:
    bars = [Bar(tally.kind.label, (tally.came,), f"{tally.came} sur {board.read}") for tally in board.kinds]
    return Panel(
        key="types",
        title="Présence par type d’organisation",
        note="Réunions où il y avait au moins une organisation de ce type.",
        chart=Chart("Présence par type d’organisation", bars, (CAME,), most=board.read),
        columns=("Type", "Réunions", "Part"),
        rows=tuple(
            (
                Cell(text=str(tally.kind.label)),
                count(tally.came, links.attended_by_kind(tally.kind.value)),
                Cell(text=share(tally.came, board.read)),
            )
            for tally in board.kinds
        ),
        empty="Aucune organisation connue parmi les présents.",
    )


# --- Records ----------------------------------------------------------------------------------------------------------


def by_meeting(board: Dashboard, links: Links) -> Panel:
    latest_first = board.delays[::-1]
    drawn = [one for one in latest_first if one.to_circulation is not None][:BARS]
    bars = [Bar(_meeting(one), (one.to_circulation or 0, one.to_signature or 0), _told(one)) for one in drawn]
    return Panel(
        key="delais",
        title="De la réunion à la signature",
        note=f"Médianes : diffusion, {days(board.usual_circulation)} ; puis signature, {days(board.usual_signature)}.",
        chart=Chart("Jours jusqu’à la diffusion, puis jusqu’à la signature", bars, (TO_CIRCULATION, TO_SIGNATURE)),
        columns=("Réunion", "Jusqu’à la diffusion", "Puis jusqu’à la signature"),
        rows=tuple(_delay_row(one) for one in latest_first),
        empty="Aucune réunion tenue dans cette période.",
    )


def _meeting(delay: Delay) -> str:
    return f"{format_short_date(delay.meeting.day)}, {delay.meeting.get_kind_display().lower()}"


def _told(delay: Delay) -> str:
    return f"{delay.to_circulation} j" + (f" + {delay.to_signature} j" if delay.to_signature is not None else "")


def _delay_row(delay: Delay) -> tuple[Cell, ...]:
    url = reverse("minutes:record", args=[delay.meeting.uuid])
    return (
        Cell(text=_meeting(delay), url=url),
        Cell(text=days(delay.to_circulation)),
        Cell(text=days(delay.to_signature)),
    )


def silence(organisations: Iterable[Organisation]) -> Panel:
    return Panel(
        key="silencieux",
        title="Membres silencieux",
        note="Ni présents, ni représentés, ni excusés ; et rien dit d’une action, d’un appel ou d’un compte rendu.",
        columns=("Organisation", "Type"),
        rows=tuple(_silent_row(one) for one in organisations),
        empty="Aucun : chaque membre est venu, s’est excusé ou a répondu.",
    )


def _silent_row(organisation: Organisation) -> tuple[Cell, ...]:
    url = reverse("participants:organisation_detail", args=[organisation.uuid])
    return Cell(text=organisation.full_label, url=url), Cell(text=organisation.get_kind_display())
