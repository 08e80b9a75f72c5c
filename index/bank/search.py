"""Searching a bank: words and meaning fused, filters inside, live facet counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.analysis import WeightedTerm, filter_years
from index.bank.columns import CONTINUOUS, BankColumns, Floats
from index.bank.facets import STATUSES, Facets, Mask, all_of, statuses
from index.fusion import weighted_fusion
from index.hits import Facet

DEPTH = 200  # candidates of each channel
HINT = 0.35  # standard scores that an entry gains for each hint that it meets
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
        before: a grant's deadline at most, as 20260331.
        today: as 20260331.
        sort: ``relevance``, ``title``, ``year`` or ``deadline``; title is not known here:
            the order then is that of relevance.
    """

    words: tuple[tuple[WeightedTerm, ...], ...] = ()
    vector: NDArray[np.float32] | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    population: tuple[int | None, int | None] = (None, None)
    prefer: tuple[tuple[str, str], ...] = ()
    like: Like | None = None
    before: int | None = None
    today: int = 0
    sort: str = "relevance"


@dataclass(frozen=True, slots=True)
class BankFound:
    """Entries found, best first.

    Attributes:
        places: (m,) of every entry found, in order.
        scores: (m,) higher is better; comparable within one request.
        facets: facet to values with counts, most frequent first.
        closest: places of the nearest entries that pass the filters, when none is found.
    """

    places: NDArray[np.int64]
    scores: Floats
    facets: tuple[tuple[str, tuple[Facet, ...]], ...]
    closest: tuple[int, ...] = ()


class BankIndex:
    """The entries of one kind. Read-only, safe in threads."""

    def __init__(self, columns: BankColumns) -> None:
        self.columns = columns
        self._rank = {term: row for row, term in enumerate(columns.postings.terms)}
        self.facets = Facets(columns)

    def __len__(self) -> int:
        return len(self.columns)

    def frequency(self, stem: str) -> int:
        """How many entries hold a word."""
        row = self._rank.get(stem)
        if row is None:
            return 0
        bounds = self.columns.postings.bounds
        return int(bounds[row + 1] - bounds[row])

    def values(self, facet: str) -> tuple[str, ...]:
        """Every value of a facet."""
        found = self.columns.facets.get(facet)
        return found.values if found else ()

    def search(self, request: BankRequest) -> BankFound:
        """Entries that answer a request, and what each other filter would leave."""
        masks = self.facets.masks(
            request.filters, request.population, request.before, request.today
        )
        allowed = all_of(masks.values(), len(self))
        words, share = self._by_words(request.words)
        scores, member = self._relevance(request, words, share, allowed)
        scores = scores + self._bonus(request)
        places = np.flatnonzero(member & allowed)
        order = self._order(request, places, scores[places])
        found = places[order]
        closest: tuple[int, ...] = ()
        if not len(found) and len(self):
            passing = np.flatnonzero(allowed)
            best = passing[np.lexsort((passing, -scores[passing]))[:CLOSEST]]
            closest = tuple(best.tolist())
        return BankFound(
            found, scores[found], self.facets.count(masks, member, request.today), closest
        )

    def best(self, request: BankRequest, k: int) -> tuple[NDArray[np.int64], Floats]:
        """Places and scores of the ``k`` best entries that answer a request, uncounted."""
        words, share = self._by_words(request.words)
        everyone = np.ones(len(self), dtype=np.bool_)
        scores, member = self._relevance(request, words, share, everyone)
        scores = scores + self._bonus(request)
        places = np.flatnonzero(member)
        found = places[np.lexsort((places, -scores[places]))[:k]]
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

    def _by_words(self, words: Sequence[Sequence[WeightedTerm]]) -> tuple[Floats, Floats]:
        """BM25 score of each entry (n,), and the share of the query's weight it holds (n,)."""
        posted = self.columns.postings
        scores = np.zeros(len(self), dtype=np.float32)
        share = np.zeros(len(self), dtype=np.float32)
        total = 0.0
        rarest = float(posted.idf.max()) if len(posted.idf) else 1.0
        for forms in words:
            rows = [(self._rank.get(form.term), form.weight) for form in forms]
            known = [(row, weight) for row, weight in rows if row is not None]
            # A word counts for what it tells; one that the bank does not hold, for the most.
            own = self._rank.get(forms[0].term)
            weight = float(posted.idf[own]) if own is not None else rarest
            total += forms[0].weight * weight
            met = np.zeros(len(self) if len(known) > 1 else 0, dtype=np.bool_)
            for row, factor in known:
                held = slice(int(posted.bounds[row]), int(posted.bounds[row + 1]))
                entries, adds = posted.entries[held], posted.weights[held]
                if len(met):  # a synonym adds nothing where the word itself is
                    fresh = ~met[entries]
                    entries, adds = entries[fresh], adds[fresh]
                    met[entries] = True
                scores[entries] += factor * adds
                share[entries] += factor * weight
        return scores, share / total if total else share

    def _relevance(
        self, request: BankRequest, words: Floats, share: Floats, allowed: Mask
    ) -> tuple[Floats, Mask]:
        """Fused score of each entry (n,), and which are among the results."""
        if not request.words and request.vector is None:
            return np.zeros(len(self), dtype=np.float32), np.ones(len(self), dtype=np.bool_)
        member = share >= SHARE
        words = words * share  # few of the words asked: little said of what is asked
        lexical = _best(np.flatnonzero(allowed & (words > 0)), words)
        dense = self._by_meaning(request.vector, allowed)
        least = max(FLOOR, dense[0][1] - SLACK) if dense else 1.0
        near = [place for place, cosine in dense[:NEAREST] if cosine >= least]
        member[near] = True
        # What neither channel returned stands below, by its words.
        scores = words / (1.0 + float(words.max(initial=0.0))) - 10.0
        for place, score in weighted_fusion(dense, lexical, DENSE_WEIGHT):
            scores[place] = score
        return scores.astype(np.float32), member

    def _by_meaning(
        self, vector: NDArray[np.float32] | None, allowed: Mask
    ) -> list[tuple[int, float]]:
        columns = self.columns
        if vector is None or not len(columns.embedded):
            return []
        rows = np.flatnonzero(allowed[columns.embedded])
        if not len(rows):
            return []
        chosen = columns.vectors if len(rows) == len(columns.embedded) else columns.vectors[rows]
        cosines = np.asarray(chosen @ vector, dtype=np.float32)
        keep = min(DEPTH, len(rows))
        best = np.argpartition(-cosines, keep - 1)[:keep]
        pairs = [(int(columns.embedded[rows[one]]), float(cosines[one])) for one in best]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def _bonus(self, request: BankRequest) -> Floats:
        """What hints and likeness add to each entry (n,)."""
        bonus = np.zeros(len(self), dtype=np.float32)
        for name, value in request.prefer:
            bonus[self.facets.holding(name, (value,))] += HINT
        if request.like is not None:
            bonus += self._likeness(request.like)
        return bonus

    def _likeness(self, like: Like) -> Floats:
        """Closeness in size (a factor of four: none), MRC and region, 0 to 2 (n,)."""
        sizes = self.columns.population.astype(np.float32)
        known = sizes > 0
        gap = np.abs(np.log(np.maximum(sizes, 1) / max(like.population, 1))) / np.log(4)
        close = np.where(known, np.clip(1 - gap, 0, 1), 0).astype(np.float32)
        for name, value, weight in (("mrc", like.mrc, 0.6), ("region", like.region, 0.4)):
            if value:
                close[self.facets.holding(name, (value,))] += weight
        return close

    def _order(
        self, request: BankRequest, places: NDArray[np.int64], scores: Floats
    ) -> NDArray[np.int64]:
        if request.sort == "deadline":
            dates = self.columns.deadline[places].astype(np.int64)
            passed = (dates < request.today) & (dates > 0)
            rank = np.where(dates == 0, 3, np.where(passed, 2, np.where(dates == CONTINUOUS, 1, 0)))
            return np.lexsort((places, -scores, np.where(passed, -dates, dates), rank))
        if request.sort == "year" and "year" in self.columns.facets:
            years = self._years()[places]
            return np.lexsort((places, -scores, -years))
        return np.lexsort((places, -scores))

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


def _best(places: NDArray[np.int64], scores: Floats) -> list[tuple[int, float]]:
    """The ``DEPTH`` best of some places, best first, ties by place."""
    if len(places) > DEPTH:
        places = places[np.argpartition(-scores[places], DEPTH - 1)[:DEPTH]]
    pairs = zip(places.tolist(), scores[places].tolist(), strict=True)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
