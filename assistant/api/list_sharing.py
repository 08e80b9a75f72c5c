"""Lists of favourites: links given to others, and exports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.fault import ApiError
from assistant.api.inputs import JsonOnly
from assistant.api.list_inputs import ShareBody
from assistant.api.lists import ERRORS, ItemId, Key
from assistant.bank.calendar import calendar_file
from assistant.lists.clean import clean_share_label
from assistant.lists.form import FORMATS, json_file, new_share_json, share_json
from assistant.lists.model import ListView
from assistant.lists.shapes import NewShareJson, SharesJson
from assistant.lists.tables import list_csv, list_xlsx
from assistant.office.plan import list_plan
from assistant.office.portable import list_plan_pdf
from assistant.service import Language
from ingest.french.folding import fold

router = APIRouter(tags=["Listes"])

Writer = Callable[[ListView, Language], bytes]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
CALENDAR = "text/calendar; charset=utf-8"
WRITERS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", list_csv),
    "xlsx": (SHEET, list_xlsx),
    "docx": (WORDS, list_plan),
    "pdf": (PDF, list_plan_pdf),
    "json": ("application/json", lambda view, _lang: json_file(view)),
    "ics": (CALENDAR, lambda view, lang: _calendar(view, lang)),
}
EXPORTED: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.split(";")[0]: {} for kind, _ in WRITERS.values()}},
    **{status: ERRORS[status] for status in (404, 503)},
}


@router.get(
    "/api/lists/{key}/shares", summary="Liens de partage d'une liste",
    responses={200: {"model": SharesJson}, **ERRORS},
)  # fmt: skip
async def list_shares(key: Key, context: Ctx) -> Response:
    """Links given to others; the owner's key is needed."""
    found = await context.pool.run(lambda: context.lists.shares(key))
    return Json({"shares": [share_json(share) for share in found]})


@router.post(
    "/api/lists/{key}/shares", summary="Partage une liste par un lien", status_code=201,
    responses={201: {"model": NewShareJson}, **ERRORS}, dependencies=[JsonOnly],
)  # fmt: skip
async def add_share(key: Key, context: Ctx, body: ShareBody | None = None) -> Response:
    """A link to read (`read`) or to edit (`edit`); its `key` is shown only now."""
    asked = body or ShareBody()
    label = clean_share_label(asked.label or "")
    share, given = await context.pool.run(lambda: context.lists.share(key, asked.access, label))
    return Json(new_share_json(share, given), 201)


@router.delete(
    "/api/lists/{key}/shares/{share}", summary="Révoque un lien de partage", status_code=204,
    responses=ERRORS,
)  # fmt: skip
async def revoke_share(key: Key, share: ItemId, context: Ctx) -> Response:
    """The link leads nowhere from now on."""
    await context.pool.run(lambda: context.lists.revoke(key, share))
    return Response(status_code=204)


@router.get("/api/lists/{key}/export.{form}", summary="Exporte une liste", responses=EXPORTED)
async def export_list(key: Key, form: str, context: Ctx, lang: Lang) -> Response:
    """`csv`, `xlsx`, `docx` ou `pdf` (plan d'action), `json` (à importer), `ics` (dates)."""
    return await _export(context, key, form, lang)


@router.get("/api/lists/{key}.{form}", summary="Exporte une liste", responses=EXPORTED)
async def list_file(key: Key, form: str, context: Ctx, lang: Lang) -> Response:
    """The same as `export.{form}`."""
    return await _export(context, key, form, lang)


async def _export(context: Context, key: str, form: str, lang: Language) -> Response:
    if form not in WRITERS:
        raise ApiError(404, "unknown_format", formats=", ".join(FORMATS))
    kind, write = WRITERS[form]
    name, content = await context.pool.run(lambda: _written(context, key, write, lang))
    return Response(content, media_type=kind, headers=attachment(name, form))


def _written(context: Context, key: str, write: Writer, lang: Language) -> tuple[str, bytes]:
    view = context.lists.read(key)
    return view.stored.name, write(view, lang)


def _calendar(view: ListView, lang: Language) -> bytes:
    grants = (shown.entry for shown in view.of_kind("grant"))
    return calendar_file(grants, datetime.now(UTC), lang, view.stored.name)


def attachment(name: str, form: str) -> dict[str, str]:
    """Headers of a file to be saved under ``name``, whatever characters it holds."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in fold(name)).strip("-")
    short = "-".join(filter(None, plain.split("-")))[:60] or "liste"
    safe = name.replace("/", "-").replace("\\", "-").strip(". ")[:100] or short
    named = f"filename=\"{short}.{form}\"; filename*=UTF-8''{quote(f'{safe}.{form}', safe='')}"
    return {"Content-Disposition": f"attachment; {named}"}
