"""Footnotes of formats without layout: after their section, tied to the sentence that calls."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fuzzing import ODF
from hypothesis import given
from hypothesis import strategies as st

from ingest.catalogue import Said
from ingest.pipeline import SourceFile, extract
from ingest.readers.base import reader_for
from ingest.readers.notes import Notes, take_marks
from ingest.records import Extract, Page, Statement

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FIRST = "Le club compte 375 membres."
SECOND = "Le budget est de 1 200 $ par an."
NOTE = "Sans les 12 membres honoraires."
END = "En dollars de 2019."


def read(path: Path) -> Page:
    (page,) = reader_for(path).read(path).pages
    return page


def made(path: Path) -> Extract:
    file = SourceFile(path, path.parent, path.name)
    return extract(file, "x", Said(), lambda one: reader_for(one).read(one))


def notes_of(page: Page) -> list[tuple[str, str]]:
    """Each note, and what stands right before its call."""
    return [
        (page.text[one.start : one.end], page.text[: one.call].split(" ")[-1] if one.call else "")
        for one in page.asides
    ]


def word(folder: Path) -> Path:
    document = docx.Document()
    document.add_heading("Membres")
    called(document.add_paragraph("Le club compte 375 membres"), "footnote", 2, ".")
    document.add_heading("Budget")
    called(document.add_paragraph("Le budget est de 1 200 $"), "endnote", 5, " par an.")
    for kind, number, text in (("footnote", 2, NOTE), ("endnote", 5, END)):
        blob = (
            f'<w:{kind}s xmlns:w="{SPACE}"><w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>'
            f'<w:{kind} w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t>'
            f"</w:r></w:p></w:{kind}></w:{kind}s>"
        )
        name = PackURI(f"/word/{kind}s.xml")
        part = Part(name, "application/xml", blob.encode(), document.part.package)
        document.part.relate_to(part, f"http://x/{kind}s")
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


def called(paragraph: object, kind: str, number: int, after: str) -> None:
    mark = OxmlElement(f"w:{kind}Reference")
    mark.set(qn("w:id"), str(number))
    paragraph.add_run()._r.append(mark)  # type: ignore[attr-defined]
    paragraph.add_run(after)  # type: ignore[attr-defined]


def web(folder: Path) -> Path:
    return page(folder, f"""<h1>Membres</h1><p>Le club compte 375
    membres<sup><a id="r1" href="#fn1">1</a></sup>.</p>
    <h2>Budget</h2><p>Le budget est de 1 200 $<a href="#_ftn2" name="_ftnref2">[2]</a> par an.</p>
    <hr><ol><li id="fn1"><p>{NOTE} <a href="#r1">↩</a></p></li></ol>
    <div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> {END}</p></div>""")


def page(folder: Path, body: str) -> Path:
    (folder / "a.html").write_text(f"<html><body><main>{body}</main></body></html>", "utf-8")
    return folder / "a.html"


def odt(folder: Path) -> Path:
    def note(number: int, text: str) -> str:
        return (
            f"<text:note><text:note-citation>{number}</text:note-citation><text:note-body>"
            f"<text:p>{text}</text:p></text:note-body></text:note>"
        )

    body = (
        f"<text:h>Membres</text:h><text:p>Le club compte 375 membres{note(1, NOTE)}.</text:p>"
        f"<text:h>Budget</text:h><text:p>Le budget est de 1 200 ${note(2, END)} par an.</text:p>"
    )
    with zipfile.ZipFile(folder / "a.odt", "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {ODF}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
    return folder / "a.odt"


@pytest.mark.parametrize("write", [word, web, odt])
class TestFormats:
    def test_a_note_stands_after_its_section_and_not_in_the_sentence(
        self, tmp_path: Path, write: object
    ) -> None:
        found = read(write(tmp_path))  # type: ignore[operator]
        assert found.text.replace("\n\n", "\n").split("\n") == [
            "Membres", FIRST, NOTE, "Budget", SECOND, END,
        ]  # fmt: skip
        assert notes_of(found) == [(NOTE, "membres"), (END, "$")]

    def test_the_sentence_that_calls_a_note_leads_it_in(
        self, tmp_path: Path, write: object
    ) -> None:
        drawn = made(write(tmp_path))  # type: ignore[operator]
        notes = [one for one in drawn.statements if one.kind == "note"]
        assert [(one.text, one.lead, one.heading[-1]) for one in notes] == [
            (NOTE, (FIRST,), "Membres"), (END, (SECOND,), "Budget"),
        ]  # fmt: skip
        apart = {one.passage_id for one in notes}
        assert not apart & {one.passage_id for one in drawn.statements if one.kind != "note"}
        assert [f.lead for f in drawn.figures if f.value == "12"] == [()]


def sentences(path: Path) -> list[Statement]:
    return [one for one in made(path).statements if one.kind == "sentence"]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Voir <a href='#s2'>2</a>.</p><h2 id='s2'>Budget</h2><p>Douze mois.</p>",  # contents
        "<p>Voir <a href='#p2'>la suite</a>.</p><p id='p2'>Douze mois de travail.</p>",
        "<div id='d1'><p>Retour <a href='#d1'><sup>1</sup></a>.</p></div>",  # holds its call
        "<p>Voir<sup><a href='#absent'>1</a></sup>.</p><p>Douze mois.</p>",
    ],
)
def test_links_that_are_no_calls_are_left_in_the_text(tmp_path: Path, body: str) -> None:
    assert read(page(tmp_path, body)).asides == ()


def test_a_note_that_nothing_calls_is_not_lost(tmp_path: Path) -> None:
    body = (
        "<p>Le club nage.</p><nav><a href='#n1'><sup>1</sup></a></nav>"
        "<ul><li id='n1'>Chaque lundi.</li></ul>"
    )
    found = read(page(tmp_path, body))
    assert (found.text, notes_of(found)) == (
        "Le club nage.\n\nChaque lundi.", [("Chaque lundi.", "")]
    )


def test_a_note_called_twice_stands_once(tmp_path: Path) -> None:
    call = "<sup><a href='#n1'>1</a></sup>"
    found = read(page(tmp_path, f"<p>Un{call}.</p><p>Deux{call}.</p><p id='n1'>1. Trois.</p>"))
    assert found.text == "Un.\n\nDeux.\n\nTrois."
    assert len(found.asides) == 1


@given(st.lists(st.text(max_size=30), max_size=5), st.text("\ufdd0\ufdd1\ufdd2a1 \n", max_size=40))
def test_marks_never_outlive_the_writing(bodies: list[str], noise: str) -> None:
    notes = Notes(lambda name: bodies[int(name)].split("\n"))
    text = "\n".join(f"a{notes.call(str(n))} b" for n in range(len(bodies)))
    marked = "\n".join([text, noise, *notes.due()])
    clean, asides = take_marks(marked)
    assert not set(clean) & set("\ufdd0\ufdd1\ufdd2")
    assert all(0 <= one.start <= one.end <= len(clean) for one in asides)
