"""Footnotes and captions: blocks that stand beside the running text of a page.

A footnote is set smaller than the text, opened by its number or mark, and nothing of the
running text stands under it. A caption says so (« Photo : », « Figure 2. »), or is a few
small lines right under or over a picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.pages import AsideKind
from ingest.readers.pdf_layout import Block, Box, overlap
from ingest.readers.pdf_order import is_note, running_size

SMALLER = 0.95  # of running text
CAPTION_ROWS = 4
CAPTION_LENGTH = 350  # characters
NEAR = 1.6  # em between a picture and its caption
LEAST_PICTURE = 30.0  # points: a smaller picture is an icon
_SAID = re.compile(
    r"(?:(?:figures?|fig\.|graphiques?|illustrations?|photos?|photographies?|images?|cartes?|"
    r"schémas?|pictures?|charts?|maps?)\s*(?:n[o°]\s*)?(?:\d{1,3}(?:\.\d{1,2})?|[IVX]{1,4})?\s*"
    r"(?:[.:–—-]\s|\s[.:–—]\s?)|(?:crédits?(?:\s+photos?)?|sources?|légende|photo credit)\s*:\s)",
    re.IGNORECASE,
)


def aside_kinds(blocks: Sequence[Block], pictures: Sequence[Box]) -> dict[int, AsideKind]:
    """Identity of each block that is a footnote or a caption, and which it is."""
    running = running_size(blocks)
    found: dict[int, AsideKind] = {}
    for block in blocks:
        if not block.lines[0].upright or any(row.cells for row in block.rows):
            continue
        if _is_caption(block, pictures, running):
            found[id(block)] = "caption"
        elif is_note(block, running) and not _has_text_under(block, blocks, running):
            found[id(block)] = "note"
    return found


def _is_small(block: Block, running: float) -> bool:
    return (
        block.size < SMALLER * running
        and len(block.rows) <= CAPTION_ROWS
        and len(block.text) <= CAPTION_LENGTH
    )


def _is_caption(block: Block, pictures: Sequence[Box], running: float) -> bool:
    short = len(block.rows) <= CAPTION_ROWS and len(block.text) <= CAPTION_LENGTH
    said = _SAID.match(block.text)
    if short and said is not None and len(block.text) > said.end() and block.size <= running:
        return True
    return _is_small(block, running) and any(_beside(block, picture) for picture in pictures)


def _beside(block: Block, picture: Box) -> bool:
    """Whether a block stands right under or over a picture, within its width."""
    x0, y0, x1, y1 = block.box
    px0, py0, px1, py1 = picture
    if px1 - px0 < LEAST_PICTURE or py1 - py0 < LEAST_PICTURE:
        return False
    within = overlap(x0, x1, px0, px1) >= 0.8 * (x1 - x0)
    near = -0.3 * block.size <= y0 - py1 <= NEAR * block.size
    return within and (near or -0.3 * block.size <= py0 - y1 <= 0.8 * block.size)


def _has_text_under(block: Block, blocks: Sequence[Block], running: float) -> bool:
    x0, _, x1, y1 = block.box
    return any(
        other is not block
        and other.size > SMALLER * running
        and other.box[1] >= y1 - 0.5 * block.size
        and overlap(x0, x1, other.box[0], other.box[2]) > 0
        for other in blocks
    )
