"""SQLite files as a whole: copied while in use, checked, let go of before they are replaced."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from index.schema import Migration, check_format
from ingest.errors import InputError, StoreError


def copy_database(source: Path, target: Path) -> None:
    """Copy a database while others may write in it."""
    with (
        contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as a,
        contextlib.closing(sqlite3.connect(target)) as b,
    ):
        a.backup(b)
        # One file, without a journal beside it.
        b.execute("PRAGMA journal_mode = DELETE")


def check_database(path: Path, migrations: Sequence[Migration]) -> None:
    """Check a copy before it is put in place.

    Raises:
        InputError: ``bad_backup``.
        StoreError: ``newer_format``.
    """
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            [(answer,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
            check_format(connection, migrations)
    except sqlite3.Error as error:
        raise InputError("bad_backup", f"La base sauvegardée est abîmée ({error}).") from error
    if answer != "ok":
        raise InputError("bad_backup", f"La base sauvegardée est abîmée ({answer}).")


def release(database: Path) -> None:
    """Fold the former database's journal into it; refused while another process has it.

    Raises:
        StoreError: ``data_in_use``.
    """
    if not database.is_file():
        return
    try:
        with contextlib.closing(sqlite3.connect(database, timeout=0.5)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise StoreError(
            "data_in_use",
            f"Un autre processus utilise les données de « {database.parent} ». "
            "Arrêtez le serveur, puis relancez la restauration.",
        ) from error
    except sqlite3.DatabaseError:
        # A damaged database is what one restores over; its journal goes with it.
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
