"""A gate holds a report against limits and against what it was before."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import toy_assistants as toy

from assistant.answer import Answer
from eval.main import main
from ingest.errors import InputError

# Many alike, so that a fall can be told from chance.
QUESTIONS = tuple(
    replace(question, id=f"{question.id}-{number}")
    for number in range(8)
    for question in toy.QUESTIONS[:3]
)
GATE = 'baseline = "avant.json"\n[floors]\nanswer_accuracy = 0.1\n[ceilings]\nwrong_figures = 99\n'


class OneOff(toy.Good):
    """Wrong on the very first question only."""

    asked = 0

    def reply(self, question: str) -> Answer:
        self.asked += 1
        return toy.refusal() if self.asked == 1 else super().reply(question)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    gold, gate = tmp_path / "gold.jsonl", tmp_path / "seuils.toml"
    lines = [json.dumps(asdict(question), ensure_ascii=False) for question in QUESTIONS]
    gold.write_text("\n".join(lines), encoding="utf-8")
    gate.write_text(GATE.partition("\n")[2])
    baseline = str(tmp_path / "avant.json")
    assert main([str(gold), "--gate", str(gate), "--write-baseline", baseline], toy.Good) == 0
    gate.write_text(GATE)
    return str(gold), str(gate)


def test_a_baseline_keeps_values_of_the_measures_of_the_gate_and_no_text(
    files: tuple[str, str], tmp_path: Path
) -> None:
    kept = json.loads((tmp_path / "avant.json").read_text(encoding="utf-8"))
    assert set(kept["rows"]) == {"answer_accuracy", "wrong_figures"}
    assert kept["rows"]["answer_accuracy"]["membres-0"] == 1
    assert "Combien" not in json.dumps(kept)


def test_a_significant_fall_breaks_the_gate_though_limits_hold(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, gate = files
    assert main([gold, "--gate", gate], toy.WrongYear) == 1
    out = capsys.readouterr().out
    assert "Réponses justes : 66,6 %, contre 100,0 % à la référence (p = 0,004)" in out
    assert "Chiffres faux, moins bien : membres-0, membres-1" in out


def test_one_question_lost_is_told_and_is_no_significant_fall(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, gate = files
    assert main([gold, "--gate", gate], OneOff) == 0
    out = capsys.readouterr().out
    assert "Seuils respectés." in out
    assert "Réponses justes, moins bien : membres-0" in out


def test_an_equal_report_says_nothing_of_changes(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([files[0], "--gate", files[1]], toy.Good) == 0
    assert "depuis la référence" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "message"), [("3", "nom de fichier"), ('"gold.jsonl"', "n'est pas une référence")]
)
def test_a_bad_baseline_is_refused(files: tuple[str, str], text: str, message: str) -> None:
    Path(files[1]).write_text(f"baseline = {text}\n")
    with pytest.raises(InputError, match=message):
        main([files[0], "--gate", files[1]], toy.Good)


def test_a_baseline_that_cannot_be_written_exits_1(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([files[0], "--write-baseline", str(tmp_path)], toy.Good) == 1
    assert "Impossible d'écrire" in capsys.readouterr().err
