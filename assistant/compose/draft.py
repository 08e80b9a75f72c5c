"""A draft answer: sentences with what supports each, before numbering and verification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import AnswerKind
from assistant.evidence.register import Entry
from ingest.records import Document, Statement


@dataclass(frozen=True, slots=True)
class Support:
    """A slice of a document that backs a sentence: ``page.text[start:end]``."""

    document: Document
    page: int
    start: int
    end: int
    passage_id: str
    heading: tuple[str, ...]
    lead: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document, statements: Sequence[Statement]) -> Support:
        """The slice that covers statements of one page."""
        first = statements[0]
        return cls(
            document,
            first.page,
            min(one.start for one in statements),
            max(one.end for one in statements),
            first.passage_id,
            first.heading,
            first.lead,
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the answer.

    Attributes:
        text: without citation marks.
        support: slices that back it, at least one.
        computed: numbers worked out from the cited ones (a difference), as shown.
        figures: figures it states.
        item: it is an item of a list.
        note: the assistant's own remark, shown in brackets after the sentence.
    """

    text: str
    support: tuple[Support, ...]
    computed: tuple[str, ...] = ()
    figures: tuple[Entry, ...] = ()
    item: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification; ``score`` tells how sure the selection is."""

    kind: AnswerKind
    sentences: tuple[Sentence, ...]
    score: float


def words(text: str) -> int:
    """Number of words of a text."""
    return len(text.split())


def within(sentences: Sequence[Sentence], limit: int) -> tuple[Sentence, ...]:
    """The first sentences that stay within ``limit`` words; always at least one."""
    kept: list[Sentence] = []
    total = 0
    for sentence in sentences:
        size = words(sentence.text)
        if kept and total + size > limit:
            break
        kept.append(sentence)
        total += size
    return tuple(kept)
