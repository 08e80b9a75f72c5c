"""A conversation as a document to hand out: each question, its answer, its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lists.clean import fit_line, fit_text
from assistant.office.blocks import (
    Block,
    Bullets,
    Grid,
    Handout,
    Heading,
    Paragraph,
    Run,
    plain,
    web_link,
)
from assistant.office.plan import said_today
from assistant.office.wording import word
from assistant.service import Language

BULLET = re.compile(r"\s*(?:[-•–*]|\d{1,2}[.)])\s+(.*)")
STRONG = re.compile(r"\*\*([^*\n]+)\*\*")


@dataclass(frozen=True, slots=True)
class SaidSource:
    """A source as it is printed.

    Attributes:
        page: as it is printed on the document's page, None where there are none.
        held: whether the documents still hold the quote, word for word.
    """

    n: int
    title: str
    quote: str
    organization: str | None = None
    year: str | None = None
    page: str | None = None
    url: str | None = None
    held: bool = True


@dataclass(frozen=True, slots=True)
class SaidFigure:
    """A figure of an answer; ``n`` is its source."""

    label: str
    value: str
    year: str | None
    n: int


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """A question and what was answered; ``entries`` are titles of measures and grants."""

    question: str
    answer: str
    sources: tuple[SaidSource, ...] = ()
    figures: tuple[SaidFigure, ...] = ()
    entries: tuple[str, ...] = ()


def conversation_handout(title: str, turns: Sequence[SaidTurn], lang: Language) -> Handout:
    """The document; ``title`` may be empty."""
    day = said_today(lang)
    blocks: list[Block] = [plain(word("talk_intro", lang, day=day), style="note")]
    for turn in turns:
        blocks += _turn(turn, lang, day)
    if any(not source.held for turn in turns for source in turn.sources):
        blocks.append(plain(word("talk_changed", lang), style="note"))
    return Handout(fit_line(title) or word("talk_title", lang), lang, tuple(blocks))


def _turn(turn: SaidTurn, lang: Language, day: str) -> list[Block]:
    blocks: list[Block] = [Heading(turn.question, 1), *_answer(turn.answer)]
    if len(turn.figures) > 1:
        blocks.append(_figures(turn.figures, lang))
    if turn.entries:
        blocks.append(Heading(word("talk_entries", lang), 2))
        blocks.append(Bullets(tuple((Run(title),) for title in turn.entries)))
    if turn.sources:
        blocks.append(Heading(word("sources", lang), 2))
        items = tuple(_source(source, lang, day) for source in turn.sources)
        blocks.append(Bullets(items, tuple(f"[{source.n}]" for source in turn.sources)))
    return blocks


def _answer(text: str) -> list[Block]:
    """Paragraphs and lists of an answer, its numbers in brackets kept."""
    blocks: list[Block] = []
    items: list[tuple[Run, ...]] = []
    for line in [*fit_text(text).split("\n"), ""]:
        item = BULLET.fullmatch(line)
        if item:
            items.append(_runs(item[1]))
            continue
        if items and line.strip():
            blocks.append(Bullets(tuple(items)))
            items = []
        if line.strip():
            blocks.append(Paragraph(_runs(line.strip())))
    return [*blocks, Bullets(tuple(items))] if items else blocks


def _runs(text: str) -> tuple[Run, ...]:
    """``**strong**`` as bold."""
    parts = STRONG.split(text)
    runs = (Run(part, bold=bool(place % 2)) for place, part in enumerate(parts))
    return tuple(run for run in runs if run.text) or (Run(""),)


def _figures(figures: Sequence[SaidFigure], lang: Language) -> Grid:
    heads = tuple(word(name, lang) for name in ("figure", "figure_of", "figure_year", "source"))
    rows = tuple(
        ((Run(one.value),), (Run(one.label),), (Run(one.year or "–"),), (Run(f"[{one.n}]"),))
        for one in figures
    )
    return Grid(word("figures", lang), heads, rows, (1.2, 3, 1.2, 0.8))


def reference_runs(source: SaidSource, lang: Language, day: str) -> tuple[Run, ...]:
    """AUTEUR. *Titre*, année, p. 4, en ligne : adresse, consulté le …"""
    author = f"{fit_line(source.organization).upper()}. " if source.organization else ""
    year = source.year if source.year and source.year not in source.title else None
    page = word("page_n", lang, page=source.page) if source.page else None
    rest = "".join(f", {part}" for part in (year, page) if part)
    runs = [Run(author), Run(fit_line(source.title), italic=True), Run(rest)]
    link = web_link(source.url)
    if link is not None:
        runs += [Run(word("online", lang)), Run(link, link=link),
                 Run(word("consulted", lang, day=day))]  # fmt: skip
    return (*(run for run in runs if run.text), Run("."))


def _source(source: SaidSource, lang: Language, day: str) -> tuple[Run, ...]:
    quote = word("quoted", lang, text=fit_line(source.quote))
    mark = "" if source.held else " *"
    return (*reference_runs(source, lang, day), Run(f" {quote}{mark}"))
