"""Small PDFs for the reader tests, drawn by reportlab: same input, same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 612.0, 792.0
Draw = Callable[[Canvas], None]


class Pen:
    """Draws on a canvas with the origin at the top left."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(
        self, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica"
    ) -> None:
        """One line, its baseline at ``y`` points from the top."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def bold(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.text(x, y, text, size, "Helvetica-Bold")

    def centred(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawCentredString(x, HEIGHT - y, text)

    def right(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawRightString(x, HEIGHT - y, text)

    def column(self, x: float, y: float, lines: Sequence[str], size: float = 10) -> None:
        """Lines one under the other, set 1.2 em apart."""
        for n, line in enumerate(lines):
            self.text(x, y + 1.2 * size * n, line, size)

    def picture(self, x: float, y: float, width: float, height: float) -> None:
        """A grey picture; ``y`` is its bottom."""
        data = io.BytesIO()
        Image.new("L", (8, 8), 128).save(data, "PNG")
        data.seek(0)
        self.canvas.drawImage(ImageReader(data), x, HEIGHT - y, width, height)


def make_pdf(
    path: Path,
    pages: Sequence[Callable[[Pen], None]],
    *,
    password: str | None = None,
    rotate: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    title: str = "",
    setup: Draw | None = None,
) -> Path:
    """Write a PDF of letter pages, each drawn by one function."""
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=encrypt)
    canvas.setTitle(title)
    if setup is not None:
        setup(canvas)
    for draw in pages:
        if crop is not None:
            canvas.setCropBox(crop)
        draw(Pen(canvas))
        canvas.showPage()
    canvas.save()
    if rotate:
        turned = PdfWriter(clone_from=path)
        for page in turned.pages:
            page.rotate(rotate)
        turned.write(path)
    return path
