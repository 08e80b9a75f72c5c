"""Texts grouped by length: little padding, no batch too large."""

from __future__ import annotations

from collections.abc import Sequence


def plan_batches(lengths: Sequence[int], most: int, size: int) -> list[list[int]]:
    """Places grouped by length, longest first.

    Args:
        lengths: of each text, in characters or tokens.
        most: texts in a batch.
        size: of a batch, each text counted as long as the longest; a text longer than that
            is a batch by itself.
    """
    order = sorted(range(len(lengths)), key=lambda place: (-lengths[place], place))
    batches: list[list[int]] = []
    longest = 0
    for place in order:
        fits = batches and len(batches[-1]) < most
        if fits and (len(batches[-1]) + 1) * longest <= size:
            batches[-1].append(place)
        else:
            batches.append([place])
            longest = lengths[place]
    return batches
