"""What pages and services of this floor read."""

from __future__ import annotations

from collections.abc import Iterable

from clusterhub.web.folding import fold
from participants.models import Cluster, ClusterAlias, Organisation, OrganisationAlias
from participants.paste.labels import candidate_folds, resolve_label


def lookup_organisation(text: str) -> Organisation | None:
    """The one organisation meant: « UNDP », « pnud », « IOM/OIM », « Nom (SIGLE) », « MINUSMA/DDR »."""
    return lookup_organisations([text])[text]


def lookup_organisations(texts: Iterable[str]) -> dict[str, Organisation | None]:
    """The same for many texts, in one query (a few for a long list)."""
    texts = list(dict.fromkeys(texts))
    keys = sorted({key for text in texts for key in candidate_folds(text)})
    found = {alias.folded: alias.organisation for batch in _batches(keys) for alias in _aliases(batch)}
    return {text: resolve_label(text, found.get) for text in texts}


def _aliases(keys: list[str]) -> Iterable[OrganisationAlias]:
    return OrganisationAlias.objects.filter(folded__in=keys).select_related("organisation__parent")


def _batches(keys: list[str], size: int = 500) -> Iterable[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def organisation_called(text: str, *, apart_from: Organisation | None = None) -> OrganisationAlias | None:
    """The alias by which another organisation already answers to this very name."""
    aliases = OrganisationAlias.objects.filter(folded=fold(text)).select_related("organisation__parent")
    return aliases.exclude(organisation=apart_from).first() if apart_from else aliases.first()


def cluster_called(text: str, *, apart_from: Cluster | None = None) -> ClusterAlias | None:
    aliases = ClusterAlias.objects.filter(folded=fold(text)).select_related("cluster")
    return aliases.exclude(cluster=apart_from).first() if apart_from else aliases.first()
