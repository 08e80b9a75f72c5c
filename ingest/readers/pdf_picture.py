"""Draws one page of a PDF, with boxes highlighted."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from ingest.errors import NotFoundError, ReadFailure
from ingest.readers.pdf import open_pdf

POINTS_PER_INCH = 72
MIN_DPI, MAX_DPI = 18, 300
MAX_PIXELS = 12_000_000
MARK = (255, 236, 120)  # multiplied with the page: black text stays black
PADDING = 1.0  # points around a box


def draw_page(path: Path, number: int, dpi: float, boxes: Sequence[Sequence[float]]) -> bytes:
    """PNG of a page, 1-based, at ``dpi`` or as near as the pixel limit allows.

    ``boxes`` are ``x0, y0, x1, y1`` in points from the top left of the page as displayed.

    Raises:
        NotFoundError: no such page.
        ReadFailure: the file or the page cannot be drawn.
    """
    with open_pdf(path) as document:
        if not 1 <= number <= len(document):
            raise NotFoundError(
                "page_not_found",
                f"La page {number} n’existe pas : le document en compte {len(document)}.",
            )
        try:
            page = document[number - 1]
            try:
                width, height = page.get_size()
                scale = scale_for(width, height, dpi)
                picture = page.render(scale=scale, may_draw_forms=False).to_pil()
            finally:
                page.close()
        except pdfium.PdfiumError as error:
            raise ReadFailure(
                "damaged_file", f"La page {number} du PDF ne peut pas être dessinée."
            ) from error
    return png(highlighted(picture.convert("RGB"), boxes, scale))


def scale_for(width: float, height: float, dpi: float) -> float:
    """Pixels per point: the resolution asked for, bounded by the size of the picture."""
    scale = min(MAX_DPI, max(MIN_DPI, dpi)) / POINTS_PER_INCH
    area = max(1.0, width) * max(1.0, height)
    return min(scale, math.sqrt(MAX_PIXELS / area))


def highlighted(
    picture: Image.Image, boxes: Sequence[Sequence[float]], scale: float
) -> Image.Image:
    """The picture with each box tinted as by a marker pen."""
    if not boxes:
        return picture
    layer = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(layer)
    for x0, y0, x1, y1 in boxes:
        left, top = (min(x0, x1) - PADDING) * scale, (min(y0, y1) - PADDING) * scale
        right, bottom = (max(x0, x1) + PADDING) * scale, (max(y0, y1) + PADDING) * scale
        pen.rectangle((left, top, right, bottom), fill=MARK)
    return ImageChops.multiply(picture, layer)


def png(picture: Image.Image) -> bytes:
    """Bytes of a PNG file, compressed quickly rather than tightly."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()
