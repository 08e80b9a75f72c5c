"""Pages of a PDF that are pictures of text: read by OCR, page by page.

The words found take the place of the few that the page held, with their boxes on the page
as displayed, and then go the way of all words: lines, columns, tables, key figures.
"""

from __future__ import annotations

import math
import os
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pypdfium2 as pdfium
from PIL import Image

from ingest.readers import pace
from ingest.readers.ocr_engine import Seen
from ingest.readers.ocr_ready import tesseract
from ingest.readers.ocr_upright import Upright, mean_confidence, read_upright
from ingest.readers.pdf_layout import Sheet, Word, main_size
from ingest.readers.pdf_lines import lines_of

DPI = 300
POINTS = 72
LEAST_DPI = 70
MAX_PIXELS = 24_000_000  # an A3 page at 300 dpi holds 17 million
MAX_SECONDS = 3 * 3600.0  # for all the pages of one file
AT_ONCE = min(4, os.cpu_count() or 1)
LEAST = 3  # letters of a page that is taken as read
ADDS = 1.3  # times the characters that the page held: less adds nothing
NOISE = 0.3  # confidence under which a short word is no word
SHORT = 2  # letters
READABLE = 0.5  # mean confidence under which a page is not taken as read
SAME_SIZE = 0.15  # measured sizes that far apart are of one font
RULES = frozenset("|_—–-[]{}()=~.,:;'\"`´‘’“”«»*^°\\/<>")


def read_scans(
    document: pdfium.PdfDocument, sheets: list[Sheet], wanted: Sequence[int], until: float
) -> None:
    """Put what OCR reads in the place of some sheets, given by their position.

    A sheet that cannot be read stays as it is. Nothing is done where tesseract is missing.

    Args:
        until: time (``time.monotonic``) after which no other page is begun.
    """
    if not wanted or tesseract() is None:
        return
    indexes = {place: sheets[place].number - 1 for place in wanted}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[tuple[int, Future[Upright], int]] = deque()
        done = 0
        for place, picture, dpi in _drawn(document, indexes):
            pace.tell(done, len(wanted))
            waiting.append((place, pool.submit(read_upright, picture, dpi), dpi))
            if len(waiting) > AT_ONCE:
                _finish(sheets, *waiting.popleft())
                done += 1
            if time.monotonic() > until:
                break
        while waiting:
            pace.tell(done, len(wanted))
            _finish(sheets, *waiting.popleft())
            done += 1


def ocr_warnings(read: Sequence[int], unread: Sequence[int], text: bool) -> tuple[str, ...]:
    """What to tell of pages that OCR read, and of those that it did not.

    Args:
        text: a page at least holds text: without any, the document is refused as a whole.
    """
    out = []
    if read:
        out.append(
            f"{named_pages(read)} par reconnaissance de caractères (OCR) : vérifiez noms et "
            "nombres sur l’image de la page."
        )
    if unread and text:
        why = (
            "la reconnaissance de caractères n’y a rien lu de sûr"
            if tesseract() is not None
            else "installez tesseract et son français (tesseract-ocr-fra), puis relancez"
        )
        what = "c’est une image" if len(unread) == 1 else "ce sont des images"
        out.append(f"{named_pages(unread, read=False)} : {what}; {why}.")
    return tuple(out)


def named_pages(numbers: Sequence[int], read: bool = True) -> str:
    """« Pages 1 à 3 et 7 lues », or « Page 4 non lue »."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    names = [str(a) if a == b else f"{a} à {b}" for a, b in runs[:20]]
    names = [*names, "…"] if len(runs) > 20 else names
    listed = ", ".join(names[:-1]) + (" et " if len(names) > 1 else "") + names[-1]
    many = "s" if len(numbers) > 1 else ""
    return f"Page{many} {listed} {'' if read else 'non '}lue{many}"


def _drawn(
    document: pdfium.PdfDocument, wanted: Mapping[int, int]
) -> Iterator[tuple[int, Image.Image, int]]:
    """Each page in grey with its resolution; those that cannot be drawn are left out."""
    for place, index in wanted.items():
        try:
            page = document[index]
            try:
                width, height = page.get_size()
                room = math.sqrt(MAX_PIXELS / (max(1.0, width) * max(1.0, height)))
                dpi = int(min(DPI, POINTS * room))
                if dpi < LEAST_DPI:  # a page as large as a wall
                    continue
                scale = dpi / POINTS
                bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
                yield place, bitmap.to_pil().convert("L"), dpi
            finally:
                page.close()
        except pdfium.PdfiumError:
            continue


def _finish(sheets: list[Sheet], place: int, reading: Future[Upright], dpi: int) -> None:
    made = sheet_of(sheets[place], reading.result(), dpi)
    if made is not None:
        sheets[place] = made


def sheet_of(sheet: Sheet, read: Upright, dpi: int) -> Sheet | None:
    """A sheet with the words of a reading, or None when too little of it can be trusted."""
    seen = [word for word in read.words if not _is_noise(word)]
    confidence = mean_confidence(seen)
    letters = sum(char.isalnum() for word in seen for char in word.text)
    held = sum(line.length for line in sheet.lines)
    if confidence < READABLE or letters < LEAST:
        return None
    if letters <= ADDS * held:  # all that the picture says is in the page already
        return replace(sheet, picture=False)
    scale = POINTS / dpi
    sizes = _even_sizes(seen)
    words = [
        _word(word, read, sizes[word.line], scale, n == 0 or seen[n - 1].line != word.line)
        for n, word in enumerate(seen)
    ]
    for word, after in pairwise(words):
        cut = after.before == "\n" and len(word.text) > 2 and word.text.endswith("-")
        word.broken = cut and word.text[-2].isalpha() and after.text[0].islower()
    width, height = read.size[0] * scale, read.size[1] * scale
    lines = lines_of(words)
    return Sheet(sheet.number, width, height, sheet.display, lines, confidence=confidence)


def _is_noise(word: Seen) -> bool:
    """Specks, and rules of tables taken for signs."""
    if set(word.text) <= RULES:
        return (len(word.text) == 1 and word.text in "|_[]{}=~^\\/`´") or word.confidence < 0.6
    # A right word may be read without confidence: only what is short can be a speck.
    return word.confidence < NOISE and sum(map(str.isalnum, word.text)) <= SHORT


def _even_sizes(seen: Sequence[Seen]) -> dict[int, float]:
    """Font size of each line: measures near that of the running text are that size."""
    body = main_size((word.size, len(word.text)) for word in seen)
    return {
        word.line: body if abs(word.size - body) <= SAME_SIZE * body else word.size for word in seen
    }


def _word(word: Seen, read: Upright, size: float, scale: float, first: bool) -> Word:
    x0, y0, x1, y1 = (scale * side for side in word.box)
    drawn = read.as_drawn(word.box)
    return Word(
        text=word.text,
        display=(scale * drawn[0], scale * drawn[1], scale * drawn[2], scale * drawn[3]),
        box=(x0, y0, x1, y1),
        base=scale * word.base,
        size=round(scale * size, 1),
        bold=False,
        before="\n" if first else " ",
        angle=0,
        confidence=word.confidence,
    )
