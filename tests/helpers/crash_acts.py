"""A person's acts on an installation, numbered, and what they should leave behind.

``do(n)`` does the n-th act for real; ``after(n)`` is the state when acts 0 to n are done. The
acts are drawn from their number alone, so that a process that is killed can be followed by
another, and what is found compared with what was promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from small_bank import make_measure

from assistant.access.keys import KeyRing
from assistant.admin.metadata import describe
from assistant.admin.retention import choose_days
from assistant.backup import restore_backup, write_backup
from assistant.lists.model import NewItem
from assistant.lists.store import ListStore
from assistant.local import LocalService, open_service
from assistant.service import Feedback
from assistant.settings import Settings
from assistant.uploads import discard_upload, keep_upload
from index.store import Store
from ingest.sources.mirror import mirror
from ingest.sources.model import Fetched, Kept

FILES = 4
FOLDER = 3  # files of the corpus, which are changed together
PAGES = 2  # copies of web pages
MOST_KEYS = 3
ITEMS = 3
BEFORE = -1  # the state that ``make`` leaves


@dataclass(frozen=True)
class State:
    """What must be there: version by file (0: none), note by item, name, feedback, a backup.

    And settings: titles said of the files, keys by number, days that the journal is kept; the
    version of the corpus, and that of the copies of web pages.
    """

    files: tuple[int, ...] = (0,) * FILES
    notes: tuple[str, ...] = ("-1",) * ITEMS
    name: str = "Liste"
    said: int = 0
    titles: tuple[int, ...] = (0,) * FILES
    keys: tuple[int, ...] = ()
    days: int = 0
    corpus: int = 0
    pages: int = 0
    saved: State | None = None


def act(number: int) -> tuple[str, int]:
    random = Random(f"acte {number}")
    kinds = ("upload", "upload", "upload", "remove", "note", "note", "name", "feedback", "backup",
             "restore", "restore", "title", "key", "days", "folder", "copies")  # fmt: skip
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
    if kind == "title":
        titles = list(state.titles)
        titles[which % FILES] = number + 1
        return replace(state, titles=tuple(titles))
    if kind == "key":
        return replace(state, keys=(*state.keys, number)[-MOST_KEYS:])
    if kind == "restore":
        saved = state.saved or state
        return replace(state, files=saved.files, notes=saved.notes, name=saved.name,
                       titles=saved.titles, pages=saved.pages)  # fmt: skip
    changed = {
        "name": {"name": f"Liste {number}"}, "feedback": {"said": state.said + 1},
        "backup": {"saved": replace(state, saved=None)}, "days": {"days": 1 + number % 300},
        "folder": {"corpus": number + 1}, "copies": {"pages": number + 1},
    }  # fmt: skip
    return replace(state, **changed[kind])  # type: ignore[arg-type]


def content(which: int, version: int) -> str:
    return f"# Fiche {which}\n\nLe réseau {which} compte {version} membres en 2022.\n"


class Site:
    """A source whose pages all say the number of the act that copies them."""

    name = "site-d-essai"

    def __init__(self, version: int) -> None:
        self._version = version

    def items(self) -> Iterator[str]:
        """Addresses of the pages."""
        return (f"https://site.example/{page}" for page in range(PAGES))

    def fetch(self, key: str, kept: Kept | None) -> Fetched | None:
        """One page, always new."""
        page = int(key.rpartition("/")[2])
        return Fetched(f"page-{page}.md", content(page, self._version).encode(), key)


class Actor:
    """Does the acts on one data folder."""

    def __init__(self, home: Path, key: str) -> None:
        self.settings = Settings(data=home / "var", corpus=home / "corpus", model="hash")
        self.backup = home / "copie.tar.gz"
        self.key = key
        self.service: LocalService = open_service(self.settings)
        self.lists = ListStore(self.settings.data)
        self.keys = KeyRing(self.settings.data)

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

    def _title(self, number: int, which: int) -> None:
        name = f"fiche-{which % FILES}.md"
        describe(self.settings.uploads, name, {"title": f"Titre {number + 1}"})
        if any(one.source == name for one in self.service.documents()):
            self.service.ingest([self.settings.uploads])

    def _key(self, number: int, which: int) -> None:
        if str(number) not in {key.name for key in self.keys.all()}:
            self.keys.add(str(number), "reader")
        for key in self.keys.all()[:-MOST_KEYS]:
            self.keys.revoke(key.id)

    def _days(self, number: int, which: int) -> None:
        choose_days(self.settings.data, 1 + number % 300)

    def _folder(self, number: int, which: int) -> None:
        for file in range(FOLDER):
            path = self.settings.corpus / f"dossier-{file}.md"
            path.write_text(content(file, number + 1), encoding="utf-8")
        assert self.service.ingest([self.settings.corpus]).failed == ()

    def _copies(self, number: int, which: int) -> None:
        home = mirror(Site(number + 1), self.settings.web)
        assert self.service.ingest([home]).failed == ()

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
    (home / "var" / "uploads").mkdir(parents=True)
    (home / "corpus").mkdir()
    store = ListStore(home / "var")
    _, key = store.create("Liste", [NewItem(make_measure(n), "-1") for n in range(ITEMS)])
    store.close()
    Store.create(home / "var").close()
    return key
