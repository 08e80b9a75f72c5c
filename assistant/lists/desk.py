"""What the faces ask of lists: the store, the bank behind it, and the limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.bank.model import BankHit, BankKind
from assistant.lists.errors import ListError
from assistant.lists.importing import Row
from assistant.lists.model import (
    MAX_ITEMS,
    Imported,
    Item,
    ListView,
    NewItem,
    RefusedRow,
    Share,
    ShareAccess,
    ShownItem,
    StoredList,
)
from assistant.lists.quota import DailyQuota
from assistant.lists.store import ListStore
from assistant.messages import say
from assistant.service import Language, Service


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry of a bank to be put in a list."""

    kind: BankKind
    entry_id: str
    note: str = ""


class Lists:
    """The lists of one installation. Methods are safe in threads.

    Args:
        data: the data folder.
        service: where entries are looked up.
        per_day: lists that one address may make in a day.
    """

    def __init__(self, data: Path, service: Service, per_day: int) -> None:
        self.store = ListStore(data)
        self._service = service
        self._quota = DailyQuota(per_day)

    def create(self, address: str, name: str, wanted: Sequence[Wanted]) -> tuple[ListView, str]:
        """Make a list for someone at ``address``; it and its owner's key.

        Raises:
            ListError: ``too_many_lists``, ``unknown_entry`` or ``list_full``.
        """
        items = self._entries(wanted)
        self._quota.take(address)
        stored, key = self.store.create(name, items)
        return self._view(stored), key

    def read(self, key: str) -> ListView:
        """The list that ``key`` opens."""
        return self._view(self.store.read(key))

    def change(
        self, key: str, name: str | None, order: Sequence[str] | None, version: int | None
    ) -> ListView:
        """Rename or reorder."""
        return self._view(self.store.change(key, name=name, order=order, version=version))

    def add(
        self, key: str, wanted: Sequence[Wanted], position: int | None, version: int | None
    ) -> tuple[ListView, int]:
        """Add entries; the list and how many were not there yet.

        Raises:
            ListError: ``unknown_entry``, ``list_full``.
        """
        self.store.read(key, "edit")  # who cannot edit learns nothing of the bank by trying
        stored, added = self.store.add(
            key, self._entries(wanted), position=position, version=version
        )
        return self._view(stored), added

    def edit_item(
        self, key: str, item_id: str, note: str | None, position: int | None, version: int | None
    ) -> ListView:
        """Change a note or a place."""
        return self._view(
            self.store.edit_item(key, item_id, note=note, position=position, version=version)
        )

    def remove_item(self, key: str, item_id: str, version: int | None) -> ListView:
        """Take an item out."""
        return self._view(self.store.remove_item(key, item_id, version))

    def delete(self, key: str, version: int | None) -> None:
        """Delete a list."""
        self.store.delete(key, version)

    def shares(self, key: str) -> tuple[Share, ...]:
        """Links given to others."""
        return self.store.read(key, "owner").shares

    def share(self, key: str, access: ShareAccess, label: str) -> tuple[Share, str]:
        """Make a link for others; it and its key."""
        return self.store.share(key, access, label)

    def revoke(self, key: str, share_id: str) -> None:
        """Make a link lead nowhere."""
        self.store.revoke(key, share_id)

    def import_new(
        self, address: str, name: str, rows: Sequence[Row], lang: Language = "fr"
    ) -> Imported:
        """Make a list from a file."""
        items, unknown, refused = self._read_rows(rows, lang)
        if len(items) > MAX_ITEMS:
            raise ListError("list_full", {"limit": MAX_ITEMS}, limit=MAX_ITEMS)
        self._quota.take(address)
        stored, key = self.store.create(name, items)
        return Imported(self._view(stored), len(stored.items), unknown, refused, key)

    def import_into(self, key: str, rows: Sequence[Row], lang: Language = "fr") -> Imported:
        """Add the rows of a file to a list."""
        self.store.read(key, "edit")
        items, unknown, refused = self._read_rows(rows, lang)
        stored, added = self.store.add(key, items)
        return Imported(self._view(stored), added, unknown, refused)

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        self.store.close()

    def _entries(self, wanted: Sequence[Wanted]) -> list[NewItem]:
        found = self._in_bank((one.kind, one.entry_id) for one in wanted)
        missing = [one.entry_id for one in wanted if (one.kind, one.entry_id) not in found]
        if missing:
            raise ListError("unknown_entry", {"ids": missing[:MAX_ITEMS]})
        return [NewItem(found[one.kind, one.entry_id], one.note) for one in wanted]

    def _read_rows(
        self, rows: Sequence[Row], lang: Language
    ) -> tuple[list[NewItem], int, tuple[RefusedRow, ...]]:
        """Items of a file, how many the bank does not hold, and the rows left out."""
        taken = [(row, row.entry) for row in rows if row.entry is not None]
        found = self._in_bank((entry.kind, entry.id) for _, entry in taken)
        refused = [RefusedRow(row.number, say(row.refusal, lang)) for row in rows if row.refusal]
        items: dict[tuple[BankKind, str], NewItem] = {}
        for row, entry in taken:
            named = (entry.kind, entry.id)
            if named not in found and not entry.title:
                refused.append(RefusedRow(row.number, say("row_unknown", lang, id=entry.id)))
            elif named in items:
                refused.append(RefusedRow(row.number, say("row_twice", lang, id=entry.id)))
            else:
                items[named] = NewItem(found.get(named, entry), row.note)
        unknown = sum(1 for named in items if named not in found)
        return list(items.values()), unknown, tuple(sorted(refused, key=lambda one: one.row))

    def _view(self, stored: StoredList) -> ListView:
        found = self._in_bank((item.kind, item.entry_id) for item in stored.items)
        return ListView(stored, tuple(_shown(item, found) for item in stored.items))

    def _in_bank(
        self, named: Iterable[tuple[BankKind, str]]
    ) -> dict[tuple[BankKind, str], BankHit]:
        ids: dict[BankKind, list[str]] = {"measure": [], "grant": []}
        for kind, entry_id in named:
            ids[kind].append(entry_id)
        hits = [
            hit
            for kind in ids
            if ids[kind]
            for hit in self._service.bank_entries(kind, tuple(dict.fromkeys(ids[kind])))
        ]
        return {(hit.kind, hit.id): replace(hit, score=0.0, reasons=()) for hit in hits}


def _shown(item: Item, found: dict[tuple[BankKind, str], BankHit]) -> ShownItem:
    present = found.get((item.kind, item.entry_id))
    return ShownItem(item, present or item.kept, present is not None)
