"""Deadlines of grants as calendar files. Mounted before the banks: ``.ics`` ends an address."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.api.bank import Asked
from assistant.api.context import Ctx, Lang
from assistant.api.fault import ApiError, ErrorJson
from assistant.api.list_sharing import CALENDAR, attachment
from assistant.bank.calendar import calendar_file
from assistant.bank.deadlines import deadline_of
from assistant.bank.model import BankHit, BankQuery
from assistant.intake import clean_label
from assistant.service import Service

router = APIRouter(tags=["Mesures et subventions"])

PAGE = 100
MOST = 1_000
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {}}},
    **{status: {"model": ErrorJson} for status in (404, 422, 503)},
}


@router.get("/api/grants.ics", summary="Dates limites des subventions (calendrier)", responses=FILE)
async def grants_calendar(context: Ctx, lang: Lang, asked: Asked) -> Response:
    """Every grant that matches and states a deadline; `k` and `offset` have no effect."""
    query = dataclasses.replace(asked, kind="grant", k=PAGE, offset=0)
    found = await context.pool.run(lambda: every_hit(context.service, query))
    content = calendar_file(found, datetime.now(UTC), lang)
    return Response(content, media_type=CALENDAR, headers=attachment("subventions", "ics"))


@router.get(
    "/api/grants/{entry_id}.ics", summary="Date limite d'une subvention (calendrier)",
    responses=FILE,
)  # fmt: skip
async def grant_calendar(entry_id: str, context: Ctx, lang: Lang) -> Response:
    """One grant's deadline, with a reminder two weeks before."""
    named = clean_label(entry_id)
    found = await context.pool.run(
        lambda: context.service.bank_entries("grant", (named,)) if named else ()
    )
    if not found:
        raise ApiError(404, "unknown_entry")
    if deadline_of(found[0]) is None:
        raise ApiError(404, "no_deadline")
    content = calendar_file(found, datetime.now(UTC), lang, found[0].title)
    return Response(content, media_type=CALENDAR, headers=attachment(found[0].title, "ics"))


def every_hit(service: Service, query: BankQuery) -> list[BankHit]:
    """All that a search finds, page after page, 1,000 at most."""
    hits: list[BankHit] = []
    while len(hits) < MOST:
        result = service.bank(dataclasses.replace(query, offset=len(hits)))
        hits += result.hits
        if not result.hits or len(hits) >= result.total:
            break
    return hits[:MOST]
