"""Text of a PDF that nobody sees: no ink, white on white, too small, or off the page.

A scan read by another program carries its words in invisible ink over its picture: that is
how it can be searched, and nothing is hidden. White letters on a coloured ground are seen.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_layout import Box

FEW = 12  # letters: a stray full stop in white is no message
FEW_OUTSIDE = 30  # printers write the name of the job beside the page
TINY = 2.0  # points
PALE = 250  # of 255, each of the three colours
CLEAR = 8  # of 255, opacity
MAX_OBJECTS = 20_000  # looked at on one page
Piece = tuple[str, str, str]


def hidden_pieces(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, number: int, pictures: list[Box]
) -> tuple[Piece, ...]:
    """The text of a page that is written and not shown, for ``seen_nowhere``.

    Args:
        pictures: where the bounds of the pictures met on the way go, in PDF user space.
    """
    try:
        return tuple(_hidden(page, textpage, f"page {number}", pictures))
    except pdfium.PdfiumError:
        return ()  # what of the page can be read is read all the same


def _hidden(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, where: str, pictures: list[Box]
) -> Iterator[Piece]:
    left, bottom, right, top = page.get_bbox()
    grounds: list[Box] = []  # what has colour, drawn so far
    found: dict[str, list[str]] = {}
    for seen, item in enumerate(page.get_objects(max_depth=4)):
        if seen >= MAX_OBJECTS:
            break
        box: Box = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            outside = not (left <= middle[0] <= right and bottom <= middle[1] <= top)
            how = "hors de la page" if outside else _how(item, middle, grounds)
            if how:
                found.setdefault(how, []).append(_text(item, textpage))
        elif item.type != raw.FPDF_PAGEOBJ_PATH or _coloured(item):
            grounds.append(box)
            if item.type == raw.FPDF_PAGEOBJ_IMAGE:
                pictures.append(box)
    for how, texts in found.items():
        told = " ".join(text for text in texts if text.strip())
        letters = sum(c.isalnum() for c in told)
        if letters >= (FEW_OUTSIDE if how == "hors de la page" else FEW):
            yield where, how, told


def _how(item: pdfium.PdfObject, middle: tuple[float, float], grounds: list[Box]) -> str:
    """What hides a text inside the page; empty when it shows."""
    covered = any(
        box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3] for box in grounds
    )
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
        return "" if covered else "sans encre"
    if _size(item) < TINY:
        return "trop petit pour être lu"
    red, green, blue, opacity = _fill(item)
    if opacity <= CLEAR:
        return "" if covered else "transparent"
    return "blanc sur blanc" if min(red, green, blue) >= PALE and not covered else ""


def _size(item: pdfium.PdfObject) -> float:
    """Points, as displayed."""
    size = ctypes.c_float()
    if not raw.FPDFTextObj_GetFontSize(item, size):
        return TINY
    matrix = item.get_matrix()
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    return abs(size.value * scale)


def _fill(item: pdfium.PdfObject) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts):
        return 0, 0, 0, 255
    red, green, blue, opacity = (part.value for part in parts)
    return red, green, blue, opacity


def _coloured(path: pdfium.PdfObject) -> bool:
    """Whether a path is filled with something that white shows on."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, mode, stroked) or not mode.value:
        return False
    red, green, blue, opacity = _fill(path)
    return opacity > CLEAR and min(red, green, blue) < PALE


def _text(item: pdfium.PdfObject, textpage: pdfium.PdfTextPage) -> str:
    length = raw.FPDFTextObj_GetText(item, textpage, None, 0)
    if length <= 2:
        return ""
    room = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(item, textpage, room, length)
    return bytes(room)[:length].decode("utf-16-le", "replace").rstrip("\x00")
