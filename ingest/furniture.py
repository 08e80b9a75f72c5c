"""Running heads, page numbers and letter-spaced ornaments: text that says nothing.

They are marked, not cut: passages break around them, so that a passage stays an exact
slice of its page and yet holds none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.french.folding import fold
from ingest.lines import Line

_FRAGMENT = 9  # characters: longest line of a letter-spaced ornament
_RUN = 3  # lines: shortest ornament
_CONTENTS_LINE = re.compile(r"\D{4,}?[\s.…]{1,200}(\d{1,3})(?:-\d{1,3})?")
_LONGEST_ENTRY = 200  # characters
_ENTRIES = 4  # lines: shortest table of contents
_REPEATS = 4  # a short line found this often is a running label


def mark_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The same lines, those that are furniture marked so."""
    vocabulary = _vocabulary(pages)
    repeated = _running_labels(pages)
    return [_mark_page(lines, vocabulary, repeated, len(pages) > 1) for lines in pages]


def _vocabulary(pages: Sequence[Sequence[Line]]) -> Counter[str]:
    """Words of the lines too long to be ornaments."""
    counts: Counter[str] = Counter()
    for lines in pages:
        for line in lines:
            if len(line.text) > 2 * _FRAGMENT:
                counts.update(re.findall(r"[^\W_]+", fold(line.text)))
    return counts


def _islands(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Half-open ranges of text lines that stand between blank lines."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, line in enumerate([*lines, Line(0, 0, "", "blank")]):
        if line.kind == "blank":
            if start is not None and all(one.kind == "text" for one in lines[start:at]):
                found.append((start, at))
            start = None
        elif start is None:
            start = at
    return found


def _key(lines: Sequence[Line], paged: bool) -> str | None:
    """What repeats from page to page: the words, and in a paged file not the numbers."""
    text = " ".join(line.text for line in lines)
    if not 3 < len(text) <= 60 or text.endswith((":", ".", ";", "?", "!")):
        return None
    if not text[0].isalpha():
        return None
    return re.sub(r"\d+", "#", fold(text)) if paged else fold(text)


def _running_labels(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for lines in pages:
        for start, end in _islands(lines):
            key = _key(lines[start:end], len(pages) > 1)
            if key is not None:
                counts[key] += 1
    return frozenset(key for key, count in counts.items() if count >= _REPEATS)


def _mark_page(
    lines: Sequence[Line], words: Counter[str], repeated: frozenset[str], paged: bool
) -> list[Line]:
    marked = list(lines)
    ranges = [*_ornaments(lines, words), *_contents(lines)]
    ranges += [
        (start, end)
        for start, end in _islands(lines)
        if _key(lines[start:end], paged) in repeated and not _inside_phrase(lines, start, end)
    ]
    for start, end in ranges:
        for at in range(start, end):
            if marked[at].kind != "blank":
                marked[at] = replace(marked[at], kind="furniture")
    return marked


def _contents(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Tables of contents: titles in a row, each closed by a page number that grows."""
    found: list[tuple[int, int]] = []
    start, last = 0, -1
    for at, line in enumerate([*lines, Line(0, 0, "", "url")]):
        short = line.kind == "text" and len(line.text) <= _LONGEST_ENTRY
        entry = _CONTENTS_LINE.fullmatch(line.text) if short else None
        if entry is not None and int(entry[1]) >= last:
            last = int(entry[1])
            continue
        if line.kind == "blank" and last >= 0:
            continue
        if sum(one.kind == "text" for one in lines[start:at]) >= _ENTRIES and last >= 0:
            found.append((start, at))
        start, last = at + 1, -1
        if entry is not None:
            start, last = at, int(entry[1])
    return found


def _inside_phrase(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the lines go on a phrase begun above, or are gone on below."""
    above = start - 1
    while above >= 0 and lines[above].kind == "blank":
        above -= 1
    if above >= 0 and lines[above].kind in ("text", "bullet") and lines[above].ends_open:
        return True
    if not lines[end - 1].ends_open:
        return False
    below = end
    while below < len(lines) and lines[below].kind == "blank":
        below += 1
    return below < len(lines) and lines[below].kind == "text"


def _ornaments(lines: Sequence[Line], words: Counter[str]) -> list[tuple[int, int]]:
    """Half-open line ranges that together spell something letter by letter."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        end = _short_run(lines, at)
        span = _broken_span(lines, at, end, words)
        if span is not None:
            found.append(span)
            at = span[1]
        else:
            at = max(at + 1, end)
    return found


def _short_run(lines: Sequence[Line], at: int) -> int:
    if lines[at].kind not in ("text", "number") or len(lines[at].text) > _FRAGMENT:
        return at
    end, gap = at + 1, 0
    last = end
    while end < len(lines) and gap <= 3:
        line = lines[end]
        if line.kind == "blank":
            gap += 1
        elif line.kind in ("text", "number") and len(line.text) <= _FRAGMENT:
            gap, last = 0, end + 1
        else:
            break
        end += 1
    return last


def _broken_span(
    lines: Sequence[Line], start: int, end: int, words: Counter[str]
) -> tuple[int, int] | None:
    """From the first to the last piece of a broken word, page numbers beside it included."""
    broken = [at for at in range(start, end) if _is_broken(lines[at].text, words)]
    if not broken:
        return None
    first, last = broken[0], broken[-1]
    if len(broken) == 1:
        return _two_piece_word(lines, first, end, words)
    while first > start and _is_digits(lines[first - 1]):
        first -= 1
    while last + 1 < end and (_is_digits(lines[last + 1]) or lines[last + 1].text.isupper()):
        last += 1
    return (first, last + 1) if last + 1 - first >= _RUN else None


def _two_piece_word(
    lines: Sequence[Line], at: int, end: int, words: Counter[str]
) -> tuple[int, int] | None:
    if at + 1 >= end or not lines[at + 1].text.isalpha():
        return None
    joined = fold(lines[at].text + lines[at + 1].text)
    return (at, at + 2) if words[joined] else None


def _is_digits(line: Line) -> bool:
    return line.kind == "blank" or re.fullmatch(r"[\d\s-]{1,6}", line.text) is not None


def _is_broken(text: str, words: Counter[str]) -> bool:
    """Whether a short line is a piece of a word rather than a word."""
    parts = re.findall(r"[^\W\d_]+", text)
    unknown = [part for part in parts if len(part) <= 3 and words[fold(part)] == 0]
    if not parts or not unknown:
        return any(len(part) == 1 for part in parts) and text.isupper()
    return text.isupper() or all(len(part) <= 2 for part in parts)
