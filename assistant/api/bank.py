"""The banks of measures and of grants."""

from __future__ import annotations

import dataclasses
import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.fault import ApiError, ErrorJson
from assistant.api.inputs import Several, optional_text
from assistant.bank.form import bank_json, entry_json
from assistant.bank.model import BankKind, BankQuery, Sort
from assistant.bank.shapes import BankEntryJson, BankJson
from assistant.intake import clean_label, clean_year
from assistant.service import Language

router = APIRouter(tags=["Mesures et subventions"])

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (400, 404, 422, 503)
}
Inhabitants = Annotated[int | None, Query(ge=0, le=100_000_000)]


def bank_filters(
    lang: Lang,
    theme: Several = None,
    audience: Several = None,
    policy: Several = None,
    region: Several = None,
    mrc: Several = None,
    municipality: Several = None,
    scope: Several = None,
    responsible: Several = None,
    status: Several = None,
    population: Several = None,
    year: Several = None,
) -> tuple[tuple[str, str], ...]:
    """Filters as ``(name, value)``; each parameter may come back."""
    given = {
        "theme": theme, "audience": audience, "policy": policy, "region": region,
        "mrc": mrc, "municipality": municipality, "scope": scope, "responsible": responsible,
        "status": status, "population": population,
    }  # fmt: skip
    pairs = [(name, clean_label(value)) for name, values in given.items() for value in values or ()]
    pairs += [("year", clean_year(value, lang)) for value in year or ()]
    return tuple((name, value) for name, value in pairs if value)


def bank_query(
    context: Ctx,
    lang: Lang,
    filters: Annotated[tuple[tuple[str, str], ...], Depends(bank_filters)],
    q: str = "",
    population_min: Inhabitants = None,
    population_max: Inhabitants = None,
    k: Annotated[int, Query(ge=1, le=100)] = 10,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    like: str | None = None,
    sort: Sort = "relevance",
    ignore: Several = None,
) -> BankQuery:
    """The parameters of a search in either bank; ``ignore``: ``audience:Familles``…"""
    query = optional_text(q, context, lang)
    cut = [text.partition(":") for text in ignore or ()]
    ignored = tuple((code, value) for code, colon, value in cut if code and colon)
    return BankQuery(
        "measure", query, filters, population_min, population_max, k, offset,
        clean_label(like) if like else None, sort, ignored=ignored,
    )  # fmt: skip


Asked = Annotated[BankQuery, Depends(bank_query)]


@router.get(
    "/api/measures",
    summary="Mesures de la banque",
    responses={200: {"model": BankJson}, **ERRORS},
)
async def measures(context: Ctx, lang: Lang, asked: Asked) -> Response:
    """Measures that match, with facets; empty while no bank is indexed."""
    return await _found(context, lang, asked)


@router.get("/api/grants", summary="Subventions", responses={200: {"model": BankJson}, **ERRORS})
async def grants(context: Ctx, lang: Lang, asked: Asked) -> Response:
    """Grants that match, with facets; empty while no bank is indexed."""
    return await _found(context, lang, dataclasses.replace(asked, kind="grant"))


@router.get(
    "/api/measures/{entry_id}",
    summary="Une mesure",
    responses={200: {"model": BankEntryJson}, **ERRORS},
)
async def measure(entry_id: str, context: Ctx, lang: Lang) -> Response:
    """One measure: similar ones, grants that can fund it, what the documents tell of it."""
    return await _entry(context, lang, "measure", entry_id)


@router.get(
    "/api/grants/{entry_id}",
    summary="Une subvention",
    responses={200: {"model": BankEntryJson}, **ERRORS},
)
async def grant(entry_id: str, context: Ctx, lang: Lang) -> Response:
    """One grant: similar ones, measures that it fits, what the documents tell of it."""
    return await _entry(context, lang, "grant", entry_id)


async def _found(context: Context, lang: Language, query: BankQuery) -> Response:
    started = time.perf_counter()
    result = await context.pool.run(lambda: context.service.bank(query))
    return Json(bank_json(result, (time.perf_counter() - started) * 1000, lang))


async def _entry(context: Context, lang: Language, kind: BankKind, entry_id: str) -> Response:
    named = clean_label(entry_id)
    if named is None:
        raise ApiError(404, "unknown_entry")
    detail = await context.pool.run(lambda: context.service.bank_entry(kind, named))
    return Json(entry_json(detail, lang))
