"""Files of archives kept unpacked for a while, for those who look at their pages."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

from ingest.archives import at_hand, find_source

MOST_KEPT = 64
MOST_BYTES = 2 * 2**30


class Unpacked:
    """A temporary folder of unpacked files, the least used dropped first. Thread-safe."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._kept: OrderedDict[str, tuple[Path, int]] = OrderedDict()
        self._lock = threading.Lock()

    def path_of(self, root: Path, source: str) -> Path:
        """A path that can be opened for a source, be it inside an archive.

        Raises:
            NotFoundError: ``file_gone``.
            ReadFailure: the archive does not give it any more.
        """
        file = find_source(root, source)
        if not file.inside:
            return file.path
        about = file.path.stat()
        said = repr((str(file.path), about.st_mtime_ns, about.st_size, file.inside))
        key = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:32]
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            with at_hand(file) as here:
                target = self._home() / f"{key}{here.path.suffix}"
                shutil.move(here.path, target)
            self._kept[key] = (target, target.stat().st_size)
            self._make_room()
            return target

    def clear(self) -> None:
        """Delete all that is kept."""
        with self._lock:
            self._kept.clear()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def _home(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="repere-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _make_room(self) -> None:
        while len(self._kept) > 1 and (
            len(self._kept) > MOST_KEPT or sum(n for _, n in self._kept.values()) > MOST_BYTES
        ):
            _, (path, _) = self._kept.popitem(last=False)
            path.unlink(missing_ok=True)


UNPACKED = Unpacked()
