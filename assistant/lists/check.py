"""Is the file of lists whole? Looked at without changing it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from assistant.lists.schema import FILE_NAME, MIGRATIONS, REMEDY
from assistant.service import Check
from index.schema import check_format, format_version
from ingest.errors import StoreError


def check_lists(data: Path) -> tuple[Check, ...]:
    """What ``doctor`` says of the lists of a data folder; nothing while there are none."""
    path = data / FILE_NAME
    if not path.is_file():
        return ()
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            return (_looked_at(connection),)
    except StoreError as error:
        return (Check("lists", False, error.message, error.code),)
    except sqlite3.Error as error:
        told = f"Le fichier des listes « {path} » est illisible ({error}). {REMEDY}"
        return (Check("lists", False, told, "damaged_store"),)


def _looked_at(connection: sqlite3.Connection) -> Check:
    [(answer,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if answer != "ok":
        told = f"Le fichier des listes est endommagé ({answer}). {REMEDY}"
        return Check("lists", False, told, "damaged_store")
    check_format(connection, MIGRATIONS)
    if format_version(connection) == 0:
        return Check("lists", True, "Aucune liste.")
    lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    if lost:
        told = f"{len(lost)} ligne(s) du fichier des listes ne mènent à aucune liste. {REMEDY}"
        return Check("lists", False, told, "damaged_store")
    [(lists, items)] = connection.execute(
        "SELECT (SELECT count(*) FROM lists), (SELECT count(*) FROM items)"
    ).fetchall()
    return Check("lists", True, f"Listes intactes : {lists}, et leurs {items} élément(s).")
