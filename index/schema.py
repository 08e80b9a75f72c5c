"""The storage format, as a history: one numbered migration after the other.

``PRAGMA user_version`` is the number of migrations applied. A migration is never edited
once released; a new one is appended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ingest.errors import StoreError

Migration = tuple[str, ...]

_INITIAL: Migration = (
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, root TEXT NOT NULL, title TEXT NOT NULL,
        kind TEXT NOT NULL, year TEXT, organization TEXT, url TEXT, language TEXT NOT NULL,
        date TEXT, digest TEXT NOT NULL, size INTEGER NOT NULL, paged INTEGER NOT NULL,
        pages INTEGER NOT NULL, code TEXT NOT NULL, encoder TEXT NOT NULL)
    """,
    "CREATE INDEX documents_by_root ON documents(root, source)",
    """
    CREATE TABLE pages (
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        number INTEGER NOT NULL, text TEXT NOT NULL, label TEXT, width REAL NOT NULL,
        height REAL NOT NULL, needs_ocr INTEGER NOT NULL, pairs TEXT NOT NULL,
        words BLOB NOT NULL, PRIMARY KEY (document_id, number))
    """,
    # AUTOINCREMENT: a rowid is never given twice, so an older index can only point at a
    # passage that is gone, never at another one.
    """
    CREATE TABLE passages (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        page INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        text TEXT NOT NULL, heading TEXT NOT NULL, position INTEGER NOT NULL,
        header TEXT NOT NULL, vector BLOB NOT NULL)
    """,
    "CREATE INDEX passages_by_document ON passages(document_id, position)",
    """
    CREATE TABLE statements (
        id TEXT NOT NULL UNIQUE, passage_id TEXT NOT NULL,
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        page INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        text TEXT NOT NULL, kind TEXT NOT NULL, heading TEXT NOT NULL, lead TEXT NOT NULL,
        "group" INTEGER NOT NULL, years TEXT NOT NULL, position INTEGER NOT NULL,
        confidence REAL NOT NULL)
    """,
    "CREATE INDEX statements_by_passage ON statements(passage_id, position)",
    "CREATE INDEX statements_by_document ON statements(document_id, position)",
    """
    CREATE TABLE figures (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        statement_id TEXT NOT NULL,
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        page INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        quote_start INTEGER NOT NULL, quote_end INTEGER NOT NULL, value TEXT NOT NULL,
        number TEXT NOT NULL, upper TEXT, unit TEXT, label TEXT NOT NULL, qualifier TEXT,
        year TEXT, date TEXT, heading TEXT NOT NULL, lead TEXT NOT NULL,
        confidence REAL NOT NULL, vector BLOB)
    """,
    "CREATE INDEX figures_by_document ON figures(document_id, page, start)",
    "CREATE INDEX figures_by_year ON figures(year)",
    """
    CREATE TABLE acronyms (
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        short TEXT NOT NULL, long TEXT NOT NULL, implied INTEGER NOT NULL)
    """,
    "CREATE INDEX acronyms_by_document ON acronyms(document_id)",
    """
    CREATE TABLE failures (
        root TEXT NOT NULL, source TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
        PRIMARY KEY (root, source))
    """,
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "INSERT INTO meta VALUES ('revision', '0')",
)

_BANK: Migration = (
    # As for passages, a rowid is never given twice.
    """
    CREATE TABLE entries (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, kind TEXT NOT NULL,
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        page INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, fields TEXT NOT NULL,
        position INTEGER NOT NULL, vector BLOB)
    """,
    "CREATE INDEX entries_by_document ON entries(document_id, position)",
    "CREATE INDEX entries_by_id ON entries(kind, id)",
    """
    CREATE TABLE refused_rows (
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        row INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL)
    """,
    "CREATE INDEX refused_rows_by_document ON refused_rows(document_id, row)",
)

_OCR: Migration = (
    "ALTER TABLE documents ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN labels TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE pages ADD COLUMN ocr TEXT",
)

_LINKS: Migration = (
    """
    CREATE TABLE evidence (
        entry INTEGER NOT NULL REFERENCES entries(rowid) ON DELETE CASCADE,
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        statement_id TEXT NOT NULL, page INTEGER NOT NULL, start INTEGER NOT NULL,
        end INTEGER NOT NULL, weight REAL NOT NULL, reason TEXT NOT NULL, shared TEXT NOT NULL)
    """,
    "CREATE INDEX evidence_by_entry ON evidence(entry)",
    "CREATE INDEX evidence_by_document ON evidence(document_id)",
    """
    CREATE TABLE funding (
        entry INTEGER NOT NULL REFERENCES entries(rowid) ON DELETE CASCADE,
        rank INTEGER NOT NULL, other INTEGER NOT NULL REFERENCES entries(rowid) ON DELETE CASCADE,
        score REAL NOT NULL, reasons TEXT NOT NULL, PRIMARY KEY (entry, rank)) WITHOUT ROWID
    """,
    "CREATE INDEX funding_by_other ON funding(other)",
    # Documents whose statements and entries were compared with those of the others.
    """
    CREATE TABLE linked (
        document_id TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE) WITHOUT ROWID
    """,
)

_SENSES: Migration = (
    # float16 of length 1: what each statement means, beside the words it holds.
    "ALTER TABLE statements ADD COLUMN vector BLOB",
    "CREATE INDEX statements_without_vector ON statements(document_id) WHERE vector IS NULL",
)

_KIN: Migration = (
    "ALTER TABLE failures ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE pages ADD COLUMN asides TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE passages ADD COLUMN language TEXT",
    "ALTER TABLE documents ADD COLUMN places TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN superseded_by TEXT",
    "ALTER TABLE documents ADD COLUMN alike TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN sketch BLOB",
    "ALTER TABLE documents ADD COLUMN sure TEXT NOT NULL DEFAULT '[]'",
)

_EXCLUSIONS: Migration = (
    # No link to documents: these are gone, and must not come back by themselves.
    """
    CREATE TABLE exclusions (
        id TEXT PRIMARY KEY, root TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
        digest TEXT NOT NULL, day TEXT NOT NULL)
    """,
)

MIGRATIONS: tuple[Migration, ...] = (
    _INITIAL, _BANK, _OCR, _LINKS, _SENSES, _KIN, _EXCLUSIONS,
)  # fmt: skip


def format_version(connection: sqlite3.Connection) -> int:
    """Number of migrations that the file has had; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the newest format, one transaction per step.

    Raises:
        StoreError: ``newer_format``, the file was written by a newer version of Repère.
    """
    check_format(connection, migrations)
    while format_version(connection) < len(migrations):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done this step while we waited for the lock.
            step = format_version(connection)
            if step < len(migrations):
                for statement in migrations[step]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {step + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def check_format(
    connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Refuse a file in a format newer than ``migrations``.

    Raises:
        StoreError: ``newer_format``.
    """
    found = format_version(connection)
    if found > len(migrations):
        raise StoreError(
            "newer_format",
            f"Le dossier de données est au format {found}, plus récent que le format "
            f"{len(migrations)} connu de cette version de Repère. Installez la version la plus "
            "récente, ou choisissez un autre dossier avec --data.",
        )
