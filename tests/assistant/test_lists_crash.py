"""Writers of lists that are killed, and several at once: what was acknowledged is there."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest
from small_bank import make_measure

from assistant.lists.check import check_lists
from assistant.lists.errors import ListError
from assistant.lists.model import NewItem
from assistant.lists.store import ListStore

ROUNDS = 8
ITEMS = 7


def command(root: Path, data: Path, *words: object) -> subprocess.Popen[str]:
    helpers = root / "tests" / "helpers"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (root, helpers)))}
    line = [sys.executable, str(helpers / "list_writer.py"), str(data), *map(str, words)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, env=environment, text=True)


def run_and_kill(root: Path, data: Path, key: str, first: int, random: Random) -> int:
    """The last number that the writer acknowledged before it was killed."""
    last = first - 1
    with command(root, data, key, first) as child:
        assert child.stdout is not None
        target = random.randint(1, 40)
        for seen, line in enumerate(child.stdout):
            if line.startswith("kept") and line.endswith("\n"):  # a line cut short says nothing
                last = int(line.split()[1])
            if seen == target:
                threading.Event().wait(random.random() * 0.01)
                child.kill()
        child.wait()
    assert child.returncode == -9
    return last


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_killed_writers_lose_nothing_acknowledged(root: Path, tmp_path: Path) -> None:
    random = Random(20261121)
    store = ListStore(tmp_path)
    _, key = store.create("Liste", [NewItem(make_measure(n), "-1") for n in range(ITEMS)])
    store.close()
    last = -1
    for _ in range(ROUNDS):
        last = run_and_kill(root, tmp_path, key, last + 1, random)
        store = ListStore(tmp_path)
        found = store.read(key)
        store.close()
        notes = [int(item.note) for item in found.items]
        # The write after the last one acknowledged may be there, whole; nothing later is.
        for place, note in enumerate(notes):
            due = max((n for n in range(last + 1) if n % ITEMS == place), default=-1)
            assert note in (due, last + 1)
        assert int([*found.name.split(), "-1"][1]) >= last
        assert all(check.ok for check in check_lists(tmp_path))
        last = max(last, *notes)
    assert last > ROUNDS


@pytest.mark.slow
def test_two_processes_and_this_one_lose_nothing(root: Path, tmp_path: Path) -> None:
    store = ListStore(tmp_path)
    _, key = store.create("Liste")
    others = [command(root, tmp_path, key, first, 30) for first in (100, 200)]
    for number in range(300, 330):
        store.add(key, [NewItem(make_measure(number), str(number))])
    assert [other.wait(60) for other in others] == [0, 0]
    for other in others:
        other.communicate()
    found = store.read(key)
    wanted = {f"m-{first + n}" for first in (100, 200, 300) for n in range(30)}
    assert {item.entry_id for item in found.items} == wanted
    assert all(item.entry_id == f"m-{item.note}" for item in found.items)
    assert found.version == 91
    store.close()


def test_threads_that_check_the_version_lose_nothing(tmp_path: Path) -> None:
    """Each adds its letter to the name, again and again, as a page that reloads on 409."""
    store = ListStore(tmp_path)
    _, key = store.create("=")
    refused: list[tuple[str, bool]] = []

    def write(letter: str) -> None:
        for _ in range(10):
            while True:
                seen = store.read(key)
                try:
                    store.change(key, name=seen.name + letter, version=seen.version)
                    break
                except ListError as error:
                    refused.append((error.code, error.details["version"] > seen.version))

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    found = store.read(key)
    assert sorted(found.name[1:]) == sorted("abcd" * 10)
    assert found.version == 41
    assert set(refused) <= {("version_conflict", True)}
    store.close()
