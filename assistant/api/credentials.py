"""Who asks: by a key, a session, or a trusted proxy; and what they may do."""

from __future__ import annotations

import hmac
import ipaddress
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.requests import HTTPConnection

from assistant.access.roles import Role, allows, role_of
from assistant.api.context import Context
from assistant.api.fault import ApiError, ErrorJson
from assistant.api.origin import refuse_other_sites
from assistant.settings import Settings
from ingest.errors import StoreError

_LOG = logging.getLogger("repere.error")
SECURED: dict[str, Any] = {"security": [{"admin": []}]}
ADMIN_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
}
ADMIN_NAME, READER_NAME = "admin", "lecture"
PEER = "repere.peer"  # in the scope: the address at the other end, before proxies are believed
CALLER = "repere.caller"  # in the scope: who was let in to do more than read
COOKIE, SECURE_COOKIE = "repere_session", "__Host-repere_session"
CHALLENGE = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the name kept with their acts, and what they may do.

    Attributes:
        key: the id of their key; empty for a key of the settings and for other ways.
        shown: whether the request itself carries a secret, which no other site can add.
    """

    name: str
    role: Role
    key: str = ""
    shown: bool = False


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def key_given(connection: HTTPConnection) -> str:
    """The key that a request carries, empty when it carries none."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return connection.headers.get("x-admin-key", "")


def holder_of(text: str, context: Context) -> Caller | None:
    """Whom a key was given to; None for what is no key of this server."""
    settings = context.settings
    # All of them are looked at: the time does not tell which one was near.
    admin = bool(settings.admin_key) and same(text, settings.admin_key or "")
    reader = bool(settings.access_key) and same(text, settings.access_key or "")
    try:
        known = context.keys.find(text)
    except StoreError as error:
        _LOG.error("%s", error.code)
        known = None
    if admin:
        return Caller(ADMIN_NAME, "admin", shown=True)
    if known is not None:
        return Caller(known.name, known.role, known.id, shown=True)
    return Caller(READER_NAME, "reader", shown=True) if reader else None


def tried_key(connection: HTTPConnection, context: Context, code: str) -> Caller | None:
    """Whom the key of a request belongs to; None when it carries none.

    Raises:
        ApiError: 401 ``code`` for a wrong key, 429 ``too_many_tries`` after several.
    """
    given = key_given(connection)
    if not given:
        return None
    address = address_of(connection)
    context.tries.check(address)
    holder = holder_of(given, context)
    if holder is None:
        context.tries.failed(address)
        raise ApiError(401, code, headers=CHALLENGE)
    return holder


def known_person(connection: HTTPConnection, context: Context) -> Caller | None:
    """Who is signed in, or named by the proxy; None for no one.

    Raises:
        ApiError: 403 ``no_role``, known but let do nothing here.
    """
    settings = context.settings
    session = context.sessions.find(connection.cookies.get(cookie_name(connection), ""))
    if session is not None and (not session.key or _still(session.key, context)):
        return Caller(session.name, session.role, session.key)
    person = person_of(connection, settings)
    if person is None:
        return None
    role = role_of([person], settings)
    if role is None:
        raise ApiError(403, "no_role")
    return Caller(person, role)


def require_admin(request: Request, context: Context, needed: Role = "admin") -> Caller:
    """Let a request through when whoever asks may do what needs a role above reading.

    Raises:
        ApiError: 403 ``admin_disabled``, ``role_too_low``, ``no_role`` or ``other_site``,
            401 ``admin_key_required`` or ``admin_key_wrong``, 429 ``too_many_tries``.
    """
    if not administrable(context):
        raise ApiError(403, "admin_disabled")
    caller = tried_key(request, context, "admin_key_wrong") or known_person(request, context)
    if caller is None:
        raise ApiError(401, "admin_key_required", headers=CHALLENGE)
    if not allows(caller.role, needed):
        raise ApiError(403, "role_too_low")
    if not caller.shown:
        proxied = person_of(request, context.settings) is not None
        refuse_other_sites(request, context.settings, proxied=proxied, strict=True)
    request.scope[CALLER] = caller
    return caller


def administrable(context: Context) -> bool:
    """Whether anything at all lets someone do more than read."""
    settings = context.settings
    named = (settings.editors or settings.admins) and (
        settings.trusted_header or settings.oidc_issuer
    )
    if settings.admin_key or named:
        return True
    try:
        return any(key.role != "reader" for key in context.keys.all())
    except StoreError:
        return True  # there are keys, and none can be read: none will be right


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
    """Keep an administrative act in the audit log, under the name of who was let in."""
    caller = request.scope.get(CALLER)
    name = caller.name if isinstance(caller, Caller) else ADMIN_NAME
    who = person_of(request, context.settings) or name
    context.audit.note(who, address_of(request), act, target, **details)


def cookie_name(connection: HTTPConnection) -> str:
    """The session's cookie: over https, one that no other host can set."""
    return SECURE_COOKIE if connection.scope["scheme"] == "https" else COOKIE


def _still(key_id: str, context: Context) -> bool:
    try:
        return context.keys.get(key_id) is not None
    except StoreError:
        return False


def _among(address: str, networks: Sequence[str]) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(known, "ipv4_mapped", None)
    return any((mapped or known) in ipaddress.ip_network(network) for network in networks)
