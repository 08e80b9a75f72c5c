"""What every reader offers, and the choice of a reader for a file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from ingest.errors import ReadFailure
from ingest.readers.opening import read_head
from ingest.records import Page, RawDocument

TEXT_SUFFIXES = {".txt", ".text", ".log"}
MARKDOWN_SUFFIXES = {".md", ".markdown"}
HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
TABLE_SUFFIXES = {".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".json"}


# Office archives: how to name one, the format that it replaced, and its main part.
OFFICE = {
    ".docx": ("Le document Word", ".doc", "word/document.xml"),
    ".pptx": ("Le fichier PowerPoint", ".ppt", "ppt/presentation.xml"),
}


class Reader(Protocol):
    """Reads one kind of file."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a file whole.

        Raises:
            ReadFailure: stable code and French message.
        """
        ...


@runtime_checkable
class PageReader(Protocol):
    """Reads a kind of file whose pages need not be held together."""

    def read_pages(
        self, path: Path, password: str | None, keep: Callable[[Page], None]
    ) -> RawDocument:
        """Read a file, each page given to ``keep`` as it is read.

        Returns:
            What is said of the whole, without any page.

        Raises:
            ReadFailure: as :meth:`Reader.read`; pages may have been given before.
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


def _pptx() -> Reader:
    from ingest.readers.pptx import PptxReader

    return PptxReader()


def _odt() -> Reader:
    from ingest.readers.odt import OdtReader

    return OdtReader()


def _rtf() -> Reader:
    from ingest.readers.rtf import RtfReader

    return RtfReader()


def _eml() -> Reader:
    from ingest.readers.eml import EmlReader

    return EmlReader(lambda path: reader_for(path).read(path))


# Each reader imports its own library, and only when a file asks for it.
MAKERS: dict[str, Callable[[], Reader]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".pptx": _pptx,
    ".odt": _odt,
    ".odp": _odt,
    ".rtf": _rtf,
    ".eml": _eml,
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
        return next((suffix for suffix in OFFICE if _holds(path, suffix)), None)
    if head.startswith(b"{\\rtf"):
        return ".rtf"
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
    if suffix in OFFICE:
        name, old, _ = OFFICE[suffix]
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            raise ReadFailure(
                "password_required",
                f"{name} est protégé par un mot de passe ou dans l’ancien format {old}. "
                f"Enregistrez-le en {suffix} sans mot de passe.",
            )
        if not _holds(path, suffix):
            raise ReadFailure("damaged_file", f"{name} est endommagé : son contenu est illisible.")


def _holds(path: Path, suffix: str) -> bool:
    """Whether an archive holds the part that makes it a file of that kind."""
    try:
        with zipfile.ZipFile(path) as archive:
            return OFFICE[suffix][2] in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
