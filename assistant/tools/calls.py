"""What a program's tools do: each call cleans its arguments, asks the service, returns JSON."""

from __future__ import annotations

import time
from collections.abc import Sequence

from assistant import shapes
from assistant.bank.form import bank_json
from assistant.bank.model import BankKind, BankQuery
from assistant.bank.shapes import BankJson
from assistant.intake import clean_history, clean_label, clean_question, clean_year, is_identifier
from assistant.jsonform import answer_json, figures_json, page_json, search_json
from assistant.messages import say
from assistant.service import AskRequest, Language, Service
from assistant.settings import Settings
from index.hits import Filters
from ingest.errors import NotFoundError

BANK_FILTERS = ("theme", "audience", "policy", "region", "mrc", "municipality")
UNITS = 80  # characters of a unit


class Calls:
    """The tools over one service. Methods raise RepereError; safe in threads."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self._service = service
        self._settings = settings

    def ask(
        self,
        question: str,
        history: Sequence[str],
        year: str | None,
        document: str | None,
        lang: Language | None,
    ) -> shapes.AnswerJson:
        """One answer with its citations, or an honest refusal."""
        settings = self._settings
        told = lang or settings.lang
        request = AskRequest(
            question=clean_question(question, settings.max_question, told),
            history=clean_history(history, settings.max_history, settings.max_question),
            year=clean_year(year, told),
            document=_identifier(document),
            lang=told,
            answer_in=lang,
        )
        return answer_json(self._service.ask(request), told)

    def search(
        self, query: str, year: str | None, document: str | None, k: int, offset: int
    ) -> shapes.SearchJson:
        """Ranked passages; ``text`` is verbatim."""
        period, within = clean_year(year), _identifier(document)
        filters = Filters(
            years=(period,) if period else (), document_ids=(within,) if within else ()
        )
        asked = clean_question(query, self._settings.max_question)
        started = time.perf_counter()
        found = self._service.search(asked, k=k, offset=offset, filters=filters)
        return search_json(found, _since(started))

    def figures(
        self, query: str, year: str | None, unit: str | None, document: str | None, k: int
    ) -> shapes.FiguresJson:
        """Figures, newest year first, and their series."""
        asked, period, within = self._optional(query), clean_year(year), _identifier(document)
        started = time.perf_counter()
        found = self._service.figures(
            asked, year=period, unit=clean_label(unit, UNITS), document=within, k=k
        )
        return figures_json(found, _since(started))

    def bank(
        self, kind: BankKind, query: str, filters: Sequence[tuple[str, str | None]], k: int
    ) -> BankJson:
        """Measures or grants; empty while no bank is indexed."""
        given = [
            (name, clean_year(value) if name == "year" else clean_label(value))
            for name, value in filters
        ]
        wanted = BankQuery(kind, self._optional(query), tuple((n, v) for n, v in given if v), k=k)
        started = time.perf_counter()
        return bank_json(self._service.bank(wanted), _since(started))

    def document_page(self, document_id: str, page: int) -> shapes.PageJson:
        """The text of one page, 1-based."""
        document = self._service.document(_identifier(document_id) or "")
        if page > document.pages:
            raise NotFoundError("unknown_page", say("unknown_page", "fr", page=page))
        return page_json(document, self._service.page(document.id, page))

    def _optional(self, query: str) -> str:
        return clean_question(query, self._settings.max_question) if query.strip() else ""


def _identifier(given: str | None) -> str | None:
    """A document's identifier, None when none is given.

    Raises:
        NotFoundError: it cannot be one.
    """
    if given is not None and not is_identifier(given):
        raise NotFoundError("unknown_document", say("unknown_document", "fr"))
    return given


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
