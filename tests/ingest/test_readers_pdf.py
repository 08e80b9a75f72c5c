from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_making import HEIGHT, WIDTH, Pen, make_pdf
from pdf_reading import LEFT, box_of, check_boxes, one_page, read
from pypdf import PdfWriter

from ingest.catalogue import Said
from ingest.errors import ReadFailure
from ingest.pipeline import SourceFile, extract
from ingest.readers.pdf import PdfReader
from ingest.readers.pdf_fields import laid


class TestBoxes:
    def test_boxes_are_points_from_the_top_left(self, tmp_path: Path) -> None:
        page = one_page(tmp_path, lambda pen: pen.text(100, 200, "Repère", 20))
        x0, y0, x1, y1 = box_of(page, "Repère")
        assert (page.width, page.height) == (WIDTH, HEIGHT)
        assert x0 == pytest.approx(100, abs=1)
        assert x1 == pytest.approx(165.6, abs=1)
        assert 180 < y0 < 190
        assert 200 < y1 < 208
        assert page.words[0].size == 20

    def test_the_crop_box_moves_the_origin(self, tmp_path: Path) -> None:
        crop = (50.0, 100.0, 512.0, 692.0)
        page = one_page(tmp_path, lambda pen: pen.text(100, 200, "Repère", 20), crop=crop)
        x0, y0, _, y1 = box_of(page, "Repère")
        assert (page.width, page.height) == (462, 592)
        assert x0 == pytest.approx(50, abs=1)
        assert y0 < 100 < y1

    @pytest.mark.parametrize(("angle", "turn"), [(90, 1), (180, 2), (270, 3)])
    def test_a_rotated_page_gives_boxes_as_displayed(
        self, tmp_path: Path, angle: int, turn: int
    ) -> None:
        def draw(pen: Pen) -> None:
            pen.text(100, 200, "Repère", 20)

        x0, y0, x1, y1 = box_of(one_page(tmp_path, draw), "Repère")
        width, height = WIDTH, HEIGHT
        for _ in range(turn):  # a quarter turn clockwise
            x0, y0, x1, y1 = height - y1, x0, height - y0, x1
            width, height = height, width
        page = one_page(tmp_path, draw, rotate=angle)
        assert (page.width, page.height) == (width, height)
        assert box_of(page, "Repère") == pytest.approx((x0, y0, x1, y1), abs=0.6)

    def test_text_of_a_page_turned_on_its_side_is_read_in_order(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.canvas.translate(WIDTH, 0)
            pen.canvas.rotate(90)
            pen.canvas.setFont("Helvetica", 10)
            for n, line in enumerate(LEFT):
                pen.canvas.drawString(60, 400 - 12 * n, line)

        page = one_page(tmp_path, draw)
        assert page.text == "\n".join(LEFT)
        check_boxes(page)
        first, second = page.words[0], page.words[1]
        assert second.y1 < first.y0 + 1  # the text climbs


class TestFailures:
    def test_a_password_is_asked_for(self, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "p.pdf", [lambda p: p.text(60, 90, "Secret")], password="sesame")
        with pytest.raises(ReadFailure, match="protégé par un mot de passe") as caught:
            read(path)
        assert caught.value.code == "password_required"
        assert PdfReader().read(path, "sesame").pages[0].text == "Secret"

    def test_a_wrong_password_is_told(self, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "p.pdf", [lambda p: p.text(60, 90, "Secret")], password="sesame")
        with pytest.raises(ReadFailure, match="n’ouvre pas"):
            PdfReader().read(path, "autre")

    def test_blank_pages_only_is_no_text(self, tmp_path: Path) -> None:
        with pytest.raises(ReadFailure, match="aucun texte") as caught:
            read(make_pdf(tmp_path / "b.pdf", [lambda p: None]))
        assert caught.value.code == "no_text"

    def test_a_pictured_page_needs_ocr(self, tmp_path: Path) -> None:
        pages = [lambda p: p.picture(0, HEIGHT, WIDTH, HEIGHT), lambda p: p.text(60, 90, "Texte")]
        first, second = read(make_pdf(tmp_path / "s.pdf", pages)).pages
        assert (first.text, first.needs_ocr) == ("", True)
        assert (second.text, second.needs_ocr) == ("Texte", False)

    def test_a_truncated_file_is_damaged(self, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "t.pdf", [lambda p: p.column(60, 90, LEFT)])
        path.write_bytes(path.read_bytes()[:300])
        with pytest.raises(ReadFailure, match="endommagé") as caught:
            read(path)
        assert caught.value.code == "damaged_file"


class TestTyped:
    def form(self, tmp_path: Path) -> Path:
        def draw(pen: Pen) -> None:
            pen.text(60, 100, "Nom de l’organisme :")
            pen.text(60, 200, "Suite du formulaire")
            form = pen.canvas.acroForm
            filled = "Club de l'amitie d'or"
            form.textfield(name="nom", value=filled, x=180, y=HEIGHT - 105, height=18)
            form.textfield(name="vide", value="", x=180, y=HEIGHT - 160, height=18)
            form.checkbox(name="oui", checked=True, x=60, y=HEIGHT - 160)

        return make_pdf(tmp_path / "f.pdf", [draw])

    def test_values_of_fields_stand_beside_their_label(self, tmp_path: Path) -> None:
        page = read(self.form(tmp_path)).pages[0]
        assert " ".join(page.text.split()) == (
            "Nom de l’organisme : Club de l'amitie d'or Suite du formulaire"
        )
        box = box_of(page, "d'or")
        assert 180 <= box[0] < 300
        assert 85 <= box[1] <= box[3] <= 110

    def test_a_form_filled_in_over_a_picture_is_still_a_picture(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.picture(0, HEIGHT, WIDTH, HEIGHT)
            pen.canvas.acroForm.textfield(value="Oui", x=180, y=400, height=18)

        assert read(make_pdf(tmp_path / "f.pdf", [draw])).pages[0].needs_ocr

    @given(st.text(max_size=60), st.tuples(*[st.floats(-100, 900)] * 4))
    def test_any_value_is_laid_whole(
        self, value: str, box: tuple[float, float, float, float]
    ) -> None:
        words = laid(value, box)
        assert " ".join(word.text for word in words).split() == value.split()


class TestFacts:
    def test_declared_facts_are_read(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.text(60, 90, "Bilan")
            pen.canvas.bookmarkPage("b")
            pen.canvas.addOutlineEntry("Bilan de l’année", "b")

        path = make_pdf(tmp_path / "f.pdf", [draw], title="Rapport annuel 2023")
        document = read(path)
        assert document.title == "Rapport annuel 2023"
        assert document.outline == (("Bilan de l’année", 1),)
        assert document.paged

    def test_printed_page_numbers_are_kept_where_they_differ(self, tmp_path: Path) -> None:
        pages = [lambda pen: pen.text(60, 90, "Sommaire"), lambda pen: pen.text(60, 90, "Bilan")]
        writer = PdfWriter(clone_from=make_pdf(tmp_path / "l.pdf", pages))
        writer.set_page_label(0, 0, style="/r")
        writer.set_page_label(1, 1, style="/D", start=1)
        writer.write(tmp_path / "l.pdf")
        document = extract(
            SourceFile(tmp_path / "l.pdf", tmp_path, "l.pdf"), "x", Said(), PdfReader().read
        ).document
        assert document.labels == ("i", "1")
        assert [document.page_label(n) for n in (0, 1, 2, 3)] == [None, "i", "1", None]

    def test_labels_that_only_count_the_pages_are_not(self, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "l.pdf", [lambda pen: pen.text(60, 90, "Bilan")])
        file = SourceFile(path, tmp_path, "l.pdf")
        assert extract(file, "x", Said(), PdfReader().read).document.labels == ()


WORDS = st.text(
    alphabet="abcdefghijklmnopqrstuvwxyzéèàçùôîABCDÉ0123456789%$.,;:'()-", min_size=1, max_size=12
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pieces=st.lists(
        st.tuples(
            st.floats(20, 500), st.floats(30, 770), st.lists(WORDS, min_size=1, max_size=5),
            st.sampled_from([7.0, 10.0, 18.0, 32.0]),
        ),
        min_size=1,
        max_size=12,
    )
)  # fmt: skip
def test_any_page_keeps_its_characters_and_its_spans(
    tmp_path: Path, pieces: list[tuple[float, float, list[str], float]]
) -> None:
    def draw(pen: Pen) -> None:
        for x, y, words, size in pieces:
            pen.text(x, y, " ".join(words), size)

    try:
        page = one_page(tmp_path, draw)
    except ReadFailure:  # a lone number in a margin is the number of the page
        return
    check_boxes(page)
    for pair in page.pairs:
        for start, end in (pair.number, *pair.labels):
            assert page.text[start:end].strip() == page.text[start:end] != ""
        assert 0 < pair.confidence <= 1
    drawn = sorted("".join("".join(words) for _, _, words, _ in pieces))
    kept = "".join(page.text[w.start : w.end] for w in page.words)
    assert set(kept) <= set(drawn) | {"-"}
