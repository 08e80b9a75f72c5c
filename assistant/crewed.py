"""The product behind a crew: what a worker runs, and how the server asks it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from assistant.answer import Answer
from assistant.bank.finder import BankFinder, today
from assistant.bank.model import BankQuery, BankResult
from assistant.crew import Crew, Desk, NoWorkerError
from assistant.local import LocalService
from assistant.pipeline import Assistant, Scope
from assistant.remembering import RememberingAssistant
from assistant.restoring import finish_restore
from assistant.settings import Settings
from index.encoder import Encoder, load_encoder
from index.hits import Filters, SearchResult
from index.model_loading import available_threads, limit_threads
from index.search import Searcher
from ingest.errors import NoIndexError


def open_crewed_service(settings: Settings) -> CrewedService:
    """As ``assistant.local.open_service``, with the workers that ``settings`` wants."""
    finish_restore(settings.data)
    return CrewedService(settings)


class CrewedService(LocalService):
    """The service of a server that has workers, once it employs them."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._crew: Crew | None = None

    def employ(self) -> None:
        """Have questions and searches worked out by processes; wait until they are ready.

        With a language model they stay here: waiting for it costs no processor.
        """
        if self._llm is not None or self._crew is not None:
            return
        count = self._settings.processes
        threads = max(1, available_threads() // count)
        crew = Crew(count, partial(open_desk, self._settings, threads))
        crew.wait()
        with self._lock:
            self._crew = crew
            if self._opened is not None:
                searcher, _, finder = self._opened
                self._opened = searcher, self._assistant(searcher, finder), finder

    def bank(self, query: BankQuery) -> BankResult:
        """See ``Service``."""
        if self._crew is not None:
            with suppress(NoWorkerError, NoIndexError):
                found: BankResult = self._crew.work_out("bank", (query, today()))
                return found
        return super().bank(query)

    def close(self) -> None:
        """See ``Service``; the workers leave."""
        if self._crew is not None:
            self._crew.close()
        super().close()

    def _assistant(self, searcher: Searcher, finder: BankFinder) -> Assistant:
        if self._crew is None:
            return super()._assistant(searcher, finder)
        return CrewedAssistant(searcher, finder, self._crew)


def open_desk(settings: Settings, threads: int) -> Desk:
    """What a worker answers from, warm."""
    limit_threads(threads)
    desk = IndexDesk(settings, load_encoder(settings.model, settings.data))
    with suppress(NoIndexError):
        desk.work_out("search", ("bonjour", 1, 0, Filters()))
    return desk


class IndexDesk:
    """One index, opened once there is one, for one thing at a time."""

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self._settings = settings
        self._encoder = encoder
        self._opened: tuple[Searcher, Assistant, BankFinder] | None = None

    def work_out(self, what: str, arguments: tuple[Any, ...]) -> Any:
        """See ``Desk``: ``ask``, ``search`` or ``bank``, with the arguments of the method.

        Raises:
            NoIndexError: nothing was ingested yet.
        """
        if self._opened is None:
            searcher = Searcher(self._settings.data, self._encoder)
            finder = BankFinder(searcher)
            self._opened = searcher, Assistant(searcher, finder), finder
        searcher, assistant, finder = self._opened
        with searcher.moment():
            if what == "bank":
                return finder.find(*arguments)
            if what == "search":
                query, k, offset, filters = arguments
                return assistant.search(query, k=k, offset=offset, filters=filters)
            return assistant.ask(*arguments)

    def close(self) -> None:
        """Close the store."""
        if self._opened is not None:
            self._opened[0].close()


class CrewedAssistant(RememberingAssistant):
    """An assistant whose new answers and searches a crew works out.

    Those given lately are remembered here, so that every worker's serve everyone. Where no
    worker is left, it works by itself.
    """

    def __init__(self, searcher: Searcher, finder: BankFinder, crew: Crew) -> None:
        super().__init__(searcher, finder)
        self._crew = crew

    def ask_anew(self, text: str, history: Sequence[str], scope: Scope) -> Answer:
        """See ``RememberingAssistant``."""
        try:
            answer: Answer = self._crew.work_out("ask", (text, tuple(history), scope))
        except NoWorkerError:
            return super().ask_anew(text, history, scope)
        return answer

    def search_anew(self, query: str, k: int, offset: int, filters: Filters) -> SearchResult:
        """See ``RememberingAssistant``."""
        try:
            found: SearchResult = self._crew.work_out("search", (query, k, offset, filters))
        except NoWorkerError:
            return super().search_anew(query, k, offset, filters)
        return found
