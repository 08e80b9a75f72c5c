"""The Markdown of the sources, read into blocks.

Besides headings, paragraphs, lists and tables, a block named by ``:::name argument`` and
closed by ``:::`` holds either other blocks (``columns``, ``box``, ``opener``, ``notice``)
or rows of fields parted by ``|`` (``figures``, ``people``, ``chart``, ``sign``, ``cover``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROW_DIRECTIVES = frozenset({"figures", "people", "chart", "sign", "cover", "toc", "picture"})
BLOCK_DIRECTIVES = frozenset({"columns", "box", "opener", "notice", "page"})

_HEADING = re.compile(r"(#{1,3}) (.+)")
_BULLET = re.compile(r"( *)- (.+)")
_NUMBERED = re.compile(r"\d+\. (.+)")
_RULE = re.compile(r"\|[ :|-]+\|")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a source.

    Attributes:
        kind: ``heading``, ``paragraph``, ``bullets``, ``numbers``, ``table`` or the name of
            a directive.
        text: of a heading or paragraph, or the argument of a directive; inline marks kept.
        level: 1 to 3 for a heading; else 0.
        rows: list items (one field each, ``"  "`` before a nested one), table rows, header
            first, or the rows of a directive.
        children: the blocks inside a directive.
    """

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    children: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A source file: what stands between its ``---`` lines, and its blocks."""

    settings: Mapping[str, str]
    blocks: tuple[Block, ...]
    body: str


class MarkupError(ValueError):
    """A source that cannot be read, with the line that says why."""


def parse_source(text: str) -> Source:
    """A whole source file.

    Raises:
        MarkupError: no settings, an unknown directive, or one left open.
    """
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    if not mark:
        raise MarkupError("the settings between two --- lines are missing")
    pairs = (line.partition(": ") for line in head.splitlines() if line.strip())
    settings = {key.strip(): value.strip() for key, _, value in pairs}
    lines = body.splitlines()
    blocks, end = _blocks(lines, 0, "")
    if end != len(lines):
        raise MarkupError(f"':::' closes nothing at line {end + 1} of the body")
    return Source(settings, blocks, body.strip() + "\n")


def _blocks(lines: Sequence[str], at: int, inside: str) -> tuple[tuple[Block, ...], int]:
    """Blocks from a line on, up to the ``:::`` that closes ``inside``."""
    found: list[Block] = []
    while at < len(lines):
        line = lines[at]
        if line.strip() == ":::":
            return tuple(found), at + (1 if inside else 0)
        if not line.strip():
            at += 1
        elif line.startswith(":::"):
            block, at = _directive(lines, at)
            found.append(block)
        else:
            block, at = _plain(lines, at)
            found.append(block)
    if inside:
        raise MarkupError(f"':::{inside}' is never closed")
    return tuple(found), at


def _directive(lines: Sequence[str], at: int) -> tuple[Block, int]:
    name, _, argument = lines[at][3:].strip().partition(" ")
    if name in BLOCK_DIRECTIVES:
        children, end = _blocks(lines, at + 1, name)
        return Block(name, argument, children=children), end
    if name not in ROW_DIRECTIVES:
        raise MarkupError(f"unknown directive {name!r}")
    end = at + 1
    while end < len(lines) and lines[end].strip() != ":::":
        end += 1
    if end == len(lines):
        raise MarkupError(f"':::{name}' is never closed")
    rows = tuple(_fields(line) for line in lines[at + 1 : end] if line.strip())
    return Block(name, argument, rows=rows), end + 1


def _fields(line: str) -> tuple[str, ...]:
    return tuple(field.strip() for field in line.strip().strip("|").split("|"))


def _plain(lines: Sequence[str], at: int) -> tuple[Block, int]:
    heading = _HEADING.fullmatch(lines[at].strip())
    if heading:
        return Block("heading", heading[2], level=len(heading[1])), at + 1
    end = at
    while end < len(lines) and lines[end].strip() and not lines[end].startswith((":::", "#")):
        end += 1
    run = lines[at:end]
    if all(_BULLET.fullmatch(line) for line in run):
        items = (_BULLET.fullmatch(line) for line in run)
        return Block("bullets", rows=tuple((m[1] + m[2],) for m in items if m)), end
    if all(_NUMBERED.fullmatch(line) for line in run):
        steps = (_NUMBERED.fullmatch(line) for line in run)
        return Block("numbers", rows=tuple((m[1],) for m in steps if m)), end
    if all(line.startswith("|") for line in run):
        rows = tuple(_fields(line) for line in run if not _RULE.fullmatch(line.strip()))
        return Block("table", rows=rows), end
    return Block("paragraph", " ".join(line.strip() for line in run)), end
