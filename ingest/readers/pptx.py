"""Presentations: one page a slide, its title first, then its text, tables, charts, notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from ingest.errors import ReadFailure
from ingest.readers.opening import read_head
from ingest.readers.packed import (
    BULLET,
    CELL_MARK,
    check_size,
    collapsed,
    damaged,
    declared,
    parse_xml,
)
from ingest.records import Page, RawDocument

WHAT = "Le fichier PowerPoint"
MAX_SLIDES = 5_000
MAX_DEPTH = 20  # groups in groups

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_LISTS = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
_FURNITURE = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER,
              PP_PLACEHOLDER.HEADER}  # fmt: skip


class PptxReader:
    """Reads ``.pptx``."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a presentation; see :class:`ingest.readers.base.Reader`."""
        read_head(path)
        check_size(path, WHAT)
        try:
            show = pptx.Presentation(str(path))
            slides = list(show.slides)[: MAX_SLIDES + 1]
            lost: set[int] = set()
            texts = [
                "\n".join(collapsed(_slide(slide, n, lost))).rstrip()
                for n, slide in enumerate(slides, 1)
            ]
            title, language, created = declared(lambda: show.core_properties)
        # A damaged archive or part makes python-pptx raise nearly anything.
        except Exception as error:
            raise damaged(WHAT) from error
        if len(texts) > MAX_SLIDES:
            raise ReadFailure("too_large", f"La présentation dépasse {MAX_SLIDES} diapositives.")
        if not any(texts):
            raise ReadFailure("no_text", "La présentation ne contient aucun texte.")
        return RawDocument(
            pages=tuple(Page(number=n, text=text) for n, text in enumerate(texts, 1)),
            paged=True,
            title=title,
            language=language,
            created=created,
            outline=tuple(
                (heading, n)
                for n, slide in enumerate(slides, 1)
                if (heading := _title_of(slide)) is not None
            ),
            warnings=_warnings(lost),
        )


def _warnings(lost: set[int]) -> tuple[str, ...]:
    if not lost:
        return ()
    numbers = ", ".join(map(str, sorted(lost)[:20])) + ("…" if len(lost) > 20 else "")
    return (f"Diapositives dont un élément n’a pas pu être lu : {numbers}.",)


def _title_of(slide: Any) -> str | None:
    try:
        shape = slide.shapes.title
        text = " ".join(shape.text_frame.text.split()) if shape is not None else ""
    except Exception:  # noqa: BLE001 - as for any shape
        return None
    return text or None


def _slide(slide: Any, number: int, lost: set[int]) -> Iterator[str]:
    title = _title_of(slide)
    if title:
        yield from ("", title, "")
    shapes = iter(slide.shapes)
    while True:
        try:
            yield from [*_shape(next(shapes), 0), ""]
        except StopIteration:
            break
        # What one damaged shape makes python-pptx raise must not cost the others.
        except Exception:  # noqa: BLE001
            lost.add(number)
    if slide.has_notes_slide:
        notes = slide.notes_slide.notes_text_frame
        if notes is not None:
            yield from (_text(paragraph) for paragraph in notes.paragraphs)


def _shape(shape: Any, depth: int) -> Iterator[str]:
    """Lines of a shape; a title was written before."""
    if depth > MAX_DEPTH:
        return
    if hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from _shape(inner, depth + 1)
            yield ""
    elif getattr(shape, "has_table", False):
        yield from _table(shape.table)
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape.chart)
    elif shape.has_text_frame:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind not in _TITLES and kind not in _FURNITURE:
            yield from _paragraphs(shape.text_frame, listed=kind in _LISTS)
    else:
        yield from _drawing(shape)


def _paragraphs(frame: Any, listed: bool) -> Iterator[str]:
    paragraphs = [p for p in frame.paragraphs if _text(p)]
    for paragraph in paragraphs:
        properties = paragraph._p.pPr  # noqa: SLF001 - python-pptx does not tell bullets
        plain = properties is not None and properties.find(qn("a:buNone")) is not None
        marked = properties is not None and any(
            properties.find(qn(name)) is not None for name in ("a:buChar", "a:buAutoNum")
        )
        item = marked or (listed and len(paragraphs) > 1 and not plain)
        for n, line in enumerate(_text(paragraph).split("\n")):
            yield (BULLET if item and not n else "") + line


def _text(paragraph: Any) -> str:
    """Text of a paragraph; a vertical tab is a line break inside it."""
    return str(paragraph.text).replace("\v", "\n").strip()


def _table(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells = [" ".join(cell.text_frame.text.split()) for cell in row.cells]
        if any(cells):
            yield CELL_MARK.join(cells)


def _chart(chart: Any) -> Iterator[str]:
    """The data of a chart as a table: one row a category."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield from (chart.chart_title.text_frame.text, "")
    for plot in chart.plots:
        series = list(plot.series)
        yield CELL_MARK.join(["", *(str(one.name) for one in series)])
        for n, category in enumerate(plot.categories):
            values = [one.values[n] if n < len(one.values) else None for one in series]
            yield CELL_MARK.join(
                [str(category), *("" if v is None else _number(v) for v in values)]
            )


def _number(value: float) -> str:
    return f"{value:.12g}".replace(".", ",")


def _drawing(shape: Any) -> Iterator[str]:
    """Whatever text a SmartArt drawing holds."""
    element = shape._element  # noqa: SLF001 - python-pptx has no object for SmartArt
    related = element.find(".//{*}relIds")
    if related is None:
        return
    part = shape.part.related_part(related.get(qn("r:dm")))
    for paragraph in parse_xml(part.blob).iter(qn("a:p")):
        text = "".join(piece.text or "" for piece in paragraph.iter(qn("a:t"))).strip()
        if text:
            yield BULLET + text
