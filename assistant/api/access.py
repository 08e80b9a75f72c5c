"""Who may read, where the operator asks: a key, or a person that a proxy names.

Innermost of the layers: size limits, headers and the access log hold for what is refused
here too. A session is a signed date in a cookie; nothing is stored, and another key ends it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from html import escape
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.api.context import Context, reader_language
from assistant.api.credentials import PEER, address_of, key_given, person_of, same
from assistant.api.errors import send_fault
from assistant.api.fault import ApiError, fault_of
from assistant.settings import Settings

LOGIN = "/connexion"
LOGOUT = "/deconnexion"
# What anyone may have: the sign-in page and its looks, and what tells that the process lives.
OPEN = frozenset({LOGIN, LOGOUT, "/health", "/ready", "/favicon.ico"})
OPEN_BELOW = "/assets/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION_S = 12 * 3600
COOKIE, SECURE_COOKIE = "repere_session", "__Host-repere_session"
_LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")


class Peer:
    """Outermost: keeps the address of the other end, then believes what proxies say of it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        trusted = ["127.0.0.1", "::1", *settings.trusted_proxies]
        self._app = ProxyHeadersMiddleware(app, trusted_hosts=trusted)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http":
            scope[PEER] = scope["client"][0] if scope.get("client") else ""
        await self._app(scope, receive, send)  # type: ignore[arg-type]


class Access:
    """Lets in who may read; see the module's docstring."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self.app = app
        self.context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or not guarded(self.context.settings) or _open(scope["path"]):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            check_reader(request, self.context)
        except ApiError as error:
            await self._refusal(request, error)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refusal(self, request: Request, error: ApiError) -> Response:
        page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        if page and error.code == "access_key_required":
            query = f"?{request.url.query}" if request.url.query else ""
            there = f"{LOGIN}?suite={quote(request.url.path + query, safe='/')}"
            if request.headers.get("sec-fetch-site") == "cross-site":
                # Followed from another site, a link brings no strict cookie; from here, it does.
                refresh = f'<meta http-equiv="refresh" content="0; url={escape(there)}">'
                return HTMLResponse(f"<!doctype html><title>Repère</title>{refresh}")
            return RedirectResponse(there, 303)
        return send_fault(fault_of(error, reader_language(request)))


def guarded(settings: Settings) -> bool:
    """Whether reading asks for something."""
    return bool(settings.access_key or settings.trusted_header)


def check_reader(request: HTTPConnection, context: Context) -> None:
    """Let a request through when it comes from someone who may read.

    Raises:
        ApiError: 401 ``access_key_required`` or ``access_key_wrong``, 403 ``proxy_only`` or
            ``other_site``, 429 ``too_many_tries``.
    """
    settings = context.settings
    given = key_given(request)
    if given:
        address = address_of(request)
        context.tries.check(address)
        known = [key for key in (settings.access_key, settings.admin_key) if key]
        # All of them are compared: the time does not tell which one was near.
        if sum(same(given, key) for key in known) == 0:
            context.tries.failed(address)
            raise ApiError(401, "access_key_wrong", headers={"WWW-Authenticate": "Bearer"})
        return
    if person_of(request, settings) is not None or signed_in(request, settings):
        refuse_other_sites(request, settings)
        return
    if not settings.access_key:
        raise ApiError(403, "proxy_only")
    raise ApiError(401, "access_key_required", headers={"WWW-Authenticate": "Bearer"})


def refuse_other_sites(request: HTTPConnection, settings: Settings) -> None:
    """Refuse a change that a page of another site had the browser ask for.

    Raises:
        ApiError: 403 ``other_site``.
    """
    if request.scope["method"] in SAFE:
        return
    origin = request.headers.get("origin", "")
    if origin in settings.allowed_sites:
        return
    told = request.headers.get("sec-fetch-site", "")
    hosts = {request.headers.get("host", "").lower()}
    if person_of(request, settings) is not None:
        hosts.add(request.headers.get("x-forwarded-host", "").lower())
    elsewhere = origin != "" and urlsplit(origin).netloc.lower() not in hosts
    if told not in ("", "same-origin", "none") or (not told and elsewhere):
        raise ApiError(403, "other_site")


def signed_in(request: HTTPConnection, settings: Settings) -> bool:
    """Whether the cookie is a session of the present key, not yet over."""
    token = request.cookies.get(_cookie(request), "")
    until, _, rest = token.partition(".")
    nonce, _, mark = rest.partition(".")
    if not settings.access_key or not (until.isascii() and until.isdigit() and len(until) < 12):
        return False
    good = same(mark, _mark(settings.access_key, until, nonce))
    return good and int(until) > time.time()


def open_session(request: HTTPConnection, response: Response, access_key: str) -> None:
    """Give the browser a session of ``SESSION_S`` seconds."""
    until, nonce = str(int(time.time()) + SESSION_S), secrets.token_hex(8)
    response.set_cookie(
        _cookie(request), f"{until}.{nonce}.{_mark(access_key, until, nonce)}",
        max_age=SESSION_S, path="/", httponly=True, samesite="strict",
        secure=request.scope["scheme"] == "https",
    )  # fmt: skip


def close_session(request: HTTPConnection, response: Response) -> None:
    """Take the session back from the browser."""
    response.delete_cookie(
        _cookie(request), path="/", httponly=True, samesite="strict",
        secure=request.scope["scheme"] == "https",
    )  # fmt: skip


def local_path(given: str) -> str:
    """Where to go next: an address of this server and no other."""
    return given if _LOCAL.fullmatch(given) else "/"


def _mark(access_key: str, until: str, nonce: str) -> str:
    secret = hashlib.sha256(b"repere session\0" + access_key.encode()).digest()
    return hmac.new(secret, f"{until}.{nonce}".encode("utf-8", "replace"), "sha256").hexdigest()


def _cookie(request: HTTPConnection) -> str:
    return SECURE_COOKIE if request.scope["scheme"] == "https" else COOKIE


def _open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_BELOW)
