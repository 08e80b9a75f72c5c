from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_making import HEIGHT, Pen, make_pdf
from pdf_reading import LEFT, RIGHT, check_boxes, joined, one_page, read

from ingest.records import RawDocument


class TestColumns:
    def test_a_sentence_that_runs_over_two_columns_stays_whole(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 120, LEFT)
            pen.column(330, 120, RIGHT)

        page = one_page(tmp_path, draw)
        assert "un comité consultatif a réuni les organismes du milieu" in joined(page.text)
        assert "\n\n" not in page.text
        check_boxes(page)

    def test_columns_drawn_line_by_line_are_put_apart(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            for n, (a, b) in enumerate(zip(LEFT, RIGHT, strict=True)):
                pen.text(60, 120 + 12 * n, a)
                pen.text(330, 120 + 12 * n, b)

        assert joined(" ".join(LEFT)) in joined(one_page(tmp_path, draw).text)
        assert joined(" ".join(RIGHT)) in joined(one_page(tmp_path, draw).text)

    def test_columns_drawn_from_right_to_left_are_read_from_left(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(330, 120, RIGHT)
            pen.column(60, 120, LEFT)

        text = joined(one_page(tmp_path, draw).text)
        assert text.index(LEFT[0]) < text.index(RIGHT[0])

    def test_a_side_box_does_not_cut_a_sentence(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 120, LEFT)
            pen.column(250, 120, RIGHT)
            pen.column(470, 130, ["Saviez-vous que le prêt", "d’outils est gratuit ?"], size=8)

        text = joined(one_page(tmp_path, draw).text)
        assert joined(" ".join(LEFT + RIGHT)) in text
        assert "Saviez-vous que le prêt d’outils est gratuit ?" in text

    def test_notes_at_the_foot_of_a_column_come_after_the_text(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 200, ["1 Selon le recensement de 2021,", "toutes catégories."], size=7)
            pen.column(60, 120, LEFT)
            pen.column(330, 120, RIGHT)

        text = one_page(tmp_path, draw).text
        assert joined(" ".join(LEFT + RIGHT)) in joined(text)
        assert text.endswith("\n\n1 Selon le recensement de 2021,\ntoutes catégories.")

    def test_a_title_drawn_last_comes_first(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 140, LEFT)
            pen.column(330, 140, RIGHT)
            pen.bold(60, 90, "Vie communautaire", 20)

        assert one_page(tmp_path, draw).text.startswith("Vie communautaire\n\n")


class TestLines:
    def test_paragraphs_are_set_apart_by_a_blank_line(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 120, LEFT[:3])
            pen.column(60, 180, ["Un autre paragraphe commence ici."])

        page = one_page(tmp_path, draw)
        assert page.text == "\n".join(LEFT[:3]) + "\n\nUn autre paragraphe commence ici."

    def test_an_indented_line_starts_a_paragraph(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 120, ["Le comité s’est réuni à trois reprises", "au cours de l’année."])
            pen.text(75, 144, "Un plan a ensuite été adopté par les")
            pen.text(60, 156, "membres du conseil.")

        text = one_page(tmp_path, draw).text
        assert "année.\n\nUn plan a ensuite été adopté par les\nmembres" in text

    @pytest.mark.parametrize("hyphen", ["-", "\u00ad"])
    def test_a_hyphen_at_a_line_end_is_written_plainly(self, tmp_path: Path, hyphen: str) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 120, [f"Les mesures de la munici{hyphen}", "palité sont connues."])

        page = one_page(tmp_path, draw)
        assert page.text == "Les mesures de la munici-\npalité sont connues."
        check_boxes(page)

    def test_letter_spaced_titles_are_closed_up(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.canvas.setFont("Helvetica", 14)
            pen.canvas.drawString(60, HEIGHT - 100, "RAPPORT ANNUEL", charSpace=9)
            pen.column(60, 160, LEFT)

        assert one_page(tmp_path, draw).text.startswith("RAPPORT ANNUEL\n\n")

    def test_an_exponent_stays_on_its_line(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.text(60, 120, "Le 33", 12)
            pen.text(90, 116, "e", 7)
            pen.text(97.4, 120, "colloque a réuni 250 personnes.", 12)

        assert one_page(tmp_path, draw).text == "Le 33e colloque a réuni 250 personnes."

    def test_text_drawn_twice_for_boldness_is_read_once(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.text(60, 120, "Conseil d’administration")
            pen.text(60.3, 120, "Conseil d’administration")

        assert one_page(tmp_path, draw).text == "Conseil d’administration"

    def test_list_marks_stay_with_their_items(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            for n, item in enumerate(["Accompagner", "Outiller", "Inspirer", "Représenter"]):
                pen.text(60, 120 + 14 * n, "•")
                pen.text(90, 120 + 14 * n, item)

        lines = [line for line in one_page(tmp_path, draw).text.split("\n") if line]
        assert lines == ["• Accompagner", "• Outiller", "• Inspirer", "• Représenter"]

    def test_a_name_is_followed_by_its_own_role(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.bold(60, 120, "Doreen Tremblay")
            pen.bold(330, 120, "François Côté")
            pen.text(60, 132, "Présidente")
            pen.text(330, 132, "Trésorier")

        text = one_page(tmp_path, draw).text
        assert joined(text) == "Doreen Tremblay Présidente François Côté Trésorier"


class TestTables:
    ROWS = (
        ("Organisme", "Projet", "Montant"),
        ("Maison des familles", "Halte-garderie", "3 000 $"),
        ("Club des aînés", "Cuisine collective", "1 500 $"),
        ("Société d’histoire", "Balade guidée", "750 $"),
    )

    def test_a_row_is_a_line(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            for n, row in enumerate(self.ROWS):
                for x, cell in zip((60, 250, 450), row, strict=True):
                    pen.text(x, 120 + 20 * n, cell)

        page = one_page(tmp_path, draw)
        assert page.text.split("\n") == [" | ".join(row) for row in self.ROWS]
        check_boxes(page)

    def test_a_cell_of_several_lines_stays_in_its_row(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            for n, (a, b, c) in enumerate(self.ROWS):
                pen.text(60, 120 + 40 * n, a)
                pen.column(250, 114 + 40 * n, [b, "pour toutes et tous"])
                pen.text(450, 120 + 40 * n, c)

        rows = one_page(tmp_path, draw).text.split("\n")
        assert rows[1] == "Maison des familles | Halte-garderie pour toutes et tous | 3 000 $"
        assert len(rows) == 4

    def test_columns_close_to_each_other_are_told_apart(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            for n, code in enumerate(["7", "4612", "1261", "31", "5343"]):
                pen.right(80, 120 + 20 * n, code)
                pen.text(86, 120 + 20 * n, f"ORGANISME {chr(65 + n)}")
                pen.text(300, 120 + 20 * n, "500 $")

        rows = one_page(tmp_path, draw).text.split("\n")
        assert rows[1] == "4612 | ORGANISME B | 500 $"


class TestFurniture:
    def document(self, tmp_path: Path, count: int = 5) -> RawDocument:
        def draw(number: int) -> Callable[[Pen], None]:
            def page(pen: Pen) -> None:
                pen.text(60, 40, "Rapport d’activités 2021-2022", 8)
                pen.text(500, 40, "Espace municipal", 8)
                pen.column(60, 120, [f"Texte propre à la page {number}.", *LEFT])
                pen.text(300, 760, str(number + 2), 8)
                pen.canvas.saveState()
                pen.canvas.rotate(90)
                pen.canvas.drawString(300, -590, "INSPIRER")
                pen.canvas.restoreState()
                for n, letter in enumerate("OUTILLER"):
                    pen.text(20, 200 + 14 * n, letter, 9)

            return page

        return read(make_pdf(tmp_path / "d.pdf", [draw(n) for n in range(1, count + 1)]))

    def test_headers_footers_and_vertical_titles_are_left_out(self, tmp_path: Path) -> None:
        for page in self.document(tmp_path).pages[1:]:
            assert page.text == "\n".join([f"Texte propre à la page {page.number}.", *LEFT])

    def test_what_heads_the_first_page_is_kept(self, tmp_path: Path) -> None:
        assert "Rapport d’activités 2021-2022" in self.document(tmp_path).pages[0].text

    def test_contact_details_are_kept_once(self, tmp_path: Path) -> None:
        def draw(pen: Pen) -> None:
            pen.column(60, 120, LEFT)
            pen.text(60, 770, "Renseignements : 450 555-0199", 8)

        document = read(make_pdf(tmp_path / "d.pdf", [draw] * 4))
        assert [("450 555-0199" in page.text) for page in document.pages] == [True] + [False] * 3

    def test_cells_that_repeat_at_the_edge_of_pages_are_no_furniture(self, tmp_path: Path) -> None:
        def draw(number: int) -> Callable[[Pen], None]:
            def page(pen: Pen) -> None:
                for n in range(32):
                    pen.text(60, 60 + 22 * n, f"ORGANISME {number}-{chr(65 + n % 26)}{n}")
                    pen.text(300, 60 + 22 * n, "F")
                    pen.text(400, 60 + 22 * n, "500 $")

            return page

        document = read(make_pdf(tmp_path / "d.pdf", [draw(n) for n in range(1, 6)]))
        assert all(page.text.count("| F | 500 $") == 32 for page in document.pages)

    def test_a_figure_at_the_foot_of_a_page_is_no_page_number(self, tmp_path: Path) -> None:
        def draw(number: int, total: str) -> Callable[[Pen], None]:
            def page(pen: Pen) -> None:
                pen.column(60, 120, LEFT)
                pen.text(60, 740, f"Total de la section {number}")
                pen.text(400, 740, total)

            return page

        totals = ["812", "47", "1 390", "5"]
        pages = [draw(n, t) for n, t in enumerate(totals, start=1)]
        document = read(make_pdf(tmp_path / "d.pdf", pages))
        assert all(t in page.text for t, page in zip(totals, document.pages, strict=True))
