"""The child process in which files are read and pages drawn.

It takes one JSON request a line on its standard input and answers each with one frame on
its standard output: one byte (``D`` data, ``E`` error), eight bytes of length, the rest.
The pages of a document (``G``) come before, each as it is read; so does the progress of long
work (``P``), and each of these sets the clock anew.
A thread of its own ends the process when it is past its time or memory, or when its
parent is gone: a library that loops does not have to give control back for that.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import RepereError
from ingest.readers.pace import LISTENER
from ingest.readers.running import RUNNING
from ingest.records import Page

OVER_TIME = 81  # exit statuses, told apart by the parent
OVER_MEMORY = 82
WATCH_SECONDS = 0.1
PATIENCE = 4.0  # on a busy machine, seconds of clock for one of processor
MARGIN = 1.5  # the watch allows a little more than the system's own limit


@dataclass(slots=True)
class _Watch:
    """What the watching thread looks at."""

    parent: int
    memory: int
    deadline: float = float("inf")
    busy: float = float("inf")  # seconds of processor at which the process is past its time

    def run(self) -> None:
        while True:
            time.sleep(WATCH_SECONDS)
            if time.monotonic() > self.deadline or time.process_time() > self.busy:
                self._end(OVER_TIME)
            if peak_memory() > MARGIN * self.memory:
                self._end(OVER_MEMORY)
            if os.getppid() != self.parent:
                self._end(0)

    @staticmethod
    def _end(status: int) -> None:
        RUNNING.end()
        os._exit(status)


def peak_memory(process: str = "self") -> int:
    """Most bytes a process has held; 0 where the system does not say.

    On Linux, what it held since it runs this program: the other count takes in what its
    parent held when it was started.
    """
    try:
        with Path("/proc", process, "status").open("rb") as status:
            held = next(line for line in status if line.startswith(b"VmHWM:"))
        return int(held.split()[1]) * 1024
    except (OSError, StopIteration, ValueError, IndexError):
        return _peak_of_usage() if process == "self" else 0


def _peak_of_usage() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def limit_memory(size: int) -> None:
    """Have the system refuse more than ``size`` bytes, where it can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return  # the watching thread is then the only limit


Send = Callable[[bytes, bytes], None]  # kind and content of a frame


def answer(request: dict[str, Any], send: Send) -> bytes:
    """Do what a request asks: ``read`` a document or ``draw`` a page.

    The pages of a document are sent as they are read.
    """
    path = Path(request["path"])
    if request["do"] == "draw":
        from ingest.readers.pdf_picture import draw_page

        return draw_page(path, request["number"], request["dpi"], request["boxes"])
    from ingest.readers.base import PageReader, reader_for
    from ingest.readers.wire import pack, pack_page

    def keep(page: Page) -> None:
        send(b"G", pack_page(page))

    reader = reader_for(path)
    if isinstance(reader, PageReader):
        return pack(reader.read_pages(path, request["password"], keep))
    made = reader.read(path, request["password"])
    for page in made.pages:
        keep(page)
    return pack(made)


def reply(request: dict[str, Any], send: Send) -> tuple[bytes, bytes]:
    """Kind and content of the frame that answers a request."""
    try:
        return b"D", answer(request, send)
    except RepereError as error:
        found = (error.code, error.message)
    except (MemoryError, OverflowError):
        found = ("too_large", "Le fichier demande plus de mémoire que la limite permise.")
    except RecursionError:
        found = ("damaged_file", "La structure du fichier s’emboîte sans fin : il est endommagé.")
    # Outermost edge of the process: whatever a library raises is a file it cannot read.
    except Exception as error:  # noqa: BLE001
        found = ("damaged_file", f"Le fichier n’a pas pu être lu ({type(error).__name__}).")
    return b"E", json.dumps(found).encode()


def serve(requests: BinaryIO, frames: BinaryIO, watch: _Watch) -> None:
    """Answer requests until there are none left."""
    for line in requests:
        request = json.loads(line)

        def went_on(done: int, total: int, seconds: float = request["page_seconds"]) -> None:
            watch.busy = float("inf")  # from here on, other programs do the work
            watch.deadline = time.monotonic() + seconds
            _send(frames, b"P", json.dumps([done, total]).encode())

        LISTENER.set(went_on)
        watch.busy = time.process_time() + request["seconds"]
        watch.deadline = time.monotonic() + PATIENCE * request["seconds"]
        kind, content = reply(request, partial(_send, frames))
        watch.deadline = watch.busy = float("inf")
        _send(frames, kind, content)


def _send(frames: BinaryIO, kind: bytes, content: bytes) -> None:
    frames.write(kind + len(content).to_bytes(8, "big"))
    frames.write(content)
    frames.flush()


def main() -> None:
    """Entry point of the child process; its argument is the memory limit in bytes."""
    memory, parent = int(sys.argv[1]), int(sys.argv[2])
    # Libraries that print must not write into the frames.
    frames = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limit_memory(memory)
    watch = _Watch(parent, memory)
    threading.Thread(target=watch.run, daemon=True).start()
    serve(sys.stdin.buffer, frames, watch)


if __name__ == "__main__":
    main()
