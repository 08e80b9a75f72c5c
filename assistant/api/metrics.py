"""Counters and latency histograms in Prometheus text format.

Labels are route templates, methods, statuses and answer kinds: a closed set, never text
that a person wrote.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
Labels = tuple[tuple[str, str], ...]


class Metrics:
    """What the server counted since it started. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, Labels], int] = defaultdict(int)
        self._buckets: dict[Labels, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: dict[Labels, float] = defaultdict(float)

    def count(self, name: str, **labels: str) -> None:
        """Add one to a counter."""
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += 1

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request and its duration."""
        self.count("repere_requests_total", route=route, method=method, status=str(status))
        labels: Labels = (("route", route),)
        place = next((i for i, limit in enumerate(BUCKETS) if seconds <= limit), len(BUCKETS))
        with self._lock:
            self._buckets[labels][place] += 1
            self._seconds[labels] += seconds

    def text(self, gauges: Iterable[tuple[str, float]]) -> str:
        """Everything counted, then ``gauges`` (name, value), as Prometheus reads it."""
        with self._lock:
            lines = [*self._counter_lines(), *self._histogram_lines()]
        for name, value in gauges:
            lines += [f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"

    def _counter_lines(self) -> list[str]:
        lines: list[str] = []
        last = ""
        for (name, labels), value in sorted(self._counts.items()):
            if name != last:
                lines.append(f"# TYPE {name} counter")
                last = name
            lines.append(f"{name}{_braces(labels)} {value}")
        return lines

    def _histogram_lines(self) -> list[str]:
        name = "repere_request_seconds"
        lines = [f"# TYPE {name} histogram"] if self._buckets else []
        for labels, buckets in sorted(self._buckets.items()):
            total = 0
            for limit, value in zip((*map(str, BUCKETS), "+Inf"), buckets, strict=True):
                total += value
                lines.append(f"{name}_bucket{_braces((*labels, ('le', limit)))} {total}")
            lines.append(f"{name}_sum{_braces(labels)} {self._seconds[labels]:.6f}")
            lines.append(f"{name}_count{_braces(labels)} {total}")
        return lines


def _braces(labels: Labels) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
