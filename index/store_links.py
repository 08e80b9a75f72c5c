"""The links of entries in the store: what the documents tell of them, what can fund them.

A link goes when the entry, the other entry or the document that it points at goes. What is
stored is of use only while it is whole: `evidence_is_whole` and `funding_is_whole` say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from sqlite3 import Connection

from index.bank.evidence import Evidence
from index.bank.funding import Match
from index.database import Database

EVIDENCE_KEY, FUNDING_KEY = "evidence", "funding"
_WHOLE = """SELECT EXISTS (SELECT 1 FROM meta WHERE key = ? AND value = ?)
    AND NOT EXISTS (SELECT 1 FROM documents WHERE id NOT IN (SELECT document_id FROM linked))"""


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A statement that tells of an entry, as stored; see `index.bank.evidence.Evidence`."""

    document_id: str
    statement_id: str
    page: int
    start: int
    end: int
    weight: float
    reason: str
    shared: tuple[str, ...]


class LinkStoreReader:
    """Read access to the links of a store. Safe to share between threads."""

    database: Database

    def snapshot(self) -> AbstractContextManager[Connection]:
        """While it is held, this thread's reads all see one moment of the store."""
        return self.database.read()

    def evidence_is_whole(self, code: str) -> bool:
        """Whether every document was linked, by the code of that fingerprint."""
        with self.snapshot() as db:
            return bool(db.execute(_WHOLE, (EVIDENCE_KEY, code)).fetchone()[0])

    def unlinked_documents(self) -> frozenset[str]:
        """Ids of the documents whose statements and entries are not linked yet."""
        sql = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM linked)"
        with self.snapshot() as db:
            return frozenset(row[0] for row in db.execute(sql))

    def evidence_of(self, rowid: int) -> tuple[StoredEvidence, ...]:
        """What tells of an entry, the surest of each document first, in no order of documents."""
        sql = (
            "SELECT document_id, statement_id, page, start, end, weight, reason, shared "
            "FROM evidence WHERE entry = ? ORDER BY document_id, weight DESC, page, start"
        )
        with self.snapshot() as db:
            found = db.execute(sql, (rowid,)).fetchall()
        return tuple(
            StoredEvidence(owner, said, page, start, end, weight, reason, tuple(json.loads(shared)))
            for owner, said, page, start, end, weight, reason, shared in found
        )

    def funding_is_whole(self, code: str) -> bool:
        """Whether the matches of both banks are those of their present entries."""
        with self.snapshot() as db:
            sql = "SELECT EXISTS (SELECT 1 FROM meta WHERE key = ? AND value = ?)"
            return bool(db.execute(sql, (FUNDING_KEY, code)).fetchone()[0])

    def matches_of(self, rowid: int) -> tuple[Match, ...]:
        """Entries of the other bank that go with an entry, best first."""
        sql = "SELECT other, score, reasons FROM funding WHERE entry = ? ORDER BY rank"
        with self.snapshot() as db:
            found = db.execute(sql, (rowid,)).fetchall()
        return tuple(Match(row[0], row[1], _pairs(row[2])) for row in found)

    def link_counts(self, rowids: Iterable[int]) -> Mapping[int, tuple[int, int]]:
        """Rowid to how many statements tell of an entry and how many entries match it."""
        sql = (
            "SELECT value, (SELECT COUNT(*) FROM evidence WHERE entry = value), "
            "(SELECT COUNT(*) FROM funding WHERE entry = value) FROM json_each(?)"
        )
        with self.snapshot() as db:
            found = db.execute(sql, (json.dumps([int(one) for one in rowids]),)).fetchall()
        return {row[0]: (row[1], row[2]) for row in found}


class LinkStoreWriter(LinkStoreReader):
    """Writing the links of a store."""

    def forget_evidence(self) -> None:
        """Take every document as not linked yet."""
        with self.database.write() as db:
            db.execute("DELETE FROM evidence")
            db.execute("DELETE FROM linked")

    def put_evidence(
        self, found: Sequence[tuple[int, Evidence]], linked: Iterable[str], code: str
    ) -> None:
        """Add what was found, by rowid of entry, and take those documents as linked."""
        with self.database.write() as db:
            db.executemany(
                "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_evidence_row(rowid, one) for rowid, one in found),
            )
            db.executemany("INSERT OR IGNORE INTO linked VALUES (?)", ((one,) for one in linked))
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (EVIDENCE_KEY, code))

    def put_funding(self, found: Mapping[int, Sequence[Match]], code: str) -> None:
        """Replace every match; keys are rowids of entries, matches are best first."""
        with self.database.write() as db:
            db.execute("DELETE FROM funding")
            db.executemany(
                "INSERT INTO funding VALUES (?, ?, ?, ?, ?)",
                (
                    (rowid, rank, one.rowid, one.score, json.dumps(one.reasons, ensure_ascii=False))
                    for rowid, matches in found.items()
                    for rank, one in enumerate(matches)
                ),
            )
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (FUNDING_KEY, code))


def forget_funding(db: Connection) -> None:
    """Say that the entries have changed, in the transaction that changes them."""
    db.execute("DELETE FROM meta WHERE key = ?", (FUNDING_KEY,))


def _evidence_row(rowid: int, one: Evidence) -> tuple[object, ...]:
    said = one.statement
    shared = json.dumps(one.shared, ensure_ascii=False)
    return (rowid, said.document_id, said.id, said.page, said.start, said.end, one.weight,
            one.reason, shared)  # fmt: skip


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, value) for code, value in json.loads(text))
