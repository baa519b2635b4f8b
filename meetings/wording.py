"""How a meeting is called."""

from __future__ import annotations

from clusterhub.web.folding import fold
from participants.enums import ClusterKind

_SPOKEN_KINDS = {
    ClusterKind.CLUSTER: "Cluster",
    ClusterKind.SUB_CLUSTER: "Sous-cluster",
    ClusterKind.WORKING_GROUP: "Groupe de travail",
    ClusterKind.WATCH_COMMITTEE: "Comité de veille",
}
_FEMININE = frozenset({"cellule", "commission", "coordination", "plateforme", "reunion", "task"})
_VOWELS = tuple("aeiou")


def body_name(kind: str, short_name: str) -> str:
    """« Cluster Relèvement Précoce » from « Relèvement Précoce », unless the name already says what it is."""
    spoken = _SPOKEN_KINDS.get(ClusterKind(kind), "")
    return short_name if not spoken or fold(spoken) in fold(short_name) else f"{spoken} {short_name}"


def of_the(name: str) -> str:
    """« du Cluster Protection », « de l’Équipe humanitaire pays », « de la Commission… »."""
    folded = fold(name)
    if folded.startswith(_VOWELS):
        return f"de l’{name}"
    return f"de la {name}" if folded.split(" ")[0] in _FEMININE else f"du {name}"


def meeting_title(kind_label: str, cluster_kind: str, cluster_name: str) -> str:
    return f"{kind_label} {of_the(body_name(cluster_kind, cluster_name))}"
