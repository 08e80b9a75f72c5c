"""How the SQLite file is opened: to write, or as it is where nothing can be written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

BUSY_TIMEOUT_MS = 10_000
REFUSALS = ("SQLITE_READONLY", "SQLITE_CANTOPEN")


def open_connection(path: Path) -> sqlite3.Connection:
    """A connection that writes; one that only reads where the folder or the disk refuses.

    Raises:
        sqlite3.Error: the file cannot be opened in either way.
    """
    try:
        return _writing(path)
    except sqlite3.OperationalError as error:
        refused = getattr(error, "sqlite_errorname", "").startswith(REFUSALS)
        if refused and _at_rest(path):
            return _reading(path)
        raise


def _writing(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        opened.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        opened.execute("PRAGMA journal_mode = WAL")
        # FULL: what was acknowledged survives a power cut, not only a crash.
        opened.execute("PRAGMA synchronous = FULL")
        opened.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        opened.close()
        raise
    return opened


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that takes no lock and makes no file: nobody may write meanwhile."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None,
        check_same_thread=False, cached_statements=256,
    )  # fmt: skip


def _at_rest(path: Path) -> bool:
    """Whether the file alone holds everything, and no process with more rights changes it.

    Its log must be empty; and either the disk takes no writing from anyone, or no one has the
    file open (its shared memory stands beside it then).
    """
    log, shared = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    try:
        if not path.is_file() or (log.exists() and log.stat().st_size):
            return False
        sealed = bool(os.statvfs(path).f_flag & os.ST_RDONLY) if hasattr(os, "statvfs") else False
    except OSError:
        return False
    return sealed or not shared.exists()
