"""The sign-in page: one field, no script."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.api.access import (
    LOGIN,
    LOGOUT,
    close_session,
    local_path,
    open_session,
    refuse_other_sites,
    signed_in,
)
from assistant.api.context import Ctx, Lang
from assistant.api.credentials import address_of, same
from assistant.api.fault import ApiError, fault_of
from assistant.service import Language

router = APIRouter()

MAX_FORM = 4_096
TEXTS = {
    "fr": ("Connexion", "Clé d'accès", "Entrer", "La clé vous est donnée par votre organisme.",
           "Vous êtes déjà connecté(e).", "Se déconnecter", "Continuer"),
    "en": ("Sign in", "Access key", "Enter", "Your organization gives you the key.",
           "You are already signed in.", "Sign out", "Continue"),
}  # fmt: skip


@router.get(LOGIN, include_in_schema=False)
async def sign_in_page(
    request: Request, context: Ctx, lang: Lang, suite: str | None = None
) -> Response:
    """The form, or the way out for who is in."""
    if not context.settings.access_key:
        return RedirectResponse("/", 303)
    inside = signed_in(request, context.settings)
    if inside and suite:
        return RedirectResponse(local_path(suite), 303)
    return HTMLResponse(sign_in_html(lang, local_path(suite or "/"), inside=inside))


@router.post(LOGIN, include_in_schema=False)
async def sign_in(request: Request, context: Ctx, lang: Lang) -> Response:
    """Open a session for who gives the key."""
    expected = context.settings.access_key
    if not expected:
        return RedirectResponse("/", 303)
    body = (await request.body())[:MAX_FORM].decode("utf-8", "replace")
    form = parse_qs(body, max_num_fields=5) if body.count("&") < 5 else {}
    suite = local_path(form.get("suite", ["/"])[0])
    address = address_of(request)
    try:
        refuse_other_sites(request, context.settings)
        context.tries.check(address)
        if not same(form.get("key", [""])[0].strip(), expected):
            context.tries.failed(address)
            raise ApiError(401, "access_key_wrong")
    except ApiError as error:
        told = fault_of(error, lang)
        page = sign_in_html(lang, suite, problem=told.body["error"]["message"])
        return HTMLResponse(page, told.status, headers=dict(told.headers))
    response = RedirectResponse(suite, 303)
    open_session(request, response, expected)
    return response


@router.post(LOGOUT, include_in_schema=False)
async def sign_out(request: Request, context: Ctx) -> Response:
    """Close the session of this browser."""
    refuse_other_sites(request, context.settings)
    response = RedirectResponse(LOGIN, 303)
    close_session(request, response)
    return response


def sign_in_html(
    lang: Language, suite: str, *, problem: str = "", inside: bool = False
) -> str:
    """The page: a field, or a way out for who is ``inside``; ``suite`` is where to go next."""
    title, label, enter, help_text, already, leave, go_on = TEXTS[lang]
    there = escape(suite)
    if inside:
        body = (
            f'<p>{already}</p><p><a href="{there}">{go_on}</a></p>'
            f'<form method="post" action="{LOGOUT}"><button class="primary">{leave}</button></form>'
        )
    else:
        told = f'<p class="error" role="alert" id="problem">{escape(problem)}</p>'
        marked = ' aria-invalid="true" aria-describedby="problem help"'
        if not problem:
            told, marked = "", ' aria-describedby="help"'
        body = (
            f'{told}<form method="post" action="{LOGIN}?lang={lang}" class="sign-in">'
            f'<input type="hidden" name="suite" value="{there}">'
            f'<p><label for="key">{label}</label></p>'
            f'<p><input id="key" name="key" type="password" required autofocus{marked} '
            f'autocomplete="current-password"></p><p id="help" class="soft">{help_text}</p>'
            f'<p><button class="primary">{enter}</button></p></form>'
        )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} – Repère</title>"
        '<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">'
        '<link rel="stylesheet" href="/assets/tokens.css">'
        '<link rel="stylesheet" href="/assets/page.css">'
        '<link rel="stylesheet" href="/assets/admin.css"></head>'
        f'<body><main><div class="sign-in-box"><p class="brand">Repère</p><h1>{title}</h1>'
        f"{body}</div></main></body></html>"
    )
