"""A person's acts on an installation, numbered, and what they should leave behind.

``do(n)`` does the n-th act for real; ``after(n)`` is the state when acts 0 to n are done. The
acts are drawn from their number alone, so that a process that is killed can be followed by
another, and what is found compared with what was promised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from small_bank import make_measure

from assistant.backup import restore_backup, write_backup
from assistant.lists.model import NewItem
from assistant.lists.store import ListStore
from assistant.local import LocalService, open_service
from assistant.service import Feedback
from assistant.settings import Settings
from assistant.uploads import discard_upload, keep_upload
from index.store import Store

FILES = 4
ITEMS = 3
BEFORE = -1  # the state that ``make`` leaves


@dataclass(frozen=True)
class State:
    """What must be there: version by file (0: none), note by item, name, feedback, a backup."""

    files: tuple[int, ...] = (0,) * FILES
    notes: tuple[str, ...] = ("-1",) * ITEMS
    name: str = "Liste"
    said: int = 0
    saved: State | None = None


def act(number: int) -> tuple[str, int]:
    random = Random(f"acte {number}")
    kinds = ("upload", "upload", "upload", "remove", "note", "note", "name", "feedback", "backup",
             "restore")  # fmt: skip
    return random.choice(kinds), random.randrange(12)


@cache
def after(number: int) -> State:
    if number == BEFORE:
        return State()
    state, (kind, which) = after(number - 1), act(number)
    if kind in ("upload", "remove"):
        version = number + 1 if kind == "upload" else 0
        files = list(state.files)
        files[which % FILES] = version
        return replace(state, files=tuple(files))
    if kind == "note":
        notes = list(state.notes)
        notes[which % ITEMS] = str(number)
        return replace(state, notes=tuple(notes))
    if kind == "name":
        return replace(state, name=f"Liste {number}")
    if kind == "feedback":
        return replace(state, said=state.said + 1)
    if kind == "backup":
        return replace(state, saved=replace(state, saved=None))
    saved = state.saved
    if saved is None:
        return state
    return replace(state, files=saved.files, notes=saved.notes, name=saved.name)


def content(which: int, version: int) -> str:
    return f"# Fiche {which}\n\nLe réseau {which} compte {version} membres en 2022.\n"


class Actor:
    """Does the acts on one data folder."""

    def __init__(self, home: Path, key: str) -> None:
        self.settings = Settings(data=home / "var", corpus=home / "corpus", model="hash")
        self.backup = home / "copie.tar.gz"
        self.key = key
        self.service: LocalService = open_service(self.settings)
        self.lists = ListStore(self.settings.data)

    def do(self, number: int) -> None:
        kind, which = act(number)
        getattr(self, f"_{kind}")(number, which)

    def _upload(self, number: int, which: int) -> None:
        name = f"fiche-{which % FILES}.md"
        part = self.settings.data / f"recu-{which % FILES}"
        part.write_text(content(which % FILES, number + 1), encoding="utf-8")
        with part.open("rb") as stream:
            kept = keep_upload(self.settings, name, stream)
        report = self.service.ingest([kept])
        assert report.failed == (), report.failed

    def _remove(self, number: int, which: int) -> None:
        for document in self.service.documents():
            if document.source == f"fiche-{which % FILES}.md":
                discard_upload(self.settings, self.service.remove(document.id))

    def _note(self, number: int, which: int) -> None:
        items = self.lists.read(self.key).items
        self.lists.edit_item(self.key, items[which % ITEMS].id, note=str(number))

    def _name(self, number: int, which: int) -> None:
        self.lists.change(self.key, name=f"Liste {number}")

    def _feedback(self, number: int, which: int) -> None:
        self.service.feedback(Feedback(f"c-{number}", True))

    def _backup(self, number: int, which: int) -> None:
        write_backup(self.settings, self.backup)

    def _restore(self, number: int, which: int) -> None:
        if after(number - 1).saved is None:
            return
        self.service.close()
        self.lists.close()
        restore_backup(self.settings, self.backup)
        self.service = open_service(self.settings)
        self.lists = ListStore(self.settings.data)


def make(home: Path) -> str:
    """A new installation with one list; the key of the list."""
    (home / "var").mkdir(parents=True)
    store = ListStore(home / "var")
    _, key = store.create("Liste", [NewItem(make_measure(n), "-1") for n in range(ITEMS)])
    store.close()
    Store.create(home / "var").close()
    return key
