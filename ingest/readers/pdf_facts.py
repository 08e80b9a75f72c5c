"""What a PDF declares of itself: title, language, date, labels, attachments, outline.

pypdf reads these best, the outline apart. They are useful and never needed: a file whose
structure pypdf cannot follow is still read, from pdfium alone.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader as Pypdf

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
    """Read the facts; those that pypdf cannot give come from pdfium, or are missing."""
    facts = None
    if path.stat().st_size <= MAX_BYTES_FOR_PYPDF:
        try:
            facts = _from_pypdf(path, password)
        # A damaged file makes pypdf raise nearly anything; pdfium has already opened it.
        except Exception as error:  # noqa: BLE001
            LOG.debug("pypdf gave up on %s: %s", path.name, error)
    facts = facts or _from_pdfium(document)
    labels = facts.labels or tuple(document.get_page_label(n) for n in range(len(document)))
    return replace(facts, outline=_outline(document), labels=labels if any(labels) else ())


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
            labels=tuple(reader.page_labels) if "/PageLabels" in root else (),
            attachments=tuple(sorted(reader.attachments)) if "/Names" in root else (),
        )


def _from_pdfium(document: pdfium.PdfDocument) -> PdfFacts:
    about = document.get_metadata_dict()
    return PdfFacts(
        title=_clean(about.get("Title")), created=iso_date(about.get("CreationDate") or "")
    )


def _outline(document: pdfium.PdfDocument) -> tuple[tuple[str, int], ...]:
    """Bookmarks. By pdfium: pypdf first reads every named destination of the file."""
    out: list[tuple[str, int]] = []
    for entry in document.get_toc(max_depth=MAX_DEPTH):
        place = entry.get_dest()
        index = place.get_index() if place is not None else None
        title = _clean(entry.get_title())
        if title and index is not None and index >= 0:
            out.append((title, index + 1))
        if len(out) >= MAX_OUTLINE:
            break
    return tuple(out)


def _clean(text: str | None) -> str | None:
    joined = " ".join(text.replace("\x00", "").split()) if text else ""
    return joined or None


def iso_date(text: str) -> str | None:
    """ISO date of a PDF date (``D:20240315…``), as precise as it is; None when unusable."""
    match = _DATE.match(text)
    if match is None:
        return None
    return "-".join(part for part in match.groups() if part)
