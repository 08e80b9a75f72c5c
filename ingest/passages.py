"""Passages and statements from parts: what is searched and what is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.french.dates import find_times
from ingest.pages import ByNumber
from ingest.parts import Part
from ingest.records import Page, Passage, Statement

FULL = 150  # words: about 200 tokens of the default model
_LONG_WORD = 12  # characters: text without spaces is measured by these
_APART = 2000  # characters of nothing readable: a passage does not span them
_ENOUGH = 0.3  # of a full passage: a title may open a new one from here on


@dataclass(frozen=True, slots=True)
class Cut:
    """Passages of a document with the statements they hold."""

    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]


def cut(
    document_id: str,
    pages: Sequence[Page],
    parts: Sequence[Part],
    words: int = FULL,
    language: str | None = None,
) -> Cut:
    """Whole blocks packed into passages that respect pages, titles and furniture.

    A passage is exactly ``page.text[start:end]`` and never crosses furniture, so it holds
    neither running heads nor ornaments. A block longer than a passage is cut between
    sentences.

    Args:
        words: where a passage is full.
        language: of the document: a passage in another one says so.
    """
    by_number = ByNumber(pages)
    passages: list[Passage] = []
    statements: list[Statement] = []
    section = _SectionYears()
    for order, run in enumerate(_runs(parts, words)):
        start = min(part.start for part in run)
        end = max(part.end for part in run)
        page = run[0].page
        identity = f"{document_id}-{page}-{start}"
        heading = next((part.heading for part in run if not part.title), run[0].heading)
        text = by_number[page].text[start:end]
        other = run[0].language if run[0].language != language else None
        passages.append(
            Passage(identity, document_id, page, start, end, text, heading, order, other)
        )
        for part in run:
            statements.append(_statement(part, document_id, identity, len(statements), section))
    return Cut(tuple(passages), tuple(statements))


def _statement(
    part: Part, document_id: str, passage_id: str, order: int, section: _SectionYears
) -> Statement:
    return Statement(
        id=f"{document_id}-s{order}",
        passage_id=passage_id,
        document_id=document_id,
        page=part.page,
        start=part.start,
        end=part.end,
        text=part.text,
        kind=part.kind,
        heading=part.heading,
        lead=part.lead,
        group=part.group,
        years=section.of(part),
        order=order,
        confidence=part.confidence,
    )


def _runs(parts: Sequence[Part], full: int) -> list[list[Part]]:
    runs: list[list[Part]] = []
    words = 0
    sizes = [max(len(part.text.split()), len(part.text) // _LONG_WORD) for part in parts]
    coming = _words_to_come(parts, sizes)
    for part, size, rest in zip(parts, sizes, coming, strict=True):
        if runs and not _opens(runs[-1], part, words, rest, full):
            runs[-1].append(part)
            words += size
        else:
            runs.append([part])
            words = size
    return runs


def _words_to_come(parts: Sequence[Part], sizes: Sequence[int]) -> list[int]:
    """For each part, the words from it to the end of its block."""
    coming = list(sizes)
    for at in range(len(parts) - 2, -1, -1):
        if parts[at].block == parts[at + 1].block:
            coming[at] += coming[at + 1]
    return coming


def _opens(run: Sequence[Part], part: Part, words: int, coming: int, full: int) -> bool:
    last = run[-1]
    if part.page != last.page or part.fresh or part.start - last.end > _APART:
        return True
    if part.language != last.language:
        return True
    if last.title:
        return words >= full
    if part.title:
        return words >= full * _ENOUGH
    if part.block == last.block and part.kind == "key_figure":
        return False
    return words + min(coming, full) > full and (part.block != last.block or words >= full)


class _SectionYears:
    """Years a statement states, or inherits from its lead-ins, titles or section."""

    def __init__(self) -> None:
        self._heading: tuple[str, ...] = ()
        self._first: tuple[str, ...] = ()

    def of(self, part: Part) -> tuple[str, ...]:
        if part.heading != self._heading:
            self._heading, self._first = part.heading, ()
        own = _years(part.text)
        if own:
            if not self._first and not part.title:
                self._first = own
            return own
        for text in (*reversed(part.lead), *reversed(part.heading[-1:])):
            found = _years(text)
            if found and " / " not in text:
                return found
        return ()


def _years(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(when.period for when in find_times(text) if when.period))
