"""Helping a person write questions: check against the index, propose, collect."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli.main import main as command_line
from assistant.local import LocalService
from assistant.service import AskRequest, Feedback
from assistant.settings import Settings
from eval.check import check
from eval.gold import parse_line
from eval.main import main
from eval.propose import number_pattern

REPORTS = {
    "2021-2022": "Au 31 mars 2022, le réseau compte 375 membres.",
    "2023-2024": "Au 31 mars 2024, le réseau compte 426 membres.",
}
MADA = "La démarche Municipalité amie des aînés (MADA) accompagne les communautés."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for year, text in REPORTS.items():
        made = f"# Rapport d'activités {year}\n\n## Adhésion\n\n{text}\n\n{MADA}\n"
        (corpus / f"rapport-{year}.md").write_text(made, encoding="utf-8")
    chosen = Settings(data=tmp_path / "data", model="hash", log_questions=True)
    service = LocalService(chosen)
    service.ingest([corpus])
    service.close()
    return chosen


@pytest.fixture
def run(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def call(*arguments: str) -> tuple[int, str]:
        status = main(arguments, _never, settings)
        return status, capsys.readouterr().out

    return call


def _never() -> object:
    raise AssertionError("no service is needed")


def test_proposals_are_sound_gold_lines_whose_evidence_stands_in_the_documents(
    run: Callable[..., tuple[int, str]], settings: Settings, tmp_path: Path
) -> None:
    status, out = run("--propose", "10")
    assert status == 0
    questions = [parse_line(line) for line in out.splitlines()]
    asked = {question.question: question for question in questions}
    members = asked["Combien de membres en 2022 ?"]
    assert members.evidence[0] in REPORTS["2021-2022"]
    assert members.wrong_regex is not None
    assert re.search(members.wrong_regex, "426 membres")
    assert asked["Que veut dire MADA ?"].answer == "Municipalité amie des aînés"
    assert check(questions) == ()
    gold = tmp_path / "gold.jsonl"
    gold.write_text(out, encoding="utf-8")
    status, told = run(str(gold), "--check")
    assert (status, told) == (0, f"{len(questions)} questions vérifiées, 0 anomalies.\n")
    assert run("--propose", "2")[1].count("\n") == 2


def test_the_check_tells_what_is_not_in_the_index(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    lines = [
        {"id": "a", "question": "?", "type": "who", "docs": ["absent.md"], "evidence": ["x"],
         "answer_regex": "x"},
        {"id": "b", "question": "?", "type": "who", "docs": ["rapport-2021-2022.md"],
         "evidence": ["9 999 membres"], "answer_regex": "x"},
    ]  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, lines)) + "\n{", encoding="utf-8")
    status, out = run(str(gold), "--check")
    assert status == 1
    assert "a : le document « absent.md » n'est pas dans le corpus" in out
    assert "b : extrait introuvable dans ses documents : « 9 999 membres »" in out
    assert "ligne 3 : JSON invalide" in out
    assert json.loads(run(str(gold), "--check", "--json")[1])["questions"] == 2


def test_evidence_across_two_passages_is_told(
    settings: Settings, run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    long = "\n\n".join(
        f"Phrase {n} sur la vie municipale, les loisirs et la culture." for n in range(60)
    )
    (tmp_path / "corpus" / "long.md").write_text(f"# Long\n\n{long}\n", encoding="utf-8")
    service = LocalService(settings)
    service.ingest([tmp_path / "corpus"])
    service.close()
    line = {"id": "a", "question": "?", "type": "who", "docs": ["long.md"], "evidence": [long],
            "answer_regex": "x"}  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(line), encoding="utf-8")
    status, out = run(str(gold), "--check")
    assert status == 1
    assert "à cheval sur deux passages" in out


def test_what_people_asked_in_vain_becomes_lines_to_complete(
    settings: Settings, run: Callable[..., tuple[int, str]]
) -> None:
    service = LocalService(settings)
    vain = AskRequest("Quel est le budget de la piscine ?", conversation_id="c-1")
    service.ask(vain)
    service.ask(AskRequest("quel est le budget de la piscine", conversation_id="c-2"))
    service.ask(AskRequest("Combien de membres en 2022 ?", ("Bonjour",), "c-3"))
    service.feedback(Feedback("c-3", useful=False, comment="mauvaise année"))
    service.feedback(Feedback("c-1", useful=True))
    service.close()
    status, out = run("--candidates")
    first, second = [json.loads(line) for line in out.splitlines()]
    assert status == 0  # the thumb up to a question without answer adds nothing
    assert (first["question"], first["asked"]) == ("Quel est le budget de la piscine ?", 2)
    assert parse_line(json.dumps(first)).answerable is False
    assert (second["question"], second["history"]) == (
        "Combien de membres en 2022 ?", ["Bonjour"],
    )  # fmt: skip
    assert "mauvaise année" in second["note"]


def test_a_thumb_up_becomes_a_line_with_the_answer_of_today(
    settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    service = LocalService(settings)
    service.ask(AskRequest("Combien de membres en 2022 ?", conversation_id="c-1"))
    service.ask(AskRequest("combien de membres en 2022", conversation_id="c-2"))
    service.ask(AskRequest("Quel est le budget de la piscine ?", conversation_id="c-3"))
    for conversation in ("c-1", "c-2", "c-3"):
        service.feedback(Feedback(conversation, useful=True))
    service.close()
    opened: list[LocalService] = []

    def again() -> LocalService:
        opened.append(LocalService(replace(settings, log_questions=False)))
        return opened[0]

    assert main(["--candidates"], again, settings) == 0
    liked, vain = sorted(map(json.loads, capsys.readouterr().out.splitlines()), key=_asked)[::-1]
    assert (liked["question"], liked["asked"]) == ("Combien de membres en 2022 ?", 2)
    assert liked["docs"] == ["rapport-2021-2022.md"]
    assert "[1]" not in liked["answer"]
    assert re.search(liked["answer_regex"], "375 membres")
    assert "jugée utile" in liked["note"]
    assert "evidence" not in vain
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(liked), encoding="utf-8")
    assert main([str(gold), "--check"], _never, settings) == 0
    assert len(opened) == 1


def _asked(line: dict[str, object]) -> object:
    return line["asked"]


def test_an_evaluation_leaves_no_question_in_the_journal(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPERE_LOG_QUESTIONS", "1")
    monkeypatch.setenv("REPERE_MODEL", "hash")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "question": "Quel budget ?", "type": "unanswerable"}')
    assert command_line(["eval", str(gold), "--data", str(settings.data)]) == 0
    assert not (settings.data / "questions.jsonl").exists()


def test_a_figure_that_has_two_values_is_not_proposed(
    settings: Settings, run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    made = (
        "# Rapport 2019-2020\n\n## Ateliers\n\nL'équipe a offert 14 ateliers.\n\n"
        "## Bilan\n\nL'équipe a offert 21 ateliers.\n\n## Envois\n\nOn compte 9 infolettres.\n"
    )
    (tmp_path / "corpus" / "rapport-2019-2020.md").write_text(made, encoding="utf-8")
    service = LocalService(settings)
    service.ingest([tmp_path / "corpus"])
    service.close()
    out = run("--propose", "20")[1]
    assert "infolettres" in out
    assert "ateliers" not in out


def test_a_line_cut_short_in_the_journal_is_left_out(
    settings: Settings, run: Callable[..., tuple[int, str]]
) -> None:
    (settings.data / "questions.jsonl").write_text('{"question": "Où ?"}\n3\n{"question": "Qu')
    assert [json.loads(line)["question"] for line in run("--candidates")[1].splitlines()] == [
        "Où ?"
    ]


def test_without_a_journal_nothing_is_proposed(run: Callable[..., tuple[int, str]]) -> None:
    assert run("--candidates") == (0, "")


@pytest.mark.parametrize(
    ("value", "matches", "others"),
    [
        ("2 330", ["2330", "2 330 abonnés", "2,330"], ["12 330", "2 3301", "2 33"]),
        ("37,5", ["37,5 %", "37.5"], ["137,5", "37,55", "375"]),
        ("11", ["11 ateliers"], ["111", "11,5", "2 011"]),
    ],
)
def test_a_number_is_recognized_however_it_is_written(
    value: str, matches: list[str], others: list[str]
) -> None:
    pattern = re.compile(number_pattern(value))
    assert all(pattern.search(text) for text in matches)
    assert not any(pattern.search(text) for text in others)
