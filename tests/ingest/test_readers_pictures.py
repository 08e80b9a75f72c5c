"""Charts and posters set as pictures on pages that hold text: read, apart, and never sure."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from pdf_making import HEIGHT, Pen, make_pdf
from pdf_reading import LEFT, RIGHT, check_boxes, read, through
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

from index.rows import page_row, to_page
from ingest.catalogue import Said
from ingest.pipeline import SourceFile, extract
from ingest.readers import pdf_shown
from ingest.readers.ocr_ready import tesseract

needs_tesseract = pytest.mark.skipif(
    tesseract() is None, reason="tesseract with its French data is not installed"
)
WORDS = ("Visites de la piscine", "Visites 4 820", "Cours de natation 9 130")


def chart() -> Image.Image:
    """Dark text on white and grey grounds, as a program exports a chart."""
    picture = Image.new("L", (1000, 520), 255)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 300, 400, 480), fill=200)
    font = ImageFont.load_default(40)
    for rank, line in enumerate(WORDS):
        pen.text((40, 30 + 80 * rank), line, fill=0, font=font)
    return picture


def photograph() -> Image.Image:
    chosen = random.Random(1)
    small = Image.new("L", (60, 40))
    small.putdata([chosen.randrange(256) for _ in range(60 * 40)])
    return small.resize((900, 600), Image.Resampling.BICUBIC)


def show(pen: Pen, picture: Image.Image, top: float) -> None:
    data = io.BytesIO()
    picture.save(data, "PNG")
    pen.canvas.drawImage(ImageReader(data), 60, HEIGHT - top, 400, 208)


def report(pen: Pen) -> None:
    pen.column(60, 110, [*LEFT, *RIGHT])
    show(pen, chart(), 600)
    pen.text(60, 640, "La suite du rapport parle des parcs.")


@needs_tesseract
def test_what_a_chart_says_is_read_apart_from_the_text(tmp_path: Path) -> None:
    raw = read(make_pdf(tmp_path / "a.pdf", [report]))
    (page,) = raw.pages
    (aside,) = page.asides
    said = page.text[aside.start : aside.end]
    assert aside.kind == "picture"
    assert aside.confidence > 0.7
    assert all(line in said for line in WORDS)
    assert "piscine" not in page.text[: aside.start]
    assert any("images par reconnaissance" in one and "page 1" in one for one in raw.warnings)
    check_boxes(page)
    word = next(w for w in page.words if page.text[w.start : w.end] == "Visites")
    assert 60 <= word.x0 <= 200
    assert 600 - 208 <= word.y0 <= 600
    assert through(raw) == raw
    assert to_page(page_row(page)).asides == page.asides


@needs_tesseract
def test_numbers_of_a_picture_are_doubtful_and_its_passage_is_its_own(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [report])
    made = extract(SourceFile(path, tmp_path, path.name), "x", Said(), read)
    told = [figure for figure in made.figures if figure.value == "4 820"]
    assert told
    assert all(figure.doubtful for figure in told)
    shown = {one.passage_id for one in made.statements if "Visites" in one.text}
    text = {one.passage_id for one in made.statements if "parcs" in one.text}
    assert shown
    assert not shown & text


@needs_tesseract
def test_photographs_letterheads_and_grounds_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(pdf_shown, "words_in", lambda picture, dpi: asked.append(dpi) or [])

    def with_photograph(pen: Pen) -> None:
        pen.column(60, 110, [*LEFT, *RIGHT])
        show(pen, photograph(), 600)

    def on_ground(pen: Pen) -> None:
        show(pen, chart(), 300)
        pen.column(80, 110, [*LEFT, *RIGHT])

    read(make_pdf(tmp_path / "a.pdf", [with_photograph, on_ground]))
    read(make_pdf(tmp_path / "b.pdf", [report] * 3))
    assert asked == []
    read(make_pdf(tmp_path / "c.pdf", [report]))
    assert asked == [300]


@needs_tesseract
def test_no_picture_is_read_once_the_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_shown, "SECONDS", 0.0)
    path = make_pdf(tmp_path / "a.pdf", [report])
    (page,) = read(path).pages
    assert page.asides == ()
    assert "La suite du rapport" in page.text
