"""Several processes that work questions out, behind one server that keeps everything else.

The server alone listens, writes, counts and knows who is signed in; what costs processor (one
question, one search) goes by a pipe to one of its workers. A worker holds the index, mapped
from the same files, and looks itself for a new generation. One that dies is replaced, and the
question it had is given to another: working a question out changes nothing.
"""

from __future__ import annotations

import logging
import queue
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, runtime_checkable

from ingest.errors import RepereError

LONGEST_S = 60.0  # for one question: a worker that takes more is replaced
TRIES = 2  # workers that a question is given to
STOP_S = 5.0
_LOOK_S = 0.25  # between two looks whether a worker is left
_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 30.0  # before a worker that would not start is tried again
_LOG = logging.getLogger("repere.crew")


class Desk(Protocol):
    """What a worker answers from."""

    def work_out(self, what: str, arguments: tuple[Any, ...]) -> Any:
        """The value of one piece of work."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


@runtime_checkable
class Employer(Protocol):
    """A service that may have workers."""

    def employ(self) -> None:
        """Have them work, and wait until they are ready."""
        ...


Opened = Callable[[], Desk]


class NoWorkerError(Exception):
    """No worker is there, or none came free in time."""


class WorkFailedError(Exception):
    """A worker met a defect, or those that had the work died or took too long."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection


class Crew:
    """Worker processes. Safe in threads; each worker does one thing at a time.

    Args:
        count: processes.
        opened: opens what a worker answers from, in its process; must be picklable.
    """

    def __init__(self, count: int, opened: Opened, longest: float = LONGEST_S) -> None:
        self._opened = opened
        self._longest = longest
        self._processes = get_context("spawn")  # a fork would copy the locks of our threads
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: set[BaseProcess] = set()
        self._lock = threading.Lock()
        self._starting = 0
        self._closing = threading.Event()
        self._first = [self._hire() for _ in range(count)]

    def wait(self) -> None:
        """Wait until each worker is ready, or has failed to be once."""
        for tried in self._first:
            tried.wait()

    @property
    def processes(self) -> tuple[int, ...]:
        """Numbers of the processes of the workers."""
        with self._lock:
            return tuple(one.pid for one in self._all if one.pid is not None)

    @property
    def alive(self) -> int:
        """Workers that are ready or at work."""
        with self._lock:
            return sum(process.is_alive() for process in self._all)

    def work_out(self, what: str, arguments: tuple[Any, ...]) -> Any:
        """The value that a worker gives; what it raises on purpose is raised here.

        Raises:
            NoWorkerError, WorkFailedError: see there.
        """
        for _ in range(TRIES):
            worker = self._free_one()
            try:
                worker.pipe.send((what, arguments))
                if not worker.pipe.poll(self._longest):
                    raise TimeoutError
                told, value = worker.pipe.recv()
            except (EOFError, OSError) as error:  # TimeoutError is an OSError
                _LOG.warning("un processus de calcul est remplacé (%s)", type(error).__name__)
                self._dismiss(worker)
                self._hire()
                continue
            self._idle.put(worker)
            if told == "value":
                return value
            if told == "raised":
                kind, code, message = value
                raise kind(code, message)
            raise WorkFailedError(f"{what}: {value}")  # another would fail the same way
        raise WorkFailedError(what)

    def _free_one(self) -> _Worker:
        until = time.monotonic() + self._longest
        while time.monotonic() < until and (self._starting or self.alive):
            with suppress(queue.Empty):
                return self._idle.get(timeout=_LOOK_S)
        raise NoWorkerError

    def close(self) -> None:
        """Have every worker leave, those at work once they are done; never waits long."""
        self._closing.set()
        until = time.monotonic() + STOP_S
        with suppress(queue.Empty):
            while True:
                with suppress(OSError):
                    self._idle.get_nowait().pipe.send(None)
        with self._lock:
            processes = list(self._all)
        for process in processes:
            process.join(max(0.0, until - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join(STOP_S)

    # Hiring

    def _hire(self) -> threading.Event:
        """Start a worker aside; what is given is set once that was tried."""
        tried = threading.Event()
        self._count(1)
        threading.Thread(
            target=self._start_one, args=(tried,), name="repere-crew", daemon=True
        ).start()
        return tried

    def _start_one(self, tried: threading.Event) -> None:
        """Start a worker; again, ever more seldom, while it does not get ready."""
        pause = _PAUSE_S
        while not self._closing.is_set():
            worker = self._started()
            self._told(tried)
            if worker is not None:
                self._idle.put(worker)
                return
            self._closing.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
        self._told(tried)

    def _told(self, tried: threading.Event) -> None:
        """One start was tried; the first time counts."""
        if not tried.is_set():
            self._count(-1)
            tried.set()

    def _count(self, change: int) -> None:
        with self._lock:
            self._starting += change

    def _started(self) -> _Worker | None:
        ours, theirs = self._processes.Pipe()
        process = self._processes.Process(
            target=_serve, args=(theirs, self._opened), name="repere-worker", daemon=True
        )
        try:
            process.start()
            theirs.close()
            with self._lock:
                self._all.add(process)
            if ours.recv() == "ready" and not self._closing.is_set():
                return _Worker(process, ours)
        except (EOFError, OSError):
            pass
        self._dismiss(_Worker(process, ours))
        return None

    def _dismiss(self, worker: _Worker) -> None:
        with suppress(OSError):
            worker.pipe.close()
        with suppress(OSError, ValueError, AssertionError):
            worker.process.kill()
            worker.process.join(STOP_S)
        with self._lock:
            self._all.discard(worker.process)


def _serve(pipe: Connection, opened: Opened) -> None:
    """The life of a worker: it leaves when it is told to, or when the server is gone."""
    for told in (signal.SIGINT, signal.SIGTERM):
        # A terminal and systemd tell every process; the server finishes first, then tells us.
        signal.signal(told, signal.SIG_IGN)
    desk = opened()
    try:
        pipe.send("ready")
        while (asked := pipe.recv()) is not None:
            pipe.send(_worked_out(desk, *asked))
    except (EOFError, OSError):
        pass  # the server is gone
    finally:
        desk.close()


def _worked_out(desk: Desk, what: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "value", desk.work_out(what, arguments)
    except RepereError as error:
        return "raised", (type(error), error.code, error.message)
    except Exception as error:  # noqa: BLE001  (the edge of the process; texts may quote a question)
        return "failed", type(error).__name__
