from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_making import Pen, make_pdf
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein
from scan_making import scan_of

from ingest.catalogue import Said
from ingest.pipeline import SourceFile, extract
from ingest.readers import ocr_engine, ocr_upright, pdf_scans
from ingest.readers.ocr_engine import Seen, parse_hocr
from ingest.readers.ocr_ready import tesseract
from ingest.readers.ocr_upright import Upright, read_upright, skew_of
from ingest.readers.pdf import PdfReader
from ingest.readers.pdf_layout import Sheet
from ingest.readers.pdf_scans import named_pages, sheet_of
from ingest.readers.sandbox import Limits, Sandbox
from ingest.records import Page, RawDocument

needs_tesseract = pytest.mark.skipif(
    tesseract() is None, reason="tesseract with its French data is not installed"
)
TEXT = [
    "La Municipalité de Val-Témoin a adopté, le 14 mars 2022, sa politique de la famille",
    "et des aînés. Élaborée avec 375 citoyennes et citoyens, elle repose sur l’écoute, la",
    "participation et l’équité. Cinq ateliers ont réuni des élèves, des parents et des grands-",
    "parents; une consultation en ligne a recueilli 1 248 réponses. Le plan d’action prévoit",
    "notamment l’aménagement de deux parcs, la création d’un répertoire des services et la",
    "tenue d’une fête des voisins dans chaque quartier. À ce jour, 62 % des actions sont",
    "réalisées ou en cours. Le coût total s’élève à 84 500 $, dont 40 % provient du ministère.",
    "« Où vivre, grandir et vieillir ? Ici même ! », a déclaré la mairesse, Mme Hélène Dubé,",
    "lors du dévoilement. Le comité de suivi se réunira dès septembre; son rapport sera déposé",
    "au conseil. Les organismes reconnus peuvent demander une aide financière jusqu’au 1er mai.",
]


def write_text(font: str, size: float) -> Callable[[Pen], None]:
    def draw(pen: Pen) -> None:
        pen.text(72, 90, "Politique de la famille et des aînés", 20, "Helvetica-Bold")
        for n, line in enumerate(TEXT):
            pen.text(60, 140 + 1.5 * size * n, line, size, font)

    return draw


def accuracy(read: str, written: str) -> float:
    """Share of the characters that are right, white space made even."""
    a, b = " ".join(read.split()), " ".join(written.split())
    return 1 - Levenshtein.distance(a, b) / len(b)


def flat(lines: list[str]) -> str:
    return "Politique de la famille et des aînés " + " ".join(lines)


@needs_tesseract
class TestScans:
    @pytest.mark.parametrize(("font", "size"), [("Times-Roman", 11.5), ("Helvetica", 10.5)])
    def test_clean_french_pages_are_read(self, tmp_path: Path, font: str, size: float) -> None:
        made = scan_of(make_pdf(tmp_path / "a.pdf", [write_text(font, size)]))
        read = PdfReader().read(made)
        page = read.pages[0]
        assert accuracy(page.text, flat(TEXT)) >= 0.97
        assert not page.needs_ocr
        assert (page.ocr or 0) > 0.85
        assert read.warnings == (
            (
                "Page 1 lue par reconnaissance de caractères (OCR) : vérifiez noms et nombres "
                "sur l’image de la page."
            ),
        )

    @pytest.mark.parametrize("turn", [0, 3.2, -2.0, 90, 180, 270])
    def test_a_page_is_set_upright_and_its_boxes_are_where_it_shows_them(
        self, tmp_path: Path, turn: float
    ) -> None:
        def changed(picture: Image.Image) -> Image.Image:
            return picture.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)

        typed = make_pdf(tmp_path / "a.pdf", [write_text("Helvetica", 10.5)])
        page = PdfReader().read(scan_of(typed, changed)).pages[0]
        assert accuracy(page.text, flat(TEXT)) >= 0.97
        frame = Image.new("L", (6120, 7920), 255)  # where turning puts the word, drawn large
        word = next(w for w in PdfReader().read(typed).pages[0].words if w.x0 > 100 and w.y0 > 200)
        middle = ((word.x0 + word.x1) * 5, (word.y0 + word.y1) * 5)
        ImageDraw.Draw(frame).ellipse([c + d for d in (-20, 20) for c in middle], fill=0)
        found = changed(frame).point(lambda p: 255 * (p < 128)).getbbox()
        assert found is not None
        x, y = (found[0] + found[2]) / 20, (found[1] + found[3]) / 20
        text = PdfReader().read(typed).pages[0].text[word.start : word.end]
        boxes = [w for w in page.words if page.text[w.start : w.end] == text]
        assert any(w.x0 <= x <= w.x1 and w.y0 <= y <= w.y1 for w in boxes)

    def test_white_text_on_a_dark_ground_is_read(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.canvas.setFillGray(0.2)
            pen.canvas.rect(40, 500, 530, 120, fill=1, stroke=0)
            pen.canvas.setFillGray(1)
            pen.text(60, 220, "Une municipalité à l'écoute des familles", 18)
            pen.canvas.setFillGray(0)
            pen.text(60, 400, "Le plan compte 42 actions pour les trois prochaines années.", 12)

        page = PdfReader().read(scan_of(make_pdf(tmp_path / "a.pdf", [draw]))).pages[0]
        assert "Une municipalité à l'écoute des familles" in page.text
        assert "42 actions" in page.text

    def test_a_page_as_large_as_a_wall_stays_listed(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.canvas.setPageSize((14000, 14000))
            pen.picture(0, 790, 14000, 14000)

        assert PdfReader().read(make_pdf(tmp_path / "a.pdf", [draw])).pages[0].needs_ocr

    def test_mixed_documents_are_read_page_by_page(self, tmp_path: Path) -> None:
        pages = [write_text("Helvetica", 10.5)] * 3
        made = scan_of(make_pdf(tmp_path / "a.pdf", pages), pages=[1])
        read = PdfReader().read(made)
        assert [page.ocr is not None for page in read.pages] == [False, True, False]
        assert read.pages[0].text == "Page 1, tapée et non numérisée."
        assert "Page 2 lue" in read.warnings[0]

    def test_figures_of_a_scan_are_less_sure(self, tmp_path: Path) -> None:
        made = scan_of(make_pdf(tmp_path / "a.pdf", [write_text("Helvetica", 10.5)]))
        file = SourceFile(made, tmp_path, made.name)
        found = extract(file, "x", Said(), PdfReader().read)
        assert {f.value for f in found.figures} >= {"375", "1 248", "84 500"}
        assert all(figure.confidence <= 0.9 for figure in found.figures)
        assert found.document.warnings

    def test_a_long_scan_is_not_stopped_and_tells_its_progress(self, tmp_path: Path) -> None:
        said = ["Budget adopté", "Deux parcs", "Comité nommé", "Fête annulée", "Plan révisé"]

        def page(n: int) -> Callable[[Pen], None]:
            return lambda pen: pen.text(72, 300 + 30 * n, said[n], 24)

        made = scan_of(make_pdf(tmp_path / "a.pdf", [page(n) for n in range(len(said))]))
        told: list[tuple[int, int]] = []
        with Sandbox(Limits(seconds=30, page_seconds=30)) as sandbox:
            read = sandbox.read(made, listener=lambda done, total: told.append((done, total)))
        assert [page.text for page in read.pages] == said
        assert [done for done, _ in told] == sorted(done for done, _ in told)
        assert {total for _, total in told} == {5}

    def test_a_picture_without_text_stays_listed(self, tmp_path: Path) -> None:
        def photo(pen: Pen) -> None:
            pen.picture(100, 600, 400, 400)

        typed = make_pdf(tmp_path / "a.pdf", [photo, write_text("Helvetica", 10)])
        first, second = PdfReader().read(typed).pages
        assert (first.text, first.needs_ocr, first.ocr) == ("", True, None)
        assert (second.needs_ocr, second.ocr) == (False, None)

    def test_a_pass_that_takes_too_long_is_given_up(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ocr_engine, "PAGE_SECONDS", 0.01)
        picture = Image.new("L", (2000, 2000), 255)
        assert read_upright(picture, 300).words == []


def test_without_tesseract_the_page_is_listed_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_scans, "tesseract", lambda: None)
    pages = [write_text("Helvetica", 10.5)] * 2
    read = PdfReader().read(scan_of(make_pdf(tmp_path / "a.pdf", pages), pages=[0]))
    assert [page.needs_ocr for page in read.pages] == [True, False]
    assert read.warnings == (
        (
            "Page 1 non lue : c’est une image; installez tesseract et son français "
            "(tesseract-ocr-fra), puis relancez."
        ),
    )


def test_a_number_read_badly_is_doubtful(tmp_path: Path) -> None:
    text = "La Ville compte 375 membres."
    raw = RawDocument((Page(1, text, ocr=0.95, unsure=((16, 19),)),), True)
    (tmp_path / "a.pdf").write_bytes(b"x")
    file = SourceFile(tmp_path / "a.pdf", tmp_path, "a.pdf")
    (figure,) = extract(file, "x", Said(), lambda path: raw).figures
    assert (figure.value, figure.doubtful) == ("375", True)


@pytest.mark.parametrize("angle", [-5.0, -1.2, 0.0, 0.1, 2.4, 6.0])
def test_the_skew_of_lines_is_measured(angle: float) -> None:
    picture = Image.new("L", (1200, 1600), 255)
    pen = ImageDraw.Draw(picture)
    for y in range(200, 1400, 40):
        pen.rectangle((200, y, 1000, y + 14), fill=0)
    measured = skew_of(picture.rotate(angle, fillcolor=255))
    assert measured == pytest.approx(-angle if abs(angle) > 0.3 else 0, abs=0.2)


def test_a_white_page_has_no_skew() -> None:
    assert skew_of(Image.new("L", (600, 800), 255)) == 0


WORDS = st.builds(
    Seen,
    text=st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=8),
    box=st.tuples(*[st.floats(0, 3000)] * 4),
    base=st.floats(0, 3000),
    size=st.floats(1, 200),
    confidence=st.floats(0, 1),
    line=st.integers(0, 5),
)


@given(st.lists(WORDS, max_size=12), st.integers(0, 3), st.floats(-7, 7))
def test_any_reading_makes_a_sheet_or_none(words: list[Seen], turns: int, skew: float) -> None:
    empty = Sheet(1, 612, 792, (612, 792), [], picture=True)
    made = sheet_of(empty, Upright(words, (2550, 3300), turns, skew), 300)
    if made is not None:
        assert (made.confidence or 0) >= 0.5


@given(st.binary(max_size=300))
def test_any_output_of_the_program_is_taken(data: bytes) -> None:
    assert parse_hocr(b"<html>" + data) is not None


def test_hocr_gives_words_with_their_line() -> None:
    data = (
        b"<html><body><span class='ocr_line' title='bbox 10 10 110 40; baseline 0 -8; x_size 46'>"
        b"<span class='ocrx_word' title='bbox 10 12 50 32; x_wconf 91'>\xc3\x89t\xc3\xa9</span>"
        b"<span class='ocrx_word' title='bbox 60 12 110 32; x_wconf 40'> </span></span></body>"
        b"</html>"
    )
    assert parse_hocr(data) == [Seen("Été", (10, 12, 50, 32), 32, 50, 0.91, 0)]


@pytest.mark.parametrize(
    ("numbers", "read", "expected"),
    [
        ([4], True, "Page 4 lue"),
        ([1, 2, 3, 7], True, "Pages 1 à 3 et 7 lues"),
        ([2, 4], False, "Pages 2 et 4 non lues"),
    ],
)
def test_pages_are_named_in_runs(numbers: list[int], read: bool, expected: str) -> None:
    assert named_pages(numbers, read) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_a_program_that_fails_reads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o700)
    monkeypatch.setattr(ocr_engine, "tesseract", lambda: str(program))
    assert ocr_upright.read_upright(Image.new("L", (500, 500), 255), 300).words == []
    assert subprocess.run([program], check=False).returncode == 3
