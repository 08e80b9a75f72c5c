"""Who may read, where the operator asks: a key, an account, or a person that a proxy names.

Innermost of the layers: size limits, headers and the access log hold for what is refused
here too.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.access.sessions import SESSION_S, Session
from assistant.api.context import Context, reader_language
from assistant.api.credentials import (
    CHALLENGE,
    PEER,
    cookie_name,
    known_person,
    person_of,
    tried_key,
)
from assistant.api.errors import send_fault
from assistant.api.fault import ApiError, fault_of
from assistant.api.origin import refuse_other_sites
from assistant.settings import Settings

LOGIN, LOGOUT = "/connexion", "/deconnexion"
LEAVE, BACK = "/connexion/compte", "/connexion/retour"  # to the provider, and from it
# What anyone may have: the sign-in page and its looks, and what tells that the process lives.
OPEN = frozenset({LOGIN, LOGOUT, LEAVE, BACK, "/health", "/ready", "/favicon.ico"})
OPEN_BELOW = "/assets/"
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
                return onward(there)
            return RedirectResponse(there, 303)
        return send_fault(fault_of(error, reader_language(request)))


def guarded(settings: Settings) -> bool:
    """Whether reading asks for something."""
    return bool(
        settings.access_key or settings.trusted_header or settings.oidc_issuer or settings.private
    )


def signs_in(settings: Settings) -> bool:
    """Whether people sign in here: by a key, or at a provider."""
    return bool(settings.access_key or settings.private or settings.oidc_issuer)


def check_reader(request: HTTPConnection, context: Context) -> None:
    """Let a request through when it comes from someone who may read.

    Raises:
        ApiError: 401 ``access_key_required`` or ``access_key_wrong``, 403 ``proxy_only``,
            ``no_role`` or ``other_site``, 429 ``too_many_tries``.
    """
    if tried_key(request, context, "access_key_wrong") is not None:
        return
    if known_person(request, context) is not None:
        proxied = person_of(request, context.settings) is not None
        refuse_other_sites(request, context.settings, proxied=proxied)
        return
    if not signs_in(context.settings):
        raise ApiError(403, "proxy_only")
    raise ApiError(401, "access_key_required", headers=CHALLENGE)


def open_session(
    request: HTTPConnection, context: Context, response: Response, session: Session
) -> None:
    """Give the browser a session of ``SESSION_S`` seconds; the one it had ends."""
    context.sessions.close(request.cookies.get(cookie_name(request), ""))
    response.set_cookie(
        cookie_name(request), context.sessions.open(session),
        max_age=SESSION_S, path="/", httponly=True, samesite="strict",
        secure=request.scope["scheme"] == "https",
    )  # fmt: skip


def close_session(request: HTTPConnection, context: Context, response: Response) -> None:
    """End the session, and take its ticket back from the browser."""
    context.sessions.close(request.cookies.get(cookie_name(request), ""))
    response.delete_cookie(
        cookie_name(request), path="/", httponly=True, samesite="strict",
        secure=request.scope["scheme"] == "https",
    )  # fmt: skip


def onward(there: str) -> HTMLResponse:
    """A page that goes on to an address of this server, as if followed from here."""
    refresh = f'<meta http-equiv="refresh" content="0; url={escape(there)}">'
    return HTMLResponse(f"<!doctype html><title>Repère</title>{refresh}")


def local_path(given: str) -> str:
    """Where to go next: an address of this server and no other."""
    return given if _LOCAL.fullmatch(given) else "/"


def _open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_BELOW)
