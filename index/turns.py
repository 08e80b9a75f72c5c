"""Whose turn it is to use the model: questions go before ingestion."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 2.0


class Turns:
    """A lock with two ranks. Not reentrant.

    A plain lock is not fair: a thread that ingests batch after batch would take it again
    before a waiting question wakes. Here a patient turn starts only when nobody urgent
    waits, so a question waits for one batch at most. A patient turn that has waited
    ``PATIENCE_S`` counts as urgent, so that a busy server still ingests.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = False
        self._urgent = 0

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """Hold the model as soon as the present turn ends."""
        with self._changed:
            self._urgent += 1
            try:
                self._changed.wait_for(lambda: not self._busy)
                self._busy = True
            finally:
                self._urgent -= 1
        yield from self._turn()

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Hold the model when it is free and nobody urgent waits."""
        with self._changed:
            if not self._changed.wait_for(self._quiet, timeout=PATIENCE_S):
                self._changed.wait_for(lambda: not self._busy)
            self._busy = True
        yield from self._turn()

    def _quiet(self) -> bool:
        return not self._busy and not self._urgent

    def _turn(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
