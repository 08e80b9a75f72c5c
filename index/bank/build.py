"""From the entries of the store to the columns of a bank."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from index.bank.columns import CONTINUOUS, BankColumns, FacetColumn
from index.bank.words import BankWords
from index.vocabulary import Vocabulary
from ingest.entries import Entry
from ingest.french.folding import fold
from ingest.places import band, find_place

FACETS = (
    "theme", "audience", "policy", "scope", "region", "mrc", "municipality", "responsible",
    "organization", "year",
)  # fmt: skip
POPULATION = "population"  # facet: band of inhabitants
_READ_FIELDS = frozenset((
    "objective", "axis", "indicator", "population", "partners", "eligibility", "organization",
    "theme", "audience", "policy", "municipality", "mrc", "region", "responsible", "period",
    "notes",
))  # fmt: skip
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_DATE = re.compile(r"\b(20\d\d|19\d\d)-(\d\d)(?:-(\d\d))?\b")
_ALWAYS = re.compile(r"\ben tout temps|\bcontinu|\btoute l'annee|\bongoing\b|\brolling\b")


@dataclass(slots=True)
class BankBuilder:
    """Collects the entries of one kind: ``add`` each, by ascending rowid, then ``build``."""

    words: BankWords = field(default_factory=BankWords)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(0, {}, {}))  # once built
    _rowids: array[int] = field(default_factory=lambda: array("q"))
    _facets: dict[str, _Facet] = field(default_factory=lambda: defaultdict(_Facet))
    _population: array[int] = field(default_factory=lambda: array("i"))
    _deadline: array[int] = field(default_factory=lambda: array("i"))
    _embedded: array[int] = field(default_factory=lambda: array("i"))
    _vectors: list[bytes] = field(default_factory=list)
    _renamed: dict[str, int] = field(default_factory=dict)
    _copies: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(
        self,
        rowid: int,
        entry: Entry,
        vector: bytes | None,
        name: str | None = None,
        copies: Sequence[int] = (),
    ) -> None:
        """One more entry.

        Args:
            vector: float32 bytes, None where it has none.
            name: its public identifier where it is not its own.
            copies: rowids of the same entry in other files.
        """
        place = len(self._rowids)
        self._rowids.append(rowid)
        if name is not None:
            self._renamed[name] = place
        if copies:
            self._copies[place] = tuple(copies)
        others = "\n".join([value for name, value in entry.fields if name in _READ_FIELDS])
        self.words.add(entry.title, entry.text, others)
        self._add_facets(place, entry)
        self._deadline.append(deadline_of(entry))
        if vector is not None:
            self._embedded.append(place)
            self._vectors.append(vector)

    def build(self) -> BankColumns:
        """The columns of all that was added; nothing can be added then."""
        vectors = np.frombuffer(b"".join(self._vectors), dtype="<f4").astype(np.float32)
        self.vocabulary = self.words.vocabulary()
        return BankColumns(
            rowids=np.array(self._rowids, dtype=np.int64),
            renamed=self._renamed,
            copies=self._copies,
            postings=self.words.postings(),
            facets={name: facet.column() for name, facet in self._facets.items()},
            population=np.array(self._population, dtype=np.int32),
            deadline=np.array(self._deadline, dtype=np.int32),
            embedded=np.array(self._embedded, dtype=np.int32),
            vectors=vectors.reshape(len(self._embedded), -1 if self._embedded else 0),
        )

    def _add_facets(self, place: int, entry: Entry) -> None:
        fields = dict(reversed(entry.fields))  # of a repeated name, the first holds
        for name in FACETS:
            given = fields.get(name)
            if given:
                self._facets[name].add(place, given)
        named = fields.get("municipality")
        found = None
        if named:
            found = _inhabitants(named, fields.get("mrc", ""), fields.get("region", ""))
        self._population.append(found or 0)
        if found is not None:
            self._facets[POPULATION].add(place, band(found))


@lru_cache(maxsize=10_000)
def _inhabitants(named: str, mrc: str, region: str) -> int | None:
    """Of a municipality; None unknown, or where several are named."""
    place = None if _SEVERAL.search(named) else find_place(named, mrc, region)
    return None if place is None else place.population


@dataclass(slots=True)
class _Facet:
    """Values of a facet while it is counted: one value for the many ways of writing it."""

    codes: dict[str, int] = field(default_factory=dict)
    read: dict[str, tuple[int, ...]] = field(default_factory=dict)  # cell to its values
    cells: Counter[str] = field(default_factory=Counter)
    places: array[int] = field(default_factory=lambda: array("i"))
    values: array[int] = field(default_factory=lambda: array("i"))

    def add(self, place: int, given: str) -> None:
        codes = self.read.get(given)
        if codes is None:
            found = (self.codes.setdefault(fold(one), len(self.codes)) for one in _values(given))
            codes = self.read[given] = tuple(dict.fromkeys(found))
        self.cells[given] += 1
        for code in codes:
            self.places.append(place)
            self.values.append(code)

    def column(self) -> FacetColumn:
        forms: list[Counter[str]] = [Counter() for _ in self.codes]
        for given, times in self.cells.items():
            for value in _values(given):
                forms[self.codes[fold(value)]][value] += times
        return FacetColumn(
            tuple(map(_usual, forms)),
            np.array(self.places, dtype=np.int32),
            np.array(self.values, dtype=np.int32),
        )


def _values(given: str) -> list[str]:
    """Values of a cell, as written, once each."""
    return list(dict.fromkeys(filter(None, _SEVERAL.split(given))))


def _usual(forms: Counter[str]) -> str:
    """The form most often written; of equals, the first in order."""
    return min(forms, key=lambda form: (-forms[form], form))


def deadline_of(entry: Entry) -> int:
    """Last day to ask for a grant, as 20260331; a month alone: its last day; 0 unknown."""
    if entry.kind != "grant":
        return 0
    found = _DATE.search(entry.field("deadline"))
    if found is not None:
        return int(f"{found[1]}{found[2]}{found[3] or '31'}")
    said = fold(f"{entry.field('deadline')} {entry.field('period')}")
    return CONTINUOUS if _ALWAYS.search(said) else 0


def same_entry(entry: Entry) -> bytes:
    """Digest of what two files say alike when they hold the same entry."""
    where = (entry.field("municipality"), entry.field("mrc"), entry.field("organization"))
    said = (entry.kind, fold(entry.title), *map(_folded, where), entry.field("year"))
    return blake2b("\n".join(said).encode("utf-8", "replace"), digest_size=12).digest()


_folded = lru_cache(maxsize=10_000)(fold)


@dataclass(slots=True)
class _Shown:
    """The entries that are shown, those that only repeat them, and names that were taken."""

    leads: set[int] = field(default_factory=set)
    copies: dict[int, list[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def build_banks(
    by_source: Iterable[tuple[int, Entry]],
    by_rowid: Iterable[tuple[int, Entry, bytes | None]],
) -> Mapping[str, BankBuilder]:
    """A builder per kind; an entry that several files hold counts once, as in the first.

    Args:
        by_source: rowid and entry, by source then place.
        by_rowid: rowid, entry and vector of the same entries, by ascending rowid.
    """
    shown = _shown(by_source)
    builders: dict[str, BankBuilder] = {"measure": BankBuilder(), "grant": BankBuilder()}
    for rowid, entry, vector in by_rowid:
        if rowid in shown.leads:
            name, copies = shown.names.get(rowid), shown.copies.get(rowid, ())
            builders[entry.kind].add(rowid, entry, vector, name, copies)
    return builders


def _shown(by_source: Iterable[tuple[int, Entry]]) -> _Shown:
    """Which entry of each group is shown."""
    shown = _Shown()
    groups: dict[bytes, int] = {}
    repeats: Counter[bytes] = Counter()  # within the document being read
    taken: set[tuple[str, str]] = set()
    document = ""
    for rowid, entry in by_source:
        if entry.document_id != document:
            document = entry.document_id
            repeats.clear()
        key = same_entry(entry)
        repeats[key] += 1
        # What one file says twice, in other words, is two entries.
        key += repeats[key].to_bytes(4, "big")
        lead = groups.setdefault(key, rowid)
        if lead != rowid:
            shown.copies.setdefault(lead, []).append(rowid)
            continue
        if (entry.kind, entry.id) in taken:
            shown.names[rowid] = f"{entry.id}-{entry.document_id[-8:]}"
        taken.add((entry.kind, shown.names.get(rowid, entry.id)))
        shown.leads.add(rowid)
    return shown
