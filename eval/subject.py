"""What is evaluated: an assistant behind three methods, and the product as one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, runtime_checkable

from assistant.answer import Answer
from assistant.service import AskRequest
from index.hits import Filters, SearchResult
from ingest.errors import NotFoundError
from ingest.records import Page

Language = Literal["fr", "en"]


class Subject(Protocol):
    """An assistant under evaluation."""

    def ask(self, question: str, history: Sequence[str], lang: Language | None = None) -> Answer:
        """Answer a question; ``history`` holds the earlier ones, oldest first."""
        ...

    def retrieve(self, question: str, history: Sequence[str], k: int) -> SearchResult:
        """The k best passages for the question as the assistant understands it.

        Follow-ups resolved and the year understood applied: what ``ask`` reads from.
        """
        ...

    def page_text(self, document_id: str, page: int) -> str:
        """Text of a stored page, 1-based; ``""`` when there is none."""
        ...


class Answering(Protocol):
    """The part of the product's service that an evaluation uses."""

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        ...

    def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        """Ranked passages."""
        ...

    def page(self, document_id: str, number: int) -> Page:
        """One page, 1-based."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


@runtime_checkable
class Retrieving(Protocol):
    """A service that shows the passages it would answer from."""

    def retrieve(self, question: str, history: Sequence[str], k: int) -> SearchResult:
        """The k best passages for the question as understood."""
        ...


class ServiceSubject:
    """The product's service as an assistant under evaluation.

    A service without ``retrieve`` is searched with the standalone question and the years
    that its own answer says it understood.
    """

    def __init__(self, service: Answering) -> None:
        self._service = service

    def ask(self, question: str, history: Sequence[str], lang: Language | None = None) -> Answer:
        """See ``Subject.ask``."""
        return self._service.ask(AskRequest(question, tuple(history), lang=lang or "fr"))

    def retrieve(self, question: str, history: Sequence[str], k: int) -> SearchResult:
        """See ``Subject.retrieve``."""
        if isinstance(self._service, Retrieving):
            return self._service.retrieve(question, history, k)
        understood = self.ask(question, history).understood
        filters = Filters(years=understood.years)
        return self._service.search(understood.standalone, k=k, offset=0, filters=filters)

    def page_text(self, document_id: str, page: int) -> str:
        """See ``Subject.page_text``."""
        try:
            return self._service.page(document_id, page).text
        except NotFoundError:
            return ""
