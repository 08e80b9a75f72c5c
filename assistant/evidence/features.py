"""What tells a statement that answers from one that does not, as numbers. Pure.

Words come first (what share of the question is said in the statement, in what leads to it,
around it), then meaning (beside the other statements found), then form (the kind of thing
asked, the place in the document). ``assistant.evidence.learned`` weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import coverage
from assistant.evidence.scoring import Scored
from assistant.question.model import Term
from ingest.records import StatementKind

_FIELDS = ("own", "lead", "heading", "near", "section", "about", "context")
_SIGNS = ("cover", "told", "rank", "sense", "kind", "vice", "label", "cell", "year")
_FORMS = ("opens", "bare", "stated", "newest")
_PLACED = ("sense_before", "sense_after", "sense_passage", "sense_below", "sense_place",
           "cover_place")  # fmt: skip
_STATEMENT_KINDS = tuple(get_args(StatementKind))
_CROSSED = ("cover", "told", "sense", "kind", "own", "heading")
_ASKED = ("who", "when", "where", "definition", "keyword", "yesno", "list", "recommendation",
          "summary")  # fmt: skip
PLAIN = (
    *_SIGNS, *_FIELDS, *_FORMS, *_PLACED, *(f"is_{kind}" for kind in _STATEMENT_KINDS),
)  # fmt: skip
NAMES = (*PLAIN, *(f"{asked}:{name}" for asked in _ASKED for name in _CROSSED))
_CROSSED_AT = [PLAIN.index(name) for name in _CROSSED]


def features(
    scored: Sequence[Scored],
    around: Sequence[Candidate],
    held: Sequence[Sequence[Term]],
    total: float,
    asked: str,
    years: Sequence[str],
) -> NDArray[np.float64]:
    """One row per statement scored, one column per name of ``NAMES``.

    Args:
        scored: the statements to tell apart.
        around: every statement found, those scored among them.
        held: of each statement scored, the terms wanted that its passage may hold.
        total: weight of all terms wanted.
        asked: kind of the question.
        years: years that evidence must hold for.
    """
    places = _Places(around)
    covers = sorted((one.cover for one in scored), reverse=True)
    plain = np.array(
        [
            _plain(one, places, covers, terms, total, bool(years))
            for one, terms in zip(scored, held, strict=True)
        ],
        dtype=np.float64,
    ).reshape(len(scored), len(PLAIN))
    crossed = np.zeros((len(scored), len(_ASKED) * len(_CROSSED)))
    if asked in _ASKED:
        start = _ASKED.index(asked) * len(_CROSSED)
        crossed[:, start : start + len(_CROSSED)] = plain[:, _CROSSED_AT]
    return np.hstack((plain, crossed))


class _Places:
    """Where each statement stands among those found: its neighbours, its document's year."""

    def __init__(self, around: Sequence[Candidate]) -> None:
        self.before: dict[str, float] = {}
        self.after: dict[str, float] = {}
        self.passage: dict[str, float] = {}
        for left, right in pairwise(around):
            if left.passage.id == right.passage.id:
                self.before[right.statement.id] = left.sense
                self.after[left.statement.id] = right.sense
        for one in around:
            best = self.passage.get(one.passage.id, one.sense)
            self.passage[one.passage.id] = max(best, one.sense)
        nearest = sorted(around, key=lambda one: -one.sense)
        self.place = {one.statement.id: at for at, one in enumerate(nearest)}
        years = sorted({one.document.year or "" for one in around})
        last = max(len(years) - 1, 1)
        self.newness = {year: at / last for at, year in enumerate(years)}


def _plain(
    one: Scored,
    places: _Places,
    covers: Sequence[float],
    held: Sequence[Term],
    total: float,
    dated: bool,
) -> list[float]:
    candidate, statement = one.candidate, one.candidate.statement
    key = statement.id
    fields = (candidate.own, candidate.lead, candidate.heading, candidate.near,
              candidate.section, candidate.about, candidate.context)  # fmt: skip
    best = places.passage[candidate.passage.id]
    return [
        one.cover, one.own, candidate.rank, candidate.sense, one.kind, float(one.vice),
        one.label, one.cell, one.year,
        *(coverage(held, ((stems, 1.0),), total) for stems in fields),
        float(statement.text.rstrip().endswith(":")), float(len(candidate.own) <= 1),
        float(bool(statement.years)),
        0.0 if dated else places.newness[candidate.document.year or ""],
        places.before.get(key, 0.0), places.after.get(key, 0.0), best, candidate.sense - best,
        1.0 / (1 + places.place[key]), 1.0 / (1 + covers.index(one.cover)),
        *(float(statement.kind == kind) for kind in _STATEMENT_KINDS),
    ]  # fmt: skip
