"""Power cuts, full disks, older data, wrong clocks: what was acknowledged stays."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from fastapi.testclient import TestClient
from small_bank import make_measure
from small_corpus import make_extract

from assistant import restoring
from assistant.backup import restore_backup, write_backup
from assistant.journal import Journal
from assistant.journal_files import FEEDBACK, entries
from assistant.lists.check import check_lists
from assistant.lists.model import NewItem
from assistant.lists.schema import FILE_NAME as LISTS_NAME
from assistant.lists.store import ListStore
from assistant.restoring import READY, finish_restore
from assistant.service import Feedback
from assistant.settings import Settings
from index.build import Indexer
from index.database import FILE_NAME
from index.encoder import HashEncoder
from index.generation import current_name
from index.schema import MIGRATIONS, migrate
from index.store import Store
from ingest.errors import StoreError
from ingest.records import Extract
from tests.assistant.conftest import KEY

ENCODER = HashEncoder(64)
CUTS = 25


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, nothing more reaches the disk."""

    def now() -> None:
        def refuse(_handle: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", refuse)

    return now


def put(store: Store, extract: Extract) -> None:
    texts = [f"{extract.document.title}. {passage.text}" for passage in extract.passages]
    store.put(extract, texts, ENCODER.encode_passages(texts), encoder=ENCODER.name, code="1")


def cut_copies(home: Path, name: str, kept: int, into: Path) -> list[Path]:
    """Copies of a database whose log was cut at random, never before what was acknowledged."""
    random, made = Random(7), []
    log = home / f"{name}-wal"
    for n in range(CUTS):
        folder = into / str(n)
        folder.mkdir(parents=True)
        shutil.copy(home / name, folder / name)
        data = log.read_bytes()
        size = random.randint(kept, len(data))
        torn = bytearray(data[:size])
        if size > kept:  # the last block that was being written may hold anything
            torn[random.randrange(kept, size) :] = b"\xa5" * (size - random.randrange(kept, size))
        (folder / log.name).write_bytes(torn)
        made.append(folder)
    return made


def test_a_power_cut_takes_nothing_that_was_acknowledged_from_the_index(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "var")
    wanted = make_extract("d1", ["le réseau compte 375 membres"])
    put(store, wanted)
    kept = (tmp_path / "var" / f"{FILE_NAME}-wal").stat().st_size
    put(store, make_extract("d2", ["le réseau compte 426 membres"]))
    for folder in cut_copies(tmp_path / "var", FILE_NAME, kept, tmp_path / "coupes"):
        found = Store.open(folder)
        assert found.document("d1") == wanted.document
        assert found.passages_of_document("d1") == wanted.passages
        assert {one.id for one in found.documents()} <= {"d1", "d2"}
        found.close()
    store.close()


def test_a_power_cut_takes_nothing_that_was_acknowledged_from_a_list(tmp_path: Path) -> None:
    store = ListStore(tmp_path / "var")
    _, key = store.create("Liste", [NewItem(make_measure(1), "gardé")])
    kept = (tmp_path / "var" / f"{LISTS_NAME}-wal").stat().st_size
    store.change(key, name="Autre nom")
    for folder in cut_copies(tmp_path / "var", LISTS_NAME, kept, tmp_path / "coupes"):
        found = ListStore(folder)
        (item,) = found.read(key).items
        assert (item.note, found.read(key).name in ("Liste", "Autre nom")) == ("gardé", True)
        found.close()
        assert all(check.ok for check in check_lists(folder))
    store.close()


def test_a_power_cut_in_the_journal_costs_the_last_line_at_most(tmp_path: Path) -> None:
    journal = Journal(tmp_path, questions=False)
    for n in range(4):
        journal.feedback(Feedback(f"c-{n}", True))
    whole = (tmp_path / FEEDBACK).read_bytes()
    ends = [n + 1 for n, byte in enumerate(whole) if byte == 10]
    for size in range(ends[2], len(whole)):
        (tmp_path / FEEDBACK).write_bytes(whole[:size])
        journal.feedback(Feedback("c-neuf", False))
        told = [line["conversation_id"] for line in entries(tmp_path / FEEDBACK)]
        assert told[:3] == ["c-0", "c-1", "c-2"]
        assert told[-1] == "c-neuf"


def test_a_full_disk_refuses_the_write_and_keeps_the_rest(tmp_path: Path) -> None:
    store = Store.create(tmp_path)
    wanted = make_extract("d1", ["le réseau compte 375 membres"])
    put(store, wanted)
    pages = store.database.connection().execute("PRAGMA page_count").fetchone()[0]
    store.database.connection().execute(f"PRAGMA max_page_count = {pages}")
    long = [f"phrase {n} " * 200 for n in range(60)]
    with pytest.raises(StoreError, match="est plein") as caught:
        put(store, make_extract("d2", long))
    assert caught.value.code == "disk_full"
    assert [one.id for one in store.documents()] == ["d1"]
    assert store.passages_of_document("d1") == wanted.passages
    store.close()


def test_a_full_disk_keeps_the_former_generation(
    tmp_path: Path, full: Callable[[], None]
) -> None:
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        indexer.apply(make_extract("d1", ["le réseau compte 375 membres"]))
        indexer.commit()
        before = current_name(tmp_path)
        indexer.apply(make_extract("d2", ["le réseau compte 426 membres"]))
        full()
        with pytest.raises(StoreError, match="ne peut pas être écrit"):
            indexer.commit()
    assert current_name(tmp_path) == before


def test_a_full_disk_refuses_an_upload_and_leaves_nothing(
    serve: Callable[..., TestClient], tmp_path: Path, full: Callable[[], None]
) -> None:
    client = serve(admin_key=KEY)
    full()
    sent = client.post("/api/documents", headers={"Authorization": f"Bearer {KEY}"},
                       files={"file": ("a.txt", b"bonjour")})  # fmt: skip
    assert (sent.status_code, sent.json()["error"]["code"]) == (503, "upload_not_kept")
    assert list((tmp_path / "var" / "uploads").iterdir()) == []
    # The next work is not kept out by the one that failed.
    assert client.get("/api/admin/job", headers={"Authorization": f"Bearer {KEY}"}).json()["job"][
        "running"] is False  # fmt: skip


@pytest.mark.parametrize("format_", range(1, len(MIGRATIONS)))
def test_data_of_every_older_format_are_opened(tmp_path: Path, format_: int) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None) as db:
        migrate(db, MIGRATIONS[:format_])
        db.execute(
            "INSERT INTO documents (id, source, root, title, kind, language, digest, size, paged,"
            " pages, code, encoder) VALUES ('d1', 'a.txt', 'corpus', 'Titre', 'rapport', 'fr', 'x',"
            " 3, 0, 1, '1', 'e')"
        )
        db.execute("UPDATE meta SET value = '7' WHERE key = 'revision'")
    db.close()
    store = Store.open(tmp_path)
    (document,) = store.documents()
    assert (document.id, document.title, document.warnings) == ("d1", "Titre", ())
    assert store.meta("revision") == "7"
    put(store, make_extract("d2", ["neuf"]))
    store.close()


@pytest.mark.parametrize("step", range(6))
def test_a_restoration_cut_at_any_step_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    settings = Settings(data=tmp_path / "var")
    Store.create(settings.data).close()
    settings.uploads.mkdir()
    (settings.uploads / "a.txt").write_text("ancien")
    lists = ListStore(settings.data)
    _, key = lists.create("Ancienne")
    lists.close()
    write_backup(settings, tmp_path / "copie.tar.gz")
    (settings.uploads / "a.txt").write_text("nouveau")
    (settings.uploads / "b.txt").write_text("de trop")
    lists = ListStore(settings.data)
    lists.change(key, name="Nouvelle")
    lists.close()
    done = [0]
    sync = restoring.sync

    def cut(path: Path) -> None:
        done[0] += 1
        if done[0] > step:
            raise KeyboardInterrupt
        sync(path)

    monkeypatch.setattr(restoring, "sync", cut)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(settings, tmp_path / "copie.tar.gz")
    monkeypatch.setattr(restoring, "sync", sync)
    began = (settings.data / READY).is_dir()
    assert finish_restore(settings.data) is began
    assert finish_restore(settings.data) is False
    lists = ListStore(settings.data)
    name, texts = lists.read(key).name, {p.name: p.read_text() for p in settings.uploads.iterdir()}
    lists.close()
    # All of the backup, or nothing of it.
    old = (name, texts) == ("Ancienne", {"a.txt": "ancien"})
    assert old or (not began and (name, texts) == (
        "Nouvelle", {"a.txt": "nouveau", "b.txt": "de trop"}))  # fmt: skip
    assert [p.name for p in settings.data.glob("*restore*")] == []


def test_a_clock_that_jumps_ends_no_session_and_opens_none(
    serve: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve(access_key="lire")
    client.follow_redirects = False
    client.post("/connexion", data={"key": "lire"})
    held = {"Cookie": f"repere_session={client.cookies['repere_session']}"}
    client.cookies.clear()  # the browser's own clock is not what is tested
    for jump in (10 * 365 * 86_400, -10 * 365 * 86_400):
        now = time.time() + jump
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert client.get("/api/documents", headers=held).status_code == 200
        assert client.get("/api/documents").status_code == 401
