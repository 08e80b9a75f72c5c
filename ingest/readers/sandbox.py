"""Reads files in a child process, with limits on time and memory.

A file that hangs, crashes or swells costs its child process, never this one; the next
file gets a fresh child. A child serves many files, so that a healthy file costs no start.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ingest.errors import NotFoundError, ReadFailure, RepereError
from ingest.readers import wire
from ingest.readers.opening import read_head, unreadable
from ingest.readers.pace import Listener
from ingest.readers.spool import Heard, PageSpool
from ingest.readers.worker import OVER_MEMORY, OVER_TIME, PATIENCE, peak_memory
from ingest.records import RawDocument

MEGABYTE = 2**20
FILES_PER_CHILD = 200  # a fresh child now and then, against leaks
GRACE = 3.0  # seconds the child has to end by itself before it is killed
MAX_FRAME = 2**30


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        seconds: base allowance, of processor; four times that by the clock.
        seconds_per_megabyte: added for each megabyte of the file.
        page_seconds: allowance for each page that has to be read by OCR.
        memory: bytes of address space of the child process.
        size: bytes of the largest file read.
    """

    seconds: float = 30.0
    seconds_per_megabyte: float = 4.0
    page_seconds: float = 300.0
    memory: int = 2048 * MEGABYTE
    size: int = 500 * MEGABYTE

    def allowance(self, size: int) -> float:
        """Seconds allowed for a file of so many bytes."""
        return self.seconds + self.seconds_per_megabyte * size / MEGABYTE


class Sandbox:
    """One child process and the talk with it. Safe to share between threads.

    Use it as a context manager, or call :meth:`close`.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(
        self, path: Path, password: str | None = None, listener: Listener | None = None
    ) -> RawDocument:
        """Read one file.

        Args:
            listener: told of each page that OCR is about to read.

        Raises:
            ReadFailure: with the codes of the readers, ``timeout`` or ``too_large``.
        """
        pages = PageSpool()
        data = self._ask(path, {"do": "read", "password": password}, Heard(pages, listener))
        try:
            return wire.unpack(data, pages)
        except ValueError as error:
            self.close()  # a child that talks nonsense is not asked again
            raise _crashed() from error

    def draw(self, path: Path, number: int, dpi: float, boxes: Sequence[Sequence[float]]) -> bytes:
        """PNG of one page; see :func:`ingest.rendering.render_page`."""
        request = {"do": "draw", "number": number, "dpi": dpi, "boxes": [list(b) for b in boxes]}
        return self._ask(path, request, Heard(PageSpool()))

    def peak_memory(self) -> int:
        """Most bytes that the child process has held; 0 without one, or where not told."""
        child = self._child
        return peak_memory(str(child.pid)) if child is not None else 0

    def close(self) -> None:
        """End the child process, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, path: Path, request: dict[str, Any], heard: Heard) -> bytes:
        read_head(path)
        try:
            size = path.stat().st_size
        except OSError as error:
            raise unreadable(error) from error
        if size > self.limits.size:
            raise ReadFailure(
                "too_large",
                f"Le fichier fait {size // MEGABYTE} Mo, plus que la limite de "
                f"{self.limits.size // MEGABYTE} Mo.",
            )
        seconds = self.limits.allowance(size)
        request |= {
            "path": str(path.absolute()),
            "seconds": seconds,
            "page_seconds": self.limits.page_seconds,
        }
        with self._lock:
            kind, content = self._exchange(request, heard)
        if kind == b"E":
            raise _error(content)
        return content

    def _exchange(self, request: dict[str, Any], heard: Heard) -> tuple[bytes, bytes]:
        child = self._ready()
        allowed = float(request["seconds"])
        seconds = PATIENCE * allowed
        line: bytes | None = json.dumps(request).encode() + b"\n"
        while True:
            try:
                frame = _talk(child, line, seconds + GRACE)
                if frame is not None:
                    heard.take(*frame)
            except (OSError, ValueError):
                frame = None
            except BaseException:  # interrupted half-way: this child's next frame is not ours
                self._end()
                raise
            if frame is None:
                raise self._post_mortem(child, allowed)
            if frame[0] in b"DE":
                self._served += 1
                return frame
            if frame[0] == b"P":
                seconds = self.limits.page_seconds
                allowed = seconds
            line = None

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._served >= FILES_PER_CHILD:
            self._end()
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = _start(self.limits.memory)
            self._served = 0
        return self._child

    def _post_mortem(self, child: subprocess.Popen[bytes], seconds: float) -> ReadFailure:
        """Why the child ended without an answer."""
        try:
            status = child.wait(GRACE)
        except subprocess.TimeoutExpired:
            status = 0
        killed = status == OVER_TIME or (os.name == "posix" and status == -9)
        self._end()
        if killed:
            return ReadFailure(
                "timeout",
                f"La lecture a été arrêtée après {seconds:.0f} secondes : le fichier est "
                "endommagé ou beaucoup trop complexe.",
            )
        if status == OVER_MEMORY:
            return ReadFailure(
                "too_large", "Le fichier demande plus de mémoire que la limite permise."
            )
        return _crashed()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what was left to write to a child that is gone
                    continue
        child.wait()


def _start(memory: int) -> subprocess.Popen[bytes]:
    here = str(Path(__file__).resolve().parents[2])
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    # Our own interpreter and module; the file's path goes through the pipe.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "ingest.readers.worker", str(memory), str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def _talk(
    child: subprocess.Popen[bytes], request: bytes | None, seconds: float
) -> tuple[bytes, bytes] | None:
    """Send a request, if any; the next frame, or None when the child ended before.

    The child is killed when it is silent for so many seconds.
    """
    if child.stdin is None or child.stdout is None:
        return None
    late = threading.Timer(seconds, child.kill)
    late.daemon = True
    late.start()
    try:
        if request is not None:
            child.stdin.write(request)
            child.stdin.flush()
        head = child.stdout.read(9)
        size = int.from_bytes(head[1:], "big")
        if len(head) < 9 or size > MAX_FRAME:
            return None
        content = child.stdout.read(size)
        return (head[:1], content) if len(content) == size else None
    finally:
        late.cancel()


def _error(content: bytes) -> RepereError:
    code, message = json.loads(content)
    kind = NotFoundError if code == "page_not_found" else ReadFailure
    return kind(code, message)


def _crashed() -> ReadFailure:
    return ReadFailure(
        "damaged_file", "Le fichier est endommagé : sa lecture a fait échouer le lecteur."
    )


_shared: dict[Limits, Sandbox] = {}
_shared_lock = threading.Lock()


def shared_sandbox(limits: Limits | None = None) -> Sandbox:
    """The sandbox of this process for some limits, ended with the process."""
    chosen = limits or Limits()
    with _shared_lock:
        sandbox = _shared.get(chosen)
        if sandbox is None:
            sandbox = _shared[chosen] = Sandbox(chosen)
            atexit.register(sandbox.close)
        return sandbox


def read_file(
    path: Path,
    limits: Limits | None = None,
    password: str | None = None,
    listener: Listener | None = None,
) -> RawDocument:
    """Read one file in the shared child process; see :meth:`Sandbox.read`.

    Raises:
        ReadFailure: stable code and French message; this process never hangs or crashes.
    """
    return shared_sandbox(limits).read(path, password, listener)
