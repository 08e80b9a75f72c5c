"""From the entries of the store to the columns of a bank.

Words: BM25F (Robertson, Zaragoza and Taylor 2004): the frequencies of a word in the parts
of an entry are added with the weight of each part, then saturated as in BM25 (k1 = 1.2,
b = 0.75).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from index import bm25
from index.bank.columns import CONTINUOUS, BankColumns, FacetColumn, Postings, facet_of
from index.vocabulary import VocabularyBuilder
from ingest.entries import Entry
from ingest.french.folding import fold
from ingest.french.tokens import tokenize
from ingest.places import band, find_place

FACETS = (
    "theme", "audience", "policy", "scope", "region", "mrc", "municipality", "responsible",
    "organization", "year",
)  # fmt: skip
POPULATION = "population"  # facet: band of inhabitants
K1, B = 1.2, 0.75
TITLE_WEIGHT, TEXT_WEIGHT, FIELD_WEIGHT = 3.0, 1.5, 0.7
_READ_FIELDS = (
    "objective", "axis", "indicator", "population", "partners", "eligibility", "organization",
    "theme", "audience", "policy", "municipality", "mrc", "region", "responsible", "period",
    "notes",
)  # fmt: skip
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_DATE = re.compile(r"\b(20\d\d|19\d\d)-(\d\d)(?:-(\d\d))?\b")
_ALWAYS = re.compile(r"\ben tout temps|\bcontinu|\btoute l'annee|\bongoing\b|\brolling\b")


@dataclass(slots=True)
class BankBuilder:
    """Collects the entries of one kind: ``add`` each, by ascending rowid, then ``build``."""

    vocabulary: VocabularyBuilder = field(default_factory=VocabularyBuilder)
    _rowids: list[int] = field(default_factory=list)
    _places: array[int] = field(default_factory=lambda: array("i"))
    _terms: array[int] = field(default_factory=lambda: array("i"))
    _counts: array[float] = field(default_factory=lambda: array("f"))
    _lengths: list[float] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)
    _facets: dict[str, _Facet] = field(default_factory=lambda: defaultdict(_Facet))
    _population: list[int] = field(default_factory=list)
    _deadline: list[int] = field(default_factory=list)
    _embedded: list[int] = field(default_factory=list)
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
        self._add_words(place, entry)
        self._add_facets(place, entry)
        self._deadline.append(deadline_of(entry))
        if vector is not None:
            self._embedded.append(place)
            self._vectors.append(vector)

    def build(self) -> BankColumns:
        """The columns of all that was added."""
        vectors = np.frombuffer(b"".join(self._vectors), dtype="<f4").astype(np.float32)
        return BankColumns(
            rowids=np.array(self._rowids, dtype=np.int64),
            renamed=self._renamed,
            copies=self._copies,
            postings=self._postings(),
            facets={name: facet.column() for name, facet in self._facets.items()},
            population=np.array(self._population, dtype=np.int32),
            deadline=np.array(self._deadline, dtype=np.int32),
            embedded=np.array(self._embedded, dtype=np.int32),
            vectors=vectors.reshape(len(self._embedded), -1 if self._embedded else 0),
        )

    def _add_words(self, place: int, entry: Entry) -> None:
        filled = [value for name, value in entry.fields if name in _READ_FIELDS]
        text = "\n".join((entry.title, entry.text, *filled))
        tokens = tokenize(text)
        self.vocabulary.add(text, tokens, ())
        end_of_title, end_of_text = len(entry.title), len(entry.title) + 1 + len(entry.text)
        counts: dict[str, float] = defaultdict(float)
        for token in tokens:
            if token.stop:
                continue
            if token.start < end_of_title:
                counts[token.stem] += TITLE_WEIGHT
            else:
                counts[token.stem] += TEXT_WEIGHT if token.start < end_of_text else FIELD_WEIGHT
        for stem, count in counts.items():
            self._places.append(place)
            self._terms.append(self._known.setdefault(stem, len(self._known)))
            self._counts.append(count)
        self._lengths.append(sum(counts.values()))

    def _add_facets(self, place: int, entry: Entry) -> None:
        for name in FACETS:
            given = entry.field(name)
            if given:
                self._facets[name].add(place, dict.fromkeys(filter(None, _SEVERAL.split(given))))
        where = None
        named = entry.field("municipality")
        if named and not _SEVERAL.search(named):
            where = find_place(named, entry.field("mrc"), entry.field("region"))
        self._population.append(where.population if where else 0)
        if where is not None:
            self._facets[POPULATION].add(place, (band(where.population),))

    def _postings(self) -> Postings:
        order_of_terms = sorted(self._known)
        rank = np.empty(len(self._known), dtype=np.int32)
        for position, term in enumerate(order_of_terms):
            rank[self._known[term]] = position
        terms = rank[np.frombuffer(self._terms, dtype=np.int32)] if self._known else rank
        places = np.frombuffer(self._places, dtype=np.int32)
        counts = np.frombuffer(self._counts, dtype=np.float32)
        order = np.argsort(terms, kind="stable")  # entries were added by ascending place
        terms, places, counts = terms[order], places[order], counts[order]
        held = np.bincount(terms, minlength=len(order_of_terms))
        bounds = np.concatenate(([0], np.cumsum(held))).astype(np.int64)
        idf = np.array([bm25.idf(int(n), len(self._rowids)) for n in held], dtype=np.float32)
        lengths = np.array(self._lengths, dtype=np.float32)
        mean = float(lengths.mean()) if len(lengths) else 1.0
        norm = K1 * (1 - B + B * lengths / max(mean, 1e-9))
        weights = idf[terms] * counts * (K1 + 1) / (counts + norm[places])
        return Postings(
            tuple(order_of_terms), idf, bounds, places.copy(), weights.astype(np.float32)
        )


@dataclass(slots=True)
class _Facet:
    """Values of a facet while it is counted: one value for the many ways of writing it."""

    codes: dict[str, int] = field(default_factory=dict)
    forms: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    pairs: list[tuple[int, int]] = field(default_factory=list)

    def add(self, place: int, values: Iterable[str]) -> None:
        for value in values:
            code = self.codes.setdefault(fold(value), len(self.codes))
            self.forms[code][value] += 1
            if not self.pairs or self.pairs[-1] != (place, code):
                self.pairs.append((place, code))

    def column(self) -> FacetColumn:
        counted = [forms for _, forms in sorted(self.forms.items())]
        return facet_of(self.pairs, [_usual(forms) for forms in counted])


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
    said = (entry.kind, fold(entry.title), *map(fold, where), entry.field("year"))
    return blake2b("\n".join(said).encode("utf-8", "replace"), digest_size=12).digest()


@dataclass(slots=True)
class _Group:
    """One entry, wherever it is held."""

    rowid: int
    document_id: str
    name: str | None
    copies: list[int] = field(default_factory=list)


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
        group = shown.get(rowid)
        if group is not None:
            builders[entry.kind].add(rowid, entry, vector, group.name, group.copies)
    return builders


def _shown(by_source: Iterable[tuple[int, Entry]]) -> Mapping[int, _Group]:
    """Rowid to group, for the entry that is shown of each group."""
    groups: dict[bytes, _Group] = {}
    documents: dict[tuple[bytes, str], int] = {}
    taken: set[tuple[str, str]] = set()
    for rowid, entry in by_source:
        key = same_entry(entry)
        repeat = documents.get((key, entry.document_id), 0)
        documents[key, entry.document_id] = repeat + 1
        # What one file says twice, in other words, is two entries.
        key = key + repeat.to_bytes(4, "big")
        if key in groups:
            groups[key].copies.append(rowid)
            continue
        name = None
        if (entry.kind, entry.id) in taken:
            name = f"{entry.id}-{entry.document_id[-8:]}"
        taken.add((entry.kind, name or entry.id))
        groups[key] = _Group(rowid, entry.document_id, name)
    return {group.rowid: group for group in groups.values()}
