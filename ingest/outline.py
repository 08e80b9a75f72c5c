"""Where the reader stands in a document: titles above, lead-ins in force, current list."""

from __future__ import annotations

from collections.abc import Callable

from ingest.blocks import Block

_SHORT = 170  # characters: a paragraph this short may still belong to its lead-in


class Outline:
    """Walks the blocks of a document in order.

    Call ``enter`` before and ``leave`` after each block; in between ``heading``, ``lead``,
    ``group`` and ``block`` tell where the block stands.
    """

    def __init__(self) -> None:
        self._titles: dict[int, str] = {}
        self._begins: dict[int, int] = {}  # level to first character, titles of this page
        self._lead: tuple[str, ...] = ()
        self._item_lead: tuple[str, ...] = ()
        self._before: str = ""
        self._level = 0
        self._after_lead = 0
        self._content = False
        self._groups = 0
        self._run: dict[int, int] = {}  # level to group, of titles with nothing between them
        self.group = 0
        self.block = 0

    @property
    def heading(self) -> tuple[str, ...]:
        """Titles above, outermost first."""
        return tuple(self._titles[level] for level in sorted(self._titles))

    def turn_page(self) -> None:
        """A new page begins: the titles above it stand on another one."""
        self._begins = {}

    def heading_without(self, beside: Callable[[int], bool]) -> tuple[str, ...]:
        """Titles above, the innermost left out while ``beside`` is true of where they begin.

        Args:
            beside: whether a title of this page, told by its first character, heads a
                column that what is read now is not in.
        """
        levels = sorted(self._titles)
        while len(levels) > 1 and levels[-1] in self._begins and beside(self._begins[levels[-1]]):
            levels.pop()
        return tuple(self._titles[level] for level in levels)

    @property
    def lead(self) -> tuple[str, ...]:
        """Lead-ins in force, outermost first, without their colon."""
        return self._lead + self._item_lead

    def stand_apart(self) -> None:
        """A footnote or a caption begins: of no list, and it governs nothing."""
        self.block += 1
        self._new_group()

    def enter(self, block: Block, text: str) -> None:
        """Take note of the block before its parts are made."""
        self.block += 1
        if block.kind == "heading":
            self._enter_heading(block, text)
        elif block.kind == "lead":
            self._lead = self._lead if self._before == "lead" and len(self._lead) < 2 else ()
            self._item_lead = ()
            self._new_group()
        elif block.kind == "item":
            if self._before not in ("item", "lead"):
                self._new_group()
        else:
            self._enter_text(block)

    def _enter_text(self, block: Block) -> None:
        self._item_lead = ()
        if self._before == "item":
            self._new_group()
            self._lead = ()
            return
        short = len(block.text) <= _SHORT and block.text.rstrip(".;").count(". ") == 0
        kept = short and block.kind == self._before and block.kind in ("paragraph", "card")
        if self._lead and self._after_lead > 0 and not kept:
            self._lead = ()
        if not self._lead and not (self._before == "paragraph" and block.kind == "paragraph"):
            self._new_group()

    def _enter_heading(self, block: Block, text: str) -> None:
        self._lead = self._item_lead = ()
        level = block.level
        one_word = len(text.split()) == 1 and not block.text.isupper() and not block.lines[0].size
        if one_word and level == 2 and (self._before == "heading2" or 3 in self._titles):
            level = 3
        if not block.lines[0].size and level > 1 and self._content:
            self._titles.pop(1, None)
        follows = self._before == f"heading{level}" and level in self._titles
        if follows and level >= 2 and not block.lines[0].size:
            self._titles[level] = f"{self._titles[level]} / {text}"[:300]
        else:
            self._titles[level] = text
        self._begins[level] = block.start
        for deeper in [one for one in self._titles if one > level]:
            del self._titles[deeper]
            self._begins.pop(deeper, None)
        self._level = level
        self._content = False
        self._join_run(level)

    def _join_run(self, level: int) -> None:
        """Titles of one level in a row, without text between them, make one list."""
        if level in self._run:
            self.group = self._run[level]
        else:
            self._new_group()
        self._run = {one: group for one, group in self._run.items() if one < level}
        self._run[level] = self.group

    def _new_group(self) -> None:
        self._groups += 1
        self.group = self._groups

    def leave(self, block: Block) -> None:
        """Take note of the block after its parts are made."""
        text = block.text.rstrip()
        if block.kind == "heading":
            self._before = f"heading{self._level}"
            self._after_lead = 0
            return
        self._content = True
        self._run = {}
        if block.kind == "lead":
            self._lead = (*self._lead, text.rstrip(" :"))
            self._after_lead = 0
        elif block.kind == "item" and text.endswith(":"):
            self._item_lead = (text.rstrip(" :"),)
        elif block.kind == "paragraph" and text.endswith(":"):
            tail = text.rsplit(". ", 1)[-1].rstrip(" :")
            self._lead = (tail,) if len(tail) <= 300 else ()
            self._after_lead = 0
            self._new_group()
        else:
            self._after_lead += 1
        self._before = block.kind
