"""Questions that come while others are computed make up the next batch."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from index.gathering import Gathering


class Doubler:
    """Doubles numbers; the first batch waits until ``enough`` callers stand in line."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.started = threading.Event()
        self.go = threading.Event()

    def __call__(self, items: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(items))
        self.started.set()
        assert self.go.wait(timeout=5)
        if 13 in items:
            raise ValueError("thirteen")
        return [2 * item for item in items]


def asked(gathering: Gathering[int, int], found: dict[int, object], item: int) -> threading.Thread:
    def ask() -> None:
        try:
            found[item] = gathering([item])[0]
        except ValueError as error:
            found[item] = error

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def line_up(items: Sequence[int], most: int) -> tuple[Doubler, dict[int, object]]:
    """The first item is being computed when the others come."""
    work = Doubler()
    gathering = Gathering(work, most)
    found: dict[int, object] = {}
    threads = [asked(gathering, found, items[0])]
    assert work.started.wait(timeout=5)
    for place, item in enumerate(items[1:], start=1):
        threads.append(asked(gathering, found, item))
        while len(gathering._waiting) < place:
            assert threads[-1].is_alive()
    work.go.set()
    for thread in threads:
        thread.join(timeout=5)
        assert not thread.is_alive()
    return work, found


def test_the_first_goes_alone_and_those_who_come_meanwhile_go_together() -> None:
    work, found = line_up([1, 2, 3, 4], most=8)
    assert work.batches == [[1], [2, 3, 4]]
    assert found == {1: 2, 2: 4, 3: 6, 4: 8}


def test_no_batch_is_larger_than_asked() -> None:
    work, found = line_up([1, 2, 3, 4, 5], most=2)
    assert work.batches == [[1], [2, 3], [4, 5]]
    assert found == {item: 2 * item for item in (1, 2, 3, 4, 5)}


def test_a_failure_is_told_to_its_batch_only() -> None:
    work, found = line_up([1, 13, 2], most=8)
    assert found[1] == 2
    assert isinstance(found[13], ValueError)
    assert isinstance(found[2], ValueError)
    with pytest.raises(ValueError, match="thirteen"):
        Gathering(work, 8)([13])
    assert Gathering(work, 8)([21]) == [42]


def test_more_items_than_a_batch_come_back_in_order() -> None:
    work = Doubler()
    work.go.set()
    assert Gathering(work, 3)(range(8)) == [2 * item for item in range(8)]
    assert Gathering(work, 3)([]) == []
