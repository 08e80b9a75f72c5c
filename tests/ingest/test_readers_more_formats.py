from __future__ import annotations

import zipfile
from pathlib import Path
from typing import ClassVar

import docx
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.errors import ReadFailure
from ingest.readers.base import reader_for
from ingest.readers.rtf import rtf_text
from ingest.records import RawDocument


def read(path: Path) -> RawDocument:
    return reader_for(path).read(path)


def word_file(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Titre"
    document.add_paragraph("Politique familiale")
    document.save(str(path))
    return path


class TestPptx:
    def write(self, path: Path) -> Path:
        show = pptx.Presentation()
        show.core_properties.title = "Bilan 2024"
        first = show.slides.add_slide(show.slide_layouts[1])
        first.shapes.title.text = "Politique familiale"
        frame = first.placeholders[1].text_frame
        frame.text = "Un plan d’action"
        frame.add_paragraph().text = "Un comité de suivi"
        first.notes_slide.notes_text_frame.text = "Remercier les partenaires."
        second = show.slides.add_slide(show.slide_layouts[5])
        second.shapes.title.text = "Membres"
        table = second.shapes.add_table(2, 2, 0, Inches(2), Inches(4), Inches(1)).table
        for n, text in enumerate(["Année", "Membres", "2024", "375"]):
            table.cell(n // 2, n % 2).text = text
        data = CategoryChartData()
        data.categories = ["2023", "2024"]
        data.add_series("Ateliers", (12, 14.5))
        second.shapes.add_chart(
            XL_CHART_TYPE.COLUMN_CLUSTERED, 0, Inches(4), Inches(4), Inches(3), data
        )
        show.slides.add_slide(show.slide_layouts[6])
        show.save(str(path))
        return path

    def test_slides_are_pages(self, tmp_path: Path) -> None:
        document = read(self.write(tmp_path / "a.pptx"))
        first, second, third = (page.text for page in document.pages)
        assert first == (
            "Politique familiale\n\n• Un plan d’action\n• Un comité de suivi\n\n"
            "Remercier les partenaires."
        )
        assert second == (
            "Membres\n\nAnnée | Membres\n2024 | 375\n\n | Ateliers\n2023 | 12\n2024 | 14,5"
        )
        assert third == ""
        assert document.paged
        assert (document.title, document.outline) == (
            "Bilan 2024", (("Politique familiale", 1), ("Membres", 2)),
        )  # fmt: skip

    def test_a_truncated_presentation_is_damaged(self, tmp_path: Path) -> None:
        path = self.write(tmp_path / "a.pptx")
        path.write_bytes(path.read_bytes()[:9000])
        with pytest.raises(ReadFailure, match="endommagé") as caught:
            read(path)
        assert caught.value.code == "damaged_file"

    def test_a_damaged_shape_costs_only_itself(self, tmp_path: Path) -> None:
        path = self.write(tmp_path / "a.pptx")
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        chart = next(name for name in parts if name.startswith("ppt/charts/"))
        parts[chart] = parts[chart].replace(b"<c:v>14.5</c:v>", b"<c:v>beaucoup</c:v>")
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        document = read(path)
        assert document.pages[1].text == "Membres\n\nAnnée | Membres\n2024 | 375"
        assert document.warnings == ("Diapositives dont un élément n’a pas pu être lu : 2.",)

    def test_damaged_properties_lose_no_text(self, tmp_path: Path) -> None:
        for path in (self.write(tmp_path / "a.pptx"), word_file(tmp_path / "a.docx")):
            with zipfile.ZipFile(path) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            parts["docProps/core.xml"] = b"<x/>"
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in parts.items():
                    archive.writestr(name, content)
            document = read(path)
            assert document.pages[0].text.startswith("Politique")
            assert document.title is None

    def test_a_presentation_without_text_is_told(self, tmp_path: Path) -> None:
        show = pptx.Presentation()
        show.slides.add_slide(show.slide_layouts[6])
        show.save(str(tmp_path / "a.pptx"))
        with pytest.raises(ReadFailure, match="aucun texte") as caught:
            read(tmp_path / "a.pptx")
        assert caught.value.code == "no_text"

    def test_a_file_of_the_wrong_name_is_known_by_its_content(self, tmp_path: Path) -> None:
        path = self.write(tmp_path / "a.pptx").rename(tmp_path / "a.bin")
        assert len(read(path).pages) == 3


ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("meta", "meta"), ("presentation", "presentation"),
    ]
)  # fmt: skip


def write_odf(path: Path, body: str, manifest: str = "", meta: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {ODF}><office:body>{body}</office:body>"
            "</office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f"<m>{manifest}</m>")
        if meta:
            archive.writestr("meta.xml", meta)
    return path


class TestOdt:
    def text(self, tmp_path: Path, body: str) -> str:
        path = write_odf(tmp_path / "a.odt", f"<office:text>{body}</office:text>")
        return read(path).pages[0].text

    def test_headings_lists_and_tables_become_lines(self, tmp_path: Path) -> None:
        body = (
            "<text:h>Titre</text:h>"
            "<text:p>Un<text:s text:c='2'/>mot<text:line-break/>suite</text:p>"
            "<text:list><text:list-item><text:p>un</text:p></text:list-item>"
            "<text:list-item><text:p>deux</text:p><text:list><text:list-item><text:p>sous</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>Année</text:p>"
            "</table:table-cell><table:covered-table-cell/><table:table-cell><text:p>Membres</text:p>"
            "</table:table-cell></table:table-row></table:table>"
        )
        assert self.text(tmp_path, body) == (
            "Titre\n\nUn  mot\nsuite\n\n• un\n• deux\n• sous\n\nAnnée |  | Membres"
        )

    def test_notes_come_last_and_deletions_and_comments_are_left_out(self, tmp_path: Path) -> None:
        body = (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Effacé</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            "<text:p>Le budget<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>En dollars.</text:p></text:note-body></text:note> est "
            "<office:annotation><text:p>Vérifier</text:p></office:annotation>adopté.</text:p>"
            "<text:p>Fin.</text:p>"
        )
        assert self.text(tmp_path, body) == "Le budget est adopté.\n\nFin.\n\nEn dollars."

    def test_a_text_box_comes_after_its_paragraph(self, tmp_path: Path) -> None:
        body = (
            "<text:p>Avant<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box>"
            "</draw:frame> après</text:p>"
        )
        assert self.text(tmp_path, body) == "Avant après\n\nEncadré"

    def test_slides_are_pages(self, tmp_path: Path) -> None:
        body = (
            "<office:presentation><draw:page><draw:frame><draw:text-box><text:p>Corps</text:p>"
            "</draw:text-box></draw:frame><draw:frame presentation:class='title'><draw:text-box>"
            "<text:p>Titre</text:p></draw:text-box></draw:frame></draw:page><draw:page/>"
            "</office:presentation>"
        )
        document = read(write_odf(tmp_path / "a.odp", body))
        assert [page.text for page in document.pages] == ["Titre\n\nCorps", ""]
        assert document.paged

    def test_a_protected_file_is_told(self, tmp_path: Path) -> None:
        path = write_odf(tmp_path / "a.odt", "", manifest="<encryption-data/>")
        with pytest.raises(ReadFailure, match="mot de passe") as caught:
            read(path)
        assert caught.value.code == "password_required"

    def test_entities_are_not_expanded(self, tmp_path: Path) -> None:
        path = tmp_path / "a.odt"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "content.xml",
                '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM '
                f'"file:///etc/hostname">]><d {ODF}><office:body><office:text><text:p>x&b;&f;'
                "</text:p></office:text></office:body></d>",
            )
        assert read(path).pages[0].text == "x&b;&f;"

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<x/>"])
    def test_what_is_no_archive_is_damaged(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.odt").write_bytes(content + b" " * 50)
        with pytest.raises(ReadFailure, match="endommagé") as caught:
            read(tmp_path / "a.odt")
        assert caught.value.code == "damaged_file"


class TestRtf:
    def text(self, body: str) -> str:
        return rtf_text(r"{\rtf1\ansi\ansicpg1252\deff0 " + body + "}")[0]

    def test_accents_are_decoded_however_they_are_written(self) -> None:
        body = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Cyr;}}"
        body += r"\'e9t\'e9 \u233?t\u233\'e9 \uc0\u8217  {\f1\'e6} \u-10179 \u-8704  fin\par"
        assert self.text(body) == "été été ’ ж 😀 fin".replace("😀", "\U0001f600")

    def test_headings_lists_and_tables_become_lines(self) -> None:
        body = (
            r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}}"
            r"\pard\s1 Titre\par\pard Texte\line coup\'e9.\par"
            r"\pard{\listtext\'b7\tab}un\par{\pntext\'b7\tab}deux\par"
            r"\pard\trowd\intbl Ann\'e9e\cell Membres\cell\row"
            r"\trowd\intbl 2024\par(mars)\cell 375\cell\row\pard Fin\par"
        )
        assert self.text(body) == (
            "Titre\n\nTexte\ncoupé.\n\n• un\n• deux\n\nAnnée | Membres\n2024 (mars) | 375\n\nFin"
        )

    def test_headers_pictures_fields_and_deletions_are_left_out(self) -> None:
        body = (
            r"{\header Entete}{\footer\par 3}{\*\generator Riched;}{\info{\title Mon titre}}"
            r"{\pict\bin4 {}\{ 0102}Le {\field{\*\fldinst HYPERLINK x}{\fldrslt lien}} "
            r"{\deleted retir\'e9}{\v cach\'e9}reste.{\*\inconnu rien}\par"
        )
        assert self.text(body) == "Le lien reste."
        assert rtf_text(r"{\rtf1{\info{\title Mon titre}}x}") == ("x", "Mon titre")

    def test_notes_come_last_and_text_boxes_are_kept(self) -> None:
        body = (
            r"Budget{\footnote En dollars.} adopt\'e9."
            r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Encadr\'e9\par}}{\shprslt Double}}\par"
        )
        assert self.text(body) == "Encadré\n\nBudget adopté.\n\nEn dollars."

    def test_endless_nesting_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.rtf").write_text(r"{\rtf1 " + "{" * 5000)
        with pytest.raises(ReadFailure, match="emboîtent") as caught:
            read(tmp_path / "a.rtf")
        assert caught.value.code == "damaged_file"

    def test_a_truncated_file_gives_what_it_holds(self, tmp_path: Path) -> None:
        (tmp_path / "a.rtf").write_text(r"{\rtf1 {\b Un d\'e9but} de ph" + "\\")
        assert read(tmp_path / "a.rtf").pages[0].text == "Un début de ph"

    WORDS: ClassVar = [
        "{", "}", "\\par", "\\cell", "\\row", "\\intbl", "\\u233", "\\u-8704", "\\uc3", "\\'e9",
        "\\'", "\\*", "\\footnote", "\\shptxt", "\\bin9", "\\fonttbl", "\\f1", "\\stylesheet",
        "\\s1", "\\info", "\\title", "\\listtext", "\\deleted", "é", "mot ", "\\",
    ]  # fmt: skip

    @given(st.lists(st.sampled_from(WORDS), max_size=60))
    def test_any_words_are_read(self, pieces: list[str]) -> None:
        text, _ = rtf_text(r"{\rtf1 " + "".join(pieces))
        assert text.encode().decode() == text
