"""What the documents tell of a measure or a grant: passages, with the words that tell it.

Words only, no model: a link is shown when a passage holds the name of the entry, or its
place and several of its words, so that a person sees at once why it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.answer import Citation
from assistant.jsonform import HEADING, document_url
from index.analysis import weigh
from index.hits import Filters
from index.search import Searcher
from ingest.entries import Entry
from ingest.french.folding import fold
from ingest.french.tokens import tokenize
from ingest.places import place_key
from ingest.records import Document, Passage, Statement

MOST = 5
DEPTH = 30  # passages looked at
NAMED = 0.8  # share of the title's words from which a statement names the entry
SHARED = 3  # words of title and text that a statement of the entry's place must hold


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement that tells of the entry, and how surely."""

    statement: Statement
    document: Document
    weight: float


class Linker:
    """Finds the passages that tell of entries. Safe in threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def evidence(self, entry: Entry) -> tuple[Citation, ...]:
        """Statements of the documents that tell of ``entry``, surest first, newest of equals."""
        stems = _stems(entry.title)
        if not stems:
            return ()
        view = self._searcher.refresh()
        place = entry.field("municipality") or entry.field("mrc")
        words = weigh((*stems, *_stems(place)))
        ranking = view.search_words(words, DEPTH, Filters())
        passages = self._searcher.store.passages_by_rowid(rowid for rowid, _ in ranking)
        documents = {document.id: document for document in view.documents}
        found = [
            best
            for passage in (*passages.values(), *self._source_page(entry, documents.values()))
            if (best := self._best(entry, passage, documents)) is not None
        ]
        found.sort(key=lambda one: (-one.weight, one.document.year is None, _newest(one.document)))
        unique = {(one.document.id, one.statement.id): one for one in reversed(found)}
        ordered = [one for one in found if unique.get((one.document.id, one.statement.id)) is one]
        return tuple(self._citation(n, one) for n, one in enumerate(ordered[:MOST], start=1))

    def _source_page(self, entry: Entry, documents: Iterable[Document]) -> Sequence[Passage]:
        """Passages of the page that the bank itself gives as its source."""
        source, page = entry.field("source"), entry.field("source_page")
        if not source or not page.isdigit():
            return ()
        for document in documents:
            if PurePosixPath(document.source).name == source:
                every = self._searcher.store.passages_of_document(document.id)
                return [passage for passage in every if passage.page == int(page)]
        return ()

    def _best(
        self, entry: Entry, passage: Passage, documents: dict[str, Document]
    ) -> _Found | None:
        document = documents.get(passage.document_id)
        if document is None:
            return None
        weighed = [
            (weight, statement)
            for statement in self._searcher.store.statements_of_passages([passage.id])
            if (weight := _weight(entry, statement)) > 0
        ]
        if not weighed:
            return None
        weight, statement = max(weighed, key=lambda one: (one[0], -one[1].order))
        return _Found(statement, document, weight)

    def _citation(self, n: int, found: _Found) -> Citation:
        statement, document = found.statement, found.document
        text = self._searcher.store.page_text(document.id, statement.page)
        page = statement.page if document.paged else None
        return Citation(
            n=n,
            document_id=document.id,
            title=document.title,
            source=document.source,
            page=page,
            year=document.year,
            heading=HEADING.join(statement.heading),
            quote=text[statement.start : statement.end],
            passage_id=statement.passage_id,
            url=document_url(document.id, page, start=statement.start, end=statement.end),
            image=None,
            text_page=statement.page,
            start=statement.start,
            end=statement.end,
        )


def _weight(entry: Entry, statement: Statement) -> float:
    """How surely a statement tells of an entry, 0 when nothing says so.

    Its whole name, or its place with several of its words; headings count as said.
    """
    said = f"{' '.join(statement.heading)} {' '.join(statement.lead)} {statement.text}"
    held = _stems(said)
    title = _stems(entry.title)
    named = len(title & held) / len(title)
    if len(title) >= 2 and named >= NAMED and title & _stems(statement.text):
        return 1.0 + named
    place = entry.field("municipality") or entry.field("mrc")
    if place and f" {place_key(place)} " in f" {_plain(said)} ":
        shared = (title | _stems(entry.text)) & held
        return len(shared) / 20 if len(shared) >= SHARED else 0.0
    return 0.0


def _plain(text: str) -> str:
    return place_key("".join(c if c.isalnum() or c in "-' " else " " for c in fold(text)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokenize(text) if not token.stop)


def _newest(document: Document) -> str:
    """Sorts the newest first."""
    digits = (document.year or "0000")[-4:]
    return "".join(chr(ord("9") - int(d) + ord("0")) if d.isdigit() else d for d in digits)
