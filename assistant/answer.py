"""The answer and its parts: what every face (API, command line, page) shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.bank.shown import BankHit

AnswerKind = Literal[
    "figure", "comparison", "definition", "list", "who", "when", "where", "yesno",
    "howto", "recommendation", "summary", "keyword", "greeting", "help", "out_of_scope",
    "measures", "open",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited slice of a document.

    Attributes:
        n: the number shown in the answer as ``[n]``, from 1.
        page: 1-based; None where the format has no pages.
        quote: verbatim slice of the document's page text.
        start, end: half-open span of the quote in that page text.
        page_label: what is printed on the page, when it is not ``page``.
        text_page: page number inside the store (1 for formats without pages).
    """

    n: int
    document_id: str
    title: str
    source: str
    page: int | None
    year: str | None
    heading: str
    quote: str
    passage_id: str
    url: str
    image: str | None
    text_page: int
    start: int
    end: int
    page_label: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure of the answer. ``n`` is the citation that states it."""

    label: str
    value: str
    number: float
    unit: str | None
    year: str | None
    n: int
    figure_id: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Closest:
    """A near passage, shown when the documents do not hold the answer."""

    document_id: str
    title: str
    source: str
    page: int | None
    year: str | None
    heading: str
    text: str
    passage_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read, shown so that the person can correct it.

    Attributes:
        standalone: the question after follow-up resolution.
        kind: the kind of question.
        years: years or periods asked about.
        language: ``fr`` or ``en``.
        corrected: spelling-corrected form, None when nothing was corrected.
    """

    standalone: str
    kind: AnswerKind
    years: tuple[str, ...]
    language: str
    corrected: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``answered`` is False when the documents do not hold it.

    ``entries``: measures or grants that it gives, in the order of its sentences.
    ``confidence``: higher is surer, comparable between answers of one engine; None: not said.
    """

    answer: str
    answered: bool
    kind: AnswerKind
    understood: Understood
    citations: tuple[Citation, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    follow_ups: tuple[str, ...] = ()
    closest: tuple[Closest, ...] = ()
    conversation_id: str | None = None
    engine: str = "extractive"
    timings_ms: tuple[tuple[str, float], ...] = field(default=())
    confidence: float | None = None
    entries: tuple[BankHit, ...] = ()
