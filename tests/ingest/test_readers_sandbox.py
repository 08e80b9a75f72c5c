from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_making import Pen, make_pdf
from pdf_reading import through
from PIL import Image

from ingest.errors import NotFoundError, ReadFailure
from ingest.readers import sandbox as sandbox_module
from ingest.readers.sandbox import MEGABYTE, Limits, Sandbox
from ingest.readers.wire import unpack, unpack_page
from ingest.records import LabelledNumber, Page, RawDocument, WordBox
from ingest.rendering import boxes_of, render_page

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("REPERE_SHARED", ROOT.parent / "shared")) / "documents"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=30)) as running:
        yield running


def text_file(path: Path, text: str = "Bonjour") -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def pid(sandbox: Sandbox) -> int:
    assert sandbox._child is not None
    return sandbox._child.pid


def child_that(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have the next child, once it has its request, run some code of ours."""
    program = f"import sys, os, time, json; r = json.loads(sys.stdin.readline()); {code}"

    def start(memory: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    monkeypatch.setattr(sandbox_module, "_start", start)


def test_one_child_reads_many_files(tmp_path: Path, sandbox: Sandbox) -> None:
    assert sandbox.read(text_file(tmp_path / "a.txt", "un")).pages[0].text == "un"
    first = pid(sandbox)
    assert sandbox.read(text_file(tmp_path / "b.txt", "deux")).pages[0].text == "deux"
    assert pid(sandbox) == first


def test_failures_come_through_and_the_child_lives(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.read(text_file(tmp_path / "a.txt"))
    first = pid(sandbox)
    with pytest.raises(ReadFailure, match="que des espaces") as caught:
        sandbox.read(text_file(tmp_path / "b.txt", "  "))
    assert caught.value.code == "no_text"
    assert pid(sandbox) == first


def test_a_name_with_a_line_break_is_a_name(tmp_path: Path, sandbox: Sandbox) -> None:
    path = text_file(tmp_path / 'a\n{"do": "é"}.txt')
    assert sandbox.read(path).pages[0].text == "Bonjour"


def test_a_child_that_hangs_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = text_file(tmp_path / "a.txt")
    monkeypatch.setattr(sandbox_module, "GRACE", 0.1)
    with Sandbox(Limits(seconds=0.2)) as limited:
        with monkeypatch.context() as patch:
            child_that(patch, "time.sleep(600)")
            with pytest.raises(ReadFailure, match="arrêtée après") as caught:
                limited.read(path)
        assert caught.value.code == "timeout"
        limited.limits = Limits()
        assert limited.read(path).pages[0].text == "Bonjour"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os._exit(81)", "timeout"),
        ("os._exit(82)", "too_large"),
        ("os.abort()", "damaged_file"),
        ("sys.stdout.write('D1234')", "damaged_file"),
        ("os.write(1, b'D' + (2**40).to_bytes(8, 'big'))", "damaged_file"),
        ("os.write(1, b'D' + (12).to_bytes(8, 'big') + b'x' * 12)", "damaged_file"),
        ("os.write(1, b'G' + (12).to_bytes(8, 'big') + b'x' * 12); time.sleep(9)", "damaged_file"),
        ("os.write(1, b'Z' + (2).to_bytes(8, 'big') + b'xx')", "damaged_file"),
    ],
)
def test_a_child_that_ends_badly_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: str
) -> None:
    path = text_file(tmp_path / "a.txt")
    with Sandbox() as limited:
        with monkeypatch.context() as patch:
            child_that(patch, code)
            with pytest.raises(ReadFailure, match=r"\.$") as caught:
                limited.read(path)
        assert caught.value.code == expected
        assert limited.read(path).pages[0].text == "Bonjour"


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux")
def test_a_file_that_swells_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("é".encode() * 10 * 2**20)
    with Sandbox(Limits(memory=160 * 2**20)) as limited:
        with pytest.raises(ReadFailure, match=r"mémoire|échouer") as caught:
            limited.read(path)
        assert caught.value.code in {"too_large", "damaged_file"}
        assert limited.read(text_file(tmp_path / "b.txt")).pages[0].text == "Bonjour"


def test_a_file_over_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    with Sandbox(Limits(size=3)) as limited:
        with pytest.raises(ReadFailure, match="limite") as caught:
            limited.read(text_file(tmp_path / "a.txt"))
        assert caught.value.code == "too_large"
        assert limited._child is None


def test_the_allowance_grows_with_the_file() -> None:
    assert Limits(seconds=10, seconds_per_megabyte=2).allowance(3 * 2**20) == 16


SPANS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))
FLOATS = st.floats(allow_nan=False)
TEXT = st.text(max_size=20)
PAGES = st.builds(
    Page,
    number=st.integers(1, 9999),
    text=TEXT,
    label=st.none() | TEXT,
    width=FLOATS,
    height=FLOATS,
    words=st.lists(
        st.builds(WordBox, st.integers(0, 10**9), st.integers(0, 10**9), *[FLOATS] * 5), max_size=3
    ).map(tuple),
    pairs=st.lists(
        st.builds(LabelledNumber, SPANS, st.lists(SPANS, max_size=3).map(tuple), FLOATS), max_size=2
    ).map(tuple),
    needs_ocr=st.booleans(),
    ocr=st.none() | FLOATS,
    unsure=st.lists(SPANS, max_size=2).map(tuple),
)


@given(
    st.builds(
        RawDocument,
        pages=st.lists(PAGES, max_size=3).map(tuple),
        paged=st.booleans(),
        title=st.none() | TEXT,
        language=st.none() | TEXT,
        created=st.none() | TEXT,
        outline=st.lists(st.tuples(TEXT, st.integers(1, 99)), max_size=2).map(tuple),
        warnings=st.lists(TEXT, max_size=2).map(tuple),
    )
)
def test_a_document_comes_through_unchanged(document: RawDocument) -> None:
    assert through(document) == document


@given(st.binary(max_size=60) | st.just(json.dumps({"pages": 3}).encode()))
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(data, ())
    with pytest.raises(ValueError, match=r"."):
        unpack_page(data)


class TestPictures:
    def picture(self, data: bytes) -> Image.Image:
        return Image.open(io.BytesIO(data)).convert("RGB")

    def page(self, tmp_path: Path) -> Path:
        def draw(pen: Pen) -> None:
            pen.text(100, 200, "Repère cité", 20)

        return make_pdf(tmp_path / "a.pdf", [draw])

    def test_a_page_is_drawn_at_its_resolution(self, tmp_path: Path) -> None:
        assert self.picture(render_page(self.page(tmp_path), 1, dpi=72)).size == (612, 792)
        assert self.picture(render_page(self.page(tmp_path), 1, dpi=144)).size == (1224, 1584)

    def test_the_size_of_the_picture_is_bounded(self, tmp_path: Path) -> None:
        width, height = self.picture(render_page(self.page(tmp_path), 1, dpi=1e9)).size
        assert width * height <= 12_100_000

    def test_the_cited_words_are_highlighted(self, tmp_path: Path, sandbox: Sandbox) -> None:
        path = self.page(tmp_path)
        page = sandbox.read(path).pages[0]
        start = page.text.index("cité")
        boxes = boxes_of(page.words, start, start + 4)
        picture = self.picture(render_page(path, 1, 72, boxes))
        (x0, y0, x1, y1) = boxes[0]
        colours = {picture.getpixel((x, int(y1))) for x in range(int(x0) + 1, int(x1))}
        assert (255, 236, 120) in colours
        assert picture.getpixel((int(x0) - 20, int((y0 + y1) / 2))) != (255, 236, 120)
        assert picture.getpixel((300, 500)) == (255, 255, 255)

    def test_a_missing_page_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError, match="La page 7 n’existe pas") as caught:
            render_page(self.page(tmp_path), 7)
        assert caught.value.code == "page_not_found"

    def test_words_of_one_line_make_one_box(self) -> None:
        words = [
            WordBox(0, 2, 10, 10, 20, 22, 12), WordBox(3, 5, 23, 10, 40, 22, 12),
            WordBox(6, 8, 10, 25, 30, 37, 12), WordBox(9, 11, 33, 25, 50, 37, 12),
        ]  # fmt: skip
        assert boxes_of(words, 1, 8) == ((10, 10, 40, 22), (10, 25, 30, 37))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
class TestSharedDocuments:
    EXPECTED: ClassVar = {
        "zero_bytes.pdf": "empty_file",
        "empty.pdf": "no_text",
        "made_html_as_pdf.pdf": "not_a_pdf",
        "made_truncated50.pdf": "damaged_file",
        "made_bitflips.pdf": "damaged_file",
    }

    def test_malformed_files_fail_cleanly_and_stop_nothing(self, sandbox: Sandbox) -> None:
        codes = {}
        for path in sorted((SHARED / "malformed").iterdir()):
            try:
                assert sandbox.read(path).pages
            except ReadFailure as error:
                codes[path.name] = error.code
        assert {name: codes.get(name) for name in self.EXPECTED} == self.EXPECTED
        assert sandbox.read(SHARED / "pdf" / "franz.pdf").pages

    @pytest.mark.parametrize(
        ("name", "password"), [("enc_libreoffice", "openpassword"), ("enc_docling", "1234")]
    )
    def test_protected_files_open_with_their_password(
        self, sandbox: Sandbox, name: str, password: str
    ) -> None:
        path = SHARED / "pdf" / f"{name}.pdf"
        with pytest.raises(ReadFailure, match="mot de passe"):
            sandbox.read(path)
        assert sandbox.read(path, password).pages[0].text

    def test_key_figures_of_the_made_reports_are_all_right(self, sandbox: Sandbox) -> None:
        truth = json.loads((SHARED / "pdf" / "made_truth.json").read_text(encoding="utf-8"))
        for name, parts in (("made_weasy_rapport", ["weasy"]), ("made_rl_infographie", "ABC")):
            pages = sandbox.read(SHARED / "pdf" / f"{name}.pdf").pages
            found = {
                (" ".join(p.text[slice(*pair.number)].split()),
                 " ".join(p.text[slice(*span)] for span in pair.labels))
                for p in pages for pair in p.pairs
            }  # fmt: skip
            assert found == {(a, b) for part in parts for a, b in truth[part]}

    def test_every_sentence_of_the_made_reports_is_whole(self, sandbox: Sandbox) -> None:
        truth = json.loads((SHARED / "pdf" / "made_truth.json").read_text(encoding="utf-8"))
        for name in ("made_weasy_rapport", "made_rl_infographie"):
            pages = sandbox.read(SHARED / "pdf" / f"{name}.pdf").pages
            text = " ".join(" ".join(page.text.replace("-\n", "") for page in pages).split())
            for paragraph in truth["PARA"]:
                for sentence in paragraph.rstrip(".").split(". "):
                    assert sentence in text


def test_what_the_parent_holds_is_not_held_against_the_child(tmp_path: Path) -> None:
    held = bytearray(b"x") * (700 * MEGABYTE)  # written to, so that it is really held
    with Sandbox(Limits(memory=400 * MEGABYTE)) as limited:
        assert limited.read(text_file(tmp_path / "a.txt")).pages[0].text == "Bonjour"
    assert held
