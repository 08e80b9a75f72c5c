"""Files written whole or not at all, and on the disk, name included, before the writer is told.

A name is an entry of its folder: as long as the folder is not on the disk too, a power cut may
bring the former file back.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

PARTIAL = ".part"
FORGOTTEN_S = 3_600.0  # nothing has written in it for that long: whoever began it is gone


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file under its name once all of it is on the disk; its owner alone may read it.

    Raises:
        OSError: the folder or the disk refuses; what was there stays.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=PARTIAL, dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for part in parts:
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
        put_in_place(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def put_in_place(partial: Path, path: Path) -> None:
    """Give a finished file its name, for good."""
    partial.replace(path)
    sync(path.parent)


def remove_for_good(path: Path) -> None:
    """Delete a file so that no power cut brings it back."""
    path.unlink()
    sync(path.parent)


def sync(path: Path) -> None:
    """Bring a file or a folder to the disk (folders: where the system can)."""
    if sys.platform == "win32" and path.is_dir():  # pragma: no cover
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forgotten(folder: Path) -> list[Path]:
    """Files that a killed writer left half written in a folder."""
    if not folder.is_dir():
        return []
    oldest = time.time() - FORGOTTEN_S
    partial = (path for path in folder.iterdir() if path.name.endswith(PARTIAL))
    return sorted(
        path for path in partial
        if path.name.startswith(".") and path.is_file() and path.stat().st_mtime < oldest
    )  # fmt: skip
