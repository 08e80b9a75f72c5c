"""A service whose every answer can be read off its two documents."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from assistant.answer import Answer, AnswerFigure, Citation, Closest, Understood
from assistant.bank.model import BankDetail, BankHit, BankKind, BankQuery, BankResult
from assistant.service import (
    AskRequest,
    Check,
    Feedback,
    FigureHit,
    FigureResult,
    IngestReport,
    Progress,
    Readiness,
    Series,
    SeriesPoint,
    Span,
)
from index.hits import Channels, Facet, Filters, Hit, SearchResult
from index.store_exclusions import Exclusion
from ingest.catalogue import Said, read_catalogue
from ingest.errors import NoIndexError, NotFoundError
from ingest.records import Document, Failure, Figure, Page, Passage

TEXT = "Vie associative\nAu 31 mars 2022, le réseau compte 375 membres."
QUOTE = "Au 31 mars 2022, le réseau compte 375 membres."
START = TEXT.index(QUOTE)
PNG = b"\x89PNG\r\n\x1a\n-picture-"


def make_document(
    name: str, root: Path, *, paged: bool = True, year: str = "2021-2022"
) -> Document:
    """A document with nothing unknown but its date and address."""
    return Document(
        id=name, source=f"{name}.txt", root=str(root), title=f"Rapport {name}", kind="rapport",
        year=year, organization="Réseau", url=None, language="fr", date=None, digest="0" * 64,
        size=len(TEXT), paged=paged, pages=1,
    )  # fmt: skip


PASSAGE = Passage("p1", "rapport-2022", 1, START, len(TEXT), QUOTE, ("Vie associative",), 0)


def search_bank(entries: Sequence[BankHit], query: BankQuery) -> BankResult:
    """Entries of the bank that hold every word and every filter, in the order given."""
    kept = [
        entry
        for entry in entries
        if entry.kind == query.kind
        and all(word in entry.title.lower() for word in query.query.lower().split())
        and all(
            any(value in dict(entry.fields).get(name, "") for other, value in query.filters
                if other == name)
            for name, _ in query.filters
        )
    ]  # fmt: skip
    if not entries:
        return BankResult()
    themes: dict[str, int] = {}
    for entry in kept:
        theme = dict(entry.fields).get("theme", "")
        themes[theme] = themes.get(theme, 0) + 1
    facets = tuple(Facet(theme, count) for theme, count in themes.items() if theme)
    return BankResult(
        tuple(kept[query.offset : query.offset + query.k]), len(kept), len(entries),
        (("theme", facets),),
    )  # fmt: skip


class FakeService:
    """Holds ``rapport-2022`` and ``notes``; records what it is asked.

    Args:
        root: folder of the documents' files.
        empty: nothing has been ingested.
    """

    def __init__(self, root: Path, *, empty: bool = False) -> None:
        self.root = root
        self.empty = empty
        self.known = {
            "rapport-2022": make_document("rapport-2022", root),
            "notes": make_document("notes", root, paged=False, year="2018"),
        }
        self.asked: list[AskRequest] = []
        self.searched: list[tuple[str, int, int, Filters]] = []
        self.banked: list[BankQuery] = []
        self.entries: list[BankHit] = []
        self.said: list[Feedback] = []
        self.forgotten: list[str] = []
        self.out: list[Exclusion] = []
        self.ingested: list[tuple[Path, ...]] = []
        self.report = IngestReport(documents=2, added=2, pages=2, passages=1, figures=1)
        self.checks = (Check("index", True, "L'index répond."),)
        self.error: Exception | None = None
        self.gate: threading.Event | None = None
        self.label = "membres"
        self.closed = False

    def _meet(self, *, needs_index: bool = True) -> None:
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.error is not None:
            raise self.error
        if needs_index and self.empty:
            raise NoIndexError("no_index", "Rien n'est indexé.")

    def ask(self, request: AskRequest) -> Answer:
        self._meet()
        self.asked.append(request)
        understood = Understood(request.question, "figure", ("2022",), request.lang, None)
        if "licorne" in request.question:
            near = Closest(
                "rapport-2022", "Rapport rapport-2022", "rapport-2022.txt", 1, "2021-2022",
                "Vie associative", QUOTE, "p1", "/documents/rapport-2022#page=1",
            )  # fmt: skip
            return Answer(
                "Les documents ne le disent pas.", False, "open", understood, closest=(near,)
            )
        cited = Citation(
            1, "rapport-2022", "Rapport rapport-2022", "rapport-2022.txt", 1, "2021-2022",
            "Vie associative", QUOTE, "p1", "/documents/rapport-2022#page=1",
            "/api/documents/rapport-2022/pages/1.png?passage=p1", 1, START, len(TEXT),
        )  # fmt: skip
        figure = AnswerFigure("membres", "375", 375.0, "membre", "2021-2022", 1)
        return Answer(
            "Au 31 mars 2022, le réseau compte 375 membres [1].", True, "figure", understood,
            (cited,), (figure,), ("Et en 2018 ?",), timings_ms=(("total", 1.234),),
        )  # fmt: skip

    def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        self._meet()
        self.searched.append((query, k, offset, filters))
        document = self.known["rapport-2022"]
        hit = Hit(PASSAGE, document, 0.75, Channels(1.0, None), ((0, 2),))
        facets = (("year", (Facet("2021-2022", 1),)),)
        return SearchResult(query, None, (hit,), 1, facets)

    def figures(
        self, query: str, *, year: str | None, unit: str | None, document: str | None, k: int
    ) -> FigureResult:
        self._meet()
        at = TEXT.index("375")
        figure = Figure(
            "f1", "s1", "rapport-2022", 1, at, at + 3, START, len(TEXT), "375", Decimal(375), None,
            "membre", self.label, None, year or "2021-2022", "2022-03-31", ("Vie associative",), (),
            1.0,
        )  # fmt: skip
        series = Series("membres", (SeriesPoint("2021-2022", 375.0, "f1"),))
        return FigureResult((FigureHit(figure, self.known["rapport-2022"], QUOTE),), (series,))

    def bank(self, query: BankQuery) -> BankResult:
        self._meet(needs_index=False)
        self.banked.append(query)
        return search_bank(self.entries, query)

    def bank_entry(self, kind: BankKind, entry_id: str) -> BankDetail:
        self._meet(needs_index=False)
        found = self.bank_entries(kind, (entry_id,))
        if not found:
            raise NotFoundError("unknown_entry", "Cette fiche n'est pas dans la banque.")
        return BankDetail(found[0])

    def bank_entries(self, kind: BankKind, entry_ids: Sequence[str]) -> tuple[BankHit, ...]:
        self._meet(needs_index=False)
        known = {entry.id: entry for entry in self.entries if entry.kind == kind}
        return tuple(known[named] for named in entry_ids if named in known)

    def documents(self) -> tuple[Document, ...]:
        self._meet(needs_index=False)
        return () if self.empty else tuple(self.known.values())

    def failures(self) -> tuple[Failure, ...]:
        return (Failure("brisé.pdf", "damaged_file", "Le fichier est endommagé."),)

    def document(self, document_id: str) -> Document:
        self._meet()
        if document_id not in self.known:
            raise NotFoundError("unknown_document", "Ce document n'existe pas.")
        return self.known[document_id]

    def page(self, document_id: str, number: int) -> Page:
        paged = self.document(document_id).paged
        return Page(number, TEXT, width=612.0 if paged else 0.0, height=792.0 if paged else 0.0)

    def passage_span(self, document_id: str, number: int, passage_id: str) -> Span | None:
        return (START, len(TEXT)) if (number, passage_id) == (1, "p1") else None

    def page_png(
        self, document_id: str, number: int, span: Span | None, width: int | None = None
    ) -> bytes:
        if not self.document(document_id).paged:
            raise NotFoundError("no_page_image", "Ce format n'a pas d'image de page.")
        return PNG + repr(span).encode() + (b"" if width is None else b"%d" % width)

    def file_path(self, document_id: str) -> Path:
        return self.root / self.document(document_id).source

    def suggest(self, query: str, k: int) -> tuple[str, ...]:
        self._meet(needs_index=False)
        return tuple(f"{query} {n}".strip() for n in range(k))

    def ingest(
        self, paths: Sequence[Path], progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        self._meet(needs_index=False)
        self.ingested.append(tuple(paths))
        if progress is not None:
            progress(Progress("read", 1, 2, "rapport.txt"))
        self.empty = False
        return self.report

    def reread(
        self, document_id: str, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        known = self.document(document_id)
        said = read_catalogue(Path(known.root)).get(known.source, Said())
        changed = {"title": said.title, "kind": said.kind, "year": said.year}
        kept = {name: value for name, value in changed.items() if value}
        self.known[document_id] = replace(known, **kept)  # type: ignore[arg-type]
        return self.report

    def forget(self, conversation_id: str) -> int:
        self.forgotten.append(conversation_id)
        return 2

    def remove(self, document_id: str) -> Document:
        removed = self.document(document_id)
        del self.known[document_id]
        self.out.append(Exclusion(
            removed.id, removed.root, removed.source, removed.title, removed.digest, "2026-11-21"
        ))  # fmt: skip
        return removed

    def taken_out(self) -> tuple[Exclusion, ...]:
        return tuple(self.out)

    def readmit(
        self, document_id: str, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        if document_id not in {one.id for one in self.out}:
            raise NotFoundError("not_taken_out", "Aucun document retiré ne porte cet identifiant.")
        self.out = [one for one in self.out if one.id != document_id]
        return self.report

    def ready(self) -> Readiness:
        return Readiness(not self.empty, 0 if self.empty else 2, 1, 1, "gen-1")

    def feedback(self, feedback: Feedback) -> None:
        self._meet(needs_index=False)
        self.said.append(feedback)

    def doctor(self) -> tuple[Check, ...]:
        return self.checks

    def close(self) -> None:
        self.closed = True
