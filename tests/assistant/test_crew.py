"""Workers: what they give, what they refuse, and what is left when one of them dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_desk import open_broken, open_small

from assistant.crew import Crew, NoWorkerError, Opened, WorkFailedError
from ingest.errors import NotFoundError


@contextmanager
def working(count: int, opened: Opened = open_small, longest: float = 30.0) -> Iterator[Crew]:
    crew = Crew(count, opened, longest)
    try:
        crew.wait()
        yield crew
    finally:
        crew.close()


def test_work_is_done_in_other_processes_and_errors_keep_their_type() -> None:
    with working(1) as crew:
        assert crew.alive == 1
        process = crew.work_out("process", ())
        assert process != os.getpid()
        assert crew.processes == (process,)
        with pytest.raises(NotFoundError) as refused:
            crew.work_out("refuse", ())
        assert (refused.value.code, refused.value.message) == (
            "unknown_document", "Ce document n’est pas connu.",
        )  # fmt: skip
        with pytest.raises(WorkFailedError, match="KeyError"):
            crew.work_out("fail", ())
        assert crew.work_out("process", ()) == process  # the same worker goes on
    assert crew.alive == 0


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_workers_leave_when_the_server_tells_them_not_before(told: signal.Signals) -> None:
    with working(1) as crew:
        (process,) = crew.processes
        os.kill(process, told)
        assert crew.work_out("process", ()) == process
    assert crew.alive == 0


def test_a_question_whose_worker_dies_is_given_to_another(tmp_path: Path) -> None:
    with working(2) as crew:
        before = set(crew.processes)
        answered = crew.work_out("die once", (str(tmp_path / "mark"),))
        assert answered in before
        dead = before - {answered}
        assert dead.isdisjoint(crew.processes)


def test_a_question_that_kills_its_workers_is_given_up_and_the_crew_is_whole_again() -> None:
    with working(2) as crew:
        before = set(crew.processes)
        with pytest.raises(WorkFailedError):
            crew.work_out("die", ())
        after = crew.work_out("process", ())
        assert after not in before  # one hired since


def test_a_worker_that_takes_too_long_is_replaced() -> None:
    with working(1, longest=0.5) as crew:
        (first,) = crew.processes
        with pytest.raises((WorkFailedError, NoWorkerError)):
            crew.work_out("hang", ())
        assert first not in crew.processes


def test_without_a_worker_the_caller_is_told_at_once() -> None:
    with working(1, open_broken) as crew, pytest.raises(NoWorkerError):
        crew.work_out("process", ())
