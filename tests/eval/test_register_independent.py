"""Figures drawn from documents that extraction was not made on, against a register by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant.service import FigureHit, FigureResult
from eval.register import check_register, read_register
from ingest.catalogue import Said
from ingest.pipeline import SourceFile, extract
from ingest.readers.base import reader_for

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "eval" / "register" / "independent"
FLOORS = tomllib.loads(
    (ROOT / "eval" / "baseline-register-independent.toml").read_text(encoding="utf-8")
)["register"]


class Drawn:
    """Figures drawn from the documents of a folder."""

    def __init__(self, folder: Path) -> None:
        self._hits: list[FigureHit] = []
        for path in sorted(folder.glob("*.md")):
            file = SourceFile(path, folder, path.name)
            made = extract(file, "0" * 64, Said(), lambda one: reader_for(one).read(one))
            self._hits += [FigureHit(one, made.document, "") for one in made.figures]

    def figures(
        self, query: str, *, year: str | None, unit: str | None, document: str | None, k: int
    ) -> FigureResult:
        return FigureResult(tuple(self._hits))


@pytest.fixture(scope="module")
def measures() -> dict[str, float | None]:
    folder = FOLDER / "documents"
    return dict(check_register(read_register(folder), Drawn(folder)).measures)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_what_was_not_seen_is_drawn_as_well(measures: dict[str, float | None], name: str) -> None:
    value = measures[name]
    assert value is not None
    assert value >= FLOORS[name]


def test_the_register_of_original_reports_can_be_read() -> None:
    assert len(read_register(FOLDER)) >= 200
