"""A writer of lists to be killed, or to run beside another.

``python list_writer.py DATA KEY FIRST`` notes numbers on items of a list until it dies, and
prints ``kept N`` once the N-th is acknowledged. With a fourth argument, it adds that many
items instead, then stops.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from small_bank import make_measure

from assistant.lists.model import NewItem
from assistant.lists.store import ListStore


def write_until_killed(data: Path, key: str, first: int) -> None:
    store = ListStore(data)
    items = [item.id for item in store.read(key).items]
    print("ready", flush=True)
    for number in itertools.count(first):
        store.edit_item(key, items[number % len(items)], note=str(number))
        store.change(key, name=f"Liste {number}")
        print("kept", number, flush=True)


def add_many(data: Path, key: str, first: int, count: int) -> None:
    store = ListStore(data)
    for number in range(first, first + count):
        store.add(key, [NewItem(make_measure(number), str(number))])
    store.close()


if __name__ == "__main__":
    where, holder, begin, *rest = sys.argv[1:]
    if rest:
        add_many(Path(where), holder, int(begin), int(rest[0]))
    else:
        write_until_killed(Path(where), holder, int(begin))
