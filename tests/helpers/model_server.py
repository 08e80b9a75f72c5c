"""A language model's server on this machine, which answers as a test tells it to.

It speaks the chat-completions protocol over real HTTP and may misbehave in every way that
a test scripts: what it is told to do is a function of the request it got.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LINE = re.compile(r"(?m)^\[(\d+)\] \((.*?)\) (.*)$")


@dataclass(frozen=True)
class Asked:
    """One request as received."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """The message that holds the excerpts and the question."""
        return str(self.body["messages"][1]["content"])

    @property
    def excerpts(self) -> dict[int, str]:
        """Numbered excerpts of the prompt."""
        return {int(n): text for n, _, text in LINE.findall(self.prompt)}

    def number(self, words: str) -> int:
        """Number of the first excerpt that holds some words."""
        return next(n for n, text in self.excerpts.items() if words in text)


Handler = BaseHTTPRequestHandler
Behaviour = Callable[[Handler, Asked], None]


def chunk(text: str, finish: str | None = None) -> bytes:
    """One event of a stream."""
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def start_stream(handler: Handler, kind: str = "text/event-stream", status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.end_headers()


def says(text: str | Callable[[Asked], str]) -> Behaviour:
    """Streams a text, a few characters at a time."""

    def behave(handler: Handler, asked: Asked) -> None:
        told = text if isinstance(text, str) else text(asked)
        start_stream(handler)
        handler.wfile.write(b": hello\n\n")
        for at in range(0, len(told), 7):
            handler.wfile.write(chunk(told[at : at + 7]))
        handler.wfile.write(chunk("", "stop") + b"data: [DONE]\n\n")

    return behave


def sends(body: bytes, kind: str = "text/event-stream", status: int = 200) -> Behaviour:
    """Sends these very bytes."""

    def behave(handler: Handler, _asked: Asked) -> None:
        start_stream(handler, kind, status)
        handler.wfile.write(body)

    return behave


@dataclass
class ModelServer:
    """A running server: ``script`` is used up in order, its last behaviour again and again."""

    url: str
    script: list[Behaviour] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Behaviour:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@contextmanager
def model_server(*script: Behaviour) -> Iterator[ModelServer]:
    """A server on a free port of this machine, stopped on leaving."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            asked = Asked(self.path, dict(self.headers), json.loads(self.rfile.read(size)))
            running.asked.append(asked)
            with suppress(OSError):  # the client hung up: that is what some tests are about
                running.next()(self, asked)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    running = ModelServer(f"http://127.0.0.1:{server.server_port}/v1", list(script))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
