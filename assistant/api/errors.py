"""The handlers that turn every error of a request into one JSON value."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from assistant.api.context import Json, reader_language
from assistant.api.fault import ApiError, Fault, fault, fault_of
from assistant.messages import say
from assistant.service import Language
from ingest.errors import RepereError

MACHINE_PATHS = ("/api", "/v1", "/openapi.json", "/health", "/ready", "/metrics", "/assets")
QUESTION_FIELDS = frozenset({"question", "q", "history", "content"})
SHOWN_PROBLEMS = 5
CODE_OF_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
}
PROBLEMS: dict[str, tuple[str, str]] = {
    "missing": ("valeur manquante", "missing value"),
    "string_type": ("il faut du texte", "text is expected"),
    "string_unicode": ("texte illisible", "unreadable text"),
    "string_too_long": ("texte trop long", "text too long"),
    "string_pattern_mismatch": ("forme inattendue", "unexpected form"),
    "bool": ("il faut vrai ou faux", "true or false is expected"),
    "int": ("il faut un nombre entier", "a whole number is expected"),
    "list_type": ("il faut une liste", "a list is expected"),
    "too_long": ("liste trop longue", "list too long"),
    "too_short": ("liste trop courte", "list too short"),
    "greater_than_equal": ("nombre trop petit", "number too small"),
    "less_than_equal": ("nombre trop grand", "number too large"),
    "literal_error": ("valeur inconnue", "unknown value"),
    "model": ("il faut un objet JSON", "a JSON object is expected"),
}


def install_handlers(app: FastAPI) -> None:
    """Give ``app`` our errors in place of the framework's."""
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(ApiError, _on_ours)
    app.add_exception_handler(RepereError, _on_ours)


def send_fault(told: Fault) -> Response:
    """The response that tells an error."""
    return Json(told.body, told.status, headers=dict(told.headers))


async def _on_ours(request: Request, error: Exception) -> Response:
    return send_fault(fault_of(error, reader_language(request)))


async def _on_validation(request: Request, error: Exception) -> Response:
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    return send_fault(_validation_fault(problems, reader_language(request)))


async def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    headers = getattr(error, "headers", None) or {}
    lang = reader_language(request)
    code = CODE_OF_STATUS.get(status, "bad_request")
    values = {"method": request.method, "limit": headers.get("X-Limit", "")}
    message = say(code, lang, **values)
    if status == 404 and not request.url.path.startswith(MACHINE_PATHS):
        return HTMLResponse(_lost_page(message, lang), 404)
    if status == 400 and request.headers.get("content-type", "").startswith("application/json"):
        code, message = "malformed_json", say("malformed_json", lang)
    kept = {name: value for name, value in headers.items() if name == "Allow"}
    told = fault(status, code, message)
    return send_fault(Fault(told.status, told.body, (*told.headers, *kept.items())))


def _validation_fault(problems: Sequence[Any], lang: Language) -> Fault:
    kinds = {problem["type"] for problem in problems}
    if "json_invalid" in kinds:
        return fault(400, "malformed_json", say("malformed_json", lang))
    for problem in problems:
        if problem["type"] == "string_unicode" and QUESTION_FIELDS & set(problem["loc"]):
            return fault(400, "unreadable_question", say("unreadable_question", lang))
    details = [_problem(problem, lang) for problem in problems[:SHOWN_PROBLEMS]]
    told = " ; ".join(f"« {item['field']} » : {item['problem']}" for item in details)
    return fault(422, "invalid_request", say("invalid_request", lang, problems=told), details)


def _problem(problem: Any, lang: Language) -> dict[str, str]:
    kind = str(problem["type"])
    known = PROBLEMS.get(kind) or PROBLEMS.get(kind.split("_")[0])
    french, english = known or ("valeur inattendue", "unexpected value")
    places = [str(place) for place in problem["loc"] if place not in ("body", "query", "path")]
    field = ".".join(places)[:80] or "body"
    return {"field": field, "problem": english if lang == "en" else french}


def _lost_page(message: str, lang: Language) -> str:
    home = "Home" if lang == "en" else "Accueil"
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>Repère</title>'
        f'<h1>404</h1><p>{escape(message)}</p><p><a href="/">{home}</a></p></html>'
    )
