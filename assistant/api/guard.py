"""The outermost layer: size limits, security headers, access log, last resort.

Plain ASGI, so that streams are not buffered. Query strings are never logged: they hold
what people ask.
"""

from __future__ import annotations

import logging
import time
import traceback
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.context import Context, reader_language
from assistant.api.errors import send_fault
from assistant.api.fault import ApiError, Fault, fault_of

access_log = logging.getLogger("repere.access")
error_log = logging.getLogger("repere.error")

UPLOAD_PATH = "/api/documents"
LISTS_PATH = "/api/lists"
MAX_IMPORT = 16 * 1024 * 1024  # the heaviest list, exported
CONVERSATION_PATH = "/api/conversations/export"
MAX_CONVERSATION = 2 * 1024 * 1024
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors {ancestors}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(slots=True)
class Exchange:
    """One request under way: what was sent of its response so far."""

    started: float
    status: int = 0


class Guard:
    """Wraps the application; see the module's docstring."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self.app = app
        self.context = context
        ancestors = " ".join(("'self'", *context.settings.allowed_sites))
        self.page_policy = PAGE_POLICY.format(ancestors=ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = Exchange(time.perf_counter())
        try:
            await self._guarded(scope, receive, send, exchange)
        finally:
            self._record(scope, exchange)

    async def _guarded(
        self, scope: Scope, receive: Receive, send: Send, exchange: Exchange
    ) -> None:
        limit = self._limit(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                self._add_headers(message, scope["path"])
            await send(message)

        try:
            if _announced(scope) > limit:
                raise ApiError(413, "body_too_large", limit=limit)
            await self.app(scope, _limited(receive, limit), sending)
        except Exception as error:  # noqa: BLE001  (the outermost edge)
            if not isinstance(error, ApiError):
                _log_error(scope, error)
            if exchange.status:
                raise _Cut from None
            await self._refuse(scope, receive, sending, error)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
        lang = reader_language(Request(scope))
        told = fault_of(error, lang)
        if told.status == 413:
            told = Fault(told.status, told.body, (*told.headers, ("Connection", "close")))
        await send_fault(told)(scope, receive, send)

    def _limit(self, scope: Scope) -> int:
        settings = self.context.settings
        path = scope["path"].rstrip("/") if scope["method"] == "POST" else ""
        if path == UPLOAD_PATH:
            return settings.max_upload
        if path.startswith(f"{LISTS_PATH}/") and path.endswith("/import"):
            return max(settings.max_body, MAX_IMPORT)
        if path == CONVERSATION_PATH:
            return max(settings.max_body, MAX_CONVERSATION)
        return settings.max_body

    def _add_headers(self, message: Message, path: str) -> None:
        headers = MutableHeaders(scope=message)
        if path.startswith(LISTS_PATH):
            # Its address is its key: it leaves in no Referer and is kept by no cache.
            headers["Referrer-Policy"] = "no-referrer"
            headers["Cache-Control"] = "no-store"
            headers["X-Robots-Tag"] = "noindex, nofollow"
        for name, value in COMMON_HEADERS.items():
            headers.setdefault(name, value)
        if message["status"] == 304:
            # Its headers replace those of the page that the browser kept.
            return
        html = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", self.page_policy if html else DATA_POLICY)
        page = html and message["status"] < 400
        headers.setdefault("Cache-Control", "no-cache" if page else "no-store")

    def _record(self, scope: Scope, exchange: Exchange) -> None:
        seconds = time.perf_counter() - exchange.started
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        status = exchange.status or 499
        self.context.metrics.request(route, method, status, seconds)
        counted = {"method": method, "route": route, "status": status,
                   "ms": round(seconds * 1000, 1)}  # fmt: skip
        access_log.info("%s %s %d %.1f ms", method, route, status, seconds * 1000, extra=counted)


METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})


class _Cut(Exception):  # noqa: N818  (not shown to anyone)
    """A response that broke off after its first byte; the server closes the connection."""


def _announced(scope: Scope) -> int:
    """Content-Length of the request; 0 when there is none or it is no number."""
    text = Headers(scope=scope).get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _limited(receive: Receive, limit: int) -> Receive:
    """``receive`` that refuses a body longer than ``limit`` bytes."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413, headers={"X-Limit": str(limit)})
        return message

    return limited


def _log_error(scope: Scope, error: Exception) -> None:
    """The error's type and place; its text may quote a question and is left out."""
    places = "".join(traceback.format_tb(error.__traceback__))
    route = getattr(scope.get("route"), "path", "unmatched")
    error_log.error("%s on %s\n%s", type(error).__name__, route, places)
