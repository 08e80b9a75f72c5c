"""The one door to a language model: a request over HTTP, its answer within limits.

Written on ``http.client`` so that nothing is decided for us: no proxy is taken from the
environment, no redirect is followed, no address other than the one set is ever reached.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Protocol

from assistant.llm.errors import ModelFailure
from assistant.llm.options import ModelOptions
from assistant.llm.stream import MOST_BYTES, MOST_LINE, streamed_text, whole_text

Message = dict[str, str]
_MOST_TOKENS = 900


class Model(Protocol):
    """Anything that completes a conversation; ``timeout_s`` is for one question in all."""

    name: str
    timeout_s: float

    def complete(self, messages: Sequence[Message], deadline: float) -> str:
        """The model's words; raises ModelFailure. ``deadline``: of ``time.monotonic``."""
        ...


class HttpModel:
    """A model behind the chat-completions protocol. Keeps no connection; safe in threads."""

    def __init__(self, options: ModelOptions) -> None:
        self.name = options.name
        self.timeout_s = options.timeout_s
        self._options = options

    def complete(self, messages: Sequence[Message], deadline: float) -> str:
        """The model's words, whole.

        Raises:
            ModelFailure: no usable text came before ``deadline`` (of ``time.monotonic``).
        """
        # Some models refuse settings of sampling: asked again without them.
        for settings in ({"temperature": 0, "max_tokens": _MOST_TOKENS}, {}):
            body = {"model": self.name, "messages": list(messages), "stream": True, **settings}
            text = self._attempt(json.dumps(body).encode(), deadline)
            if text is not None:
                return text
        raise ModelFailure("status")

    def _attempt(self, body: bytes, deadline: float) -> str | None:
        """The answer to one request; None for « bad request »."""
        try:
            with closing(_connected(self._options, deadline)) as connection:
                assert connection.sock is not None  # noqa: S101  (just connected)
                watch = Timer(max(deadline - time.monotonic(), 0.0), _hang_up, [connection.sock])
                watch.daemon = True
                watch.start()
                try:
                    return self._exchange(connection, body)
                finally:
                    watch.cancel()
        except ModelFailure as failure:
            if time.monotonic() >= deadline:
                raise ModelFailure("timeout") from failure
            raise
        except (OSError, HTTPException, ValueError) as error:
            late = isinstance(error, TimeoutError) or time.monotonic() >= deadline
            raise ModelFailure("timeout" if late else "connection") from error

    def _exchange(self, connection: HTTPConnection, body: bytes) -> str | None:
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        if self._options.key:
            headers["Authorization"] = f"Bearer {self._options.key}"
        connection.request("POST", f"{self._options.path}/chat/completions", body, headers)
        response = connection.getresponse()
        if response.status == 400:
            return None
        if 300 <= response.status < 400:
            raise ModelFailure("redirect")
        if response.status != 200:
            raise ModelFailure("status")
        if response.getheader("Content-Type", "").startswith("application/json"):
            return whole_text(_whole(response))
        return streamed_text(_lines(response))


def _connected(options: ModelOptions, deadline: float) -> HTTPConnection:
    """A connection to the address of the options and to no other."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection = HTTPConnection(options.host, options.port, timeout=left)
    connection.connect()
    if options.tls:
        context = ssl.create_default_context()
        plain = connection.sock
        try:
            connection.sock = context.wrap_socket(plain, server_hostname=options.host)
        except BaseException:
            plain.close()
            raise
    return connection


def _hang_up(connected: socket.socket) -> None:
    """End a connection whose time is over; what waits on it fails at once."""
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _whole(response: HTTPResponse) -> bytes:
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise ModelFailure("too_long")
    return body


def _lines(response: HTTPResponse) -> Iterator[bytes]:
    total = 0
    while line := response.readline(MOST_LINE + 1):
        total += len(line)
        if total > MOST_BYTES:
            raise ModelFailure("too_long")
        yield line
