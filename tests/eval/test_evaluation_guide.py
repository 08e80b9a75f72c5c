"""What the guide shows is what the program takes and computes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.check import check
from eval.gate import MEASURE_NAMES, read_gate
from eval.gold import parse_line
from eval.options import build_parser


@pytest.fixture
def guide(root: Path) -> str:
    return (root / "docs" / "evaluation.md").read_text(encoding="utf-8")


def block(guide: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", guide, re.DOTALL)
    assert found is not None
    return found[1]


def test_its_question_is_sound(guide: str) -> None:
    question = parse_line(block(guide, "json"))
    assert check([question], {"rapport-2021-2022.pdf": "En tout, 375 membres."}) == ()


def test_its_template_is_sound(root: Path) -> None:
    lines = (root / "docs" / "modele-questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [parse_line(line) for line in lines]
    assert check(questions) == ()
    assert {"figure", "list", "unanswerable"} <= {question.type for question in questions}
    assert any(question.history for question in questions)


def test_its_gate_is_valid(guide: str, tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(block(guide, "toml"), encoding="utf-8")
    assert read_gate(path).ceilings == (("wrong_figures", 0.0), ("latency_p95_ms", 150.0))


def test_its_template_of_a_gate_is_valid_with_and_without_baseline(
    root: Path, tmp_path: Path
) -> None:
    template = (root / "docs" / "modele-seuils.toml").read_text(encoding="utf-8")
    path = tmp_path / "seuils.toml"
    path.write_text(template, encoding="utf-8")
    assert {"recall@5", "wrong_figures"} <= set(read_gate(path).names)
    (tmp_path / "reference.json").write_text('{"rows": {"recall@5": {"a": 1}}}')
    path.write_text(template.replace("# baseline", "baseline"), encoding="utf-8")
    assert read_gate(path).baseline == {"recall@5": {"a": 1}}


def test_it_names_every_measure_and_every_option(guide: str) -> None:
    table = guide.partition("## Mesures")[2]
    for name in MEASURE_NAMES:
        stem, _, k = name.partition("@")
        assert name in table or f"`@{k}`" in table or f"`_{stem.rpartition('_')[2]}`" in table
    options = re.findall(r"--[a-z-]+", build_parser().format_help())
    assert all(f"`{option}" in guide for option in set(options) - {"--help"})
