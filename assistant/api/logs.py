"""The server's log: lines for a person, or one JSON value a line for a collector.

Nothing that a person wrote is in it: route templates, statuses, times, codes. What looks
personal is masked all the same.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal, TextIO

from assistant.privacy import mask

Form = Literal["text", "json"]
FIELDS = ("method", "route", "status", "ms")


class JsonLines(logging.Formatter):
    """One JSON object a line: ``at``, ``level``, ``logger``, ``message``, and what it counts."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; control characters are escaped, so that no text makes another line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, object] = {
            "at": at, "level": record.levelname, "logger": record.name,
            "message": record.getMessage(),
        }  # fmt: skip
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        return json.dumps(told, ensure_ascii=False)


class Masked(logging.Filter):
    """Takes out of a line what looks personal: the text of an error may quote someone."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message; every record goes on."""
        record.msg, record.args = mask(record.getMessage()), ()
        return True


def start_logs(form: Form, stream: TextIO | None = None) -> None:
    """Our logs on the error output; the web server's own, from warnings up."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Masked())
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonLines() if form == "json" else plain)
    for name, level in (("repere", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
