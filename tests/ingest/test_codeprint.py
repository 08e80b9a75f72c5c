"""Other code is a reason to read a file again; code of another format is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.codeprint import PACKAGE, code_of, modules_of
from ingest.readers.base import SUFFIXES

# Code that has no part in what is drawn from a file: it finds files, carries them, draws
# pictures of them, or serves the search alone. A new file of the package is counted unless
# it is named here.
BESIDE = (
    "archives", "codeprint", "data", "formats", "french.stems", "french.tokens", "rendering",
    "sources", "unpacked", "walk", "whole",
    "readers.base", "readers.pdf_picture", "readers.sandbox", "readers.spool", "readers.wire",
    "readers.worker",
)  # fmt: skip


@pytest.fixture
def package(tmp_path: Path) -> Path:
    made = tmp_path / "ingest"
    shutil.copytree(PACKAGE, made, ignore=shutil.ignore_patterns("__pycache__"))
    return made


def changed_by(tmp_path: Path, package: Path, name: str) -> set[str]:
    """Formats that are read again when a file of the code changes."""
    other = tmp_path / "other" / "ingest"
    shutil.copytree(package, other)
    with (other / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    found = {s for s in SUFFIXES if code_of(f"a{s}", package) != code_of(f"a{s}", other)}
    shutil.rmtree(other.parent)
    return found


@pytest.mark.parametrize(
    ("name", "formats"),
    [
        ("readers/pptx.py", {".pptx", ".eml"}),
        ("readers/pdf_tables.py", {".pdf", ".eml"}),
        ("readers/eml.py", {".eml"}),
        ("structure.py", SUFFIXES),
        ("french/numbers.py", SUFFIXES),
        ("readers/wire.py", set()),
        ("walk.py", set()),
    ],
)
def test_only_the_formats_that_code_reads_are_read_again(
    tmp_path: Path, package: Path, name: str, formats: set[str]
) -> None:
    assert changed_by(tmp_path, package, name) == formats


def test_the_register_of_municipalities_counts(tmp_path: Path, package: Path) -> None:
    assert changed_by(tmp_path, package, "data/municipalites.csv") == SUFFIXES


def test_the_extension_tells_whatever_its_case() -> None:
    assert code_of("envoi.zip/a/B.PDF") == code_of("b.pdf") != code_of("b.md")
    assert code_of("a.htm") == code_of("a.html")


def test_a_file_read_after_its_content_counts_every_reader() -> None:
    assert modules_of("") == frozenset().union(*map(modules_of, SUFFIXES))


def test_every_file_of_the_package_is_counted_or_named_as_beside() -> None:
    counted = {name for suffix in SUFFIXES for name in modules_of(suffix)}
    every = {
        ".".join(("ingest", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"
    }  # fmt: skip
    left = {name.removeprefix("ingest.") for name in every - counted}
    assert {name for name in left if not name.startswith(BESIDE)} == set()
    assert not counted & {f"ingest.{name}" for name in BESIDE}
