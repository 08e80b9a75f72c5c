"""The SQLite file: connections, transactions, and errors said in French."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.connecting import open_connection
from index.schema import MIGRATIONS, Migration, check_format, migrate
from ingest.errors import NoIndexError, StoreError

FILE_NAME = "repere.sqlite3"
REMAKE = "Restaurez une sauvegarde, ou supprimez le fichier et relancez l'indexation."


@contextmanager
def _said_in_french(path: Path, remedy: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise StoreError(
            "inconsistent_record",
            f"Un enregistrement contredit ceux que la base contient déjà ({error}).",
        ) from error
    except sqlite3.OperationalError as error:
        raise _operational(path, error) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            "damaged_store",
            f"La base « {path} » est endommagée ou n'est pas une base de Repère ({error}). "
            f"{remedy}",
        ) from error


def _operational(path: Path, error: sqlite3.OperationalError) -> StoreError:
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(
            "busy_store",
            f"La base « {path} » est occupée par un autre processus. Réessayez dans un moment.",
        )
    if code.startswith("SQLITE_FULL"):
        return StoreError("disk_full", f"Le disque qui contient « {path} » est plein.")
    if code.startswith("SQLITE_READONLY"):
        return StoreError(
            "read_only_store",
            f"Rien ne peut être écrit dans « {path.parent} » : le dossier ou le disque est en "
            "lecture seule. Ce qui y est peut être lu.",
        )
    return StoreError(
        "unusable_store",
        f"La base « {path} » ne peut pas être utilisée ({error}). Vérifiez les droits du dossier "
        "et l'espace du disque.",
    )


class Database:
    """One SQLite file, one connection per thread. Open with `create` or `open_existing`.

    Args:
        migrations: the file's format (``index.schema``); it must make the table ``meta``.
        remedy: what to do when the file is damaged, said in French.
    """

    def __init__(
        self, path: Path, migrations: Sequence[Migration] = MIGRATIONS, remedy: str = REMAKE
    ) -> None:
        self.path = path
        self._migrations = migrations
        self._remedy = remedy
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._closed = False

    @classmethod
    def create(cls, folder: Path) -> Database:
        """Open the database of a data folder, made or migrated when needed.

        Raises:
            StoreError: the folder or the file cannot be used.
        """
        database = cls(folder / FILE_NAME)
        database.prepare()
        return database

    @classmethod
    def open_existing(cls, folder: Path) -> Database:
        """Open the database of a data folder that has been indexed before.

        Raises:
            NoIndexError: the folder holds no database.
            StoreError: it cannot be used.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            raise NoIndexError(
                "no_index",
                f"Aucun index dans « {folder} ». Lancez d'abord « repere ingest ».",
            )
        database = cls(path)
        with _said_in_french(path, REMAKE):
            check_format(database.connection())
        database.prepare()
        return database

    def prepare(self) -> None:
        """Make the folder and the file, or bring the file to the newest format.

        Raises:
            StoreError: the folder or the file cannot be used.
        """
        folder = self.path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "unusable_folder",
                f"Le dossier de données « {folder} » ne peut pas être créé ({error.strerror}). "
                "Choisissez-en un autre avec --data.",
            ) from error
        with _said_in_french(self.path, self._remedy):
            migrate(self.connection(), self._migrations)

    def connection(self) -> sqlite3.Connection:
        """The calling thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            return found
        if self._closed:
            raise StoreError("closed_store", "La base de données est fermée.")
        with _said_in_french(self.path, self._remedy):
            opened = open_connection(self.path)
        self._local.connection = opened
        with self._guard:
            self._all.append(opened)
        return opened

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One consistent snapshot for several queries."""
        connection = self.connection()
        with _said_in_french(self.path, self._remedy):
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it or nothing."""
        connection = self.connection()
        with _said_in_french(self.path, self._remedy):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute(
                    "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'"
                )
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every thread's connection."""
        self._closed = True
        with self._guard:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()
