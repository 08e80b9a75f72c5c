"""Table rows told with their headings: « Région : 5; Territoire : Estrie; … »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.blocks import Block

_CELL = re.compile(r"\s\|\s")
_EDGES = re.compile(r"^\s*\|\s|\s\|\s*$")  # « | Natation | 96 | »: the bars at both ends


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        text: readable: each cell after its column's heading, where there is one.
        header: the headings as written, joined; empty for the header itself and without.
    """

    text: str
    header: str


class Table:
    """Follows the rows of a page in order; a first row without digits is the header."""

    def __init__(self) -> None:
        self._header: tuple[str, ...] = ()
        self._open = False

    def read(self, block: Block) -> Row | None:
        """The row that a block is, None when it is not one."""
        if block.lines[0].kind != "row":
            self._open = False
            self._header = ()
            return None
        cells = tuple(cell.strip() for cell in _CELL.split(_EDGES.sub("", block.text)))
        if not self._open:
            self._open = True
            if not re.search(r"\d", block.text):
                self._header = cells
                return Row(", ".join(cells), "")
        if len(cells) != len(self._header):
            return Row(", ".join(cells), " | ".join(self._header))
        pairs = zip(self._header, cells, strict=True)
        told = "; ".join(f"{head} : {cell}" if head else cell for head, cell in pairs if cell)
        return Row(told, " | ".join(self._header))
