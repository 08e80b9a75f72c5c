"""Where a command's result goes: people's text, or one JSON value."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from assistant.jsonform import encode

DONE, FAILED, USAGE, NO_INDEX = 0, 1, 2, 3


def put_json(value: Any) -> None:
    """One JSON value on one line of the standard output."""
    _put(encode(value).decode("utf-8"))


def put_lines(lines: Iterable[str]) -> None:
    """Lines for a person, on the standard output."""
    for line in lines:
        _put(line)


def put_text(text: str) -> None:
    """A table as it is, its own line ends kept."""
    _put(text, end="")


def note(message: str) -> None:
    """A line beside the result, on the error output."""
    encoding = sys.stderr.encoding or "utf-8"
    print(message.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def _put(text: str, end: str = "\n") -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + end)
