"""Following folders: what changed in them is indexed, once it no longer changes.

Folders are looked at from time to time. It is what works on every disk, network shares
included, and costs one look at the names and dates of the files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Snapshot = Mapping[str, tuple[int, int]]  # path to date (ns) and size


def snapshot(paths: Sequence[Path]) -> Snapshot:
    """Date and size of every file under the paths, hidden ones left out."""
    seen: dict[str, tuple[int, int]] = {}
    for path in paths:
        if not path.is_dir():
            _note(path, seen)
            continue
        for folder, names, leaves in os.walk(path):
            names[:] = [name for name in names if not name.startswith(".")]
            for leaf in leaves:
                if not leaf.startswith(("~$", ".")):
                    _note(Path(folder, leaf), seen)
    return seen


def _note(path: Path, seen: dict[str, tuple[int, int]]) -> None:
    try:
        about = path.stat()
    except OSError:  # gone since its name was read, or a dead link
        return
    seen[str(path)] = (about.st_mtime_ns, about.st_size)


class FolderWatch:
    """Tells when folders have changed and come to rest.

    Args:
        paths: gives the folders and files to follow, at each look.
        look: makes a snapshot of them.
    """

    def __init__(
        self, paths: Callable[[], Sequence[Path]], look: Callable[[Sequence[Path]], Snapshot]
        = snapshot,
    ) -> None:  # fmt: skip
        self._paths = paths
        self._look = look
        self._indexed = look(paths())
        self._last = self._indexed

    def settled(self) -> Snapshot | None:
        """The folders as they are, when they differ from what was indexed and are at rest.

        A file being copied changes from one look to the next: it is waited for.
        """
        now = self._look(self._paths())
        before, self._last = self._last, now
        return now if now == before and now != self._indexed else None

    def indexed(self, state: Snapshot) -> None:
        """What is told here is what the index now holds."""
        self._indexed = state


def follow(
    watch: FolderWatch, index: Callable[[], bool], wait: Callable[[float], bool], seconds: float
) -> None:
    """Look at the folders from time to time, until told to stop.

    Args:
        index: brings the index in step; False when it could not, and it is tried again.
        wait: waits so many seconds; True when it is time to stop.
        seconds: between two looks.
    """
    while not wait(seconds):
        state = watch.settled()
        if state is not None and index():
            watch.indexed(state)
