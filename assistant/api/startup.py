"""What the server does between listening and being ready: index what changed, load the rest."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Startup:
    """Whether the first pass is under way, and what ended it. Safe in threads.

    A server that nobody told to ``begin`` is ready from the start.
    """

    def __init__(self) -> None:
        self._over = threading.Event()
        self._over.set()
        self._thread: threading.Thread | None = None
        self.error: Exception | None = None

    @property
    def under_way(self) -> bool:
        """Whether the first pass is not over."""
        return not self._over.is_set()

    def begin(self, work: Callable[[], None], failed: Callable[[], None]) -> None:
        """Do ``work`` on a thread of its own; ``failed`` is called when it raises."""
        self._over.clear()

        def first_pass() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001  (the edge of the thread: told by the caller)
                self.error = error
                failed()
            else:
                self._over.set()

        self._thread = threading.Thread(target=first_pass, name="repere-start", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait for the first pass, no longer than ``seconds``."""
        if self._thread is not None:
            self._thread.join(seconds)
