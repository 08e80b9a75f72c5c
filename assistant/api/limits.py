"""How much one client, or one key, may ask in a minute."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.context import Context, reader_language
from assistant.api.credentials import address_of, holder_of, key_given
from assistant.api.errors import send_fault
from assistant.api.fault import ApiError, fault_of
from assistant.settings import is_loopback

COUNTED = ("/api/", "/v1/", "/connexion")
MINUTE_S = 60.0
REMEMBERED = 10_000  # clients


class Rate:
    """A bucket for each client: it holds a minute's worth, and fills as time goes by."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(a_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take one request out; 0.0 when there was one, else the seconds to wait for it."""
        if not self._most:
            return 0.0
        now, each = self._clock(), MINUTE_S / self._most
        with self._lock:
            left, at = self._held.get(client, (self._most, now))
            left = min(self._most, left + max(0.0, now - at) / each)
            allowed = left >= 1.0
            self._held[client] = (left - 1.0 if allowed else left, now)
            self._held.move_to_end(client)
            while len(self._held) > REMEMBERED:
                self._held.popitem(last=False)
        return 0.0 if allowed else (1.0 - left) * each


class Limits:
    """Refuses who asks too much; a layer around the access one.

    This machine is not counted: a proxy on it that tells no address would be one client.
    """

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self.app = app
        self.context = context
        self._clients = Rate(context.settings.rate_client)
        self._keys = Rate(context.settings.rate_key)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        wait = 0.0
        if scope["type"] == "http" and scope["path"].startswith(COUNTED):
            wait = self._wait(Request(scope))
        if wait:
            # An hour at most is told: longer, nobody would come back.
            later = {"Retry-After": str(min(3_600, int(wait) + 1))}
            told = fault_of(ApiError(429, "too_many_requests", headers=later),
                            reader_language(Request(scope)))  # fmt: skip
            await send_fault(told)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _wait(self, request: Request) -> float:
        given, address = key_given(request), address_of(request)
        tries = self.context.tries
        holder = holder_of(given, self.context) if given and tries.allows(address) else None
        if holder is not None:
            return self._keys.wait(holder.key or holder.name)
        wait = 0.0 if is_loopback(address) else self._clients.wait(_network(address))
        if wait and given:
            # Else, whether the answer is this refusal would tell a right key from a wrong one.
            tries.failed(address)
        return wait


def _network(address: str) -> str:
    """One client: an IPv4 address, or the /64 that an IPv6 network is given whole."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4 or known.ipv4_mapped is not None:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False))
