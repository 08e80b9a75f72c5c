"""Text inside the pictures of a page that also holds text: charts, posters, maps.

Only large pictures are read, only those that look drawn rather than photographed, and only
while the time given to them lasts. What is read stands apart from the text of the page, with
how sure it is: it is never more than a doubtful reading.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from PIL import Image

from ingest.readers.ocr_engine import Seen, words_in
from ingest.readers.ocr_ready import tesseract
from ingest.readers.ocr_upright import mean_confidence
from ingest.readers.pdf_layout import Box, Sheet, Shown, Word
from ingest.readers.pdf_lines import lines_of
from ingest.readers.pdf_scans import AT_ONCE, MAX_PIXELS, POINTS

DPI = 300
SECONDS = 60.0  # for the pictures of one file
LEAST_WIDTH, LEAST_HEIGHT = 120.0, 70.0  # points
LEAST_SHARE = 0.05  # of the page
MOST = 6  # pictures of one page
REPEATED = 3  # pages: a picture in the same place of so many is a letterhead
FILLED = 0.5  # share of a picture under the text of the page: it is its background
FLAT = 0.35  # share of a picture that its three most common greys fill
LOOKED_AT = 240  # pixels of the longer side when greys are counted
SURE = 0.6  # confidence under which a word is left out
SURE_PICTURE = 0.7  # the same for the average of a picture
LEAST_WORDS = 3  # of three letters or more


@dataclass(slots=True)
class PictureReading:
    """The reading of the pictures of one file; ``left`` is in seconds."""

    left: float = field(default_factory=lambda: SECONDS)
    _places: Counter[Box] = field(default_factory=Counter)

    def read(self, document: pdfium.PdfDocument, sheets: Sequence[Sheet]) -> None:
        """Put beside the text of some sheets what their pictures say."""
        if tesseract() is None:
            return
        for sheet in sheets:
            self._places.update({_rounded(box) for box in sheet.pictures})
        until = time.monotonic() + self.left
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for sheet in sheets:
                boxes = [b for b in _worth_reading(sheet) if self._places[_rounded(b)] < REPEATED]
                if boxes and time.monotonic() < until:
                    drawn = list(_drawn(document, sheet, boxes))
                    found = pool.map(lambda one: _read(*one), drawn)
                    sheet.shown = [shown for shown in found if shown is not None]
        self.left = max(0.0, until - time.monotonic())


def picture_warnings(numbers: Sequence[int]) -> tuple[str, ...]:
    """What to tell of the pages whose pictures were read."""
    if not numbers:
        return ()
    listed = ", ".join(map(str, numbers[:20])) + ("…" if len(numbers) > 20 else "")
    pages = "pages" if len(numbers) > 1 else "page"
    told = f"Texte lu dans des images par reconnaissance de caractères, {pages} {listed}"
    return (f"{told} : vérifiez-le sur l’image de la page.",)


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = (round(side / 5.0) * 5.0 for side in box)
    return x0, y0, x1, y1


def _worth_reading(sheet: Sheet) -> list[Box]:
    """Large pictures of a page that holds text, which does not stand on them."""
    if sheet.picture or sheet.confidence is not None or not sheet.lines:
        return []
    width, height = sheet.display
    found = []
    for box in sheet.pictures:
        x0, y0, x1, y1 = max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3])
        large = x1 - x0 >= LEAST_WIDTH and y1 - y0 >= LEAST_HEIGHT
        large &= (x1 - x0) * (y1 - y0) >= LEAST_SHARE * width * height
        if large and not _is_ground((x0, y0, x1, y1), sheet):
            found.append((x0, y0, x1, y1))
    return sorted(set(found), key=lambda b: (b[1], b[0]))[:MOST]


def _is_ground(box: Box, sheet: Sheet) -> bool:
    """Whether much of the text of a page stands on a picture."""
    letters = sum(line.length for line in sheet.lines)
    return sum(line.length for line in sheet.lines if _middle_in(line.box, box)) > FILLED * letters


def _middle_in(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _drawn(
    document: pdfium.PdfDocument, sheet: Sheet, boxes: Sequence[Box]
) -> Iterator[tuple[Image.Image, Box, float, list[Box]]]:
    """Each picture in grey, where it stands, pixels for a point, and the text set on it."""
    width, height = sheet.display
    room = math.sqrt(MAX_PIXELS / (max(1.0, width) * max(1.0, height)))
    scale = min(DPI / POINTS, room)
    try:
        page = document[sheet.number - 1]
        try:
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
            whole = bitmap.to_pil().convert("L")
        finally:
            page.close()
    except pdfium.PdfiumError:
        return
    for box in boxes:
        cut = whole.crop(tuple(round(scale * side) for side in box))
        if _is_drawn(cut):
            yield cut, box, scale, [line.box for line in sheet.lines if _middle_in(line.box, box)]


def _is_drawn(picture: Image.Image) -> bool:
    """Whether a picture has flat grounds, as drawings have and photographs have not."""
    small = picture.copy()
    small.thumbnail((LOOKED_AT, LOOKED_AT))
    counts = small.histogram()
    greys = sorted((sum(counts[n : n + 8]) for n in range(0, 256, 8)), reverse=True)
    return sum(greys[:3]) >= FLAT * max(1, sum(greys))


def _read(picture: Image.Image, box: Box, scale: float, written: Sequence[Box]) -> Shown | None:
    """What a picture says, the text that the page sets on it left out; None for too little."""
    seen = [
        word for word in words_in(picture, round(scale * POINTS))
        if word.confidence >= SURE and any(map(str.isalnum, word.text))
    ]  # fmt: skip
    words = [_word(word, box, scale, n == 0 or seen[n - 1].line != word.line)
             for n, word in enumerate(seen)]  # fmt: skip
    words = [w for w in words if not any(_middle_in(w.display, line) for line in written)]
    long = sum(sum(map(str.isalpha, word.text)) >= 3 for word in words)
    confidence = mean_confidence(seen)
    if long < LEAST_WORDS or confidence < SURE_PICTURE:
        return None
    return Shown(lines_of(words), confidence)


def _word(word: Seen, box: Box, scale: float, first: bool) -> Word:
    x0, y0, x1, y1 = word.box
    placed = (x0 / scale + box[0], y0 / scale + box[1], x1 / scale + box[0], y1 / scale + box[1])
    return Word(
        text=word.text,
        display=placed,
        box=placed,
        base=word.base / scale + box[1],
        size=round(word.size / scale, 1),
        bold=False,
        before="\n" if first else " ",
        angle=0,
        confidence=word.confidence,
    )
