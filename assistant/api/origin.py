"""Whether a change was asked from a page of ours: what a session alone does not tell."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from assistant.api.fault import ApiError
from assistant.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_other_sites(
    request: HTTPConnection, settings: Settings, *, proxied: bool = False, strict: bool = False
) -> None:
    """Refuse a change that a page of another site had the browser ask for.

    Args:
        proxied: a trusted proxy sent it: what it says of the host is believed.
        strict: the sites that may embed the page may not do this either.

    Raises:
        ApiError: 403 ``other_site``.
    """
    if request.scope["method"] in SAFE:
        return
    origin = request.headers.get("origin", "")
    if origin in settings.allowed_sites and not strict:
        return
    told = request.headers.get("sec-fetch-site", "")
    hosts = {request.headers.get("host", "").lower()}
    if settings.public_url:
        hosts.add(urlsplit(settings.public_url).netloc)
    if proxied:
        hosts.add(request.headers.get("x-forwarded-host", "").lower())
    elsewhere = origin != "" and urlsplit(origin).netloc.lower() not in hosts
    if told not in ("", "same-origin", "none") or (not told and elsewhere):
        raise ApiError(403, "other_site")
