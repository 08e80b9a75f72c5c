"""The words of a bank counted in bulk: a word is analysed once, then entries are numbers.

BM25F (Robertson, Zaragoza and Taylor 2004): the frequencies of a word in the parts of an
entry are added with the weight of each part, then saturated as in BM25 (k1 = 1.2, b = 0.75).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index import bm25
from index.bank.columns import Floats, Ints, Postings
from index.vocabulary import Vocabulary, best_forms
from ingest.french.folding import APOSTROPHES
from ingest.french.tokens import tokenize, word_keys

K1, B = 1.2, 0.75
PART_WEIGHTS = np.array((3.0, 1.5, 0.7), dtype=np.float32)  # title, text, other columns
_AT_ONCE = 20_000  # entries counted together
_HALF = 32  # bits of the lower half of a pair


class _Ids(dict[str, int]):
    """Text to its number, given when it is first met."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


@dataclass(slots=True)
class _Analysed:
    """What is known of each word as written, by its number."""

    stems: _Ids = field(default_factory=_Ids)
    words: _Ids = field(default_factory=_Ids)
    stem_of: array[int] = field(default_factory=lambda: array("i"))  # -1: a function word
    word_of: array[int] = field(default_factory=lambda: array("i"))
    rest: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # of two words in one

    def extend(self, keys: Sequence[str]) -> None:
        """Analyse words as written, the next ones by number."""
        for key in keys:
            made = [
                (-1 if token.stop else self.stems[token.stem], self.words[token.word])
                for token in tokenize(key)
            ]
            if len(made) > 1:
                self.rest[len(self.stem_of)] = made[1:]
            self.stem_of.append(made[0][0])
            self.word_of.append(made[0][1])


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Pairs (term, entry) of a run of entries, by term then entry, with weighted counts."""

    terms: Ints
    places: Ints
    counts: Floats


@dataclass(slots=True)
class BankWords:
    """Counts the words of entries: ``add`` each in order, then ``vocabulary``, ``postings``.

    Args:
        at_once: how many entries are counted together.
    """

    entries: int = 0
    at_once: int = _AT_ONCE
    _keys: _Ids = field(default_factory=_Ids)
    _known: _Analysed = field(default_factory=_Analysed)
    _met: array[int] = field(default_factory=lambda: array("i"))
    _sizes: array[int] = field(default_factory=lambda: array("i"))
    _chunks: list[_Chunk] = field(default_factory=list)
    _lengths: list[Floats] = field(default_factory=list)
    _held: Counter[int] = field(default_factory=Counter)  # word to number of entries
    _written: Counter[int] = field(default_factory=Counter)  # word as written to times

    def add(self, title: str, text: str, others: str) -> None:
        """Count one more entry."""
        for part in (title, text, others):
            keys = word_keys(part)
            self._met.extend(map(self._keys.__getitem__, keys))
            self._sizes.append(len(keys))
        self.entries += 1
        if self.entries % self.at_once == 0:
            self._count()

    def postings(self) -> Postings:
        """The postings of all that was added; the counts are let go of: call it last."""
        self._count()
        terms = sorted(self._known.stems)
        rank = np.empty(len(terms), dtype=np.int64)
        rank[[self._known.stems[term] for term in terms]] = np.arange(len(terms))
        held = np.zeros(len(terms), dtype=np.int64)
        for chunk in self._chunks:
            held += np.bincount(rank[chunk.terms], minlength=len(terms))
        bounds = np.concatenate(([0], np.cumsum(held))).astype(np.int64)
        idf = np.array([bm25.idf(int(n), self.entries) for n in held], dtype=np.float32)
        lengths = np.concatenate(self._lengths) if self._lengths else np.zeros(0, np.float32)
        mean = float(lengths.mean(dtype=np.float64)) if len(lengths) else 1.0
        norm = (K1 * (1 - B + B * lengths / max(mean, 1e-9))).astype(np.float32)
        places = np.empty(int(bounds[-1]), dtype=np.int32)
        weights = np.empty(int(bounds[-1]), dtype=np.float32)
        filled = bounds[:-1].copy()
        for chunk in _taken(self._chunks):
            of = rank[chunk.terms]
            runs = np.bincount(of, minlength=len(terms))
            own = np.arange(len(of)) - _first_of_runs(chunk.terms)
            at = filled[of] + own
            places[at] = chunk.places
            weights[at] = idf[of] * chunk.counts * (K1 + 1) / (chunk.counts + norm[chunk.places])
            filled += runs
        return Postings(tuple(terms), idf, bounds, places, weights)

    def vocabulary(self) -> Vocabulary:
        """The words of all that was added, for the correction of what is typed."""
        self._count()
        forms: Counter[str] = Counter()
        names = list(self._keys)
        for number, times in self._written.items():
            forms[names[number].rstrip(APOSTROPHES)] += times
        stems = list(self._known.stems)
        held = np.zeros(len(stems), dtype=np.int64)
        for chunk in self._chunks:
            held += np.bincount(chunk.terms, minlength=len(stems))
        words = list(self._known.words)
        frequencies = {words[number]: times for number, times in self._held.items()}
        counted = dict(zip(stems, held.tolist(), strict=True))
        return Vocabulary(self.entries, best_forms(frequencies, forms), counted)

    def _count(self) -> None:
        """Turn the words met since the last time into pairs."""
        if not self._sizes:
            return
        self._known.extend(list(self._keys)[len(self._known.stem_of) :])
        met = np.frombuffer(self._met, dtype=np.int32)
        sizes = np.frombuffer(self._sizes, dtype=np.int32)
        first = self.entries - len(sizes) // 3
        part = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        _tally(self._written, met)
        stems = np.frombuffer(self._known.stem_of, dtype=np.int32)[met]
        words = np.frombuffer(self._known.word_of, dtype=np.int32)[met]
        stems, words, part = self._with_rest(met, stems, words, part)
        entry = part // 3
        _tally(self._held, _unique(words, entry) >> _HALF)
        kept = stems >= 0
        stems, entry, weights = stems[kept], entry[kept], PART_WEIGHTS[part[kept] % 3]
        count = len(sizes) // 3
        lengths = np.bincount(entry, weights=weights, minlength=count)
        self._lengths.append(lengths.astype(np.float32))
        self._chunks.append(_summed(stems, entry, weights, first))
        del met, sizes
        self._met, self._sizes = array("i"), array("i")

    def _with_rest(
        self, met: Ints, stems: Ints, words: Ints, part: Ints
    ) -> tuple[Ints, Ints, Ints]:
        """The same, with what follows in the few that hold two words (« celui-\\nci »)."""
        rest = self._known.rest
        if not rest:
            return stems, words, part
        where = np.flatnonzero(np.isin(met, np.fromiter(rest, dtype=np.int32)))
        more = [(*pair, int(part[at])) for at in where for pair in rest[int(met[at])]]
        added = np.array(more, dtype=np.int32).reshape(-1, 3)
        return (
            np.concatenate([stems, added[:, 0]]),
            np.concatenate([words, added[:, 1]]),
            np.concatenate([part, added[:, 2]]),
        )


def _pairs(upper: Ints, lower: Ints) -> NDArray[np.int64]:
    return (upper.astype(np.int64) << _HALF) | lower


def _unique(upper: Ints, lower: Ints) -> NDArray[np.int64]:
    return np.unique(_pairs(upper, lower))


def _summed(stems: Ints, entry: Ints, weights: Floats, first: int) -> _Chunk:
    pairs = _pairs(stems, entry)
    order = np.argsort(pairs, kind="stable")
    pairs, weights = pairs[order], weights[order]
    starts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])) if len(pairs) else [])
    counts = np.add.reduceat(weights, starts) if len(starts) else weights
    pairs = pairs[starts]
    return _Chunk(
        (pairs >> _HALF).astype(np.int32),
        ((pairs & (2**_HALF - 1)) + first).astype(np.int32),
        counts.astype(np.float32),
    )


def _first_of_runs(terms: Ints) -> NDArray[np.int64]:
    """Per element of sorted values, where the run of its value starts."""
    if not len(terms):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1])))
    lengths = np.diff(np.append(starts, len(terms)))
    return np.repeat(starts, lengths)


def _tally(counter: Counter[int], values: NDArray[np.int32] | NDArray[np.int64]) -> None:
    found, times = np.unique(values, return_counts=True)
    for value, count in zip(found.tolist(), times.tolist(), strict=True):
        counter[value] += count


def _taken(chunks: list[_Chunk]) -> Iterator[_Chunk]:
    """The chunks one by one, each let go of when the next is asked for."""
    chunks.reverse()
    while chunks:
        yield chunks.pop()
