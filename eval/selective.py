"""Answering only when sure: risk against coverage, and the area under the curve. Pure.

Source: El-Yaniv and Wiener 2010, « On the foundations of noise-free selective
classification »; Geifman and El-Yaniv 2017 for the curve and its area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Point:
    """Answering the most confident ``coverage`` of questions errs on ``risk`` of them."""

    coverage: float
    risk: float


def risk_coverage(given: Sequence[tuple[float, float]], asked: int) -> tuple[Point, ...]:
    """The curve of a set of answers, most confident first.

    Args:
        given: ``(confidence, loss)`` of each question that was answered; loss 0 to 1.
        asked: questions in all: those that got no answer are never covered.

    Returns:
        One point per answer. Answers of equal confidence share the loss of their group, so
        that the order of the questions does not matter.
    """
    points: list[Point] = []
    lost, count = 0.0, 0
    ordered = sorted(given, key=lambda one: -one[0])
    for _, group in groupby(ordered, key=lambda one: one[0]):
        losses = [loss for _, loss in group]
        mean = sum(losses) / len(losses)
        for _ in losses:
            lost, count = lost + mean, count + 1
            points.append(Point(count / asked, lost / count))
    return tuple(points)


def area(points: Sequence[Point]) -> float | None:
    """AURC: mean risk over the coverages reached; None when nothing was answered."""
    return sum(point.risk for point in points) / len(points) if points else None
