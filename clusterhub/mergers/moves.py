"""How rows that hang on one record come to hang on another. A move returns how many rows it looked after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from participants.models import User


@dataclass(frozen=True)
class Two:
    """``own`` stays, ``other`` is absorbed; ``by`` says so."""

    own: Any
    other: Any
    by: User


Move = Callable[["Relation", Two], int]


@dataclass(frozen=True)
class Relation:
    """A key of a model to the records that are made one, and what becomes of its rows."""

    model: type[Model]
    field: str
    move: Move

    @property
    def label(self) -> str:
        """« Présences »; of a list that another record holds, « Liste de diffusion : organisations »."""
        owner = self.model._meta.auto_created
        if not owner:
            return str(self.model._meta.verbose_name_plural).capitalize()
        held = next(each for each in owner._meta.local_many_to_many if each.remote_field.through is self.model)  # type: ignore[attr-defined]
        return f"{str(owner._meta.verbose_name).capitalize()} : {held.verbose_name}"  # type: ignore[attr-defined]

    def rows(self, record: Model) -> QuerySet:
        return self.model._base_manager.filter(**{self.field: record})

    def apply(self, two: Two) -> int:
        return self.move(self, two)


def follow(relation: Relation, two: Two) -> int:
    return relation.rows(two.other).update(**{relation.field: two.own})


def stay(relation: Relation, two: Two) -> int:
    """The past says it as it was."""
    return 0


def follow_once(*within: str, only: Q | None = None, leave: bool = False) -> Move:
    """One row for each of ``within``: where both have one, that of the absorbed goes, or stays there (``leave``)."""

    def move(relation: Relation, two: Two) -> int:
        count = relation.rows(two.other).count()
        mine = relation.rows(two.own).filter(only or Q())
        doubles = _same(relation.rows(two.other).filter(only or Q()), mine, within)
        relation.rows(two.other).exclude(pk__in=doubles).update(**{relation.field: two.own})
        if not leave:
            relation.model._base_manager.filter(pk__in=doubles).delete()
        return count

    return move


def _same(rows: QuerySet, others: QuerySet, within: Iterable[str]) -> list[Any]:
    names = tuple(within)
    known = set(others.values_list(*names)) if names else {()}
    found = rows.values_list("pk", *names)
    return [number for number, *values in found if tuple(values) in known]


def apply_all(relations: Iterable[Relation], two: Two) -> dict[str, int]:
    """What moved, by label, without what there was none of."""
    moved: Counter[str] = Counter()
    for relation in relations:
        moved[relation.label] += relation.apply(two)
    return dict(+moved)
