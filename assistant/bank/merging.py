"""Rows of the banks among the passages of the documents: one order for both.

A row and a passage are compared by the share of the question's words that each holds, rare
words counting for more, and by their closeness in meaning to the question. The passages
keep their own order; a row goes before the first one that it clearly beats.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.hits import Hit
from ingest.french.tokens import subject_stems

MEANING = 4.0  # a tenth of a cosine weighs as four tenths of the words
FIRST = 0.15  # how much better a row must be to go before every passage
DATED = 0.3  # how much worse it is taken to be when the question names a year
MOST = 5


def merged(
    asked: frozenset[str],
    rows: Sequence[Hit],
    passages: Sequence[Hit],
    idf: Callable[[str], float],
    *,
    dated: bool,
) -> tuple[Hit, ...]:
    """Rows and passages, best first.

    Args:
        asked: stems of the question.
        rows: with their cosines to the question as ``channels.semantic``.
        passages: in their order; kept so.
        idf: weight of a stem.
        dated: whether the question names a year: reports are then what is asked.
    """
    weights = {stem: idf(stem) for stem in asked}
    total = sum(weights.values()) or 1.0

    def score(hit: Hit) -> float:
        said = " ".join((hit.document.title, *hit.passage.heading, hit.passage.text))
        held = sum(weights[stem] for stem in asked & subject_stems(said))
        return held / total + MEANING * (hit.channels.semantic or least)

    cosines = [hit.channels.semantic for hit in (*rows, *passages)]
    least = min((one for one in cosines if one is not None), default=0.0)
    ranked = sorted(((score(row) - DATED * dated, row) for row in rows), key=lambda one: -one[0])
    waiting = ranked[:MOST]
    out: list[Hit] = []
    for passage in passages:
        beaten = score(passage)
        while waiting and waiting[0][0] > beaten + (0.0 if out else FIRST):
            out.append(waiting.pop(0)[1])
        out.append(passage)
    return (*out, *(row for _, row in waiting))
