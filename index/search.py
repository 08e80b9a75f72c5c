"""From a question to hits: correct → expand → both channels → fuse → whole passages."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.acronyms import AcronymTable
from index.analysis import WeightedTerm, weigh
from index.encoder import Encoder
from index.fusion import Ranking
from index.hits import Channels, Facet, Filters, Hit, SearchResult
from index.opening import is_current, next_view, open_view
from index.options import PRODUCT, SearchOptions, fuse
from index.spelling import Corrector, idle_corrector
from index.store import Store
from index.view import View
from index.vocabulary import Vocabulary
from ingest.french.tokens import terms as content_terms
from ingest.french.tokens import tokenize
from ingest.records import Document

DEPTH = 100  # candidates of each channel
RECENT = 256  # queries whose vector is remembered
Span = tuple[int, int]


class Searcher:
    """The index of a data folder, opened once and shared by threads.

    It sees every committed change: a new generation is read before the next search, and
    until there is one, new passages are searched and removed ones left out.

    Args:
        data: the data folder.
        encoder: the model that the index was made with.
        options: parts of the search; other ones than the default serve to measure them.

    Raises:
        NoIndexError: nothing was ever ingested there.
        StoreError: the folder cannot be used, or holds vectors of another model.
    """

    def __init__(self, data: Path, encoder: Encoder, *, options: SearchOptions = PRODUCT) -> None:
        self.store = Store.open(data)
        self.encoder = encoder
        self._data = data
        self._options = options
        self._idle = None if options.spelling else idle_corrector()
        self._refreshing = threading.Lock()
        self._recent: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._recent_lock = threading.Lock()
        self._held = threading.local()
        try:
            self._view = open_view(self.store, data, encoder.name, options)
        except BaseException:
            self.store.close()
            raise

    @property
    def vocabulary(self) -> Vocabulary:
        """Words of the corpus, with ``idf(stem)``."""
        return self._view.contents.vocabulary

    @property
    def corrector(self) -> Corrector:
        """Spelling correction against the corpus."""
        return self._idle or self._view.corrector

    @property
    def acronyms(self) -> AcronymTable:
        """Acronyms of the corpus."""
        return self._view.acronyms

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document, as of the last refresh."""
        return self._view.documents

    @property
    def version(self) -> tuple[str | None, int]:
        """Generation and store revision: what a result cache must be keyed by."""
        view = self.refresh()
        return (view.current, view.revision)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def search(
        self,
        query: str,
        k: int = 10,
        offset: int = 0,
        filters: Filters | None = None,
        *,
        vector: NDArray[np.float32] | None = None,
    ) -> SearchResult:
        """Passages that answer ``query``, best first.

        Args:
            k: most hits wanted; ``offset`` hits before them are skipped.
            filters: hard filters, applied inside each channel.
            vector: (dim,) of the query when the caller has it; else it is made here.

        Returns:
            Hits with whole passages and documents; none for a blank query. ``total`` and
            the facets count the candidates of both channels.

        Raises:
            StoreError: the data folder cannot be read any more.
        """
        view = self.refresh()
        if not query.strip() or k <= 0 or offset < 0 or not len(view.rowids):
            return SearchResult(query, None, (), 0)
        chosen = filters or Filters()
        correction = (self._idle or view.corrector).correct(query)
        depth = max(DEPTH, offset + k)
        words = weigh(content_terms(correction.text))
        if self._options.acronyms:
            words = (*words, *view.acronyms.expand(correction.text))
        lexical = view.search_words(words, depth, chosen)
        if vector is None:
            vector = self.query_vector(correction.text)
        dense = view.search_vectors(vector, depth, chosen)
        fused = fuse(dense, lexical, self._options)
        return SearchResult(
            query,
            correction.text if correction.changed else None,
            self._hits(view, fused[offset : offset + k], lexical, dense, words),
            len(fused),
            facets([d for d in view.documents_of([rowid for rowid, _ in fused]) if d is not None]),
        )

    def query_vector(self, text: str) -> NDArray[np.float32]:
        """The vector (dim,) of a query; the last ones are remembered."""
        with self._recent_lock:
            if text in self._recent:
                self._recent.move_to_end(text)
                return self._recent[text]
        made: NDArray[np.float32] = self.encoder.encode_queries([text])[0]
        with self._recent_lock:
            self._recent[text] = made
            while len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return made

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Look once whether the index changed, then not again: one question is one moment.

        What is committed meanwhile is seen by the next question. Only of the calling thread.
        """
        if getattr(self._held, "moment", False):
            yield
            return
        self.refresh()
        self._held.moment = True
        try:
            yield
        finally:
            self._held.moment = False

    def refresh(self) -> View:
        """The present view, read anew when the store or the generation changed."""
        view = self._view
        if getattr(self._held, "moment", False) or is_current(view, self.store, self._data):
            return view
        with self._refreshing:
            if not is_current(self._view, self.store, self._data):
                self._view = next_view(
                    self._view, self.store, self._data, self.encoder.name, self._options
                )
            return self._view

    def _hits(
        self,
        view: View,
        fused: Ranking,
        lexical: Ranking,
        dense: Ranking,
        words: Sequence[WeightedTerm],
    ) -> tuple[Hit, ...]:
        passages = self.store.passages_by_rowid(rowid for rowid, _ in fused)
        by_words, by_meaning = dict(lexical), dict(dense)
        stems = {word.term for word in words}
        documents = view.documents_of([rowid for rowid, _ in fused])
        hits = []
        for (rowid, score), document in zip(fused, documents, strict=True):
            passage = passages.get(rowid)
            if passage is None or document is None:  # removed this very moment
                continue
            channels = Channels(by_words.get(rowid), by_meaning.get(rowid))
            hits.append(Hit(passage, document, score, channels, highlights(passage.text, stems)))
        return tuple(hits)


def highlights(text: str, stems: Collection[str]) -> tuple[tuple[int, int], ...]:
    """Half-open spans of the words of ``text`` whose stem is one of ``stems``."""
    placed = _placed(text)
    return tuple(sorted(span for stem in set(stems) for span in placed.get(stem, ())))


@lru_cache(maxsize=2048)
def _placed(text: str) -> Mapping[str, tuple[Span, ...]]:
    """Where each stem stands: the same passages come back from question to question."""
    found: dict[str, list[Span]] = {}
    for token in tokenize(text):
        if not token.stop:
            found.setdefault(token.stem, []).append((token.start, token.end))
    return {stem: tuple(spans) for stem, spans in found.items()}


def facets(documents: Sequence[Document]) -> tuple[tuple[str, tuple[Facet, ...]], ...]:
    """Counts of years, kinds and documents, one document given per passage."""
    values = {
        "year": Counter(document.year for document in documents if document.year),
        "kind": Counter(document.kind for document in documents),
        "document": Counter(document.id for document in documents),
    }
    return tuple((name, _most_frequent(counts)) for name, counts in values.items())


def _most_frequent(counts: Counter[str]) -> tuple[Facet, ...]:
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Facet(value, count) for value, count in order)
