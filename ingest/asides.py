"""Lines of a page that stand beside its text: footnotes and captions, taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block
from ingest.lines import Line
from ingest.records import AsideKind, Page

_MARK = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})[.)]?\s*(?=[A-ZÀ-Þ«“\"(\[]|https?:|www\.)")


@dataclass(frozen=True, slots=True)
class Beside:
    """An aside as one block; ``call``, ``confidence`` as in :class:`ingest.records.Aside`."""

    kind: AsideKind
    block: Block
    call: int | None = None
    confidence: float = 1.0


def split_asides(page: Page, lines: Sequence[Line]) -> tuple[list[Line], list[Beside]]:
    """The lines, those of asides marked as furniture, and each aside as one block.

    Passages break around furniture, so that none mixes an aside with the running text.
    """
    main = list(lines)
    found: list[Beside] = []
    for aside in page.asides:
        held = [
            at for at, line in enumerate(lines)
            if line.kind != "blank" and aside.start <= line.start and line.end <= aside.end
        ]  # fmt: skip
        if not held:
            continue
        for at in held:
            main[at] = replace(lines[at], kind="furniture", text="")
        if aside.kind != "note" or not page.words:
            whole = Block("paragraph", tuple(replace(lines[at], kind="text") for at in held))
            found.append(Beside(aside.kind, whole, aside.call, aside.confidence))
            continue
        runs = _notes(page, [lines[at] for at in held])
        notes = (_without_mark(page, Block("paragraph", tuple(run))) for run in runs)
        found.extend(Beside("note", note) for note in notes)
    return main, found


def _notes(page: Page, lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each footnote of a run of them: a mark at a line start opens the next."""
    runs: list[list[Line]] = []
    for line in lines:
        line_start = page.text.rfind("\n", 0, line.start) + 1
        line = replace(line, start=line_start)
        if runs and _MARK.match(page.text, line_start, line.end) is None:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _without_mark(page: Page, block: Block) -> Block:
    """A footnote without the number that calls it, which would read as a figure."""
    first = block.lines[0]
    mark = _MARK.match(page.text, first.start, first.end)
    if mark is None:
        return block
    bare = replace(first, start=mark.end(), text=_MARK.sub("", first.text, count=1))
    return replace(block, lines=(bare, *block.lines[1:]))
