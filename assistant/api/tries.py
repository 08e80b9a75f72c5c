"""Wrong keys counted by address, so that keys are not found by trying."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from assistant.api.fault import ApiError

MOST = 10  # wrong keys
WINDOW_S = 60.0
REMEMBERED = 10_000  # addresses


class Tries:
    """Refuses an address that gave ``MOST`` wrong keys in a minute. Safe in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Let an address try.

        Raises:
            ApiError: 429 ``too_many_tries``, with when to come back.
        """
        with self._lock:
            recent = self._recent(address)
        if len(recent) >= MOST:
            wait = max(1, round(recent[-MOST] + WINDOW_S - time.monotonic()) + 1)
            raise ApiError(429, "too_many_tries", headers={"Retry-After": str(wait)})

    def allows(self, address: str) -> bool:
        """Whether an address may still try."""
        with self._lock:
            return len(self._recent(address)) < MOST

    def failed(self, address: str) -> None:
        """Count a wrong key."""
        with self._lock:
            self._failures[address] = [*self._recent(address), time.monotonic()]
            self._failures.move_to_end(address)
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def _recent(self, address: str) -> list[float]:
        since = time.monotonic() - WINDOW_S
        return [at for at in self._failures.get(address, ()) if at > since]
