"""Endurance: a real server under a steady load for some minutes, with bad clients beside.

``python -m eval.soak --minutes 60`` indexes the corpus in a new folder, serves it, and asks at a
fixed rate; meanwhile idle connections stay open, streams are dropped, bodies and headers too
large are sent, and others come one byte at a time. It prints one JSON value: requests by
status, latencies, and how memory and file handles grew after the warm-up. Status 1 when an
answer failed, or memory grew by more than 5 %, or file handles by more than a few.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

QUESTIONS = (
    "Combien de membres en 2024-2025 ?", "C'est quoi MADA ?", "Qui préside le conseil ?",
    "Combien d'infolettres en 2022 ?", "Combien coûte la piscine ?", "Et en 2023-2024 ?",
)  # fmt: skip
PATHS = ("/api/search?q=famille", "/api/figures?q=membres", "/api/measures?q=jardin", "/",
         "/api/documents", "/api/suggest?q=comb")  # fmt: skip
MOST_GROWTH = 0.05
MOST_HANDLES = 20
WARM_UP = 0.25  # of the time
READY_S = 600.0


@dataclass(slots=True)
class Tally:
    """What was seen so far. Safe in threads for appending."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    abuses: Counter[str] = field(default_factory=Counter)
    held: list[tuple[float, float, float]] = field(default_factory=list)  # at, bytes, handles


def main(words: Sequence[str] | None = None) -> int:
    """Run it; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=2.0, help="requests a second")
    parser.add_argument("--idle", type=int, default=1_000, help="idle connections")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        server, port = _started(Path(folder), args.corpus)
        try:
            _wait_ready(port)
            tally = soak(port, args.minutes * 60, args.rate, args.idle)
        finally:
            server.terminate()
            server.wait(60)
    told, good = report(tally, args.minutes * 60)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if good else 1


def soak(port: int, seconds: float, rate: float, idle: int) -> Tally:
    """Load the server at ``port`` for ``seconds``; what was seen."""
    tally, over = Tally(), threading.Event()
    waiting = [_connected(port) for _ in range(idle)]
    works = (lambda: _abuse(port, tally, over), lambda: _watch(port, tally, over))
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    end, random = time.monotonic() + seconds, Random(1)  # noqa: S311
    while time.monotonic() < end:
        began = time.monotonic()
        _ask(port, tally, random)
        over.wait(max(0.0, 1 / rate - (time.monotonic() - began)))
    over.set()
    for thread in threads:
        thread.join(60)
    for one in waiting:
        one.close()
    return tally


def report(tally: Tally, seconds: float) -> tuple[dict[str, object], bool]:
    """What is printed, and whether all of it is good."""
    times = sorted(tally.seconds)
    after = [one for one in tally.held if one[0] >= seconds * WARM_UP] or tally.held
    growth, handles = _growth([one[1] for one in after]), _growth([one[2] for one in after])
    most = max((one[2] for one in after), default=0.0) - min((one[2] for one in after), default=0.0)
    told: dict[str, object] = {
        "minutes": round(seconds / 60, 2), "requests": sum(tally.statuses.values()),
        "statuses": {str(code): count for code, count in sorted(tally.statuses.items())},
        "failures": tally.failures[:5], "failed": len(tally.failures),
        "p50_ms": _share(times, 0.5), "p95_ms": _share(times, 0.95), "max_ms": _share(times, 1.0),
        "abuses": dict(tally.abuses), "memory_growth": round(growth, 4),
        "memory_mb": [round(one[1] / 2**20) for one in (after[:1] + after[-1:])],
        "handles_growth": round(handles, 4), "handles_spread": most,
    }  # fmt: skip
    good = not tally.failures and growth <= MOST_GROWTH and most <= MOST_HANDLES
    return told, good and sum(tally.statuses.values()) > 0


def _growth(values: Sequence[float]) -> float:
    """Share by which the last third stands above the first; 0.0 for too few values."""
    third = len(values) // 3
    if not third:
        return 0.0
    first, last = statistics.median(values[:third]), statistics.median(values[-third:])
    return (last - first) / first if first else 0.0


def _share(times: Sequence[float], share: float) -> float | None:
    if not times:
        return None
    return round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 1)


def _ask(port: int, tally: Tally, random: Random) -> None:
    began = time.monotonic()
    try:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        if random.random() < 0.5:
            body = json.dumps({"question": random.choice(QUESTIONS)})
            client.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        else:
            client.request("GET", random.choice(PATHS))
        response = client.getresponse()
        response.read()
        client.close()
    except (OSError, http.client.HTTPException) as error:
        tally.failures.append(type(error).__name__)
        return
    tally.statuses[response.status] += 1
    tally.seconds.append(time.monotonic() - began)
    if response.status != 200:
        tally.failures.append(f"status {response.status}")


def _abuse(port: int, tally: Tally, over: threading.Event) -> None:
    """Bad clients, one after the other, until it is over."""
    acts: tuple[tuple[str, Callable[[int], None]], ...] = (
        ("dropped stream", _drop), ("large body", _large_body), ("large header", _large_header),
        ("slow", _slow),
    )  # fmt: skip
    number = 0
    while not over.wait(0.5):
        name, act = acts[number % len(acts)]
        number += 1
        # Refused in the middle of it: that is the answer.
        with contextlib.suppress(OSError):
            act(port)
        tally.abuses[name] += 1


def _drop(port: int) -> None:
    body = json.dumps({"question": QUESTIONS[0], "stream": True}).encode()
    with _connected(port) as one:
        one.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%s" % (len(body), body))  # fmt: skip
        one.recv(64)


def _large_body(port: int) -> None:
    with _connected(port) as one:
        one.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    b"Transfer-Encoding: chunked\r\n\r\n")  # fmt: skip
        for _ in range(64):
            one.sendall(b"10000\r\n" + b"a" * 65_536 + b"\r\n")


def _large_header(port: int) -> None:
    with _connected(port) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 300_000 + b"\r\n\r\n")
        one.recv(64)


def _slow(port: int) -> None:
    with _connected(port) as one:
        for byte in b"GET /health HT":
            one.sendall(bytes([byte]))
            time.sleep(0.1)


def _watch(port: int, tally: Tally, over: threading.Event) -> None:
    """Memory and handles, by the server's own measures."""
    began = time.monotonic()
    while not over.wait(2.0):
        text = _get(port, "/metrics")
        values = dict(line.rsplit(" ", 1) for line in text.splitlines() if line[:8] == "process_")
        if "process_open_fds" in values:
            tally.held.append((time.monotonic() - began,
                               float(values["process_resident_memory_bytes"]),
                               float(values["process_open_fds"])))  # fmt: skip


def _get(port: int, path: str) -> str:
    try:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        client.request("GET", path)
        response = client.getresponse()
        text = response.read().decode("utf-8", "replace")
        client.close()
    except (OSError, http.client.HTTPException):
        return ""
    return text if response.status == 200 else ""


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def _started(folder: Path, corpus: Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "assistant.cli.main", "--data", str(folder / "var"), "serve",
               "--port", str(port), "--corpus", str(corpus)]  # fmt: skip
    quiet = (folder / "journal.txt").open("wb")
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, env=dict(os.environ)), port  # noqa: S603


def _wait_ready(port: int) -> None:
    end = time.monotonic() + READY_S
    while not _get(port, "/ready"):
        if time.monotonic() > end:
            raise SystemExit("the server was never ready")
        time.sleep(1.0)


if __name__ == "__main__":
    sys.exit(main())
