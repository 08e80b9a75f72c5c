"""Text in two columns of even height, over as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

STEP = 6.0  # points: how finely the columns are evened


@dataclass(frozen=True, slots=True)
class Column:
    """Flowables set one under the other.

    Attributes:
        placed: each with its height and the distance of its top from the column's top.
        left: what found no room, in order.
    """

    placed: tuple[tuple[Flowable, float, float], ...]
    left: tuple[Flowable, ...]

    @property
    def height(self) -> float:
        """From the top of the first to the bottom of the last."""
        if not self.placed:
            return 0.0
        _, tall, top = self.placed[-1]
        return top + tall


class Columns(Flowable):
    """Two columns side by side, the left one first in the stream."""

    def __init__(self, inside: Sequence[Flowable], width: float, gutter: float) -> None:
        super().__init__()
        self.inside, self.gutter = tuple(inside), gutter
        self.width, self.height = width, 0.0
        self.column = (width - gutter) / 2
        self.pair: tuple[Column, Column] | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The least even height that holds all; more than ``height`` when none does."""
        self.pair = None
        if self._set(height)[1].left:
            return self.width, height + 1
        low, high = 0.0, height
        while high - low > STEP:
            middle = (low + high) / 2
            low, high = (middle, high) if self._set(middle)[1].left else (low, middle)
        self.pair = self._set(high)
        self.height = max(column.height for column in self.pair)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """One full page of columns, and the rest; empty when there is no room to start."""
        pair = self._set(height)
        if height < 90 or not pair[0].placed:
            return []
        first = Columns((), self.width, self.gutter)
        first.pair = pair
        first.height = max(column.height for column in pair)
        rest = Columns(pair[1].left, self.width, self.gutter)
        return [Set(first, pair), rest] if pair[1].left else [Set(first, pair)]

    def draw(self) -> None:
        """Draw the columns that ``wrap`` set."""
        if self.pair:
            draw_columns(self, self.pair)

    def _set(self, height: float) -> tuple[Column, Column]:
        left = fill(self.inside, self.column, height, self)
        return left, fill(left.left, self.column, height, self)


class Set(Flowable):
    """Columns whose content is settled: a page of a longer run."""

    def __init__(self, shape: Columns, pair: tuple[Column, Column]) -> None:
        super().__init__()
        self.shape, self.pair = shape, pair
        self.width, self.height = shape.width, shape.height
        self.column, self.gutter = shape.column, shape.gutter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The settled size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw both columns."""
        draw_columns(self, self.pair)


def draw_columns(place: Columns | Set, pair: tuple[Column, Column]) -> None:
    """The left column whole, then the right one."""
    for n, column in enumerate(pair):
        x = n * (place.column + place.gutter)
        for part, tall, top in column.placed:
            part.drawOn(place.canv, x, place.height - top - tall)


def fill(inside: Sequence[Flowable], width: float, height: float, place: Flowable) -> Column:
    """Set flowables in a column; a heading is never left alone at its foot."""
    placed: list[tuple[Flowable, float, float]] = []
    queue, top, after = list(inside), 0.0, 0.0
    while queue:
        part = queue[0]
        if isinstance(part, Spacer) and not placed:
            queue.pop(0)
            continue
        before = max(part.getSpaceBefore(), after) if placed else 0.0
        room = height - top - before
        _, tall = part.wrapOn(place.canv, width, max(room, 0.0))
        if tall > room + 0.01:
            halves = part.splitOn(place.canv, width, room) if room > 24 else []
            if len(halves) > 1:
                _, tall = halves[0].wrapOn(place.canv, width, room)
                placed.append((halves[0], tall, top + before))
                queue[:1] = halves[1:]
            break
        placed.append((queue.pop(0), tall, top + before))
        top, after = top + before + tall, part.getSpaceAfter()
    if queue:
        while placed and getattr(placed[-1][0], "stays_with_next", False):
            queue.insert(0, placed.pop()[0])
    return Column(tuple(placed), tuple(queue))
