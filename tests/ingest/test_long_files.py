"""A long file: read by windows of pages, with its furniture, scans and words as a short one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_making import Pen, make_pdf
from pdf_reading import LEFT, RIGHT, read, through

from ingest.errors import ReadFailure
from ingest.readers import pdf, spool
from ingest.readers.sandbox import Sandbox
from ingest.records import WordBox, WordBoxes


def numbered(count: int) -> list:  # type: ignore[type-arg]
    def page(number: int):  # type: ignore[no-untyped-def]
        def draw(pen: Pen) -> None:
            pen.text(60, 40, "Rapport annuel de la ville")
            pen.column(60, 110, [f"La page {number} parle du parc.", *LEFT, *RIGHT])
            pen.text(300, 760, str(number))

        return draw

    return [page(number) for number in range(1, count + 1)]


def test_windows_read_as_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf(tmp_path / "a.pdf", numbered(25))
    whole = read(path)
    for window, opened in ((10, 500), (10, 10), (7, 14)):
        monkeypatch.setattr(pdf, "WINDOW", window)
        monkeypatch.setattr(pdf, "OPENED", opened)
        assert read(path) == whole
    assert "Rapport annuel" in whole.pages[0].text
    assert all("Rapport annuel" not in page.text for page in whole.pages[1:])


def test_what_repeats_is_known_from_one_window_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last window alone is too short to tell that its two heads repeat."""
    monkeypatch.setattr(pdf, "WINDOW", 10)
    raw = read(make_pdf(tmp_path / "a.pdf", numbered(12)))
    assert all("Rapport annuel" not in page.text for page in raw.pages[1:])


def test_pages_come_one_by_one_and_go_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", 2_000)
    path = make_pdf(tmp_path / "a.pdf", numbered(12))
    with Sandbox() as sandbox:
        pages = sandbox.read(path).pages
    assert isinstance(pages, spool.PageSpool)
    assert pages == read(path).pages
    assert (pages[-1], pages[3:5]) == (read(path).pages[11], read(path).pages[3:5])
    with pytest.raises(IndexError):
        pages[12]


def test_pages_that_would_fill_the_disk_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "MOST", 30_000)
    with Sandbox() as sandbox:
        with pytest.raises(ReadFailure, match="taille permise") as caught:
            sandbox.read(make_pdf(tmp_path / "a.pdf", numbered(12)))
        assert caught.value.code == "too_large"
        assert len(sandbox.read(make_pdf(tmp_path / "b.pdf", numbered(2))).pages) == 2


def test_a_page_number_inside_a_printers_line_is_known(tmp_path: Path) -> None:
    def page(number: int):  # type: ignore[no-untyped-def]
        def draw(pen: Pen) -> None:
            pen.column(60, 110, [*LEFT, *RIGHT])
            pen.text(60, 700, f"Total des pages : {number * 7} sur 90")
            pen.text(60, 770, f"VerDate 16:21 Jkt 250001 Frm 0000{number} Fmt 4702", 7)

        return draw

    raw = read(make_pdf(tmp_path / "a.pdf", [page(number) for number in range(1, 6)]))
    assert all("VerDate" not in one.text for one in raw.pages)
    assert all("Total des pages" in one.text for one in raw.pages)


def test_scans_of_a_later_window_are_read_in_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[int]] = []

    def scanned(document: object, sheets: list, wanted: list[int], until: float) -> None:  # type: ignore[type-arg]
        seen.append([sheets[place].number for place in wanted])

    monkeypatch.setattr(pdf, "WINDOW", 10)
    monkeypatch.setattr(pdf, "read_scans", scanned)
    pages = numbered(14)
    pages[12] = lambda pen: pen.picture(0, 792, 612, 792)
    assert read(make_pdf(tmp_path / "a.pdf", pages)).pages[12].needs_ocr
    assert seen == [[], [13]]


def test_word_boxes_held_as_numbers_are_the_same_boxes(tmp_path: Path) -> None:
    boxes = [WordBox(0, 4, 1.5, 2.0, 3.25, 4.0, 9.0), WordBox(5, 9, 0.1, 0.2, 0.3, 0.4, 12.5)]
    held = WordBoxes.of(boxes)
    assert (list(held), len(held), held[-1], held[0:1]) == (boxes, 2, boxes[1], (boxes[0],))
    assert held == tuple(boxes)
    assert held != WordBoxes.of(boxes[:1])
    with pytest.raises(IndexError):
        held[2]
    raw = read(make_pdf(tmp_path / "a.pdf", numbered(1)))
    assert through(raw) == raw
