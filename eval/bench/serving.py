"""The server under load, over HTTP: questions a second, waits, and refusals when it is full.

    python -m eval.bench.serving FOLDER MODELS QUESTIONS… PROCESSES

FOLDER holds an index; QUESTIONS are gold files; PROCESSES work questions out.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from eval.bench.clients import waits
from eval.gold import read_gold
from eval.jsonvalue import JsonValue

CLIENTS, CROWD = 8, 64
_START_S = 180.0


def measure(
    folder: Path, models: Path, gold: Sequence[Path], processes: int = 1
) -> dict[str, JsonValue]:
    """Searches and answers with ``CLIENTS`` at once, the first time and again; then a crowd.

    Args:
        processes: that work questions out, see ``Settings.processes``.
    """
    if not (folder / "models").exists():
        (folder / "models").symlink_to(models / "models")
    questions = [one.question for one in read_gold(list(gold)).questions if not one.history]
    if not questions:
        raise ValueError(f"no question in {gold}")
    with served(folder, processes) as (port, process):
        found: dict[str, JsonValue] = {"questions": len(questions), "processes": processes,
                                       "load": os.getloadavg()[0]}  # fmt: skip
        for name, ask in (("search", _search(port)), ("ask", _ask(port))):
            ask("échauffement")
            for turn in ("first", "again"):
                used = _processor_s(process)
                told = asdict(waits(ask, questions, CLIENTS))
                told["cpu"] = (_processor_s(process) - used) * 1000 / len(questions)
                found[f"{name}_{turn}"] = told
        found["crowd"] = _crowd(port, questions)
    return found


@contextmanager
def served(folder: Path, processes: int = 1) -> Iterator[tuple[int, int]]:
    """A server over ``folder``; its port and the number of its process.

    Raises:
        TimeoutError: it did not get ready.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as empty:
        command = [sys.executable, "-m", "assistant.cli.main", "serve", "--port", str(port),
                   "--corpus", empty, "--data", str(folder),
                   "--processes", str(processes)]  # fmt: skip
        process = subprocess.Popen(  # noqa: S603 (ours)
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_until_ready(port)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_ready(port: int) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        try:
            if _request(port, "GET", "/ready", None)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the server did not get ready")


def _search(port: int) -> Callable[[str], object]:
    return lambda text: _expect(_request(port, "GET", f"/api/search?q={quote(text)}", None))


def _ask(port: int) -> Callable[[str], object]:
    return lambda text: _expect(_request(port, "POST", "/api/ask", {"question": text}))


def _expect(answer: tuple[int, str | None]) -> None:
    if answer[0] != 200:
        raise RuntimeError(f"HTTP {answer[0]}")


def _crowd(port: int, questions: Sequence[str]) -> dict[str, JsonValue]:
    """``CROWD`` clients at once, questions never seen: how many were answered, how many refused."""
    answers: list[tuple[int, str | None]] = []

    def ask(text: str) -> None:
        answers.append(_request(port, "POST", "/api/ask", {"question": f"Dis-moi : {text}"}))

    told = waits(ask, questions, CROWD)
    refused = [retry for status, retry in answers if status == 503]
    return {
        "clients": CROWD,
        "answered": sum(status == 200 for status, _ in answers),
        "refused": len(refused),
        "refused_with_delay": sum(retry is not None for retry in refused),
        "p95": told.p95,
    }


def _request(port: int, method: str, path: str, body: object) -> tuple[int, str | None]:
    """Status and ``Retry-After``; the body is read whole."""
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        content = None if body is None else json.dumps(body)
        link.request(method, path, content, {"Content-Type": "application/json"})
        answer = link.getresponse()
        answer.read()
        return answer.status, answer.getheader("Retry-After")
    finally:
        link.close()


def _processor_s(process: int) -> float:
    """Seconds of processor that a process and those it started used; 0 where nothing says."""
    started = Path(f"/proc/{process}/task").glob("*/children")
    children = {int(one) for path in started for one in path.read_text().split()}
    try:
        fields = (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        )
    except OSError:
        return 0.0
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(_processor_s, children))


if __name__ == "__main__":
    where, model, *asked = map(Path, sys.argv[1:-1])
    sys.stdout.write(json.dumps(measure(where, model, asked, int(sys.argv[-1]))) + "\n")
