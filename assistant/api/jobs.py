"""The one work that changes the index at a time, and how far it has come."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypeVar

from assistant.api.fault import ApiError
from assistant.service import IngestReport, Progress
from ingest.errors import RepereError

_LOG = logging.getLogger("repere.error")

R = TypeVar("R", bound=IngestReport | None)
JobKind = Literal["upload", "remove", "readmit", "rebuild", "describe", "follow"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is under way, or the last work done.

    Attributes:
        started: ISO 8601, UTC.
        stage, done, total, current: as in ``Progress``; empty before the first step.
        report: what was done, once done; ``error`` instead: stable code and sentence.
    """

    kind: JobKind
    started: str
    running: bool = True
    stage: str = ""
    done: int = 0
    total: int = 0
    current: str = ""
    report: IngestReport | None = None
    error: tuple[str, str] | None = None


class Work:
    """Lets one work in and keeps its state for those who look. Safe in threads."""

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._job: Job | None = None
        self._thread: threading.Thread | None = None

    @property
    def job(self) -> Job | None:
        """The work under way or the last one; None since the start."""
        return self._job

    def begin(self, kind: JobKind) -> None:
        """Come in.

        Raises:
            ApiError: 409 ``ingest_running``.
        """
        if not self._alone.acquire(blocking=False):
            raise ApiError(409, "ingest_running")
        self._job = Job(kind, datetime.now(UTC).isoformat(timespec="seconds"))

    def step(self, progress: Progress) -> None:
        """Tell how far it is."""
        if self._job is not None:
            self._job = replace(
                self._job, stage=progress.stage, done=progress.done, total=progress.total,
                current=progress.current,
            )  # fmt: skip

    def end(
        self, report: IngestReport | None = None, error: tuple[str, str] | None = None
    ) -> None:
        """Leave, with what was done or what went wrong."""
        if self._job is not None:
            self._job = replace(self._job, running=False, report=report, error=error)
        self._alone.release()

    def run(self, work: Callable[[], R]) -> R:
        """Do what ``begin`` was called for, and leave."""
        try:
            report = work()
        except RepereError as error:
            self.end(error=(error.code, error.message))
            raise
        except BaseException as error:
            self.end(error=("internal_error", type(error).__name__))
            raise
        self.end(report)
        return report

    def start(self, work: Callable[[], IngestReport]) -> None:
        """Do what ``begin`` was called for on a thread of its own."""

        def tolerant() -> None:
            try:
                self.run(work)
            except RepereError:
                pass  # kept in the job, for those who look
            except Exception as error:  # noqa: BLE001  (the edge of the thread)
                _LOG.error("%s\n%s", type(error).__name__,
                           "".join(traceback.format_tb(error.__traceback__)))  # fmt: skip

        self._thread = threading.Thread(target=tolerant, name="repere-index", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait for the work that was started, no longer than ``seconds``."""
        if self._thread is not None:
            self._thread.join(seconds)

    @contextmanager
    def alone(self, kind: JobKind) -> Iterator[None]:
        """Hold the index for a short work that tells no progress.

        Raises:
            ApiError: 409 ``ingest_running``.
        """
        self.begin(kind)
        try:
            yield
        finally:
            self.end()
