"""Rows of the banks among the passages of the documents: one order for both.

A row and a passage are compared by the share of the question's words that each holds, rare
words counting for more, and by their closeness in meaning to the question. The passages
keep their own order; a row goes before the first one that it beats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.bank.model import BankHit
from index.hits import Hit
from ingest.french.tokens import subject_stems

MEANING = 4.0  # a tenth of a cosine weighs as four tenths of the words
DATED = 0.3  # how much worse it is taken to be when the question names a year
MOST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of a bank that a question may be about.

    Attributes:
        passage: its row as a passage; its cosine to the question as ``channels.semantic``.
    """

    entry: BankHit
    passage: Hit


def merged(
    weights: Mapping[str, float], rows: Sequence[Shown], passages: Sequence[Hit], *, dated: bool
) -> tuple[Hit, ...]:
    """Rows and passages, best first; passages in their order.

    Args:
        weights: of each stem of the question, more where it is rare.
        dated: whether the question names a year: reports are then what is asked.
    """
    every = (*(row.passage for row in rows), *passages)
    cosines = [hit.channels.semantic for hit in every]
    least = min((one for one in cosines if one is not None), default=0.0)

    def score(said: str, hit: Hit) -> float:
        cosine = hit.channels.semantic
        return _held(weights, said) + MEANING * (least if cosine is None else cosine)

    worse = DATED if dated else 0.0
    scored = ((score(_told_by(row.entry), row.passage) - worse, row.passage) for row in rows)
    waiting = sorted(scored, key=lambda one: -one[0])[:MOST]
    out: list[Hit] = []
    for passage in passages:
        said = " ".join((passage.document.title, *passage.passage.heading, passage.passage.text))
        beaten = score(said, passage)
        while waiting and waiting[0][0] > beaten:
            out.append(waiting.pop(0)[1])
        out.append(passage)
    return (*out, *(hit for _, hit in waiting))


def _held(weights: Mapping[str, float], text: str) -> float:
    """Share of the question's words that a text holds, 0 to 1."""
    met = weights.keys() & subject_stems(text)
    return sum(weights[stem] for stem in met) / (sum(weights.values()) or 1.0)


def _told_by(entry: BankHit) -> str:
    """What an entry says, without the names of its columns."""
    return " ".join((entry.title, entry.text, *(value for _, value in entry.fields)))
