"""Scans for the tests: pages drawn as PDF, then kept as pictures only."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 300


def page_pictures(path: Path, dpi: int = DPI) -> list[Image.Image]:
    """The pages of a PDF in grey."""
    document = pdfium.PdfDocument(path)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def scan_of(
    path: Path,
    change: Callable[[Image.Image], Image.Image] = lambda picture: picture,
    pages: Sequence[int] | None = None,
) -> Path:
    """A copy of a PDF, some pages of it (all by default, from 0) as pictures only."""
    out = path.with_name(f"{path.stem}-scan.pdf")
    canvas = Canvas(str(out), invariant=1)
    for number, picture in enumerate(page_pictures(path)):
        if pages is not None and number not in pages:
            canvas.setPageSize((612, 792))
            canvas.drawString(72, 700, f"Page {number + 1}, tapée et non numérisée.")
            canvas.showPage()
            continue
        changed = change(picture)
        data = io.BytesIO()
        changed.save(data, "PNG")
        data.seek(0)
        size = (changed.width * 72 / DPI, changed.height * 72 / DPI)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(data), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out
