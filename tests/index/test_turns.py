"""Questions go before ingestion, without locking it out."""

from __future__ import annotations

import threading
import time

import pytest

from index import turns
from index.turns import Turns


class Recorder:
    """Threads that note the order in which they got their turn."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.order: list[str] = []
        self.threads: list[threading.Thread] = []

    def start(self, name: str, rank: str) -> None:
        def run() -> None:
            with getattr(self.turns, rank)():
                self.order.append(name)

        thread = threading.Thread(target=run, daemon=True)
        self.threads.append(thread)
        thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join(timeout=5)
            assert not thread.is_alive()


def test_a_question_goes_before_ingestion_that_waited_first() -> None:
    recorder = Recorder()
    with recorder.turns.patient():
        recorder.start("ingestion", "patient")
        recorder.start("question", "urgent")
        deadline = time.monotonic() + 5
        while recorder.turns._urgent == 0:
            assert time.monotonic() < deadline
    recorder.join()
    assert recorder.order == ["question", "ingestion"]


def test_ingestion_that_waited_long_enough_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_S", 0.0)
    shared = Turns()
    shared._urgent = 1  # questions never cease
    entered = threading.Event()

    def ingest() -> None:
        with shared.patient():
            entered.set()

    threading.Thread(target=ingest, daemon=True).start()
    assert entered.wait(5)


@pytest.mark.parametrize("rank", ["urgent", "patient"])
def test_the_turn_ends_when_the_work_fails(rank: str) -> None:
    shared = Turns()
    with pytest.raises(RuntimeError, match="fails"), getattr(shared, rank)():
        raise RuntimeError("fails")
    with shared.urgent():
        assert shared._busy
    assert not shared._busy
