"""Footnotes of formats without layout: each put after its section, and tied to its call.

While the text of a document is written, a call and the two ends of a note are marks that no
text holds; when it is whole, the marks are taken out and their places kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ingest.records import Aside

# Unicode noncharacters: never part of a text, and taken out of one that holds them.
_OPENS, _CLOSES, _CALLS = "\ufdd0", "\ufdd1", "\ufdd2"
_ANY = re.compile(f"[{_OPENS}{_CLOSES}{_CALLS}]")
_MARK = re.compile(
    f"{_OPENS}(\\d{{1,6}}){_CALLS}|{_CALLS}(\\d{{1,6}}){_CALLS}|{_ANY.pattern}"
)


def without_marks(text: str) -> str:
    """A text of a file, without what would be taken for marks of ours."""
    return _ANY.sub("", text)


class Notes:
    """The notes of one document: called in the text, written after their section.

    Args:
        lines: lines of the note of a name; none when the document has no such note. Notes
            called by these lines are taken in too.
    """

    def __init__(self, lines: Callable[[str], Iterable[str]]) -> None:
        self._lines = lines
        self._numbers: dict[str, int] = {}
        self._due: list[str] = []

    def call(self, name: str) -> str:
        """What stands in the text for the call of a note; it is then due."""
        if name not in self._numbers:
            self._numbers[name] = len(self._numbers)
            self._due.append(name)
            return f"{_CALLS}{self._numbers[name]}{_CALLS}"
        return ""

    def due(self) -> Iterator[str]:
        """Lines of the notes called since the last time, an empty one before each."""
        while self._due:
            name = self._due.pop(0)
            lines = [line for line in self._lines(name) if _ANY.sub("", line).strip()]
            if lines:
                lines[0] = f"{_OPENS}{self._numbers[name]}{_CALLS}{lines[0]}"
                lines[-1] += _CLOSES
                yield from ("", *lines)

    def called(self, name: str) -> bool:
        """Whether the text has called a note."""
        return name in self._numbers


def take_marks(text: str) -> tuple[str, tuple[Aside, ...]]:
    """A text without its marks, and its notes in order, with the place of their calls."""
    pieces: list[str] = []
    length, last = 0, 0
    calls: dict[int, int] = {}
    open_: list[tuple[int, int]] = []
    notes: list[tuple[int, int, int]] = []
    for mark in _MARK.finditer(text):
        piece = text[last : mark.start()]
        pieces.append(piece)
        length += len(piece)
        last = mark.end()
        if mark[1]:
            open_.append((length, int(mark[1])))
        elif mark[2]:
            calls.setdefault(int(mark[2]), length)
        elif mark[0] == _CLOSES and open_:
            start, number = open_.pop()
            notes.append((start, length, number))
    pieces.append(text[last:])
    asides = (Aside(start, end, "note", calls.get(n)) for start, end, n in sorted(notes))
    return "".join(pieces), tuple(asides)
