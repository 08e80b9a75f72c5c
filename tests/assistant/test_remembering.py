"""What was answered is not worked out again, until something it rests on changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lake_town import FILES, opened

from assistant import remembering
from assistant.answer import Answer
from assistant.bank.finder import today
from assistant.local import open_service
from assistant.pipeline import Assistant, Scope
from assistant.remembering import Memory, RememberingAssistant
from assistant.service import AskRequest
from assistant.settings import Settings
from index.hits import Filters

QUESTION = "Combien d'abonnés compte la bibliothèque au 31 mars 2023 ?"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RememberingAssistant]:
    with opened(tmp_path_factory.mktemp("lac"), FILES) as plain:
        yield RememberingAssistant(plain._searcher)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions and searches that were worked out."""
    seen: list[str] = []

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def noted(self: Assistant, text: str, *rest: Any, **named: Any) -> Any:
            seen.append(text)
            return method(self, text, *rest, **named)

        return noted

    monkeypatch.setattr(Assistant, "ask", noting(Assistant.ask))
    monkeypatch.setattr(Assistant, "search", noting(Assistant.search))
    return seen


def plain(answer: Answer) -> Answer:
    return replace(answer, timings_ms=())


def test_the_same_question_has_the_same_answer_once_worked_out(
    assistant: RememberingAssistant, worked: list[str]
) -> None:
    first, again = assistant.ask(QUESTION), assistant.ask(QUESTION)
    assert first.answered
    assert plain(again) == plain(first)
    assert [name for name, _ in again.timings_ms] == [name for name, _ in first.timings_ms]
    assert worked == [QUESTION]


@pytest.mark.parametrize(
    ("history", "scope"),
    [
        (("Qui est la mairesse ?",), Scope()),
        ((), Scope(year="2021-2022")),
        ((), Scope(lang="en")),
        ((), Scope(document="guide")),
    ],
)
def test_what_is_asked_beside_the_words_counts(
    assistant: RememberingAssistant, worked: list[str], history: tuple[str, ...], scope: Scope
) -> None:
    assistant.ask(QUESTION)
    worked.clear()
    assistant.ask(QUESTION, history, scope)
    assert worked == [QUESTION]


def test_a_search_is_remembered_with_its_filters_and_its_place(
    assistant: RememberingAssistant, worked: list[str]
) -> None:
    def search(k: int = 5, offset: int = 0, filters: Filters = Filters()) -> object:  # noqa: B008
        return assistant.search("patinoire", k=k, offset=offset, filters=filters)

    assert search() == search()
    assert worked == ["patinoire"]
    assert search(offset=1) != search()
    search(k=6)
    search(filters=Filters(years=("2021-2022",)))
    assert len(worked) == 4


def test_another_day_is_another_answer(
    assistant: RememberingAssistant, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant.ask(QUESTION)
    worked.clear()
    later = today() + timedelta(days=1)
    monkeypatch.setattr(remembering, "today", lambda: later)
    assistant.ask(QUESTION)
    assert worked == [QUESTION]


def test_a_document_that_changes_is_seen_at_once(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    report = corpus / "rapport-2023.md"
    service = open_service(Settings(data=tmp_path / "var", corpus=corpus, model="hash"))
    try:
        answers = []
        for members in (375, 412):
            report.write_text(f"# Rapport 2023\n\nLe réseau compte {members} membres.\n", "utf-8")
            service.ingest([corpus])
            answers.append(service.ask(AskRequest("Combien de membres ?")).answer)
            assert (
                service.search("membres", k=1, offset=0, filters=Filters())
                .hits[0]
                .passage.text.count(str(members))
                == 1
            )
    finally:
        service.close()
    assert "375" in answers[0]
    assert "412" in answers[1]


def test_a_conversation_keeps_its_own_name(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Rapport 2023\n\nLe réseau compte 375 membres.\n", "utf-8")
    service = open_service(Settings(data=tmp_path / "var", corpus=corpus, model="hash"))
    try:
        service.ingest([corpus])
        names = [
            service.ask(AskRequest("Combien de membres ?", conversation_id=name)).conversation_id
            for name in ("c-1", "c-2")
        ]
    finally:
        service.close()
    assert names == ["c-1", "c-2"]


def test_with_a_language_model_every_answer_is_made_anew(
    assistant: RememberingAssistant, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant, "_worded", True)
    assistant.ask(QUESTION)
    assistant.ask(QUESTION)
    assert worked == [QUESTION, QUESTION]


def test_the_memory_forgets_the_oldest() -> None:
    memory: Memory[int] = Memory(2)
    made: list[int] = []

    def value(number: int) -> tuple[int, bool]:
        def make() -> int:
            made.append(number)
            return number

        return memory.of(number, make)

    assert value(1) == (1, False)
    assert value(2) == (2, False)
    assert value(1) == (1, True)
    value(3)  # 2 goes
    assert value(1) == (1, True)
    assert value(2) == (2, False)
    assert made == [1, 2, 3, 2]


def test_what_fails_is_not_remembered() -> None:
    memory: Memory[int] = Memory()

    def fail() -> int:
        raise ValueError("panne")

    with pytest.raises(ValueError, match="panne"):
        memory.of("q", fail)
    assert memory.of("q", lambda: 7) == (7, False)
