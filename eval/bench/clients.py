"""Questions asked by one client or several, and how long each waited."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from eval.metrics import percentile


@dataclass(frozen=True, slots=True)
class Waits:
    """What a round of questions took.

    Attributes:
        clients: asking at once.
        p50, p95, p99: milliseconds that a question waited.
        per_second: questions answered.
        cpu: milliseconds of processor a question, all threads together; less moved by what
            else the machine does.
    """

    clients: int
    p50: float
    p95: float
    p99: float
    per_second: float
    cpu: float


def waits(ask: Callable[[str], object], questions: Sequence[str], clients: int) -> Waits:
    """Ask every question once, ``clients`` at a time.

    Raises:
        RuntimeError: a question raised; its error is the cause.
    """
    taken: list[float] = [0.0] * len(questions)
    errors: list[BaseException] = []
    next_one = count()

    def work() -> None:
        try:
            while (place := next(next_one)) < len(questions):
                started = time.perf_counter()
                ask(questions[place])
                taken[place] = (time.perf_counter() - started) * 1000
        except Exception as error:  # noqa: BLE001 (told below)
            errors.append(error)

    began, used = time.perf_counter(), time.process_time()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    if errors:
        raise RuntimeError("a question failed") from errors[0]
    p50, p95, p99 = (percentile(taken, share) or 0.0 for share in (0.50, 0.95, 0.99))
    return Waits(clients, p50, p95, p99, len(questions) / wall, cpu * 1000 / len(questions))


def fastest(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Least seconds of wall and of processor over some rounds: what others disturb least."""
    best_wall = best_cpu = float("inf")
    for _ in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        work()
        best_wall = min(best_wall, time.perf_counter() - began)
        best_cpu = min(best_cpu, time.process_time() - used)
    return best_wall, best_cpu
