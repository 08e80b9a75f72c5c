"""Scoring the entries of a bank by the words of a query."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from index.analysis import WeightedTerm
from index.bank.columns import Floats, Postings
from index.bank.facets import Mask
from index.bank.picking import SMALL

FREQUENT = 1 / 8  # share of a bank from which a word's row is kept spread over it
ROWS_KEPT = 32


class WordScores:
    """The words of one bank. Safe in threads.

    Args:
        size: number of entries, n.
    """

    def __init__(self, posted: Postings, size: int) -> None:
        self._posted = posted
        self._size = size
        self._rank = {term: row for row, term in enumerate(posted.terms)}
        self._rows: dict[int, Floats] = {}
        self._rows_lock = Lock()

    def frequency(self, stem: str) -> int:
        """How many entries hold a word."""
        row = self._rank.get(stem)
        if row is None:
            return 0
        return int(self._posted.bounds[row + 1] - self._posted.bounds[row])

    def of(self, words: Sequence[Sequence[WeightedTerm]]) -> tuple[Floats, Floats]:
        """BM25 score of each entry (n,), and the share of the query's weight it holds (n,)."""
        posted = self._posted
        scores = np.zeros(self._size, dtype=np.float32)
        share = np.zeros(self._size, dtype=np.float32)
        total = 0.0
        rarest = float(posted.idf.max()) if len(posted.idf) else 1.0
        for forms in words:
            rows = [(self._rank.get(form.term), form.weight) for form in forms]
            known = [(row, weight) for row, weight in rows if row is not None]
            # A word counts for what it tells; one that the bank does not hold, for the most.
            own = self._rank.get(forms[0].term)
            weight = float(posted.idf[own]) if own is not None else rarest
            total += forms[0].weight * weight
            met = np.zeros(self._size if len(known) > 1 else 0, dtype=np.bool_)
            for row, factor in known:
                self._add_row(row, factor, factor * weight, met, scores, share)
        if total:
            share /= np.float32(total)
        return scores, share

    def _add_row(
        self, row: int, factor: float, weight: float, met: Mask, scores: Floats, share: Floats
    ) -> None:
        """Add what a word gives to each entry, but those of ``met``: a synonym adds nothing
        where the word itself is. Without words before it, ``met`` is of size 0."""
        posted = self._posted
        held = slice(int(posted.bounds[row]), int(posted.bounds[row + 1]))
        if held.stop - held.start > FREQUENT * self._size and self._size > SMALL and not len(met):
            adds = self._whole_row(row)
            scores += np.float32(factor) * adds
            share += np.float32(weight) * (adds > 0)
            return
        entries, adds = posted.entries[held], posted.weights[held]
        if len(met):
            fresh = ~met[entries]
            entries, adds = entries[fresh], adds[fresh]
            met[entries] = True
        scores[entries] += np.float32(factor) * adds
        share[entries] += np.float32(weight)

    def _whole_row(self, row: int) -> Floats:
        """What a frequent word adds to each entry (n,); the last ones asked are kept."""
        with self._rows_lock:
            kept = self._rows.pop(row, None)
            if kept is None:
                posted = self._posted
                held = slice(int(posted.bounds[row]), int(posted.bounds[row + 1]))
                kept = np.zeros(self._size, dtype=np.float32)
                kept[posted.entries[held]] = posted.weights[held]
                if len(self._rows) >= ROWS_KEPT:
                    self._rows.pop(next(iter(self._rows)))
            self._rows[row] = kept
            return kept
