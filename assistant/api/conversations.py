"""One's own conversation: how long it is kept, its erasure, and the file made of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from typing_extensions import TypedDict

from assistant.admin.retention import kept_days
from assistant.api.context import Ctx, Json, Lang
from assistant.api.conversation_inputs import ConversationBody, said_turns
from assistant.api.fault import ApiError, ErrorJson
from assistant.api.inputs import JsonOnly
from assistant.api.list_sharing import WORDS, attachment
from assistant.intake import is_identifier
from assistant.office.blockpdf import pdf_of
from assistant.office.blockword import docx_of
from assistant.office.conversation import conversation_handout

router = APIRouter(tags=["Conversations"])

PDF = "application/pdf"
ASKER = "personne"
WRITERS = {"pdf": (PDF, pdf_of), "docx": (WORDS, docx_of)}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (404, 413, 415, 422, 503)
}


class KeptJson(TypedDict):
    """What the server keeps of a conversation, and for how many days (0: no end)."""

    questions: bool
    opinions: bool
    days: int


class ForgottenJson(TypedDict):
    """How many lines of the journal were erased."""

    erased: int


@router.get(
    "/api/conversations",
    summary="Ce que le serveur garde d'une conversation, et combien de temps",
    responses={200: {"model": KeptJson}},
)
async def kept(context: Ctx) -> Response:
    """Questions are kept only where the setting says so; opinions always are."""
    settings = context.settings
    told = {
        "questions": settings.log_questions, "opinions": True,
        "days": kept_days(settings.data, settings.retention_days),
    }  # fmt: skip
    return Json(told)


@router.delete(
    "/api/conversations/{conversation_id}",
    summary="Efface sa conversation du journal",
    responses={200: {"model": ForgottenJson}, **ERRORS},
)
async def forget(conversation_id: str, context: Ctx) -> Response:
    """Whoever holds the identifier, which cannot be guessed, may have it erased, for good."""
    if not is_identifier(conversation_id):
        raise ApiError(404, "not_found")
    erased = await context.pool.run(lambda: context.service.forget(conversation_id))
    if erased:
        # Who asked is not told: the journal does not know it either.
        context.audit.note(ASKER, "", "erase", conversation_id, erased=erased)
    return Json({"erased": erased})


@router.post(
    "/api/conversations/export",
    summary="La conversation en PDF ou en DOCX, avec ses sources",
    responses={200: {"content": {PDF: {}, WORDS: {}}}, **ERRORS},
    dependencies=[JsonOnly],
)
async def export(body: ConversationBody, context: Ctx, lang: Lang) -> Response:
    """Sources are named as the documents name themselves; a quote no longer there is marked."""
    chosen = body.lang or lang
    kind, write = WRITERS[body.form]

    def compose() -> tuple[str, bytes]:
        turns = said_turns(body, context.service, chosen)
        handout = conversation_handout(body.title or "", turns, chosen)
        return handout.title, write(handout)

    title, content = await context.pool.run(compose)
    return Response(content, media_type=kind, headers=attachment(title, body.form))
