"""The register of decisions, as one person may read it."""

from __future__ import annotations

from minutes.models import Decision
from minutes.querysets import DecisionQuerySet
from participants.models import User


def registered(user: User) -> DecisionQuerySet:
    """The newest first. What replaces a decision is shown where that one may be read too."""
    related = ("cluster", "minutes__meeting", "replacement__by_decision__minutes__meeting")
    return Decision.objects.visible_to(user).select_related(*related).order_by("-taken_on", "-id")


def shown_replacements(decisions: list[Decision], user: User) -> set[int]:
    """The numbers of the replacing decisions that this person may read."""
    named = {decision.replaced_by.pk for decision in decisions if decision.replaced_by}
    return set(Decision.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def able_to_replace(decision: Decision) -> DecisionQuerySet:
    """Later ones of the cluster that are in force."""
    later = Decision.objects.in_force().filter(cluster=decision.cluster_id, taken_on__gte=decision.taken_on)
    return later.exclude(pk=decision.pk).select_related("minutes__meeting").order_by("-taken_on", "-id")
