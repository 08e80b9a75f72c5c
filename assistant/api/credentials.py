"""Who asks: the admin key, and the name under which an act is kept."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Sequence
from typing import Any

from fastapi import Request
from starlette.requests import HTTPConnection

from assistant.api.context import Context
from assistant.api.fault import ApiError, ErrorJson
from assistant.settings import Settings

SECURED: dict[str, Any] = {"security": [{"admin": []}]}
ADMIN_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (400, 401, 403, 404, 409, 413, 415, 422, 503)
}
ADMIN_NAME = "admin"
PEER = "repere.peer"  # in the scope: the address at the other end, before proxies are believed


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def key_given(connection: HTTPConnection) -> str:
    """The key that a request carries, empty when it carries none."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return connection.headers.get("x-admin-key", "")


def require_admin(request: Request, context: Context) -> None:
    """Let a request through when it carries the admin key.

    Raises:
        ApiError: 403 ``admin_disabled``, 401 ``admin_key_required`` or
            ``admin_key_wrong``, 429 ``too_many_tries``.
    """
    expected = context.settings.admin_key
    if not expected:
        raise ApiError(403, "admin_disabled")
    given = key_given(request)
    challenge = {"WWW-Authenticate": "Bearer"}
    if not given:
        raise ApiError(401, "admin_key_required", headers=challenge)
    address = address_of(request)
    context.tries.check(address)
    if not same(given, expected):
        context.tries.failed(address)
        raise ApiError(401, "admin_key_wrong", headers=challenge)


def address_of(connection: HTTPConnection) -> str:
    """The address at the other end; empty when the server is not told."""
    return connection.client.host if connection.client else ""


def person_of(connection: HTTPConnection, settings: Settings) -> str | None:
    """The person that a trusted proxy names; None from any other address, or for no one."""
    if not settings.trusted_header:
        return None
    peer = str(connection.scope.get(PEER, address_of(connection)))
    if not _among(peer, settings.trusted_proxies):
        return None
    given = connection.headers.getlist(settings.trusted_header)
    # Two of them: one was sent by the browser and let through.
    return (given[0].strip() or None) if len(given) == 1 else None


def keep_act(
    request: Request, context: Context, act: str, target: str = "", **details: object
) -> None:
    """Keep an administrative act in the audit log."""
    who = person_of(request, context.settings) or ADMIN_NAME
    context.audit.note(who, address_of(request), act, target, **details)


def _among(address: str, networks: Sequence[str]) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(known, "ipv4_mapped", None)
    return any((mapped or known) in ipaddress.ip_network(network) for network in networks)
