"""Real, scanned and malformed files: each is read, or refused in one clear line."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.catalogue import Said
from ingest.errors import ReadFailure
from ingest.pipeline import SourceFile, extract
from ingest.readers.base import SUFFIXES
from ingest.readers.ocr_ready import tesseract
from ingest.readers.sandbox import Limits, Sandbox
from ingest.walk import find_files

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("REPERE_SHARED", ROOT.parent / "shared")) / "documents"
FILES = sorted(path for path in SHARED.glob("*/*") if path.suffix != ".json")
REMEDIES = (ROOT / "docs" / "depannage.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=60)) as running:
        yield running


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_read_or_refused_clearly(sandbox: Sandbox, path: Path) -> None:
    file = SourceFile(path, path.parent, path.name)
    try:
        made = extract(file, "x", Said(), sandbox.read)
    except ReadFailure as error:
        assert f"`{error.code}`" in REMEDIES  # noqa: PT017 - either outcome is right
        assert re.fullmatch(r"[A-ZÉ][^\n]{20,300}\.", error.message)  # noqa: PT017
        return
    pages = {page.number: page for page in made.pages}
    assert all(p.text == pages[p.page].text[p.start : p.end] for p in made.passages)
    assert made.passages or made.document.warnings


def test_every_file_of_the_manifest_is_taken_or_told() -> None:
    with (SHARED / "manifest.csv").open(encoding="utf-8") as manifest:
        named = {row["file"] for row in csv.DictReader(manifest)}
    found = find_files(SHARED, SUFFIXES)
    taken = {Path(file.source).name for file in found.files}
    told = {Path(one.source).name for one in found.failures}
    on_disk = {path.name for path in SHARED.rglob("*") if path.is_file()}
    assert taken | told == on_disk
    assert named <= taken


@pytest.mark.skipif(tesseract() is None, reason="tesseract with its French data is missing")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("scan_docling_rot90", "Docling bundles PDF document conversion to"),
        ("scan_camelot_image", "Integrative Health and Sports Performance"),
        ("scan_camelot_image", "L Arm | 197.82 | 159.60 | 0.807"),
    ],
)
def test_scans_are_read(sandbox: Sandbox, name: str, sentence: str) -> None:
    page = sandbox.read(SHARED / "pdf" / f"{name}.pdf").pages[0]
    assert sentence in page.text
    assert not page.needs_ocr
