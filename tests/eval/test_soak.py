"""The endurance run: bad clients stop no one, and what grows is seen."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.soak import report, soak
from eval.soak_clients import Load, Pace, Tally, questions_of

SERVER = """
import sys
from pathlib import Path
from assistant.cli.main import main
from assistant.cli import serving
from tests.assistant.fake_service import FakeService
listen = serving.listen
def told(settings):
    listening = listen(settings)
    print(listening.getsockname()[1], flush=True)
    return listening
serving.listen = told
sys.exit(main(["serve", "--port", "0", "--corpus", sys.argv[1]], lambda s: FakeService(Path())))
"""
MB = 2.0**20


@pytest.fixture
def server(root: Path, tmp_path: Path) -> Iterator[tuple[int, int]]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPERE_")}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)], cwd=tmp_path, text=True,
        env=environ | {"PYTHONPATH": str(root), "REPERE_DATA": str(tmp_path / "var")},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    number = int(process.stdout.readline())
    assert any("Repère répond à" in line for line in iter(process.stderr.readline, ""))
    yield number, process.pid
    process.terminate()
    process.communicate(timeout=30)


@pytest.mark.slow
def test_bad_clients_and_a_thousand_idle_ones_stop_no_one(server: tuple[int, int]) -> None:
    resource = pytest.importorskip("resource")
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    idle = min(1_000, soft - 200)
    load = Load(searches=30.0, asks=20.0, clients=4)
    tally = soak(*server, load, seconds=4.0, idle=idle)
    assert tally.failures == []
    assert set(tally.statuses) == {200}
    assert set(tally.seconds) >= {"ask", "search"}
    assert tally.idle_left == idle
    assert tally.held, "nothing was measured"
    assert set(tally.abuses) >= {"dropped stream", "large body"}


@pytest.mark.parametrize(
    ("bytes_", "handles", "good"),
    [
        ([100.0] * 12, [30.0] * 12, True),
        ([100.0 + n for n in range(12)], [30.0] * 12, False),
        ([100.0] * 12, [30.0 + 3 * n for n in range(12)], False),
        ([500.0, 300.0, *[100.0] * 10], [90.0, 60.0, *[30.0] * 10], True),  # the warm-up
    ],
)
def test_what_grows_is_seen(bytes_: list[float], handles: list[float], good: bool) -> None:
    tally, load = Tally(seconds={"ask": [0.1, 0.2, 0.3]}), Load()
    tally.statuses[200] = 3
    tally.held = [(float(n * 10), one * MB, held) for n, (one, held) in
                  enumerate(zip(bytes_, handles, strict=True))]  # fmt: skip
    told, found = report(tally, load, 120.0)
    assert found is good
    waits = {"per_second": 0.03, "p50_ms": 200.0, "p95_ms": 300.0, "p99_ms": 300.0,
             "max_ms": 300.0}  # fmt: skip
    assert (told["requests"], told["kinds"]) == (3, {"ask": waits})
    tally.failures.append("status 500")
    assert report(tally, load, 120.0)[1] is False
    assert report(Tally(), load, 1.0)[1] is False


def test_requests_come_at_their_pace_and_lost_time_is_not_made_up_for() -> None:
    over = threading.Event()
    pace = Pace(1_000.0)
    began = time.monotonic()
    for _ in range(100):
        pace.wait(over)
    assert time.monotonic() - began >= 0.098
    pace = Pace(10.0)
    pace._next -= 60.0  # a minute during which no client was free
    over.set()
    for _ in range(6):
        pace.wait(over)
    assert pace._next > time.monotonic() - 0.1


def test_the_questions_are_those_of_the_files_and_their_other_wordings(root: Path) -> None:
    asked = questions_of([root / "eval" / "gold" / "dev.jsonl"])
    assert len(set(asked)) == len(asked) > 173
    assert "nb de municipalités membres au 31 mars 2022" in asked
