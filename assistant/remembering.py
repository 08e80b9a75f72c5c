"""Answers and searches given lately are given again, as long as nothing they rest on changed."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from assistant.answer import Answer
from assistant.bank.finder import BankFinder, today
from assistant.llm.client import Model
from assistant.pipeline import Assistant, Scope
from index.hits import Filters, SearchResult
from index.search import Searcher

MOST = 256  # answers, and as many searches; some 20 and 60 kB each
V = TypeVar("V")
_ANYWHERE = Scope()


class Memory(Generic[V]):
    """The values of the last keys asked for. Safe in threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: Hashable, make: Callable[[], V]) -> tuple[V, bool]:
        """The value of ``key``, and whether it was remembered; made outside any lock."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key], True
        value = make()
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value, False


class RememberingAssistant(Assistant):
    """An assistant that does not work out twice what it said of the same index, the same day.

    The key holds the generation and the revision of the store: a change is seen at once. With
    a language model every answer is made anew.
    """

    def __init__(
        self, searcher: Searcher, finder: BankFinder | None = None, model: Model | None = None
    ) -> None:
        super().__init__(searcher, finder, model)
        self._worded = model is not None
        self._answers: Memory[Answer] = Memory()
        self._searches: Memory[SearchResult] = Memory()

    def ask(self, text: str, history: Sequence[str] = (), scope: Scope = _ANYWHERE) -> Answer:
        """See ``Assistant``; the time told is that of this call."""
        if self._worded:
            return super().ask(text, history, scope)
        started = time.perf_counter()
        with self._searcher.moment():
            key = (self._searcher.version, today(), text, tuple(history), scope)
            answer, known = self._answers.of(key, lambda: self.ask_anew(text, history, scope))
        if not known:
            return answer
        total = round((time.perf_counter() - started) * 1000, 2)
        return replace(answer, timings_ms=(("search", 0.0), ("compose", 0.0), ("total", total)))

    def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        """See ``Assistant``."""
        with self._searcher.moment():
            key = (self._searcher.version, query, k, offset, filters)
            made = self._searches.of(key, lambda: self.search_anew(query, k, offset, filters))
        return made[0]

    def ask_anew(self, text: str, history: Sequence[str], scope: Scope) -> Answer:
        """An answer that is not remembered."""
        return super().ask(text, history, scope)

    def search_anew(self, query: str, k: int, offset: int, filters: Filters) -> SearchResult:
        """A search that is not remembered."""
        return super().search(query, k=k, offset=offset, filters=filters)
