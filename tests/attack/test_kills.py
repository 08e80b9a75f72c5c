"""Kill -9 in the middle of every kind of act: what was acknowledged is there, and nothing is a mix.

``ROUNDS=500 python -m pytest tests/attack/test_kills.py`` is the long run. Each round forks a
process that adds, replaces and removes documents, edits a list, keeps opinions, saves and
restores, and kills it after some milliseconds; another process then looks at what is left.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from crash_acts import BEFORE, FILES, Actor, State, act, after, content, make

from assistant.doctor import checks
from index.encoder import HashEncoder
from index.hits import Filters

ROUNDS = int(os.environ.get("ROUNDS", "12"))
LONGEST_S = 0.5  # into the act that is cut


def write(home: Path, key: str, first: int, pipe: int) -> None:
    """Act from ``first`` on, telling each act once it is done, until killed."""
    actor, number = Actor(home, key), first
    os.write(pipe, b"ready\n")
    while True:
        actor.do(number)
        os.write(pipe, f"{number}\n".encode())
        number += 1


def forked(work: Any, *given: object) -> tuple[int, int]:
    """Run ``work(*given, pipe)`` in another process; its number and what it writes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    try:
        work(*given, writing)
    except BaseException:  # noqa: BLE001  (told by the parent, which reads nothing)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def killed(home: Path, key: str, first: int, random: Random) -> int:
    """The last act that was acknowledged before the kill."""
    child, pipe = forked(write, home, key, first)
    with os.fdopen(pipe, encoding="ascii") as told:
        # After some acts, however slow the machine, then anywhere in the next one.
        lines = [told.readline() for _ in range(1 + random.randrange(4))]
        threading.Event().wait(random.random() * LONGEST_S)
        os.kill(child, signal.SIGKILL)
        lines += told.readlines()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer failed by itself"
    done = [int(line) for line in lines if line[:-1].isdigit() and line.endswith("\n")]
    return done[-1] if done else first - 1


def look(home: Path, key: str, last: int, pipe: int) -> None:
    """What is found after the kill: which state it is, or why it is none."""
    actor = Actor(home, key)
    said = [json.loads(line) for line in _lines(actor.settings.data / "feedback.jsonl")]
    found = _found(actor, len(said))
    before, next_ = after(last), after(last + 1)
    assert _near(found, before, next_), (act(last + 1), found, before, next_)
    # What can be derived is made again: the index equals its sources.
    actor.settings.uploads.mkdir(exist_ok=True)
    report = actor.service.ingest([actor.settings.uploads])
    assert report.failed == ()
    settled = _found(actor, len(said))
    _check_index(actor, settled)
    wrong = [c for c in checks(actor.settings, HashEncoder()) if not c.ok and c.code != "no_index"]
    assert wrong == [] or all(c.name == "index" and not any(settled.files) for c in wrong), wrong
    # A backup that was cut is made again: which of the two files is there does not show.
    done = _plain(settled) == _plain(next_) and act(last + 1)[0] != "backup"
    os.write(pipe, pickle.dumps((settled, done)))
    actor.service.close()


def _plain(state: State) -> State:
    return State(state.files, state.notes, state.name, state.said)


def _near(found: State, before: State, after_: State) -> bool:
    """Each thing is as before the act under way or as after it; lists and files both of one."""
    if found.said not in (before.said, after_.said):
        return False
    return any(
        (found.notes, found.name) == (one.notes, one.name) for one in (before, after_)
    ) and any(found.files == one.files for one in (before, after_))


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [line for line in text.split("\n") if line.endswith("}")]


def _found(actor: Actor, said: int) -> State:
    """The state by the files and the lists: the truth that is not derived."""
    versions = []
    for which in range(FILES):
        path = actor.settings.uploads / f"fiche-{which}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        version = int(text.split(" compte ")[1].split()[0]) if text else 0
        assert text == (content(which, version) if version else "")
        versions.append(version)
    kept = actor.lists.read(actor.key)
    return State(tuple(versions), tuple(item.note for item in kept.items), kept.name, said)


def _check_index(actor: Actor, state: State) -> None:
    documents = {one.source: one for one in actor.service.documents()}
    wanted = {f"fiche-{n}.md": version for n, version in enumerate(state.files) if version}
    assert set(documents) == set(wanted)
    for name, version in wanted.items():
        page = actor.service.page(documents[name].id, 1)
        assert f"compte {version} membres" in page.text
        found = actor.service.search(f"réseau {version} membres", k=10, offset=0, filters=Filters())
        assert name in {hit.document.source for hit in found.hits}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore")
def test_killed_installations_lose_nothing(tmp_path: Path) -> None:
    random = Random(20261121)
    key, last = make(tmp_path), BEFORE
    cut: Counter[str] = Counter()
    acts = 0
    for round_ in range(ROUNDS):
        acknowledged = killed(tmp_path, key, last + 1, random)
        acts += acknowledged - last
        cut[act(acknowledged + 1)[0]] += 1
        child, pipe = forked(look, tmp_path, key, acknowledged)
        with os.fdopen(pipe, "rb") as told:
            answer = told.read()
        _, status = os.waitpid(child, 0)
        assert status == 0, "what is left is not what was promised: see above"
        settled, done = pickle.loads(answer)
        last = acknowledged + 1 if done else acknowledged
        assert _plain(settled) == _plain(after(last)), (act(last), settled, after(last))
        if round_ % 25 == 24:
            print(f"{round_ + 1} kills, {acts} acts, {dict(cut)}", flush=True)
    print(f"{ROUNDS} kills, {acts} acts acknowledged, cut during {dict(cut)}: 0 lost, 0 corrupt")
    assert acts > ROUNDS / 4
