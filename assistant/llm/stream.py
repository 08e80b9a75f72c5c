"""The words of a chat completion, streamed or whole, within limits of size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.llm.errors import ModelFailure

MOST_BYTES = 1024 * 1024  # of a response, headers left out
MOST_LINE = 64 * 1024
MOST_TEXT = 24_000  # characters, those of a model's thinking included
MOST_ANSWER = 6_000  # characters of the answer itself


def streamed_text(lines: Iterator[bytes]) -> str:
    """The text of a stream of server-sent events.

    Args:
        lines: of the body, line ends included; the last may lack one.

    Raises:
        ModelFailure: malformed, cut before its end, or too long.
    """
    said: list[str] = []
    length = 0
    for line in lines:
        data = _data(line)
        if data is None:
            continue
        if data == b"[DONE]":
            return _answer("".join(said))
        piece, finish = _piece(_json(data), "delta")
        said.append(piece)
        length += len(piece)
        if length > MOST_TEXT:
            raise ModelFailure("too_long")
        if finish == "stop":
            return _answer("".join(said))
        if finish is not None:
            raise ModelFailure("cut")
    raise ModelFailure("cut")


def whole_text(body: bytes) -> str:
    """The text of a completion that was not streamed.

    Raises:
        ModelFailure: malformed, cut, or too long.
    """
    text, finish = _piece(_json(body), "message")
    if finish not in ("stop", None):
        raise ModelFailure("cut")
    return _answer(text)


def _data(line: bytes) -> bytes | None:
    """What a line of an event stream carries; None for a comment or another field."""
    if len(line) > MOST_LINE:
        raise ModelFailure("too_long")
    name, colon, value = line.rstrip(b"\r\n").partition(b":")
    return value.strip() if name == b"data" and colon else None


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ModelFailure("malformed") from error


def _piece(value: Any, part: str) -> tuple[str, str | None]:
    """Text and finish reason of one chunk or completion."""
    choices = value.get("choices") if isinstance(value, dict) else None
    if not isinstance(choices, list) or "error" in value:
        raise ModelFailure("malformed")
    if not choices:  # a chunk that only counts tokens
        return "", None
    first = choices[0]
    message = first.get(part) if isinstance(first, dict) else None
    if not isinstance(message, dict):
        raise ModelFailure("malformed")
    text, finish = message.get("content"), first.get("finish_reason")
    if not isinstance(text, str | None) or not isinstance(finish, str | None):
        raise ModelFailure("malformed")
    return text or "", finish


def _answer(text: str) -> str:
    """The answer without the thinking that some models write before it."""
    opening, closing = "<think>", "</think>"
    stripped = text.strip()
    if stripped.startswith(opening):
        stripped = stripped.partition(closing)[2].strip()
    if not stripped:
        raise ModelFailure("empty")
    if len(stripped) > MOST_ANSWER:
        raise ModelFailure("too_long")
    return stripped
