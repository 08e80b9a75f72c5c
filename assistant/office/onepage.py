"""A platform on one page: commitments by theme, numbered, and their sources at the foot."""

from __future__ import annotations

import math
from collections.abc import Sequence

from docx.shared import Pt
from docx.text.paragraph import Paragraph

from assistant.bank.labels import cited_source, mark_of
from assistant.lists.clean import fit_line
from assistant.lists.columns import web_address_of
from assistant.office.plan import Axis, Planned, said_today
from assistant.office.word import add_paragraph, content_of, new_document
from assistant.office.wording import word
from assistant.service import Language

# Size in points and characters of a text at most (None: all), from the most comfortable down;
# the first that should fit is taken.
STEPS: tuple[tuple[float, int | None], ...] = (
    (11.0, None), (10.0, None), (9.0, None), (9.0, 160), (8.0, 160), (8.0, 100), (7.0, 100),
    (7.0, 0),
)  # fmt: skip
PAGE_POINTS = 9.8 * 72  # height between the margins
LINE_POINTS = 7.3 * 72  # width between the margins
WIDTH_PER_SIZE = 0.5  # of a mean character
LEADING = 1.12
SOURCE_SHARE = 0.75  # sources are set smaller than commitments
LEAST_CUT = 0.6


def one_page(title: str, introduction: str, axes: Sequence[Axis], lang: Language) -> bytes:
    """The platform (DOCX), every commitment followed by the number of its source.

    Sizes and wording are reduced until the page should hold it all, which it does for some
    thirty measures; beyond, the document goes on to a second page.
    """
    shown, size = _fitted(axes, introduction)
    document = new_document(title, lang, margin=0.6)
    style = document.styles["Normal"].paragraph_format
    style.space_after, style.space_before = Pt(1), Pt(0)
    heading = document.add_heading(fit_line(title), 0)
    heading.paragraph_format.space_after = Pt(4)
    for run in heading.runs:
        run.font.size = Pt(size * 1.8)
    add_paragraph(document, introduction or word("platform_intro", lang), size=size)
    number = 0
    for axis in shown:
        _heading(document.add_heading(axis.name or word("other_axis", lang), 1), size * 1.15)
        for one in axis.measures:
            number += 1
            paragraph = add_paragraph(document, "", style="List Bullet", size=size)
            for text, bold in ((one.title, True), (_rest(one, number), False)):
                run = paragraph.add_run(text)
                run.bold, run.font.size = bold, Pt(size)
    _heading(document.add_heading(word("sources", lang), 1), size)
    small = size * SOURCE_SHARE
    for place, one in enumerate((one for axis in shown for one in axis.measures), 1):
        add_paragraph(document, f"[{place}] {_source(one, lang)}", size=small)
    note = word("platform_note", lang, day=said_today(lang))
    marked = any(mark_of(one.entry) for axis in shown for one in axis.measures)
    add_paragraph(
        document, f"{note} {word('marks', lang)}" if marked else note, size=small, italic=True
    )
    return content_of(document)


def _heading(heading: Paragraph, size: float) -> None:
    heading.paragraph_format.space_before = Pt(size * 0.5)
    heading.paragraph_format.space_after = Pt(1)
    for run in heading.runs:
        run.font.size = Pt(size)


def _rest(one: Planned, number: int) -> str:
    text = fit_line(" – ".join(filter(None, (one.text, one.note))))
    return f"{f' : {text}' if text else ''} [{number}]"


def source_of(one: Planned, lang: Language) -> str:
    """What a commitment was taken from."""
    return fit_line(f"{one.entry.title} – {cited_source(one.entry, lang)}")


def _source(one: Planned, lang: Language) -> str:
    return fit_line(" – ".join(filter(None, (source_of(one, lang), web_address_of(one.entry)))))


def _fitted(axes: Sequence[Axis], introduction: str) -> tuple[list[Axis], float]:
    """The axes, shortened if need be, and the size in points that they should fit in."""
    shown, size = list(axes), STEPS[0][0]
    for size, most in STEPS:
        shown = shortened_axes(axes, most)
        if _height(shown, introduction, size) <= PAGE_POINTS:
            break
    return shown, size


def shortened_axes(axes: Sequence[Axis], most: int | None) -> list[Axis]:
    """The axes with texts of so many characters at most; None: as they are."""
    if most is None:
        return list(axes)
    return [Axis(axis.name, tuple(_shortened(one, most) for one in axis.measures)) for axis in axes]


def _height(axes: Sequence[Axis], introduction: str, size: float) -> float:
    lines = _lines(introduction, size) * size + 2 * size * 1.8
    for axis in axes:
        lines += size * 2
        for one in axis.measures:
            lines += _lines(one.title + _rest(one, 99), size) * size + 1
            small = size * SOURCE_SHARE
            lines += _lines(_source(one, "fr"), small) * small + 1
    return (lines + 5 * size) * LEADING


def _lines(text: str, size: float) -> int:
    per_line = LINE_POINTS / (size * WIDTH_PER_SIZE)
    return sum(max(1, math.ceil(len(line) / per_line)) for line in text.split("\n"))


def _shortened(one: Planned, most: int) -> Planned:
    """The measure with a text cut at a word; its title alone when ``most`` is 0."""
    text = fit_line(one.text)
    if not most:
        return Planned(one.entry, one.title, "", one.note, one.in_bank)
    if len(text) <= most:
        return one
    cut = text[:most]
    whole = cut.rsplit(" ", 1)[0] if " " in cut[int(most * LEAST_CUT) :] else cut
    return Planned(one.entry, one.title, f"{whole.rstrip(' ,;:')}…", one.note, one.in_bank)
