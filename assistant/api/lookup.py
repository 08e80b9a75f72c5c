"""Look-ups that compose nothing: passages, figures, completions."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from assistant.api.context import Ctx, Json, Lang
from assistant.api.fault import ErrorJson
from assistant.api.inputs import one_document, optional_text, question_text, search_filters
from assistant.export import figures_table, figures_workbook
from assistant.intake import clean_label, clean_year, readable
from assistant.jsonform import figures_json, search_json
from assistant.service import FigureResult
from assistant.shapes import FiguresJson, SearchJson
from index.hits import Filters, Hit, SearchResult
from ingest.french.folding import fold

router = APIRouter(tags=["Recherche"])

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUGGESTIONS = 8
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (400, 404, 422, 503)
}
Count = Annotated[int, Query(ge=1, le=100, description="Résultats au plus.")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="Résultats passés.")]
Order = Annotated[
    Literal["relevance", "year", "title"],
    Query(description="`year` (la plus récente d'abord) et `title` trient les 200 meilleurs."),
]
SORTED = 200


@router.get(
    "/api/search",
    summary="Passages classés",
    responses={200: {"model": SearchJson}, **ERRORS},
)
async def search(
    context: Ctx,
    lang: Lang,
    filters: Annotated[Filters, Depends(search_filters)],
    q: str = "",
    k: Count = 10,
    offset: Offset = 0,
    sort: Order = "relevance",
) -> Response:
    """Passages that match `q`, best first unless `sort` says otherwise; `text` is verbatim."""
    query = question_text(q, context, lang)
    started = time.perf_counter()

    def find() -> SearchResult:
        if sort == "relevance" or offset + k > SORTED:
            return context.service.search(query, k=k, offset=offset, filters=filters)
        best = context.service.search(query, k=SORTED, offset=0, filters=filters)
        return replace(best, hits=_in_order(best.hits, sort)[offset : offset + k])

    result = await context.pool.run(find)
    return Json(search_json(result, _since(started)))


@router.get(
    "/api/figures",
    summary="Chiffres énoncés dans les documents",
    responses={200: {"model": FiguresJson, "content": {CSV: {}, XLSX: {}}}, **ERRORS},
)
async def figures(
    request: Request,
    context: Ctx,
    lang: Lang,
    q: str = "",
    year: str | None = None,
    unit: str | None = None,
    document: str | None = None,
    k: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """Figures, newest year first, with their series.

    CSV on `Accept: text/csv`, XLSX on `Accept:
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`. A `figure_id` as
    query gives that figure.
    """
    query = optional_text(q, context, lang)
    period, within = clean_year(year, lang), one_document(document)
    counted = clean_label(unit, 80)
    started = time.perf_counter()
    result = await context.pool.run(
        lambda: context.service.figures(query, year=period, unit=counted, document=within, k=k)
    )
    kind = _table_wanted(request)
    if kind is not None:
        return await _table(context, result, kind)
    return Json(figures_json(result, _since(started)), headers={"Vary": "Accept"})


@router.get("/api/suggest", summary="Complète pendant la frappe")
async def suggest(context: Ctx, q: str = "") -> Response:
    """Completions of `q`; questions to begin with when it is empty."""
    query = readable(q[: context.settings.max_question]) or ""
    found = await context.pool.run(lambda: context.service.suggest(query, SUGGESTIONS))
    return Json({"suggestions": list(found)})


@router.get(
    "/api/figures.{kind}",
    summary="Chiffres en tableau",
    responses={200: {"content": {CSV: {}, XLSX: {}}}, **ERRORS},
)
async def figures_file(
    context: Ctx,
    lang: Lang,
    kind: Literal["csv", "xlsx"],
    q: str = "",
    year: str | None = None,
    unit: str | None = None,
    document: str | None = None,
    k: Annotated[int, Query(ge=1, le=500)] = 500,
) -> Response:
    """The figures of a query as a CSV or XLSX file: an address to keep."""
    query = optional_text(q, context, lang)
    period, within = clean_year(year, lang), one_document(document)
    counted = clean_label(unit, 80)
    result = await context.pool.run(
        lambda: context.service.figures(query, year=period, unit=counted, document=within, k=k)
    )
    return await _table(context, result, kind)


def _in_order(hits: tuple[Hit, ...], sort: str) -> tuple[Hit, ...]:
    """Hits by year, latest first, or by title; those alike stay as they were ranked."""
    if sort == "year":
        # A document without year comes last.
        return tuple(sorted(hits, key=lambda hit: hit.document.year or "", reverse=True))
    return tuple(sorted(hits, key=lambda hit: fold(hit.document.title)))


async def _table(context: Ctx, result: FigureResult, kind: str) -> Response:
    named = {
        "Content-Disposition": f'attachment; filename="chiffres.{kind}"',
        "Vary": "Accept",
    }
    if kind == "csv":
        return Response(figures_table(result.figures).encode(), media_type=CSV, headers=named)
    book = await context.pool.run(lambda: figures_workbook(result.figures))
    return Response(book, media_type=XLSX, headers=named)


def _table_wanted(request: Request) -> str | None:
    """``csv`` or ``xlsx`` when the client asks for one of them and not for JSON."""
    accepted = request.headers.get("accept", "").lower()
    if "application/json" in accepted:
        return None
    return "csv" if CSV in accepted else "xlsx" if XLSX in accepted else None


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
