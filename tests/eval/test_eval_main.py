from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
import toy_assistants as toy

from assistant.answer import Answer
from assistant.cli.french import UsageError
from assistant.cli.main import main as command_line
from eval import wording
from eval.gate import MEASURE_NAMES, read_gate
from eval.main import main
from ingest.errors import InputError, NoIndexError


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    lines = [json.dumps(asdict(question), ensure_ascii=False) for question in toy.QUESTIONS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    path = tmp_path / "gate.toml"
    path.write_text(
        '[floors]\n"recall@5" = 1\nanswer_accuracy = 0.9\n[ceilings]\nwrong_figures = 0'
    )
    return path


def test_the_table_is_french_and_shows_every_measure(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(gold)], toy.Good) == 0
    out = capsys.readouterr().out
    assert all(label in out for label in (*wording.LABELS.values(), *wording.COLUMNS))
    assert re.search(r"Réponses justes +100,0 %", out)
    assert re.search(r"figure +2 +100,0 % +100,0 % +100,0 % +100,0 %", out)


def test_every_measure_has_a_french_label() -> None:
    assert tuple(wording.LABELS) == MEASURE_NAMES


def test_json_is_one_value_and_nothing_else(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(gold), "--json", "--show-failures"], toy.WrongYear) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["measures"]["wrong_figures"] == 1
    assert [question["id"] for question in value["questions"]] == [q.id for q in toy.QUESTIONS]
    assert value["questions"][0]["evidence_ranks"] == [1]


def test_a_held_gate_exits_0_and_a_broken_one_1_with_its_questions(
    gold: Path, gate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(gold), "--gate", str(gate)], toy.Good) == 0
    assert wording.GATE_HELD in capsys.readouterr().out
    assert main([str(gold), "--gate", str(gate)], toy.WrongYear) == 1
    out = capsys.readouterr().out
    assert "Réponses justes : 66,6 %, plancher 90,0 %" in out
    assert "Chiffres faux : 1, plafond 0" in out
    assert "questions concernées : membres" in out
    assert "Rappel à 5 :" not in out


def test_a_measure_that_no_question_bears_on_breaks_no_gate(gold: Path, tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text("[floors]\nabstention_recall = 1")
    assert main([str(gold), "--gate", str(path), "--type", "who"], toy.Good) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[floors]\nrecall = 1", "Mesure inconnue"),
        ("[floor]\n", "Table inconnue"),
        ("[floors]\nwrong_figures = true", "demande un nombre"),
        ("floors = 3", "sont des tables"),
        ("[floors", "TOML valide"),
    ],
)
def test_a_bad_gate_is_refused_before_any_question(
    gold: Path, tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        main([str(gold), "--gate", str(path)], _never)


def _never() -> toy.Good:
    raise AssertionError("the service must not be opened")


def test_the_gate_of_the_repository_is_valid(root: Path) -> None:
    limits = read_gate(root / "eval" / "baseline.toml")
    assert ("quote_fidelity", 1.0) in limits.floors
    assert ("wrong_figures", 0.0) in limits.ceilings


def test_a_gate_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Impossible de lire"):
        read_gate(tmp_path / "absent.toml")


def test_bad_lines_are_reported_the_rest_is_scored_and_the_status_is_1(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold.write_text(gold.read_text(encoding="utf-8") + "\n{", encoding="utf-8")
    assert main([str(gold)], toy.Good) == 1
    captured = capsys.readouterr()
    assert "ligne 5" in captured.err
    assert "Réponses justes" in captured.out


def test_a_question_that_contradicts_itself_is_told_and_still_scored(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {**asdict(toy.QUESTIONS[2]), "id": "odd", "answer": "Personne"}
    gold.write_text(json.dumps(odd), encoding="utf-8")
    assert main([str(gold)], toy.Good) == 0
    assert "odd : « answer » ne satisfait pas" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Il manque : QUESTIONS.jsonl"),
        (["q.jsonl", "--nope"], "Arguments inconnus : --nope"),
        (["q.jsonl", "--gate"], "--gate : il faut une valeur"),
        (["absent.jsonl"], "Impossible de lire « absent.jsonl »"),
    ],
)
def test_wrong_usage_is_said_in_french(arguments: list[str], message: str) -> None:
    with pytest.raises((UsageError, InputError)) as caught:
        main(arguments, _never)
    assert message in caught.value.message


def test_an_unknown_type_and_an_empty_file_are_refused(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Types présents : figure, unanswerable, who"):
        main([str(gold), "--type", "qui"], _never)
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    with pytest.raises(InputError, match="Aucune question"):
        main([str(empty)], _never)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["absent.jsonl"], 2, "Impossible de lire « absent.jsonl »"),
        (["--nope"], 2, "Arguments inconnus : --nope"),
    ],
)
def test_the_command_line_tells_wrong_usage_and_exits_2(
    arguments: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line(["eval", *arguments], lambda settings: _never()) == status
    assert message in capsys.readouterr().err


def test_the_command_line_tells_a_missing_index_and_exits_3(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed() -> toy.Good:
        raise NoIndexError("no_index", "Rien n'est indexé; lancez « repere ingest ».")

    assert command_line(["eval", str(gold)], lambda settings: closed()) == 3
    assert "repere ingest" in capsys.readouterr().err


def test_the_service_is_closed_even_when_it_fails(gold: Path) -> None:
    class Faulty(toy.Good):
        def reply(self, question: str) -> Answer:
            raise ZeroDivisionError(question)

    good, faulty = toy.Good(), Faulty()
    main([str(gold)], lambda: good)
    with pytest.raises(ZeroDivisionError, match="membres"):
        main([str(gold)], lambda: faulty)
    assert (good.closed, faulty.closed) == (True, True)


def test_help_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["eval", "--help"], lambda settings: _never()) == 0
    assert "questions de référence" in capsys.readouterr().out


def test_failures_are_shown_with_what_was_expected(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(gold), "--show-failures"], toy.WrongYear)
    out = capsys.readouterr().out
    assert "Attendu : 375 membres" in out
    assert "Obtenu : Espace MUNI compte 426 membres [1]." in out
    assert "! chiffre faux" in out
    main([str(gold), "--show-failures"], toy.Good)
    assert wording.NO_FAILURE in capsys.readouterr().out


class Hostile(toy.Good):
    """Its answers hold markup: reports are read in a browser."""

    def reply(self, question: str) -> Answer:
        return toy.answer("<script>alert(1)</script><img src=x onerror=alert(1)>\ud800")


def test_the_saved_page_is_self_contained_and_escapes_everything(
    gold: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "neuf" / "rapport"
    assert main([str(gold), "--save", str(folder)], Hostile) == 0
    page = (folder / "rapport.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<(script|img|link|iframe)\b|https?://|@import|url\(", page)
    assert '<details id="membres">' in page
    assert 'class="found"' in page
    assert json.loads((folder / "rapport.json").read_text(encoding="utf-8"))["by_type"]


def test_a_folder_that_cannot_be_written_exits_1(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(gold), "--save", str(gold / "rapport")], toy.Good) == 1
    assert "Impossible d'écrire" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "100,0 %"), (0.9999, "99,9 %"), (0.7, "70,0 %"), (None, "–")]
)
def test_a_percentage_is_100_only_for_all(share: float | None, shown: str) -> None:
    assert wording.percent(share) == shown
