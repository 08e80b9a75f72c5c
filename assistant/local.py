"""The product on one machine: one data folder, one model, in this process."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from assistant.answer import Answer
from assistant.bank.finder import BankFinder, today
from assistant.bank.model import BankDetail, BankHit, BankKind, BankQuery, BankResult
from assistant.journal import Journal
from assistant.leftovers import remove_leftovers
from assistant.llm.client import HttpModel
from assistant.llm.options import model_options
from assistant.lookup import look_up
from assistant.pipeline import Assistant, Scope
from assistant.remembering import RememberingAssistant
from assistant.reporting import report_of
from assistant.restoring import finish_restore
from assistant.service import (
    AskRequest,
    Check,
    Feedback,
    FigureResult,
    IngestReport,
    Progress,
    Readiness,
    Span,
)
from assistant.settings import Settings
from assistant.suggest import suggestions
from assistant.uploads import own_upload
from index.build import Indexer
from index.encoder import Encoder, load_encoder
from index.hits import Filters, SearchResult
from index.search import Searcher
from index.store import Store
from index.store_exclusions import Exclusion
from index.update import Changes, Step, readmit, refresh, update
from ingest.errors import NoIndexError, NotFoundError, StoreError
from ingest.pipeline import Read
from ingest.readers.base import SUFFIXES
from ingest.readers.sandbox import read_file
from ingest.records import Document, Failure, Page, RawDocument
from ingest.rendering import SCREEN_DPI, boxes_of, render_page
from ingest.unpacked import UNPACKED
from ingest.walk import paths_or_default


def open_service(settings: Settings) -> LocalService:
    """The service of a data folder, empty or not.

    Raises:
        StoreError: the folder cannot be used.
        SettingsError: the language model is set by half, or unsafely.
    """
    finish_restore(settings.data)
    return LocalService(settings)


class LocalService:
    """``Service`` over a data folder. Reading methods are safe in threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._llm = model_options(settings)
        self._encoder: Encoder = load_encoder(settings.model, settings.data)
        self._lock = Lock()
        self._writing = Lock()
        self._opened: tuple[Searcher, Assistant, BankFinder] | None = None
        self._journal = Journal(settings.data, questions=settings.log_questions)

    # Reading

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        if request.document is not None:
            self.document(request.document)
        scope = Scope(request.year, request.document, request.answer_in)
        answer = self._ready().ask(request.question, request.history, scope)
        conversation = request.conversation_id or f"c-{uuid.uuid4().hex}"
        self._journal.asked(
            conversation, request.question, request.history, answered=answer.answered,
            milliseconds=dict(answer.timings_ms).get("total"),
            closest=[near.document_id for near in answer.closest],
        )  # fmt: skip
        return replace(answer, conversation_id=conversation)

    def retrieve(self, question: str, history: Sequence[str], k: int) -> SearchResult:
        """The passages that ``ask`` would answer from, best first."""
        hits = self._ready().retrieve(question, history)
        return SearchResult(question, None, hits[:k], len(hits))

    def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        """Ranked passages, from ``offset``, ``k`` at most."""
        return self._ready().search(query, k=k, offset=offset, filters=filters)

    def figures(
        self, query: str, *, year: str | None, unit: str | None, document: str | None, k: int
    ) -> FigureResult:
        """Figures that answer ``query``; an empty query lists them, newest first."""
        corpus = self._ready().corpus()
        years = (year,) if year else ()
        return look_up(corpus, self._open().store, query, years=years, unit=unit,
                       document=document, k=k)  # fmt: skip

    def bank(self, query: BankQuery) -> BankResult:
        """Measures or grants; an empty result while no bank is indexed."""
        try:
            return self._finder().find(query, today())
        except NoIndexError:
            return BankResult()

    def bank_entry(self, kind: BankKind, entry_id: str) -> BankDetail:
        """One measure or grant and what it is linked to."""
        return self._finder().entry(kind, entry_id, today())

    def bank_entries(self, kind: BankKind, entry_ids: Sequence[str]) -> tuple[BankHit, ...]:
        """Those of these entries that the bank holds; none while no bank is indexed."""
        try:
            return self._finder().entries(kind, entry_ids, today())
        except NoIndexError:
            return ()

    def documents(self) -> tuple[Document, ...]:
        """Every indexed document, by title."""
        store = self._store()
        return store.documents() if store is not None else ()

    def failures(self) -> tuple[Failure, ...]:
        """Files that the last ingestion could not read, or left aside."""
        store = self._store()
        return (*store.failures(), *store.refused_rows()) if store is not None else ()

    def document(self, document_id: str) -> Document:
        """One document."""
        return self._open().store.document(document_id)

    def page(self, document_id: str, number: int) -> Page:
        """One page, ``number`` 1-based."""
        return self._open().store.page(document_id, number)

    def passage_span(self, document_id: str, number: int, passage_id: str) -> Span | None:
        """Where a passage stands in the text of a page; None when it is not there."""
        passage = self._open().store.passages_by_id([passage_id]).get(passage_id)
        if passage is None or (passage.document_id, passage.page) != (document_id, number):
            return None
        return (passage.start, passage.end)

    def page_png(
        self, document_id: str, number: int, span: Span | None, width: int | None = None
    ) -> bytes:
        """Picture of a page (PNG), a span of its text highlighted when one is given."""
        page = self.page(document_id, number)
        if not page.width:
            raise NotFoundError("no_page_image", "Ce format n’a pas d’image de page.")
        boxes = boxes_of(page.words, *span) if span else ()
        dpi = SCREEN_DPI if width is None else 72 * width / page.width
        return render_page(self.file_path(document_id), number, dpi, boxes)

    def file_path(self, document_id: str) -> Path:
        """The original file; NotFoundError when it is no longer there."""
        document = self.document(document_id)
        return UNPACKED.path_of(Path(document.root), document.source)

    def suggest(self, query: str, k: int) -> tuple[str, ...]:
        """Completions while typing; questions to begin with when ``query`` is empty."""
        try:
            return suggestions(self._ready().corpus(), query, k)
        except NoIndexError:
            return ()

    def ready(self) -> Readiness:
        """Whether an index is loaded; cheap, never raises."""
        try:
            searcher = self._open()
            counts = searcher.store.counts()
        except (NoIndexError, StoreError):
            return Readiness(False)
        sizes = (counts.documents, counts.passages, counts.figures)
        return Readiness(counts.documents > 0, *sizes, searcher.version[0])

    # Writing

    def ingest(
        self, paths: Sequence[Path], progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Index files and folders; what has not changed is not read again."""
        chosen = paths_or_default(paths, self._settings.corpus)
        return self._indexed(
            lambda indexer, read, step: update(indexer, chosen, read, SUFFIXES, step), progress
        )

    def reread(
        self, document_id: str, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Read one document again, with what the catalogue now says of it."""
        known = self.document(document_id)
        root = Path(known.root)
        return self._indexed(
            lambda indexer, read, step: refresh(indexer, root, known.source, read, step), progress
        )

    def _indexed(
        self, work: Callable[[Indexer, Read, Step], Changes],
        progress: Callable[[Progress], None] | None,
    ) -> IngestReport:  # fmt: skip
        """Do ``work`` as the one writer, and tell what it did."""
        started = time.perf_counter()
        remove_leftovers(self._settings)

        def step(stage: str, done: int, total: int, current: str) -> None:
            if progress is not None:
                progress(Progress(stage, done, total, current))

        def read(path: Path) -> RawDocument:
            return read_file(path, listener=lambda done, total: step("ocr", done, total, path.name))

        with self._writing, Indexer(self._settings.data, self._encoder) as indexer:
            changes = work(indexer, read, step)
            counts = indexer.store.counts()
        return report_of(changes, counts, time.perf_counter() - started)

    def remove(self, document_id: str) -> Document:
        """Take a document out and return it; its file, where it stays, is left aside."""
        document = self.document(document_id)
        with self._writing, Indexer(self._settings.data, self._encoder) as indexer:
            if own_upload(self._settings, document) is None:
                indexer.exclude(document_id, today().isoformat())
            else:
                indexer.remove(document_id)
            indexer.commit()
        return document

    def taken_out(self) -> tuple[Exclusion, ...]:
        """Documents taken out whose file is left aside, the latest first."""
        return store.exclusions() if (store := self._store()) else ()

    def readmit(
        self, document_id: str, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Take back a document that was taken out, and index its file."""
        return self._indexed(lambda *work: readmit(work[0], document_id, *work[1:]), progress)

    def feedback(self, feedback: Feedback) -> None:
        """Append what a person thought of an answer to ``feedback.jsonl``, flushed to disk."""
        self._journal.feedback(feedback)

    def forget(self, conversation_id: str) -> int:
        """Erase a conversation from the journal; how many lines went."""
        return self._journal.forget(conversation_id)

    def doctor(self) -> tuple[Check, ...]:
        """Check the installation and its index."""
        from assistant.doctor import checks

        return checks(self._settings, self._encoder)

    def close(self) -> None:
        """Let go of files."""
        with self._lock:
            if self._opened is not None:
                self._opened[0].close()
            self._opened = None

    def _all(self) -> tuple[Searcher, Assistant, BankFinder]:
        with self._lock:
            if self._opened is None:
                finder = BankFinder(searcher := Searcher(self._settings.data, self._encoder))
                self._opened = searcher, self._assistant(searcher, finder), finder
            return self._opened

    def _assistant(self, searcher: Searcher, finder: BankFinder) -> Assistant:
        return RememberingAssistant(searcher, finder, HttpModel(self._llm) if self._llm else None)

    def _open(self) -> Searcher:
        return self._all()[0]

    def _finder(self) -> BankFinder:
        return self._all()[2]

    def _ready(self) -> Assistant:
        """The assistant over an index that holds at least one document."""
        searcher, assistant, _ = self._all()
        if not searcher.documents and not searcher.store.documents():
            raise NoIndexError(
                "no_index",
                "Aucun document n’est indexé. Lancez « repere ingest DOSSIER » pour commencer.",
            )
        return assistant

    def _store(self) -> Store | None:
        try:
            return self._open().store
        except NoIndexError:
            return None
