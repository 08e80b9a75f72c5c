"""Which figure answers: what it counts, about what, for when, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evidence.asking import Asking, Evidence
from assistant.evidence.candidates import Candidate
from assistant.evidence.counted import counts
from assistant.evidence.register import Entry, holds_for
from assistant.evidence.traits import barred, none_traits_of, told, traits_of
from assistant.evidence.weighing import Array, Weights, chances, rows_of
from ingest.french.tokens import terms

_RANK = 0.1  # worth of a passage's own rank, beside what its figures say


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure that may answer.

    Attributes:
        head: how well what it counts is what is asked, 0 to 1.
        score: chance that what it states is the answer, 0 to 1.
        beside: the same of all that its statement states: a sentence with several figures
            tells the right one even when it is not sure which of them is asked.
        worth: what it says for itself over « no figure answers » (log odds).
    """

    entry: Entry
    candidate: Candidate | None
    head: float
    score: float
    beside: float
    worth: float


@dataclass(frozen=True, slots=True)
class Pool:
    """The figures that may answer a question, and their traits.

    Attributes:
        entries: figures that hold for the years and count something like what is asked.
        candidates: for each, its statement in context, None when it was not retrieved.
        heads: for each, how well it counts what is asked.
        rows: (n, len(TRAITS)). none: (len(NONE_TRAITS),) values.
    """

    entries: tuple[Entry, ...]
    candidates: tuple[Candidate | None, ...]
    heads: tuple[float, ...]
    rows: Array
    none: tuple[float, ...]


def pool_of(
    entries: Sequence[Entry],
    candidates: Sequence[Candidate],
    asking: Asking,
    evidence: Evidence,
    years: Sequence[str],
) -> Pool:
    """Figures that hold for ``years`` and may count what is asked, with their traits.

    Args:
        years: periods that a figure has to hold for; any when empty.
    """
    by_statement = {candidate.statement.id: candidate for candidate in candidates}
    unique = {entry.figure.id: entry for entry in entries if holds_for(entry, years)}
    held: list[tuple[Entry, Candidate | None, float]] = []
    for entry in unique.values():
        candidate = by_statement.get(entry.figure.statement_id)
        counted = counts(entry, candidate, asking.question)
        if counted > 0 and not barred(entry, candidate, asking, evidence):
            held.append((entry, candidate, counted))
    traits = [traits_of(*one, asking, evidence) for one in held]
    kept = tuple(entry for entry, _, _ in held)
    return Pool(
        kept,
        tuple(candidate for _, candidate, _ in held),
        tuple(counted for _, _, counted in held),
        rows_of(kept, traits),
        none_traits_of(asking),
    )


def weighed(pool: Pool, dated: bool, weights: Weights) -> list[Scored]:
    """Figures of a pool, best first; ties by document and place.

    Args:
        dated: the pool is of the years asked; else the same indicator stands in it once a
            report, and its figures do not speak against one another.
    """
    if not pool.entries:
        return []
    groups = [_stated(entry, dated) for entry in pool.entries]
    shares, worth = chances(pool.rows, pool.none, groups, weights)
    if not dated:
        shares = _with_twins(pool.entries, shares)
    own = [entry.figure.statement_id for entry in pool.entries]
    beside, _ = chances(pool.rows, pool.none, own, weights)
    scored = [
        Scored(entry, candidate, head, float(share), float(around), float(value))
        for entry, candidate, head, share, around, value in zip(
            pool.entries, pool.candidates, pool.heads, shares, beside, worth, strict=True
        )
    ]
    return sorted(scored, key=_order)


def _stated(entry: Entry, dated: bool) -> tuple[object, ...]:
    figure = entry.figure
    symbol = figure.unit if figure.unit in ("%", "$") else None
    return (figure.number, symbol) if dated else (figure.number, symbol, entry.document.id)


def _with_twins(entries: Sequence[Entry], shares: Array) -> Array:
    """Chances with those of the same indicator in other documents, the best one of each."""
    best: dict[str, dict[tuple[str, str | None], float]] = {}
    keys = [(entry.noun, entry.figure.unit) for entry in entries]
    for entry, key, share in zip(entries, keys, shares, strict=True):
        held = best.setdefault(entry.document.id, {})
        held[key] = max(held.get(key, 0.0), float(share))
    return np.array([
        min(1.0, float(share) + sum(
            held.get(key, 0.0) for document, held in best.items() if document != entry.document.id
        ))
        for entry, key, share in zip(entries, keys, shares, strict=True)
    ])  # fmt: skip


def _order(one: Scored) -> tuple[float, str, int, int]:
    figure = one.entry.figure
    return (-one.worth, figure.document_id, figure.page, figure.start)


def likeness(entry: Entry, candidate: Candidate, asking: Asking) -> tuple[float, float]:
    """How well a figure counts what is asked, and how much is said around it; each 0 to 1.

    The second adds the rank of its passage: it orders passages, and chooses no figure.
    """
    counted = counts(entry, candidate, asking.question)
    around = told(entry, candidate, asking, counted)
    return counted, (1 - _RANK) * (counted + around) / 2 + _RANK * candidate.rank


def organization_stems(names: Sequence[str | None]) -> frozenset[str]:
    """Stems of the bodies' own names."""
    return frozenset(stem for name in names if name for stem in terms(name))
