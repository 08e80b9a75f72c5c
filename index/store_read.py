"""Reading the store: every query that the product asks of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.store_bank import BankStoreReader
from index.stored import Counts, Fingerprint, IndexedPassage, StoreState, VectorBatch
from ingest.errors import NotFoundError
from ingest.records import Acronym, Document, Failure, Figure, Page, Passage, Statement

_VECTOR_BATCH = 4096
_IN_LIST = "IN (SELECT value FROM json_each(?))"
_CONTAINS_YEAR = (
    "(year = ? OR (year GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]' "
    "AND substr(year, 1, 4) <= ? AND substr(year, 6, 4) >= ?))"
)


class StoreReader(BankStoreReader):
    """Read access to a store. Safe to share between threads."""

    def documents(self) -> tuple[Document, ...]:
        """Every document, ordered by root and source."""
        sql = rows.select(rows.DOCUMENT, "FROM documents ORDER BY root, source, id")
        with self.snapshot() as db:
            return tuple(map(rows.to_document, db.execute(sql)))

    def document(self, document_id: str) -> Document:
        """One document.

        Raises:
            NotFoundError: ``unknown_document``.
        """
        sql = rows.select(rows.DOCUMENT, "FROM documents WHERE id = ?")
        with self.snapshot() as db:
            found = db.execute(sql, (_bindable(document_id),)).fetchone()
        if found is None:
            raise NotFoundError("unknown_document", f"Aucun document « {document_id[:80]} ».")
        return rows.to_document(found)

    def page(self, document_id: str, number: int) -> Page:
        """One page, ``number`` 1-based.

        Raises:
            NotFoundError: ``unknown_document`` or ``unknown_page``.
        """
        document = self.document(document_id)
        sql = rows.select(rows.PAGE, "FROM pages WHERE document_id = ? AND number = ?")
        with self.snapshot() as db:
            found = None
            if abs(number) < 2**63:
                found = db.execute(sql, (document_id, number)).fetchone()
        if found is None:
            raise NotFoundError(
                "unknown_page",
                f"Ce document n'a pas de page {number} : il en compte {document.pages}.",
            )
        return rows.to_page(found)

    def page_text(self, document_id: str, number: int) -> str:
        """Text of one page, without the places of its words; see ``page``."""
        sql = "SELECT text FROM pages WHERE document_id = ? AND number = ?"
        with self.snapshot() as db:
            found = None
            if abs(number) < 2**63:
                found = db.execute(sql, (_bindable(document_id), number)).fetchone()
        return str(found[0]) if found is not None else self.page(document_id, number).text

    def passages_by_rowid(self, rowids: Iterable[int]) -> dict[int, Passage]:
        """Passages of those rowids; one that is gone is left out."""
        sql = rows.select(f"rowid, {rows.PASSAGE}", f"FROM passages WHERE rowid {_IN_LIST}")
        wanted = json.dumps([int(rowid) for rowid in rowids])
        with self.snapshot() as db:
            return {row[0]: rows.to_passage(row[1:]) for row in db.execute(sql, (wanted,))}

    def passages_by_id(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages of those ids; unknown ids are left out."""
        sql = rows.select(rows.PASSAGE, f"FROM passages WHERE id {_IN_LIST}")
        with self.snapshot() as db:
            found = map(rows.to_passage, db.execute(sql, (json.dumps(list(ids)),)))
            return {passage.id: passage for passage in found}

    def passages_of_document(self, document_id: str) -> tuple[Passage, ...]:
        """Passages in document order; none for an unknown document."""
        sql = rows.select(rows.PASSAGE, "FROM passages WHERE document_id = ? ORDER BY position, id")
        with self.snapshot() as db:
            return tuple(map(rows.to_passage, db.execute(sql, (_bindable(document_id),))))

    def indexed_passages(self, after: int = 0, limit: int = -1) -> Iterator[IndexedPassage]:
        """Passages with a rowid over ``after``, by ascending rowid, at most ``limit``."""
        rest = "FROM passages WHERE rowid > ? ORDER BY rowid LIMIT ?"
        sql = rows.select(f"rowid, header, {rows.PASSAGE}", rest)
        with self.snapshot() as db:
            for row in db.execute(sql, (after, limit)):
                yield IndexedPassage(row[0], rows.to_passage(row[2:]), row[1])

    def statements_of_passages(self, passage_ids: Iterable[str]) -> tuple[Statement, ...]:
        """Statements of those passages, by document then order."""
        rest = f"FROM statements WHERE passage_id {_IN_LIST} ORDER BY document_id, position"
        sql = rows.select(rows.STATEMENT, rest)
        with self.snapshot() as db:
            return tuple(map(rows.to_statement, db.execute(sql, (json.dumps(list(passage_ids)),))))

    def statements_of_document(self, document_id: str) -> tuple[Statement, ...]:
        """Statements in document order; none for an unknown document."""
        rest = "FROM statements WHERE document_id = ? ORDER BY position"
        sql = rows.select(rows.STATEMENT, rest)
        with self.snapshot() as db:
            return tuple(map(rows.to_statement, db.execute(sql, (_bindable(document_id),))))

    def senses(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Vectors of those statements, float16 bytes of length 1; those without one left out."""
        rest = f"FROM statements WHERE id {_IN_LIST} AND vector IS NOT NULL"
        sql = rows.select("id, vector", rest)
        with self.snapshot() as db:
            return dict(db.execute(sql, (json.dumps(list(ids)),)).fetchall())

    def documents_without_senses(self) -> tuple[str, ...]:
        """Ids of the documents of which a statement has no vector."""
        sql = "SELECT DISTINCT document_id FROM statements WHERE vector IS NULL ORDER BY 1"
        with self.snapshot() as db:
            return tuple(row[0] for row in db.execute(sql))

    def statements_by_id(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Statements of those ids; unknown ids are left out."""
        sql = rows.select(rows.STATEMENT, f"FROM statements WHERE id {_IN_LIST}")
        with self.snapshot() as db:
            found = map(rows.to_statement, db.execute(sql, (json.dumps(list(ids)),)))
            return {statement.id: statement for statement in found}

    def figures(
        self, *, document_id: str | None = None, year: str | None = None
    ) -> tuple[Figure, ...]:
        """Figures, by document, page and place.

        Args:
            document_id: only those of this document.
            year: only those that hold for this year or period, or for a period that
                contains this calendar year.
        """
        tests, values = ["1"], []
        if document_id is not None:
            tests.append("document_id = ?")
            values.append(_bindable(document_id))
        if year is not None:
            calendar = re.fullmatch(r"[0-9]{4}", year) is not None
            tests.append(_CONTAINS_YEAR if calendar else "year = ?")
            values.extend([_bindable(year)] * tests[-1].count("?"))
        rest = f"FROM figures WHERE {' AND '.join(tests)} ORDER BY document_id, page, start, id"
        with self.snapshot() as db:
            found = db.execute(rows.select(rows.FIGURE, rest), values)
            return tuple(map(rows.to_figure, found))

    def figure(self, figure_id: str) -> Figure:
        """One figure.

        Raises:
            NotFoundError: ``unknown_figure``.
        """
        sql = rows.select(rows.FIGURE, "FROM figures WHERE id = ?")
        with self.snapshot() as db:
            found = db.execute(sql, (_bindable(figure_id),)).fetchone()
        if found is None:
            raise NotFoundError("unknown_figure", f"Aucun chiffre « {figure_id[:80]} ».")
        return rows.to_figure(found)

    def figure_vectors(self) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        """Ids of the figures that have a vector, and the vectors (n, dim)."""
        sql = "SELECT id, vector FROM figures WHERE vector IS NOT NULL ORDER BY rowid"
        with self.snapshot() as db:
            found = db.execute(sql).fetchall()
        return tuple(row[0] for row in found), _matrix([row[1] for row in found])

    def acronyms(self) -> tuple[Acronym, ...]:
        """Distinct acronyms, those of most documents first; implied only where all say so."""
        sql = (
            "SELECT short, long, MIN(implied) FROM acronyms GROUP BY short, long "
            "ORDER BY MIN(implied), COUNT(DISTINCT document_id) DESC, short, long"
        )
        with self.snapshot() as db:
            return tuple(Acronym(row[0], row[1], bool(row[2])) for row in db.execute(sql))

    def passage_vectors(self, after: int = 0, limit: int = -1) -> Iterator[VectorBatch]:
        """Vectors of at most ``limit`` passages with a rowid over ``after``, by rowid."""
        sql = "SELECT rowid, vector FROM passages WHERE rowid > ? ORDER BY rowid LIMIT ?"
        with self.snapshot() as db:
            cursor = db.execute(sql, (after, limit))
            while batch := cursor.fetchmany(_VECTOR_BATCH):
                rowids = np.array([row[0] for row in batch], dtype=np.int64)
                yield VectorBatch(rowids, _matrix([row[1] for row in batch]))

    def embedded_texts(self, document_id: str) -> Mapping[tuple[str, str], bytes]:
        """(header, text) of a document's passages to their vector's float32 bytes."""
        sql = "SELECT header, text, vector FROM passages WHERE document_id = ?"
        with self.snapshot() as db:
            return {(row[0], row[1]): row[2] for row in db.execute(sql, (document_id,))}

    def rowids(self) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        """Every passage rowid (n,), ascending, and the document of each."""
        with self.snapshot() as db:
            found = db.execute("SELECT rowid, document_id FROM passages ORDER BY rowid").fetchall()
        return np.array([row[0] for row in found], dtype=np.int64), tuple(r[1] for r in found)

    def digests(self, root: str) -> Mapping[str, Fingerprint]:
        """Source to fingerprint, for the documents of one root."""
        sql = "SELECT source, id, digest, code, encoder FROM documents WHERE root = ?"
        with self.snapshot() as db:
            return {row[0]: Fingerprint(*row[1:]) for row in db.execute(sql, (root,))}

    def fingerprint(self, document_id: str) -> Fingerprint | None:
        """What a document was made from, None when it is not stored."""
        sql = "SELECT id, digest, code, encoder FROM documents WHERE id = ?"
        with self.snapshot() as db:
            found = db.execute(sql, (document_id,)).fetchone()
        return None if found is None else Fingerprint(*found)

    def documents_of_other_encoders(self, encoder: str) -> tuple[str, ...]:
        """Ids of the documents whose vectors were not made by ``encoder``."""
        sql = "SELECT id FROM documents WHERE encoder <> ? ORDER BY id"
        with self.snapshot() as db:
            return tuple(row[0] for row in db.execute(sql, (encoder,)))

    def failures(self, root: str | None = None) -> tuple[Failure, ...]:
        """Files not read, or left aside, at the last ingestion (of ``root``, or of all)."""
        sql = (
            "SELECT source, code, message, skipped FROM failures WHERE ?1 IS NULL OR root = ?1 "
            "ORDER BY root, source"
        )
        with self.snapshot() as db:
            found = db.execute(sql, (root,)).fetchall()
        return tuple(Failure(source, code, said, bool(left)) for source, code, said, left in found)

    def sketches(self) -> Mapping[str, bytes]:
        """Sketch of each document that has one, by id."""
        with self.snapshot() as db:
            found = db.execute("SELECT id, sketch FROM documents WHERE sketch IS NOT NULL")
            return {row[0]: row[1] for row in found}

    def meta(self, key: str) -> str | None:
        """One setting kept with the data, None when it was never set."""
        with self.snapshot() as db:
            found = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def counts(self) -> Counts:
        """Sizes of the store."""
        sql = """SELECT (SELECT COUNT(*) FROM documents), (SELECT COUNT(*) FROM pages),
            (SELECT COUNT(*) FROM passages), (SELECT COUNT(*) FROM statements),
            (SELECT COUNT(*) FROM figures),
            (SELECT COUNT(DISTINCT id) FROM entries WHERE kind = 'measure'),
            (SELECT COUNT(DISTINCT id) FROM entries WHERE kind = 'grant')"""
        with self.snapshot() as db:
            return Counts(*db.execute(sql).fetchone())

    def state(self) -> StoreState:
        """What an index must match to be current."""
        with self.snapshot() as db:
            revision = int(self.meta("revision") or 0)
            sql = "SELECT COUNT(*), COALESCE(MAX(rowid), 0) FROM passages"
            passages, max_rowid = db.execute(sql).fetchone()
            digest = sha256()
            sql = "SELECT id, digest, code, encoder, title, kind, year FROM documents ORDER BY id"
            for row in db.execute(sql):
                digest.update(repr(row).encode("utf-8", "backslashreplace"))
        return StoreState(revision, passages, max_rowid, digest.hexdigest())


def _bindable(text: str) -> str:
    """``text`` without the halves of surrogate pairs that UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _matrix(blobs: Sequence[bytes]) -> NDArray[np.float32]:
    if not blobs:
        return np.empty((0, 0), dtype=np.float32)
    flat = np.frombuffer(b"".join(blobs), dtype="<f4")
    return flat.reshape(len(blobs), -1).astype(np.float32, copy=False)
