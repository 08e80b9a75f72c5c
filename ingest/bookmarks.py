"""Bookmarks of a file, as titles of its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.blocks import Block
from ingest.french.folding import fold

# The mark that a list item loses when it is read.
_NUMBERED = re.compile(r"^\s*(?:[\divxIVX]+[.)])+\s+")
LEVEL = 2  # of a title that only a bookmark shows to be one
MIN_LETTERS = 3


def titles_by_page(bookmarks: Sequence[tuple[str, int]]) -> Mapping[int, frozenset[str]]:
    """Keys of the titles that bookmarks give to each page."""
    found: dict[int, set[str]] = defaultdict(set)
    for title, page in bookmarks:
        key = _key(_NUMBERED.sub("", title))
        if len(key) >= MIN_LETTERS:
            found[page].add(key)
    return {page: frozenset(keys) for page, keys in found.items()}


def declared_headings(blocks: Sequence[Block], titles: frozenset[str]) -> list[Block]:
    """Blocks, those that say exactly what a bookmark of their page says made headings."""
    if not titles:
        return list(blocks)
    return [
        replace(block, kind="heading", level=LEVEL)
        if block.kind in ("paragraph", "item", "lead", "card")
        and _key(_NUMBERED.sub("", block.text)) in titles
        else block
        for block in blocks
    ]


def _key(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
