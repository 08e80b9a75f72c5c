"""Passages newer than the generation, searched one by one until the next generation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import bm25
from index.acronyms import AcronymTable
from index.analysis import LexicalRow, WeightedTerm
from index.contents import lexical_row
from index.lexical import HEADER_BOOST
from index.store import Store

MOST = 5_000  # the rest waits for the next generation


@dataclass(frozen=True, slots=True)
class RecentPassage:
    """One passage, analysed once."""

    rowid: int
    document_id: str
    body: Counter[str]
    header: Counter[str]
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recent:
    """The passages that the generation does not hold, by ascending rowid."""

    passages: tuple[RecentPassage, ...] = ()

    def search_words(
        self,
        terms: Sequence[WeightedTerm],
        idf: Callable[[str], float],
        allowed: Collection[str] | None,
    ) -> list[tuple[int, float]]:
        """BM25 with the generation's ``idf`` and the mean lengths of these passages.

        Near the scores of the word index, not equal: its lengths are of all passages.
        """
        passages = self._of(allowed)
        mean_body = _mean([p.body.total() for p in passages])
        mean_header = _mean([p.header.total() for p in passages])
        weights = [(w.term, w.weight * idf(w.term)) for w in terms]
        found = []
        for passage in passages:
            score = _score(passage.body, weights, mean_body)
            score += HEADER_BOOST * _score(passage.header, weights, mean_header)
            if score > 0:
                found.append((passage.rowid, score))
        return found

    def search_vectors(
        self, vector: NDArray[np.float32], allowed: Collection[str] | None
    ) -> list[tuple[int, float]]:
        """Cosine of each with ``vector`` (dim,)."""
        passages = self._of(allowed)
        if not passages:
            return []
        scores = np.stack([passage.vector for passage in passages]).astype(np.float64) @ vector
        return [(p.rowid, float(s)) for p, s in zip(passages, scores, strict=True)]

    def _of(self, allowed: Collection[str] | None) -> list[RecentPassage]:
        return [p for p in self.passages if allowed is None or p.document_id in allowed]


def read_recent(store: Store, after: int, acronyms: AcronymTable, before: Recent) -> Recent:
    """The passages with a rowid over ``after``; those of ``before`` are not analysed again."""
    known = {passage.rowid: passage for passage in before.passages}
    documents = {document.id: document for document in store.documents()}
    vectors: dict[int, NDArray[np.float32]] = {}
    for batch in store.passage_vectors(after, MOST):
        vectors.update(zip(batch.rowids.tolist(), batch.vectors, strict=True))
    found = []
    for indexed in store.indexed_passages(after, MOST):
        passage = known.get(indexed.rowid)
        if passage is None:
            row = lexical_row(indexed, documents[indexed.passage.document_id], acronyms)
            passage = _analysed(row, vectors[indexed.rowid])
        found.append(passage)
    return Recent(tuple(found))


def _analysed(row: LexicalRow, vector: NDArray[np.float32]) -> RecentPassage:
    return RecentPassage(row.rowid, row.document_id, Counter(row.body), Counter(row.header), vector)


def _score(counts: Counter[str], weights: Sequence[tuple[str, float]], mean: float) -> float:
    length = counts.total()
    return sum(weight * bm25.saturation(counts[term], length, mean) for term, weight in weights)


def _mean(lengths: Sequence[int]) -> float:
    return sum(lengths) / len(lengths) if lengths else 0.0
