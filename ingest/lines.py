"""Lines of a page and what each looks like: the first reading of a text's structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.french.folding import fold
from ingest.french.stopwords import STOP_WORDS
from ingest.records import Page, WordBox

LineKind = Literal["blank", "text", "bullet", "number", "url", "heading_mark", "row", "furniture"]

# A list mark: a bullet glyph (private-use ones of symbol fonts too), a dash, « 1. », or
# the letter that a symbol font turns into after a tab.
_BULLET = re.compile(
    r"(?:[•◦▪●‣⁃→➔►✓✔■□\uf000-\uf8ff\ufffd]+[\s\u200b]*|[-–—*]\s+(?:\.\s+)?|\ty\s+"
    r"|\d{1,2}[.)]\s+(?=[^\d\s]))"
)
_NUMBER_LINE = re.compile(r"\+?\s?\d[\d \u00a0\u202f,.]*(?:%|\$|M\$|k\$|\s?min\s?\d*)?\s*")
_LONGEST_NUMBER = 120  # characters of a line that is a number
_LONGEST_WORD = 40
_URL = re.compile(r"(?:https?://|www\.)\S+")
_MARK = re.compile(r"(#{1,6})\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    Attributes:
        start, end: half-open span of its visible text in the page.
        text: that text without list mark and emphasis marks.
        kind: what it looks like.
        indent: leading white space of the raw line, in characters.
        level: of a heading mark (1 to 6), else 0.
        size: median font size in points, 0 where the format has no layout.
        dash: the list mark is an en dash, which may also go on a phrase.
    """

    start: int
    end: int
    text: str
    kind: LineKind
    indent: int = 0
    level: int = 0
    size: float = 0.0
    dash: bool = False

    @property
    def last_word(self) -> str:
        """Last word, folded; empty when there is none."""
        words = re.findall(r"[^\W_]+", self.text[-_LONGEST_WORD:])
        return fold(words[-1]) if words else ""

    @property
    def ends_open(self) -> bool:
        """Whether the line cannot end a phrase (« municipalités de »)."""
        return self.text.endswith((",", "-", "/", "–")) or self.last_word in OPEN_WORDS


OPEN_WORDS = frozenset(
    "a à au aux avec ce ces cette dans de des dont du d en entre et l la le les leur leurs "
    "ou par pour que qui sa ses son sous sur un une vers chez sans selon".split()
)


def strip_marks(text: str) -> str:
    """``text`` without Markdown emphasis and typographic raising (``33^e`` → ``33e``)."""
    return re.sub(r"\^\{?([\w]+)\}?", r"\1", _EMPHASIS.sub("", text)).replace("\\$", "$")


def _classify(body: str, raw: str) -> tuple[LineKind, int, int]:
    """Kind, offset of the visible text within ``raw``, and heading level."""
    lead = len(raw) - len(raw.lstrip(" \t\u00a0"))
    mark = _MARK.match(body)
    if mark is not None:
        return "heading_mark", lead + mark.end(), len(mark[1])
    bullet = _BULLET.match(raw, max(0, lead - 1)) if "\ty" in raw[: lead + 1] else None
    bullet = bullet or _BULLET.match(raw, lead)
    if bullet is not None and raw[bullet.end() :].strip():
        return "bullet", bullet.end(), 0
    if body[0] in "+*_" or body[0].isdecimal():
        plain = strip_marks(" ".join(body[:_LONGEST_NUMBER].split()))
        numeric = len(body) <= _LONGEST_NUMBER and _NUMBER_LINE.fullmatch(plain) is not None
    else:
        numeric = False
    if numeric:
        return "number", lead, 0
    if _URL.fullmatch(body):
        return "url", lead, 0
    if " | " in body:
        return "row", lead, 0
    return "text", lead, 0


def read_lines(page: Page) -> list[Line]:
    """Lines of the page in order, blank ones included; furniture is not yet known."""
    lines: list[Line] = []
    sizes = _Sizes(page.words)
    position = 0
    for raw in page.text.split("\n"):
        body = raw.strip()
        if not body or not any(map(str.isalnum, body)):
            lines.append(Line(position, position, "", "blank"))
        else:
            kind, offset, level = _classify(body, raw)
            if kind == "number" and body.endswith(".") and _left_open(lines):
                kind = "text"  # « L’année en a ajouté / 9. »: the end of a sentence
            start, end = position + offset, position + len(raw.rstrip())
            while start < end and raw[start - position].isspace():
                start += 1
            text = strip_marks(" ".join(raw[start - position : end - position].split()))
            indent = len(raw) - len(raw.lstrip())
            size = sizes.of(start, end)
            lines.append(Line(start, end, text, kind, indent, level, size, body[0] in "–—"))
        position += len(raw) + 1
    return lines


def _left_open(lines: Sequence[Line]) -> bool:
    """Whether the line right above is text that does not end a sentence."""
    above = lines[-1] if lines else None
    return above is not None and above.kind in ("text", "bullet") and above.text[-1:].isalpha()


class _Sizes:
    """Font size of a span, read from word boxes in one pass over the page."""

    def __init__(self, words: Sequence[WordBox]) -> None:
        self._words = tuple(words)  # each box made once
        self._at = 0

    def of(self, start: int, end: int) -> float:
        while self._at < len(self._words) and self._words[self._at].end <= start:
            self._at += 1
        found = []
        at = self._at
        while at < len(self._words) and self._words[at].start < end:
            found.append(self._words[at].size)
            at += 1
        return sorted(found)[len(found) // 2] if found else 0.0


def body_size(pages: Iterable[Sequence[Line]]) -> float:
    """Font size in which most characters are set; 0 where the format has no layout."""
    counts: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            if line.size:
                counts[round(line.size, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def is_function_word(word: str) -> bool:
    """Whether the (folded) word carries no subject."""
    return word in STOP_WORDS
