"""Questions that arrive together are computed together."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class _Wanted(Generic[T, R]):
    item: T
    done: bool = False
    result: R | None = None
    error: BaseException | None = None


class Gathering(Generic[T, R]):
    """Runs a function over batches of what its callers ask for, one batch at a time.

    Nobody waits for others to come: the first caller runs at once, alone, and those who come
    meanwhile make up the next batch, run by one of them.

    Args:
        run: one result for each item, in order; what it raises is raised to each caller.
        most: items in a batch.
    """

    def __init__(self, run: Callable[[Sequence[T]], Sequence[R]], most: int) -> None:
        self._run = run
        self._most = most
        self._changed = threading.Condition()
        self._waiting: deque[_Wanted[T, R]] = deque()
        self._running = False

    def __call__(self, items: Sequence[T]) -> list[R]:
        """Results of ``items``, in order."""
        mine = [_Wanted[T, R](item) for item in items]
        with self._changed:
            self._waiting.extend(mine)
        while (batch := self._turn(mine)) is not None:
            self._serve(batch)
        for wanted in mine:
            if wanted.error is not None:
                raise wanted.error
        return [wanted.result for wanted in mine]  # type: ignore[misc]

    def _turn(self, mine: Sequence[_Wanted[T, R]]) -> list[_Wanted[T, R]] | None:
        """The next batch to run, or None once ``mine`` is done."""
        with self._changed:
            self._changed.wait_for(lambda: not self._running or all(wanted.done for wanted in mine))
            if all(wanted.done for wanted in mine):
                return None
            self._running = True
            count = min(self._most, len(self._waiting))
            return [self._waiting.popleft() for _ in range(count)]

    def _serve(self, batch: Sequence[_Wanted[T, R]]) -> None:
        error: BaseException | None = None
        results: Sequence[R | None] = [None] * len(batch)
        try:
            results = self._run([wanted.item for wanted in batch])
        except BaseException as caught:  # noqa: BLE001 (raised again to every caller of the batch)
            error = caught
        with self._changed:
            for wanted, result in zip(batch, results, strict=True):
                wanted.result, wanted.error, wanted.done = result, error, True
            self._running = False
            self._changed.notify_all()
