"""What is acknowledged is on the disk under its name: files are synced before, folders after.

Every change of a name, and every sync, is written down in its order while a person's acts are
done for real; what would be lost by a power cut right after the last of them is then told.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from assistant.access.keys import KeyRing
from assistant.admin.metadata import describe
from assistant.admin.retention import choose_days
from assistant.backup import restore_backup, write_backup
from assistant.journal import Journal
from assistant.journal_files import FEEDBACK, erase
from assistant.service import Feedback
from assistant.settings import Settings
from assistant.uploads import discard_upload, keep_upload
from index.build import Indexer
from index.encoder import HashEncoder
from index.generation import write_generation
from index.store import Store
from ingest.records import Document
from ingest.sources.mirror import mirror
from tests.assistant.fake_service import make_document

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="Linux tells names")
ENCODER = HashEncoder(64)


class Disk:
    """What is only in memory: contents of files, and names of folders."""

    def __init__(self) -> None:
        self.contents: set[Path] = set()  # synced under the name they had
        self.loose: dict[Path, str] = {}  # folder to the change of a name that it may lose
        self.faults: list[str] = []

    def named(self, source: Path, target: Path) -> None:
        """A file or a folder that gets its final name."""
        if source.is_file() and source not in self.contents:
            self.faults.append(f"{target.name} was named before it was on the disk")
        self.loose[target.parent] = f"{target.name} named"
        self.contents = {target / one.relative_to(source) if one.is_relative_to(source) else one
                         for one in self.contents}  # fmt: skip
        self.loose = {target / one.relative_to(source) if one.is_relative_to(source) else one: why
                      for one, why in self.loose.items()}  # fmt: skip

    def lost(self, inside: Path) -> list[str]:
        """What a power cut would undo now."""
        return self.faults + [why for folder, why in self.loose.items()
                              if folder.is_relative_to(inside) and folder.is_dir()]  # fmt: skip


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk()
    fsync, replace, rename, unlink = os.fsync, os.replace, os.rename, os.unlink

    def synced(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        made.contents.add(path)
        made.loose.pop(path, None)
        fsync(handle)

    def moved(by: Callable[..., None]) -> Callable[..., None]:
        def move(source: str, target: str, **more: int) -> None:
            made.named(Path(source), Path(target))
            by(source, target, **more)

        return move

    def unlinked(path: str, **more: int) -> None:
        unlink(path, **more)
        if "dir_fd" not in more and not Path(path).name.startswith("."):
            made.loose[Path(path).parent] = f"{Path(path).name} removed"

    for name, by in (("fsync", synced), ("replace", moved(replace)), ("rename", moved(rename)),
                     ("unlink", unlinked)):  # fmt: skip
        monkeypatch.setattr(os, name, by)
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "var", corpus=tmp_path / "corpus", model="hash")
    Store.create(made.data).close()
    made.corpus.mkdir()
    return made


def uploaded(settings: Settings) -> Document:
    keep_upload(settings, "a.txt", BytesIO(b"bonjour"))
    return make_document("a", settings.uploads)


def upload(settings: Settings) -> None:
    uploaded(settings)


def upload_again(settings: Settings) -> None:
    uploaded(settings)
    keep_upload(settings, "a.txt", BytesIO(b"bonsoir"))


def remove(settings: Settings) -> None:
    assert discard_upload(settings, uploaded(settings))


def key(settings: Settings) -> None:
    ring = KeyRing(settings.data)
    made, _ = ring.add("Camille", "reader")
    ring.revoke(made.id)


def description(settings: Settings) -> None:
    uploaded(settings)
    describe(settings.uploads, "a.txt", {"title": "Un titre"})


def opinion(settings: Settings) -> None:
    Journal(settings.data, questions=False).feedback(Feedback("c-1", True))


def erasure(settings: Settings) -> None:
    for name in ("c-1", "c-2"):
        Journal(settings.data, questions=False).feedback(Feedback(name, True))
    assert erase(settings.data, "c-1") == 1
    assert "c-1" not in (settings.data / FEEDBACK).read_text()


def days(settings: Settings) -> None:
    choose_days(settings.data, 30)


def backup(settings: Settings) -> None:
    write_backup(settings, settings.data.parent / "copie.tar.gz")


def restoration(settings: Settings) -> None:
    uploaded(settings)
    (settings.web / "site").mkdir(parents=True)
    (settings.web / "site" / "page.html").write_text("page")
    backup(settings)
    restore_backup(settings, settings.data.parent / "copie.tar.gz")


def copies(settings: Settings) -> None:
    from crash_acts import Site

    mirror(Site(1), settings.web)


def generation(settings: Settings) -> None:
    with Indexer(settings.data, ENCODER, code="1") as indexer:
        write_generation(indexer.store, settings.data, ENCODER.name)


ACTS = (upload, upload_again, remove, key, description, opinion, erasure, days, backup,
        restoration, copies, generation)  # fmt: skip


@pytest.mark.parametrize("done", ACTS, ids=lambda act: act.__name__)
def test_no_power_cut_takes_back_what_was_done(
    settings: Settings, disk: Disk, done: Callable[[Settings], None]
) -> None:
    done(settings)
    assert disk.lost(settings.data.parent) == []


def test_what_is_not_synced_would_be_told(settings: Settings, disk: Disk) -> None:
    path = settings.data / "a.txt"
    path.write_text("un")
    path.replace(settings.data / "b.txt")
    assert disk.lost(settings.data) == ["b.txt was named before it was on the disk", "b.txt named"]
