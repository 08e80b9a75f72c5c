"""One moment of the index, as searched: a generation, what is newer, what is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.acronyms import AcronymTable
from index.analysis import WeightedTerm, filter_years
from index.contents import Contents
from index.hits import Filters
from index.lexicon import french_words
from index.recent import Recent, read_recent
from index.spelling import Corrector
from index.store import Store
from ingest.records import Document

Ranking = list[tuple[int, float]]
_FILTERS = 8  # filters whose passages are remembered, as long as the index does not change


@dataclass(frozen=True, slots=True)
class _Kept:
    """What filters leave.

    Attributes:
        rowids: passages, ascending; None: all that the generation holds.
        documents: ids; None: all.
        hidden: passages of former versions that the filters do not ask for by name.
    """

    rowids: NDArray[np.int64] | None
    documents: Collection[str] | None
    hidden: int


@dataclass(frozen=True, slots=True)
class View:
    """What one search sees, from its start to its end.

    Attributes:
        current: name of the current generation when the view was read; None without one.
        revision: of the store.
        rowids: live passages (n,), ascending, and ``owners``, place of each one's document
            in ``documents`` (n,).
        gone: passages that the generation holds and the store does not any more.
    """

    current: str | None
    revision: int
    contents: Contents
    corrector: Corrector
    acronyms: AcronymTable
    documents: tuple[Document, ...]
    rowids: NDArray[np.int64]
    owners: NDArray[np.int64]
    gone: int
    recent: Recent
    kept: dict[Filters, _Kept] = field(default_factory=dict, repr=False, compare=False)

    def documents_of(self, rowids: Sequence[int]) -> list[Document | None]:
        """The document of each passage; None for a passage that is gone."""
        wanted = np.asarray(rowids, dtype=np.int64)
        if not len(self.rowids) or not len(wanted):
            return [None] * len(wanted)
        places = np.minimum(np.searchsorted(self.rowids, wanted), len(self.rowids) - 1)
        owners = np.where(self.rowids[places] == wanted, self.owners[places], -1)
        return [self.documents[owner] if owner >= 0 else None for owner in owners.tolist()]

    def search_words(self, terms: Sequence[WeightedTerm], k: int, filters: Filters) -> Ranking:
        """The ``k`` best live passages by words, best first, ties by rowid."""
        hidden = self._kept(filters).hidden
        found = self.contents.lexical.search(terms, k + self.gone + hidden, filters)
        if self.gone or hidden:
            owners = self.documents_of([rowid for rowid, _ in found])
            found = [
                pair for pair, owner in zip(found, owners, strict=True)
                if owner is not None and passes(owner, filters)
            ]  # fmt: skip
        if self.recent.passages:
            allowed = self._kept(filters).documents
            found += self.recent.search_words(terms, self.contents.vocabulary.idf, allowed)
        return _best(found, k)

    def search_vectors(self, vector: NDArray[np.float32], k: int, filters: Filters) -> Ranking:
        """The ``k`` nearest live passages, nearest first, ties by rowid."""
        kept = self._kept(filters)
        found: Ranking = self.contents.semantic.search(vector, k, kept.rowids)
        if self.recent.passages:
            found += self.recent.search_vectors(vector, kept.documents)
        return _best(found, k)

    def _kept(self, filters: Filters) -> _Kept:
        """What ``filters`` leave; worked out once, over every document and passage."""
        found = self.kept.get(filters)
        if found is None:
            found = self._left(filters)
            if len(self.kept) >= _FILTERS:
                self.kept.clear()
            self.kept[filters] = found
        return found

    def _left(self, filters: Filters) -> _Kept:
        replaced = np.fromiter(
            (one.superseded_by is not None and one.id not in filters.document_ids
             for one in self.documents), dtype=np.bool_, count=len(self.documents),
        )  # fmt: skip
        hidden = int(replaced[self.owners].sum()) if replaced.any() else 0
        whole = filters == Filters() and not hidden
        if whole and not self.gone:
            return _Kept(None, None, hidden)
        passing = np.fromiter(
            (passes(document, filters) for document in self.documents),
            dtype=np.bool_, count=len(self.documents),
        )  # fmt: skip
        left = zip(self.documents, passing.tolist(), strict=True)
        documents = None if whole else {document.id for document, passed in left if passed}
        return _Kept(self.rowids[passing[self.owners]], documents, hidden)


def passes(document: Document, filters: Filters) -> bool:
    """Whether the passages of ``document`` may be returned.

    Those of a version that a newer one replaces are, when the document is asked for by name.
    """
    if filters.document_ids and document.id not in filters.document_ids:
        return False
    if document.superseded_by is not None and document.id not in filters.document_ids:
        return False
    if filters.kinds and document.kind not in filters.kinds:
        return False
    return not filters.years or not set(filters.years).isdisjoint(filter_years(document.year))


def read_view(
    store: Store, contents: Contents, current: str | None, before: View | None = None
) -> View:
    """The present view of the store through ``contents``.

    Args:
        current: name of the current generation, as it stood before ``contents`` was read.
        before: a former view, of which what still holds is kept.
    """
    same = before if before is not None and before.contents is contents else None
    top = contents.state.max_rowid
    with store.snapshot():
        revision = int(store.meta("revision") or 0)
        documents = store.documents()
        rowids, owner_ids = store.rowids()
        acronyms = AcronymTable(store.acronyms())
        recent = Recent()
        if len(rowids) and int(rowids[-1]) > top:
            recent = read_recent(store, top, acronyms, same.recent if same else recent)
    indexed = int(np.searchsorted(rowids, top, side="right"))
    return View(
        current, revision, contents, same.corrector if same else _corrector(contents),
        acronyms, documents, rowids, _places(documents, owner_ids),
        contents.state.passages - indexed, recent,
    )  # fmt: skip


def _corrector(contents: Contents) -> Corrector:
    return Corrector(contents.vocabulary, french_words())


def _places(documents: Sequence[Document], owner_ids: Sequence[str]) -> NDArray[np.int64]:
    places: Mapping[str, int] = {document.id: place for place, document in enumerate(documents)}
    return np.array([places[owner] for owner in owner_ids], dtype=np.int64)


def _best(found: Ranking, k: int) -> Ranking:
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]
