"""Signing in and out: a key in a form, or an account at the provider."""

from __future__ import annotations

import logging
from typing import Annotated
from urllib.parse import parse_qs, quote, unquote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.access.oidc import ENTRY_S, OidcError
from assistant.access.roles import role_of
from assistant.access.sessions import Session
from assistant.api.access import (
    BACK,
    LEAVE,
    LOGIN,
    LOGOUT,
    close_session,
    local_path,
    onward,
    open_session,
    signs_in,
)
from assistant.api.admin_shapes import CallerJson
from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.credentials import (
    address_of,
    holder_of,
    key_given,
    known_person,
)
from assistant.api.fault import ApiError, fault_of
from assistant.api.origin import refuse_other_sites
from assistant.api.signin_page import sign_in_html
from assistant.service import Language

router = APIRouter()
_LOG = logging.getLogger("repere.error")

MAX_FORM = 4_096
ENTRY_COOKIE = "repere_entree"
Text = Annotated[str, Query(max_length=4_000)]


@router.get(LOGIN, include_in_schema=False)
async def sign_in_page(
    request: Request, context: Ctx, lang: Lang, suite: str | None = None
) -> Response:
    """The form, or the way out for who is in."""
    if not signs_in(context.settings):
        return RedirectResponse("/", 303)
    inside = _inside(request, context)
    if inside and suite:
        return RedirectResponse(local_path(suite), 303)
    return HTMLResponse(sign_in_html(lang, local_path(suite or "/"), context.settings,
                                     inside=inside))  # fmt: skip


@router.post(LOGIN, include_in_schema=False)
async def sign_in(request: Request, context: Ctx, lang: Lang) -> Response:
    """Open a session for who gives a key."""
    if not signs_in(context.settings):
        return RedirectResponse("/", 303)
    body = (await request.body())[:MAX_FORM].decode("utf-8", "replace")
    form = parse_qs(body, max_num_fields=5) if body.count("&") < 5 else {}
    suite = local_path(form.get("suite", ["/"])[0])
    address = address_of(request)
    try:
        refuse_other_sites(request, context.settings)
        context.tries.check(address)
        holder = holder_of(form.get("key", [""])[0].strip(), context)
        if holder is None:
            context.tries.failed(address)
            raise ApiError(401, "access_key_wrong")
    except ApiError as error:
        return _problem(error, context, lang, suite)
    response = RedirectResponse(suite, 303)
    session = Session(holder.name, holder.role, holder.key)
    open_session(request, context, response, session)
    return response


@router.post(LOGOUT, include_in_schema=False)
async def sign_out(request: Request, context: Ctx) -> Response:
    """Close the session of this browser."""
    refuse_other_sites(request, context.settings)
    response = RedirectResponse(LOGIN, 303)
    close_session(request, context, response)
    return response


@router.get(LEAVE, include_in_schema=False)
async def to_provider(request: Request, context: Ctx, lang: Lang, suite: Text = "/") -> Response:
    """Send the browser to the provider."""
    provider, entry = context.provider, context.entry
    if provider is None:
        return RedirectResponse("/", 303)
    state = entry.state()
    try:
        address = await run_in_threadpool(
            provider.address, state, entry.nonce(state), entry.verifier(state)
        )
    except OidcError as error:
        return _refused(error, context, lang)
    response = RedirectResponse(address, 303)
    # Lax: the way back starts from the provider's page.
    response.set_cookie(
        ENTRY_COOKIE, f"{state}:{quote(local_path(suite)[:1_000], safe='')}", max_age=ENTRY_S,
        path=LOGIN, httponly=True, samesite="lax", secure=request.scope["scheme"] == "https",
    )  # fmt: skip
    return response


@router.get(BACK, include_in_schema=False)
async def from_provider(
    request: Request, context: Ctx, lang: Lang, state: Text = "", code: Text = "", iss: Text = ""
) -> Response:
    """Open a session for whom the provider signs for."""
    provider, entry = context.provider, context.entry
    if provider is None:
        return RedirectResponse("/", 303)
    left, _, suite = request.cookies.get(ENTRY_COOKIE, "").partition(":")
    try:
        if not entry.holds(state, left):
            raise ApiError(400, "stale_entry")
        if not code or (iss and iss != context.settings.oidc_issuer):
            raise OidcError("no code, or another issuer")
        person = await run_in_threadpool(
            provider.person, code, entry.nonce(state), entry.verifier(state)
        )
        role = role_of(person.names, context.settings)
        if role is None:
            raise ApiError(403, "no_role")
    except OidcError as error:
        return _refused(error, context, lang)
    except ApiError as error:
        return _problem(error, context, lang, "/")
    # A strict cookie does not follow a redirection that began at the provider's page.
    response = onward(local_path(unquote(suite)))
    open_session(request, context, response, Session(person.name, role))
    response.delete_cookie(ENTRY_COOKIE, path=LOGIN, httponly=True, samesite="lax")
    return response


@router.get(
    "/api/me", tags=["Administration"], summary="Qui demande, et ce qui lui est permis",
    responses={200: {"model": CallerJson}},
)  # fmt: skip
async def me(request: Request, context: Ctx) -> Response:
    """The name and the role of a session, of a proxy or of a key; null for no one."""
    given = key_given(request)
    caller = holder_of(given, context) if given and context.tries.allows(
        address_of(request)) else known_person(request, context)  # fmt: skip
    if given and caller is None:
        context.tries.failed(address_of(request))
    return Json({"name": caller.name if caller else None, "role": caller.role if caller else None})


def _inside(request: Request, context: Context) -> bool:
    try:
        return known_person(request, context) is not None
    except ApiError:
        return False


def _refused(error: OidcError, context: Context, lang: Language) -> Response:
    """What the provider said is for the operator: people are told to try again."""
    _LOG.error("sign-in refused: %s", error)
    return _problem(ApiError(502, "provider_failed"), context, lang, "/")


def _problem(error: ApiError, context: Context, lang: Language, suite: str) -> Response:
    told = fault_of(error, lang)
    message = told.body["error"]["message"]
    page = sign_in_html(lang, suite, context.settings, problem=message)
    return HTMLResponse(page, told.status, headers=dict(told.headers))
