"""A real server with two processes behind it: same answers, one count, no loss at a crash."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bank_files import GRANTS, MEASURES
from lake_town import FILES

ADMIN_KEY = "cle-d-administration-de-test"
QUESTIONS = (
    "Combien de membres compte la municipalité ?",
    "Qui est la mairesse ?",
    "Quand ouvre la bibliothèque ?",
    "Quelles mesures pour les familles ?",
)


class Server:
    """A server under test; ``process`` is the one that listens."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process, self.url = process, url

    def call(self, path: str, body: Any = None, key: str = "") -> tuple[int, Any, str | None]:
        """Status, value and ``Retry-After``."""
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                text = response.read().decode()
                return response.status, text if path == "/metrics" else json.loads(text), None
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read()), error.headers["Retry-After"]

    def ask(self, question: str) -> dict[str, Any]:
        """An answer, without what changes from one time to the next."""
        status, value, _ = self.call("/api/ask", {"question": question})
        assert status == 200
        return {name: one for name, one in value.items()
                if name not in ("timings_ms", "conversation_id")}  # fmt: skip

    def found(self, query: str) -> list[str]:
        """Passages that a search finds."""
        status, value, _ = self.call(f"/api/search?q={quote(query)}")
        assert status == 200
        return [hit["text"].strip() for hit in value["hits"]]

    def searches(self) -> int:
        """Searches that the server counted as answered."""
        told = str(self.call("/metrics")[1])
        line = 'repere_requests_total{method="GET",route="/api/search",status="200"} '
        return int(told.partition(line)[2].partition("\n")[0])

    def workers(self) -> set[int]:
        """Processes that the server started and that live."""
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        numbers = {int(one) for path in children for one in path.read_text().split()}
        return {one for one in numbers if b"spawn_main" in _command(one)}


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def serving(folder: Path, root: Path, **settings: str) -> Iterator[Server]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPERE_")}
    environ |= {"REPERE_MODEL": "hash", "REPERE_DATA": str(folder / "var"), **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli.main", "serve", "--port", "0", "--json",
         "--corpus", str(folder / "corpus")],
        cwd=root, env=environ, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield Server(process, json.loads(process.stdout.readline())["url"])
    finally:
        process.kill()
        process.communicate()


def _until(met: Any, seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return True
    return False


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_server_with_two_workers(root: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in {**FILES, "mesures.csv": MEASURES, "subventions.csv": GRANTS}.items():
        (corpus / name).write_text(text, encoding="utf-8")
    with serving(tmp_path, root) as alone:
        expected = [alone.ask(one) for one in QUESTIONS]
        assert alone.workers() == set()

    more = {"REPERE_PROCESSES": "2", "REPERE_ADMIN_KEY": ADMIN_KEY, "REPERE_RATE_KEY": "20",
            "REPERE_FOLLOW": "1"}  # fmt: skip
    with serving(tmp_path, root, **more) as server:
        assert [server.ask(one) for one in QUESTIONS] == expected
        before = server.workers()
        assert len(before) == 2

        # One worker is killed: every question is answered, and another worker comes.
        os.kill(min(before), signal.SIGKILL)
        asked = [f"{one} ({turn})" for turn in range(2) for one in QUESTIONS]
        assert all(server.ask(one) for one in asked)
        assert _until(lambda: len(server.workers()) == 2)
        assert min(before) not in server.workers()

        # A new generation is seen by both, without a restart.
        (corpus / "piscine.txt").write_text("La piscine du Quai ouvre le 24 juin 2026.\n", "utf-8")
        told = "La piscine du Quai ouvre le 24 juin 2026."
        assert _until(lambda: told in server.found(f"piscine du Quai {time.monotonic_ns()}"))
        assert all(told in server.found(f"piscine du Quai {n}") for n in range(6))

        # The rate of a key is counted once for all workers, and so are requests.
        searched = server.searches()
        answers = [server.call(f"/api/search?q=a{n}", key=ADMIN_KEY) for n in range(25)]
        refused = [retry for status, _, retry in answers if status == 429]
        assert 4 <= len(refused) <= 5
        assert all(refused)
        assert server.searches() - searched == 25 - len(refused)

        # Told to stop, it leaves with its workers.
        left = server.workers()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=30) in (0, -signal.SIGTERM)
        assert _until(lambda: not any(_command(one) for one in left), 5.0)
