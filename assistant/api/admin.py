"""Administration: what is held, its description, indexing again, and who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from assistant.admin.metadata import FIELDS, catalogue_folder, describe
from assistant.api.admin_form import act_json, admin_json, job_json
from assistant.api.admin_shapes import ActsJson, AdminJson, JobStateJson
from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.credentials import ADMIN_ERRORS, SECURED, keep_act, require_admin
from assistant.api.fault import ApiError
from assistant.api.inputs import JsonOnly
from assistant.intake import clean_year, is_identifier, readable
from assistant.jsonform import document_json, ingest_json
from assistant.service import IngestReport, Language
from assistant.shapes import DocumentJson, IngestJson
from ingest.errors import InputError, ReadFailure
from ingest.records import Document

router = APIRouter(tags=["Administration"])

MOST_ACTS = 500


class DescriptionBody(BaseModel):
    """What to say of a document; what is absent stays, null goes back to the rules."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(default=None, max_length=300)
    kind: str | None = Field(default=None, max_length=60, examples=["rapport"])
    year: str | None = Field(default=None, max_length=20, examples=["2021-2022"])
    organization: str | None = Field(default=None, max_length=200)
    url: str | None = Field(default=None, max_length=1_000)
    lang: str | None = Field(default=None, max_length=5, description="`fr` ou `en`.")
    date: str | None = Field(default=None, max_length=10, examples=["2022-06-30"])
    municipality: str | None = Field(default=None, max_length=100)
    mrc: str | None = Field(default=None, max_length=100)
    region: str | None = Field(default=None, max_length=100)


@router.get(
    "/api/admin",
    summary="Documents, fichiers non lus, travail en cours et réglages (clé d'administration)",
    responses={200: {"model": AdminJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def overview(request: Request, context: Ctx, lang: Lang) -> Response:
    """What the administration page shows first."""
    require_admin(request, context, "editor")
    service = context.service
    documents, failures, out = await context.pool.run(
        lambda: (service.documents(), service.failures(), service.taken_out())
    )
    return Json(admin_json(context, documents, failures, out, lang))


@router.get(
    "/api/admin/job",
    summary="Travail en cours, ou le dernier (clé d'administration)",
    responses={200: {"model": JobStateJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def job(request: Request, context: Ctx, lang: Lang) -> Response:
    """How far the indexing under way has come."""
    require_admin(request, context, "editor")
    return Json({"job": job_json(context.work.job, lang)})


@router.post(
    "/api/admin/rebuild",
    summary="Relit les dossiers et indexe ce qui a changé (clé d'administration)",
    status_code=202,
    responses={202: {"model": JobStateJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def rebuild(request: Request, context: Ctx, lang: Lang) -> Response:
    """Start indexing the folders of this installation; `/api/admin/job` tells the rest."""
    require_admin(request, context, "editor")
    folders = context.settings.folders
    if not folders:
        raise ApiError(409, "nothing_to_index")
    context.work.begin("rebuild")
    context.work.start(lambda: context.service.ingest(folders, context.work.step))
    keep_act(request, context, "rebuild")
    return Json({"job": job_json(context.work.job, lang)}, 202)


@router.patch(
    "/api/documents/{document_id}",
    summary="Change la description d'un document (clé d'administration)",
    responses={200: {"model": DocumentJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
    dependencies=[JsonOnly],
)
async def describe_document(
    document_id: str, body: DescriptionBody, request: Request, context: Ctx, lang: Lang
) -> Response:
    """Write what is said of a document in its folder's `corpus.toml`, and index it again."""
    require_admin(request, context, "editor")
    if not is_identifier(document_id):
        raise ApiError(404, "unknown_document")
    values = _cleaned(body, lang)
    if not values:
        raise ApiError(422, "nothing_to_do")
    known = await run_in_threadpool(_describe, context, document_id, values)
    keep_act(request, context, "describe", known.source, document=known.id, fields=sorted(values))
    return Json(document_json(known))


@router.get(
    "/api/admin/audit",
    summary="Derniers gestes d'administration (clé d'administration)",
    responses={200: {"model": ActsJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def audit(
    request: Request, context: Ctx, k: Annotated[int, Query(ge=1, le=MOST_ACTS)] = 50
) -> Response:
    """Who did what and when, the latest first."""
    require_admin(request, context)
    acts = await run_in_threadpool(context.audit.last, k)
    return Json({"acts": [act_json(act) for act in acts]})


@router.post(
    "/api/admin/documents/{document_id}/readmit",
    summary="Reprend un document retiré (clé d'administration)",
    responses={200: {"model": IngestJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def readmit(document_id: str, request: Request, context: Ctx) -> Response:
    """Take back a document that was taken out, and index its file."""
    require_admin(request, context, "editor")
    if not is_identifier(document_id):
        raise ApiError(404, "unknown_document")

    def again() -> IngestReport:
        with context.work.alone("readmit"):
            return context.service.readmit(document_id)

    report = await run_in_threadpool(again)
    keep_act(request, context, "readmit", document_id, document=document_id)
    return Json(ingest_json(report))


def _cleaned(body: DescriptionBody, lang: Language) -> dict[str, str | None]:
    """What was sent, as text; an empty value takes back what was said."""
    values: dict[str, str | None] = {}
    for name in FIELDS:
        if name not in body.model_fields_set:
            continue
        given = getattr(body, name)
        text = readable(given) if given else ""
        if text is None:
            raise InputError("bad_metadata", f"« {name} » n'est pas du texte.")
        values[name] = (clean_year(text, lang) if name == "year" else text) or None
    return values


def _describe(context: Context, document_id: str, values: dict[str, str | None]) -> Document:
    service = context.service
    known = service.document(document_id)
    root = catalogue_folder(context.settings, known)

    def write() -> IngestReport:
        describe(root, known.source, values)
        return service.reread(document_id, context.work.step)

    context.work.begin("describe")
    report = context.work.run(write)
    for failure in report.failed:
        if failure.source == known.source:
            raise ReadFailure(failure.code, failure.message)
    return service.document(document_id)
