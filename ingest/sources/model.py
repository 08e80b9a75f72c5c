"""Places that documents come from: the one interface that a connector implements.

A source lists what it holds and gives each item. ``ingest.sources.mirror`` does the rest:
it keeps a copy in a folder, which is then indexed as any other folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an item, to ask for it again only if it changed.

    Attributes:
        file: name of its copy in the folder.
        etag, modified: what the source said of this version; empty when it said nothing.
    """

    file: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One item as the source gives it.

    Attributes:
        name: file name that a person would know it by, with its extension.
        content: all its bytes.
        url: where a reader may look at it.
    """

    name: str
    content: bytes
    url: str
    etag: str = ""
    modified: str = ""


class Source(Protocol):
    """A place that documents come from."""

    @property
    def name(self) -> str:
        """Of its folder: the same from one time to the next, letters, digits and dashes."""
        ...

    def items(self) -> Iterator[str]:
        """Keys of all that it holds, each once (an address, an identifier).

        Raises:
            ReadFailure: the list cannot be had; nothing is then taken as gone.
        """
        ...

    def fetch(self, key: str, kept: Kept | None) -> Fetched | None:
        """One item; None when it is what was kept.

        Raises:
            ReadFailure: code ``gone`` when it is no longer there; any other code: this time
                it cannot be had, and the copy stays.
        """
        ...
