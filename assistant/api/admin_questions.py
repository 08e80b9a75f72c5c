"""What people asked, for those in charge: gaps, complaints, exports, erasure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.admin.candidates import candidates
from assistant.admin.report import Report, journal_report
from assistant.api.admin_form import questions_json
from assistant.api.admin_shapes import ErasedJson, QuestionsJson
from assistant.api.context import Context, Ctx, Json
from assistant.api.credentials import ADMIN_ERRORS, SECURED, keep_act, require_admin
from assistant.api.fault import ApiError
from assistant.export import table
from assistant.intake import is_identifier

router = APIRouter(tags=["Administration"])

COLUMNS = ("list", "theme", "question", "count", "last", "comment", "closest")


@router.get(
    "/api/admin/questions",
    summary="Questions sans réponse, les plus posées, avis, durées (clé d'administration)",
    responses={200: {"model": QuestionsJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def questions(request: Request, context: Ctx) -> Response:
    """What the journal tells; no question where the setting keeps none."""
    require_admin(request, context)
    report, titles = await run_in_threadpool(_read, context)
    return Json(questions_json(context.settings, report, titles))


@router.get(
    "/api/admin/questions.csv",
    summary="Les mêmes, en tableau (clé d'administration)",
    responses={200: {"content": {"text/csv": {}}}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def questions_table(request: Request, context: Ctx) -> Response:
    """The journal as CSV that no spreadsheet runs as formulas."""
    _require_questions(request, context)
    report, titles = await run_in_threadpool(_read, context)
    keep_act(request, context, "export", "questions.csv")
    # The mark tells spreadsheets that this is UTF-8.
    text = "\ufeff" + table(COLUMNS, _rows(report, titles))
    return _file(text, "text/csv; charset=utf-8", "questions.csv")


@router.get(
    "/api/admin/questions.jsonl",
    summary="Questions de référence à compléter (clé d'administration)",
    responses={200: {"content": {"application/x-ndjson": {}}}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def gold_lines(request: Request, context: Ctx) -> Response:
    """Questions left without answer or badly answered, as lines of an evaluation file."""
    _require_questions(request, context)
    lines = await run_in_threadpool(candidates, context.settings.data)
    keep_act(request, context, "export", "questions.jsonl")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return _file(text, "application/x-ndjson; charset=utf-8", "questions.jsonl")


@router.delete(
    "/api/admin/conversations/{conversation_id}",
    summary="Efface une conversation du journal (clé d'administration)",
    responses={200: {"model": ErasedJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
)
async def erase_conversation(conversation_id: str, request: Request, context: Ctx) -> Response:
    """Erase the questions and the opinions of a conversation, for good."""
    require_admin(request, context)
    if not is_identifier(conversation_id):
        raise ApiError(404, "not_found")
    erased = await run_in_threadpool(context.service.forget, conversation_id)
    keep_act(request, context, "erase", conversation_id, erased=erased)
    return Json({"erased": erased})


def _require_questions(request: Request, context: Context) -> None:
    require_admin(request, context)
    if not context.settings.log_questions:
        raise ApiError(409, "questions_not_kept")


def _read(context: Context) -> tuple[Report, dict[str, str]]:
    settings = context.settings
    report = journal_report(settings.data, questions=settings.log_questions)
    return report, {one.id: one.title for one in context.service.documents()}


def _rows(report: Report, titles: dict[str, str]) -> Iterator[tuple[object, ...]]:
    for theme in report.unanswered:
        for one in theme.questions:
            near = " ; ".join(titles[name] for name in one.closest if name in titles)
            yield "unanswered", theme.word, one.question, one.count, one.last, None, near
    for one in report.most_asked:
        yield "asked", None, one.question, one.count, one.last, None, None
    for low in report.low_rated:
        yield "low_rated", None, low.question, None, low.at, low.comment, None


def _file(text: str, kind: str, name: str) -> Response:
    # Half of a pair of surrogates may have been asked: it is written as a question mark.
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8", "replace"), media_type=kind, headers=headers)
