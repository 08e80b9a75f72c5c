"""What a PDF declares of itself: title, language, date, outline, page labels.

pypdf reads these best. They are useful and never needed: a file whose structure pypdf
cannot follow is still read, from pdfium alone.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader as Pypdf
from pypdf.generic import Destination

MAX_OUTLINE = 2_000
MAX_DEPTH = 12
MAX_BYTES_FOR_PYPDF = 150 * 1024 * 1024
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")

LOG = logging.getLogger(__name__)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Declared facts; see :class:`ingest.records.RawDocument`."""

    title: str | None = None
    language: str | None = None
    created: str | None = None
    outline: tuple[tuple[str, int], ...] = ()
    labels: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


def pdf_facts(path: Path, password: str | None, document: pdfium.PdfDocument) -> PdfFacts:
    """Read the facts with pypdf, or the essential ones with pdfium when pypdf fails."""
    if path.stat().st_size <= MAX_BYTES_FOR_PYPDF:
        try:
            return _from_pypdf(path, password)
        # A damaged file makes pypdf raise nearly anything; pdfium has already opened it.
        except Exception as error:  # noqa: BLE001
            LOG.debug("pypdf gave up on %s: %s", path.name, error)
    return _from_pdfium(document)


def _from_pypdf(path: Path, password: str | None) -> PdfFacts:
    with Pypdf(path, strict=False) as reader:
        if reader.is_encrypted and not reader.decrypt(password or ""):
            raise ValueError("pypdf does not accept the password that pdfium took")
        about = reader.metadata
        root = reader.root_object
        language = root.get("/Lang")
        return PdfFacts(
            title=_clean(about.title) if about else None,
            language=str(language).lower() if isinstance(language, str) else None,
            created=iso_date(str(about.creation_date_raw or "")) if about else None,
            outline=_outline(reader),
            labels=tuple(reader.page_labels) if "/PageLabels" in root else (),
            attachments=tuple(sorted(reader.attachments)),
        )


def _outline(reader: Pypdf) -> tuple[tuple[str, int], ...]:
    out: list[tuple[str, int]] = []

    def walk(entries: Sequence[object], depth: int) -> None:
        for entry in entries:
            if len(out) >= MAX_OUTLINE:
                return
            if isinstance(entry, list):
                if depth < MAX_DEPTH:
                    walk(entry, depth + 1)
            elif isinstance(entry, Destination):
                page = reader.get_destination_page_number(entry)
                title = _clean(entry.title)
                if title and page is not None and page >= 0:
                    out.append((title, page + 1))

    walk(reader.outline, 0)
    return tuple(out)


def _from_pdfium(document: pdfium.PdfDocument) -> PdfFacts:
    about = document.get_metadata_dict()
    outline: list[tuple[str, int]] = []
    for entry in document.get_toc(max_depth=MAX_DEPTH):
        place = entry.get_dest()
        index = place.get_index() if place is not None else None
        title = _clean(entry.get_title())
        if title and index is not None and len(outline) < MAX_OUTLINE:
            outline.append((title, index + 1))
    return PdfFacts(
        title=_clean(about.get("Title")),
        created=iso_date(about.get("CreationDate") or ""),
        outline=tuple(outline),
    )


def _clean(text: str | None) -> str | None:
    joined = " ".join(text.replace("\x00", "").split()) if text else ""
    return joined or None


def iso_date(text: str) -> str | None:
    """ISO date of a PDF date (``D:20240315…``), as precise as it is; None when unusable."""
    match = _DATE.match(text)
    if match is None:
        return None
    return "-".join(part for part in match.groups() if part)
