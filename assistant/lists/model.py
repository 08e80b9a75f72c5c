"""Lists of measures and grants, as their store and their faces see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.bank.model import BankHit, BankKind

Access = Literal["owner", "edit", "read"]
ShareAccess = Literal["edit", "read"]
RANK: dict[str, int] = {"read": 0, "edit": 1, "owner": 2}

MAX_ITEMS = 500
MAX_NAME = 120
MAX_NOTE = 4_000
MAX_SHARES = 50
MAX_KEPT = 4_000_000  # characters of the entries that one list keeps, all together


@dataclass(frozen=True, slots=True)
class NewItem:
    """Something to be put in a list.

    Attributes:
        entry: the entry as it is now, kept in the list for the day when the bank drops it.
    """

    entry: BankHit
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list.

    Attributes:
        id: its name within the list.
        kept: the entry as it was when it was added.
        added: ISO date and time, UTC.
    """

    id: str
    kept: BankHit
    note: str
    added: str

    @property
    def kind(self) -> BankKind:
        """Of which bank."""
        return self.kept.kind

    @property
    def entry_id(self) -> str:
        """Its identifier in the bank."""
        return self.kept.id


@dataclass(frozen=True, slots=True)
class Share:
    """A link given to others; its key is not kept, only a digest of it."""

    id: str
    access: ShareAccess
    label: str
    created: str


@dataclass(frozen=True, slots=True)
class StoredList:
    """A list as stored, for the holder of one of its keys.

    Attributes:
        access: what that key allows.
        version: grows by one with each change.
        items: in their order.
        shares: for the owner only; empty for others.
    """

    id: str
    name: str
    access: Access
    version: int
    created: str
    updated: str
    items: tuple[Item, ...] = ()
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item and its entry as the bank holds it now (or as it was kept)."""

    item: Item
    entry: BankHit
    in_bank: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """A list whose items were looked up in the bank."""

    stored: StoredList
    items: tuple[ShownItem, ...]

    def of_kind(self, kind: BankKind) -> tuple[ShownItem, ...]:
        """Its measures or its grants, in the order of the list."""
        return tuple(shown for shown in self.items if shown.item.kind == kind)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of an imported file that could not be taken; rows count from 1, header aside."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        view: the list afterwards.
        imported: items added.
        unknown: those among them that the bank does not hold.
        refused: rows left out, each with its reason.
        key: of the list, when the import made it.
    """

    view: ListView
    imported: int
    unknown: int
    refused: tuple[RefusedRow, ...]
    key: str | None = None
