"""Extraction measured against a list of figures checked by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.service import FigureHit, FigureResult
from eval.main import main
from eval.register import check_register, read_register, register_breaches
from ingest.errors import InputError
from ingest.records import Document, Figure

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = Document(
    "d", "dossier/d.pdf", "r", "T", "rapport", None, None, None, "fr", None, "0", 1, True, 1
)
FIGURE = Figure(
    "f-0", "s", "d", 4, 0, 3, 0, 3, "375", Decimal(375), None, "membre", "membres du club", None,
    "2022", None, ("Portrait du club",), (), 1.0,
)  # fmt: skip
LINE = {
    "document": "d.pdf", "page": 4, "value": "375", "number": "375", "unit": "membre",
    "counts": "membres", "words": ["membres"], "about": "Portrait", "about_words": ["portrait"],
    "year": "2022",
}  # fmt: skip


class Service:
    """Lists the figures it is made with."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures

    def figures(self, query: str, **_: object) -> FigureResult:
        assert query == ""
        return FigureResult(tuple(FigureHit(f, DOCUMENT, "") for f in self._figures), ())

    def close(self) -> None:
        """Nothing to let go of."""


def register(folder: Path, *lines: dict[str, object]) -> Path:
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "d.jsonl").write_text(text, encoding="utf-8")
    return folder


def measures(folder: Path, *figures: Figure) -> dict[str, float | None]:
    return dict(check_register(read_register(folder), Service(figures)).measures)


def test_the_same_figures_are_all_right(tmp_path: Path) -> None:
    assert set(measures(register(tmp_path, LINE), FIGURE).values()) == {1.0}


def test_a_figure_too_many_and_one_missing_cost_precision_and_recall(tmp_path: Path) -> None:
    folder = register(tmp_path, LINE, {**LINE, "page": 5})
    found = measures(folder, FIGURE, replace(FIGURE, page=6))
    assert (found["precision"], found["recall"]) == (0.5, 0.5)


def test_a_figure_told_again_on_its_page_is_not_one_too_many(tmp_path: Path) -> None:
    found = measures(register(tmp_path, LINE), FIGURE, replace(FIGURE, id="f-1", start=50))
    assert (found["precision"], found["recall"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"label": "plaisanciers", "unit": "plaisancier"}, "label_right"),
        ({"heading": ("Marina",)}, "label_right"),
        ({"unit": "personne"}, "unit_right"),
        ({"year": "2023"}, "year_right"),
    ],
)
def test_each_fault_costs_its_own_measure(
    tmp_path: Path, change: dict[str, object], wrong: str
) -> None:
    changed = replace(FIGURE, **change)  # type: ignore[arg-type]
    found = measures(register(tmp_path, LINE), changed)
    assert found[wrong] == 0
    assert found["precision"] == found["recall"] == 1


def test_two_figures_of_one_value_go_each_to_its_line(tmp_path: Path) -> None:
    other = {**LINE, "counts": "bénévoles", "words": ["bénévoles"]}
    folder = register(tmp_path, other, LINE)
    assert measures(folder, FIGURE, replace(FIGURE, label="bénévoles"))["label_right"] == 1


def test_the_command_prints_the_measures_and_holds_the_gate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = register(tmp_path, LINE)
    gate = tmp_path / "gate.toml"
    gate.write_text("[register]\nrecall = 1.0\n", encoding="utf-8")
    arguments = ["--register", str(folder), "--gate", str(gate), "--show-failures"]
    assert main(arguments, lambda: Service([FIGURE])) == 0  # type: ignore[arg-type,return-value]
    assert "100,0 %" in capsys.readouterr().out
    assert main(arguments, lambda: Service([])) == 1  # type: ignore[arg-type,return-value]
    assert "manque : d.pdf, p. 4 : 375 membres" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["{", '{"document": "d"}', '{"words": []}'])
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "d.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match="ligne 1"):
        read_register(tmp_path)


def test_the_register_of_the_project_is_whole() -> None:
    listed = read_register(ROOT / "eval" / "register")
    assert len(listed) >= 300
    assert len({(one.document, one.page, one.name, one.about) for one in listed}) == len(listed)
    report = check_register(listed, Service(()))
    assert register_breaches(report, ROOT / "eval" / "baseline-register.toml")
