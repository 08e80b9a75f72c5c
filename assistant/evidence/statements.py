"""Which statement answers: the signs of each, weighed as answers to past questions taught."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import learned
from assistant.evidence.candidates import Candidate
from assistant.evidence.features import features
from assistant.evidence.matching import weight, within
from assistant.evidence.scoring import Scored, scored
from assistant.question.model import Question, Term

RULES = 10.0  # worth of the score by the rules, which what was learned mends
CLOSE = 40  # statements, best by the rules, that are told apart by what was learned


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement that may answer.

    Attributes:
        cover: share of the question's weight found in and around it.
        own: share found in it and its lead-ins.
        score: overall, about 0 to 1.4.
        said: the score with less of the meaning in it.
        weighed: what statements are ordered by; only differences mean something.
        sign: for holding the kind of thing asked, as ``scoring.Scored.kind``.
        chance: that it is the one that answers, if one found does: 0 to 1, of all found.
    """

    candidate: Candidate
    cover: float
    own: float
    score: float
    said: float
    weighed: float = 0.0
    chance: float = 0.0
    sign: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighable:
    """Statements by the rules: those to tell apart with their features, and the rest.

    Attributes:
        close: at most ``CLOSE``, best first.
        rows: (close, features).
    """

    close: tuple[Scored, ...]
    rows: NDArray[np.float64]
    rest: tuple[Scored, ...]


def weighable(
    candidates: Sequence[Candidate], question: Question, years: Sequence[str], org: Collection[str]
) -> Weighable:
    """The statements best by the rules, with what tells them apart."""
    wanted = [term for term in question.terms if term.stem not in org] or list(question.terms)
    total = weight(wanted)
    near: dict[str, list[Term]] = {}  # by passage, the terms that it may hold
    for candidate in candidates:
        if candidate.passage.id not in near:
            near[candidate.passage.id] = within(wanted, candidate.around)
    signs = sorted(
        (
            scored(one, question, wanted, near[one.passage.id], total, years, org)
            for one in candidates
        ),
        key=lambda one: _order(one.score, one.candidate),
    )
    close, rest = tuple(signs[:CLOSE]), tuple(signs[CLOSE:])
    held = [near[one.candidate.passage.id] for one in close]
    rows = features(close, candidates, held, total, question.kind, years)
    return Weighable(close, rows, rest)


def rank_statements(
    candidates: Sequence[Candidate], question: Question, years: Sequence[str], org: Collection[str]
) -> list[Ranked]:
    """Statements by how well they answer, best first; ties in document order."""
    found = weighable(candidates, question, years, org)
    told = np.array([one.score for one in found.close])
    weights = RULES * told + found.rows @ learned.statement_weights().values
    chances = np.exp(weights - weights.max(initial=0.0))
    chances /= chances.sum() or 1.0
    first = [
        _ranked(one, float(weight), float(chance))
        for one, weight, chance in zip(found.close, weights, chances, strict=True)
    ]
    first.sort(key=lambda one: _order(one.weighed, one.candidate))
    least = min((one.weighed for one in first), default=0.0) - 1.0
    return [*first, *(_ranked(one, least) for one in found.rest)]


def _order(score: float, candidate: Candidate) -> tuple[float, str, int]:
    return (-round(score, 6), candidate.document.id, candidate.statement.order)


def _ranked(one: Scored, weighed: float, chance: float = 0.0) -> Ranked:
    return Ranked(
        one.candidate, one.cover, one.own, one.score, one.said, weighed, chance, one.kind
    )


def missing_names(question: Question, org: Collection[str]) -> tuple[str, ...]:
    """Names of the question that the documents never mention."""
    return tuple(
        term.word
        for term in question.terms
        if term.name and not term.known and term.stem not in org
    )
