"""An error as the API tells it: a status, a stable code, a sentence, details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from assistant.lists.errors import ListError
from assistant.lists.messages import LIST_STATUS
from assistant.messages import say, translated
from assistant.service import Language
from ingest import errors

STATUS_OF_CODE = {
    "busy": 503,
    "ingest_running": 409,
    "bad_year": 422,
    **LIST_STATUS,
    "unsupported_format": 415,
    "bad_metadata": 422,
    "document_elsewhere": 409,
}
STATUS_OF_TYPE: tuple[tuple[type[errors.RepereError], int], ...] = (
    (errors.NotFoundError, 404),
    (errors.NoIndexError, 503),
    (errors.StoreError, 503),
    (errors.ModelError, 503),
    (errors.ReadFailure, 422),
    (errors.InputError, 400),
)


class ErrorBody(TypedDict):
    """What went wrong: ``code`` is stable, ``message`` is for a person."""

    code: str
    message: str
    details: Any


class ErrorJson(TypedDict):
    """The body of every error."""

    error: ErrorBody


class ApiError(Exception):
    """A refusal decided by the API itself.

    Args:
        status: HTTP status.
        code: key of ``assistant.messages``.
        details: anything JSON that helps a program.
        headers: response headers to add.
        values: what the sentence names.
    """

    def __init__(
        self,
        status: int,
        code: str,
        details: Any = None,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.details = details
        self.headers = dict(headers or {})
        self.values = values


@dataclass(frozen=True, slots=True)
class Fault:
    """An error ready to be sent."""

    status: int
    body: ErrorJson
    headers: tuple[tuple[str, str], ...] = ()


def fault(status: int, code: str, message: str, details: Any = None) -> Fault:
    """An error with its sentence already written."""
    headers = (("Retry-After", "5"),) if status == 503 else ()
    body: ErrorJson = {"error": {"code": code, "message": message, "details": details}}
    return Fault(status, body, headers)


def fault_of(error: Exception, lang: Language) -> Fault:
    """How ``error`` is told to the reader; anything unforeseen is ``internal_error``."""
    if isinstance(error, ApiError):
        message = say(error.code, lang, **error.values)
        told = fault(error.status, error.code, message, error.details)
        return Fault(told.status, told.body, tuple(error.headers.items()) or told.headers)
    if isinstance(error, ListError):
        message = say(error.code, lang, **error.values)
        told = fault(_status(error), error.code, message, error.details)
        later = (("Retry-After", "3600"),) if told.status == 429 else told.headers
        return Fault(told.status, told.body, later)
    if isinstance(error, errors.NoIndexError):
        return fault(503, error.code, say("no_index", lang))
    if isinstance(error, errors.RepereError):
        return fault(_status(error), error.code, translated(error.code, error.message, lang))
    return fault(500, "internal_error", say("internal_error", lang))


def _status(error: errors.RepereError) -> int:
    if error.code in STATUS_OF_CODE:
        return STATUS_OF_CODE[error.code]
    return next((status for kind, status in STATUS_OF_TYPE if isinstance(error, kind)), 500)
