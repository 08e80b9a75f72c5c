"""Scores of questions by weights that were learned without them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.training.fitting import Fitted, Group, Matrix

PARTS = 10


@dataclass(frozen=True, slots=True)
class First:
    """Per cent of questions whose right statement comes first, and among the first three."""

    first: float
    three: float

    def __str__(self) -> str:
        """For the report."""
        return f"{self.first:.1f} %, {self.three:.1f} %"


def held_out(groups: Sequence[Group], fit: Callable[[Sequence[Group]], Fitted]) -> list[Matrix]:
    """Scores of each group's rows by what the other nine tenths taught.

    Neighbours are kept together: questions of one file that follow one another are often
    about the same pages.
    """
    size = -(-len(groups) // PARTS)
    scores: list[Matrix] = []
    for start in range(0, len(groups), size):
        part = groups[start : start + size]
        weights = fit([*groups[:start], *groups[start + size :]]).weights
        scores.extend(group.before + group.rows @ weights for group in part)
    return scores


def first_of(groups: Sequence[Group], scores: Sequence[Matrix]) -> First:
    """How often a right row comes first; one tied with a wrong row does not."""
    places = [
        int((score[group.right == 0] >= score[group.right == 1].max()).sum())
        for group, score in zip(groups, scores, strict=True)
    ]
    total = max(len(places), 1)
    return First(
        100 * sum(place == 0 for place in places) / total,
        100 * sum(place < 3 for place in places) / total,
    )
