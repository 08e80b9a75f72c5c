"""Commands that read the index: ask, search, figures, measures, documents."""

from __future__ import annotations

import argparse
import dataclasses
import secrets
import time
from pathlib import Path

from assistant import jsonform
from assistant.bank.form import bank_json
from assistant.bank.model import BankKind, BankQuery
from assistant.cli import show
from assistant.cli.output import DONE, put_json, put_lines, put_text
from assistant.export import figures_table, figures_workbook
from assistant.intake import clean_history, clean_label, clean_question, clean_year, is_identifier
from assistant.messages import say
from assistant.service import AskRequest, Service
from assistant.settings import Settings
from index.hits import Filters
from ingest.errors import InputError, NoIndexError

BANK_FILTERS = (
    "theme", "audience", "policy", "scope", "region", "mrc", "municipality", "responsible",
)  # fmt: skip


def ask(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """One answer with its sources."""
    lang = settings.lang
    request = AskRequest(
        question=clean_question(args.question, settings.max_question, lang),
        history=clean_history(args.history, settings.max_history, settings.max_question),
        conversation_id=secrets.token_urlsafe(16),
        year=clean_year(args.year, lang),
        document=_document(args.document),
        lang=lang,
        answer_in=args.lang,
    )
    answer = service.ask(request)
    if args.json:
        named = answer.conversation_id or request.conversation_id
        put_json(jsonform.answer_json(dataclasses.replace(answer, conversation_id=named)))
    else:
        put_lines(show.answer_lines(answer, lang))
    return DONE


def search(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Ranked passages."""
    query = clean_question(args.query, settings.max_question)
    years = tuple(year for year in map(clean_year, args.year) if year)
    kinds = tuple(kind for kind in map(clean_label, args.kind) if kind)
    started = time.perf_counter()
    filters = Filters(years=years, kinds=kinds)
    result = service.search(query, k=args.k, offset=0, filters=filters)
    if args.json:
        put_json(jsonform.search_json(result, _since(started)))
    else:
        put_lines(show.search_lines(result))
    return DONE


def figures(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Figures, newest year first."""
    query = _optional(args.query, settings)
    year, document = clean_year(args.year), _document(args.document)
    started = time.perf_counter()
    unit = clean_label(args.unit, 80)
    result = service.figures(query, year=year, unit=unit, document=document, k=args.k)
    if args.json:
        put_json(jsonform.figures_json(result, _since(started)))
    elif args.csv:
        put_text(figures_table(result.figures))
    elif args.xlsx is not None:
        _write_file(args.xlsx, figures_workbook(result.figures))
        put_text(f"{len(result.figures)} chiffres enregistrés dans « {args.xlsx} ».\n")
    else:
        put_lines(show.figure_lines(result))
    return DONE


def _write_file(path: Path, content: bytes) -> None:
    """Write a file that the person named.

    Raises:
        InputError: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        message = f"Impossible d'écrire « {path} » ({error.strerror})."
        raise InputError("not_writable", message) from error


def measures(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Measures of the bank; says so when none is indexed."""
    return _bank(args, settings, service, "measure")


def grants(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Grants of the bank; says so when none is indexed."""
    return _bank(args, settings, service, "grant")


def _bank(args: argparse.Namespace, settings: Settings, service: Service, kind: BankKind) -> int:
    names = BANK_FILTERS if kind == "measure" else (*BANK_FILTERS, "status")
    given = [(name, clean_label(value)) for name in names for value in getattr(args, name)]
    given += [("year", clean_year(value)) for value in args.year]
    filters = tuple((name, value) for name, value in given if value)
    query = BankQuery(
        kind, _optional(args.query, settings), filters, k=args.k,
        like=clean_label(args.like) if args.like else None,
    )  # fmt: skip
    started = time.perf_counter()
    result = service.bank(query)
    if args.json:
        put_json(bank_json(result, _since(started)))
    else:
        put_lines(show.bank_lines(result, kind))
    return DONE


def documents(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """What is indexed, and what could not be read."""
    listed, failures = service.documents(), service.failures()
    if not listed and not failures:
        raise NoIndexError("no_index", say("no_index", "fr"))
    if args.json:
        put_json(jsonform.documents_json(listed, failures))
    else:
        put_lines(show.document_lines(listed, failures))
    return DONE


def _document(given: str | None) -> str | None:
    if given is not None and not is_identifier(given):
        raise InputError("unknown_document", say("unknown_document", "fr"))
    return given


def _optional(query: str, settings: Settings) -> str:
    return clean_question(query, settings.max_question) if query.strip() else ""


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
