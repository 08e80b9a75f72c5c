"""What was typed into a PDF over its pages: values of form fields, and free text notes.

pdfium leaves them out of the text of a page. They are put back as words, at the place
where the page shows them.
"""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_chars import Frame
from ingest.readers.pdf_layout import Box, Word

MOST = 2_000  # on one page
MAX_VALUE = 20_000  # characters
LARGEST = 11.0  # points: font size of a field is not told, and forms are set small
SMALLEST = 5.0
ADVANCE = 0.5  # em a character takes
LEADING = 1.2


def with_typed(page: pdfium.PdfPage, words: list[Word]) -> list[Word]:
    """Words of a page in their order, what was typed put after the label of its field.

    A value is moved to the baseline of a label at its left; one without is put last.
    """
    values = _typed(page)
    if not values:
        return words
    after: dict[int, list[Word]] = {}
    for value in values:
        first = value[0]
        beside = [
            n
            for n, word in enumerate(words)
            if word.angle == 0
            and abs(word.base - first.base) <= word.size
            and word.box[2] <= first.box[0] + 0.5 * word.size
        ]
        label = max(beside, key=lambda n: words[n].box[2], default=len(words) - 1)
        if beside:
            shift = words[label].base - first.base
            for word in value:
                word.base += shift
        after.setdefault(label, []).extend(value)
    out = list(after.get(-1, []))
    for n, word in enumerate(words):
        out += [word, *after.get(n, [])]
    return out


def _typed(page: pdfium.PdfPage) -> list[list[Word]]:
    """Words of the fields and notes of a page."""
    count = min(MOST, raw.FPDFPage_GetAnnotCount(page))
    if count <= 0:
        return []
    frame = Frame.of(page)
    values: list[list[Word]] = []
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            values.append(_words(annotation, frame))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return [value for value in values if value]


def _words(annotation: object, frame: Frame) -> list[Word]:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind not in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
        return []
    hidden = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
    # A box to tick has a state of appearance, and a value that is no word of the form.
    if raw.FPDFAnnot_GetFlags(annotation) & hidden or raw.FPDFAnnot_HasKey(annotation, b"AS"):
        return []
    value = _value(annotation, b"V" if kind == raw.FPDF_ANNOT_WIDGET else b"Contents")
    rect = raw.FS_RECTF()
    if not value.strip() or not raw.FPDFAnnot_GetRect(annotation, rect):
        return []
    return laid(value, frame.box(rect.left, rect.bottom, rect.right, rect.top))


def _value(annotation: object, key: bytes) -> str:
    """A text entry of an annotation; empty when it has none, or one that is too long."""
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= 2 * MAX_VALUE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(
        annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    text = buffer.raw[: size - 2].decode("utf-16-le", "replace")
    return "".join(c if c.isprintable() or c in "\r\n" else " " for c in text)


def laid(value: str, box: Box) -> list[Word]:
    """Words of a value set in its box, line under line, as a program would show them."""
    lines = [line.split() for line in value.splitlines() if line.strip()]
    x0, y0, x1, y1 = box
    width, height = max(1.0, x1 - x0), max(1.0, y1 - y0)
    # A long value goes on over several lines.
    rows = max(len(lines), 1)
    size = min(LARGEST, max(SMALLEST, 0.8 * height / rows))
    room = max(1, int(width / (ADVANCE * size))) if height > 2 * LEADING * size else 10**6
    out: list[Word] = []
    level = y0
    for line in lines:
        at = 0
        for n, text in enumerate(line):
            if at and at + len(text) > room:
                at, level = 0, level + LEADING * size
            left = min(x0 + ADVANCE * size * at, x1)
            right = min(max(left + ADVANCE * size * len(text), left + 1), max(x1, left + 1))
            place = (left, level, right, level + size)
            base = level + 0.8 * size
            before = "\n" if n == 0 and not out else " " if at else "\n"
            out.append(Word(text, place, place, base, size, False, before, 0))
            at += len(text) + 1
        level += LEADING * size
    return out
