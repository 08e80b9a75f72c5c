"""Who is signed in: random tickets, kept in memory by their digest.

A restart signs everyone out; so does nothing else than leaving, the end of the time, or the
key being revoked. Time is counted by a clock that never jumps.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from assistant.access.roles import Role

SESSION_S = 12 * 3600
IDLE_S = 4 * 3600
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """One person signed in; ``key`` is the id of the key they gave, empty for another way."""

    name: str
    role: Role
    key: str = ""


class Sessions:
    """Sessions of one server. Safe in threads.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[Session, float, float]] = OrderedDict()

    def open(self, session: Session) -> str:
        """Begin a session; its ticket, which only the browser keeps."""
        ticket, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._held[_digest(ticket)] = (session, now + SESSION_S, now + IDLE_S)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return ticket

    def find(self, ticket: str) -> Session | None:
        """The session of a ticket; None when there is none or it is over."""
        name, now = _digest(ticket), self._clock()
        with self._lock:
            session, until, idle = self._held.get(name, (None, 0.0, 0.0))
            if session is None:
                return None
            if now >= min(until, idle):
                del self._held[name]
                return None
            self._held[name] = (session, until, now + IDLE_S)
            return session

    def close(self, ticket: str) -> None:
        """End a session, for whoever holds its ticket."""
        with self._lock:
            self._held.pop(_digest(ticket), None)


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode("utf-8", "replace")).hexdigest()
