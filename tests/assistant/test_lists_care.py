"""Lists in backups, under ``doctor``, and the limit of lists a day."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import tarfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from small_bank import make_measure

from assistant.backup import MANIFEST, restore_backup, write_backup
from assistant.lists.check import check_lists
from assistant.lists.errors import ListError
from assistant.lists.model import NewItem
from assistant.lists.quota import DailyQuota
from assistant.lists.schema import FILE_NAME
from assistant.lists.store import ListStore
from assistant.local import open_service
from assistant.settings import Settings
from index.database import FILE_NAME as MAIN
from index.store import Store
from ingest.errors import InputError, StoreError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "var", model="hash")
    Store.create(made.data).close()
    return made


def note_of(settings: Settings, key: str) -> str:
    with contextlib.closing(ListStore(settings.data)) as store:
        return store.read(key).items[0].note


def make_list(settings: Settings) -> str:
    with contextlib.closing(ListStore(settings.data)) as store:
        return store.create("Liste", [NewItem(make_measure(1), "d'abord")])[1]


def edit(settings: Settings, key: str, note: str) -> None:
    with contextlib.closing(ListStore(settings.data)) as store:
        store.edit_item(key, store.read(key).items[0].id, note=note)


def test_lists_are_saved_and_come_back(settings: Settings, tmp_path: Path) -> None:
    key = make_list(settings)
    write_backup(settings, tmp_path / "copie.tar.gz")
    edit(settings, key, "ensuite")
    later = None
    with contextlib.closing(ListStore(settings.data)) as store:
        _, later = store.create("Plus tard")
    restore_backup(settings, tmp_path / "copie.tar.gz")
    assert note_of(settings, key) == "d'abord"
    with (
        contextlib.closing(ListStore(settings.data)) as store,
        pytest.raises(ListError, match="aucune liste"),
    ):
        store.read(later)
    assert [path.name for path in settings.data.rglob(".*")] == []


def test_lists_in_use_are_saved_but_not_replaced(settings: Settings, tmp_path: Path) -> None:
    key = make_list(settings)
    store = ListStore(settings.data)
    with contextlib.closing(store):
        item = store.read(key).items[0].id
        store.edit_item(key, item, note="en mémoire du journal")
        write_backup(settings, tmp_path / "copie.tar.gz")
        with store._database().read() as connection:
            connection.execute("SELECT count(*) FROM lists").fetchone()
            with pytest.raises(StoreError, match="Arrêtez le serveur"):
                restore_backup(settings, tmp_path / "copie.tar.gz")
    edit(settings, key, "après")
    restore_backup(settings, tmp_path / "copie.tar.gz")
    assert note_of(settings, key) == "en mémoire du journal"


def test_a_backup_without_lists(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings, tmp_path / "copie.tar.gz")
    make_list(settings)
    restore_backup(settings, tmp_path / "copie.tar.gz")
    assert not (settings.data / FILE_NAME).exists()


def test_a_backup_older_than_lists_keeps_those_there_are(
    settings: Settings, tmp_path: Path
) -> None:
    content = (settings.data / MAIN).read_bytes()
    manifest = {"format": 1, "made": "2025", "members": {MAIN: sha256(content).hexdigest()}}
    path = tmp_path / "ancienne.tar.gz"
    with tarfile.open(path, "w:gz") as made:
        for name, data in ((MANIFEST, json.dumps(manifest).encode()), (MAIN, content)):
            item = tarfile.TarInfo(name)
            item.size = len(data)
            made.addfile(item, io.BytesIO(data))
    key = make_list(settings)
    restore_backup(settings, path)
    assert note_of(settings, key) == "d'abord"


def test_a_backup_with_newer_lists_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    key = make_list(settings)
    with contextlib.closing(sqlite3.connect(settings.data / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    write_backup(settings, tmp_path / "copie.tar.gz")
    with contextlib.closing(sqlite3.connect(settings.data / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 1")
    edit(settings, key, "ensuite")
    with pytest.raises((StoreError, InputError), match="plus récent"):
        restore_backup(settings, tmp_path / "copie.tar.gz")
    assert note_of(settings, key) == "ensuite"


def test_doctor_counts_lists_and_sees_damage(settings: Settings) -> None:
    assert check_lists(settings.data) == ()
    make_list(settings)
    service = open_service(settings)
    with contextlib.closing(service):
        [check] = [check for check in service.doctor() if check.name == "lists"]
    assert (check.ok, check.message) == (True, "Listes intactes : 1, et leurs 1 élément(s).")
    path = settings.data / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x55" * (len(whole) - 4096))
    [check] = check_lists(settings.data)
    assert (check.ok, check.code) == (False, "damaged_store")
    assert "repere restore" in check.message
    path.write_bytes(b"autre chose" * 100)
    assert [check.ok for check in check_lists(settings.data)] == [False]
    path.write_bytes(whole)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM lists")
    [check] = check_lists(settings.data)
    assert "ne mènent à aucune liste" in check.message


def test_each_address_has_its_own_count_and_each_day_its_own() -> None:
    day = [date(2026, 11, 21)]
    quota = DailyQuota(2, lambda: day[0])
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2", "?", "2001:db8::1", "2001:db8::2"):
        quota.take(address)
    for address in ("10.0.0.1", "2001:db8::ffff"):
        with pytest.raises(ListError, match="Réessayez demain"):
            quota.take(address)
    quota.take("2001:db8:0:1::1")
    day[0] = date(2026, 11, 22)
    quota.take("10.0.0.1")
