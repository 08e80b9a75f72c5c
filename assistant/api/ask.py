"""Questions: one answer as JSON, or as server-sent events while it is worked out."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from assistant.answer import Answer
from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.fault import ErrorJson, fault_of
from assistant.api.inputs import AskBody, FeedbackBody, JsonOnly, ask_request, conversation
from assistant.intake import readable
from assistant.jsonform import answer_json, encode
from assistant.messages import say
from assistant.service import AskRequest, Feedback, Language
from assistant.shapes import AnswerJson

router = APIRouter(tags=["Questions"])
question_log = logging.getLogger("repere.questions")
error_log = logging.getLogger("repere.error")

WORDS = re.compile(r"(?:\S+\s*|\s+){1,3}")
MAX_COMMENT = 4_000
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
# Each event of a stream, as readers of a description older than OpenAPI 3.2 take it.
EVENTS: dict[str, Any] = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "required": ["data"],
            "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
        }
    }
}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (400, 404, 413, 415, 422, 503)
}


@router.post(
    "/api/ask",
    summary="Pose une question ; la réponse cite ses sources",
    responses={200: {"model": AnswerJson, "content": EVENTS}, **ERRORS},
    dependencies=[JsonOnly],
)
async def ask(body: AskBody, context: Ctx, lang: Lang) -> Response:
    """One answer with its citations; with `stream`, events `status`, `delta`, `answer`."""
    request = ask_request(body, context, body.lang or lang)
    pending = submit_question(context, request)
    if body.stream:
        events = _events(pending, request.lang)
        return StreamingResponse(events, media_type="text/event-stream", headers=STREAM_HEADERS)
    return Json(answer_json(await pending))


@router.post(
    "/api/feedback",
    summary="Dit si une réponse a été utile",
    responses={201: {}, **ERRORS},
    status_code=201,
    dependencies=[JsonOnly],
)
async def feedback(body: FeedbackBody, context: Ctx) -> Response:
    """Keep what a person thought of an answer."""
    comment = readable((body.comment or "")[:MAX_COMMENT])
    told = Feedback(conversation(body.conversation_id), body.useful, comment or None)
    await context.pool.run(lambda: context.service.feedback(told))
    context.metrics.count("repere_feedback_total", useful=str(body.useful).lower())
    return Json({"saved": True}, 201)


def submit_question(context: Context, request: AskRequest) -> asyncio.Future[Answer]:
    """Start working a question out; 503 at once when too many are under way."""
    if context.settings.log_questions:
        question_log.info("%s", request.question)
    return context.pool.submit(_work(context, request))


def _work(context: Context, request: AskRequest) -> Callable[[], Answer]:
    def work() -> Answer:
        answer = context.service.ask(request)
        told = {"answered": str(answer.answered).lower(), "kind": answer.kind}
        context.metrics.count("repere_answers_total", **told)
        named = answer.conversation_id or request.conversation_id
        return dataclasses.replace(answer, conversation_id=named)

    return work


def pieces(text: str) -> Iterator[str]:
    """``text`` a few words at a time; joined again they are ``text``."""
    return (match.group() for match in WORDS.finditer(text))


def event(name: str, value: Any) -> bytes:
    """One server-sent event with a JSON value (which holds no line break)."""
    return b"event: " + name.encode() + b"\ndata: " + encode(value) + b"\n\n"


def told_failure(error: Exception, lang: Language) -> ErrorJson:
    """An error inside a stream, as JSON; what we did not foresee goes to the log."""
    told = fault_of(error, lang)
    if told.status == 500:
        error_log.error("%s while streaming", type(error).__name__)
    return told.body


async def _events(pending: asyncio.Future[Answer], lang: Language) -> AsyncIterator[bytes]:
    yield event("status", {"stage": "search", "message": say("status_search", lang)})
    try:
        answer = await pending
        value = answer_json(answer)
    except Exception as error:  # noqa: BLE001  (the edge: the status line is already sent)
        yield event("error", told_failure(error, lang))
        return
    for text in pieces(answer.answer):
        yield event("delta", {"text": text})
    yield event("answer", value)
