"""What a document to hand out is made of, whatever file it becomes (PDF, DOCX).

Text is plain: no character of it is ever markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from assistant.service import Language

ParagraphStyle = Literal["body", "quote", "small", "note"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; ``link`` is followed only when it is a web address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1, 2 or 3 (0 is the title of the whole)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line breaks of its text are kept."""

    runs: tuple[Run, ...]
    style: ParagraphStyle = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, its items in order; ``numbers`` stand before them instead of bullets."""

    items: tuple[tuple[Run, ...], ...]
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose header row comes back on each page; ``widths`` are shares, above 0."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    widths: tuple[float, ...]


Block = Heading | Paragraph | Bullets | Grid


@dataclass(frozen=True, slots=True)
class Handout:
    """A document: its title, the language it is written in, what it holds in order."""

    title: str
    lang: Language
    blocks: tuple[Block, ...]
    wide: bool = False


def plain(text: str, *, style: ParagraphStyle = "body") -> Paragraph:
    """A paragraph of one look."""
    return Paragraph((Run(text),), style)


def web_link(address: str | None) -> str | None:
    """``address`` when a reader may follow it: http or https, with a host, no blank in it."""
    if not address or len(address) > 2_000 or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def words_of(handout: Handout) -> Iterator[str]:
    """Every text of a document, in reading order."""
    for block in handout.blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield from (run.text for run in block.runs)
            case Bullets():
                yield from (run.text for item in block.items for run in item)
            case Grid():
                yield block.caption
                yield from block.heads
                yield from (run.text for row in block.rows for cell in row for run in cell)
