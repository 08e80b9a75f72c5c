"""Rows of the banks among the passages of the documents: one order for both.

A row and a passage are compared by the share of the question's words that each holds, rare
words counting for more, and by their closeness in meaning to the question. The passages
keep their own order; a row goes before the first one that it clearly beats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.bank.model import BankHit
from index.hits import Hit
from ingest.french.tokens import subject_stems

MEANING = 4.0  # a tenth of a cosine weighs as four tenths of the words
FIRST = 0.1  # how much better a row must be to go before every passage
DATED = 0.3  # how much worse it is taken to be when the question names a year
MOST = 5
COMPARED = 3  # passages that a row must beat to answer in their place


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a bank that a question may be about.

    Attributes:
        passage: its row as a passage; its cosine to the question as ``channels.semantic``.
    """

    entry: BankHit
    passage: Hit


@dataclass(frozen=True, slots=True)
class Best:
    """The row that answers a question best.

    Attributes:
        held: share of the question's words that it holds, 0 to 1.
        cosine: to the question; 0 where it has no vector.
        margin: how much better it is than the best of the first passages.
    """

    entry: BankHit
    held: float
    cosine: float
    margin: float


class Comparison:
    """Rows and passages against one question.

    Args:
        asked: stems of the question.
        idf: weight of a stem.
        dated: whether the question names a year: reports are then what is asked.
    """

    def __init__(
        self,
        asked: frozenset[str],
        rows: Sequence[Row],
        passages: Sequence[Hit],
        idf: Callable[[str], float],
        *,
        dated: bool,
    ) -> None:
        self._weights: Mapping[str, float] = {stem: idf(stem) for stem in asked}
        self._passages = passages
        every = (*(row.passage for row in rows), *passages)
        cosines = [hit.channels.semantic for hit in every]
        self._least = min((one for one in cosines if one is not None), default=0.0)
        worse = DATED if dated else 0.0
        scored = ((self._score(told_by(row.entry), row.passage) - worse, row) for row in rows)
        self._rows = sorted(scored, key=lambda one: -one[0])

    def held(self, text: str) -> float:
        """Share of the question's words that a text holds, 0 to 1."""
        total = sum(self._weights.values()) or 1.0
        met = self._weights.keys() & subject_stems(text)
        return sum(self._weights[stem] for stem in met) / total

    def merged(self) -> tuple[Hit, ...]:
        """Rows and passages, best first; passages in their order."""
        waiting = self._rows[:MOST]
        out: list[Hit] = []
        for passage in self._passages:
            beaten = self._of_passage(passage)
            while waiting and waiting[0][0] > beaten + (0.0 if out else FIRST):
                out.append(waiting.pop(0)[1].passage)
            out.append(passage)
        return (*out, *(row.passage for _, row in waiting))

    def best(self) -> Best | None:
        """The row that answers best; None without rows."""
        if not self._rows:
            return None
        score, row = self._rows[0]
        beaten = max(map(self._of_passage, self._passages[:COMPARED]), default=0.0)
        cosine = row.passage.channels.semantic or 0.0
        return Best(row.entry, self.held(told_by(row.entry)), cosine, score - beaten)

    def _of_passage(self, hit: Hit) -> float:
        said = " ".join((hit.document.title, *hit.passage.heading, hit.passage.text))
        return self._score(said, hit)

    def _score(self, said: str, hit: Hit) -> float:
        cosine = hit.channels.semantic
        return self.held(said) + MEANING * (self._least if cosine is None else cosine)


def told_by(entry: BankHit) -> str:
    """What an entry says, without the names of its columns."""
    return " ".join((entry.title, entry.text, *(value for _, value in entry.fields)))
