"""The endurance run: bad clients stop no one, and what grows is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.soak import Tally, report, soak

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
def port(root: Path, tmp_path: Path) -> Iterator[int]:
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
    yield number
    process.terminate()
    process.communicate(timeout=30)


@pytest.mark.slow
def test_bad_clients_and_a_thousand_idle_ones_stop_no_one(port: int) -> None:
    resource = pytest.importorskip("resource")
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    idle = min(1_000, soft - 200)
    tally = soak(port, seconds=4.0, rate=20.0, idle=idle)
    assert tally.failures == []
    assert set(tally.statuses) == {200}
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
    tally = Tally(seconds=[0.1, 0.2, 0.3])
    tally.statuses[200] = 3
    tally.held = [(float(n * 10), one * MB, held) for n, (one, held) in
                  enumerate(zip(bytes_, handles, strict=True))]  # fmt: skip
    told, found = report(tally, 120.0)
    assert found is good
    assert (told["requests"], told["p50_ms"], told["max_ms"]) == (3, 200.0, 300.0)
    tally.failures.append("status 500")
    assert report(tally, 120.0)[1] is False
    assert report(Tally(), 1.0)[1] is False
