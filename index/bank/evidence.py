"""Which statements of the documents tell of an entry of a bank, and how surely.

Words only, no model: a statement tells of an entry when it holds the entry's name, or its
place and several of its words, so that a person sees at once why it is there.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.entries import Entry
from ingest.french.folding import fold
from ingest.french.tokens import subject_stems
from ingest.places import place_key
from ingest.records import Statement

NAMED = 0.8  # share of the title's words from which a statement names the entry
SHARED = 3  # words of title and text, besides its name, that one of the entry's place must hold
_NOT_NAME = re.compile(r"[^\w\-' ]|_")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for of an entry.

    Attributes:
        title: stems of its title.
        words: stems of its title and text, but those of its place.
        place: its municipality or MRC for comparison; empty without one.
    """

    title: frozenset[str]
    words: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, as compared with entries.

    Attributes:
        held: stems of its headings, lead-ins and text.
        own: stems of its text.
        plain: its words for the comparison of places, a space at each end.
    """

    statement: Statement
    held: frozenset[str]
    own: frozenset[str]
    plain: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement that tells of an entry.

    Attributes:
        weight: how surely; over 1 when it names the entry.
        reason: ``named`` or ``place``.
        shared: stems of the entry that it holds, sorted.
    """

    statement: Statement
    weight: float
    reason: str
    shared: tuple[str, ...]


def sought(entry: Entry) -> Sought:
    """What to look for of an entry."""
    title = subject_stems(entry.title)
    place = entry.field("municipality") or entry.field("mrc")
    words = (title | subject_stems(entry.text)) - subject_stems(place)
    return Sought(title, words, place_key(place) if place else "")


def told(statement: Statement) -> Told:
    """A statement made ready for comparison; headings count as said."""
    said = f"{' '.join(statement.heading)} {' '.join(statement.lead)} {statement.text}"
    plain = place_key(_NOT_NAME.sub(" ", fold(said)))
    return Told(statement, subject_stems(said), subject_stems(statement.text), f" {plain} ")


def weigh(entry: Sought, said: Told) -> Evidence | None:
    """Whether a statement tells of an entry: its whole name, or its place with its words."""
    if not entry.title:
        return None
    met = entry.title & said.held
    named = len(met) / len(entry.title)
    if len(entry.title) >= 2 and named >= NAMED and entry.title & said.own:
        return Evidence(said.statement, 1.0 + named, "named", tuple(sorted(met)))
    if entry.place and f" {entry.place} " in said.plain:
        shared = entry.words & said.held
        if len(shared) >= SHARED:
            weight = len(shared) / 20
            return Evidence(said.statement, weight, "place", tuple(sorted(shared)))
    return None


def is_own_row(entry: Entry, statement: Statement) -> bool:
    """Whether a statement is the very row that the entry was read in: it tells nothing more."""
    return (
        statement.document_id == entry.document_id
        and statement.page == entry.page
        and statement.start < entry.end
        and entry.start < statement.end
    )


def best_of(found: Iterable[Evidence], most: int) -> list[Evidence]:
    """The ``most`` surest of one document, one a passage, the first of equals."""
    kept: dict[str, Evidence] = {}
    for one in sorted(found, key=lambda one: (-one.weight, one.statement.order)):
        kept.setdefault(one.statement.passage_id, one)
    return list(kept.values())[:most]


class Statements:
    """Statements by their words and by the places that they name.

    Args:
        places: keys of the places that are looked for.
    """

    def __init__(self, said: Sequence[Told], places: Iterable[str]) -> None:
        self._said = said
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._by_place: dict[str, list[int]] = defaultdict(list)
        starts = _by_first_word(places)
        for rank, one in enumerate(said):
            for stem in one.held:
                self._by_stem[stem].append(rank)
            for place in _places_in(one.plain, starts):
                self._by_place[place].append(rank)

    def telling(self, entry: Sought) -> list[Evidence]:
        """Every statement that tells of an entry, in no order."""
        if not entry.title:
            return []
        ranks = set(self._by_place.get(entry.place, ())) if entry.place else set()
        if len(entry.title) >= 2:
            # One that lacks more words than these cannot hold enough of the title.
            spare = len(entry.title) - math.ceil(NAMED * len(entry.title))
            held = sorted((self._by_stem.get(stem, ()) for stem in entry.title), key=len)
            ranks.update(*held[: spare + 1])
        weighed = (weigh(entry, self._said[rank]) for rank in ranks)
        return [one for one in weighed if one is not None]


def _by_first_word(places: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for place in sorted(set(places)):
        if place:
            found[place.split(" ", 1)[0]].append(place)
    return found


def _places_in(plain: str, starts: Mapping[str, list[str]]) -> list[str]:
    words = set(plain.split())
    met = (place for word in words & starts.keys() for place in starts[word])
    return [place for place in met if f" {place} " in plain]
