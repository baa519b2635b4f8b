"""The rows of a « tour de table »: activities of the organisation in the cluster, and what it says is missing there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.enums import LACKS, RoundTableKind
from clusterhub.web.folding import fold
from participants.enums import ProfileSource
from participants.models import Activity, Cluster, Need, Organisation, Place
from participants.selectors import places_named
from participants.services.activities import declare_need, report_activity, withdraw_activity, withdraw_need
from participants.voices import Voice

Row = dict[str, str]
"""kind, sector, place (as written), text."""


@dataclass(frozen=True)
class _Told:
    """A row as the house keeps it; the place in words when it is none that it knows."""

    kind: RoundTableKind
    sector: str
    place: Place | None
    text: str

    @property
    def facts(self) -> dict[str, Any]:
        return {"sector": self.sector, "place": self.place}


def report_rows(
    *, cluster: Cluster, organisation: Organisation, rows: Sequence[Row], instead_of: Sequence[Row], voice: Voice
) -> None:
    """Rows that were said earlier and are no longer there are taken back."""
    places = places_named({row["place"] for row in (*rows, *instead_of)})
    kept = [_report(cluster, organisation, _told(row, cluster, places), voice) for row in rows]
    known = {(type(found), found.pk) for found in kept}
    for row in instead_of:
        for gone in _standing(cluster, organisation, _told(row, cluster, places)):
            if (type(gone), gone.pk) not in known:
                _withdraw(gone, voice)


def _told(row: Row, cluster: Cluster, places: dict[str, Place | None]) -> _Told:
    place = places[row["place"]]
    text = f"{row['text']} ({row['place']})" if row["place"] and not place else row["text"]
    return _Told(RoundTableKind(row["kind"]), row["sector"] or cluster.sector, place, text)


def _report(cluster: Cluster, organisation: Organisation, told: _Told, voice: Voice) -> Activity | Need:
    said: dict[str, Any] = {"by": voice.account, "author_name": voice.shown, "link": voice.link, **told.facts}
    if told.kind in LACKS:
        return declare_need(cluster=cluster, organisation=organisation, text=told.text, **said)
    state = told.kind.value
    return report_activity(cluster=cluster, organisation=organisation, description=told.text, state=state, **said)


def _standing(cluster: Cluster, organisation: Organisation, told: _Told) -> list[Activity | Need]:
    facts = {"cluster": cluster, "organisation": organisation, "source": ProfileSource.ROUND_TABLE, **told.facts}
    wanted = fold(told.text)
    if told.kind in LACKS:
        return [need for need in Need.objects.standing().filter(**facts) if fold(need.text) == wanted]
    return [one for one in Activity.objects.standing().filter(**facts) if fold(one.description) == wanted]


def _withdraw(gone: Activity | Need, voice: Voice) -> None:
    if isinstance(gone, Need):
        withdraw_need(gone, by=voice.account)
    else:
        withdraw_activity(gone, by=voice.account, author_name=voice.shown, link=voice.link)
