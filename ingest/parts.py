"""Parts: what a page says, piece by piece, with the titles and lead-ins that govern it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import join_lines
from ingest.french.folding import fold
from ingest.lines import OPEN_WORDS, strip_marks
from ingest.records import StatementKind

_LIST_MARK = re.compile(
    r"^\s*(?:[•◦▪●‣⁃→➔►✓✔■□\uf000-\uf8ff\ufffd]+|[-–—*](?=\s)(?:\s+\.(?=\s))?|y(?=\s)|\d{1,2}[.)](?=\s))\s*"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A statement in the making.

    Attributes:
        kind: as in Statement; ``link`` for a line that is an address.
        page, start, end: 1-based page and half-open span of its text.
        text: readable form.
        heading, lead, group: as in Statement.
        block: number of the block it comes from; a passage never cuts a block.
        fresh: a passage must not begin before it (a title or furniture stands there).
        title: it is the title of what follows.
        confidence: as in Statement.
        language: of the part, on a page that is written in two; else None.
    """

    kind: StatementKind
    page: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    lead: tuple[str, ...]
    group: int
    block: int
    fresh: bool
    title: bool = False
    confidence: float = 1.0
    language: str | None = None


def readable(raw: str) -> str:
    """A slice of a page as a person would read it aloud.

    Line breaks and hyphens at line ends repaired, list and emphasis marks removed,
    white space single. The words are the document's own.
    """
    lines = [" ".join(line.split()) for line in raw.split("\n")]
    lines = [line for line in lines if any(char.isalnum() for char in line)]
    if not lines:
        return ""
    first = _LIST_MARK.sub("", lines[0]) or lines[0]
    text = join_lines([strip_marks(line) for line in (first, *lines[1:])])
    return re.sub(r"\s+([,.])", r"\1", text).strip()


def soft_case(text: str, known: frozenset[str]) -> str:
    """Capitals made small where the document writes the word small elsewhere.

    « 340 MUNICIPALITÉS » → « 340 municipalités », while « MRC » stays as it is.
    """
    letters = sum(map(str.isalpha, text))
    if letters < 4 or sum(map(str.isupper, text)) < 0.8 * letters:
        return text
    soft = re.sub(r"[^\W\d_]+(?=(['’]?))", lambda m: _soft_word(m[0], m[1], known), text)
    return soft if soft[:1].isdigit() else soft[:1].upper() + soft[1:]


def _soft_word(word: str, apostrophe: str, known: frozenset[str]) -> str:
    if len(word) == 1:
        return word.lower() if apostrophe or word in "ÀYA" else word
    small = word.lower()
    return small if small in known or small in OPEN_WORDS or len(word) > 5 else word


def small_words(texts: Sequence[str]) -> frozenset[str]:
    """Words that the document writes in small letters, as written."""
    return frozenset(
        word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text) if word.islower()
    )


def first_words(text: str) -> str:
    """Folded beginning of a text, to tell repetitions."""
    return fold(text)[:60]
