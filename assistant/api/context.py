"""What a request handler needs, and how it gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from assistant.access.keys import KeyRing
from assistant.access.oidc import Entry, Provider
from assistant.access.sessions import Sessions
from assistant.admin.audit import Audit
from assistant.api.jobs import Work
from assistant.api.metrics import Metrics
from assistant.api.pool import WorkPool
from assistant.api.startup import Startup
from assistant.api.tries import Tries
from assistant.jsonform import encode
from assistant.lists.desk import Lists
from assistant.service import Language, Service
from assistant.settings import Settings

LANGUAGE_RANGE = re.compile(r"\s*([a-z]{2})(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")


@dataclass(frozen=True, slots=True)
class Context:
    """One server: its service, settings, pool of workers, counters and lists.

    Attributes:
        work: the one change of the index under way.
        tries: wrong keys, by address.
        audit: the log of administrative acts.
        keys: the keys given to people and programs.
        provider: where people sign in, if the settings name one; entry: the way there and back.
        sessions: who is signed in.
        startup: what is done before the server is ready.
    """

    service: Service
    settings: Settings
    pool: WorkPool
    metrics: Metrics
    lists: Lists
    audit: Audit
    keys: KeyRing
    provider: Provider | None = None
    work: Work = field(default_factory=Work)
    tries: Tries = field(default_factory=Tries)
    entry: Entry = field(default_factory=Entry)
    sessions: Sessions = field(default_factory=Sessions)
    startup: Startup = field(default_factory=Startup)


class Json(JSONResponse):
    """JSON in UTF-8 that never fails on a character."""

    def render(self, content: Any) -> bytes:
        """Body of the response."""
        return encode(content)


def get_context(request: Request) -> Context:
    """The server that handles ``request``."""
    context: Context = request.app.state.context
    return context


def reader_language(request: Request) -> Language:
    """Language of the reader: ``lang=``, else Accept-Language, else the setting."""
    asked = request.query_params.get("lang")
    if asked in ("fr", "en"):
        return "en" if asked == "en" else "fr"
    preferred = _preferred(request.headers.get("accept-language", ""))
    return preferred or get_context(request).settings.lang


def _preferred(header: str) -> Language | None:
    """French or English, whichever the header ranks higher; None when it names neither."""
    ranks: dict[str, float] = {}
    for item in header[:500].lower().split(","):
        match = LANGUAGE_RANGE.fullmatch(item)
        if match:
            ranks.setdefault(match[1], float(match[2] or 1))
    french, english = ranks.get("fr", 0.0), ranks.get("en", 0.0)
    if not french and not english:
        return None
    if french == english:
        return "en" if list(ranks).index("en") < list(ranks).index("fr") else "fr"
    return "en" if english > french else "fr"


Ctx = Annotated[Context, Depends(get_context)]
Lang = Annotated[Language, Depends(reader_language)]
