"""Endurance: a real server under a steady load for an hour, with bad clients beside.

``python -m eval.soak --minutes 60`` serves the corpus (indexed in a new folder, or in ``--data``)
and, on kept connections, searches and asks questions drawn from gold files at a fixed rate;
meanwhile idle connections stay open, documents come and go, streams are dropped, bodies and
headers too large are sent, and others come one byte at a time. A client waits for its answer
before it asks again: a machine that is too busy lowers the rate, which is told. Prints one JSON
value: requests by status, rates and latencies by kind, and how memory and file handles grew
after the warm-up. Status 1 when an answer failed, or memory grew by more than 5 %, or file
handles by more than a few. Needs Linux.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.soak_abuse import abuse, idle_connections, still_there
from eval.soak_clients import Client, Load, Pace, Tally, change_documents, questions_of

GOLD = (Path("eval/gold/dev.jsonl"), Path("eval/gold/everyday-dev.jsonl"))
MOST_GROWTH = 0.05
MOST_HANDLES = 10
WARM_UP = 0.25  # of the time
READY_S = 1_800.0
PROC = Path("/proc")


def main(words: Sequence[str] | None = None) -> int:
    """Run it; the exit status."""
    args = _parser().parse_args(words)
    load = Load(args.searches, args.asks, args.clients, questions_of(args.gold))
    key = secrets.token_urlsafe(32)
    with tempfile.TemporaryDirectory() as folder:
        data = args.data or Path(folder) / "var"
        server, port = _started(Path(folder) / "journal.txt", data, args.corpus, key)
        try:
            _wait_ready(server, port)
            changes = (key, args.changes) if args.changes else None
            tally = soak(port, server.pid, load, args.minutes * 60, args.idle, changes)
        finally:
            server.terminate()
            server.wait(60)
        if tally.failures:
            sys.stderr.write((Path(folder) / "journal.txt").read_text("utf-8", "replace")[-4_000:])
    told, good = report(tally, load, args.minutes * 60)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--searches", type=float, default=150.0, help="a second")
    parser.add_argument("--asks", type=float, default=60.0, help="a second")
    parser.add_argument("--clients", type=int, default=16, help="asking at once, at most")
    parser.add_argument("--idle", type=int, default=1_000, help="idle connections")
    parser.add_argument("--changes", type=float, default=300.0, metavar="SECONDS",
                        help="between two documents that come and go; 0: none do")  # fmt: skip
    parser.add_argument("--gold", type=Path, nargs="+", default=GOLD, help="where questions are")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--data", type=Path, help="a data folder to use and to change")
    return parser


def soak(
    port: int, pid: int, load: Load, seconds: float, idle: int,
    changes: tuple[str, float] | None = None,
) -> Tally:  # fmt: skip
    """Load the server ``pid`` at ``port`` for ``seconds``; what was seen.

    Args:
        changes: an editor's key, and the seconds between two changes of documents.
    """
    tally, over = Tally(), threading.Event()
    waiting = idle_connections(port, idle)
    pace = Pace(load.rate)
    clients = [Client(port, load, tally, number) for number in range(load.clients)]
    works: list[Callable[[], None]] = [
        *(lambda client=client: client.run(pace, over) for client in clients),
        lambda: abuse(port, load, tally, over),
        lambda: _watch(pid, tally, over),
    ]
    if changes is not None:
        works.append(lambda: change_documents(port, *changes, tally, over))
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    over.wait(seconds)
    over.set()
    for thread in threads:
        thread.join()
    tally.idle_left = still_there(waiting)
    return tally


def report(tally: Tally, load: Load, seconds: float) -> tuple[dict[str, object], bool]:
    """What is printed, and whether all of it is good."""
    after = [one for one in tally.held if one[0] >= seconds * WARM_UP] or tally.held
    first, last = _settled([one[1] for one in after])
    handles, handles_last = _settled([one[2] for one in after])
    growth = (last - first) / first if first else 0.0
    told: dict[str, object] = {
        "minutes": round(seconds / 60, 2), "requests": sum(tally.statuses.values()),
        "statuses": {str(code): count for code, count in sorted(tally.statuses.items())},
        "failures": tally.failures[:5], "failed": len(tally.failures),
        "wanted_per_second": {"search": load.searches, "ask": load.asks},
        "kinds": {kind: _waits(times, seconds) for kind, times in sorted(tally.seconds.items())},
        "questions": len(load.questions), "clients": load.clients,
        "documents_changed": tally.changes, "idle_left": tally.idle_left,
        "abuses": dict(tally.abuses), "memory_growth": round(growth, 4),
        "memory_mb": [round(first / 2**20), round(last / 2**20)],
        "handles": [handles, handles_last],
    }  # fmt: skip
    good = not tally.failures and growth <= MOST_GROWTH
    good = good and handles_last - handles <= MOST_HANDLES
    return told, good and sum(tally.statuses.values()) > 0


def _settled(values: Sequence[float]) -> tuple[float, float]:
    """Medians of the first third and of the last; zeros for too few values."""
    third = len(values) // 3
    if not third:
        return 0.0, 0.0
    return statistics.median(values[:third]), statistics.median(values[-third:])


def _waits(seconds: Sequence[float], over: float) -> dict[str, float]:
    """Requests a second, and their latencies in milliseconds."""
    times = sorted(seconds)
    shares = (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("max_ms", 1.0))
    waits = {name: round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 1)
             for name, share in shares}  # fmt: skip
    return {"per_second": round(len(times) / over, 2), **waits}


def _watch(pid: int, tally: Tally, over: threading.Event) -> None:
    """Memory and handles of the server and of the processes that it started."""
    began = time.monotonic()
    while not over.wait(2.0):
        sizes = [size for one in _family(pid) if (size := _held(one)) is not None]
        if sizes:
            held, handles = (float(sum(column)) for column in zip(*sizes, strict=True))
            tally.held.append((time.monotonic() - began, held, handles))


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found, at = [pid], 0
    while at < len(found):
        try:
            told = (PROC / str(found[at]) / "task" / str(found[at]) / "children").read_text()
        except OSError:
            told = ""
        found += map(int, told.split())
        at += 1
    return found


def _held(pid: int) -> tuple[int, int] | None:
    """Resident bytes and open handles of a process; None once it is gone."""
    try:
        pages = int((PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1])
        handles = len(list((PROC / str(pid) / "fd").iterdir()))
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE"), handles


def _started(
    journal: Path, data: Path, corpus: Path, key: str
) -> tuple[subprocess.Popen[bytes], int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "assistant.cli.main", "--data", str(data), "serve",
               "--port", str(port), "--corpus", str(corpus)]  # fmt: skip
    with journal.open("wb") as quiet:
        return subprocess.Popen(  # noqa: S603
            command, stdout=quiet, stderr=quiet, env={**os.environ, "REPERE_ADMIN_KEY": key}
        ), port


def _wait_ready(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + READY_S
    while not _ready(port):
        if time.monotonic() > end or server.poll() is not None:
            raise SystemExit("the server was never ready")
        time.sleep(1.0)


def _ready(port: int) -> bool:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        client.request("GET", "/ready")
        return client.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()


if __name__ == "__main__":
    sys.exit(main())
