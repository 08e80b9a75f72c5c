"""What a process that was killed leaves half done in the data folder: told, and cleared away."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.service import Check
from assistant.settings import Settings
from index.writer_lock import WriterLock
from ingest.errors import StoreError
from ingest.whole import FORGOTTEN_S, forgotten

PREFIX = ".backup-"
LOCK = "writer.lock"
DONE = ".restore.ready.done"


@contextlib.contextmanager
def working_folder(data: Path) -> Iterator[Path]:
    """A folder on the disk of the data, removed afterwards, and by others if we are killed."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=data) as name, WriterLock(Path(name)):
        yield Path(name)


def leftovers(settings: Settings) -> list[Path]:
    """Files and folders that nobody will finish; those in use are not told."""
    data = settings.data
    if not data.is_dir():
        return []
    folders = [path for path in data.glob(f"{PREFIX}*") if path.is_dir() and _abandoned(path)]
    done = [data / DONE] if (data / DONE).is_dir() else []
    homes = (data, settings.uploads, *settings.web.glob("*"))
    return [*sorted(folders), *done, *(path for home in homes for path in forgotten(home))]


def remove_leftovers(settings: Settings) -> int:
    """Remove them; how many there were. What refuses to go stays."""
    found = leftovers(settings)
    for path in found:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()
    return len(found)


def check_leftovers(settings: Settings) -> tuple[Check, ...]:
    """What ``doctor`` says of them; nothing when there are none."""
    found = leftovers(settings)
    if not found:
        return ()
    size = f"{sum(map(_size, found)) / 2**20:.1f}".replace(".", ",")
    told = (
        f"{len(found)} reste(s) d’un travail interrompu ({size} Mo) : la prochaine indexation ou "
        "la prochaine sauvegarde les effacera."
    )
    return (Check("leftovers", True, told),)


def _abandoned(folder: Path) -> bool:
    """Whether nobody works in a working folder: its lock is free."""
    try:
        if not (folder / LOCK).is_file():  # not locked yet, or of a former version
            return folder.stat().st_mtime < time.time() - FORGOTTEN_S
        WriterLock(folder).acquire().release()
    except (StoreError, OSError):
        return False
    return True


def _size(path: Path) -> int:
    files = (one for one in path.rglob("*") if one.is_file()) if path.is_dir() else (path,)
    with contextlib.suppress(OSError):
        return sum(one.stat().st_size for one in files)
    return 0
