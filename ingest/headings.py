"""Headings, lead-ins and cards told from paragraphs; levels from marks, size or case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind, is_card, is_name, looks_like_heading, starts_with_role
from ingest.lines import Line

_BIGGER = 1.15  # × body size: set larger than the text
_CARD_LINES = 42  # enough to tell a card, which holds fewer
_OPENS = re.compile(r"[A-ZÀ-ÖØ-Þ«\d+]")


def classify(blocks: Sequence[Block], body: float) -> list[Block]:
    """Paragraph blocks split and named: heading, lead, card or paragraph.

    Args:
        blocks: blocks of one page in order.
        body: font size of the running text, 0 where the format has no layout.
    """
    split: list[Block] = []
    for block in blocks:
        split.extend(_split(block, body) if block.kind == "paragraph" else [block])
    split = _join_cards(split)
    return [_named(split, at, body) for at in range(len(split))]


def _split(block: Block, body: float) -> list[Block]:
    """A title or lead-in set right above its text becomes a block of its own."""
    lines = block.lines
    widths = _widths_below(lines)
    leads = _lead_ends(lines)
    pieces: list[Block] = []
    start = 0
    while start < len(lines):
        count = 0
        if len(lines) - start > 1 and not is_card(lines[start:start + _CARD_LINES]):
            count = _heading_lines(lines, start, widths[start], body)
            count = count or leads[start] - start
        stop = start + count if count else len(lines)
        if start == 0 and stop == len(lines):
            return [block]
        pieces.append(replace(block, lines=lines[start:stop], gap=block.gap and start == 0))
        start = stop
    return pieces


def _widths_below(lines: Sequence[Line]) -> list[int]:
    """For each line, the length of the longest line below it."""
    widths = [0] * len(lines)
    for at in range(len(lines) - 2, -1, -1):
        widths[at] = max(widths[at + 1], len(lines[at + 1].text))
    return widths


def _heading_lines(lines: Sequence[Line], start: int, width: int, body: float) -> int:
    """How many lines from ``start`` are a title directly followed by its text (0 to 2)."""
    for count in (1, 2):
        if len(lines) - start <= count:
            return 0
        first, last, after = lines[start], lines[start + count - 1], lines[start + count]
        text = " ".join(line.text for line in lines[start : start + count])
        if not looks_like_heading(text) or not re.match(r"[A-ZÀ-ÖØ-Þ«“•]", after.text):
            continue
        if last.ends_open or starts_with_role(after.text):
            continue
        caps = text.isupper() and not after.text.isupper()
        bigger = bool(body) and first.size > after.size * _BIGGER
        short = len(last.text) < 0.8 * width and width > 40
        if count == 2 and not (last.text[:1].islower() and len(last.text) < 0.5 * width):
            continue
        if caps or bigger or (short and not after.text.isupper()):
            return count
    return 0


def _lead_ends(lines: Sequence[Line]) -> list[int]:
    """For each line, where the first lead-in at or below it ends; itself when none does."""
    ends = list(range(len(lines)))
    for at in range(len(lines) - 2, -1, -1):
        if lines[at].text.endswith(":") and _OPENS.match(lines[at + 1].text):
            ends[at] = at + 1
        elif ends[at + 1] > at + 1:
            ends[at] = ends[at + 1]
    return ends


def _join_cards(blocks: list[Block]) -> list[Block]:
    """A name alone, then the role in the next block, make one card."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind == block.kind == "paragraph"
            and len(before.lines) == 1
            and is_name(before.text)
            and starts_with_role(block.text)
            and len(block.lines) <= 4
            and all(len(line.text) <= 75 for line in block.lines)
        ):
            joined[-1] = replace(before, lines=(*before.lines, *block.lines))
        else:
            joined.append(block)
    return joined


def _named(blocks: Sequence[Block], at: int, body: float) -> Block:
    block = blocks[at]
    if block.kind != "paragraph":
        return block
    kind: BlockKind = "paragraph"
    if is_card(block.lines):
        kind = "card"
    elif block.text.endswith(":") and len(block.text) <= 160 and block.text.count(". ") == 0:
        kind = "lead"
    elif _is_heading(blocks, at, body):
        return replace(block, kind="heading", level=heading_level(block, body))
    return replace(block, kind=kind)


def _is_heading(blocks: Sequence[Block], at: int, body: float) -> bool:
    block = blocks[at]
    if len(block.lines) > 4 or not looks_like_heading(block.text):
        return False
    if block.lines[-1].ends_open or at + 1 >= len(blocks):
        return False
    if body and block.lines[0].size and block.lines[0].size < body * 1.02:
        return block.text.isupper() and len(block.text) > 4
    return not re.fullmatch(r"[^\W\d_]{1,2}", block.text)


def heading_level(block: Block, body: float) -> int:
    """1 for the largest or all-capital titles, 2 otherwise; marks keep their own level."""
    if block.level:
        return block.level
    size = block.lines[0].size
    if body and size:
        return 1 if size >= 1.8 * body else 2 if size >= 1.3 * body else 3
    long_word = re.search(r"[^\W\d_]{4}", block.text) is not None
    return 1 if block.text.isupper() and long_word else 2
