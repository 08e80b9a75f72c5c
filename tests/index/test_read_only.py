"""Data on a disk that takes no writing: read as they are, or refused with a clear message."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest
from small_corpus import make_extract
from unprivileged import run, sealed

from index.build import Indexer
from index.connecting import open_connection
from index.database import FILE_NAME
from index.encoder import HashEncoder
from index.store import Store
from ingest.errors import StoreError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="other rights")
READ = """
import sys
sys.path.insert(0, "tests/helpers")
from pathlib import Path
from index.encoder import HashEncoder
from index.hits import Filters
from index.search import Searcher
from ingest.errors import RepereError
from unprivileged import drop_rights
warmed = Searcher(Path(sys.argv[1]), HashEncoder(64))  # all that is imported late is there
warmed.search("réseau", k=3, offset=0, filters=Filters())
warmed.close()
drop_rights()
try:
    searcher = Searcher(Path(sys.argv[1]), HashEncoder(64))
    print([hit.document.id for hit in searcher.search("réseau", k=3, offset=0, filters=Filters()).hits])
    if sys.argv[2:]:
        with searcher.store.database.write() as connection:
            connection.execute("DELETE FROM documents")
except RepereError as error:
    print(error.code, error.message)
"""  # noqa: E501


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    with Indexer(folder, HashEncoder(64), code="1") as indexer:
        indexer.apply(make_extract("d1", ["le réseau compte 375 membres"]))
        indexer.commit()
    return folder


def test_what_is_indexed_is_read(data: Path) -> None:
    with sealed(data):
        done = run(READ, data)
    assert done.stdout.splitlines() == ["['d1']"], done.stderr
    assert not list(data.glob("*-shm"))


def test_writing_is_refused_and_says_why(data: Path) -> None:
    with sealed(data):
        done = run(READ, data, "write")
    found, refusal = done.stdout.splitlines()
    assert found == "['d1']"
    assert refusal.startswith("read_only_store Rien ne peut être écrit dans")
    store = Store.open(data)
    assert len(store.documents()) == 1
    store.close()


def test_a_file_that_someone_else_changes_is_not_read_as_if_at_rest(data: Path) -> None:
    writer = sqlite3.connect(data / FILE_NAME)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE meta SET value = '99' WHERE key = 'revision'")
    writer.commit()
    with sealed(data):
        done = run(READ, data)
    writer.close()
    # Either what was just written is seen, or nothing is answered: never the older state.
    assert "['d1']" in done.stdout or "_store" in done.stdout, done.stderr
    assert (data / f"{FILE_NAME}-wal").exists() is False


def test_what_is_not_there_is_not_made_up(data: Path, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_connection(tmp_path / "absent" / FILE_NAME)
    with pytest.raises(StoreError, match="ne peut pas être"):
        Store.create(data / FILE_NAME / "var")
