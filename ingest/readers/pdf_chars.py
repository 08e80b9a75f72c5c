"""From the characters of a PDF page to words with boxes.

Only the order of drawing, the gaps that pdfium finds and the geometry are used; nothing
is guessed from the words. pdfium is called through ctypes, one call per character for its
code and one for its box, the rest once per word.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_layout import Box, Word, overlap

NEWLINES = {0x0A, 0x0D}
BLANKS = {0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000}
LINE_END_HYPHENS = {0x02, 0xFFFE}
SOFT_HYPHEN = 0xAD
CUT_HYPHENS = "\u2010\u00ad"
ACCENTS = {"`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "¨": "\u0308", "¸": "\u0327"}
DOTLESS = {"ı": "i", "ȷ": "j"}
BOLD_WEIGHT = 600
PRECISION = 100  # device units per point when the page frame is measured


@dataclass(frozen=True, slots=True)
class Frame:
    """Affine map from PDF user space to the page as displayed (points, top left)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Frame:
        """Measure where pdfium itself puts three points: crop box and rotation included."""
        width, height = page.get_size()
        size = (max(1, round(width * PRECISION)), max(1, round(height * PRECISION)))
        x, y = ctypes.c_int(), ctypes.c_int()

        def put(px: float, py: float) -> tuple[float, float]:
            raw.FPDF_PageToDevice(page, 0, 0, *size, 0, px, py, x, y)
            return x.value / PRECISION, y.value / PRECISION

        span = 10_000.0
        (ox, oy), (rx, ry), (ux, uy) = put(0, 0), put(span, 0), put(0, span)
        return cls(
            (rx - ox) / span, (ux - ox) / span, (ry - oy) / span, (uy - oy) / span, ox, oy
        )  # fmt: skip

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Displayed position of a point."""
        return self.a * x + self.b * y + self.e, self.c * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Displayed box of a rectangle."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def angle(self, dx: float, dy: float) -> int:
        """Displayed direction of a vector, counter-clockwise: 0, 90, 180, 270 or -1."""
        x, y = self.a * dx + self.b * dy, -(self.c * dx + self.d * dy)
        degrees = math.degrees(math.atan2(y, x)) % 360
        nearest = round(degrees / 90) * 90
        return nearest % 360 if abs(degrees - nearest) <= 15 else -1


@dataclass(slots=True)
class _Run:
    """Characters of the word being read."""

    letters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    first: int = 0


class WordScanner:
    """Reads the words of one page, in the order of drawing.

    Attributes:
        unmapped: characters seen that stand for no letter.
    """

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> None:
        self.unmapped = 0
        self._text = textpage.raw
        self._frame = Frame.of(page)
        self._rect = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._count: int = textpage.count_chars()
        self._words: list[Word] = []
        self._run = _Run()
        self._before = "\n"
        self._typed = False

    def words(self) -> list[Word]:
        """All words; ``box`` is still the displayed box."""
        unicode_of, text = raw.FPDFText_GetUnicode, self._text
        index = 0
        while index < self._count:
            code = unicode_of(text, index)
            step = 1
            if code in NEWLINES:
                self._flush("\n")
            elif code in BLANKS:
                if not self._hidden_blank(index):
                    self._flush(chr(code))
                    self._typed = self._typed or not raw.FPDFText_IsGenerated(text, index)
            elif code in LINE_END_HYPHENS or (code == SOFT_HYPHEN and self._ends_line(index)):
                self._add("-", index)
                self._flush("\n", broken=True)
            elif 0xD800 <= code < 0xDC00 and index + 1 < self._count:
                low = unicode_of(text, index + 1)
                if 0xDC00 <= low < 0xE000:
                    step = 2
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                self._take(code, index)
            elif code != SOFT_HYPHEN:
                self._take(code, index)
            index += step
        self._flush("\n")
        return self._words

    def _take(self, code: int, index: int) -> None:
        if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code >= 0xFFFD:
            self.unmapped += 1
            if code < 0xFFFF or code > 0x10FFFF:
                return
        self._add(chr(code), index)

    def _box(self, index: int) -> Box:
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self._text, index, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def _add(self, letter: str, index: int) -> None:
        box = self._box(index)
        run = self._run
        if run.boxes:
            last = run.boxes[-1]
            # Nearly all characters follow the last one closely, on the same line.
            close = last[1] == box[1] and -0.5 < box[0] - last[2] < 2
            if not close and self._apart(last, box, index):
                self._flush("")
                run = self._run
        if not run.letters:
            run.first = index
        run.letters.append(letter)
        run.boxes.append(box)

    def _apart(self, last: Box, box: Box, index: int) -> bool:
        """Whether two characters are too far from each other to be of one word."""
        reach = max(last[2] - last[0], last[3] - last[1], box[2] - box[0], box[3] - box[1])
        dx = (box[0] + box[2] - last[0] - last[2]) / 2
        dy = (box[1] + box[3] - last[1] - last[3]) / 2
        if abs(dx) > 1.6 * reach or abs(dy) > 1.6 * reach:
            return True
        # Drawn over the end of the word by a text object of its own: another cell.
        if last[2] - box[0] > 0.12 * reach and box[0] > last[0] + 0.01:
            raw.FPDFText_GetMatrix(self._text, index, self._matrix)
            return abs(float(self._matrix.e) - box[0]) < 0.5
        return False

    def _hidden_blank(self, index: int) -> bool:
        """A blank under a ligature (« fi le » for « file »): typed, but not to be seen."""
        run = self._run
        if len(run.boxes) < 2 or run.boxes[-1] != run.boxes[-2] or index + 1 >= self._count:
            return False
        last, here, after = run.boxes[-1], self._box(index), self._box(index + 1)
        size = last[3] - last[1]
        return last[2] - here[0] > 0.1 * size and abs(after[0] - last[2]) < 0.08 * size

    def _ends_line(self, index: int) -> bool:
        if index + 1 >= self._count:
            return True
        if raw.FPDFText_GetUnicode(self._text, index + 1) in NEWLINES:
            return True
        here, after = self._box(index), self._box(index + 1)
        return abs(after[1] - here[1]) > 0.5 * (here[3] - here[1])

    def _flush(self, blank: str, broken: bool = False) -> None:
        run = self._run
        if run.letters:
            if blank == "\n" and len(run.letters) > 1 and run.letters[-1] in CUT_HYPHENS:
                run.letters[-1], broken = "-", True
            self._words.append(self._word(run, broken))
            self._run = _Run()
            self._before, self._typed = blank, False
        elif blank == "\n" or self._before in {"", " "}:
            self._before = blank

    def _word(self, run: _Run, broken: bool) -> Word:
        text, index, matrix = self._text, run.first, self._matrix
        raw.FPDFText_GetMatrix(text, index, matrix)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = raw.FPDFText_GetFontSize(text, index) * math.sqrt(abs(a * d - b * c))
        raw.FPDFText_GetCharOrigin(text, index, self._x, self._y)
        angle = self._frame.angle(a, b) if a or b else 0
        lefts, bottoms, rights, tops = zip(*run.boxes, strict=True)
        box = self._frame.box(min(lefts), min(bottoms), max(rights), max(tops))
        origin = self._frame.point(self._x.value, self._y.value)
        size = size or (box[3] - box[1]) / 1.2
        box = trimmed(box, origin, size, angle)
        return Word(
            text=composed(run.letters, run.boxes),
            display=box,
            box=box,
            base=origin[1],
            size=round(size, 2),
            bold=raw.FPDFText_GetFontWeight(text, index) >= BOLD_WEIGHT,
            before=self._before,
            angle=angle,
            broken=broken,
            typed=self._typed,
        )


def trimmed(box: Box, origin: tuple[float, float], size: float, angle: int) -> Box:
    """A word box kept near its baseline, for fonts that declare a giant or no height."""
    x0, y0, x1, y1 = box
    if angle == 0 and not 0.5 * size <= y1 - y0 <= 1.7 * size:
        y0, y1 = origin[1] - 0.85 * size, origin[1] + 0.25 * size
    elif angle == 180 and not 0.5 * size <= y1 - y0 <= 1.7 * size:
        y0, y1 = origin[1] - 0.25 * size, origin[1] + 0.85 * size
    return x0, y0, x1, y1


def composed(letters: list[str], boxes: list[Box]) -> str:
    """The text of a word, accents drawn as signs of their own put on their letters.

    Older LaTeX files draw « é » as an acute accent, then an « e » at the same place.
    """
    if not any(letter in ACCENTS for letter in letters):
        return "".join(letters)
    out: list[str] = []
    skip = False
    for n, letter in enumerate(letters):
        if skip:
            skip = False
            continue
        if letter in ACCENTS:
            mark = ACCENTS[letter]
            if n + 1 < len(letters) and letters[n + 1].isalpha() and _stacked(boxes, n, n + 1):
                out.append(_accented(letters[n + 1], mark))
                skip = True
                continue
            if out and out[-1].isalpha() and _stacked(boxes, n, n - 1):
                out[-1] = _accented(out[-1], mark)
                continue
        out.append(letter)
    return "".join(out)


def _accented(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", DOTLESS.get(letter, letter) + mark)


def _stacked(boxes: list[Box], a: int, b: int) -> bool:
    shared = overlap(boxes[a][0], boxes[a][2], boxes[b][0], boxes[b][2])
    return shared > 0.5 * (boxes[a][2] - boxes[a][0])
