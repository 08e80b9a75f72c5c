"""Québec's municipalities: what an entry of a bank is compared by.

The facts (name, region, MRC, inhabitants) come from the Répertoire des municipalités du
Québec, ministère des Affaires municipales et de l'Habitation, 2025; see
``ingest/data/LISEZMOI.md``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingest.french.folding import fold

# Inhabitants: bands as a person names them, with their upper bounds (excluded).
BANDS: tuple[tuple[int, str], ...] = (
    (1_000, "moins de 1 000"),
    (5_000, "1 000 à 4 999"),
    (20_000, "5 000 à 19 999"),
    (100_000, "20 000 à 99 999"),
    (10**9, "100 000 et plus"),
)
_ARTICLES = ("la ", "le ", "les ", "l'")
_BEFORE = (
    "municipalite de la paroisse de ", "municipalite du canton de ", "municipalite du village de ",
    "municipalite regionale de comte de ", "municipalite de ", "municipalite d'", "ville de ",
    "ville d'", "village de ", "paroisse de ", "canton de ", "cantons unis de ", "mrc de ",
    "mrc des ", "mrc du ", "mrc d'", "mrc ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality. ``mrc`` is empty where it belongs to none."""

    name: str
    designation: str
    region: str
    mrc: str
    population: int


def band(population: int) -> str:
    """The band of a number of inhabitants, as a person names it."""
    return next(name for bound, name in BANDS if population < bound)


def place_key(name: str) -> str:
    """A name of place for comparison: folded, without its designation, one kind of dash."""
    key = fold(name).strip()
    for start in _BEFORE:
        key = key.removeprefix(start)
    key = key.replace("-", " ").replace("saint ", "st ").replace("sainte ", "ste ")
    return " ".join(key.replace("'", " ").replace(".", " ").split())


@lru_cache(maxsize=1)
def places() -> Mapping[str, tuple[Place, ...]]:
    """Name for comparison to the municipalities of that name."""
    found: dict[str, list[Place]] = defaultdict(list)
    text = files("ingest.data").joinpath("municipalites.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        made = Place(
            row["nom"], row["designation"], row["region"], row["mrc"], int(row["population"])
        )
        found[place_key(made.name)].append(made)
    return {key: tuple(some) for key, some in found.items()}


def find_place(name: str, mrc: str = "", region: str = "") -> Place | None:
    """The municipality of that name; of several, the one of the MRC or region given.

    None when it is unknown, or when nothing tells which of several is meant.
    """
    some = places().get(place_key(name), ())
    for given, known in ((mrc, "mrc"), (region, "region")):
        if len(some) > 1 and given:
            some = tuple(p for p in some if place_key(getattr(p, known)) == place_key(given))
    return some[0] if len(some) == 1 else None
