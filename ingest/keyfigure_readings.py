"""The ways in which lines of numbers and lines of labels can be cut into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ingest.blocks import Block, join_lines
from ingest.french.folding import fold
from ingest.lines import Line

_MOST_READINGS = 64
_MOST_GROUPS = 6  # of digits on a line: more are left as one


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the page: half-open span and readable text."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Piece:
        """The piece that covers whole lines."""
        return cls(lines[0].start, lines[-1].end, join_lines([line.text for line in lines]))


def number_readings(blocks: Sequence[Block]) -> Iterator[tuple[float, tuple[Piece, ...]]]:
    """Every way to read the number lines, with how unlikely its cuts are.

    « 54 116 579 » is one number or several: cuts are tried at each space. A line that
    opens with three digits (« 211 825 ») is as likely two numbers as one, and more so
    when another line of the block was cut.
    """
    options = [_number_cuts(block.lines[0]) for block in blocks]
    for rank, choice in enumerate(product(*options)):
        if rank >= _MOST_READINGS:
            return
        pieces = tuple(piece for cut in choice for piece in cut)
        even = [re.match(r"\d{3}\s", block.lines[0].text) is not None for block in blocks]
        cut = [len(one) > 1 for one in choice]
        penalty = sum(1.0 for was_cut, is_even in zip(cut, even, strict=True)
                      if was_cut and not is_even)  # fmt: skip
        if any(cut):
            penalty += sum(1.5 for was_cut, is_even in zip(cut, even, strict=True)
                           if is_even and not was_cut)  # fmt: skip
        yield penalty, pieces


def _number_cuts(line: Line) -> list[tuple[Piece, ...]]:
    groups = list(re.finditer(r"\+?\d+(?:,\d+)?\s?[%$]?", line.text))
    whole = (Piece(line.start, line.end, line.text),)
    if not 2 <= len(groups) <= _MOST_GROUPS or len(line.text) != line.end - line.start:
        return [whole]
    cuts: list[tuple[Piece, ...]] = []
    for mask in range(2 ** (len(groups) - 1)):
        cut: list[Piece] = []
        first = 0
        for at in range(len(groups)):
            if at == len(groups) - 1 or mask >> at & 1:
                cut.append(_piece(line, groups[first].start(), groups[at].end()))
                first = at + 1
        if all(_is_one_number(piece.text) for piece in cut):
            cuts.append(tuple(cut))
    return cuts or [whole]


def _is_one_number(text: str) -> bool:
    return re.fullmatch(r"\+?(?:\d{1,3}(?:\s\d{3})*|\d+)(?:,\d+)?\s?[%$]?", text) is not None and (
        re.match(r"\+?0\d", text) is None
    )


def label_readings(groups: Sequence[Sequence[Line]]) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    """Every way to read the label lines, with how many uncertain cuts were made.

    A capital after a complete line opens a label; so may an inclusive pair within a line
    (« consultations utilisatrices et utilisateurs »).
    """
    options = [_label_cuts(group) for group in groups]
    for rank, choice in enumerate(product(*options)):
        if rank >= _MOST_READINGS:
            return
        yield sum(cuts for cuts, _ in choice), tuple(p for _, pieces in choice for p in pieces)


def _label_cuts(group: Sequence[Line]) -> list[tuple[int, tuple[Piece, ...]]]:
    sure = [piece for line_run in _capital_runs(group) for piece in line_run]
    readings = [(0, tuple(sure))]
    doubtful: list[Piece] = []
    cuts = 0
    for piece in sure:
        at = _inner_doublet(piece.text)
        if at is None:
            doubtful.append(piece)
            continue
        cuts += 1
        offset = piece.start + at if piece.end - piece.start == len(piece.text) else piece.start
        first = piece.text[:at].strip()
        doubtful.append(Piece(piece.start, max(offset, piece.start + len(first)), first))
        doubtful.append(Piece(offset, piece.end, piece.text[at:]))
    if cuts:
        readings.append((cuts, tuple(doubtful)))
    return readings


def _capital_runs(lines: Sequence[Line]) -> list[list[Piece]]:
    """Labels of one group: a new one where a line opens with a capital after a full one."""
    runs: list[list[Line]] = []
    for line in lines:
        opens = bool(runs) and line.text[:1].isupper() and not runs[-1][-1].ends_open
        caps = line.text.isupper() and bool(runs) and runs[-1][-1].text.isupper()
        if not runs or (opens and not caps):
            runs.append([line])
        else:
            runs[-1].append(line)
    return [_words_apart(run) for run in runs]


def _words_apart(run: Sequence[Line]) -> list[Piece]:
    """« Mesures Subventions Initiatives » are three labels; the last goes on below."""
    first = run[0]
    words = list(re.finditer(r"\S+", first.text))
    capital = [word for word in words if word.group()[0].isupper() and not word.group().isupper()]
    if len(words) < 2 or len(capital) != len(words) or first.end - first.start != len(first.text):
        return [Piece.of(run)]
    pieces = [_piece(first, word.start(), word.end()) for word in words[:-1]]
    tail = _piece(first, words[-1].start(), words[-1].end())
    text = join_lines([tail.text, *(line.text for line in run[1:])])
    return [*pieces, Piece(tail.start, run[-1].end, text)]


def _piece(line: Line, start: int, end: int) -> Piece:
    return Piece(line.start + start, line.start + end, line.text[start:end].strip())


def _inner_doublet(text: str) -> int | None:
    """Where an inclusive pair opens inside a label, after one word of its own."""
    for match in re.finditer(r"(?<=\s)([^\W\d_]{4,}) et ([^\W\d_]{4,})", text):
        before = text[: match.start()].split()
        same = fold(match[1])[:5] == fold(match[2])[:5]
        if same and len(before) == 1 and len(before[0]) > 3:
            return match.start()
    return None
