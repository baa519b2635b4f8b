"""Roles in clusters when two persons, or two organisations that they stand for, are one."""

from __future__ import annotations

from clusterhub.mergers.moves import Move, Relation, Two, follow
from participants.models import ClusterRole


def roles_follow(other_key: str) -> Move:
    """An open role that both have is one role, held since the earlier day."""

    def move(relation: Relation, two: Two) -> int:
        count = relation.rows(two.other).count()
        for row in relation.rows(two.other).filter(until=None):
            twin = _twin(relation, two, row, other_key)
            if twin:
                twin.since = min(twin.since, row.since)
                row.delete()
                twin.save(update_fields=("since",))
        follow(relation, two)
        return count

    return move


def _twin(relation: Relation, two: Two, row: ClusterRole, other_key: str) -> ClusterRole | None:
    same = {"cluster": row.cluster_id, "role": row.role, "topic": row.topic, other_key: getattr(row, f"{other_key}_id")}
    found: ClusterRole | None = relation.rows(two.own).filter(until=None, **same).first()
    return found
