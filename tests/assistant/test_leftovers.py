"""What killed processes leave half done: told, cleared away, and never that of a live one."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from assistant.backup import restore_backup, write_backup
from assistant.doctor import checks
from assistant.leftovers import DONE, PREFIX, leftovers, remove_leftovers, working_folder
from assistant.local import LocalService
from assistant.settings import Settings
from index.encoder import HashEncoder
from index.store import Store
from ingest.whole import FORGOTTEN_S, write_whole


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "var", corpus=tmp_path / "corpus", model="hash")
    Store.create(made.data).close()
    made.uploads.mkdir()
    made.corpus.mkdir()
    return made


def old(path: Path) -> Path:
    """As if nothing had been written there for hours."""
    then = time.time() - 2 * FORGOTTEN_S
    os.utime(path, (then, then))
    return path


def killed_in_a_working_folder(data: Path) -> Path:
    """The working folder of a process that was killed in the middle of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with working_folder(data) as work:
            (work / "copie").write_bytes(b"x" * 3 * 2**20)
            os.write(writing, b".")
            signal.pause()
        os._exit(0)
    os.read(reading, 1)
    (found,) = data.glob(f"{PREFIX}*")
    assert leftovers(Settings(data=data)) == [], "it is in use"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("by", ["backup", "restore", "ingest"])
def test_the_folder_of_a_killed_backup_is_told_then_cleared(
    settings: Settings, tmp_path: Path, by: str
) -> None:
    write_backup(settings, tmp_path / "avant.tar.gz")
    found = killed_in_a_working_folder(settings.data)
    told = {check.name: check for check in checks(settings, HashEncoder())}["leftovers"]
    assert told.message.startswith("1 reste(s) d’un travail interrompu (3,0 Mo)")
    if by == "backup":
        write_backup(settings, tmp_path / "copie.tar.gz")
    elif by == "restore":
        restore_backup(settings, tmp_path / "avant.tar.gz")
    else:
        service = LocalService(settings)
        service.ingest([settings.corpus])
        service.close()
    assert not found.exists()
    assert "leftovers" not in {check.name for check in checks(settings, HashEncoder())}


def test_half_written_files_go_once_nobody_writes_in_them(settings: Settings) -> None:
    copies = settings.web / "site"
    copies.mkdir(parents=True)
    gone = [old(home / ".abc.part") for home in (settings.data, settings.uploads, copies)
            if (home / ".abc.part").write_bytes(b"a")]  # fmt: skip
    kept = [settings.uploads / ".neuf.part", settings.uploads / "a.part", copies / "fiche.part.txt",
            settings.data / f"{PREFIX}neuf", settings.data / "autre"]  # fmt: skip
    for path in kept[:3]:
        path.write_bytes(b"a")
    for path in kept[3:]:
        path.mkdir()
    old(kept[1]), old(kept[2])
    (settings.data / DONE).mkdir()
    assert set(leftovers(settings)) == {*gone, settings.data / DONE}
    assert remove_leftovers(settings) == 4
    assert not any(path.exists() for path in (*gone, settings.data / DONE))
    assert all(path.exists() for path in kept)
    old(kept[3])
    assert leftovers(settings) == [kept[3]]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"avant")

    def parts() -> list[bytes]:
        raise OSError("le disque est parti")

    with pytest.raises(OSError, match="parti"):
        write_whole(path, (part for _ in range(1) for part in parts()))
    assert path.read_bytes() == b"avant"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
