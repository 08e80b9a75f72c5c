"""What every reader offers, and the choice of a reader for a file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ingest.errors import ReadFailure
from ingest.readers.opening import read_head
from ingest.records import RawDocument

TEXT_SUFFIXES = {".txt", ".text", ".log"}
MARKDOWN_SUFFIXES = {".md", ".markdown"}
HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
TABLE_SUFFIXES = {".csv", ".tsv", ".xlsx", ".xlsm", ".json"}


class Reader(Protocol):
    """Reads one kind of file."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a file whole.

        Raises:
            ReadFailure: stable code and French message.
        """
        ...


def _pdf() -> Reader:
    from ingest.readers.pdf import PdfReader

    return PdfReader()


def _text() -> Reader:
    from ingest.readers.text import TextReader

    return TextReader()


def _markdown() -> Reader:
    from ingest.readers.markdown import MarkdownReader

    return MarkdownReader()


def _docx() -> Reader:
    from ingest.readers.docx import DocxReader

    return DocxReader()


def _html() -> Reader:
    from ingest.readers.html import HtmlReader

    return HtmlReader()


def _tables() -> Reader:
    from ingest.readers.tabular import TableReader

    return TableReader()


# Each reader imports its own library, and only when a file asks for it.
MAKERS: dict[str, Callable[[], Reader]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    **dict.fromkeys(TEXT_SUFFIXES, _text),
    **dict.fromkeys(MARKDOWN_SUFFIXES, _markdown),
    **dict.fromkeys(HTML_SUFFIXES, _html),
    **dict.fromkeys(TABLE_SUFFIXES, _tables),
}
SUFFIXES = frozenset(MAKERS)


def reader_for(path: Path) -> Reader:
    """The reader of a file, by its extension checked against its first bytes.

    Raises:
        ReadFailure: ``unsupported_format``, ``empty_file``, ``not_a_pdf``, ``unreadable``,
            ``damaged_file``.
    """
    suffix = path.suffix.lower()
    head = read_head(path)
    if suffix in MAKERS:
        _check(path, suffix, head)
        return MAKERS[suffix]()
    sniffed = sniff(path, head)
    if sniffed is None:
        raise ReadFailure(
            "unsupported_format",
            f"Le format « {suffix or 'sans extension'} » n’est pas pris en charge. Formats "
            f"acceptés : {', '.join(sorted(s[1:] for s in SUFFIXES))}.",
        )
    return MAKERS[sniffed]()


def sniff(path: Path, head: bytes) -> str | None:
    """The usual extension of a content that says what it is, else None."""
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if head.startswith(b"PK\x03\x04"):
        return ".docx" if _holds_word_document(path) else None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return None


def _check(path: Path, suffix: str, head: bytes) -> None:
    """Refuse a file whose content is plainly not what its extension says."""
    if suffix == ".pdf" and b"%PDF-" not in head[:1024]:
        raise ReadFailure(
            "not_a_pdf",
            "Le fichier porte l’extension .pdf, mais son contenu n’est pas celui d’un PDF.",
        )
    if suffix == ".docx":
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            raise ReadFailure(
                "password_required",
                "Le document Word est protégé par un mot de passe ou dans l’ancien format "
                ".doc. Enregistrez-le en .docx sans mot de passe.",
            )
        if not _holds_word_document(path):
            raise ReadFailure(
                "damaged_file", "Le document Word est endommagé : son contenu est illisible."
            )


def _holds_word_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
