"""The good clients of an endurance run: they search and ask at a steady rate, and count."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random
from urllib.parse import quote

from eval.gold import read_gold

# Everything else that a page asks for, one search in twenty.
PATHS = ("/", "/api/documents", "/api/figures?q=membres", "/api/measures?q=jardin",
         "/api/suggest?q=comb", "/health")  # fmt: skip
LATE_S = 0.5  # what could not be asked in time is not caught up with later
FAR_S = 120.0
CHANGED = "fiche-qui-change.md"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Load:
    """What good clients ask for, each second, and how many they are."""

    searches: float = 150.0
    asks: float = 60.0
    clients: int = 16
    questions: tuple[str, ...] = ("Combien de membres en 2024-2025 ?", "C'est quoi MADA ?")

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.searches + self.asks


@dataclass(slots=True)
class Tally:
    """What was seen so far. Safe in threads for appending."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=dict)  # by kind of request
    failures: list[str] = field(default_factory=list)
    abuses: Counter[str] = field(default_factory=Counter)
    changes: int = 0  # documents added, then removed
    idle_left: int = 0  # connections that are still there at the end
    held: list[tuple[float, float, float]] = field(default_factory=list)  # at, bytes, handles
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, kind: str, status: int, seconds: float) -> None:
        """One request that was answered."""
        with self.lock:
            self.statuses[status] += 1
            self.seconds.setdefault(kind, []).append(seconds)
            if status not in (200, 201):
                self.failures.append(f"{kind}: status {status}")

    def fail(self, kind: str, error: Exception) -> None:
        """One request that was not."""
        with self.lock:
            self.failures.append(f"{kind}: {type(error).__name__}")


def questions_of(paths: Sequence[Path]) -> tuple[str, ...]:
    """Every question of gold files and its other wordings, in a settled order."""
    asked: dict[str, None] = {}
    for one in read_gold(paths).questions:
        if not one.history:
            asked.update(dict.fromkeys((one.question, *one.paraphrases)))
    return tuple(Random(3).sample(tuple(asked), len(asked)))  # noqa: S311


class Pace:
    """Says when each request is due; time that is lost is not made up for."""

    def __init__(self, rate: float) -> None:
        self._step = 1 / rate
        self._next = time.monotonic()
        self._lock = threading.Lock()

    def wait(self, over: threading.Event) -> None:
        """Until the next request is due, or it is over."""
        with self._lock:
            due = max(self._next, time.monotonic() - LATE_S)
            self._next = due + self._step
        over.wait(max(0.0, due - time.monotonic()))


class Client:
    """One person after the other, on one connection that is kept."""

    def __init__(self, port: int, load: Load, tally: Tally, number: int) -> None:
        self._port, self._load, self._tally = port, load, tally
        self._random = Random(number)  # noqa: S311
        # As in any search box, some questions come often and most of them seldom.
        self._weights = list(accumulate(1 / (n + 5) for n in range(len(load.questions))))
        self._connection = self._opened()

    def run(self, pace: Pace, over: threading.Event) -> None:
        """Ask, at the pace of all, until it is over."""
        while not over.is_set():
            pace.wait(over)
            if not over.is_set():
                self._one()
        self._connection.close()

    def _one(self) -> None:
        load, random = self._load, self._random
        [question] = random.choices(load.questions, cum_weights=self._weights)
        if random.random() * load.rate < load.asks:
            stream = random.random() < 0.1
            body = json.dumps({"question": question, "stream": stream})
            self._send("ask", "POST", "/api/ask", body)
        elif random.random() < 0.05:
            self._send("page", "GET", random.choice(PATHS), None)
        else:
            self._send("search", "GET", f"/api/search?q={quote(question)}", None)

    def _send(self, kind: str, verb: str, path: str, body: str | None) -> None:
        began = time.monotonic()
        try:
            self._connection.request(verb, path, body, JSON if body else {})
            response = self._connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as error:
            self._tally.fail(kind, error)
            self._connection.close()
            self._connection = self._opened()
            return
        self._tally.count(kind, response.status, time.monotonic() - began)

    def _opened(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=FAR_S)


def change_documents(
    port: int, key: str, every: float, tally: Tally, over: threading.Event
) -> None:
    """Add a document, then remove it: the index changes while it is read."""
    number = 0
    while not over.wait(every):
        number += 1
        text = f"# Fiche {number}\n\nLe club compte {number} membres en 2024.\n"
        _changed(port, key, tally, ("POST", "/api/documents"), text)
        listed = json.loads(_changed(port, key, tally, ("GET", "/api/documents"), None) or "{}")
        for one in listed.get("documents", []):
            if one["source"] == CHANGED:
                _changed(port, key, tally, ("DELETE", f"/api/documents/{one['id']}"), None)
                tally.changes += 1


def _changed(
    port: int, key: str, tally: Tally, act: tuple[str, str], text: str | None
) -> str | None:
    head = {"Authorization": f"Bearer {key}"}
    body = None
    if text is not None:
        head["Content-Type"] = "multipart/form-data; boundary=limite"
        body = (
            f'--limite\r\nContent-Disposition: form-data; name="file"; filename="{CHANGED}"\r\n'
            f"Content-Type: text/markdown\r\n\r\n{text}\r\n--limite--\r\n"
        ).encode()
    began = time.monotonic()
    try:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=10 * FAR_S)
        client.request(*act, body, head)
        response = client.getresponse()
        told = response.read().decode("utf-8", "replace")
        client.close()
    except (OSError, http.client.HTTPException) as error:
        tally.fail("change", error)
        return None
    tally.count("change", response.status, time.monotonic() - began)
    return told if response.status < 300 else None
