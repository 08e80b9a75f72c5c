"""A document as bytes, between the process that reads files and the one that uses them.

Not a pickle: the reading process handles untrusted files, and what it sends must not be
able to run code. Pages travel one by one, each as it is read, and what is said of the whole
comes last. A page is a JSON value, its length before it, then its word boxes as doubles
(seven a word, native order: both ends are on one machine); the whole is a JSON value.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from typing import Any

from ingest.entries import RawTable
from ingest.records import Aside, LabelledNumber, Page, RawDocument, WordBoxes

LENGTH = 8


def pack_page(page: Page) -> bytes:
    """Bytes of a page; :func:`unpack_page` gives an equal page back."""
    held = page.words if isinstance(page.words, WordBoxes) else WordBoxes.of(page.words)
    head = json.dumps(
        {
            "number": page.number,
            "text": page.text,
            "label": page.label,
            "size": (page.width, page.height),
            "pairs": [(pair.number, pair.labels, pair.confidence) for pair in page.pairs],
            "needs_ocr": page.needs_ocr,
            "ocr": page.ocr,
            "unsure": page.unsure,
            "asides": [_aside(one) for one in page.asides],
        }
    ).encode()
    return len(head).to_bytes(LENGTH, "big") + head + held.numbers.tobytes()


def _aside(one: Aside) -> tuple[object, ...]:
    return one.start, one.end, one.kind, one.call, one.confidence


def unpack_page(data: bytes) -> Page:
    """The page of a frame.

    Raises:
        ValueError: the bytes are not a frame of :func:`pack_page`.
    """
    try:
        end = LENGTH + int.from_bytes(data[:LENGTH], "big")
        head = json.loads(data[LENGTH:end])
        numbers = array("d")
        numbers.frombytes(data[end:])
        return _page(head, WordBoxes(numbers))
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("not the frame of a page") from error


def pack(document: RawDocument) -> bytes:
    """Bytes of what is said of a whole document, its pages left out."""
    return json.dumps(
        {
            "paged": document.paged,
            "title": document.title,
            "language": document.language,
            "created": document.created,
            "outline": document.outline,
            "warnings": document.warnings,
            "tables": [(t.page, t.header, t.first, t.rows) for t in document.tables],
        }
    ).encode()


def unpack(data: bytes, pages: Sequence[Page]) -> RawDocument:
    """The document of a frame, with the pages that came before it.

    Raises:
        ValueError: the bytes are not a frame of :func:`pack`.
    """
    try:
        head = json.loads(data)
        return RawDocument(
            pages=pages,
            paged=head["paged"],
            title=head["title"],
            language=head["language"],
            created=head["created"],
            outline=tuple((title, page) for title, page in head["outline"]),
            warnings=tuple(head["warnings"]),
            tables=tuple(map(_table, head["tables"])),
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("not the frame of a document") from error


def _table(value: list[Any]) -> RawTable:
    page, header, first, rows = value
    spans = tuple(tuple((start, end) for start, end in row) for row in rows)
    return RawTable(page, tuple(header), first, spans)


def _page(head: dict[str, Any], words: WordBoxes) -> Page:
    width, height = head["size"]
    return Page(
        number=head["number"],
        text=head["text"],
        label=head["label"],
        width=width,
        height=height,
        words=words,
        pairs=tuple(
            LabelledNumber((a, b), tuple((c, d) for c, d in labels), confidence)
            for (a, b), labels, confidence in head["pairs"]
        ),
        needs_ocr=head["needs_ocr"],
        ocr=head["ocr"],
        unsure=tuple((a, b) for a, b in head["unsure"]),
        asides=tuple(Aside(*aside) for aside in head["asides"]),
    )
