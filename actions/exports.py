"""Actions as a table: what each column holds. The hashtags are those that humanitarian data tools know (HXL)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from actions.enums import DueKind, OwnerPart
from actions.models import ActionOwner, ActionPoint, ActionShare
from actions.querysets import ActionQuerySet
from clusterhub.web import richtext
from clusterhub.web.sheets import Column, listed
from participants.enums import PlaceLevel
from participants.exports import Gazetteer
from participants.models import Organisation

TITLE = "Actions"
BATCH = 500
REGION, CERCLE = PlaceLevel.REGION, PlaceLevel.CERCLE


@dataclass(frozen=True)
class ActionLine:
    """One action, with the region and the cercle that its place lies in."""

    action: ActionPoint
    places: Gazetteer

    @property
    def meeting_day(self) -> date | None:
        return self.action.meeting.day if self.action.meeting else None

    @property
    def organisations(self) -> list[Organisation]:
        """Those that lead by name, else those that have a share: « tous les partenaires »."""
        led = [own.organisation for own in self.action.owners.all() if own.part == OwnerPart.LEAD and own.organisation]
        return led or [share.organisation for share in self.action.shares.all()]

    def area(self, level: PlaceLevel) -> str:
        return self.places.name(self.action.place_id, level)

    def pcode(self, level: PlaceLevel) -> str:
        return self.places.pcode(self.action.place_id, level)


def action_lines(actions: ActionQuerySet) -> Iterator[ActionLine]:
    """A few queries for every ``BATCH`` rows, and no more than those in memory.

    Page after page rather than one open cursor: while SQLite reads, it could not write how far an export is.
    """
    owners = ActionOwner.objects.exclude(organisation=None).select_related("organisation__parent")
    shares = ActionShare.objects.filter(left_on=None).select_related("organisation__parent")
    fetched = (
        actions.select_related("cluster", "meeting", "item")
        .prefetch_related(Prefetch("owners", owners), Prefetch("shares", shares))
        .order_by("pk")
    )
    places, page = Gazetteer(), list(fetched[:BATCH])
    while page:
        yield from (ActionLine(action, places) for action in page)
        page = list(fetched.filter(pk__gt=page[-1].pk)[:BATCH]) if len(page) == BATCH else []


COLUMNS: tuple[Column[ActionLine], ...] = (
    Column("Référence", "#meta+id", lambda line: line.action.reference, 18),
    Column("Cluster", "#sector+cluster+name", lambda line: line.action.cluster.short_name, 22),
    Column("Code du cluster", "#sector+code", lambda line: line.action.cluster.code, 10),
    Column("Date de la réunion", "#date+meeting", lambda line: line.meeting_day, 12),
    Column("Point de l’ordre du jour", "#x_agenda+item", lambda line: _title(line.action), 28),
    Column("Action", "#x_action+description+i_fr", lambda line: richtext.to_text(line.action.description), 60),
    Column("Responsable(s)", "#org+responsible+name", lambda line: line.action.owner_text, 28),
    Column("Sigles", "#org+responsible+acronym", lambda line: listed(o.short_label for o in line.organisations), 18),
    Column("Types d’organisation", "#org+type+code", lambda line: listed(o.kind for o in line.organisations), 12),
    Column("Échéance", "#date+due", lambda line: line.action.due_on, 12),
    Column("Échéance (texte)", "#description+due", lambda line: _due_text(line.action), 24),
    Column("Statut", "#status+name", lambda line: line.action.get_status_display(), 18),
    Column("Code du statut", "#status+code", lambda line: line.action.status, 12),
    Column("Précision", "#status+description", lambda line: line.action.status_note, 30),
    Column("Réalisée le", "#date+completed", lambda line: line.action.completed_on, 12),
    Column("Secteur", "#sector+name", lambda line: line.action.get_sector_display(), 20),
    Column("Région", "#adm1+name", lambda line: line.area(REGION), 14),
    Column("Code de la région", "#adm1+code+v_pcode", lambda line: line.pcode(REGION), 10),
    Column("Cercle", "#adm2+name", lambda line: line.area(CERCLE), 14),
    Column("Code du cercle", "#adm2+code+v_pcode", lambda line: line.pcode(CERCLE), 10),
    Column("Diffusion", "#meta+visibility", lambda line: line.action.get_visibility_display(), 18),
)


def _title(action: ActionPoint) -> str:
    return action.item.title if action.item else ""


def _due_text(action: ActionPoint) -> str:
    """As written, without the typography of pages; its kind where nothing is written and no date says it."""
    said_by_date = action.due_kind in {DueKind.NONE, DueKind.DATE}
    return action.due_text or ("" if said_by_date else action.get_due_kind_display())
