"""Who is responsible for an action, read from what people write in minutes.

A slash is never split: "MINUSMA/DDR" is a unit, "Jean/Awa" two persons, "IOM/OIM" one organisation; only a name that is
known whole is understood. What is not understood stays as written and is listed, so that somebody can say who it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from clusterhub.web.folding import fold


class PartyKind(StrEnum):
    ORGANISATION = "organisation"
    PERSON = "person"
    ROLE = "role"
    CLUSTER = "cluster"
    ALL_MEMBERS = "all_members"
    GROUP = "group"
    TEXT = "text"


class Part(StrEnum):
    LEAD = "lead"
    SUPPORT = "support"
    CONSULTED = "consulted"
    RECIPIENT = "recipient"


class Lookup(Protocol):
    """What is known by name. A folded name gives a key, or None when nobody or several have it."""

    @property
    def own_cluster(self) -> str:
        """The key of the cluster whose minutes are read."""

    def organisation(self, folded: str, /) -> str | None: ...
    def person(self, folded: str, /) -> str | None: ...
    def role(self, folded: str, /) -> str | None: ...
    def group(self, folded: str, /) -> str | None: ...
    def cluster(self, folded: str, /) -> str | None: ...


@dataclass(frozen=True)
class Party:
    kind: PartyKind
    key: str
    part: Part
    written: str


@dataclass(frozen=True)
class ParsedOwners:
    text: str
    parties: tuple[Party, ...] = ()
    unresolved: tuple[str, ...] = ()


def parse_owners(text: str, *, known: Lookup) -> ParsedOwners:
    parties: dict[tuple[PartyKind, str, Part], Party] = {}
    for segment, part in _segments(text):
        for party in _parties(segment, part, known):
            parties.setdefault((party.kind, party.key or fold(party.written), part), party)
    unresolved = tuple(party.written for party in parties.values() if _is_unresolved(party))
    return ParsedOwners(text, tuple(parties.values()), unresolved)


def _is_unresolved(party: Party) -> bool:
    return party.kind is PartyKind.TEXT and not _AND_SO_ON.fullmatch(party.written)


# --- Segments: who leads, who helps, who is heard, who receives -------------------------------------------------------

_SPACE = r"[\s\u00a0\u202f]+"
_OF = rf"(?:{_SPACE}(?:de{_SPACE}la|de{_SPACE}l['’]|du|des|de|d['’]))?"
_SUPPORT = rf"avec{_SPACE}(?:l['’]|le{_SPACE})(?:appui|aide|soutien|concours|accompagnement){_OF}|appuyée?s?{_SPACE}par"
_CONSULTED = (
    rf"avec{_SPACE}(?:les{_SPACE}|l['’])(?:suggestions?|contributions?|avis|commentaires|propositions){_OF}"
    rf"|en{_SPACE}(?:consultation|concertation){_SPACE}avec|après{_SPACE}(?:consultation|avis){_OF}"
)
_CONNECTOR = re.compile(
    rf"[\s,(]*(?<!\w)(?:(?P<support>{_SUPPORT})|(?P<consulted>{_CONSULTED})|(?P<with>avec))(?:{_SPACE}|(?<=['’]))",
    re.IGNORECASE,
)
_TO = re.compile(rf"^(?:à(?:{_SPACE}la)?|aux?){_SPACE}(?:l['’])?", re.IGNORECASE)
_EDGE = " \t\n\u00a0\u202f.,;:-–—•@"


def _segments(text: str) -> Iterator[tuple[str, Part]]:
    found = list(_CONNECTOR.finditer(text))
    ends = [*(match.start() for match in found), len(text)]
    lead = text[: ends[0]]
    yield lead, Part.LEAD
    for match, end in zip(found, ends[1:], strict=True):
        yield text[match.end() : end], _part_of(match, has_lead=bool(lead.strip(_EDGE)))


def _part_of(match: re.Match[str], *, has_lead: bool) -> Part:
    """ "avec" alone after a name is help; at the beginning it says with whom something is shared."""
    if match["consulted"]:
        return Part.CONSULTED
    return Part.SUPPORT if match["support"] or has_lead else Part.RECIPIENT


# --- Names in a segment -----------------------------------------------------------------------------------------------

_SEPARATOR = re.compile(
    rf"(?<=\w)(?=…|\.\.\.)|\s*[,;\n]\s*(?:et{_SPACE})?|{_SPACE}(?:et|&|\+){_SPACE}|{_SPACE}ainsi{_SPACE}que{_SPACE}",
    re.IGNORECASE,
)
_AND_SO_ON = re.compile(r"etc\.?|…|\.\.\.", re.IGNORECASE)
_MAX_JOINED = 6
"""An organisation's name may hold commas and "et"; so many pieces are tried together before they are taken apart."""


def _parties(segment: str, part: Part, known: Lookup) -> Iterator[Party]:
    for written in _names(segment, known):
        yield _party(written, part, known)


def _names(segment: str, known: Lookup) -> Iterator[str]:
    pieces = _pieces(segment)
    position = 0
    while position < len(pieces):
        count = _longest_known(segment, pieces[position : position + _MAX_JOINED], known)
        if written := _trimmed(_joined(segment, pieces[position : position + count])):
            yield written
        position += count


def _longest_known(segment: str, pieces: list[tuple[int, int]], known: Lookup) -> int:
    counts = range(len(pieces), 1, -1)
    return next((count for count in counts if _is_known(_joined(segment, pieces[:count]), known)), 1)


def _pieces(segment: str) -> list[tuple[int, int]]:
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(segment)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(segment)]
    return list(zip(starts, ends, strict=True))


def _joined(segment: str, pieces: list[tuple[int, int]]) -> str:
    return segment[pieces[0][0] : pieces[-1][1]]


def _trimmed(written: str) -> str:
    if _AND_SO_ON.fullmatch(written.strip()):
        return written.strip()
    bare = written.strip(_EDGE)
    return bare if "(" in bare else bare.rstrip(f"){_EDGE}")


def _is_known(written: str, known: Lookup) -> bool:
    return any(known.organisation(name) or known.group(name) for name in _readings(fold(_trimmed(written))))


def _party(written: str, part: Part, known: Lookup) -> Party:
    if (said := _SAID_PART.search(written)) and (found := _find(fold(written[: said.start()]), known)):
        return Party(*found, Part.SUPPORT if said["support"] else part, written)
    if to := _TO.match(written):
        found = _find(fold(written[to.end() :]), known)
        if found:
            return Party(*found, Part.RECIPIENT if part is Part.LEAD else part, written)
    kind, key = _find(fold(written), known) or (PartyKind.TEXT, "")
    return Party(kind, key, part, written)


_SAID_PART = re.compile(r"\s*\((?:lead|chef de file|(?P<support>appui|support|co-?lead))\)$", re.IGNORECASE)


# --- One name ---------------------------------------------------------------------------------------------------------

Found = tuple[PartyKind, str]

_ARTICLE = re.compile(r"^(?:de la |de l'|du |des |de |d'|les |le |la |l')")
_SPEAKS_FOR = re.compile(r"^(?:l'|la |le |les )?(?:ong|representante?s?|point focal|points focaux)(?: (?:de|du|des))? ")
_HERE = re.compile(r"[- ]mali$")
_TITLE = re.compile(r"^(?:m\.|mr\.?|mme\.?|mlle\.?|dr\.?|monsieur|madame) ")
_EVERYBODY = re.compile(
    r"^(?:tous|toutes)$|^(?:(?:l'ensemble|la totalite) des |tou(?:te)?s les |ensemble des |chaque |les |des |nos )?"
    r"(?:partenaires?|membres?|acteurs|participants|organisations?(?: membres?| partenaires?)?)(?P<of>| d.*| \w+)$"
)
_ROLES = (
    (
        "co_facilitator",
        r"co-?(?:facilitat(?:eurs?|rices?|ion)|coordin(?:at(?:eurs?|rices?|ion))|lead)|cofacilitateurs?",
    ),
    ("coordinator", r"coor(?:dinat|donnat)(?:eurs?|rices?)|coordination"),
    ("information_manager", r"gestionnaires? (?:de l'|d')?informations?|charge(?:e)? de (?:l')?information|imo?"),
    ("rapporteur", r"rapporteu(?:rs?|ses?)"),
)
_ROLE_PATTERNS = tuple(
    (key, re.compile(rf"^(?:l'equipe de )?(?:le |la |les |l')?(?:{words})(?P<of>| .*)$")) for key, words in _ROLES
)
_THE_CLUSTER = re.compile(r"^(?:le |du |ce |notre )?cluster(?P<of>| .*)$")


def _find(folded: str, known: Lookup) -> Found | None:
    for name in _readings(folded):
        if found := _named(name, known):
            return found
    plain = _plain(folded)
    readings = (_one_by_two_names, _spoken_for, _everybody, _role, _cluster)
    return next((found for read in readings if (found := read(plain, known))), None)


def _readings(folded: str) -> list[str]:
    """The name as written, plain, without its article, and without « Mme »."""
    plain = _plain(folded)
    return list(dict.fromkeys([folded, plain, _ARTICLE.sub("", plain), _TITLE.sub("", plain)]))


def _plain(folded: str) -> str:
    """Without brackets, or spaces around a slash."""
    return re.sub(r" ?/ ?", "/", re.sub(r"[()\[\]]", "", folded)).strip()


def _one_by_two_names(name: str, known: Lookup) -> Found | None:
    """ "PNUD/UNDP": a slash between two names of one organisation does not have to be split."""
    keys = {known.organisation(side) for side in name.split("/")} if "/" in name else set()
    key = keys.pop() if len(keys) == 1 else None
    return (PartyKind.ORGANISATION, key) if key else None


def _spoken_for(name: str, known: Lookup) -> Found | None:
    """ "ONG AVSF", "le représentant de la DNDS", "Mercy Corps Mali": the words around an organisation's name."""
    inner = _ARTICLE.sub("", _SPEAKS_FOR.sub("", name))
    key = known.organisation(inner) or known.organisation(_HERE.sub("", inner))
    return (PartyKind.ORGANISATION, key) if key else None


def _named(name: str, known: Lookup) -> Found | None:
    lookups = (
        (PartyKind.ORGANISATION, known.organisation),
        (PartyKind.ROLE, known.role),
        (PartyKind.GROUP, known.group),
        (PartyKind.CLUSTER, known.cluster),
        (PartyKind.PERSON, known.person),
    )
    return next(((kind, key) for kind, lookup in lookups if (key := lookup(name))), None)


def _everybody(folded: str, known: Lookup) -> Found | None:
    """The members of our cluster; those of another one are that cluster, those of a known group are the group."""
    match = _EVERYBODY.match(folded)
    if match is None:
        return None
    of = match["of"] or ""
    cluster, group = _cluster_meant(of, known), known.group(_ARTICLE.sub("", of.strip()))
    if cluster:
        return (PartyKind.ALL_MEMBERS, "") if cluster == known.own_cluster else (PartyKind.CLUSTER, cluster)
    return (PartyKind.GROUP, group) if group else None


def _role(folded: str, known: Lookup) -> Found | None:
    for key, pattern in _ROLE_PATTERNS:
        match = pattern.match(folded)
        cluster = _cluster_meant(match["of"], known) if match else None
        if cluster == known.own_cluster:
            return PartyKind.ROLE, key
        if cluster and key == "coordinator":
            return PartyKind.CLUSTER, cluster
    return None


def _cluster(folded: str, known: Lookup) -> Found | None:
    match = _THE_CLUSTER.match(folded)
    cluster = _cluster_meant(match["of"], known) if match else None
    return (PartyKind.CLUSTER, cluster) if cluster else None


def _cluster_meant(words: str, known: Lookup) -> str | None:
    """Ours when none is named: "du cluster", "CRP", "du cluster protection"."""
    name = _ARTICLE.sub("", words.strip())
    if name in ("", "cluster"):
        return known.own_cluster
    return known.cluster(name) or known.cluster(name.removeprefix("cluster "))
