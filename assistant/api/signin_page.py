"""The sign-in page: one field, one link, no script."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from assistant.api.access import LEAVE, LOGIN, LOGOUT
from assistant.service import Language
from assistant.settings import Settings

TEXTS = {
    "fr": ("Connexion", "Clé d'accès", "Entrer", "La clé vous est donnée par votre organisme.",
           "Vous êtes déjà connecté(e).", "Se déconnecter", "Continuer",
           "Entrer avec mon compte"),
    "en": ("Sign in", "Access key", "Enter", "Your organization gives you the key.",
           "You are already signed in.", "Sign out", "Continue", "Sign in with my account"),
}  # fmt: skip


def sign_in_html(
    lang: Language, suite: str, settings: Settings, *, problem: str = "", inside: bool = False
) -> str:
    """The page: a field, or a way out for who is ``inside``; ``suite`` is where to go next."""
    title = TEXTS[lang][0]
    body = _way_out(lang, suite) if inside else _ways_in(lang, suite, settings, problem)
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


def _way_out(lang: Language, suite: str) -> str:
    _, _, _, _, already, leave, go_on, _ = TEXTS[lang]
    return (
        f'<p>{already}</p><p><a href="{escape(suite)}">{go_on}</a></p>'
        f'<form method="post" action="{LOGOUT}"><button class="primary">{leave}</button></form>'
    )


def _ways_in(lang: Language, suite: str, settings: Settings, problem: str) -> str:
    _, label, enter, help_text, _, _, _, account = TEXTS[lang]
    body = f'<p class="error" role="alert" id="problem">{escape(problem)}</p>' if problem else ""
    if settings.oidc_issuer:
        there = f"{LEAVE}?lang={lang}&amp;suite={quote(suite, safe='/')}"
        body += f'<p><a class="primary" href="{there}">{account}</a></p>'
        if not (settings.access_key or settings.private):
            return body
    marked = ' aria-describedby="help"'
    if problem:
        marked = ' aria-invalid="true" aria-describedby="problem help"'
    return (
        f'{body}<form method="post" action="{LOGIN}?lang={lang}" class="sign-in">'
        f'<input type="hidden" name="suite" value="{escape(suite)}">'
        f'<p><label for="key">{label}</label></p>'
        f'<p><input id="key" name="key" type="password" required autofocus{marked} '
        f'autocomplete="current-password"></p><p id="help" class="soft">{help_text}</p>'
        f'<p><button class="primary">{enter}</button></p></form>'
    )
