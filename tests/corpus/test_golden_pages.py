"""Pages of the corpus read as a person checked them against their pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from golden_pages import DOCUMENTS, FOLDER, Golden, all_golden, differences, golden_of, review

from ingest.readers.ocr_ready import tesseract
from ingest.readers.pdf import PdfReader
from ingest.records import RawDocument

GOLDEN = all_golden()


@lru_cache(maxsize=4)
def read(path: Path) -> RawDocument:
    return PdfReader().read(path)


def test_at_least_forty_pages_were_checked() -> None:
    assert len(GOLDEN) >= 40
    assert len({golden.name for golden in GOLDEN}) >= 3


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda one: f"{one.name}-{one.number}")
def test_a_page_reads_as_it_was_checked(golden: Golden) -> None:
    assert differences(golden, read(golden.path).pages[golden.number - 1]) == []


@pytest.mark.skipif(tesseract() is None, reason="tesseract with its French data is missing")
def test_a_chart_of_the_corpus_is_read_from_its_picture() -> None:
    page = read(DOCUMENTS / "rapport-activites-2023-2024.pdf").pages[9]
    (said,) = [page.text[a.start : a.end] for a in page.asides if a.kind == "picture"]
    assert said.startswith("Sondage auprès des personnes élues\nOnt un emploi\n63")


def test_a_difference_of_text_or_place_is_seen() -> None:
    golden = GOLDEN[3]
    page = read(golden.path).pages[golden.number - 1]
    now = golden_of(golden.name, page)
    moved = {start: [x + 5 for x in box] for start, box in now.boxes.items()}
    assert differences(now, page) == []
    assert len(differences(Golden(now.name, now.number, now.text, moved), page)) == len(moved)
    lines = now.text.split("\n")
    swapped = "\n".join([lines[-1], *lines[1:-1], lines[0]])
    assert differences(Golden(now.name, now.number, swapped, {}), page)


def test_a_review_without_change_writes_nothing(tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in FOLDER.glob("*.json")}
    assert review(tmp_path, accept=False) == 0
    assert list(tmp_path.iterdir()) == []
    assert {path: path.read_bytes() for path in FOLDER.glob("*.json")} == before
