"""What a list refuses, and why."""

from __future__ import annotations

from typing import Any

from assistant.messages import say
from ingest.errors import InputError


class ListError(InputError):
    """A request on a list that cannot be done.

    Args:
        code: key of ``assistant.messages``.
        details: anything JSON that helps a program.
        values: what the sentence names.
    """

    def __init__(self, code: str, details: Any = None, **values: object) -> None:
        super().__init__(code, say(code, "fr", **values))
        self.details = details
        self.values = values
