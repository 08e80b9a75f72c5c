"""Documents that a person took out for good, though their file is still there.

The next ingestion leaves these files aside, and copies of them too, until the person takes
the document back or names the file.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from sqlite3 import Connection

from index.database import Database
from ingest.records import Failure


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A document taken out.

    Attributes:
        id: the identifier that the document had.
        root, source, title: as in Document.
        digest: of its file, and of what was said of it.
        day: ISO date on which it was taken out.
    """

    id: str
    root: str
    source: str
    title: str
    digest: str
    day: str

    @property
    def told(self) -> Failure:
        """The line of its file among those left aside."""
        return Failure(
            self.source, "excluded",
            f"Laissé de côté : retiré par une personne le {self.day}. Pour le reprendre : "
            f"« repere readmit {self.id} », ou la page d’administration.",
            skipped=True,
        )  # fmt: skip


class ExclusionStore:
    """Access to the documents taken out. Safe to share between threads."""

    database: Database

    def snapshot(self) -> AbstractContextManager[Connection]:
        """While it is held, this thread's reads all see one moment of the store."""
        return self.database.read()

    def exclusions(self) -> tuple[Exclusion, ...]:
        """Those in force, the latest first."""
        sql = (
            "SELECT id, root, source, title, digest, day FROM exclusions "
            "ORDER BY day DESC, root, source"
        )
        with self.snapshot() as db:
            return tuple(Exclusion(*row) for row in db.execute(sql))

    def readmit(self, document_id: str) -> bool:
        """Forget that a document was taken out; whether it was."""
        with self.database.write() as db:
            gone = db.execute("DELETE FROM exclusions WHERE id = ?", (document_id,))
            return gone.rowcount > 0


def remember(db: Connection, document_id: str, day: str) -> None:
    """Remember, in a transaction, that a document is being taken out.

    Args:
        day: today, ISO.
    """
    db.execute(
        "INSERT OR REPLACE INTO exclusions (id, root, source, title, digest, day) "
        "SELECT id, root, source, title, digest, ? FROM documents WHERE id = ?",
        (day, document_id),
    )
