"""Statements that may answer, with all that surrounds them, ready to be scored."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.matching import coverage
from assistant.question.model import Term
from index.hits import Hit
from index.store import Store
from ingest.french.tokens import terms
from ingest.records import Document, Passage, Statement

_STATEMENTS = 20_000  # statements whose vectors are remembered
_FARTHEST = 4.0  # standard scores
_PASSAGES = 4_000  # passages whose statements are remembered

OWN, LEAD, HEADING, NEAR, SHARED_HEADING, CONTEXT, DOCUMENT = 1.0, 0.9, 0.8, 0.6, 0.55, 0.5, 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement found, its passage and document, and their stems.

    Attributes:
        rank: how well its passage was ranked, 1 best to 0.
        own, lead, heading, context, about: stems of the statement, of its lead-ins, of
            its titles, of the rest of its passage, of its document's title.
        near: stems of the two statements right before it in the passage.
        section: stems of the statements of its passage under the same title.
        shared: its title stands for several subjects (titles in a row), so it tells less.
        sense: how much nearer its meaning is to the question than that of the others found
            (a standard score, so that models whose cosines spread otherwise weigh the same;
            0 when no vectors are at hand).
        around: every stem of its fields and of those of its neighbours in the passage.
    """

    statement: Statement
    passage: Passage
    document: Document
    rank: float
    own: frozenset[str]
    lead: frozenset[str]
    heading: frozenset[str]
    context: frozenset[str]
    about: frozenset[str]
    shared: bool
    near: frozenset[str] = frozenset()
    section: frozenset[str] = frozenset()
    around: frozenset[str] | None = None
    sense: float = 0.0

    @property
    def fields(self) -> tuple[tuple[frozenset[str], float], ...]:
        """Stems and how much a match in each counts."""
        return (
            (self.own, OWN),
            (self.lead, LEAD),
            (self.heading, SHARED_HEADING if self.shared else HEADING),
            (self.near, NEAR),
            (self.context, CONTEXT),
            (self.about, DOCUMENT),
        )

    def covers(self, wanted: Sequence[Term]) -> float:
        """Share of the wanted terms' weight found in and around the statement."""
        return coverage(wanted, self.fields)


@dataclass(frozen=True, slots=True)
class _Words:
    own: frozenset[str]
    lead: frozenset[str]
    heading: frozenset[str]
    shared: bool


# Of a candidate, all but its passage, its document and its rank.
_Told = tuple[
    Statement, frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str],
    bool, frozenset[str], frozenset[str], frozenset[str],
]  # fmt: skip
_Vector = NDArray[np.float16]


class Gatherer:
    """Makes candidates of hits. Remembers what surrounds statements; safe in threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._read: OrderedDict[str, tuple[_Told, ...]] = OrderedDict()
        self._senses: OrderedDict[str, _Vector] = OrderedDict()
        self._revision: object = None

    def at(self, revision: object) -> None:
        """Forget what was remembered of another state of the store."""
        with self._lock:
            if revision != self._revision:
                self._read.clear()
                self._senses.clear()
                self._revision = revision

    def gather(
        self, hits: Sequence[Hit], vector: NDArray[np.float32] | None = None
    ) -> tuple[Candidate, ...]:
        """Candidates of the hits' passages, in the order of hits and of the documents.

        Args:
            vector: (dim,) of the question; None: their meaning is not looked at.
        """
        by_passage = self._told(hits)
        found = [(hit, told) for hit in hits for told in by_passage.get(hit.passage.id, ())]
        ranks = {hit.passage.id: 1.0 - at / max(len(hits), 1) for at, hit in enumerate(hits)}
        senses = [0.0] * len(found)
        if vector is not None:
            senses = self._senses_of([told[0].id for _, told in found], vector)
        return tuple(
            Candidate(told[0], hit.passage, hit.document, ranks[hit.passage.id], *told[1:], sense)
            for (hit, told), sense in zip(found, senses, strict=True)
        )

    def _senses_of(self, ids: Sequence[str], vector: NDArray[np.float32]) -> list[float]:
        """How much nearer each statement is than the others, 0 where vectors are missing."""
        held = self._vectors(ids)
        known = [row for row in held.values() if row.shape == vector.shape]
        if not ids or len(known) < len(held) or len(held) < len(set(ids)):
            return [0.0] * len(ids)  # made by another model, or not made yet
        near = np.stack([held[key] for key in ids]).astype(np.float32) @ vector
        spread = float(near.std())
        near = np.clip((near - near.mean()) / (spread or 1.0), -_FARTHEST, _FARTHEST)
        scores: list[float] = near.tolist()
        return scores

    def _vectors(self, wanted: Sequence[str]) -> dict[str, _Vector]:
        """Vectors of statements, those read before not read again."""
        with self._lock:
            known = {key: self._senses[key] for key in wanted if key in self._senses}
        missing = [key for key in wanted if key not in known]
        if missing:
            fresh = {
                key: np.frombuffer(blob, dtype="<f2")
                for key, blob in self._store.senses(missing).items()
            }
            known |= fresh
            with self._lock:
                self._senses.update(fresh)
                while len(self._senses) > _STATEMENTS:
                    self._senses.popitem(last=False)
        return known

    def _told(self, hits: Sequence[Hit]) -> dict[str, tuple[_Told, ...]]:
        """The statements of the hits' passages; passages read before are not read again."""
        with self._lock:
            known = {hit.passage.id: self._read.get(hit.passage.id) for hit in hits}
        missing = [hit for hit in hits if known[hit.passage.id] is None]
        fresh: dict[str, tuple[_Told, ...]] = {}
        if missing:
            found: dict[str, list[Statement]] = {hit.passage.id: [] for hit in missing}
            for statement in self._store.statements_of_passages(list(found)):
                found[statement.passage_id].append(statement)
            fresh = {
                hit.passage.id: _told_of(hit.document, found[hit.passage.id]) for hit in missing
            }
        with self._lock:
            self._read.update(fresh)
            while len(self._read) > _PASSAGES:
                self._read.popitem(last=False)
        return {key: told for key, told in known.items() if told is not None} | fresh


def _told_of(document: Document, statements: Sequence[Statement]) -> tuple[_Told, ...]:
    """The statements of one passage and the stems around each."""
    words = [_words_of(statement) for statement in statements]
    context = frozenset().union(*(one.own for one in words)) if words else frozenset()
    about = frozenset(terms(f"{document.title} {document.kind} {document.organization or ''}"))
    around = context.union(about, *(one.lead | one.heading for one in words))
    sections: dict[tuple[str, ...], frozenset[str]] = {}
    for statement, one in zip(statements, words, strict=True):
        sections[statement.heading] = sections.get(statement.heading, frozenset()) | one.own
    told: list[_Told] = []
    for at, (statement, one) in enumerate(zip(statements, words, strict=True)):
        near = frozenset().union(*(before.own for before in words[max(0, at - 2) : at]))
        told.append(
            (statement, one.own, one.lead, one.heading, context, about, one.shared, near,
             sections[statement.heading], around)
        )  # fmt: skip
    return tuple(told)


def _words_of(statement: Statement) -> _Words:
    return _Words(
        frozenset(terms(statement.text)),
        frozenset(terms(" ".join(statement.lead))),
        frozenset(terms(" ".join(statement.heading))),
        bool(statement.heading) and " / " in statement.heading[-1],
    )
