"""The drop of each kind, on assistants that bear bad typing more or less."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import toy_assistants as toy

from assistant.answer import Answer
from eval.gold import GoldQuestion
from eval.main import main
from eval.robustness import DRAWS, Robustness, robustness
from eval.subject import ServiceSubject
from index.hits import SearchResult
from ingest.french.folding import fold

FOLDED = {fold(text): text for text in toy.IDS}


class Literal(toy.Good):
    """Understands a question only as it was written; ``read`` says how far it forgives."""

    def read(self, question: str) -> str | None:
        return question if question in toy.IDS else None

    def reply(self, question: str) -> Answer:
        known = self.read(question)
        return super().reply(known) if known else toy.refusal()

    def retrieve(self, question: str, history: object, k: int) -> SearchResult:
        known = self.read(question)
        return super().retrieve(known, (), k) if known else SearchResult(question, None, (), 0)


class Folding(Literal):
    def read(self, question: str) -> str | None:
        return FOLDED.get(fold(question))


def kinds(assistant: toy.Good, questions: tuple[GoldQuestion, ...]) -> dict[str, Robustness]:
    found = robustness(ServiceSubject(assistant), questions, lambda step: None)
    return {one.kind: one for one in found}


def test_an_assistant_that_takes_words_literally_is_caught() -> None:
    found = kinds(Literal(), toy.QUESTIONS)
    assert found["as_is"].recall == 1
    assert found["one_typo"].recall_drop == found["one_typo"].accuracy_drop == 1
    assert found["one_typo"].held is found["two_typos"].held is False
    assert found["one_typo"].lost == ("membres", "infolettres", "presidence", "suite")
    assert found["one_typo"].count == 4 * DRAWS
    assert found["capitals"].held is None


def test_one_that_folds_holds_without_accents_only() -> None:
    found = kinds(Folding(), toy.QUESTIONS)
    assert (found["no_accents"].recall_drop, found["no_accents"].held) == (0, True)
    assert (found["capitals"].recall_drop, found["one_typo"].recall_drop) == (0, 1)


def test_wordings_that_the_file_gives_are_asked() -> None:
    first = replace(
        toy.QUESTIONS[0], english="How many members?", paraphrases=("Nombre ?", "Effectif ?")
    )
    found = kinds(Literal(), (first, *toy.QUESTIONS[1:]))
    assert (found["english"].count, found["paraphrase"].count) == (1, 2)
    assert found["paraphrase"].recall_drop == 1
    assert "english" not in kinds(Literal(), toy.QUESTIONS)


def test_the_command_tells_the_drops_and_exits_1_when_a_target_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    lines = [json.dumps(asdict(question), ensure_ascii=False) for question in toy.QUESTIONS]
    gold.write_text("\n".join(lines), encoding="utf-8")
    service = Literal()
    assert main([str(gold), "--robust", "--save", str(tmp_path / "out")], lambda: service) == 1
    assert service.closed
    out = capsys.readouterr().out
    assert "sans accents" in out
    assert "≤ 2 (manquée)" in out
    saved = json.loads((tmp_path / "out" / "robustesse.json").read_text(encoding="utf-8"))
    assert saved[0]["kind"] == "as_is"
    assert "−100,0" in (tmp_path / "out" / "robustesse.html").read_text(encoding="utf-8")
