"""How likely a draft in sentences answers: what its evidence looks like, weighed by past answers.

A logistic regression over a dozen traits; ``python -m eval.training`` makes its weights from
questions with known answers, and from questions that the documents do not answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.compose.draft import Draft
from assistant.compose.found import Found
from assistant.evidence.learned import Weights, read_weights
from assistant.evidence.matching import coverage, match
from assistant.evidence.statements import Ranked
from assistant.question.model import Term

WEIGHTS = Path(__file__).with_name("surety.toml")
LEAST = 0.2  # chance of being right under which nothing is answered
_KINDS = ("who", "when", "where", "definition", "keyword", "open", "howto", "yesno", "list",
          "recommendation", "summary")  # fmt: skip
TRAITS = (
    "chance", "first", "cover", "own", "said", "best_cover", "best_said", "nearest", "spread",
    "missing", "name_missing", "unknown", "words", "years_missing", "follow_up", "sentences",
    "sentence", "length", "said_of_it",
    *(f"{kind}:{name}" for kind in _KINDS for name in ("asked", "sign", "own")),
)  # fmt: skip


def surety(found: Found, draft: Draft) -> float:
    """Chance, 0 to 1, that a draft answers what is asked."""
    weights = _weights()
    return 1.0 / (1.0 + math.exp(-float(traits(found, draft) @ weights.values) - weights.bias))


@cache
def _weights() -> Weights:
    return read_weights(WEIGHTS, TRAITS)


def traits(found: Found, draft: Draft) -> NDArray[np.float64]:
    """(len(TRAITS),) what tells a right answer from a wrong one.

    ``chance`` is that of the statements cited, ``cover``, ``own`` and ``said`` of the best of
    them; ``missing`` the share of the question that no statement found holds.
    """
    question, ranked = found.question, found.ranked
    cited = _cited(ranked, draft)
    wanted = [term for term in question.terms if term.stem not in found.org]
    lacking = [term for term in wanted if not any(_near(one, term) for one in ranked)]
    whole = sum(term.weight for term in wanted) or 1.0
    close = [one.score for one in ranked[:40]]
    undated = bool(question.asked.years) and not any(
        year in one.candidate.statement.years or year == one.candidate.document.year
        for year in question.asked.years
        for one in cited
    )
    sign = max((one.sign for one in cited), default=0.0)
    own = max((one.own for one in cited), default=0.0)
    told = [
        sum(one.chance for one in cited),
        float(bool(ranked) and ranked[0] in cited),
        *(max((getattr(one, name) for one in cited), default=0.0)
          for name in ("cover", "own", "said")),
        max((one.cover for one in ranked), default=0.0),
        max((one.said for one in ranked), default=0.0),
        max((one.candidate.sense for one in cited), default=0.0),
        float(np.std(close)) if close else 0.0,
        sum(term.weight for term in lacking) / whole,
        float(any(term.name for term in lacking)),
        float(sum(not term.known for term in wanted)),
        float(min(len(wanted), 8)),
        float(undated),
        float(bool(question.context)),
        float(min(len(draft.sentences), 5)),
        float(any(one.candidate.statement.kind == "sentence" for one in cited)),
        math.log1p(sum(len(one.candidate.own) for one in cited)),
        max((_said_of(one, wanted) for one in cited), default=0.0),
        *(value * (question.kind == kind) for kind in _KINDS for value in (1.0, sign, own)),
    ]  # fmt: skip
    return np.array(told, dtype=np.float64)


def _near(one: Ranked, term: Term) -> bool:
    candidate = one.candidate
    return any(match(term, stems) for stems in (candidate.own, candidate.lead, candidate.heading))


def _said_of(one: Ranked, wanted: Sequence[Term]) -> float:
    """Share of the question that a statement says itself, its titles and lead-ins left out."""
    return coverage(wanted, ((one.candidate.own, 1.0),))


def _cited(ranked: Sequence[Ranked], draft: Draft) -> list[Ranked]:
    """The statements that a draft cites."""
    spans = [
        (support.document.id, support.page, support.start, support.end)
        for sentence in draft.sentences
        for support in sentence.support
    ]
    return [
        one
        for one in ranked
        if any(
            one.candidate.document.id == document
            and one.candidate.statement.page == page
            and start <= one.candidate.statement.start < end
            for document, page, start, end in spans
        )
    ]
