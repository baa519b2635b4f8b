"""Organisations as a table, and which region and cercle a place lies in. No contact data: that has its own lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.db.models import QuerySet

from clusterhub.web.sheets import Column, listed
from participants.enums import PlaceLevel
from participants.models import Cluster, Membership, Organisation, Place
from participants.profiles import Presence

PCODE = "pcode"
AT_ONCE = 500
ORGANISATIONS = "Organisations"


class Gazetteer:
    """The table of places is small: it is read whole, when first asked."""

    @cached_property
    def _places(self) -> dict[int, Place]:
        return Place.objects.in_bulk()

    def name(self, number: int | None, level: int) -> str:
        """Of the area of this level that a place is, or lies in; empty when there is none."""
        area = self._area(number, level)
        return area.name if area else ""

    def pcode(self, number: int | None, level: int) -> str:
        area = self._area(number, level)
        return area.code if area and area.code_system == PCODE else ""

    def _area(self, number: int | None, level: int) -> Place | None:
        return next((place for place in self._around(number) if place.level == level), None)

    def _around(self, number: int | None) -> Iterator[Place]:
        while number is not None and (place := self._places.get(number)):
            yield place
            number = place.parent_id


class OrganisationLine:
    """One organisation, its clusters among those that the reader knows, and the regions where it works.

    Wants ``listed_memberships`` (``selectors.organisations_listed``).
    """

    def __init__(self, organisation: Organisation, places: Gazetteer) -> None:
        self.organisation = organisation
        self.numbers = [place.pk for place in organisation.places.all()]
        self.gazetteer = places

    @property
    def memberships(self) -> list[Membership]:
        return self.organisation.listed_memberships  # type: ignore[attr-defined, no-any-return]

    @property
    def sectors(self) -> str:
        """Those of its clusters, and those that its profile names."""
        own = {one.sector for one in self.organisation.sectors.all()}
        return listed(sorted(own | {membership.cluster.sector for membership in self.memberships}))

    @property
    def clusters(self) -> str:
        return listed(sorted(membership.cluster.short_name for membership in self.memberships))

    @property
    def standings(self) -> str:
        """« CRP : Membre|CP : Observateur »."""
        return listed(sorted(f"{one.cluster.code} : {one.get_status_display()}" for one in self.memberships))

    @property
    def regions(self) -> str:
        return listed(self.gazetteer.name(number, PlaceLevel.REGION) for number in self.numbers)

    @property
    def region_codes(self) -> str:
        return listed(self.gazetteer.pcode(number, PlaceLevel.REGION) for number in self.numbers)


def organisation_lines(organisations: QuerySet[Organisation]) -> Iterator[OrganisationLine]:
    places = Gazetteer()
    for organisation in organisations.prefetch_related("places", "sectors").iterator(chunk_size=AT_ONCE):
        yield OrganisationLine(organisation, places)


ORGANISATION_COLUMNS: tuple[Column[OrganisationLine], ...] = (
    Column("Identifiant", "#meta+id", lambda line: str(line.organisation.uuid), 38),
    Column("Nom", "#org+name", lambda line: line.organisation.name, 44),
    Column("Sigle", "#org+acronym", lambda line: line.organisation.acronym, 14),
    Column("Unité de", "#org+parent+name", lambda line: _parent(line.organisation), 16),
    Column("Type", "#org+type+name", lambda line: line.organisation.get_kind_display(), 24),
    Column("Code du type", "#org+type+code", lambda line: line.organisation.kind, 10),
    Column("Secteurs", "#sector+code+list", lambda line: line.sectors, 16),
    Column("Clusters", "#sector+cluster+name+list", lambda line: line.clusters, 28),
    Column("Statut par cluster", "#status+membership", lambda line: line.standings, 28),
    Column("Régions", "#adm1+name+list", lambda line: line.regions, 24),
    Column("Codes des régions", "#adm1+code+list+v_pcode", lambda line: line.region_codes, 20),
    Column("Site web", "#org+url", lambda line: line.organisation.website, 28),
    Column("État", "#status+active", lambda line: "Active" if line.organisation.is_active else "Retirée", 10),
)


def _parent(organisation: Organisation) -> str:
    return organisation.parent.short_label if organisation.parent else ""


# --- Operational presence ---------------------------------------------------------------------------------------------

PRESENCE = "Présence opérationnelle"


class PresenceLine:
    def __init__(self, presence: Presence, cluster: Cluster, places: Gazetteer) -> None:
        self.presence, self.cluster, self.gazetteer = presence, cluster, places
        self.organisation, self.place = presence.organisation, presence.place

    @property
    def region(self) -> str:
        return self.area(PlaceLevel.REGION)

    def area(self, level: PlaceLevel) -> str:
        return self.gazetteer.name(self.place.pk if self.place else None, level)

    def pcode(self, level: PlaceLevel) -> str:
        return self.gazetteer.pcode(self.place.pk if self.place else None, level)


def presence_lines(rows: Iterable[Presence], cluster: Cluster) -> Iterator[PresenceLine]:
    places = Gazetteer()
    return (PresenceLine(presence, cluster, places) for presence in rows)


PRESENCE_COLUMNS: tuple[Column[PresenceLine], ...] = (
    Column("Identifiant de l’organisation", "#org+id", lambda line: str(line.organisation.uuid), 38),
    Column("Organisation", "#org+name", lambda line: line.organisation.name, 44),
    Column("Sigle", "#org+acronym", lambda line: line.organisation.short_label, 14),
    Column("Type", "#org+type+name", lambda line: line.organisation.get_kind_display(), 24),
    Column("Code du type", "#org+type+code", lambda line: line.organisation.kind, 10),
    Column("Secteur", "#sector+name+i_fr", lambda line: line.presence.sector_name, 28),
    Column("Code du secteur", "#sector+code", lambda line: line.presence.sector, 12),
    Column("Région", "#adm1+name", lambda line: line.area(PlaceLevel.REGION), 18),
    Column("Code de la région", "#adm1+code+v_pcode", lambda line: line.pcode(PlaceLevel.REGION), 12),
    Column("Cercle", "#adm2+name", lambda line: line.area(PlaceLevel.CERCLE), 18),
    Column("Code du cercle", "#adm2+code+v_pcode", lambda line: line.pcode(PlaceLevel.CERCLE), 12),
    Column("Commune", "#adm3+name", lambda line: line.area(PlaceLevel.COMMUNE), 18),
    Column("Code de la commune", "#adm3+code+v_pcode", lambda line: line.pcode(PlaceLevel.COMMUNE), 12),
    Column("Localité", "#loc+name", lambda line: line.area(PlaceLevel.LOCALITY), 18),
    Column("État", "#status+name", lambda line: listed(line.presence.states), 18),
    Column("Activités", "#activity+num", lambda line: len(line.presence.activities), 10),
    Column("Codes de projet", "#activity+project+code+list", lambda line: listed(line.presence.project_codes), 20),
    Column("Début", "#date+start", lambda line: line.presence.starts_on, 12),
    Column("Fin", "#date+end", lambda line: line.presence.ends_on, 12),
    Column("Dite le", "#date+reported", lambda line: line.presence.reported_on, 12),
    Column("Cluster", "#sector+cluster+name", lambda line: line.cluster.short_name, 20),
    Column("Code du cluster", "#sector+cluster+code", lambda line: line.cluster.code, 12),
)
