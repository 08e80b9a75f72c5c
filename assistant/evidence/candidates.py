"""Statements that may answer, with all that surrounds them, ready to be scored."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from assistant.evidence.matching import coverage
from assistant.question.model import Term
from index.hits import Hit
from index.store import Store
from ingest.french.tokens import terms
from ingest.records import Document, Passage, Statement

_KEPT = 20_000  # statements whose words are remembered
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


class Gatherer:
    """Makes candidates of hits. Remembers the words of statements; safe in threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._words: OrderedDict[str, _Words] = OrderedDict()
        self._read: OrderedDict[str, tuple[Statement, ...]] = OrderedDict()
        self._revision: object = None

    def at(self, revision: object) -> None:
        """Forget what was remembered of another state of the store."""
        with self._lock:
            if revision != self._revision:
                self._words.clear()
                self._read.clear()
                self._revision = revision

    def gather(self, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        """Candidates of the hits' passages, in the order of hits and of the documents."""
        by_passage = self._statements([hit.passage.id for hit in hits])
        made: list[Candidate] = []
        for place, hit in enumerate(hits):
            rank = 1.0 - place / max(len(hits), 1)
            made.extend(self._of_passage(hit, by_passage.get(hit.passage.id, ()), rank))
        return tuple(made)

    def _statements(self, wanted: Sequence[str]) -> dict[str, tuple[Statement, ...]]:
        """Statements of passages, those read before not read again."""
        with self._lock:
            known = {key: self._read[key] for key in wanted if key in self._read}
        missing = [key for key in wanted if key not in known]
        if not missing:
            return known
        found: dict[str, list[Statement]] = {key: [] for key in missing}
        for statement in self._store.statements_of_passages(missing):
            found[statement.passage_id].append(statement)
        fresh = {key: tuple(statements) for key, statements in found.items()}
        with self._lock:
            self._read.update(fresh)
            while len(self._read) > _PASSAGES:
                self._read.popitem(last=False)
        return known | fresh

    def _of_passage(
        self, hit: Hit, statements: Sequence[Statement], rank: float
    ) -> list[Candidate]:
        words = [self._words_of(statement) for statement in statements]
        context = frozenset().union(*(one.own for one in words)) if words else frozenset()
        document = hit.document
        about = frozenset(terms(f"{document.title} {document.kind} {document.organization or ''}"))
        sections: dict[tuple[str, ...], frozenset[str]] = {}
        for statement, one in zip(statements, words, strict=True):
            held = sections.get(statement.heading, frozenset())
            sections[statement.heading] = held | one.own
        made = []
        for at, (statement, one) in enumerate(zip(statements, words, strict=True)):
            near = frozenset().union(*(before.own for before in words[max(0, at - 2) : at]))
            made.append(
                Candidate(
                    statement,
                    hit.passage,
                    document,
                    rank,
                    one.own,
                    one.lead,
                    one.heading,
                    context,
                    about,
                    one.shared,
                    near,
                    sections[statement.heading],
                )
            )
        return made

    def _words_of(self, statement: Statement) -> _Words:
        with self._lock:
            known = self._words.get(statement.id)
            if known is not None:
                self._words.move_to_end(statement.id)
                return known
        made = _Words(
            frozenset(terms(statement.text)),
            frozenset(terms(" ".join(statement.lead))),
            frozenset(terms(" ".join(statement.heading))),
            bool(statement.heading) and " / " in statement.heading[-1],
        )
        with self._lock:
            self._words[statement.id] = made
            while len(self._words) > _KEPT:
                self._words.popitem(last=False)
        return made
