"""What composition works on: the question, its evidence, and the corpus around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.evidence.candidates import Candidate
from assistant.evidence.figures import Scored
from assistant.evidence.register import Register
from assistant.evidence.statements import Ranked
from assistant.question.lexicon import Lexicon
from assistant.question.model import Question
from ingest.records import Document, Statement


@dataclass(frozen=True, slots=True)
class Found:
    """Evidence gathered for one question.

    Attributes:
        candidates: statements of the best passages, best passage first.
        register: all figures of the corpus.
        org: stems of the bodies' own names.
        years: years or periods that evidence must hold for; empty for any.
        document_ids: only these documents, empty for all.
        ranked: the candidates by how well they answer, best first.
        section: all statements of a document, in order (a call to the store).
        uncovered: years asked that no document covers.
        scores: of figures, worked out so far: they are the same for every year.
    """

    question: Question
    candidates: tuple[Candidate, ...]
    ranked: tuple[Ranked, ...]
    register: Register
    lexicon: Lexicon
    org: frozenset[str]
    years: tuple[str, ...]
    document_ids: tuple[str, ...]
    section: Callable[[Document], tuple[Statement, ...]]
    uncovered: tuple[str, ...] = ()
    scores: dict[str, Scored] = field(init=False, repr=False, compare=False, default_factory=dict)
