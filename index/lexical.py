"""The word index: BM25 by tantivy over terms that are ours.

score(d, q) = Σ_t w_t · [ bm25(t, body of d) + header_boost · bm25(t, header of d) ]
with k1 = 1.2 and b = 0.75, tantivy's constants (Robertson and Zaragoza 2009, « The
Probabilistic Relevance Framework », eq. 3.15; idf as Lucene's: ln(1 + (N − n + ½)/(n + ½))).
Field lengths are kept in one byte: exact up to 40 terms, within 1/16 above.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from index.analysis import LexicalRow, WeightedTerm
from index.hits import Filters
from ingest.errors import StoreError

HEADER_BOOST = 0.5
MOST_TERMS = 128  # a longer query is cut: what it says, it has said by then
_HEAP = 64_000_000
_MARGIN = 16
_LONGEST_TERM = 200
_Query = tantivy.Query


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("rowid", fast=True)
    for field in ("body", "header"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in ("document", "kind", "year"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    return builder.build()


_SCHEMA = _schema()


class LexicalIndex:
    """Passages by their words. Read-only once built; safe in threads."""

    def __init__(self, index: tantivy.Index, header_boost: float = HEADER_BOOST) -> None:
        """Use ``build`` or ``open``."""
        self._searcher = index.searcher()
        self._header_boost = header_boost

    @classmethod
    def build(
        cls,
        rows: Iterable[LexicalRow],
        folder: Path | None = None,
        *,
        header_boost: float = HEADER_BOOST,
    ) -> LexicalIndex:
        """Index ``rows`` in ``folder`` (made when absent), or in memory.

        Give rows by ascending rowid.

        Raises:
            OSError: the folder cannot be made.
            StoreError: ``lexical_index_unwritable``.
        """
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(_SCHEMA, path=None if folder is None else str(folder))
            # One thread: one order of segments, so equal input makes equal output.
            writer = index.writer(_HEAP, 1)
            for row in rows:
                writer.add_document(_document(row))
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
        except (ValueError, OSError) as error:
            raise StoreError(
                "lexical_index_unwritable",
                f"L'index des mots ne peut pas être écrit ({error}). Vérifiez l'espace du disque.",
            ) from error
        return cls(index, header_boost)

    @classmethod
    def open(cls, folder: Path, *, header_boost: float = HEADER_BOOST) -> LexicalIndex:
        """Open what ``build`` wrote.

        Raises:
            StoreError: ``lexical_index_damaged`` when it is absent or is not whole.
        """
        try:
            return cls(tantivy.Index.open(str(folder)), header_boost)
        except (ValueError, OSError) as error:
            raise StoreError(
                "lexical_index_damaged",
                "L'index des mots est absent ou abîmé. Relancez « repere ingest » pour le refaire.",
            ) from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, terms: Sequence[WeightedTerm], k: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` passages that match best: ``(rowid, score)``, ties by ascending rowid.

        Only passages with at least one of the terms are returned.
        """
        query = self._query(terms, filters or Filters())
        if query is None or k <= 0 or len(self) == 0:
            return []
        fetch = min(k + _MARGIN, len(self))
        while True:
            hits = self._searcher.search(query, fetch, count=False).hits
            # All that tie with the k-th must be seen before rowids can decide.
            if len(hits) < fetch or fetch == len(self) or hits[-1][0] < hits[k - 1][0]:
                break
            fetch = min(fetch * 4, len(self))
        rowids = self._searcher.fast_field_values("rowid", [address for _, address in hits])
        scored = [(int(r or 0), float(score)) for r, (score, _) in zip(rowids, hits, strict=True)]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:k]

    def _query(self, terms: Sequence[WeightedTerm], filters: Filters) -> tantivy.Query | None:
        parts = []
        for weighted in terms[:MOST_TERMS]:
            for field, boost in (("body", 1.0), ("header", self._header_boost)):
                factor = weighted.weight * boost
                if factor <= 0 or not _indexable(weighted.term):
                    continue
                query = _Query.term_query(_SCHEMA, field, weighted.term, "freq")
                boosted = query if factor == 1.0 else _Query.boost_query(query, factor)
                parts.append((tantivy.Occur.Should, boosted))
        if not parts:
            return None
        matching = _Query.boolean_query(parts)
        tests = _filter_queries(filters)
        if not tests:
            return matching
        must = [(tantivy.Occur.Must, query) for query in (matching, *tests)]
        return _Query.boolean_query(must)


def _filter_queries(filters: Filters) -> list[tantivy.Query]:
    """One query per filter, each adding nothing to the score."""
    wanted = (
        ("document", filters.document_ids),
        ("kind", filters.kinds),
        ("year", filters.years),
    )
    return [
        _Query.const_score_query(_Query.term_set_query(_SCHEMA, field, list(values)), 0.0)
        for field, values in wanted
        if values
    ]


def _indexable(term: str) -> bool:
    return 0 < len(term) <= _LONGEST_TERM


def _document(row: LexicalRow) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("rowid", row.rowid)
    document.add_text("body", " ".join(filter(_indexable, row.body)))
    document.add_text("header", " ".join(filter(_indexable, row.header)))
    document.add_text("document", row.document_id)
    document.add_text("kind", row.kind)
    for year in row.years:
        document.add_text("year", year)
    return document
