"""Text of an RTF document as it grows: paragraphs, list items, rows of tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.packed import BULLET, CELL_MARK


@dataclass(slots=True)
class Flow:
    """A run of paragraphs: the body, a note, a text box.

    Attributes:
        lines: those that are finished, an empty line between paragraphs.
        heading, listed, in_table: of the paragraph being written.
    """

    lines: list[str] = field(default_factory=list)
    heading: bool = False
    listed: bool = False
    in_table: bool = False
    _pieces: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: bool = False  # the last line is a row

    def write(self, text: str) -> None:
        """Add characters to the paragraph."""
        self._pieces.append(text)

    def paragraph(self) -> None:
        """End the paragraph; inside a cell, the cell goes on."""
        if self.in_table:
            self._pieces.append(" ")
            return
        self._end_rows()
        text = self._taken().strip(" \t")
        if not text.strip():
            self.listed = False
            return
        if self.heading or self._rows or not self.listed:
            self.lines.append("")
        self._rows = False
        if self.heading or not self.listed:
            self.lines += [*(line.strip() for line in text.split("\n")), ""]
        else:
            self.lines += (BULLET + text).split("\n")
        self.listed = False

    def cell(self) -> None:
        """End a cell of a table."""
        self._cells.append(" ".join(self._taken().split()))

    def row(self) -> None:
        """End a row of a table."""
        if self._taken_blank():
            self._pieces.clear()
        if any(self._cells):
            self.lines += ([] if self._rows else [""]) + [CELL_MARK.join(self._cells)]
            self._rows = True
        self._cells.clear()

    def close(self) -> None:
        """End whatever was begun."""
        if self._cells or (self.in_table and not self._taken_blank()):
            self.cell()
            self.row()
        self.in_table = False
        self.paragraph()

    def _end_rows(self) -> None:
        if self._cells:
            self.row()

    def _taken_blank(self) -> bool:
        return not "".join(self._pieces).strip()

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        return text
