"""Blocking work on threads, with a bounded queue: full means "come back later"."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from assistant.api.fault import ApiError

T = TypeVar("T")
RETRY_AFTER = "2"


class WorkPool:
    """Runs functions on ``workers`` threads, with ``queue`` more waiting at most."""

    def __init__(self, workers: int, queue: int) -> None:
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="repere")
        self._room = threading.BoundedSemaphore(workers + queue)
        self._lock = threading.Lock()
        self._held = 0

    @property
    def held(self) -> int:
        """Functions running or waiting."""
        return self._held

    def submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Start ``work`` as soon as a thread is free.

        Raises:
            ApiError: 503 ``busy`` when the queue is full.
        """
        if not self._room.acquire(blocking=False):
            raise ApiError(503, "busy", headers={"Retry-After": RETRY_AFTER})
        self._count(1)
        try:
            future = self._executor.submit(work)
        except RuntimeError:
            self._count(-1)
            self._room.release()
            raise ApiError(503, "busy", headers={"Retry-After": RETRY_AFTER}) from None
        future.add_done_callback(self._leave)
        return asyncio.wrap_future(future)

    async def run(self, work: Callable[[], T]) -> T:
        """Result of ``work``; its error when it raises."""
        return await self.submit(work)

    def close(self) -> None:
        """Finish what runs, drop what waits."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _leave(self, _done: Future[T]) -> None:
        self._count(-1)
        self._room.release()

    def _count(self, change: int) -> None:
        with self._lock:
            self._held += change
