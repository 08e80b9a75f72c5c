"""The file of lists: each edit is one transaction, on disk before it is acknowledged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from assistant.lists import rows
from assistant.lists.errors import ListError
from assistant.lists.keys import new_id, new_key
from assistant.lists.model import MAX_SHARES, Access, NewItem, Share, ShareAccess, StoredList
from assistant.lists.rows import Held
from assistant.lists.schema import FILE_NAME, MIGRATIONS, REMEDY
from index.database import Database

Change = Callable[[sqlite3.Connection, str], bool]


class ListStore:
    """Lists of one data folder; safe in threads and beside other processes.

    The file is made with the first list. Every method that takes a key raises ListError
    ``unknown_list``, ``list_read_only``, ``list_owner_only``, and ``version_conflict`` when
    ``version`` is given and is not that of the list; StoreError when the file is unusable.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._lock = Lock()
        self._opened: Database | None = None

    def create(self, name: str, items: Sequence[NewItem] = ()) -> tuple[StoredList, str]:
        """Make a list; it and its owner's key, which cannot be read again."""
        key, named = new_key(), new_id()
        with self._database(make=True).write() as connection:
            made = rows.now()
            connection.execute(
                "INSERT INTO lists VALUES (?, ?, 1, ?, ?)", (named, name, made, made)
            )
            rows.add_key(connection, named, key, "owner")
            rows.insert_items(connection, named, items)
            return rows.read_list(connection, Held(named, 1, "owner")), key

    def read(self, key: str, needed: Access = "read") -> StoredList:
        """The list that ``key`` opens."""
        with self._database().read() as connection:
            return rows.read_list(connection, rows.held_by(connection, key, needed))

    def change(
        self,
        key: str,
        *,
        name: str | None = None,
        order: Sequence[str] | None = None,
        version: int | None = None,
    ) -> StoredList:
        """Rename or reorder; items that ``order`` leaves out follow in their former order.

        Raises:
            ListError: ``bad_order``, an item named twice or that the list does not hold.
        """

        def work(connection: sqlite3.Connection, list_id: str) -> bool:
            renamed = name is not None and _rename(connection, list_id, name)
            moved = order is not None and _reorder(connection, list_id, order)
            return renamed or moved

        return self._edit(key, version, work)

    def add(
        self,
        key: str,
        items: Sequence[NewItem],
        *,
        position: int | None = None,
        version: int | None = None,
    ) -> tuple[StoredList, int]:
        """Add what the list does not hold yet; the list and how many were added.

        Raises:
            ListError: ``list_full``; nothing is added then.
        """
        added: list[str] = []

        def work(connection: sqlite3.Connection, list_id: str) -> bool:
            added.extend(rows.insert_items(connection, list_id, items, position))
            return bool(added)

        return self._edit(key, version, work), len(added)

    def edit_item(
        self,
        key: str,
        item_id: str,
        *,
        note: str | None = None,
        position: int | None = None,
        version: int | None = None,
    ) -> StoredList:
        """Change the note of an item, or its place (from 0).

        Raises:
            ListError: ``unknown_item``.
        """

        def work(connection: sqlite3.Connection, list_id: str) -> bool:
            before = rows.order_of(connection, list_id)
            _require(item_id, before)
            noted = note is not None and _annotate(connection, list_id, item_id, note)
            if position is None:
                return noted
            others = [named for named in before if named != item_id]
            wanted = [*others[:position], item_id, *others[position:]]
            return _reorder(connection, list_id, wanted) or noted

        return self._edit(key, version, work)

    def remove_item(self, key: str, item_id: str, version: int | None = None) -> StoredList:
        """Take an item out.

        Raises:
            ListError: ``unknown_item``.
        """

        def work(connection: sqlite3.Connection, list_id: str) -> bool:
            _require(item_id, rows.order_of(connection, list_id))
            connection.execute("DELETE FROM items WHERE list_id = ? AND id = ?", (list_id, item_id))
            rows.set_order(connection, list_id, rows.order_of(connection, list_id))
            return True

        return self._edit(key, version, work)

    def delete(self, key: str, version: int | None = None) -> None:
        """Delete a list and every key of it (owner only)."""
        with self._editing(key, "owner", version) as (connection, held):
            connection.execute("DELETE FROM lists WHERE id = ?", (held.list_id,))

    def share(self, key: str, access: ShareAccess, label: str) -> tuple[Share, str]:
        """Make a link for others (owner only); it and its key, which cannot be read again.

        Raises:
            ListError: ``too_many_shares``.
        """
        given = new_key()
        with self._editing(key, "owner", None) as (connection, held):
            if len(rows.read_shares(connection, held.list_id)) >= MAX_SHARES:
                raise ListError("too_many_shares", {"limit": MAX_SHARES}, limit=MAX_SHARES)
            return rows.add_key(connection, held.list_id, given, access, label), given

    def revoke(self, key: str, share_id: str) -> None:
        """Make a link lead nowhere (owner only).

        Raises:
            ListError: ``unknown_share``.
        """
        with self._editing(key, "owner", None) as (connection, held):
            gone = connection.execute(
                "DELETE FROM keys WHERE list_id = ? AND id = ? AND access <> 'owner'",
                (held.list_id, share_id),
            )
            if gone.rowcount == 0:
                raise ListError("unknown_share")

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None

    def _edit(self, key: str, version: int | None, work: Change) -> StoredList:
        with self._editing(key, "edit", version) as (connection, held):
            if work(connection, held.list_id):
                rows.touch(connection, held.list_id)
            return rows.read_list(connection, held)

    @contextmanager
    def _editing(
        self, key: str, needed: Access, version: int | None
    ) -> Iterator[tuple[sqlite3.Connection, Held]]:
        with self._database().write() as connection:
            held = rows.held_by(connection, key, needed)
            rows.check_version(held, version)
            yield connection, held

    def _database(self, *, make: bool = False) -> Database:
        """The file, opened; while there is none, no key opens anything."""
        with self._lock:
            if self._opened is None:
                if not make and not self.path.is_file():
                    raise ListError("unknown_list")
                opened = Database(self.path, MIGRATIONS, REMEDY)
                try:
                    opened.prepare()
                except BaseException:
                    opened.close()
                    raise
                self._opened = opened
            return self._opened


def _require(item_id: str, order: Sequence[str]) -> None:
    if item_id not in order:
        raise ListError("unknown_item")


def _rename(connection: sqlite3.Connection, list_id: str, name: str) -> bool:
    changed = connection.execute(
        "UPDATE lists SET name = ? WHERE id = ? AND name <> ?", (name, list_id, name)
    )
    return changed.rowcount > 0


def _annotate(connection: sqlite3.Connection, list_id: str, item_id: str, note: str) -> bool:
    changed = connection.execute(
        "UPDATE items SET note = ? WHERE list_id = ? AND id = ? AND note <> ?",
        (note, list_id, item_id, note),
    )
    return changed.rowcount > 0


def _reorder(connection: sqlite3.Connection, list_id: str, order: Sequence[str]) -> bool:
    before = rows.order_of(connection, list_id)
    if len(set(order)) < len(order) or not set(order) <= set(before):
        raise ListError("bad_order")
    named = set(order)
    after = [*order, *(other for other in before if other not in named)]
    if after == before:
        return False
    rows.set_order(connection, list_id, after)
    return True
