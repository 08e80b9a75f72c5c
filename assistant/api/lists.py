"""Lists of favourites: reading, editing, importing. Whoever holds a key of a list may use it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.api.context import Ctx, Json, Lang
from assistant.api.fault import ApiError, ErrorJson
from assistant.api.inputs import JsonOnly
from assistant.api.list_inputs import (
    AddBody,
    ChangeBody,
    CreateBody,
    ItemBody,
    Seen,
    caller,
    wanted_entries,
)
from assistant.lists.clean import clean_name, clean_note
from assistant.lists.form import imported_json, list_json
from assistant.lists.importing import ReadList, read_csv, read_json
from assistant.lists.model import ListView
from assistant.lists.shapes import ListJson
from assistant.messages import say
from assistant.service import Language

router = APIRouter(tags=["Listes"])

Key = Annotated[str, Path(description="La clé de la liste.", max_length=200)]
ItemId = Annotated[str, Path(max_length=200)]
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (403, 404, 409, 413, 415, 422, 429, 503)
}
MADE: dict[int | str, dict[str, Any]] = {201: {"model": ListJson}, **ERRORS}
EDITED: dict[int | str, dict[str, Any]] = {200: {"model": ListJson}, **ERRORS}
TEXT: dict[str, Any] = {"schema": {"type": "string"}}
IMPORT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": TEXT, "application/json": {"schema": {"type": "object"}}},
    }
}


@router.post(
    "/api/lists", summary="Crée une liste", status_code=201, responses=MADE,
    dependencies=[JsonOnly],
)  # fmt: skip
async def create_list(
    request: Request, context: Ctx, lang: Lang, body: CreateBody | None = None
) -> Response:
    """A list and its owner's `key`, which is shown only now."""
    asked = body or CreateBody()
    name = clean_name(say("list_default_name", lang) if asked.name is None else asked.name)
    wanted = wanted_entries(asked.items or ())
    view, key = await context.pool.run(lambda: context.lists.create(caller(request), name, wanted))
    return _made(view, key, lang)


@router.post(
    "/api/lists/import", summary="Crée une liste à partir d'un fichier exporté", status_code=201,
    responses=MADE, openapi_extra=IMPORT_BODY,
)  # fmt: skip
async def import_list(
    request: Request,
    context: Ctx,
    lang: Lang,
    name: Annotated[str | None, Query(description="Nom de la liste.")] = None,
) -> Response:
    """A list from `export.json`, `export.csv` or any table with an `id` or `titre` column."""
    read = await _read_file(request)
    chosen = clean_name(name or read.name or say("list_default_name", lang))
    done = await context.pool.run(
        lambda: context.lists.import_new(caller(request), chosen, read.rows, lang)
    )
    key = done.key or ""
    value = imported_json(done, key, lang)
    value["key"] = key
    return Json(value, 201, headers={**_tag(done.view), "Location": f"/api/lists/{key}"})


@router.get("/api/lists/{key}", summary="Une liste", responses=EDITED)
async def read_list(key: Key, context: Ctx, lang: Lang) -> Response:
    """The list, and what this key allows: `owner`, `edit` or `read`."""
    return _told(await context.pool.run(lambda: context.lists.read(key)), key, lang)


@router.patch(
    "/api/lists/{key}", summary="Renomme ou réordonne une liste", responses=EDITED,
    dependencies=[JsonOnly],
)  # fmt: skip
async def change_list(key: Key, body: ChangeBody, context: Ctx, lang: Lang, seen: Seen) -> Response:
    """Items that `order` leaves out follow in their former order."""
    if body.name is None and body.order is None:
        raise ApiError(422, "nothing_to_do")
    name = None if body.name is None else clean_name(body.name)
    version = seen if seen is not None else body.version
    view = await context.pool.run(lambda: context.lists.change(key, name, body.order, version))
    return _told(view, key, lang)


@router.delete("/api/lists/{key}", summary="Supprime une liste", status_code=204, responses=ERRORS)
async def delete_list(key: Key, context: Ctx, seen: Seen) -> Response:
    """Only the owner's key can do it; every link to the list then leads nowhere."""
    await context.pool.run(lambda: context.lists.delete(key, seen))
    return Response(status_code=204)


@router.post(
    "/api/lists/{key}/items", summary="Ajoute des mesures ou des subventions", status_code=201,
    responses={**MADE, **EDITED}, dependencies=[JsonOnly],
)  # fmt: skip
async def add_items(key: Key, body: AddBody, context: Ctx, lang: Lang, seen: Seen) -> Response:
    """What is in the list already stays as it is; 200 when nothing was new."""
    wanted = wanted_entries(body.entries())
    if not wanted:
        raise ApiError(422, "nothing_to_do")
    version = seen if seen is not None else body.version
    view, added = await context.pool.run(
        lambda: context.lists.add(key, wanted, body.position, version)
    )
    return _told(view, key, lang, 201 if added else 200)


@router.patch(
    "/api/lists/{key}/items/{item}", summary="Change une note ou une place", responses=EDITED,
    dependencies=[JsonOnly],
)  # fmt: skip
async def change_item(
    key: Key, item: ItemId, body: ItemBody, context: Ctx, lang: Lang, seen: Seen
) -> Response:
    """`position` counts from 0."""
    if body.note is None and body.position is None:
        raise ApiError(422, "nothing_to_do")
    note = None if body.note is None else clean_note(body.note)
    version = seen if seen is not None else body.version
    view = await context.pool.run(
        lambda: context.lists.edit_item(key, item, note, body.position, version)
    )
    return _told(view, key, lang)


@router.delete("/api/lists/{key}/items/{item}", summary="Retire un élément", responses=EDITED)
async def remove_item(key: Key, item: ItemId, context: Ctx, lang: Lang, seen: Seen) -> Response:
    """The list without it."""
    view = await context.pool.run(lambda: context.lists.remove_item(key, item, seen))
    return _told(view, key, lang)


@router.post(
    "/api/lists/{key}/import", summary="Ajoute les lignes d'un fichier exporté",
    responses=EDITED, openapi_extra=IMPORT_BODY,
)  # fmt: skip
async def import_items(key: Key, request: Request, context: Ctx, lang: Lang) -> Response:
    """The list afterwards; rows left out are told in `refused`."""
    read = await _read_file(request)
    done = await context.pool.run(lambda: context.lists.import_into(key, read.rows, lang))
    return Json(imported_json(done, key, lang), headers=_tag(done.view))


async def _read_file(request: Request) -> ReadList:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("application/json", "text/csv"):
        raise ApiError(415, "unsupported_media_type", expected="text/csv, application/json")
    content = await request.body()
    return await run_in_threadpool(read_csv if kind == "text/csv" else read_json, content)


def _made(view: ListView, key: str, lang: Language) -> Response:
    value = list_json(view, key, lang)
    value["key"] = key
    return Json(value, 201, headers={**_tag(view), "Location": f"/api/lists/{key}"})


def _told(view: ListView, key: str, lang: Language, status: int = 200) -> Response:
    return Json(list_json(view, key, lang), status, headers=_tag(view))


def _tag(view: ListView) -> dict[str, str]:
    return {"ETag": f'"{view.stored.version}"'}
