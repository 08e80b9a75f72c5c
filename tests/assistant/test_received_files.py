"""Files as municipalities send them, from the folder to the cited page."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pdf_making import Pen, make_pdf
from pypdf import PdfWriter
from scan_making import scan_of

from assistant.cli.show import document_lines
from assistant.jsonform import citation_json, document_json, page_json
from assistant.local import open_service
from assistant.service import AskRequest, Progress
from assistant.settings import Settings
from index.hits import Filters
from ingest.errors import NotFoundError
from ingest.readers.ocr_ready import tesseract


def settings_of(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    return Settings(data=tmp_path / "data", corpus=corpus, model="hash")


def report(path: Path) -> Path:
    def cover(pen: Pen) -> None:
        pen.text(72, 300, "Rapport annuel 2022 du club nautique", 20)

    def page(pen: Pen) -> None:
        pen.text(72, 300, "La pointe Sauvage abrite 64 voiliers à quai depuis le printemps 2022.")

    return make_pdf(path, [cover, page])


def test_a_report_inside_an_archive_is_cited_by_its_printed_page(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    writer = PdfWriter(clone_from=report(tmp_path / "r.pdf"))
    writer.set_page_label(0, 1, style="/r", start=4)
    writer.write(tmp_path / "r.pdf")
    with zipfile.ZipFile(settings.corpus / "envoi.zip", "w") as archive:
        archive.write(tmp_path / "r.pdf", "2022/havre.pdf")
    service = open_service(settings)
    try:
        service.ingest([settings.corpus])
        (document,) = service.documents()
        assert document.source == "envoi.zip/2022/havre.pdf"
        answer = service.ask(AskRequest("Combien de voiliers à la pointe Sauvage ?"))
        cited = citation_json(answer.citations[0])
        assert (cited["page"], cited["page_label"]) == (2, "v")
        assert service.page_png(document.id, 2, None)[:4] == b"\x89PNG"
        assert service.file_path(document.id).read_bytes() == (tmp_path / "r.pdf").read_bytes()
        assert {check.name: check.ok for check in service.doctor()}["sources"]
        (settings.corpus / "envoi.zip").unlink()
        with pytest.raises(NotFoundError, match="plus à sa place"):
            service.file_path(document.id)
    finally:
        service.close()


@pytest.mark.skipif(tesseract() is None, reason="tesseract with its French data is missing")
def test_a_scan_says_that_it_was_read_by_ocr(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    scan_of(report(tmp_path / "r.pdf")).rename(settings.corpus / "r.pdf")
    stages: list[Progress] = []
    service = open_service(settings)
    try:
        service.ingest([settings.corpus], stages.append)
        assert next((one.done, one.total) for one in stages if one.stage == "ocr") == (0, 2)
        (document,) = service.documents()
        assert "reconnaissance de caractères" in document_json(document)["warnings"][0]
        assert any("reconnaissance" in line for line in document_lines([document], []))
        page = page_json(document, service.page(document.id, 2))
        assert (page["ocr"] or 0) > 0.8
        [hit] = service.search("voiliers", k=1, offset=0, filters=Filters()).hits
        span = (hit.passage.start, hit.passage.end)
        assert service.page_png(document.id, 2, span) != service.page_png(document.id, 2, None)
    finally:
        service.close()
