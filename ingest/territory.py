"""The regions, MRC and municipalities that a document is about, with how sure it is.

A place counts when its designation names it (« Ville de Granby », « MRC d’Acton », « région
de l’Estrie »), or when its name is hyphenated and of one place only. What opens the
document counts five times. A document that names many places is about none of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from ingest.catalogue import Said
from ingest.french.folding import plain_spaces
from ingest.places import find_place, place_key, places
from ingest.records import NamedPlace, PlaceKind

OPENING = 1500  # characters that name what the document is about
OPENING_WEIGHT = 5.0
NAMED, BARE = 1.0, 0.4  # weight of a name after its designation, of a name alone
ENOUGH = 3.0  # weight at which a place is named enough, half sure
LEAST = 0.3  # confidence under which nothing is said
MOST = 3  # places of a kind
INFERRED = 0.9  # a municipality says its MRC and its region
_DESIGNATED = re.compile(
    r"\b(?i:(?P<what>ville|municipalité|village|canton|paroisse|mrc|"
    r"municipalité\s+régionale\s+de\s+comté|région(?:\s+administrative)?))"
    r"\s+(?:(?:de|du(?!\s+Québec\b)|des)\s+|d[’'])?"
    r"(?P<article>(?i:la|le|les)\s+|(?i:l)[’'])?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w’'.–-]*(?:[ ](?:de|du|des|la|le|les|[A-ZÀ-ÖØ-Þ][\w’'.–-]*)){0,5})"
)
_HYPHENATED = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’']+(?:-[\w’']+)+")


def places_of(text: str) -> tuple[NamedPlace, ...]:
    """Places that a text is about, the surest first of each kind."""
    weights: dict[PlaceKind, dict[str, float]] = {
        "municipality": defaultdict(float), "mrc": defaultdict(float), "region": defaultdict(float),
    }  # fmt: skip
    plain = plain_spaces(text)
    for match in _DESIGNATED.finditer(plain):
        kind = _kind(match["what"].lower())
        name = _known(kind, (match["article"] or "") + match["name"]) or _known(kind, match["name"])
        if name is not None:
            weights[kind][name] += NAMED * _weight(match.start())
    for match in _HYPHENATED.finditer(plain):
        place = find_place(match[0])
        if place is not None:
            weights["municipality"][place.name] += BARE * _weight(match.start())
    found = {kind: _surest(kind, counts) for kind, counts in weights.items()}
    for named in found["municipality"]:
        _infer(named, found)
    order: tuple[PlaceKind, ...] = ("municipality", "mrc", "region")
    return tuple(one for kind in order for one in _sorted(found[kind]))


def said_places(said: Said) -> tuple[NamedPlace, ...]:
    """Places that a person says a document is about; none when they say nothing of it."""
    given: tuple[tuple[PlaceKind, str | None], ...] = (
        ("municipality", said.municipality), ("mrc", said.mrc), ("region", said.region),
    )  # fmt: skip
    return tuple(NamedPlace(kind, name, 1.0) for kind, name in given if name)


def _weight(at: int) -> float:
    return OPENING_WEIGHT if at < OPENING else 1.0


def _kind(what: str) -> PlaceKind:
    if what.startswith("région"):
        return "region"
    return "mrc" if what == "mrc" or "comté" in what else "municipality"


def _known(kind: PlaceKind, said: str) -> str | None:
    """The place that the beginning of some words names, the longest first."""
    words = said.split()
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length]).rstrip(".,;:’'-")
        if kind == "municipality":
            place = find_place(name)
            if place is not None:
                return place.name
        elif place_key(name) in _areas(kind):
            return _areas(kind)[place_key(name)]
    return None


@lru_cache(maxsize=2)
def _areas(kind: PlaceKind) -> Mapping[str, str]:
    """Name for comparison to the name, of the regions or of the MRC."""
    every = {getattr(one, kind) for some in places().values() for one in some}
    return {place_key(name): name for name in every if name}


def _surest(kind: PlaceKind, counts: Mapping[str, float]) -> list[NamedPlace]:
    total = sum(counts.values())
    made = [
        NamedPlace(kind, name, round(weight / total * weight / (weight + ENOUGH), 2))
        for name, weight in counts.items()
    ]
    return [one for one in _sorted(made)[:MOST] if one.confidence >= LEAST]


def _infer(named: NamedPlace, found: Mapping[PlaceKind, list[NamedPlace]]) -> None:
    place = find_place(named.name)
    if place is None:
        return
    kinds: tuple[tuple[PlaceKind, str], ...] = (("mrc", place.mrc), ("region", place.region))
    for kind, name in kinds:
        if name and all(one.name != name for one in found[kind]):
            found[kind].append(NamedPlace(kind, name, round(named.confidence * INFERRED, 2)))


def _sorted(some: list[NamedPlace]) -> list[NamedPlace]:
    return sorted(some, key=lambda one: (-one.confidence, one.name))
