from __future__ import annotations

import contextlib
import io
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadFailure
from ingest.readers.base import reader_for
from ingest.records import RawDocument


def read(path: Path) -> RawDocument:
    return reader_for(path).read(path)


class TestEml:
    def message(self) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = "Séance du conseil : été 2024"
        message["From"] = "Hélène Dubé <helene@ville.example>"
        message["To"] = "conseil@ville.example"
        message["Date"] = "Fri, 15 Mar 2024 10:00:00 -0400"
        message.set_content("Bonjour,\n\nLa séance aura lieu le 3 juin.\n")
        return message

    def write(self, path: Path, message: EmailMessage) -> Path:
        path.write_bytes(message.as_bytes())
        return path

    def test_headers_and_body_are_read(self, tmp_path: Path) -> None:
        document = read(self.write(tmp_path / "a.eml", self.message()))
        assert document.pages[0].text == (
            "Séance du conseil : été 2024\n\nDe : Hélène Dubé <helene@ville.example>\n"
            "À : conseil@ville.example\nDate : 2024-03-15\n\n"
            "Bonjour,\n\nLa séance aura lieu le 3 juin."
        )
        assert (document.title, document.created) == ("Séance du conseil : été 2024", "2024-03-15")

    def test_attachments_are_read_or_named(self, tmp_path: Path) -> None:
        message = self.message()
        word = docx.Document()
        word.add_paragraph("Le budget est de 84 500 $.")
        data = io.BytesIO()
        word.save(data)
        message.add_attachment(
            data.getvalue(), maintype="application", subtype="octet-stream", filename="budget.docx"
        )
        message.add_attachment(b"\x00\x01", maintype="image", subtype="x", filename="plan.dwg")
        message.add_attachment(self.message())
        document = read(self.write(tmp_path / "a.eml", message))
        text = document.pages[0].text
        assert "Pièce jointe : budget.docx\n\nLe budget est de 84 500 $." in text
        assert text.count("La séance aura lieu le 3 juin.") == 2
        assert document.warnings == ("Pièces jointes non lues : plan.dwg.",)

    def test_a_web_body_is_read_as_text(self, tmp_path: Path) -> None:
        message = EmailMessage()
        message["Subject"] = "Avis"
        message.set_content("<p>Un <b>avis</b></p><script>x()</script>", subtype="html")
        assert read(self.write(tmp_path / "a.eml", message)).pages[0].text == "Avis\n\nUn avis"

    def test_messages_in_messages_end(self, tmp_path: Path) -> None:
        message = self.message()
        for _ in range(6):
            outer = self.message()
            outer.add_attachment(message)
            message = outer
        document = read(self.write(tmp_path / "a.eml", message))
        assert document.pages[0].text.count("3 juin") == 4
        assert "non lues : message.eml" in document.warnings[0]

    @given(st.binary(max_size=400))
    def test_any_bytes_are_read_or_refused(
        self, tmp_path_factory: pytest.TempPathFactory, data: bytes
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "any.eml"
        path.write_bytes(b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + data)
        with contextlib.suppress(ReadFailure):
            assert read(path).pages
