"""Documents: the list, their pages, pictures and files; adding and removing them."""

from __future__ import annotations

import codecs
import mimetypes
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.credentials import ADMIN_ERRORS, SECURED, keep_act, require_admin
from assistant.api.fault import ApiError, ErrorJson
from assistant.intake import is_identifier
from assistant.jsonform import document_json, documents_json, ingest_json, page_json
from assistant.service import IngestReport, Span
from assistant.shapes import DocumentJson, DocumentsJson, IngestJson, PageJson
from assistant.uploads import discard_upload, keep_upload, safe_name
from index.generation import CURRENT, FOLDER
from ingest.records import Document, Failure

router = APIRouter(tags=["Documents"])

Place = Annotated[int | None, Query(ge=0, le=2**31, description="Caractère du texte de la page.")]

Width = Annotated[int | None, Query(ge=40, le=1_200, description="Pixels, environ.")]

MAX_FILES = 50
PICTURE_CACHE = "private, max-age=3600"
# Shown by the browser; every other type is downloaded, so that no document runs a script.
INLINE = {".pdf": "application/pdf", ".txt": "text/plain", ".md": "text/plain"}
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors {}"
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (404, 422, 503)
}
UPLOAD_BODY = {
    **SECURED,
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    },
}


@router.get(
    "/api/documents",
    summary="Documents indexés, et fichiers qui n'ont pu être lus",
    responses={200: {"model": DocumentsJson}, 503: {"model": ErrorJson}},
)
async def documents(context: Ctx) -> Response:
    """What is indexed, and what could not be."""
    service = context.service
    listed = await context.pool.run(lambda: (service.documents(), service.failures()))
    return Json(documents_json(*listed, _indexed_at(context)))


@router.get(
    "/api/documents/{document_id}",
    summary="Un document",
    responses={200: {"model": DocumentJson}, **ERRORS},
)
async def document(document_id: str, context: Ctx) -> Response:
    """One document."""
    return Json(document_json(await _document(context, document_id)))


@router.get(
    "/api/documents/{document_id}/pages/{number}.png",
    summary="Image d'une page, le passage cité surligné",
    responses={200: {"content": {"image/png": {}}}, **ERRORS},
)
async def page_picture(
    document_id: str,
    number: str,
    context: Ctx,
    passage: str | None = None,
    start: Place = None,
    end: Place = None,
    width: Width = None,
) -> Response:
    """Picture of page `number`; `passage`, or `start` and `end`, is highlighted in it."""
    known = await _document(context, document_id)
    wanted = _page_number(known, number)
    span = (start, end) if start is not None and end is not None and start < end else None

    def draw() -> bytes:
        marked = span or _passage_span(context, known.id, wanted, passage)
        return context.service.page_png(known.id, wanted, marked, width)

    picture = await context.pool.run(draw)
    return Response(picture, media_type="image/png", headers={"Cache-Control": PICTURE_CACHE})


@router.get(
    "/api/documents/{document_id}/pages/{number}",
    summary="Texte d'une page",
    responses={200: {"model": PageJson}, **ERRORS},
)
async def page(document_id: str, number: str, context: Ctx, passage: str | None = None) -> Response:
    """Text of page `number`, from 1; a format without pages has one.

    `highlight` is the span of `passage` in it, null when it is not on this page.
    """
    known = await _document(context, document_id)
    wanted = _page_number(known, number)
    text, span = await context.pool.run(
        lambda: (
            context.service.page(known.id, wanted),
            _passage_span(context, known.id, wanted, passage),
        )
    )
    return Json(page_json(known, text, span))


@router.get(
    "/api/documents/{document_id}/file",
    summary="Le fichier d'origine",
    responses={200: {"content": {"application/octet-stream": {}}}, **ERRORS},
)
async def original(document_id: str, context: Ctx) -> Response:
    """The original file: shown when it is a PDF or plain text, else downloaded."""
    known = await _document(context, document_id)
    path = await context.pool.run(lambda: context.service.file_path(known.id))
    if not path.is_file():
        raise ApiError(404, "unknown_document")
    return FileResponse(
        path, media_type=_media_type(path), headers=_file_headers(context, path, known)
    )


@router.post(
    "/api/documents",
    summary="Ajoute des documents (clé d'administration)",
    status_code=201,
    responses={201: {"model": IngestJson}, **ADMIN_ERRORS},
    openapi_extra=UPLOAD_BODY,
)
async def upload(request: Request, context: Ctx, lang: Lang) -> Response:
    """Keep the files of a form's field `file` and index them."""
    require_admin(request, context, "editor")
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise ApiError(415, "unsupported_media_type", expected="multipart/form-data")
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FILES) as form:
        files = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        if not files:
            raise ApiError(400, "no_file")
        named = [(safe_name(file.filename or "", lang), file) for file in files]
        report = await run_in_threadpool(_keep_and_index, context, named)
    for name, _ in named:
        keep_act(request, context, "upload", name)
    if (first := _refusal(report)) is not None:
        details = ingest_json(report)
        told = {"error": {"code": first.code, "message": first.message, "details": details}}
        return Json(told, 422)
    return Json(ingest_json(report), 201)


@router.delete(
    "/api/documents/{document_id}",
    summary="Retire un document (clé d'administration)",
    responses={200: {"model": DocumentJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def remove(document_id: str, request: Request, context: Ctx) -> Response:
    """Take a document out of the index; its file goes too when it had been uploaded."""
    require_admin(request, context, "editor")
    if not is_identifier(document_id):
        raise ApiError(404, "unknown_document")
    removed = await run_in_threadpool(_remove, context, document_id)
    keep_act(request, context, "remove", removed.source, document=removed.id)
    return Json(document_json(removed))


def _refusal(report: IngestReport) -> Failure | None:
    """Why nothing of what was sent was taken; None when something was, or was held already."""
    if report.added or report.updated:
        return None
    unknown = [one for one in report.skipped if one.code != "same_content"]
    held = report.unchanged or len(unknown) < len(report.skipped)
    return next(iter((*report.failed, *(() if held else unknown))), None)


def _keep_and_index(context: Context, files: list[tuple[str, UploadFile]]) -> IngestReport:
    context.work.begin("upload")

    def index() -> IngestReport:
        paths = [keep_upload(context.settings, name, file.file) for name, file in files]
        return context.service.ingest(paths, context.work.step)

    return context.work.run(index)


def _remove(context: Context, document_id: str) -> Document:
    with context.work.alone("remove"):
        removed = context.service.remove(document_id)
        discard_upload(context.settings, removed)
        return removed


def _indexed_at(context: Context) -> str | None:
    """When the index that answers was brought up to date, to the second."""
    try:
        changed = (context.settings.data / FOLDER / CURRENT).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(changed, UTC).isoformat(timespec="seconds")


async def _document(context: Context, document_id: str) -> Document:
    if not is_identifier(document_id):
        raise ApiError(404, "unknown_document")
    return await context.pool.run(lambda: context.service.document(document_id))


def _passage_span(
    context: Context, document_id: str, number: int, passage: str | None
) -> Span | None:
    """Where the passage named stands on a page; one that is not there marks nothing."""
    if passage is None:
        return None
    if not is_identifier(passage):
        raise ApiError(404, "unknown_document")
    return context.service.passage_span(document_id, number, passage)


def _page_number(known: Document, text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not 1 <= number <= known.pages:
        shown = text[:20] if text.isascii() and text.isprintable() else "?"
        raise ApiError(404, "unknown_page", page=shown)
    return number


def _media_type(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in INLINE:
        return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return INLINE[suffix] if suffix == ".pdf" else f"text/plain{_charset(path)}"


def _charset(path: Path) -> str:
    """``; charset=utf-8`` when the text begins as UTF-8; else the browser guesses."""
    with path.open("rb") as file:
        start = file.read(65_536)
    try:
        # A character cut by the end of the sample is not an error.
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return ""
    return "; charset=utf-8"


def _file_headers(context: Context, path: Path, known: Document) -> dict[str, str]:
    name = quote(PurePosixPath(known.source).name, errors="replace")
    shown = "inline" if path.suffix.lower() in INLINE else "attachment"
    ancestors = " ".join(("'self'", *context.settings.allowed_sites))
    return {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{name}",
        "Content-Security-Policy": FILE_POLICY.format(ancestors),
        "Cache-Control": "private, no-cache",
    }
