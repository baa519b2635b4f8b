"""How a meeting is called."""

from __future__ import annotations

import re

from clusterhub.web.agreement import gender_of
from clusterhub.web.folding import fold
from meetings.enums import AttendanceState, DocumentState
from participants.enums import ClusterKind

_SPOKEN_KINDS = {
    ClusterKind.CLUSTER: "Cluster",
    ClusterKind.SUB_CLUSTER: "Sous-cluster",
    ClusterKind.WORKING_GROUP: "Groupe de travail",
    ClusterKind.WATCH_COMMITTEE: "Comité de veille",
}
_FEMININE = frozenset({"cellule", "commission", "coordination", "plateforme", "reunion", "task"})
_VERSION_STATES = {
    DocumentState.DRAFT: "projet",
    DocumentState.OPEN: "projet soumis à observations",
    DocumentState.VALIDATED: "validée",
    DocumentState.FINAL: "version finale",
}
_FEMININE_PRESENCE = {
    AttendanceState.PRESENT: "présente",
    AttendanceState.REPRESENTED: "représentée",
    AttendanceState.EXCUSED: "excusée",
    AttendanceState.ABSENT: "absente",
    AttendanceState.GUEST: "invitée",
    AttendanceState.OBSERVER: "observatrice",
}
_VOWELS = tuple("aeiou")
_ANNOUNCED = re.compile(
    r"\bci[-‑\s]joint|\ben\sannexe\b|\bannexe\s\d|\bvoir\s(?:l[’']|les\s)?annexe|\bpi[eè]ces?\sjointe"
    r"|\b(?:est|sont)\sjointe?s?\b",
    re.IGNORECASE,
)


def body_name(kind: str, short_name: str) -> str:
    """« Cluster Relèvement Précoce » from « Relèvement Précoce », unless the name already says what it is."""
    spoken = _SPOKEN_KINDS.get(ClusterKind(kind), "")
    if not spoken or fold(spoken) in fold(short_name):
        return short_name
    return f"{spoken} {short_name.removeprefix('Cluster ')}"


def of_the(name: str) -> str:
    """« du Cluster Protection », « de l’Équipe humanitaire pays », « de la Commission… »."""
    folded = fold(name)
    if folded.startswith(_VOWELS):
        return f"de l’{name}"
    return f"de la {name}" if folded.split(" ")[0] in _FEMININE else f"du {name}"


def meeting_title(kind_label: str, cluster_kind: str, cluster_name: str) -> str:
    return f"{kind_label} {of_the(body_name(cluster_kind, cluster_name))}"


def version_state(state: str, version_label: str) -> str:
    """Said of a version in a record. A mere file, final and without version, needs no word."""
    is_mere_file = state == DocumentState.FINAL and not version_label
    return "" if is_mere_file else _VERSION_STATES[DocumentState(state)]


def presence_word(state: str, function: str) -> str:
    """« représentée » for a « Directrice », « représenté » where the function does not tell."""
    known = AttendanceState(state)
    return _FEMININE_PRESENCE[known] if gender_of(function) == "feminine" else str(known.label).lower()


def announces_annex(text: str) -> bool:
    """« ci-joint », « en annexe », « voir l’annexe », « pièce jointe »…"""
    return bool(_ANNOUNCED.search(text))
