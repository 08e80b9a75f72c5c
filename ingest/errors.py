"""The error tree of the product.

RepereError                 anything we raise on purpose: stable code, French message
├── InputError              what was given cannot be used (the caller's side)
│   ├── ReadFailure         one file cannot be read
│   └── QuestionError       one question or query cannot be taken
├── NoIndexError            nothing has been ingested yet
├── NotFoundError           no such document, page, figure…
├── StoreError              the data folder cannot be used (locked, newer, damaged)
└── ModelError              the embedding model cannot be loaded or made
"""

from __future__ import annotations


class RepereError(Exception):
    """Base of the errors we raise on purpose.

    Args:
        code: stable snake_case identifier, part of the public contract.
        message: French sentence: what was received, what was expected, what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class InputError(RepereError):
    """What was given cannot be used."""


class ReadFailure(InputError):  # noqa: N818 - it is the name of a result too
    """One file cannot be read; the others go on."""


class QuestionError(InputError):
    """One question or query cannot be taken."""


class NoIndexError(RepereError):
    """Nothing has been ingested yet."""


class NotFoundError(RepereError):
    """The thing asked for does not exist."""


class StoreError(RepereError):
    """The data folder cannot be used as it is."""


class ModelError(RepereError):
    """The embedding model cannot be loaded or made."""
