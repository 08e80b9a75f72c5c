"""Why a language model's answer was set aside."""

from __future__ import annotations

from typing import Literal

Cause = Literal[
    "timeout", "connection", "status", "redirect", "malformed", "cut", "too_long", "empty",
]  # fmt: skip


class ModelFailure(Exception):  # noqa: N818  (it is an outcome: the answer falls back)
    """The model gave no usable text; ``cause`` says why, in one word of ``Cause``.

    It never reaches a person: the extractive answer is shown in its place.
    """

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
