"""The register of decisions as a table: what each column holds."""

from __future__ import annotations

from collections.abc import Iterator

from clusterhub.web import richtext
from clusterhub.web.sheets import Column
from minutes.models import Decision
from minutes.querysets import DecisionQuerySet

DECISIONS = "Décisions"
AT_ONCE = 500


def decision_rows(decisions: DecisionQuerySet) -> Iterator[Decision]:
    fetched = decisions.select_related("cluster", "minutes__meeting", "outcome", "replacement__by_decision")
    yield from fetched.iterator(chunk_size=AT_ONCE)


COLUMNS: tuple[Column[Decision], ...] = (
    Column("Identifiant", "#meta+id", lambda row: str(row.uuid), 38),
    Column("Cluster", "#sector+cluster+name", lambda row: row.cluster.short_name, 22),
    Column("Code du cluster", "#sector+code", lambda row: row.cluster.code, 10),
    Column("Prise le", "#date+decided", lambda row: row.taken_on, 12),
    Column("Date de la réunion", "#date+meeting", lambda row: row.minutes.meeting.day, 12),
    Column("Point de l’ordre du jour", "#x_agenda+item", lambda row: row.item_title, 30),
    Column("Décision", "#x_decision+description+i_fr", lambda row: richtext.to_text(row.text), 70),
    Column("État", "#status+name", lambda row: "Remplacée" if _replacing(row) else "En vigueur", 12),
    Column("Remplacée par", "#x_decision+replaced+id", lambda row: _replacing(row), 38),
    Column("Compte rendu adopté le", "#date+adopted", lambda row: row.minutes.meeting.adopted_at, 18),
    Column(
        "Diffusion", "#meta+visibility", lambda row: "Coordination seulement" if row.is_restricted else "Membres", 18
    ),
)


def _replacing(decision: Decision) -> str:
    """The identifier of the decision that stands in its place."""
    replacement = getattr(decision, "replacement", None)
    return str(replacement.by_decision.uuid) if replacement else ""
