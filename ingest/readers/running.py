"""The programs that a reader has started, so that they end with its process."""

from __future__ import annotations

import subprocess
import threading


class Running:
    """Programs at work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: set[subprocess.Popen[bytes]] = set()

    def add(self, program: subprocess.Popen[bytes]) -> None:
        """Keep a program that was just started."""
        with self._lock:
            self._all.add(program)

    def drop(self, program: subprocess.Popen[bytes]) -> None:
        """Forget a program that has ended."""
        with self._lock:
            self._all.discard(program)

    def end(self) -> None:
        """End them all."""
        with self._lock:
            for program in self._all:
                program.kill()


RUNNING = Running()
