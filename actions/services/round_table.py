"""The rows of a « tour de table »: activities of the organisation in the cluster, and what it says is missing there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions.enums import LACKS, RoundTableKind
from clusterhub.web.folding import fold
from meetings.services.voices import Voice
from participants.enums import ProfileSource
from participants.models import Activity, Cluster, Need, Organisation, Place
from participants.services.activities import declare_need, report_activity, withdraw_activity, withdraw_need

Row = dict[str, str]
"""kind, sector, place (as written), text."""


def report_rows(
    *, cluster: Cluster, organisation: Organisation, rows: Iterable[Row], instead_of: Iterable[Row], voice: Voice
) -> None:
    """Rows that were said earlier and are no longer there are taken back."""
    kept = {(found.pk, type(found)) for found in [_report(cluster, organisation, row, voice) for row in rows]}
    for row in instead_of:
        for gone in _standing(cluster, organisation, row):
            if (gone.pk, type(gone)) not in kept:
                _withdraw(gone, voice)


def _report(cluster: Cluster, organisation: Organisation, row: Row, voice: Voice) -> Activity | Need:
    said: dict[str, Any] = {"by": voice.account, "author_name": voice.shown, "link": voice.link}
    facts, text = _facts(cluster, row), _text(row)
    if RoundTableKind(row["kind"]) in LACKS:
        return declare_need(cluster=cluster, organisation=organisation, text=text, **facts, **said)
    state = row["kind"]
    return report_activity(cluster=cluster, organisation=organisation, description=text, state=state, **facts, **said)


def _facts(cluster: Cluster, row: Row) -> dict[str, Any]:
    return {"sector": row["sector"] or cluster.sector, "place": place_called(row["place"])}


def _text(row: Row) -> str:
    """With the place in words when it is none that the house knows."""
    is_known = not row["place"] or place_called(row["place"])
    return row["text"] if is_known else f"{row['text']} ({row['place']})"


def _standing(cluster: Cluster, organisation: Organisation, row: Row) -> list[Activity | Need]:
    facts, wanted = _facts(cluster, row) | {"organisation": organisation, "cluster": cluster}, fold(_text(row))
    facts["source"] = ProfileSource.ROUND_TABLE
    if RoundTableKind(row["kind"]) in LACKS:
        return [need for need in Need.objects.standing().filter(**facts) if fold(need.text) == wanted]
    return [one for one in Activity.objects.standing().filter(**facts) if fold(one.description) == wanted]


def _withdraw(gone: Activity | Need, voice: Voice) -> None:
    if isinstance(gone, Need):
        withdraw_need(gone, by=voice.account)
    else:
        withdraw_activity(gone, by=voice.account, author_name=voice.shown, link=voice.link)


def place_called(text: str) -> Place | None:
    """The place of this name; where several bear it the largest, and none where that is not one alone."""
    wanted = fold(text)
    if not wanted:
        return None
    found = [place for place in Place.objects.order_by("level", "id") if fold(place.name) == wanted]
    return found[0] if found and (len(found) == 1 or found[0].level < found[1].level) else None
