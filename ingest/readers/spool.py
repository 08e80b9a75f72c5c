"""Pages kept on the disk as they came, each made when it is asked for.

A document may have thousands of pages, and each of them some hundred word boxes: in memory
they would grow with the document. What is small stays in memory all the same.
"""

from __future__ import annotations

import json
import tempfile
import threading
import weakref
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from ingest.errors import ReadFailure
from ingest.readers.pace import Listener
from ingest.readers.wire import unpack_page
from ingest.records import Page

IN_MEMORY = 2 * 2**20  # bytes: more goes to a temporary file, gone with the spool
MOST = 2 * 2**30  # bytes of one document


class PageSpool(Sequence[Page]):
    """The pages of one document in order: written once, then read as often as needed.

    Safe to read from several threads.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="repere-")  # noqa: SIM115
        # Closed, and deleted, when the last one who uses the pages lets go of them.
        weakref.finalize(self, self._file.close)
        self._ends = array("Q")
        self._lock = threading.Lock()

    def add(self, frame: bytes) -> None:
        """Keep one page more, as :func:`ingest.readers.wire.pack_page` made it.

        Raises:
            ReadFailure: ``too_large``, these pages would fill the disk; ``no_room``.
        """
        end = (self._ends[-1] if self._ends else 0) + len(frame)
        if end > MOST:
            raise ReadFailure(
                "too_large", "Le texte du fichier dépasse, page par page, la taille permise."
            )
        try:
            self._file.write(frame)
        except OSError as error:
            raise ReadFailure(
                "no_room",
                f"Les pages lues n’ont pas pu être gardées le temps de les découper "
                f"({error.strerror}). Libérez de l’espace sur le disque, puis relancez.",
            ) from error
        self._ends.append(end)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> Page: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Page, ...]: ...

    def __getitem__(self, place: int | slice) -> Page | tuple[Page, ...]:
        if isinstance(place, slice):
            return tuple(self._at(at) for at in range(*place.indices(len(self))))
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        return self._at(at)

    def __iter__(self) -> Iterator[Page]:
        return map(self._at, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str) or len(other) != len(self):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"PageSpool({len(self)} pages)"

    def _at(self, place: int) -> Page:
        start = self._ends[place - 1] if place else 0
        with self._lock:
            self._file.seek(start)
            frame = self._file.read(self._ends[place] - start)
        return unpack_page(frame)


@dataclass(frozen=True, slots=True)
class Heard:
    """Where what a child tells before its answer goes: pages (``G``) and progress (``P``)."""

    pages: PageSpool
    listener: Listener | None = None

    def take(self, kind: bytes, content: bytes) -> None:
        """Take one frame in.

        Raises:
            ValueError: the frame is nonsense.
            ReadFailure: as :meth:`PageSpool.add`.
        """
        if kind == b"G":
            unpack_page(content)  # refused here rather than by the one who reads it
            self.pages.add(content)
        elif kind == b"P" and self.listener is not None:
            done, total = json.loads(content)
            self.listener(int(done), int(total))
