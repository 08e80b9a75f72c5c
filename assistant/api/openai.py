"""The chat-completions protocol, so that existing chat front ends can use Repère.

The last user message is the question, the earlier ones its history. Sources follow the
answer in its text, and stand in a ``citations`` field beside it.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from assistant.answer import Answer
from assistant.api.ask import EVENTS, STREAM_HEADERS, pieces, submit_question, told_failure
from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.fault import ApiError, ErrorJson
from assistant.api.inputs import AskBody, JsonOnly, ask_request
from assistant.jsonform import citation_json, encode
from assistant.messages import say
from assistant.service import AskRequest, Language

router = APIRouter(tags=["Compatibilité OpenAI"])

MODEL = "repere"
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (400, 404, 413, 415, 422, 503)
}

STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "La réponse; avec `stream`, ses morceaux en événements.",
        "content": {"application/json": {}} | EVENTS,
    }
}


class Part(BaseModel):
    """A piece of a message; only text is read."""

    type: str
    text: str | None = None


class Message(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    def text(self) -> str:
        """The message's words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream ends with."""

    include_usage: bool | None = False


class CompletionBody(BaseModel):
    """A chat completion request; sampling settings have no effect."""

    messages: list[Message] = Field(min_length=1, max_length=1_000)
    model: str | None = None
    stream: bool | None = False
    stream_options: StreamOptions | None = None


@router.get("/v1/models", summary="Modèles")
async def models() -> Response:
    """The one model there is."""
    entry = {"id": MODEL, "object": "model", "created": 0, "owned_by": "repere"}
    return Json({"object": "list", "data": [entry]})


@router.get("/v1/models/{name}", summary="Un modèle", responses={404: {"model": ErrorJson}})
async def model(name: str) -> Response:
    """The one model there is, by its name."""
    if name != MODEL:
        raise ApiError(404, "not_found")
    return Json({"id": MODEL, "object": "model", "created": 0, "owned_by": "repere"})


@router.post(
    "/v1/chat/completions",
    summary="Pose une question, au format des complétions de conversation",
    responses=STREAMED | ERRORS,
    dependencies=[JsonOnly],
)
async def completions(body: CompletionBody, context: Ctx, lang: Lang) -> Response:
    """One answer; with `stream`, chunks ended by `[DONE]`."""
    request = _request(body, context, lang)
    pending = submit_question(context, request)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        chunks = _chunks(pending, request, usage)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=STREAM_HEADERS)
    answer = await pending
    text = text_with_sources(answer, lang)
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    value = _envelope("chat.completion")
    value |= {"choices": [choice], "usage": _usage(request, text), **_beside(answer)}
    return Json(value)


def text_with_sources(answer: Answer, lang: Language) -> str:
    """The answer, then its sources: number, title, page and verbatim quote."""
    if not answer.citations:
        return answer.answer
    lines = [answer.answer, "", f"**{say('sources', lang)}**"]
    for citation in answer.citations:
        page = "" if citation.page is None else f", {say('page', lang, page=citation.page)}"
        quote = " ".join(citation.quote.split())
        lines.append(f"[{citation.n}] {citation.title}{page} — « {quote} »")
    return "\n".join(lines)


def _request(body: CompletionBody, context: Context, lang: Language) -> AskRequest:
    said = [message.text() for message in body.messages if message.role == "user"]
    question = said.pop() if said else ""
    return ask_request(AskBody(question=question, history=said), context, lang)


async def _chunks(
    pending: asyncio.Future[Answer], request: AskRequest, usage: bool
) -> AsyncIterator[bytes]:
    head = _envelope("chat.completion.chunk")
    yield _chunk(head, {"role": "assistant", "content": ""})
    try:
        answer = await pending
        text = text_with_sources(answer, request.lang)
    except Exception as error:  # noqa: BLE001  (the edge: the status line is already sent)
        yield _line(told_failure(error, request.lang))
        return
    for piece in pieces(text):
        yield _chunk(head, {"content": piece})
    yield _chunk(head | _beside(answer), {}, "stop")
    if usage:
        yield _line(head | {"choices": [], "usage": _usage(request, text)})
    yield b"data: [DONE]\n\n"


def _chunk(head: dict[str, Any], delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _line(head | {"choices": [choice]})


def _line(value: Any) -> bytes:
    return b"data: " + encode(value) + b"\n\n"


def _envelope(kind: str) -> dict[str, Any]:
    name = f"chatcmpl-{secrets.token_hex(12)}"
    return {"id": name, "object": kind, "created": int(time.time()), "model": MODEL}


def _beside(answer: Answer) -> dict[str, Any]:
    cited = [citation_json(citation) for citation in answer.citations]
    return {"citations": cited, "answered": answer.answered}


def _usage(request: AskRequest, text: str) -> dict[str, int]:
    """Words, in the place of tokens: no language model counted any."""
    asked, told = len(request.question.split()), len(text.split())
    return {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}
