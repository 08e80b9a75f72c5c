"""What a search returns. Hits carry whole passages and documents."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import Document, Passage


@dataclass(frozen=True, slots=True)
class Filters:
    """Hard filters, applied inside each channel. None or empty: no filter.

    Attributes:
        years: reporting periods or calendar years; a document passes when its own year
            equals one of them, or when its period contains one of them.
        document_ids: only these documents.
        kinds: only these kinds of document.
    """

    years: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channels:
    """Scores of one passage before fusion, kept for explanation. None: not returned."""

    lexical: float | None
    semantic: float | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, best first; ``score`` is the fused score, higher is better.

    ``highlights`` are half-open spans of ``passage.text`` that match query terms.
    """

    passage: Passage
    document: Document
    score: float
    channels: Channels
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet and how many passages of the result have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits of one query.

    Attributes:
        query: as given.
        corrected: the query after spelling correction, None when nothing was corrected.
        total: passages that match before ``k`` and ``offset``.
        facets: name (``year``, ``kind``, ``document``) to values, most frequent first.
    """

    query: str
    corrected: str | None
    hits: tuple[Hit, ...]
    total: int
    facets: tuple[tuple[str, tuple[Facet, ...]], ...] = ()
