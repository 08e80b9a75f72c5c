"""How many lists one address may make in a day, counted in memory: no address is stored."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Lock

from assistant.lists.errors import ListError

MAX_ADDRESSES = 100_000


def today() -> date:
    """The present day, UTC."""
    return datetime.now(UTC).date()


class DailyQuota:
    """Counts what each address makes; safe in threads. ``day`` tells the present day."""

    def __init__(self, limit: int, day: Callable[[], date] = today) -> None:
        self._limit = limit
        self._day = day
        self._lock = Lock()
        self._counted: dict[str, int] = {}
        self._since = day()

    def take(self, address: str) -> None:
        """Count one more.

        Raises:
            ListError: ``too_many_lists``.
        """
        named = _network(address)
        with self._lock:
            day = self._day()
            if day != self._since or len(self._counted) >= MAX_ADDRESSES:
                self._counted, self._since = {}, day
            if self._counted.get(named, 0) >= self._limit:
                raise ListError("too_many_lists", {"limit": self._limit}, limit=self._limit)
            self._counted[named] = self._counted.get(named, 0) + 1


def _network(address: str) -> str:
    """An IPv4 address, or the /64 that one IPv6 subscriber holds."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network(f"{found}/64", strict=False))
