from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadFailure
from ingest.readers.base import reader_for
from ingest.readers.html import page_text, parse
from ingest.records import RawDocument


def read(path: Path) -> RawDocument:
    return reader_for(path).read(path)


class TestDocx:
    def write(self, path: Path) -> Path:
        document = docx.Document()
        document.core_properties.title = "Compte rendu"
        document.add_heading("Webinaire", level=1)
        document.add_paragraph("Une présentation a eu lieu.")
        document.add_paragraph("Réseautage", style="List Bullet")
        document.add_paragraph("Concertation", style="List Bullet")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            [c for row in table.rows for c in row.cells],
            ["Action", "Responsable", "Créer un comité", "Service des loisirs"],
            strict=True,
        ):
            cell.text = text
        document.add_paragraph("Fin de la rencontre.")
        document.save(str(path))
        return path

    def test_headings_lists_and_tables_become_lines(self, tmp_path: Path) -> None:
        document = read(self.write(tmp_path / "a.docx"))
        assert document.pages[0].text == (
            "Webinaire\n\nUne présentation a eu lieu.\n\n• Réseautage\n• Concertation\n\n"
            "Action | Responsable\nCréer un comité | Service des loisirs\n\n"
            "Fin de la rencontre.\n"
        )
        assert document.title == "Compte rendu"
        assert not document.paged

    def test_tracked_deletions_are_left_out_and_insertions_kept(self, tmp_path: Path) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("Le budget est de ")
        for tag, text in (("w:del", "100 $"), ("w:ins", "200 $")):
            change, run = OxmlElement(tag), OxmlElement("w:r")
            piece = OxmlElement("w:delText" if tag == "w:del" else "w:t")
            piece.text = text
            run.append(piece)
            change.append(run)
            paragraph._p.append(change)
        document.save(str(tmp_path / "a.docx"))
        assert read(tmp_path / "a.docx").pages[0].text.strip() == "Le budget est de 200 $"

    def test_a_nested_table_is_written_once(self, tmp_path: Path) -> None:
        document = docx.Document()
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "Dehors"
        cell.add_table(rows=1, cols=1).cell(0, 0).text = "Dedans"
        document.save(str(tmp_path / "a.docx"))
        assert read(tmp_path / "a.docx").pages[0].text.split() == ["Dehors", "Dedans"]

    def test_notes_come_last_text_boxes_after_their_paragraph_and_headers_not(
        self, tmp_path: Path
    ) -> None:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = "En-tête répété"
        paragraph = document.add_paragraph("Le plan prévoit un parc.")
        box = OxmlElement("w:txbxContent")
        inside, run, piece = (OxmlElement(f"w:{tag}") for tag in ("p", "r", "t"))
        piece.text = "Encadré"
        run.append(piece)
        inside.append(run)
        box.append(inside)
        paragraph.add_run()._r.append(box)
        document.add_paragraph("Fin.")
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        notes = (
            f'<w:footnotes xmlns:w="{space}"><w:footnote w:type="separator"><w:p/></w:footnote>'
            "<w:footnote><w:p><w:r><w:t>Sous réserve du budget.</w:t></w:r></w:p></w:footnote>"
            "</w:footnotes>"
        )
        part = Part(
            PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package
        )
        document.part.relate_to(part, "http://x/footnotes")
        document.save(str(tmp_path / "a.docx"))
        assert read(tmp_path / "a.docx").pages[0].text.split("\n\n") == [
            "Le plan prévoit un parc.", "Encadré", "Fin.", "Sous réserve du budget.",
        ]  # fmt: skip

    def test_a_truncated_document_is_damaged(self, tmp_path: Path) -> None:
        path = self.write(tmp_path / "a.docx")
        path.write_bytes(path.read_bytes()[:2000])
        with pytest.raises(ReadFailure, match="endommagé") as caught:
            read(path)
        assert caught.value.code == "damaged_file"

    def test_an_old_or_protected_document_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
        with pytest.raises(ReadFailure, match="mot de passe") as caught:
            read(path)
        assert caught.value.code == "password_required"

    def test_a_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        path = self.write(tmp_path / "a.docx")
        data = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/media/zeros.bin", bytes(40 * 2**20))
        path.write_bytes(data.getvalue())
        with pytest.raises(ReadFailure, match="décompressé") as caught:
            read(path)
        assert caught.value.code == "too_large"


class TestHtml:
    def text(self, body: str) -> str:
        return page_text(parse(f"<html><body>{body}</body></html>"))

    def test_menus_scripts_and_hidden_parts_are_left_out(self) -> None:
        body = (
            "<nav>Menu</nav><header>Bandeau</header><script>alert(1)</script><style>p{}</style>"
            "<h1>Titre</h1><p hidden>Caché</p><p style='display: none'>Caché</p>"
            "<p>Un <b>texte</b><br>coupé.</p><footer>Pied</footer>"
        )
        assert self.text(body) == "Titre\n\nUn texte\ncoupé."

    def test_main_content_is_preferred(self) -> None:
        assert self.text("<div>Autour</div><main><p>Dedans</p></main>") == "Dedans"

    def test_lists_and_tables_become_lines(self) -> None:
        body = (
            "<p>Suivent :</p><ul><li>un<li><p>deux</p></ul>"
            "<table><tr><th>Année<th>Membres<tr><td>2022<td>375</table>"
        )
        assert self.text(body) == "Suivent :\n\n• un\n• deux\n\nAnnée | Membres\n2022 | 375"

    @pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
    def test_declared_encodings_are_followed(self, tmp_path: Path, encoding: str) -> None:
        page = f'<html lang="fr-CA"><meta charset="{encoding}"><title>Été</title><p>À Lévis</p>'
        (tmp_path / "a.html").write_bytes(page.encode(encoding))
        document = read(tmp_path / "a.html")
        assert (document.title, document.language) == ("Été", "fr-ca")
        assert document.pages[0].text == "À Lévis"

    def test_a_page_without_text_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text("<html><script>x()</script></html>")
        with pytest.raises(ReadFailure, match="aucun texte") as caught:
            read(tmp_path / "a.html")
        assert caught.value.code == "no_text"

    @given(st.text(max_size=300))
    def test_any_text_is_parsed_or_refused(self, text: str) -> None:
        with contextlib.suppress(ReadFailure):
            assert "\n\n\n" not in page_text(parse(text))

    def test_endless_nesting_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text("<div>" * 5000 + "fond" + "</div>" * 5000)
        with pytest.raises(ReadFailure, match="emboîtent") as caught:
            read(tmp_path / "a.html")
        assert caught.value.code == "damaged_file"
