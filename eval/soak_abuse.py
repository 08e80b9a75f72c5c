"""The bad clients of an endurance run: each of them must be nobody's trouble but its own."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable

from eval.soak_clients import Load, Tally

PAUSE_S = 0.25


def abuse(port: int, load: Load, tally: Tally, over: threading.Event) -> None:
    """Bad clients, one after the other, until it is over."""
    acts: tuple[tuple[str, Callable[[int, Load], None]], ...] = (
        ("dropped stream", _drop), ("large body", _large_body), ("large header", _large_header),
        ("many headers", _many_headers), ("slow", _slow), ("half a request", _half),
        ("not http", _noise),
    )  # fmt: skip
    number = 0
    while not over.wait(PAUSE_S):
        name, act = acts[number % len(acts)]
        number += 1
        # Refused in the middle of it: that is the answer.
        with contextlib.suppress(OSError):
            act(port, load)
        tally.abuses[name] += 1


def idle_connections(port: int, count: int) -> list[socket.socket]:
    """Connections that say nothing."""
    return [connected(port) for _ in range(count)]


def still_there(connections: list[socket.socket]) -> int:
    """How many of them the server has not closed; all are closed now."""
    alive = 0
    for one in connections:
        one.setblocking(False)
        try:
            alive += bool(one.recv(1))
        except BlockingIOError:
            alive += 1
        except OSError:
            pass
        one.close()
    return alive


def connected(port: int) -> socket.socket:
    """A new connection to the server."""
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def _drop(port: int, load: Load) -> None:
    body = json.dumps({"question": load.questions[0], "stream": True}).encode()
    with connected(port) as one:
        one.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%s" % (len(body), body))  # fmt: skip
        one.recv(64)


def _large_body(port: int, _load: Load) -> None:
    with connected(port) as one:
        one.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    b"Transfer-Encoding: chunked\r\n\r\n")  # fmt: skip
        for _ in range(64):
            one.sendall(b"10000\r\n" + b"a" * 65_536 + b"\r\n")


def _large_header(port: int, _load: Load) -> None:
    with connected(port) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 300_000 + b"\r\n\r\n")
        one.recv(64)


def _many_headers(port: int, _load: Load) -> None:
    with connected(port) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        for number in range(2_000):
            one.sendall(b"X-%d: aaaaaaaa\r\n" % number)
        one.sendall(b"\r\n")
        one.recv(64)


def _slow(port: int, _load: Load) -> None:
    with connected(port) as one:
        for byte in b"GET /health HT":
            one.sendall(bytes([byte]))
            time.sleep(0.1)


def _half(port: int, _load: Load) -> None:
    with connected(port) as one:
        one.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    b"Content-Length: 500\r\n\r\n{")  # fmt: skip
        time.sleep(0.2)


def _noise(port: int, _load: Load) -> None:
    with connected(port) as one:
        one.sendall(bytes(range(256)) * 8)
        one.recv(64)
