"""The page, the widget and their files; health, readiness and metrics."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.api.context import Ctx, Json, Lang
from assistant.api.docs import STYLE, documentation
from assistant.api.fault import ApiError, fault
from assistant.api.process import process_gauges
from assistant.intake import is_identifier
from assistant.messages import say

router = APIRouter()

WEB = Path(__file__).resolve().parent.parent / "web"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
ASSET_CACHE = "public, max-age=0, must-revalidate"
LASTING_CACHE = "public, max-age=31536000, immutable"
ASSETS = "/assets/"
EDITION = re.compile(r"v-[0-9a-f]{12}")
GET = ["GET", "HEAD"]


@router.api_route("/", methods=GET, include_in_schema=False)
async def home(request: Request) -> Response:
    """The page."""
    return web_file(request, "index.html")


@router.api_route("/documents/{document_id}", methods=GET, include_in_schema=False)
async def reader(document_id: str, request: Request) -> Response:
    """The page, which opens the reader from its own address (``#page=`` included)."""
    if not is_identifier(document_id):
        raise ApiError(404, "unknown_document")
    return web_file(request, "index.html")


@router.api_route("/demo", methods=GET, include_in_schema=False)
async def demo(request: Request) -> Response:
    """A page of another site, with the widget."""
    return web_file(request, "demo.html")


@router.api_route("/widget.js", methods=GET, include_in_schema=False)
async def widget(request: Request) -> Response:
    """The widget's script; any site may load it."""
    response = web_file(request, "widget.js")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@router.api_route("/assets/{path:path}", methods=GET, include_in_schema=False)
async def asset(path: str, request: Request) -> Response:
    """A file of the page; under the edition that its page names, it never changes."""
    edition, _, rest = path.partition("/")
    if EDITION.fullmatch(edition) is None:
        return web_file(request, path)
    response = web_file(request, rest)
    if edition == web_edition():
        response.headers["Cache-Control"] = LASTING_CACHE
    return response


@router.api_route("/favicon.ico", methods=GET, include_in_schema=False)
async def favicon(request: Request) -> Response:
    """The icon, where browsers look for it by themselves."""
    return web_file(request, "icon.svg")


@router.api_route("/api/docs", methods=GET, include_in_schema=False)
async def docs(request: Request, lang: Lang) -> Response:
    """The documentation of the API, with no script and no other host."""
    page = documentation(request.app.openapi(), lang)
    return Response(page, media_type="text/html; charset=utf-8")


@router.api_route("/api/docs.css", methods=GET, include_in_schema=False)
async def docs_style() -> Response:
    """The style of the documentation page."""
    return Response(STYLE, media_type="text/css; charset=utf-8")


@router.get("/health", tags=["État"], summary="Le processus répond")
async def health(context: Ctx) -> Response:
    """200 as long as the process lives; says so while it is not ready yet."""
    starting = {"state": "starting"} if context.startup.under_way else {}
    return Json({"status": "ok"} | starting)


@router.get("/ready", tags=["État"], summary="L'index est chargé", responses={503: {}})
async def ready(context: Ctx, lang: Lang) -> Response:
    """200 once questions can be answered, 503 before."""
    state = await run_in_threadpool(context.service.ready)
    if context.startup.under_way:
        job = context.work.job
        done = {"stage": job.stage, "done": job.done, "total": job.total} if job else None
        told = fault(503, "starting", say("starting", lang), done)
        return Json({"status": "starting", **told.body}, 503, headers=dict(told.headers))
    if not state.ready:
        told = fault(503, "no_index", say("no_index", lang))
        return Json({"status": "starting", **told.body}, 503, headers=dict(told.headers))
    return Json(
        {
            "status": "ready",
            "documents": state.documents,
            "passages": state.passages,
            "figures": state.figures,
            "generation": state.generation,
        }
    )


@router.get(
    "/metrics", tags=["État"], summary="Mesures de fonctionnement (Prometheus)",
    response_class=PlainTextResponse,
)  # fmt: skip
async def metrics(context: Ctx) -> Response:
    """Counters, latency histograms and the size of the index."""
    state, failures = await run_in_threadpool(
        lambda: (context.service.ready(), len(context.service.failures()))
    )
    job = context.work.job
    gauges = (
        ("repere_documents", float(state.documents)),
        ("repere_passages", float(state.passages)),
        ("repere_figures", float(state.figures)),
        ("repere_ready", float(state.ready)),
        ("repere_work_held", float(context.pool.held)),
        ("repere_generation", _generation_number(state.generation)),
        ("repere_failed_files", float(failures)),
        ("repere_indexing", float(job is not None and job.running)),
        *process_gauges(),
    )
    text = context.metrics.text(gauges)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _generation_number(name: str | None) -> float:
    number = (name or "").rpartition("-")[2]
    return float(number) if number.isascii() and number.isdigit() else 0.0


def web_file(request: Request, path: str) -> Response:
    """A file of the web folder, or 304 when the browser already has it.

    Raises:
        ApiError: 404 for anything outside that folder.
    """
    parts = PurePosixPath(path).parts
    plain = all(part.isascii() and part.isprintable() and part[0] not in "./\\" for part in parts)
    target = WEB.joinpath(*parts) if parts and plain else WEB
    if target.suffix not in TYPES and target.suffix not in (".png", ".ico", ".txt"):
        raise ApiError(404, "not_found")
    if not target.is_file() or not target.resolve().is_relative_to(WEB.resolve()):
        raise ApiError(404, "not_found")
    stat = target.stat()
    content, tag = _read(target, stat.st_mtime_ns, stat.st_size)
    if target.suffix == ".html":
        edition = web_edition()
        content = content.replace(ASSETS.encode(), f"{ASSETS}{edition}/".encode())
        tag = f'{tag[:-1]}-{edition}"'
    headers = {"ETag": tag, "Cache-Control": ASSET_CACHE}
    known = request.headers.get("if-none-match", "")
    if tag in (item.strip() for item in known.split(",")):
        return Response(status_code=304, headers=headers)
    kind = TYPES.get(target.suffix) or mimetypes.guess_type(target.name)[0]
    return Response(content, media_type=kind, headers=headers)


def web_edition() -> str:
    """What names the files of the page as they are now: another byte gives another name."""
    files = sorted(path for path in WEB.iterdir() if path.suffix in TYPES)
    return _edition(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files))


@lru_cache(maxsize=4)
def _edition(files: tuple[tuple[Path, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, changed, size in files:
        digest.update(f"{path.name} {_read(path, changed, size)[1]}\n".encode())
    return f"v-{digest.hexdigest()[:12]}"


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, _size: int) -> tuple[bytes, str]:
    """Content and weak ETag (weak: the same file may be sent compressed)."""
    content = path.read_bytes()
    return content, f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
