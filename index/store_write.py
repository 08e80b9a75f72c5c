"""Writing the store: one transaction per document, the former version replaced."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.kinship import Kin, sketch
from index.store_exclusions import ExclusionStore, remember
from index.store_links import LinkStoreWriter, forget_funding
from index.store_read import StoreReader
from ingest.errors import ReadFailure
from ingest.records import Extract, Failure

Vectors = NDArray[np.float32]


def _blobs(vectors: Vectors) -> list[bytes]:
    return [row.tobytes() for row in np.ascontiguousarray(vectors, dtype="<f4")]


def _insert(db: sqlite3.Connection, table: str, columns: str, values: Iterable[rows.Row]) -> None:
    db.executemany(rows.insert(table, columns), values)


def _delete(db: sqlite3.Connection, document_id: str) -> bool:
    """Remove a document and all that hangs on it; whether there was one."""
    held = "SELECT EXISTS (SELECT 1 FROM entries WHERE document_id = ?)"
    if db.execute(held, (document_id,)).fetchone()[0]:
        forget_funding(db)
    return db.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount > 0


def _check(extract: Extract, headers: Sequence[str], vectors: Vectors) -> None:
    count = len(extract.passages)
    if len(headers) != count or len(vectors) != count:
        raise ValueError(f"{count} passages, {len(headers)} headers, {len(vectors)} vectors")


class StoreWriter(ExclusionStore, LinkStoreWriter, StoreReader):
    """Read and write access to a store."""

    def put(
        self,
        extract: Extract,
        headers: Sequence[str],
        vectors: Vectors,
        *,
        encoder: str,
        code: str,
        figure_vectors: Vectors | None = None,
        entry_vectors: Sequence[bytes | None] = (),
        senses: Sequence[bytes | None] = (),
    ) -> None:
        """Store one document whole, replacing its former version, in one transaction.

        Args:
            headers: what was embedded before the text of each passage.
            vectors: (number of passages, dim).
            encoder: name of the model that made the vectors.
            code: version of the extraction code.
            figure_vectors: (number of figures, dim), or None.
            entry_vectors: float32 bytes per entry of the bank, None for one that is only
                found by its words; empty: none has a vector.
            senses: float16 bytes per statement; empty: none has a vector yet.

        Raises:
            ReadFailure: ``unstorable_text``, the document holds broken characters.
            StoreError: the database cannot take it; nothing was changed.
        """
        _check(extract, headers, vectors)
        figure_blobs: Sequence[bytes | None] = [None] * len(extract.figures)
        if figure_vectors is not None:
            figure_blobs = _blobs(figure_vectors)
        try:
            with self.database.write() as db:
                self._replace_document(db, extract, encoder, code)
                self._insert_parts(db, extract, senses or [None] * len(extract.statements))
                _insert(db, "passages", f"{rows.PASSAGE}, header, vector", (
                    (*rows.passage_row(passage), header, blob)
                    for passage, header, blob in zip(
                        extract.passages, headers, _blobs(vectors), strict=True)
                ))  # fmt: skip
                _insert(db, "figures", f"{rows.FIGURE}, vector", (
                    (*rows.figure_row(figure), blob)
                    for figure, blob in zip(extract.figures, figure_blobs, strict=True)
                ))  # fmt: skip
                self._insert_bank(db, extract, entry_vectors)
        except UnicodeEncodeError as error:
            source = extract.document.source.encode("utf-8", "replace").decode()
            raise ReadFailure(
                "unstorable_text",
                f"« {source} » contient des caractères invalides. Enregistrez-le de nouveau "
                "en UTF-8.",
            ) from error

    def _replace_document(
        self, db: sqlite3.Connection, extract: Extract, encoder: str, code: str
    ) -> None:
        document = extract.document
        # The same file under a new id (its root was named otherwise) is the same document.
        former = db.execute(
            "SELECT id FROM documents WHERE id = ? OR (root = ? AND source = ?)",
            (document.id, document.root, document.source),
        )
        for (document_id,) in former.fetchall():
            _delete(db, document_id)
        drawn = sketch(page.text for page in extract.pages) if extract.passages else None
        values = (*rows.document_row(document), code, encoder, drawn)
        _insert(db, "documents", f"{rows.DOCUMENT}, code, encoder, sketch", [values])
        db.execute(
            "DELETE FROM failures WHERE root = ? AND source = ?", (document.root, document.source)
        )

    def _insert_parts(
        self, db: sqlite3.Connection, extract: Extract, senses: Sequence[bytes | None]
    ) -> None:
        owner = extract.document.id
        _insert(db, "pages", f"document_id, {rows.PAGE}",
                ((owner, *rows.page_row(page)) for page in extract.pages))  # fmt: skip
        _insert(db, "statements", f"{rows.STATEMENT}, vector", (
            (*rows.statement_row(statement), sense)
            for statement, sense in zip(extract.statements, senses, strict=True)
        ))  # fmt: skip
        _insert(db, "acronyms", "document_id, short, long, implied",
                ((owner, a.short, a.long, int(a.implied)) for a in extract.acronyms))  # fmt: skip

    def _insert_bank(
        self, db: sqlite3.Connection, extract: Extract, vectors: Sequence[bytes | None]
    ) -> None:
        if extract.entries:
            forget_funding(db)
        blobs = vectors or [None] * len(extract.entries)
        _insert(db, "entries", f"{rows.ENTRY}, vector", (
            (*rows.entry_row(entry), blob)
            for entry, blob in zip(extract.entries, blobs, strict=True)
        ))  # fmt: skip
        owner = extract.document.id
        _insert(db, "refused_rows", "document_id, row, code, message",
                ((owner, r.row, r.code, r.message) for r in extract.refused))  # fmt: skip

    def replace_senses(self, senses: Sequence[tuple[str, bytes]]) -> None:
        """Give statements their vectors, float16 bytes by statement id.

        Raises:
            StoreError: the database cannot take it; nothing was changed.
        """
        with self.database.write() as db:
            db.executemany(
                "UPDATE statements SET vector = ? WHERE id = ?",
                ((vector, statement_id) for statement_id, vector in senses),
            )

    def replace_vectors(
        self,
        document_id: str,
        vectors: Sequence[tuple[str, bytes]],
        figure_vectors: Sequence[tuple[str, bytes]],
        entry_vectors: Sequence[tuple[str, bytes]],
        encoder: str,
    ) -> None:
        """Give a stored document the vectors of another model, in one transaction.

        The passages get new rowids, so that no older index can mistake them.

        Args:
            vectors: (passage id, float32 bytes) for every passage, in document order.
            figure_vectors: (figure id, float32 bytes).
            entry_vectors: (entry id, float32 bytes).
        """
        with self.database.write() as db:
            top = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
            first = (top[0] if top else 0) + 1
            db.executemany(
                "UPDATE passages SET rowid = ?, vector = ? WHERE id = ? AND document_id = ?",
                [(first + i, blob, pid, document_id) for i, (pid, blob) in enumerate(vectors)],
            )
            db.execute(
                "UPDATE sqlite_sequence SET seq = ? WHERE name = 'passages'",
                (first + len(vectors),),
            )
            db.executemany(
                "UPDATE figures SET vector = ? WHERE id = ?",
                [(blob, figure_id) for figure_id, blob in figure_vectors],
            )
            db.executemany(
                "UPDATE entries SET vector = ? WHERE id = ? AND document_id = ?",
                [(blob, entry_id, document_id) for entry_id, blob in entry_vectors],
            )
            if entry_vectors:
                forget_funding(db)
            db.execute("UPDATE documents SET encoder = ? WHERE id = ?", (encoder, document_id))

    def remove_document(self, document_id: str) -> bool:
        """Remove a document and all that was drawn from it; whether there was one."""
        with self.database.write() as db:
            return _delete(db, document_id)

    def exclude_document(self, document_id: str, day: str) -> bool:
        """Remove a document and remember not to take its file again; whether there was one.

        Args:
            day: today, ISO.
        """
        with self.database.write() as db:
            remember(db, document_id, day)
            return _delete(db, document_id)

    def set_kinships(self, kin: Mapping[str, Kin]) -> bool:
        """Say which documents are alike and which replace which; whether anything changed."""
        known = {d.id: (d.alike, d.superseded_by) for d in self.documents()}
        told = {name: kin.get(name, Kin((), None)) for name in known}
        changed = [
            (json.dumps(list(one.alike)), one.superseded_by, name)
            for name, one in told.items()
            if known[name] != (one.alike, one.superseded_by)
        ]
        if changed:
            with self.database.write() as db:
                db.executemany(
                    "UPDATE documents SET alike = ?, superseded_by = ? WHERE id = ?", changed
                )
        return bool(changed)

    def move_document(self, document_id: str, root: str, source: str) -> None:
        """Say that the file of a document is now elsewhere; its identifier stays."""
        with self.database.write() as db:
            db.execute("DELETE FROM failures WHERE root = ? AND source = ?", (root, source))
            replaced = db.execute(
                "SELECT id FROM documents WHERE root = ? AND source = ? AND id <> ?",
                (root, source, document_id),
            )
            for (other,) in replaced.fetchall():
                _delete(db, other)
            db.execute(
                "UPDATE documents SET root = ?, source = ? WHERE id = ?",
                (root, source, document_id),
            )

    def set_failures(self, root: str, failures: Sequence[Failure]) -> None:
        """Replace the list of the files of ``root`` that could not be read."""
        with self.database.write() as db:
            db.execute("DELETE FROM failures WHERE root = ?", (root,))
            db.executemany(
                "INSERT OR REPLACE INTO failures (root, source, code, message, skipped) "
                "VALUES (?, ?, ?, ?, ?)",
                [(root, f.source, f.code, f.message, int(f.skipped)) for f in failures],
            )

    def set_meta(self, key: str, value: str) -> None:
        """Keep a setting with the data."""
        if key == "revision":
            raise ValueError("the revision is counted by the store itself")
        with self.database.write() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
