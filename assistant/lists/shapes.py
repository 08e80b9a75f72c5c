"""The JSON of lists, as the API answers it."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from assistant.shapes import BankHitJson


class ItemJson(TypedDict):
    """One entry of a list; ``entry`` as the bank has it now, or as kept when it has not."""

    id: str
    kind: str
    entry_id: str
    note: str
    position: int
    in_bank: bool
    added: str
    entry: BankHitJson


class ShareJson(TypedDict):
    """A link given to others."""

    id: str
    access: str
    label: str
    created: str


class NewShareJson(ShareJson):
    """A link just made; its key is never shown again."""

    key: str
    links: dict[str, str]


class SharesJson(TypedDict):
    """Links given to others, oldest first."""

    shares: list[ShareJson]


class RefusedRowJson(TypedDict):
    """A row of a file that was left out, and why."""

    row: int
    message: str


class ListJson(TypedDict):
    """A list; ``key`` when it was just made, the last three after an import."""

    id: str
    name: str
    access: str
    version: int
    created: str
    updated: str
    items: list[ItemJson]
    total: int
    shares: list[ShareJson]
    limits: dict[str, int]
    links: dict[str, str]
    key: NotRequired[str]
    imported: NotRequired[int]
    unknown: NotRequired[int]
    refused: NotRequired[list[RefusedRowJson]]
