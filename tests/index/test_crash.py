"""Kill -9 at random points: nothing acknowledged is lost, no index is a mix."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest
from crash_writer import ENCODER, KEYS, version_of

from index.analysis import weigh
from index.generation import load_current
from index.search import Searcher
from index.store import Store
from ingest.french.tokens import terms

ROUNDS = 12


def run_and_kill(root: Path, data: Path, first: int, random: Random) -> int:
    """Run a writer, kill it at a random point; the last number that it acknowledged."""
    helpers = root / "tests" / "helpers"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (root, helpers)))}
    command = [sys.executable, str(helpers / "crash_writer.py"), str(data), str(first)]
    last = first - 1
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as child:
        assert child.stdout is not None
        target = random.randint(0, 30)
        for seen, line in enumerate(child.stdout):
            if line.startswith("stored") and line.endswith("\n"):  # a line cut short says nothing
                last = int(line.split()[1])
            if seen == target:
                threading.Event().wait(random.random() * 0.02)  # anywhere in the next writes
                child.kill()
        child.wait()
    assert child.returncode == -9
    return last


def check_documents(store: Store, last: int) -> int:
    """Every acknowledged document is there whole; the last number found in the store."""
    newest = last
    for place in range(KEYS):
        acknowledged = max((n for n in range(last + 1) if n % KEYS == place), default=None)
        found = {f.document_id for f in store.digests("corpus").values()}
        if f"d{place}" not in found:
            # Removed just before its next version, or never written yet.
            assert acknowledged is None or (acknowledged + KEYS) % (3 * KEYS) == 0
            continue
        document = store.document(f"d{place}")
        number = int(document.title.split()[1])
        assert acknowledged is None or number >= acknowledged
        assert number <= last + 1
        expected = version_of(number)
        assert document == expected.document
        assert store.page(document.id, 1) == expected.pages[0]
        assert store.passages_of_document(document.id) == expected.passages
        assert store.statements_of_document(document.id) == expected.statements
        assert store.figures(document_id=document.id) == expected.figures
        newest = max(newest, number)
    return newest


def check_generation_is_no_mix(data: Path) -> None:
    loaded = load_current(data)
    if loaded is None:
        return
    contents = loaded[1]
    words = contents.lexical.search(weigh(terms("réseau")), 10_000)
    assert sorted(rowid for rowid, _ in words) == contents.semantic.ids.tolist()
    assert len(words) == loaded[0].passages == contents.vocabulary.passages


def check_index_equals_store(data: Path) -> None:
    searcher = Searcher(data, ENCODER)
    try:
        loaded = load_current(data)
        assert loaded is not None
        assert loaded[0].matches(searcher.store.state(), ENCODER.name)
        rowids, _ = searcher.store.rowids()
        assert loaded[1].semantic.ids.tolist() == rowids.tolist()
        for batch in searcher.store.passage_vectors():
            for rowid, vector in zip(batch.rowids.tolist(), batch.vectors, strict=True):
                assert loaded[1].semantic.search(vector, 1)[0][1] == pytest.approx(1.0, abs=1e-4)
                assert rowid in loaded[1].semantic.ids
    finally:
        searcher.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_killed_writers_lose_nothing(root: Path, tmp_path: Path) -> None:
    random = Random(20261121)
    last = -1
    for _ in range(ROUNDS):
        last = run_and_kill(root, tmp_path, last + 1, random)
        check_generation_is_no_mix(tmp_path)
        store = Store.create(tmp_path)
        last = check_documents(store, last)
        store.close()
        check_index_equals_store(tmp_path)
    assert last > ROUNDS
