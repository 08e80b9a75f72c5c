"""What a worker of a test answers from: it tells its process, dies, fails or refuses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from assistant.crew import Desk
from ingest.errors import NotFoundError


class SmallDesk:
    """Each kind of work that a crew must live through."""

    def work_out(self, what: str, arguments: tuple[Any, ...]) -> Any:
        """``process``: its number; ``refuse``, ``fail``, ``die``; ``die once``: unless marked."""
        if what == "refuse":
            raise NotFoundError("unknown_document", "Ce document n’est pas connu.")
        if what == "fail":
            raise KeyError("a defect")
        if what == "hang":
            while True:
                pass
        if what == "die" or (what == "die once" and _first(Path(arguments[0]))):
            os._exit(3)
        return os.getpid()

    def close(self) -> None:
        """Nothing is held."""


def open_small() -> Desk:
    """A desk."""
    return SmallDesk()


def open_broken() -> Desk:
    """No desk: this worker never gets ready."""
    raise OSError("no disk")


def _first(mark: Path) -> bool:
    try:
        mark.open("x").close()
    except FileExistsError:
        return False
    return True
