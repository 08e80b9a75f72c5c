"""Key-figure blocks in plain text, where numbers and labels are separate lines.

Layout is lost in extracted text; what is left is order. Two shapes are told apart:

* *alternating*: each number is followed by its own label (« 340 / MUNICIPALITÉS »);
* *a run*: numbers first, labels after (« 426 372 35 20 / Membres … MRC … »), where two
  numbers on one line may look like one (« 54 116 579 ») and several labels may share a
  line. The reading kept is the one in which there are as many numbers as labels; how
  far it is from certain is said by its confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.french.folding import fold
from ingest.keyfigure_pairs import Cluster, Pair, match_run
from ingest.keyfigure_readings import Piece
from ingest.lines import OPEN_WORDS, Line

_MAX_LINE = 70
_MAX_LABEL = 230
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_BLOCKS = 120  # of a cluster: more is a table or a list


def is_count(block: Block) -> bool:
    """A block that is a number and not a lone year."""
    return block.kind == "number" and _YEAR.fullmatch(block.text.strip()) is None


def find_clusters(blocks: Sequence[Block], known: frozenset[str]) -> list[Cluster]:
    """Key-figure clusters of one page, in order, never overlapping.

    Args:
        blocks: blocks of the page before headings are named.
        known: numbers that the document states elsewhere, as written (spaces plain).
    """
    clusters: list[Cluster] = []
    at = 0
    while at < len(blocks):
        if not is_count(blocks[at]):
            at += 1
            continue
        end = _cluster_end(blocks, at)
        cluster = _read(blocks, at, end, known)
        clusters.append(cluster)
        at = cluster.end
    return _adopt_orphans(blocks, clusters)


def _cluster_end(blocks: Sequence[Block], start: int) -> int:
    end = start + 1
    while end < len(blocks) and end - start < _MOST_BLOCKS:
        block = blocks[end]
        tied = not block.gap or blocks[end - 1].kind == "number"
        if not is_count(block) and not _is_label(block, tied) and not _is_aside(block):
            break
        end += 1
    while end > start + 1 and _is_aside(blocks[end - 1]):
        end -= 1
    return end


def _is_label(block: Block, tied: bool) -> bool:
    """Whether the block can be the label of a number. ``tied``: right below a number."""
    text = block.text
    if block.kind != "paragraph" or len(text) > _MAX_LABEL or _is_aside(block):
        return False
    if text.endswith((":", "?")) or block.lines[-1].ends_open or re.match(r"\d", text):
        return False
    lower = text[0].islower()
    if text.endswith("."):
        return text.isupper() or (tied and lower)
    short = max(len(line.text) for line in block.lines) <= (_MAX_LINE if lower else 45)
    return short and (lower or tied or text.isupper() or len(text) <= 60)


def _is_aside(block: Block) -> bool:
    """Lines that carry their own numbers (« Le colloque (4 100 vues) »)."""
    if block.kind != "paragraph" or len(block.lines) < 2:
        return False
    numbered = [line for line in block.lines if re.search(r"\(\d[\d\s]*\D*\)$", line.text)]
    return len(numbered) == len(block.lines)


def _read(blocks: Sequence[Block], start: int, end: int, known: frozenset[str]) -> Cluster:
    cells = _cells(blocks, start, end)
    shape = "".join(cell.letter for cell in cells)
    stray = re.fullmatch(r"((?:NL)+)L+", shape)
    if stray is not None:
        cells = cells[: len(stray[1])]
        shape = stray[1]
    if "L" not in shape:
        return _bare(blocks, start, end)
    if re.fullmatch(r"N?(?:NL)+", shape):
        return _alternating(cells, start)
    numbers = [cell.blocks[0] for cell in cells if cell.letter == "N"]
    labels = [cell.lines for cell in cells if cell.letter == "L"]
    run = match_run(numbers, labels, start, cells[-1].end, known)
    if run.pairs[0].confidence < 0.6 and re.fullmatch(r"N?(?:NL)+N", shape):
        return _alternating(cells, start)
    return run


@dataclass(frozen=True, slots=True)
class _Cell:
    """Blocks of a cluster that say one thing: N a number, L labels, A an aside."""

    letter: str
    blocks: tuple[Block, ...]
    end: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for block in self.blocks for line in block.lines)


def _cells(blocks: Sequence[Block], start: int, end: int) -> list[_Cell]:
    cells: list[_Cell] = []
    for at in range(start, end):
        block = blocks[at]
        letter = "N" if is_count(block) else "A" if _is_aside(block) else "L"
        before = cells[-1] if cells else None
        if (
            letter == "L"
            and before is not None
            and before.letter == "L"
            and _goes_on(before.blocks[-1], block)
        ):
            cells[-1] = _Cell("L", (*before.blocks, block), at + 1)
        else:
            cells.append(_Cell(letter, (block,), at + 1))
    return cells


def _goes_on(above: Block, block: Block) -> bool:
    """Whether a label block goes on the one above it, across a blank line."""
    first = re.match(r"[^\W\d_]+", block.text)
    if above.lines[-1].ends_open or (first and fold(first[0]) in OPEN_WORDS):
        return True
    if above.text.isupper() and block.text.isupper():
        return True
    return above.text[:1].isupper() and block.text[:1].islower()


def _alternating(cells: Sequence[_Cell], start: int) -> Cluster:
    pairs, orphans = [], []
    for at, cell in enumerate(cells):
        if cell.letter != "N":
            continue
        number = Piece.of(cell.lines)
        below = cells[at + 1] if at + 1 < len(cells) else None
        if below is not None and below.letter == "L":
            confidence = 0.9 if below.blocks[0].gap else 0.95
            pairs.append(Pair(number, (Piece.of(below.lines),), False, confidence))
        else:
            orphans.append(number)
    return Cluster(start, cells[-1].end, tuple(pairs), tuple(orphans))


def _bare(blocks: Sequence[Block], start: int, end: int) -> Cluster:
    """Numbers without a label below: the phrase left open above may be theirs."""
    number = Piece.of(blocks[start].lines)
    above = blocks[start - 1] if start else None
    phrase = above is not None and above.kind == "paragraph" and len(above.text) <= 80
    if above is not None and phrase and end == start + 1 and above.lines[-1].ends_open:
        label = Piece.of(above.lines)
        return Cluster(start - 1, end, (Pair(number, (label,), True, 0.9),), ())
    orphans = tuple(Piece.of(blocks[at].lines) for at in range(start, end))
    return Cluster(start, end, (), orphans)


def _adopt_orphans(blocks: Sequence[Block], clusters: list[Cluster]) -> list[Cluster]:
    """A lone leftover number goes with the one label left without a number below it."""
    mended: list[Cluster] = []
    for rank, cluster in enumerate(clusters):
        stop = clusters[rank + 1].start if rank + 1 < len(clusters) else len(blocks)
        label = _orphan_label(blocks, cluster.end, min(stop, cluster.end + 60))
        if len(cluster.orphans) != 1 or label is None or not cluster.pairs:
            mended.append(cluster)
            continue
        pair = Pair(cluster.orphans[0], (Piece.of(label.lines),), False, 0.5)
        mended.append(Cluster(cluster.start, cluster.end, (*cluster.pairs, pair), ()))
    return mended


def _orphan_label(blocks: Sequence[Block], start: int, stop: int) -> Block | None:
    for block in blocks[start:stop]:
        if block.kind == "paragraph" and len(block.text) <= 60 and begins_with_doublet(block.text):
            return block
    return None


def begins_with_doublet(text: str) -> bool:
    """« participantes et participants »: an inclusive pair, which opens a label."""
    match = re.match(r"([^\W\d_]{4,}) et ([^\W\d_]{4,})", fold(text))
    return match is not None and text[0].islower() and match[1][:5] == match[2][:5]
