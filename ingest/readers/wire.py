"""A document as bytes, between the process that reads files and the one that uses them.

Not a pickle: the reading process handles untrusted files, and what it sends must not be
able to run code. A frame is a JSON value, its length before it, then the word boxes as
doubles (seven a word, native order: both ends are on one machine).
"""

from __future__ import annotations

import json
from array import array
from typing import Any

from ingest.entries import RawTable
from ingest.pages import PER_WORD
from ingest.records import Aside, LabelledNumber, Page, RawDocument, WordBoxes

LENGTH = 8


def pack(document: RawDocument) -> bytes:
    """Bytes of a document; :func:`unpack` gives an equal document back."""
    numbers = array("d")
    for page in document.pages:
        held = page.words if isinstance(page.words, WordBoxes) else WordBoxes.of(page.words)
        numbers.extend(held.numbers)
    head = json.dumps(
        {
            "paged": document.paged,
            "title": document.title,
            "language": document.language,
            "created": document.created,
            "outline": document.outline,
            "warnings": document.warnings,
            "tables": [(t.page, t.header, t.first, t.rows) for t in document.tables],
            "pages": [_page_head(page) for page in document.pages],
        }
    ).encode()
    return len(head).to_bytes(LENGTH, "big") + head + numbers.tobytes()


def _page_head(page: Page) -> dict[str, object]:
    return {
        "number": page.number,
        "text": page.text,
        "label": page.label,
        "size": (page.width, page.height),
        "words": len(page.words),
        "pairs": [(pair.number, pair.labels, pair.confidence) for pair in page.pairs],
        "needs_ocr": page.needs_ocr,
        "ocr": page.ocr,
        "unsure": page.unsure,
        "asides": [(aside.start, aside.end, aside.kind) for aside in page.asides],
    }


def unpack(data: bytes) -> RawDocument:
    """The document of a frame.

    Raises:
        ValueError: the bytes are not a frame of :func:`pack`.
    """
    try:
        end = LENGTH + int.from_bytes(data[:LENGTH], "big")
        head = json.loads(data[LENGTH:end])
        numbers = array("d")
        numbers.frombytes(data[end:])
        return _document(head, numbers)
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("not a document frame") from error


def _document(head: dict[str, Any], numbers: array[float]) -> RawDocument:
    pages = []
    done = 0
    for page in head["pages"]:
        count = int(page["words"])
        words = WordBoxes(numbers[PER_WORD * done : PER_WORD * (done + count)])
        done += count
        pages.append(_page(page, words))
    return RawDocument(
        pages=tuple(pages),
        paged=head["paged"],
        title=head["title"],
        language=head["language"],
        created=head["created"],
        outline=tuple((title, page) for title, page in head["outline"]),
        warnings=tuple(head["warnings"]),
        tables=tuple(map(_table, head["tables"])),
    )


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
        asides=tuple(Aside(a, b, kind) for a, b, kind in head["asides"]),
    )
