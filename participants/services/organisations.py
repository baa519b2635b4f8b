"""Organisations and the names they answer to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from clusterhub.web.folding import fold, strip_control_line
from participants.enums import OrganisationKind
from participants.errors import AliasTaken
from participants.models import Organisation, OrganisationAlias, Place
from participants.services.searching import index_organisation

LONGEST = 200
"""Room for a name; a unit's label with its parent's is left out where it is longer."""


def create_organisation(
    *,
    name: str,
    acronym: str = "",
    kind: str = OrganisationKind.OTHER,
    parent: Organisation | None = None,
    website: str = "",
    aliases: Iterable[str] = (),
) -> Organisation:
    """Raises ``AliasTaken`` when another organisation answers to one of these names."""
    organisation = Organisation(name=name, acronym=acronym, kind=kind, parent=parent, website=website)
    return save_organisation(organisation, aliases=aliases)


@transaction.atomic
def save_organisation(
    organisation: Organisation, *, aliases: Iterable[str] | None = None, places: Iterable[Place] | None = None
) -> Organisation:
    """Store an organisation, new or changed, and keep its names in step. ``None`` leaves aliases or places as they are.

    Raises ``AliasTaken`` when another organisation answers to one of its names.
    """
    organisation.name = strip_control_line(organisation.name)
    organisation.acronym = strip_control_line(organisation.acronym)
    organisation.save()
    if places is not None:
        organisation.places.set(places)
    rewrite_aliases(organisation, others=aliases)
    for unit in organisation.units.select_related("parent"):
        rewrite_aliases(unit)
    return organisation


def rewrite_aliases(organisation: Organisation, *, others: Iterable[str] | None = None) -> None:
    kept = organisation.aliases.filter(is_own=False).values_list("text", flat=True)
    texts = dict.fromkeys(own_names(organisation), True)
    texts |= dict.fromkeys((text for text in (kept if others is None else others) if text not in texts), False)
    wanted: dict[str, OrganisationAlias] = {}
    for text, is_own in texts.items():
        line = strip_control_line(text)
        alias = OrganisationAlias(organisation=organisation, text=line, folded=fold(line), is_own=is_own)
        if 0 < len(alias.folded) <= LONGEST:
            wanted.setdefault(alias.folded, alias)
    _drop_names_of_others(organisation, wanted)
    _replace_aliases(organisation, list(wanted.values()))
    index_organisation(organisation)


def own_names(organisation: Organisation) -> list[str]:
    """Name, sigle and, for a unit, ``PARENT/SIGLE`` and its full label."""
    names = [organisation.name, organisation.acronym]
    if organisation.parent:
        names += [organisation.short_label, organisation.full_label]
    return [name for name in names if name]


def _drop_names_of_others(organisation: Organisation, wanted: dict[str, OrganisationAlias]) -> None:
    """A unit gives up its bare name or sigle to whoever has it (every mission has a « Protection »); else refused."""
    bare = {fold(organisation.name), fold(organisation.acronym)} if organisation.parent else set()
    taken = OrganisationAlias.objects.filter(folded__in=wanted).exclude(organisation=organisation)
    for other in taken.select_related("organisation__parent"):
        if other.folded not in bare:
            raise AliasTaken(taken_message(other))
        del wanted[other.folded]


def taken_message(alias: OrganisationAlias) -> str:
    return f"« {alias.text} » désigne déjà {alias.organisation.full_label}."


def _replace_aliases(organisation: Organisation, wanted: list[OrganisationAlias]) -> None:
    try:
        with transaction.atomic():
            organisation.aliases.all().delete()
            OrganisationAlias.objects.bulk_create(wanted)
    except IntegrityError as error:
        raise AliasTaken("Une autre organisation vient de prendre un de ces noms : vérifiez la liste.") from error
