"""Reading the banks of measures and grants from the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from index import rows
from index.database import Database
from index.store_links import LinkStoreReader
from ingest.entries import Entry
from ingest.records import Failure


class BankStoreReader(LinkStoreReader):
    """Read access to the entries of a store. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def entry_count(self) -> int:
        """How many entries every bank holds, copies included."""
        with self.snapshot() as db:
            return int(db.execute("SELECT COUNT(*) FROM entries").fetchone()[0])

    def entries_by_source(self) -> Iterator[tuple[int, Entry]]:
        """Rowid and entry of every entry, by root and source, then place."""
        columns = ", ".join(f"e.{column.strip()}" for column in rows.ENTRY.split(","))
        sql = rows.select(
            f"e.rowid, {columns}",
            "FROM documents d JOIN entries e ON e.document_id = d.id "
            "ORDER BY d.root, d.source, d.id, e.position",
        )
        with self.snapshot() as db:
            for row in db.execute(sql):
                yield row[0], rows.to_entry(row[1:])

    def entries_with_vectors(self) -> Iterator[tuple[int, Entry, bytes | None]]:
        """Rowid, entry and vector (float32 bytes) of every entry, by ascending rowid."""
        sql = rows.select(f"rowid, vector, {rows.ENTRY}", "FROM entries ORDER BY rowid")
        with self.snapshot() as db:
            for row in db.execute(sql):
                yield row[0], rows.to_entry(row[2:]), row[1]

    def entry_rowids(self, kind: str, entry_id: str) -> tuple[int, ...]:
        """Rowids of the entries of that kind and identifier."""
        sql = "SELECT rowid FROM entries WHERE kind = ? AND id = ? ORDER BY rowid"
        with self.snapshot() as db:
            return tuple(row[0] for row in db.execute(sql, (kind, entry_id)))

    def entries_by_rowid(self, rowids: Iterable[int]) -> dict[int, Entry]:
        """Entries of those rowids; one that is gone is left out."""
        sql = rows.select(
            f"rowid, {rows.ENTRY}",
            "FROM entries WHERE rowid IN (SELECT value FROM json_each(?))",
        )
        wanted = json.dumps([int(rowid) for rowid in rowids])
        with self.snapshot() as db:
            return {row[0]: rows.to_entry(row[1:]) for row in db.execute(sql, (wanted,))}

    def entries_of_document(self, document_id: str) -> tuple[Entry, ...]:
        """Entries of a document in order; none for an unknown document."""
        sql = rows.select(rows.ENTRY, "FROM entries WHERE document_id = ? ORDER BY position")
        with self.snapshot() as db:
            return tuple(map(rows.to_entry, db.execute(sql, (document_id,))))

    def entry_vectors(self, document_id: str) -> Mapping[str, bytes]:
        """Entry id to its vector's float32 bytes, for those that have one."""
        sql = "SELECT id, vector FROM entries WHERE document_id = ? AND vector IS NOT NULL"
        with self.snapshot() as db:
            return dict(db.execute(sql, (document_id,)))

    def refused_rows(self, root: str | None = None) -> tuple[Failure, ...]:
        """Rows of banks that could not be taken (of ``root``, or of all), as failures."""
        sql = (
            "SELECT d.source, r.row, r.code, r.message FROM refused_rows r "
            "JOIN documents d ON d.id = r.document_id WHERE ?1 IS NULL OR d.root = ?1 "
            "ORDER BY d.root, d.source, r.row"
        )
        with self.snapshot() as db:
            found = db.execute(sql, (root,)).fetchall()
        return tuple(
            Failure(f"{source}, ligne {row}", code, message) for source, row, code, message in found
        )
