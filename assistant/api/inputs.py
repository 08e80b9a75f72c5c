"""What requests carry: bodies and query parameters, checked and cleaned."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from pydantic import BaseModel, BeforeValidator, Field

from assistant.api.context import Context, Lang
from assistant.api.fault import ApiError
from assistant.intake import clean_history, clean_label, clean_question, clean_year, is_identifier
from assistant.service import AskRequest, Language
from index.hits import Filters

MAX_FILTER_VALUES = 20


def _as_text(value: Any) -> Any:
    """A year sent as a number is as clear as one sent as text."""
    small = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000
    return str(value) if small else value


YearText = Annotated[str, BeforeValidator(_as_text)]


class AskBody(BaseModel):
    """A question, and what it follows."""

    question: str = Field(description="2 000 caractères au plus.", examples=["Qui préside ?"])
    history: list[str] | None = Field(
        default=None, description="Questions précédentes, la plus ancienne d'abord."
    )
    conversation_id: str | None = None
    year: YearText | None = Field(default=None, description="Filtre : `2022` ou `2021-2022`.")
    document: str | None = Field(default=None, description="Filtre : identifiant d'un document.")
    stream: bool | None = Field(
        default=False, description="Réponse en événements (text/event-stream)."
    )
    lang: Literal["fr", "en"] | None = None


class FeedbackBody(BaseModel):
    """What a person thought of an answer."""

    conversation_id: str
    useful: bool
    comment: str | None = None


def require_json(request: Request) -> None:
    """Refuse bodies that do not say they are JSON.

    Pages of other sites cannot send this type without being allowed to.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiError(415, "unsupported_media_type", expected="application/json")


JsonOnly = Depends(require_json)


def ask_request(body: AskBody, context: Context, lang: Language) -> AskRequest:
    """The question as the service takes it.

    Raises:
        QuestionError, InputError: see ``assistant.intake``.
        ApiError: 404 ``unknown_document``.
    """
    settings = context.settings
    return AskRequest(
        question=clean_question(body.question, settings.max_question, lang),
        history=clean_history(body.history or (), settings.max_history, settings.max_question),
        conversation_id=conversation(body.conversation_id),
        year=clean_year(body.year, lang),
        document=one_document(body.document),
        lang=lang,
        answer_in=body.lang,
    )


def conversation(given: str | None) -> str:
    """The conversation's name: as given, or a new one that cannot be guessed."""
    if given is None or not given.strip():
        return secrets.token_urlsafe(16)
    if not is_identifier(given):
        problem = {"field": "conversation_id", "problem": "lettres, chiffres, - et _"}
        shown = "« conversation_id » : lettres, chiffres, - et _"
        raise ApiError(422, "invalid_request", [problem], problems=shown)
    return given


def one_document(document_id: str | None) -> str | None:
    """A document filter; 404 for what cannot be a document's identifier."""
    if document_id is None or document_id == "":
        return None
    if not is_identifier(document_id):
        raise ApiError(404, "unknown_document")
    return document_id


def question_text(query: str, context: Context, lang: Language) -> str:
    """A search query that must say something."""
    return clean_question(query, context.settings.max_question, lang)


def optional_text(query: str, context: Context, lang: Language) -> str:
    """A search query that may be empty."""
    return question_text(query, context, lang) if query.strip() else ""


Several = Annotated[list[str] | None, Query(max_length=MAX_FILTER_VALUES)]


def search_filters(
    lang: Lang, year: Several = None, kind: Several = None, document: Several = None
) -> Filters:
    """Hard filters of a search; each parameter may come back."""
    years = (clean_year(text, lang) for text in _given(year))
    kinds = (clean_label(text, 40) for text in _given(kind))
    documents = (one_document(text) for text in _given(document))
    return Filters(
        years=tuple(value for value in years if value),
        kinds=tuple(value for value in kinds if value),
        document_ids=tuple(value for value in documents if value),
    )


def _given(values: Sequence[str] | None) -> list[str]:
    return [value for value in values or () if value.strip()]
