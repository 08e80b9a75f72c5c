"""What repeats from page to page and is no part of the text.

Running headers and footers, page numbers, vertical running titles and letters stacked as
an ornament are taken off. A line is furniture when the same words stand in the margin of
several pages, or when it is a number that grows with the pages. Contact details and dates
are kept once: a reader may ask for them.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.pdf_layout import Line, Sheet, body_size

MARGIN = 0.16  # of the height of the page
OUTERMOST = 4  # lines nearest to an edge that may be furniture
LARGE = 1.25  # times running text: a title, furniture only if on most pages
FEW_PAGES = 4
MANY = 3
SAME_PLACE = 0.03  # of the page height
MAX_PARTS = 3  # pieces of a running header: left, centre, right
MAX_TITLE = 120  # characters of one piece
MAX_NUMBERS = 12  # of a line, looked at
PRINTED = 4  # numbers of a line that a printer writes
MAX_NAMED = 80  # characters of a line that ends with « page 3 »
STACK = 4  # single letters one above the other

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|•.\s]|page|p\.)*(\d{1,6})(?:\s*(?:/|sur|de|of)\s*\d{1,4})?[-–—|•.\s]*", re.I
)
_NAMED_PAGE = re.compile(r"(?:^|[|·•–—-]\s*)(?:page|p\.)\s*(\d{1,4})$", re.I)
_NUMBER = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_TELLING = re.compile(
    r"@|https?://|www\.|\d{3}[ .-]\d{3}[ .-]\d{4}|[A-Z]\d[A-Z] ?\d[A-Z]\d"
    r"|\d{4}-\d\d-\d\d|mise? à jour|révisé"
)


Key = tuple[str, str, int | None]  # margin, text, and how far a number is from its page


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line of a margin; without the line itself for one of pages that are given away."""

    page: int
    line: Line | None
    height: float  # of the line's middle, as a share of the page
    large: bool


class RunningText:
    """Takes what repeats off the pages of a document, given some pages at a time, in order.

    The margins of the pages given just before are remembered, so that a document read in
    several times is read as if it were whole.
    """

    def __init__(self) -> None:
        self._before: dict[Key, list[_Seen]] = {}
        self._pages_before = 0

    def remove_from(self, sheets: Sequence[Sheet]) -> None:
        """Take furniture off the sheets, in place."""
        now = _margins(sheets)
        groups = {key: [*self._before.get(key, ()), *seen] for key, seen in now.items()}
        pages = self._pages_before + len(sheets)
        repeated: set[int] = set()
        counted: set[int] = set()
        for (zone, text, offset), seen_at in groups.items():
            if text == "#":
                numbers = _page_numbers(offset, seen_at, pages)
                repeated |= numbers
                counted |= numbers if len({seen.page for seen in seen_at}) >= MANY else set()
            else:
                repeated |= _repeated(seen_at, pages, keep_first=zone == "top")
        self._before = {
            key: [replace(one, line=None) for one in seen] for key, seen in now.items()
        }
        self._pages_before = len(sheets)
        for sheet in sheets:
            dropped = _stacked(sheet.lines) | _whole_rows(sheet.lines, repeated, counted)
            sheet.lines = [line for line in sheet.lines if id(line) not in dropped]


def _margins(sheets: Sequence[Sheet]) -> dict[Key, list[_Seen]]:
    """Lines of the margins by what may repeat of them, in order of pages."""
    groups: dict[Key, list[_Seen]] = defaultdict(list)
    for sheet in sheets:
        body = body_size(sheet.lines)
        for zone, line in _edges(sheet):
            middle = (line.box[1] + line.box[3]) / 2 / max(1.0, sheet.height)
            seen = _Seen(sheet.number, line, middle, line.size > LARGE * body)
            for text, offset in _keys(line, sheet.number):
                groups[zone, text, offset].append(seen)
    return groups


def _whole_rows(lines: Sequence[Line], repeated: set[int], counted: set[int]) -> set[int]:
    """Of the repeated lines, those whose whole row may go.

    A cell that many tables share (« F », « P ») repeats, and its row does not. Beside a
    running page number, the rest of the row is a running title even if it is seen once.
    """
    out: set[int] = set()
    for line in lines:
        if id(line) not in repeated:
            continue
        if not line.upright:
            out.add(id(line))
            continue
        row = [x for x in lines if x.upright and abs(x.base - line.base) <= 0.3 * line.size]
        if len(row) <= MAX_PARTS and (id(line) in counted or all(id(x) in repeated for x in row)):
            out.update(id(x) for x in row if x.length <= MAX_TITLE)
    return out


def _edges(sheet: Sheet) -> list[tuple[str, Line]]:
    """Lines in the margins with the name of the margin; those that do not run as text too."""
    upright = sorted((x for x in sheet.lines if x.upright), key=lambda x: x.box[1])
    out = [("side", line) for line in sheet.lines if not line.upright]
    limit = MARGIN * sheet.height
    top = [x for x in upright if x.box[3] <= limit]
    bottom = [x for x in upright if x.box[1] >= sheet.height - limit]
    out += [("top", x) for x in top[:OUTERMOST]]
    out += [("bottom", x) for x in bottom[-OUTERMOST:]]
    return out


def _keys(line: Line, page: int) -> list[tuple[str, int | None]]:
    """Texts to compare from page to page: as it is, and with its number apart.

    The number is then given as its distance to the page, constant for page numbers. It opens
    or closes the line; printers write theirs in the middle of several others (« 16:21 Aug 05
    Jkt 250001 Frm 00002 Fmt 4702 »).
    """
    text = " ".join(line.text.split()).casefold()
    match = _PAGE_NUMBER.fullmatch(text) or _NAMED_PAGE.search(text)
    if match and len(text) <= MAX_NAMED:
        return [("#", int(match.group(1)) - page)]
    keys: list[tuple[str, int | None]] = [(text, None)]
    matches = list(itertools.islice(_NUMBER.finditer(text), MAX_NUMBERS))
    for match in matches:
        number = int(match.group())
        edge = (match.start() == 0) != (match.end() == len(text))
        if not edge and len(matches) < PRINTED:
            continue
        if abs(number - page) <= 400 and not 1900 <= number <= 2100:
            numbered = text[: match.start()] + "#" + text[match.end() :]
            keys.append((numbered, number - page))
    return keys


def _repeated(seen_at: list[_Seen], count: int, keep_first: bool) -> set[int]:
    """Lines that repeat; what heads the first page stays: it is often the only title."""
    alike = _same_place(seen_at)
    pages = len({seen.page for seen in alike})
    needed = MANY if count > FEW_PAGES else max(2, count - 1)
    if any(seen.large for seen in alike):
        needed = max(needed, round(0.4 * count))
    if pages < needed:
        return set()
    first = alike[0]
    telling = first.line is not None and _TELLING.search(first.line.text)
    if telling or (keep_first and first.page == 1):
        alike = alike[1:]
    return _lines(alike)


def _page_numbers(offset: int | None, seen_at: list[_Seen], count: int) -> set[int]:
    """Lone numbers in a margin: on several pages, or equal to the place of the page."""
    pages = len({seen.page for seen in seen_at})
    if offset != 0 and pages < min(MANY, max(2, count - 1)):
        return set()
    return _lines([seen for seen in seen_at if not seen.large or pages >= MANY])


def _lines(seen_at: Sequence[_Seen]) -> set[int]:
    """The lines that are still at hand."""
    return {id(seen.line) for seen in seen_at if seen.line is not None}


def _same_place(seen_at: list[_Seen]) -> list[_Seen]:
    """The largest set of occurrences at one height of the page."""
    best: list[_Seen] = []
    for pivot in seen_at[:50]:
        near = [s for s in seen_at if abs(s.height - pivot.height) <= SAME_PLACE]
        if len(near) > len(best):
            best = near
    return best


def _stacked(lines: Sequence[Line]) -> set[int]:
    """Letters set one under the other: a vertical title made of single letters."""
    out: set[int] = set()
    stack: list[Line] = []
    for line in [*lines, None]:
        if line is not None and _is_letter(line) and (not stack or _under(stack[-1], line)):
            stack.append(line)
            continue
        if len(stack) >= STACK:
            out.update(id(letter) for letter in stack)
        stack = [line] if line is not None and _is_letter(line) else []
    return out


def _is_letter(line: Line) -> bool:
    return len(line.words) == 1 and len(line.text) == 1 and line.text.isalpha()


def _under(above: Line, line: Line) -> bool:
    middle = (above.box[0] + above.box[2]) / 2
    return line.box[0] - line.size <= middle <= line.box[2] + line.size and (
        0 < line.base - above.base <= 3 * line.size
    )
