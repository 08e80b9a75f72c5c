"""From pages to parts: headings carried as a path, lead-ins over their lists.

The order of work: lines → furniture marked → blocks → key-figure clusters → headings,
lead-ins, cards → parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from ingest.asides import Beside, split_asides
from ingest.blocks import Block, goes_on_small, group_lines, join_open
from ingest.bookmarks import declared_headings, titles_by_page
from ingest.cards import card_text
from ingest.columns import is_beside
from ingest.french.sentences import cut_long, split_sentences
from ingest.furniture import mark_furniture
from ingest.headings import classify
from ingest.keyfigure_pairs import Cluster, Pair
from ingest.keyfigure_readings import Piece
from ingest.keyfigures import begins_with_doublet, find_clusters
from ingest.languages import by_language
from ingest.lines import Line, body_size, read_lines
from ingest.outline import Outline
from ingest.parts import Part, readable, small_words, soft_case
from ingest.records import Page, StatementKind
from ingest.tables import Row, Table

_INDENTED = 0.15  # share of indented lines from which indent is taken for a list mark
_SHOWN = 0.6  # confidence, at most, of what was read in a picture: a number of it is doubtful
_LONGEST = 3000  # characters: a longer run without any end mark is cut at white space
_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})*")


@dataclass(frozen=True, slots=True)
class Structure:
    """Parts of a document in order, and its furniture as text (it may name the report)."""

    parts: tuple[Part, ...]
    furniture: tuple[str, ...]


def read_structure(pages: Sequence[Page], bookmarks: Sequence[tuple[str, int]] = ()) -> Structure:
    """Parts of all pages. Titles carry over from a page to the next; blocks do not.

    Args:
        bookmarks: titles that the file declares, with their page.
    """
    declared = titles_by_page(bookmarks)
    read = [split_asides(page, read_lines(page)) for page in pages]
    lines = mark_furniture(_indented_lists([main for main, _ in read]))
    body = body_size(lines)
    known = _numbers_in_text(lines)
    small = small_words([line.text for one in lines for line in one])
    outline = Outline()
    parts: list[Part] = []
    for page, page_lines, (_, beside) in zip(pages, lines, read, strict=True):
        blocks, clusters = _page_blocks(page, page_lines, known, body)
        blocks = declared_headings(blocks, declared.get(page.number, frozenset()))
        made = _page_parts(page, blocks, clusters, beside, outline, small)
        parts.extend(by_language(made))
    furniture = tuple(
        line.text for one in lines for line in one if line.kind == "furniture" and line.text
    )
    return Structure(tuple(parts), furniture)


def _indented_lists(pages: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """Where bullets were lost and only their indent is left, indented lines are items."""
    text = [line for lines in pages for line in lines if line.kind == "text"]
    indented = [line for line in text if line.indent and line.text[:1].isupper()]
    if len(indented) < 10 or len(indented) < _INDENTED * len(text):
        return list(pages)
    return [
        [
            replace(line, kind="bullet")
            if line.kind == "text" and line.indent and line.text[:1].isupper()
            else line
            for line in lines
        ]
        for lines in pages
    ]


def _numbers_in_text(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    return frozenset(
        " ".join(found.split())
        for lines in pages
        for line in lines
        if line.kind in ("text", "bullet")
        for found in _NUMBER.findall(line.text)
    )


def _page_blocks(
    page: Page, lines: Sequence[Line], known: frozenset[str], body: float
) -> tuple[list[Block], dict[int, Cluster]]:
    """Blocks named, each cluster of key figures put as one block at its first place."""
    blocks = join_open(group_lines(lines))
    clusters = _confirmed(find_clusters(blocks, known), page, blocks)
    taken = {at: cluster for cluster in clusters for at in range(cluster.start, cluster.end)}
    kept: list[Block] = []
    starts: dict[int, Cluster] = {}
    for at, block in enumerate(blocks):
        cluster = taken.get(at)
        if cluster is None:
            kept.append(block)
        elif cluster.start == at:
            merged = tuple(
                line for other in blocks[cluster.start : cluster.end] for line in other.lines
            )
            starts[merged[0].start] = cluster
            kept.append(replace(block, kind="number", lines=merged))
    return _continued(classify(kept, body)), starts


def _confirmed(clusters: Sequence[Cluster], page: Page, blocks: Sequence[Block]) -> list[Cluster]:
    """Pairs as sure as the layout makes them.

    Where the page has a layout, the reader's pairs, made from boxes, are the only ones:
    what the text alone suggests is dropped, and what it misses is added.
    """
    if not page.words:
        return list(clusters)
    laid: list[Cluster] = []
    for pair in page.pairs:
        start, end = pair.number
        at = next(
            (rank for rank, block in enumerate(blocks) if block.start <= start < block.end), None
        )
        pieces = tuple(Piece(a, b, readable(page.text[a:b])) for a, b in pair.labels)
        number = Piece(start, end, readable(page.text[start:end]))
        if at is None or not pieces or not number.text or blocks[at].kind == "furniture":
            continue
        laid.append(_laid(blocks, at, Pair(number, pieces, False, pair.confidence)))
    return _disjoint(laid)


def _laid(blocks: Sequence[Block], at: int, pair: Pair) -> Cluster:
    """A pair with the blocks that hold its number and its label and nothing else."""
    end = at + 1
    while end < len(blocks) and blocks[end].start < pair.end:
        end += 1
    return Cluster(at, end, (pair,), ())


def _disjoint(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Clusters in order, those that share a block made one."""
    merged: list[Cluster] = []
    for cluster in sorted(clusters, key=lambda one: (one.start, one.end)):
        before = merged[-1] if merged else None
        if before is not None and cluster.start < before.end:
            end = max(before.end, cluster.end)
            merged[-1] = Cluster(before.start, end, (*before.pairs, *cluster.pairs), ())
        else:
            merged.append(cluster)
    return merged


def _continued(blocks: Sequence[Block]) -> list[Block]:
    """A block that goes on a phrase begun above, across a blank line, joins it."""
    joined: list[list[Block]] = []
    for block in blocks:
        if joined and _goes_on(joined[-1][0].kind, joined[-1][-1].text, block):
            joined[-1].append(block)
        else:
            joined.append([block])
    return [
        replace(run[0], lines=tuple(line for block in run for line in block.lines))
        if len(run) > 1
        else run[0]
        for run in joined
    ]


def _goes_on(kind: str, above: str, block: Block) -> bool:
    return (
        block.kind in ("paragraph", "heading")
        and (goes_on_small(block.text) or above.endswith("-"))
        and kind in ("paragraph", "item")
        and not above.endswith((".", ";", ":", "!", "?"))
        and not begins_with_doublet(block.text)
    )


def _page_parts(
    page: Page,
    blocks: Sequence[Block],
    clusters: dict[int, Cluster],
    beside: Sequence[Beside],
    outline: Outline,
    small: frozenset[str],
) -> list[Part]:
    """Parts of a page; its asides come last, or in their place where it has no layout."""
    parts: list[Part] = []
    waiting = list(beside)
    fresh = True
    table = Table()
    outline.turn_page()
    for block in blocks:
        if block.kind == "furniture":
            fresh = True
            continue
        while waiting and not page.words and waiting[0].block.start < block.start:
            parts.extend(_aside(page, waiting.pop(0), parts, outline, small))
            fresh = True
        outline.enter(block, soft_case(block.text, small))
        row = table.read(block)
        if row is not None:
            made = [_row(page, block, row, outline)]
        elif block.kind == "number":
            made = _key_figures(page, block, clusters, outline, small)
        else:
            made = _sentences(page, block, outline, small)
        for part in made:
            parts.append(replace(part, fresh=fresh))
            fresh = False
        outline.leave(block)
    for one in waiting:
        parts.extend(_aside(page, one, parts, outline, small))
    return parts


def _aside(
    page: Page, one: Beside, before: Sequence[Part], outline: Outline, small: frozenset[str]
) -> list[Part]:
    """A footnote or a caption, on its own under the titles in force.

    The sentence that calls a note leads it in.
    """
    outline.stand_apart()
    block = one.block
    if one.kind == "caption":
        text = soft_case(readable(page.text[block.start : block.end]), small)
        made = [_part(page, block.start, block.end, outline, text)]
    else:
        made = _sentences(page, block, outline, small)
    calling = (p.text for p in before if one.call is not None and p.start <= one.call <= p.end)
    lead = tuple(calling)[:1]
    kind: StatementKind = "note" if one.kind == "note" else "caption"
    sure = 1.0 if one.kind != "picture" else min(_SHOWN, one.confidence)
    said = partial(replace, kind=kind, lead=lead, confidence=sure)
    return [said(part, fresh=place == 0) for place, part in enumerate(made)]


def _part(page: Page, start: int, end: int, outline: Outline, text: str) -> Part:
    return Part(
        "sentence", page.number, start, end, text, outline.heading, outline.lead,
        outline.group, outline.block, False,
    )  # fmt: skip


def _row(page: Page, block: Block, row: Row, outline: Outline) -> Part:
    part = _part(page, block.start, block.end, outline, row.text)
    lead = (*part.lead, row.header) if row.header else part.lead
    return replace(part, kind="item", lead=lead)


def _sentences(page: Page, block: Block, outline: Outline, small: frozenset[str]) -> list[Part]:
    spans = [(block.start, block.end)]
    if block.kind in ("item", "paragraph"):
        raw = page.text[block.start : block.end]
        spans = [
            piece
            for a, b in split_sentences(raw)
            for piece in cut_long(page.text, block.start + a, block.start + b, _LONGEST)
        ]
    parts = []
    for start, end in spans:
        text = soft_case(readable(page.text[start:end]), small)
        if block.kind == "card":
            text = card_text([line.text for line in block.lines])
        if not text:
            continue
        part = _part(page, start, end, outline, text)
        kind: StatementKind = "sentence"
        if block.kind in ("heading", "card", "item"):
            kind = block.kind
        parts.append(replace(part, kind=kind, title=block.kind == "heading"))
    return parts


def _key_figures(
    page: Page, block: Block, clusters: dict[int, Cluster], outline: Outline, small: frozenset[str]
) -> list[Part]:
    cluster = clusters.get(block.start)
    if cluster is None:
        return []
    parts = []
    for pair in cluster.pairs:
        text = soft_case(pair.text, small)
        part = _part(page, pair.start, pair.end, outline, text)
        heading = outline.heading_without(partial(is_beside, page, pair.number.start))
        parts.append(
            replace(part, kind="key_figure", confidence=pair.confidence, heading=heading)
        )
    return sorted(parts, key=lambda part: part.start)
