"""Records to SQLite rows and back. Pure; one pair of functions per table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple
from decimal import Decimal
from typing import Any

import numpy as np

from ingest.entries import Entry
from ingest.records import (
    Aside,
    Document,
    Figure,
    LabelledNumber,
    NamedPlace,
    Page,
    Passage,
    Statement,
    WordBox,
)

Row = tuple[Any, ...]

DOCUMENT = (
    "id, source, root, title, kind, year, organization, url, language, date, digest, size, "
    "paged, pages, warnings, labels, places, superseded_by, alike, sure"
)
PAGE = "number, text, label, width, height, needs_ocr, pairs, words, ocr, asides"
PASSAGE = "id, document_id, page, start, end, text, heading, position, language"
STATEMENT = (
    'id, passage_id, document_id, page, start, end, text, kind, heading, lead, "group", years, '
    "position, confidence"
)
FIGURE = (
    "id, statement_id, document_id, page, start, end, quote_start, quote_end, value, number, "
    "upper, unit, label, qualifier, year, date, heading, lead, confidence"
)

ENTRY = "id, kind, document_id, page, start, end, title, text, fields, position"


def select(columns: str, rest: str) -> str:
    """A query of ours; values are bound, never written into it."""
    return f"SELECT {columns} {rest}"


def insert(table: str, columns: str) -> str:
    """An insertion of one row; values are bound, never written into it."""
    marks = ", ".join("?" * len(columns.split(",")))
    return " ".join(("INSERT INTO", table, f"({columns}) VALUES ({marks})"))


def _texts(value: Sequence[str]) -> str:
    return json.dumps(list(value), ensure_ascii=False)


def _tuple(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


def document_row(document: Document) -> Row:
    """Columns ``DOCUMENT``."""
    d = document
    return (d.id, d.source, d.root, d.title, d.kind, d.year, d.organization, d.url, d.language,
            d.date, d.digest, d.size, int(d.paged), d.pages, _texts(d.warnings),
            _texts(d.labels), json.dumps([[p.kind, p.name, p.confidence] for p in d.places]),
            d.superseded_by, _texts(d.alike), json.dumps(d.sure))  # fmt: skip


def to_document(row: Row) -> Document:
    """From columns ``DOCUMENT``."""
    (key, source, root, title, kind, year, organization, url, language, date, digest, size,
     paged, pages, warnings, labels, places, superseded_by, alike, sure) = row  # fmt: skip
    named = tuple(NamedPlace(*place) for place in json.loads(places))
    return Document(key, source, root, title, kind, year, organization, url, language, date,
                    digest, size, bool(paged), pages, _tuple(warnings), _tuple(labels), named,
                    superseded_by, _tuple(alike),
                    tuple((name, share) for name, share in json.loads(sure)))  # fmt: skip


def pack_words(words: Sequence[WordBox]) -> bytes:
    """Word boxes, compressed: seven int32 columns, lengths to a hundredth of a point."""
    if not words:
        return b""
    spans = np.array([(w.start, w.end) for w in words], dtype=np.int32)
    boxes = np.array([(w.x0, w.y0, w.x1, w.y1, w.size) for w in words], dtype=np.float64)
    hundredths = np.clip(np.rint(np.nan_to_num(boxes) * 100), -(2**31), 2**31 - 1)
    columns = np.empty((7, len(words)), dtype="<i4")
    columns[0] = np.diff(spans[:, 0], prepend=0)
    columns[1] = spans[:, 1] - spans[:, 0]
    columns[2:] = hundredths.astype(np.int32).T
    return zlib.compress(columns.tobytes(), 6)


def unpack_words(packed: bytes) -> tuple[WordBox, ...]:
    """What ``pack_words`` packed."""
    if not packed:
        return ()
    columns = np.frombuffer(zlib.decompress(packed), dtype="<i4").reshape(7, -1)
    starts = np.cumsum(columns[0])
    ends = starts + columns[1]
    boxes = columns[2:].T / 100.0
    return tuple(
        WordBox(start, end, *box)
        for start, end, box in zip(starts.tolist(), ends.tolist(), boxes.tolist(), strict=True)
    )


def page_row(page: Page) -> Row:
    """Columns ``PAGE``."""
    pairs = json.dumps([[p.number, p.labels, p.confidence] for p in page.pairs])
    ocr = None if page.ocr is None else json.dumps([page.ocr, page.unsure])
    return (page.number, page.text, page.label, page.width, page.height, int(page.needs_ocr),
            pairs, pack_words(page.words), ocr,
            json.dumps([astuple(aside) for aside in page.asides]))  # fmt: skip


def to_page(row: Row) -> Page:
    """From columns ``PAGE``."""
    number, text, label, width, height, needs_ocr, pairs, words, ocr, asides = row
    read = tuple(
        LabelledNumber((span[0], span[1]), tuple((a, b) for a, b in labels), confidence)
        for span, labels, confidence in json.loads(pairs)
    )
    confidence, unsure = json.loads(ocr) if ocr else (None, ())
    return Page(number, text, label, width, height, unpack_words(words), read, bool(needs_ocr),
                confidence, tuple((a, b) for a, b in unsure),
                tuple(Aside(*one) for one in json.loads(asides)))  # fmt: skip


def passage_row(passage: Passage) -> Row:
    """Columns ``PASSAGE``."""
    p = passage
    return (p.id, p.document_id, p.page, p.start, p.end, p.text, _texts(p.heading), p.order,
            p.language)


def to_passage(row: Row) -> Passage:
    """From columns ``PASSAGE``."""
    key, document_id, page, start, end, text, heading, order, language = row
    return Passage(key, document_id, page, start, end, text, _tuple(heading), order, language)


def statement_row(statement: Statement) -> Row:
    """Columns ``STATEMENT``."""
    s = statement
    return (s.id, s.passage_id, s.document_id, s.page, s.start, s.end, s.text, s.kind,
            _texts(s.heading), _texts(s.lead), s.group, _texts(s.years), s.order,
            s.confidence)  # fmt: skip


def to_statement(row: Row) -> Statement:
    """From columns ``STATEMENT``."""
    (key, passage_id, document_id, page, start, end, text, kind, heading, lead, group, years,
     order, confidence) = row  # fmt: skip
    return Statement(key, passage_id, document_id, page, start, end, text, kind, _tuple(heading),
                     _tuple(lead), group, _tuple(years), order, confidence)  # fmt: skip


def figure_row(figure: Figure) -> Row:
    """Columns ``FIGURE``; numbers as text, so that they stay exact."""
    f = figure
    upper = None if f.upper is None else str(f.upper)
    return (f.id, f.statement_id, f.document_id, f.page, f.start, f.end, f.quote_start,
            f.quote_end, f.value, str(f.number), upper, f.unit, f.label, f.qualifier, f.year,
            f.date, _texts(f.heading), _texts(f.lead), f.confidence)  # fmt: skip


def to_figure(row: Row) -> Figure:
    """From columns ``FIGURE``."""
    (key, statement_id, document_id, page, start, end, quote_start, quote_end, value, number,
     upper, unit, label, qualifier, year, date, heading, lead, confidence) = row  # fmt: skip
    return Figure(
        key, statement_id, document_id, page, start, end, quote_start, quote_end, value,
        Decimal(number), None if upper is None else Decimal(upper), unit, label, qualifier,
        year, date, _tuple(heading), _tuple(lead), confidence,
    )  # fmt: skip


def entry_row(entry: Entry) -> Row:
    """Columns ``ENTRY``."""
    e = entry
    fields = json.dumps(e.fields, ensure_ascii=False)
    return (e.id, e.kind, e.document_id, e.page, e.start, e.end, e.title, e.text, fields,
            e.order)  # fmt: skip


def to_entry(row: Row) -> Entry:
    """From columns ``ENTRY``."""
    key, kind, document_id, page, start, end, title, text, fields, order = row
    pairs = tuple((name, value) for name, value in json.loads(fields))
    return Entry(key, kind, document_id, page, start, end, title, text, pairs, order)
