"""Which number goes with which label in a run: numbers first, labels after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from ingest.blocks import Block, join_lines
from ingest.french.numbers import parse_decimal
from ingest.keyfigure_readings import Piece, label_readings, number_readings
from ingest.lines import Line

_INCREASE = re.compile(r"augmentation de ([\d \u00a0\u202f]+)", re.IGNORECASE)
_MOST_AMBIGUOUS = 24  # numbers: a longer run is read as written, without trying cuts
_MOST_MATCHES = 128  # readings compared


@dataclass(frozen=True, slots=True)
class Pair:
    """A number and its label.

    Attributes:
        number: the piece of text that is the number.
        label: pieces of its label, in reading order; never empty.
        before: the label stands before the number (« Durée moyenne de … »).
        confidence: 0 to 1.
        end_block: index after the last block used by the cluster.
    """

    number: Piece
    label: tuple[Piece, ...]
    before: bool
    confidence: float

    @property
    def start(self) -> int:
        """First character of the quote that holds number and label."""
        return min(self.number.start, self.label[0].start)

    @property
    def end(self) -> int:
        """After the last character of that quote."""
        return max(self.number.end, self.label[-1].end)

    @property
    def text(self) -> str:
        """Readable statement: number and label in speaking order."""
        label = join_lines([piece.text for piece in self.label])
        if self.before:
            return f"{label} {self.number.text}"
        if re.search(r"(?:comprend|compte|totalise|regroupe)$", label):
            return f"{label} {self.number.text}"
        return f"{self.number.text} {label}"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Blocks of a page read together: half-open range of indices, and their pairs."""

    start: int
    end: int
    pairs: tuple[Pair, ...]
    orphans: tuple[Piece, ...]


def match_run(
    numbers: Sequence[Block],
    groups: Sequence[Sequence[Line]],
    start: int,
    end: int,
    known: frozenset[str],
) -> Cluster:
    """The best reading of a run of numbers followed by groups of label lines.

    Args:
        numbers: blocks of one number line or more; at least one.
        groups: lines of labels, one group a block; at least one.
        start, end: half-open range of the blocks read.
        known: numbers that the document states elsewhere.
    """
    most = _MOST_MATCHES if len(numbers) <= _MOST_AMBIGUOUS else 1
    values = list(islice(number_readings(numbers), most))
    labels = list(islice(label_readings(groups), most))
    readings = [(value, label) for value in values for label in labels]
    even = [one for one in readings if len(one[0][1]) == len(one[1][1])]
    best: tuple[float, list[Pair], list[Piece]] | None = None
    for (penalty, pieces), (cuts, names) in (even or readings)[:_MOST_MATCHES]:
        pairs, orphans, score = _match(pieces, names, penalty, cuts, known)
        if best is None or score > best[0]:
            best = (score, pairs, orphans)
    assert best is not None  # noqa: S101 - there is always the reading without a cut
    return Cluster(start, end, tuple(best[1]), tuple(best[2]))


def _match(
    values: Sequence[Piece],
    labels: Sequence[Piece],
    penalty: float,
    cuts: int,
    known: frozenset[str],
) -> tuple[list[Pair], list[Piece], float]:
    """Pairs of one reading, what is left over, and how good the reading is."""
    count = min(len(values), len(labels))
    chosen = _fitting(values, labels[:count])
    equal = len(values) == len(labels)
    confidence = (0.8 if equal else 0.5) - 0.1 * min(cuts, 1) - (0.05 if penalty else 0.0)
    if not equal and chosen != tuple(range(count)):
        confidence = 0.65
    pairs = [
        Pair(values[at], (label,), False, confidence)
        for at, label in zip(chosen, labels, strict=False)
    ]
    orphans = [piece for at, piece in enumerate(values) if at not in chosen]
    seen = sum(1 for piece in values if len(piece.text) > 2 and _plain(piece.text) in known)
    digits = max(len(re.sub(r"\D", "", piece.text)) for piece in values)
    score = 10.0 * equal + 2.0 * seen - 0.5 * cuts - penalty - 0.5 * max(0, digits - 5)
    return pairs, orphans, score


def _plain(text: str) -> str:
    return " ".join(text.split())


def _fitting(values: Sequence[Piece], labels: Sequence[Piece]) -> tuple[int, ...]:
    """Which values go with the labels, in order: the first choice in which no value is
    smaller than the increase its label states."""
    chosen: list[int] = []
    at = 0
    for label in labels:
        while at < len(values) and not _fits(values[at], label):
            at += 1
        if at == len(values):
            return tuple(range(len(labels)))
        chosen.append(at)
        at += 1
    return tuple(chosen)


def _fits(value: Piece, label: Piece) -> bool:
    increase = _INCREASE.search(label.text)
    if increase is None:
        return True
    return _amount(value.text) >= _amount(increase[1])


def _amount(text: str) -> Decimal:
    digits = re.sub(r"[^\d,]", "", text).strip(",")
    return parse_decimal(digits) if digits and digits.count(",") <= 1 else Decimal(0)
