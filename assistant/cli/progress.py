"""Progress of an ingestion on the error output: a bar on a terminal, else nothing."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO

from assistant.cli.show import plain
from assistant.service import Progress

STAGES = {
    "fetch": "Téléchargement",
    "read": "Lecture",
    "ocr": "Reconnaissance des pages",
    "embed": "Calcul des vecteurs",
    "index": "Mise en index",
    "link": "Liens des fiches",
}
BAR = 24
REFRESH_S = 0.1


class ProgressBar:
    """Draws one line, again and again; ``finish`` wipes it."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._on = self._out.isatty()
        self._drawn = 0.0
        self._stage = ""
        self._begun = (0.0, 0)  # of this stage: when, and how much was done

    def __call__(self, step: Progress) -> None:
        """Show ``step``, at most ten times a second within a stage."""
        now = time.monotonic()
        last = step.done >= step.total
        if not self._on or (
            step.stage == self._stage and now - self._drawn < REFRESH_S and not last
        ):
            return
        if step.stage != self._stage or step.done < self._begun[1]:
            self._begun = (now, step.done)
        self._drawn, self._stage = now, step.stage
        self._out.write(f"\r{self._line(step, now)}\x1b[K")
        self._out.flush()

    def finish(self) -> None:
        """Wipe the line."""
        if self._on and self._stage:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def _line(self, step: Progress, now: float) -> str:
        filled = BAR * min(step.done, step.total) // max(step.total, 1)
        bar = "█" * filled + "░" * (BAR - filled)
        name = STAGES.get(step.stage, step.stage)
        pace = _pace(step, now - self._begun[0], step.done - self._begun[1])
        text = f"{name} {bar} {step.done}/{step.total}{pace} {plain(step.current)}"
        return text[: shutil.get_terminal_size().columns - 1]


def _pace(step: Progress, seconds: float, done: int) -> str:
    """How many a minute, and the time left at that pace; empty until there is one."""
    if seconds < 1 or done <= 0:
        return ""
    rate = done / seconds
    told = f" {rate * 60:.0f}/min" if rate < 10 else f" {rate:.0f}/s"
    left = round((step.total - step.done) / rate)
    if left <= 0:
        return told
    minutes, rest = divmod(left, 60)
    return f"{told}, reste {f'{minutes} min ' if minutes else ''}{rest} s"
