from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import enums
from actions.parse.owners import Part, PartyKind, parse_owners
from clusterhub.web.folding import fold


@dataclass
class Names:
    """What a cluster knows; the people are invented."""

    own_cluster: str = "crp"
    organisations: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    clusters: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    def organisation(self, folded: str, /) -> str | None:
        return self.organisations.get(folded)

    def person(self, folded: str, /) -> str | None:
        return self.people.get(folded)

    def role(self, folded: str, /) -> str | None:
        return self.roles.get(folded)

    def group(self, folded: str, /) -> str | None:
        return self.groups.get(folded)

    def cluster(self, folded: str, /) -> str | None:
        return self.clusters.get(folded)


NAMES = ("DNDS", "MINUSMA", "MINUSMA/DDR", "OCHA", "UNHCR", "IOM/OIM", "CRS", "CMP", "EHP")
KNOWN = Names(
    organisations={fold(name): name for name in NAMES}
    | {"iom": "IOM/OIM", "ministere de la sante, de l'hygiene et du developpement social": "MSHDS", "la voix": "LV"},
    people={"awa": "awa", "salif keba": "salif"},
    groups={"ong internationales": "ong", "rrm": "rrm"},
    clusters={"crp": "crp", "relevement precoce": "crp", "protection": "protection", "icc": "icc"},
)
PROTECTION = Names(
    own_cluster="protection", organisations=KNOWN.organisations, clusters=KNOWN.clusters, roles={"ccp": "coordinator"}
)


def read(text: str, known: Names = KNOWN) -> list[str]:
    parties = parse_owners(text, known=known).parties
    return [f"{party.part} {party.kind} {party.key or party.written}" for party in parties]


EVERYBODY = "lead all_members {}"


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("DNDS", ["lead organisation DNDS"]),
        ("la DNDS.", ["lead organisation DNDS"]),
        ("@DNDS", ["lead organisation DNDS"]),
        ("MINUSMA/DDR", ["lead organisation MINUSMA/DDR"]),
        ("MINUSMA / DDR", ["lead organisation MINUSMA/DDR"]),
        ("IOM/OIM", ["lead organisation IOM/OIM"]),
        (
            "Partenaires avec l'appui du Coordinateur CRP.",
            ["lead all_members Partenaires", "support role coordinator"],
        ),
        ("Partenaires du CRP", ["lead all_members Partenaires du CRP"]),
        ("Coordinateur CRP", ["lead role coordinator"]),
        (
            "Coordinateur CRP avec les suggestions des partenaires.",
            ["lead role coordinator", "consulted all_members partenaires"],
        ),
        ("ONG CRS", ["lead organisation CRS"]),
        ("le représentant de l’OCHA", ["lead organisation OCHA"]),
        ("Point focal DNDS", ["lead organisation DNDS"]),
        ("CRS Mali", ["lead organisation CRS"]),
        ("Awa Mali", ["lead text Awa Mali"]),
        ("DNDS (lead), CRS (appui)", ["lead organisation DNDS", "support organisation CRS"]),
        ("Ensemble des partenaires", ["lead all_members Ensemble des partenaires"]),
        ("Awa", ["lead person awa"]),
        ("Salif Kéba", ["lead person salif"]),
        ("Les membres du cluster", ["lead all_members Les membres du cluster"]),
        ("l'ensemble des partenaires", ["lead all_members l'ensemble des partenaires"]),
        ("tous les partenaires", ["lead all_members tous les partenaires"]),
        ("@tous", ["lead all_members tous"]),
        ("Les acteurs du cluster Relèvement Précoce", ["lead all_members Les acteurs du cluster Relèvement Précoce"]),
        ("La coordination du cluster", ["lead role coordinator"]),
        ("Le Coordonnateur", ["lead role coordinator"]),
        ("coordinatrice", ["lead role coordinator"]),
        ("Coordonnatrice du CRP", ["lead role coordinator"]),
        ("le co-facilitateur", ["lead role co_facilitator"]),
        ("le rapporteur", ["lead role rapporteur"]),
        ("le Cluster", ["lead cluster crp"]),
        ("le cluster [Protection]", ["lead cluster protection"]),
        ("l’ICC", ["lead cluster icc"]),
        ("Les acteurs du RRM", ["lead group rrm"]),
        ("Les ONG internationales", ["lead group ong"]),
        ("à la MINUSMA/DDR", ["recipient organisation MINUSMA/DDR"]),
        ("à OCHA", ["recipient organisation OCHA"]),
        ("au Coordinateur", ["recipient role coordinator"]),
        ("aux partenaires", ["recipient all_members aux partenaires"]),
        (
            "avec tous les membres et la coordination de l'ICC",
            ["recipient all_members tous les membres", "recipient cluster icc"],
        ),
        ("OCHA, UNHCR et CRS", ["lead organisation OCHA", "lead organisation UNHCR", "lead organisation CRS"]),
        ("OCHA; UNHCR\nCRS", ["lead organisation OCHA", "lead organisation UNHCR", "lead organisation CRS"]),
        ("OCHA, OCHA", ["lead organisation OCHA"]),
        (
            "OCHA avec le soutien de l'UNHCR et de CRS",
            [
                *("lead organisation OCHA", "support organisation UNHCR", "support organisation CRS"),
            ],
        ),
        ("OCHA avec UNHCR", ["lead organisation OCHA", "support organisation UNHCR"]),
        ("OCHA en consultation avec la DNDS", ["lead organisation OCHA", "consulted organisation DNDS"]),
        (
            "Ministère de la Santé, de l’Hygiène et du Développement social, OCHA",
            ["lead organisation MSHDS", "lead organisation OCHA"],
        ),
        ("La Voix", ["lead organisation LV"]),
        ("", []),
        (" — ", []),
        (".", []),
    ],
)
def test_parse_owners(text, parties):
    assert read(text) == parties


@pytest.mark.parametrize(
    ("text", "unresolved"),
    [
        ("DNDS", ()),
        ("Moussa/Awa", ("Moussa/Awa",)),
        ("Awa/MK", ("Awa/MK",)),
        ("Awa/DNS, SR MINUSM, OCHA", ("Awa/DNS", "SR MINUSM")),
        ("RRM / Cluster Protection", ("RRM / Cluster Protection",)),
        ("RRM, OCHA, Clusters", ("Clusters",)),
        ("Les acteurs du FNS", ("Les acteurs du FNS",)),
        ("CH, Ministère de tutelle, DNDS, FNS, etc.", ("CH", "Ministère de tutelle", "FNS")),
        ("Coordinateur WASH", ("Coordinateur WASH",)),
        ("Partenaires DDR", ("Partenaires DDR",)),
        ("rapporteur de la Protection", ("rapporteur de la Protection",)),
        ("à Mopti", ("à Mopti",)),
        ("A. Diarra", ("A. Diarra",)),
    ],
)
def test_parse_owners_lists_what_it_does_not_know(text, unresolved):
    assert parse_owners(text, known=KNOWN).unresolved == unresolved


def test_and_so_on_is_kept_as_text():
    assert read("DNDS, OCHA, etc.") == ["lead organisation DNDS", "lead organisation OCHA", "lead text etc."]


def test_parse_owners_reads_from_where_the_cluster_stands():
    assert read("UNHCR /CCP", PROTECTION) == ["lead text UNHCR /CCP"]
    assert read("UNHCR, CCP", PROTECTION) == ["lead organisation UNHCR", "lead role coordinator"]
    assert read("Les acteurs du cluster protection", PROTECTION) == [
        EVERYBODY.format("Les acteurs du cluster protection"),
    ]
    assert read("Les acteurs du cluster protection", KNOWN) == ["lead cluster protection"]
    assert read("Coordinateur CRP", PROTECTION) == ["lead cluster crp"]
    assert read("Coordinateur Protection", PROTECTION) == ["lead role coordinator"]


def test_kinds_and_parts_are_those_that_are_stored():
    assert {kind.value for kind in PartyKind} == set(enums.OwnerKind.values)
    assert {part.value for part in Part} == set(enums.OwnerPart.values)


words = st.lists(
    st.sampled_from(
        "DNDS OCHA MINUSMA/DDR Awa Partenaires du CRP coordinateur avec l'appui de les suggestions des à la et , ;"
        " / . etc. ( ) @tous cluster ICC Zorro".split()
    )
    | st.text(max_size=4),
    max_size=9,
).map(" ".join)


@given(words)
def test_parse_owners_loses_no_name(text):
    parsed = parse_owners(text, known=KNOWN)
    assert parsed.text == text
    assert all(party.written in text for party in parsed.parties)
    named = " ".join(party.written for party in parsed.parties)
    assert all((name in named) == (name in text) for name in ("DNDS", "Zorro", "MINUSMA/DDR", "Awa"))
    assert set(parsed.unresolved) <= {party.written for party in parsed.parties if party.kind is PartyKind.TEXT}
