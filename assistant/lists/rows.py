"""The SQL of lists, inside a transaction that the store opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.lists.errors import ListError
from assistant.lists.keys import digest, is_key, new_id, prefix, same
from assistant.lists.model import (
    MAX_ITEMS,
    MAX_KEPT,
    RANK,
    Access,
    Item,
    NewItem,
    Share,
    StoredList,
)
from assistant.lists.snapshot import read_snapshot, write_snapshot


@dataclass(frozen=True, slots=True)
class Held:
    """A list that a key opens."""

    list_id: str
    version: int
    access: Access


def now() -> str:
    """The present moment, ISO, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def held_by(connection: sqlite3.Connection, key: str, needed: Access) -> Held:
    """The list that ``key`` opens.

    Raises:
        ListError: ``unknown_list``, ``list_read_only`` or ``list_owner_only``.
    """
    if not is_key(key):
        raise ListError("unknown_list")
    hashed = digest(key)
    rows = connection.execute(
        "SELECT keys.digest, keys.access, lists.id, lists.version FROM keys "
        "JOIN lists ON lists.id = keys.list_id WHERE keys.prefix = ?",
        (prefix(hashed),),
    ).fetchall()
    for stored, access, list_id, version in rows:
        if same(stored, hashed):
            if RANK[access] < RANK[needed]:
                code = "list_read_only" if needed == "edit" else "list_owner_only"
                raise ListError(code)
            return Held(list_id, version, access)
    raise ListError("unknown_list")


def check_version(held: Held, version: int | None) -> None:
    """Refuse an edit made on an older state of the list.

    Raises:
        ListError: ``version_conflict``.
    """
    if version is not None and version != held.version:
        raise ListError(
            "version_conflict", {"version": held.version}, given=version, current=held.version
        )


def add_key(
    connection: sqlite3.Connection, list_id: str, key: str, access: Access, label: str = ""
) -> Share:
    """Make ``key`` open a list."""
    hashed, named, made = digest(key), new_id(), now()
    connection.execute(
        "INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?)",
        (named, list_id, prefix(hashed), hashed, access, label, made),
    )
    return Share(named, "edit" if access == "edit" else "read", label, made)


def read_list(connection: sqlite3.Connection, held: Held) -> StoredList:
    """The whole list; its shares for the owner only."""
    name, version, created, updated = connection.execute(
        "SELECT name, version, created, updated FROM lists WHERE id = ?", (held.list_id,)
    ).fetchone()
    found = read_shares(connection, held.list_id) if held.access == "owner" else ()
    items = read_items(connection, held.list_id)
    return StoredList(held.list_id, name, held.access, version, created, updated, items, found)


def read_items(connection: sqlite3.Connection, list_id: str) -> tuple[Item, ...]:
    """Items in their order."""
    rows = connection.execute(
        "SELECT id, kind, entry_id, note, kept, added FROM items WHERE list_id = ? "
        "ORDER BY position, id",
        (list_id,),
    ).fetchall()
    return tuple(
        Item(named, read_snapshot(kind, entry_id, kept), note, added)
        for named, kind, entry_id, note, kept, added in rows
    )


def read_shares(connection: sqlite3.Connection, list_id: str) -> tuple[Share, ...]:
    """Links given to others, oldest first."""
    rows = connection.execute(
        "SELECT id, access, label, created FROM keys "
        "WHERE list_id = ? AND access <> 'owner' ORDER BY rowid",
        (list_id,),
    ).fetchall()
    return tuple(Share(*row) for row in rows)


def order_of(connection: sqlite3.Connection, list_id: str) -> list[str]:
    """Names of the items in their order."""
    rows = connection.execute(
        "SELECT id FROM items WHERE list_id = ? ORDER BY position, id", (list_id,)
    )
    return [named for (named,) in rows.fetchall()]


def set_order(connection: sqlite3.Connection, list_id: str, order: Sequence[str]) -> None:
    """Give every item its place."""
    connection.executemany(
        "UPDATE items SET position = ? WHERE list_id = ? AND id = ?",
        [(place, list_id, named) for place, named in enumerate(order)],
    )


def insert_items(
    connection: sqlite3.Connection,
    list_id: str,
    items: Sequence[NewItem],
    position: int | None = None,
) -> list[str]:
    """Add the items that the list does not hold, at ``position`` or at its end; their names.

    Raises:
        ListError: ``list_full`` or ``list_too_heavy``.
    """
    order = order_of(connection, list_id)
    pairs = connection.execute(
        "SELECT kind, entry_id FROM items WHERE list_id = ?", (list_id,)
    ).fetchall()
    present = set(pairs)
    added: list[str] = []
    for item in items:
        entry = item.entry
        if (entry.kind, entry.id) in present:
            continue
        present.add((entry.kind, entry.id))
        named = new_id()
        connection.execute(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (list_id, named, len(order) + len(added), entry.kind, entry.id, item.note,
             write_snapshot(entry), now()),
        )  # fmt: skip
        added.append(named)
    if len(order) + len(added) > MAX_ITEMS:
        raise ListError("list_full", {"limit": MAX_ITEMS}, limit=MAX_ITEMS)
    [(kept,)] = connection.execute(
        "SELECT total(length(kept)) FROM items WHERE list_id = ?", (list_id,)
    ).fetchall()
    if kept > MAX_KEPT:
        raise ListError("list_too_heavy")
    if position is not None and added:
        set_order(connection, list_id, [*order[:position], *added, *order[position:]])
    return added


def touch(connection: sqlite3.Connection, list_id: str) -> None:
    """Count one more change."""
    connection.execute(
        "UPDATE lists SET version = version + 1, updated = ? WHERE id = ?", (now(), list_id)
    )
