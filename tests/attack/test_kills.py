"""Kill -9 in the middle of every kind of act: what was acknowledged is there, and nothing is a mix.

``ROUNDS=500 python -m pytest tests/attack/test_kills.py`` is the long run. Each round forks a
process that adds, replaces, describes and removes documents, indexes a folder and copies of
web pages, edits a list, keeps opinions, makes keys, sets the days of the journal, saves and
restores, and kills it after some milliseconds. Every other time, what was not on the disk yet
is torn as well, as by a power cut. Another process then looks at what is left.
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
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from crash_acts import BEFORE, FILES, Actor, Site, State, act, after, content, make
from power_cut import cut as cut_power
from power_cut import settled

from assistant.admin.retention import kept_days
from assistant.doctor import checks
from index.encoder import HashEncoder
from index.hits import Filters
from ingest.catalogue import Said, read_catalogue

ROUNDS = int(os.environ.get("ROUNDS", "12"))
LONGEST_S = 0.5  # into the act that is cut
MIXED = -1  # some files of one version, some of the next


def write(home: Path, key: str, first: int, pipe: int) -> None:
    """Act from ``first`` on, telling each act once it is done, until killed."""
    actor, number = Actor(home, key), first
    os.write(pipe, b"ready\n")
    while True:
        actor.do(number)
        os.write(pipe, f"{number} {settled(actor.settings.data)}\n".encode())
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


def killed(home: Path, key: str, first: int, random: Random) -> tuple[int, str]:
    """The last act that was acknowledged before the kill, and what was on the disk then."""
    child, pipe = forked(write, home, key, first)
    with os.fdopen(pipe, encoding="ascii") as told:
        # After some acts, however slow the machine, then anywhere in the next one.
        lines = [told.readline() for _ in range(1 + random.randrange(4))]
        threading.Event().wait(random.random() * LONGEST_S)
        os.kill(child, signal.SIGKILL)
        lines += told.readlines()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer failed by itself"
    done = [line.partition(" ") for line in lines if line[0].isdigit() and line.endswith("\n")]
    return (int(done[-1][0]), done[-1][2]) if done else (first - 1, "")


def look(home: Path, key: str, last: int, pipe: int) -> None:
    """What is found after the kill: which state it is, or why it is none."""
    actor = Actor(home, key)
    said = [json.loads(line) for line in _lines(actor.settings.data / "feedback.jsonl")]
    found = _found(actor, len(said))
    before, next_ = after(last), after(last + 1)
    assert _near(found, before, next_), (act(last + 1), found, before, next_)
    if act(last + 1)[0] == "restore":
        assert _plain(found) in (_plain(before), _plain(next_)), (found, before, next_)
    # What can be derived is made again: the index equals its sources.
    report = actor.service.ingest(actor.settings.folders)
    assert report.failed == ()
    left = _found(actor, len(said))
    _check_index(actor)
    wrong = [c for c in checks(actor.settings, HashEncoder()) if not c.ok]
    empty = not actor.service.documents()
    assert wrong == [] or (empty and {c.name for c in wrong} == {"index"}), wrong
    # A backup that was cut is made again: which of the two files is there does not show. So
    # is an act of several files that was cut between two of them.
    done = _plain(left) == _plain(next_) and act(last + 1)[0] != "backup"
    os.write(pipe, pickle.dumps((left, done)))
    actor.service.close()


def _plain(state: State) -> State:
    return replace(state, saved=None)


def _near(found: State, before: State, after_: State) -> bool:
    """Each thing is as before the act under way or as after it; what is one thing, of one."""
    kept = (("said",), ("days",), ("keys",), ("notes", "name"), ("files", "titles"), ("corpus",),
            ("pages",))  # fmt: skip
    return all(
        any(all(getattr(found, field) == getattr(one, field) for field in fields)
            for one in (before, after_, *_between(found, before, after_)))
        for fields in kept
    )  # fmt: skip


def _between(found: State, before: State, after_: State) -> list[State]:
    """Acts of several steps, each of which is whole: a key more, then one less; files in turn."""
    grown = replace(before, keys=(*before.keys, *after_.keys[-1:]))
    mixed = [replace(before, corpus=MIXED)] if before.corpus != after_.corpus else []
    mixed += [replace(before, pages=MIXED)] if before.pages != after_.pages else []
    return [grown, *mixed]


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
    settings = actor.settings
    said_of = read_catalogue(settings.uploads)
    titles = [said_of.get(f"fiche-{which}.md", Said()).title for which in range(FILES)]
    return State(
        tuple(versions), tuple(item.note for item in kept.items), kept.name, said,
        tuple(int(title.split()[1]) if title else 0 for title in titles),
        tuple(int(key.name) for key in actor.keys.all()), kept_days(settings.data, 0),
        _version(settings.corpus), _version(settings.web / Site.name),
    )  # fmt: skip


def _version(folder: Path) -> int:
    """What all the files of a folder say; ``MIXED`` when they do not say the same."""
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*-*.md")]
    found = {int(text.split(" compte ")[1].split()[0]) if text else 0 for text in texts}
    return found.pop() if len(found) == 1 else MIXED if found else 0


def _check_index(actor: Actor) -> None:
    """Every file is a document with its text and its title, and is found; there are no others."""
    documents = {(Path(one.root), one.source): one for one in actor.service.documents()}
    wanted = {(folder, path.name): path.read_text(encoding="utf-8")
              for folder in actor.settings.folders for path in folder.glob("*.md")}  # fmt: skip
    assert set(documents) == {place for place, text in wanted.items() if text}
    for place, document in documents.items():
        assert actor.service.page(document.id, 1).text.strip() == wanted[place].strip()
        said = read_catalogue(place[0]).get(place[1], Said())
        assert said.title in (None, document.title)
        words = wanted[place].splitlines()[2]
        found = actor.service.search(words, k=20, offset=0, filters=Filters())
        assert place[1] in {hit.document.source for hit in found.hits}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore")
def test_killed_installations_lose_nothing(tmp_path: Path) -> None:
    random = Random(20261121)
    key, last = make(tmp_path), BEFORE
    cut: Counter[str] = Counter()
    acts = torn = 0
    for round_ in range(ROUNDS):
        acknowledged, disk = killed(tmp_path, key, last + 1, random)
        if round_ % 2 and disk:
            torn += cut_power(tmp_path / "var", disk, random)
        acts += acknowledged - last
        cut[act(acknowledged + 1)[0]] += 1
        child, pipe = forked(look, tmp_path, key, acknowledged)
        with os.fdopen(pipe, "rb") as told:
            answer = told.read()
        _, status = os.waitpid(child, 0)
        assert status == 0, "what is left is not what was promised: see above"
        left, done = pickle.loads(answer)
        last = acknowledged + 1 if done else acknowledged
        assert done or _near(left, after(last), after(last + 1)), (act(last), left, after(last))
        if round_ % 25 == 24:
            print(f"{round_ + 1} kills, {acts} acts, {dict(cut)}", flush=True)
    print(f"{ROUNDS} kills, {acts} acts acknowledged, cut during {dict(cut)}, {torn} files torn: "
          "0 lost, 0 corrupt")  # fmt: skip
    assert acts > ROUNDS / 4
