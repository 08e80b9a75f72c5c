"""The seam between the product and its faces.

The HTTP API and the command line call these methods and nothing else; what they do is
written once, behind ``Service``. Every value is frozen. Methods are called from several
threads at once, ``ingest``, ``reread``, ``remove`` and ``readmit`` from one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from assistant.answer import Answer
from assistant.bank.model import BankDetail, BankHit, BankKind, BankQuery, BankResult
from index.hits import Filters, SearchResult
from index.store_exclusions import Exclusion
from ingest.records import Document, Failure, Figure, Page

Language = Literal["fr", "en"]
Span = tuple[int, int]  # half-open, in characters of a page text


@dataclass(frozen=True, slots=True)
class AskRequest:
    """One question, already cleaned (``assistant.intake``).

    Attributes:
        history: earlier questions of the conversation, oldest first.
        year, document: hard filters set by the person, None when not set.
        lang: of messages and errors.
        answer_in: language of the answer; None for that of the question.
    """

    question: str
    history: tuple[str, ...] = ()
    conversation_id: str | None = None
    year: str | None = None
    document: str | None = None
    lang: Language = "fr"
    answer_in: Language | None = None


@dataclass(frozen=True, slots=True)
class FigureHit:
    """A figure found, its document, and the verbatim slice that states it."""

    figure: Figure
    document: Document
    quote: str


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One value of a series; ``year`` is None where the document states none.

    ``others``: (number, figure) of the same indicator for the same year that differ.
    """

    year: str | None
    number: float
    figure_id: str
    others: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The same indicator over several years, oldest first; ``reason``: why they go together."""

    label: str
    points: tuple[SeriesPoint, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FigureResult:
    """Figures, newest year first, and the series they belong to."""

    figures: tuple[FigureHit, ...]
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of an ingestion.

    Attributes:
        stage: ``read``, ``ocr``, ``embed``, ``index`` or ``link``.
        done, total: files, pages, passages or entries of that stage.
        current: file being worked on, empty when none.
    """

    stage: str
    done: int
    total: int
    current: str = ""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did. Counts are of the whole index but for the four changes.

    Attributes:
        documents, pages, passages, figures, measures, grants: in the index afterwards.
        added, updated, unchanged, removed: documents, by what happened to them.
        failed: files that could not be read.
        seconds: wall-clock time.
        skipped: files left aside: unknown formats, copies of another file.
        moved: of the unchanged documents, those found under another path.
    """

    documents: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    pages: int = 0
    passages: int = 0
    figures: int = 0
    measures: int = 0
    grants: int = 0
    seconds: float = 0.0
    skipped: tuple[Failure, ...] = ()
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether questions can be answered, and over what.

    Attributes:
        ready: an index is loaded and holds at least one document.
        generation: name of the index generation in use, None before the first.
    """

    ready: bool
    documents: int = 0
    passages: int = 0
    figures: int = 0
    generation: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of an answer."""

    conversation_id: str
    useful: bool
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing ``doctor`` looked at; ``message`` is French and says what to do.

    ``code`` is the stable code of what is wrong, where it has one (``no_index``).
    """

    name: str
    ok: bool
    message: str
    code: str | None = None


class Service(Protocol):
    """What every face may ask of the product.

    Reading methods raise ``NoIndexError`` while nothing has been ingested, except
    ``documents``, ``failures``, ``suggest``, ``bank``, ``bank_entries``, ``ready`` and
    ``doctor``, which then return their empty value. ``NotFoundError`` for an unknown
    document or page.
    """

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        ...

    def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        """Ranked passages, from ``offset``, ``k`` at most."""
        ...

    def figures(
        self, query: str, *, year: str | None, unit: str | None, document: str | None, k: int
    ) -> FigureResult:
        """Figures that answer ``query``; an empty query lists them, newest first."""
        ...

    def bank(self, query: BankQuery) -> BankResult:
        """Measures or grants; an empty result while no bank is indexed."""
        ...

    def bank_entry(self, kind: BankKind, entry_id: str) -> BankDetail:
        """One measure or grant and what it is linked to.

        Raises NotFoundError ``unknown_entry``.
        """
        ...

    def bank_entries(self, kind: BankKind, entry_ids: Sequence[str]) -> tuple[BankHit, ...]:
        """Those of these entries that the bank holds, in this order, without what links them.

        Cheap: lists ask for hundreds of them.
        """
        ...

    def documents(self) -> tuple[Document, ...]:
        """Every indexed document, by title."""
        ...

    def failures(self) -> tuple[Failure, ...]:
        """Files that the last ingestion could not read, or left aside (``skipped``)."""
        ...

    def document(self, document_id: str) -> Document:
        """One document."""
        ...

    def page(self, document_id: str, number: int) -> Page:
        """One page, ``number`` 1-based."""
        ...

    def passage_span(self, document_id: str, number: int, passage_id: str) -> Span | None:
        """Where a passage stands in the text of a page; None when it is not there."""
        ...

    def page_png(
        self, document_id: str, number: int, span: Span | None, width: int | None = None
    ) -> bytes:
        """Picture of a page (PNG), a span of its text highlighted when one is given.

        ``width`` in pixels, about; None: fit to be read.

        Raises NotFoundError ``no_page_image`` where the format has no layout.
        """
        ...

    def file_path(self, document_id: str) -> Path:
        """The original file; NotFoundError when it is no longer there."""
        ...

    def suggest(self, query: str, k: int) -> tuple[str, ...]:
        """Completions while typing; questions to begin with when ``query`` is empty."""
        ...

    def ingest(
        self, paths: Sequence[Path], progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Index files and folders; what has not changed is not read again.

        A folder is a root: its documents whose file is gone leave the index. A file
        alone removes nothing.
        """
        ...

    def reread(
        self, document_id: str, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Index one document again when its file or what ``corpus.toml`` says of it changed."""
        ...

    def remove(self, document_id: str) -> Document:
        """Take a document out of the index and return it.

        Its file stays, and is left aside until :meth:`readmit` or until it is named.
        """
        ...

    def taken_out(self) -> tuple[Exclusion, ...]:
        """Documents taken out whose file is left aside, the latest first."""
        ...

    def readmit(
        self, document_id: str, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Take back a document that was taken out, and index its file."""
        ...

    def ready(self) -> Readiness:
        """Whether an index is loaded; cheap, never raises."""
        ...

    def feedback(self, feedback: Feedback) -> None:
        """Keep what a person thought of an answer."""
        ...

    def forget(self, conversation_id: str) -> int:
        """Erase what was kept of a conversation; how many lines of the journal went."""
        ...

    def doctor(self) -> tuple[Check, ...]:
        """Check the installation and its index."""
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice does nothing."""
        ...
