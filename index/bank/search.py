"""Searching a bank: words and meaning fused, filters inside, live facet counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.analysis import WeightedTerm, filter_years
from index.bank.columns import CONTINUOUS, BankColumns, Floats
from index.bank.facets import STATUSES, Facets, Mask, all_of, statuses
from index.bank.picking import best_places, cut
from index.bank.scoring import WordScores
from index.fusion import weighted_fusion
from index.hits import Facet

DEPTH = 200  # candidates of each channel
HINT = 0.35  # standard scores that an entry gains for each hint that it meets
PLACE_HINT = 1.5  # …and when it is the place that is named
PLACES = ("municipality", "mrc")
DENSE_WEIGHT = 0.7  # short entries share few words with those who look for them
# An entry is among the results when it holds this share of the query's weight in words…
SHARE = 0.5
CLOSEST = 3
NEAREST = 20  # …or is among the nearest in meaning, not further than
SLACK = 0.04  # cosine below the nearest of all, nor under
FLOOR = 0.8  # what multilingual-e5-small gives two texts that share nothing


@dataclass(frozen=True, slots=True)
class Like:
    """A municipality to which those of the entries are compared."""

    population: int
    region: str
    mrc: str


@dataclass(frozen=True, slots=True)
class BankRequest:
    """What is asked of a bank.

    Attributes:
        words: per word of the query, what may stand for it: the word, then its synonyms.
        vector: (dim,) of the query, None to search by words only.
        filters: facet to accepted values; ``status`` for grants.
        population: least and most inhabitants, None without bound; entries whose
            municipality is unknown pass: they fit any size.
        prefer: (facet, value) that put an entry forward.
        like: a municipality to resemble.
        before: a grant's deadline at most, as 20260331, and from today on.
        after: from that day on instead, and only what has a deadline.
        today: as 20260331.
        sort: ``relevance``, ``title``, ``year`` or ``deadline``; title is not known here:
            the order then is that of relevance.
        most: how many entries are wanted, best first; None for all.
    """

    words: tuple[tuple[WeightedTerm, ...], ...] = ()
    vector: NDArray[np.float32] | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    population: tuple[int | None, int | None] = (None, None)
    prefer: tuple[tuple[str, str], ...] = ()
    like: Like | None = None
    before: int | None = None
    after: int | None = None
    today: int = 0
    sort: str = "relevance"
    most: int | None = None


@dataclass(frozen=True, slots=True)
class BankFound:
    """Entries found, best first.

    Attributes:
        places: (m,) of the entries found, as many as were wanted, in order.
        scores: (m,) higher is better; comparable within one request.
        facets: facet to values with counts, most frequent first.
        closest: places of the nearest entries that pass the filters, when none is found.
        total: number of entries found in all.
    """

    places: NDArray[np.int64]
    scores: Floats
    facets: tuple[tuple[str, tuple[Facet, ...]], ...]
    closest: tuple[int, ...] = ()
    total: int = 0


class BankIndex:
    """The entries of one kind. Read-only, safe in threads."""

    def __init__(self, columns: BankColumns) -> None:
        self.columns = columns
        self._words = WordScores(columns.postings, len(columns))
        self.facets = Facets(columns)
        self.names = {place: name for name, place in columns.renamed.items()}

    def __len__(self) -> int:
        return len(self.columns)

    def frequency(self, stem: str) -> int:
        """How many entries hold a word."""
        return self._words.frequency(stem)

    def values(self, facet: str) -> tuple[str, ...]:
        """Every value of a facet."""
        found = self.columns.facets.get(facet)
        return found.values if found else ()

    def search(self, request: BankRequest) -> BankFound:
        """Entries that answer a request, and what each other filter would leave."""
        masks = self.facets.masks(
            request.filters, request.population, (request.after, request.before), request.today
        )
        allowed = all_of(masks.values(), len(self)) if masks else None
        scores, member = self._scored(request, allowed)
        facets = self.facets.count(masks, member, request.today)
        passing = [mask for mask in (allowed, member) if mask is not None]
        places = np.flatnonzero(all_of(passing, len(self)))
        closest: tuple[int, ...] = ()
        if not len(places) and len(self):
            near = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
            closest = tuple(best_places(near, scores, CLOSEST).tolist())
        found = self._in_order(request, places, scores)
        return BankFound(found, scores[found], facets, closest, len(places))

    def best(self, request: BankRequest, k: int) -> tuple[NDArray[np.int64], Floats]:
        """Places and scores of the ``k`` best entries that answer a request, uncounted."""
        scores, member = self._scored(request, None)
        places = np.arange(len(self)) if member is None else np.flatnonzero(member)
        found = best_places(places, scores, k)
        return found, scores[found]

    def vector_of(self, place: int) -> NDArray[np.float32] | None:
        """Vector (dim,) of an entry; None where it has none."""
        columns = self.columns
        row = int(np.searchsorted(columns.embedded, place))
        if row == len(columns.embedded) or int(columns.embedded[row]) != place:
            return None
        return np.asarray(columns.vectors[row], dtype=np.float32)

    def nearest(self, place: int, k: int) -> list[tuple[int, float]]:
        """The ``k`` entries closest in meaning to one of them; none where it has no vector."""
        columns = self.columns
        own = self.vector_of(place)
        if own is None:
            return []
        cosines = columns.vectors @ own
        best = np.argsort(-cosines, kind="stable")[: k + 1]
        pairs = ((int(columns.embedded[one]), float(cosines[one])) for one in best)
        return [pair for pair in pairs if pair[0] != place][:k]

    def status(self, place: int, today: int) -> str:
        """State of a grant on a day (20260331)."""
        return STATUSES[int(statuses(self.columns.deadline[place : place + 1], today)[0])]

    # Relevance

    def _scored(self, request: BankRequest, allowed: Mask | None) -> tuple[Floats, Mask | None]:
        """Score of each entry (n,), and which answer the query (n,), None for all."""
        scores, member = self._relevance(request, allowed)
        for name, value in request.prefer:
            hint = PLACE_HINT if name in PLACES else HINT
            scores += np.float32(hint) * self.facets.holding(name, (value,))
        if request.like is not None:
            scores += self._likeness(request.like)
        return scores, member

    def _relevance(self, request: BankRequest, allowed: Mask | None) -> tuple[Floats, Mask | None]:
        """Fused score of each entry (n,), and which answer the query (n,), None for all."""
        if not request.words and request.vector is None:
            return np.zeros(len(self), dtype=np.float32), None
        words, share = self._words.of(request.words)
        member = share >= SHARE
        words *= share  # few of the words asked: little said of what is asked
        most = float(words.max(initial=0.0))
        lexical = self._best_by_words(words, allowed)
        dense = self._by_meaning(request.vector, allowed)
        least = max(FLOOR, dense[0][1] - SLACK) if dense else 1.0
        near = [place for place, cosine in dense[:NEAREST] if cosine >= least]
        member[near] = True
        # What neither channel returned stands below, by its words.
        words /= np.float32(1.0 + most)
        words -= np.float32(10.0)
        for place, score in weighted_fusion(dense, lexical, DENSE_WEIGHT):
            words[place] = score
        return words, member

    def _best_by_words(self, words: Floats, allowed: Mask | None) -> list[tuple[int, float]]:
        """The ``DEPTH`` best entries by their words, best first, ties by place."""
        open_to = words if allowed is None else np.where(allowed, words, np.float32(0))
        places = np.flatnonzero(open_to > cut(open_to, DEPTH, 0.0))
        best = best_places(places, words, DEPTH)
        return list(zip(best.tolist(), words[best].tolist(), strict=True))

    def _by_meaning(
        self, vector: NDArray[np.float32] | None, allowed: Mask | None
    ) -> list[tuple[int, float]]:
        columns = self.columns
        if vector is None or not len(columns.embedded):
            return []
        size = len(columns.embedded)
        rows = np.arange(size) if allowed is None else np.flatnonzero(allowed[columns.embedded])
        if not len(rows):
            return []
        chosen = columns.vectors if len(rows) == size else columns.vectors[rows]
        cosines = np.asarray(chosen @ vector, dtype=np.float32)
        keep = min(DEPTH, len(rows))
        best = np.argpartition(-cosines, keep - 1)[:keep]
        pairs = [(int(columns.embedded[rows[one]]), float(cosines[one])) for one in best]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def _likeness(self, like: Like) -> Floats:
        """Closeness in size (a factor of four: none), MRC and region, 0 to 2 (n,)."""
        gap = np.abs(self._log_sizes - np.float32(math.log(max(like.population, 1))))
        close: Floats = np.clip(1 - gap / np.float32(math.log(4)), 0, 1)
        close *= self.columns.population > 0
        for name, value, weight in (("mrc", like.mrc, 0.6), ("region", like.region, 0.4)):
            if value:
                close += np.float32(weight) * self.facets.holding(name, (value,))
        return close

    def _in_order(
        self, request: BankRequest, places: NDArray[np.int64], scores: Floats
    ) -> NDArray[np.int64]:
        """Those of some places that are wanted, in the order asked."""
        most = len(places) if request.most is None else request.most
        if request.sort == "deadline":
            dates = self.columns.deadline[places].astype(np.int64)
            passed = (dates < request.today) & (dates > 0)
            rank = np.where(dates == 0, 3, np.where(passed, 2, np.where(dates == CONTINUOUS, 1, 0)))
            order = np.lexsort((places, -scores[places], np.where(passed, -dates, dates), rank))
            return places[order[:most]]
        if request.sort == "year" and "year" in self.columns.facets:
            years = self._years[places]
            if len(places) > most:
                kept = years >= np.partition(years, len(years) - most)[len(years) - most]
                places, years = places[kept], years[kept]
            return places[np.lexsort((places, -scores[places], -years))[:most]]
        return best_places(places, scores, most)

    @cached_property
    def _log_sizes(self) -> Floats:
        """Logarithm of the inhabitants of each entry's municipality (n,)."""
        sizes = np.maximum(self.columns.population, 1).astype(np.float32)
        return np.asarray(np.log(sizes), dtype=np.float32)

    @cached_property
    def _years(self) -> NDArray[np.int32]:
        """Last year that each entry states, 0 without one (n,)."""
        facet = self.columns.facets["year"]
        last = np.array(
            [max((int(y) for y in filter_years(v) if y.isdigit()), default=0) for v in facet.values]
            or [0],
            dtype=np.int32,
        )
        years = np.zeros(len(self), dtype=np.int32)
        np.maximum.at(years, facet.entries, last[facet.codes])
        return years
