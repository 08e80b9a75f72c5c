"""The store gives back exactly what it was given, replaces whole, and refuses clearly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import MADA, make_extract, yearly_reports

from index.database import FILE_NAME
from index.rows import pack_words, unpack_words
from index.schema import MIGRATIONS, migrate
from index.store import Counts, Store
from ingest.errors import NoIndexError, NotFoundError, ReadFailure, StoreError
from ingest.records import Extract, Failure, WordBox

DIM = 4


def put(store: Store, extract: Extract, *, code: str = "1", encoder: str = "e") -> None:
    count = len(extract.passages)
    vectors = np.arange(count * DIM, dtype=np.float32).reshape(count, DIM)
    headers = [f"en-tête {p.order}" for p in extract.passages]
    store.put(extract, headers, vectors, encoder=encoder, code=code, figure_vectors=vectors)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.create(tmp_path)
    yield opened
    opened.close()


def test_an_extract_comes_back_as_it_was(store: Store) -> None:
    extract = yearly_reports()[0]
    put(store, extract)
    key = extract.document.id
    assert store.document(key) == extract.document
    assert store.documents() == (extract.document,)
    assert store.page(key, 1) == extract.pages[0]
    assert store.passages_of_document(key) == extract.passages
    assert store.statements_of_document(key) == extract.statements
    assert store.figures(document_id=key) == extract.figures
    assert store.acronyms() == (MADA,)
    assert store.counts() == Counts(1, 1, 3, 3, 3)
    assert store.figure(extract.figures[1].id) == extract.figures[1]


def test_what_ocr_read_is_kept(store: Store) -> None:
    extract = yearly_reports()[0]
    page = replace(extract.pages[0], ocr=0.87, unsure=((0, 3), (8, 12)))
    document = replace(extract.document, warnings=("Page 1 lue par OCR.",), labels=("i", "1"))
    put(store, replace(extract, document=document, pages=(page, *extract.pages[1:])))
    assert store.page(document.id, 1) == page
    assert store.document(document.id) == document


def test_numbers_stay_exact(store: Store) -> None:
    extract = make_extract("d", ("a", "b"))
    put(store, extract)
    assert [(str(f.number), str(f.upper)) for f in store.figures()] == [
        ("37.50", "None"),
        ("37.50", "1E+3"),
    ]


def test_vectors_come_back_with_their_passages(store: Store) -> None:
    put(store, make_extract("d", ("a", "b", "c")))
    (batch,) = store.passage_vectors()
    assert batch.vectors.dtype == np.float32
    assert batch.vectors.tolist() == np.arange(12.0).reshape(3, DIM).tolist()
    found = store.passages_by_rowid(batch.rowids.tolist())
    assert [found[rowid].text for rowid in batch.rowids.tolist()] == ["a", "b", "c"]
    ids, vectors = store.figure_vectors()
    assert ids == ("d-f0", "d-f1", "d-f2")
    assert vectors.shape == (3, DIM)


def test_statements_and_passages_are_found_by_their_ids(store: Store) -> None:
    put(store, make_extract("d", ("a", "b", "c")))
    found = store.statements_of_passages(["d-p2", "d-p0", "unknown", "x' OR 1=1 --"])
    assert [s.id for s in found] == ["d-s0", "d-s2"]
    assert set(store.passages_by_id(["d-p1", "nope"])) == {"d-p1"}
    assert set(store.statements_by_id(["d-s1", "nope"])) == {"d-s1"}


def test_a_new_version_replaces_the_former_whole(store: Store) -> None:
    put(store, make_extract("d", ("a", "b", "c"), acronyms=(MADA,)))
    before = store.state()
    put(store, make_extract("d", ("z",)))
    assert store.counts() == Counts(1, 1, 1, 1, 1)
    assert store.acronyms() == ()
    # A rowid is never used again, or an older index would point at another text.
    assert store.state().max_rowid > before.max_rowid
    assert store.state().digest != before.digest


def test_removal_leaves_nothing_behind(store: Store) -> None:
    put(store, make_extract("d", ("a", "b"), acronyms=(MADA,)))
    put(store, make_extract("e", ("c",)))
    assert store.remove_document("d")
    assert not store.remove_document("d")
    assert store.counts() == Counts(1, 1, 1, 1, 1)
    assert store.acronyms() == ()


def test_a_failed_write_changes_nothing(store: Store) -> None:
    put(store, make_extract("d", ("a",)))
    before = store.state()
    clash = replace(make_extract("e", ("b",)), passages=make_extract("d", ("a",)).passages)
    with pytest.raises(StoreError, match="contredit"):
        put(store, clash)
    with pytest.raises(ReadFailure, match="caractères invalides"):
        put(store, make_extract("f", ("broken \ud800 half",)))
    assert store.state() == before


def test_vectors_must_be_as_many_as_passages(store: Store) -> None:
    extract = make_extract("d", ("a", "b"))
    with pytest.raises(ValueError, match="2 passages, 2 headers, 1 vectors"):
        store.put(extract, ["", ""], np.zeros((1, DIM), np.float32), encoder="e", code="1")


@pytest.mark.parametrize(
    ("year", "expected"),
    [("2021-2022", 2), ("2021", 2), ("2022", 3), ("2023", 0), ("20", 0), ("%", 0), ("\ud800", 0)],
)
def test_figures_by_year_follow_the_period(store: Store, year: str, expected: int) -> None:
    put(store, make_extract("a", ("x", "y"), year="2021-2022"))
    put(store, make_extract("b", ("z",), year="2022"))
    put(store, make_extract("c", ("z",)))
    assert len(store.figures(year=year)) == expected
    assert len(store.figures(year="2022", document_id="b")) == 1


def test_fingerprints_tell_what_changed(store: Store) -> None:
    extract = make_extract("d", ("a",))
    put(store, extract, code="7", encoder="model")
    found = store.digests("corpus")["d.txt"]
    assert (found.document_id, found.digest, found.code, found.encoder) == (
        "d", extract.document.digest, "7", "model")  # fmt: skip
    assert store.digests("elsewhere") == {}
    assert store.documents_of_other_encoders("model") == ()
    assert store.documents_of_other_encoders("other") == ("d",)


def test_failures_are_kept_until_the_file_is_read(store: Store) -> None:
    failure = Failure("d.txt", "empty", "Le fichier est vide.")
    store.set_failures("corpus", [failure, Failure("e.txt", "empty", "Vide.")])
    put(store, make_extract("d", ("a",)))
    assert [f.source for f in store.failures()] == ["e.txt"]
    assert store.failures("elsewhere") == ()


def test_what_does_not_exist_is_said_in_french(store: Store) -> None:
    put(store, make_extract("d", ("a",)))
    with pytest.raises(NotFoundError, match="Aucun document « nope »"):
        store.document("nope")
    with pytest.raises(NotFoundError, match="n'a pas de page 2 : il en compte 1"):
        store.page("d", 2)
    with pytest.raises(NotFoundError, match="n'a pas de page"):
        store.page("d", 10**30)
    with pytest.raises(NotFoundError, match="Aucun chiffre"):
        store.figure("nope")


def test_a_folder_never_indexed_has_no_index(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="repere ingest"):
        Store.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="format 99, plus récent"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="plus récent"):
        Store.create(tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="endommagée"):
        Store.open(tmp_path)


def test_migrations_run_once_each_and_keep_the_data(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    migrate(db)
    db.execute("INSERT INTO meta VALUES ('kept', 'yes')")
    later = (*MIGRATIONS, ("CREATE TABLE added (a)", "INSERT INTO added VALUES (1)"))
    migrate(db, later)
    migrate(db, later)
    assert db.execute("SELECT COUNT(*) FROM added").fetchone() == (1,)
    assert db.execute("SELECT value FROM meta WHERE key = 'kept'").fetchone() == ("yes",)
    broken = (*later, ("CREATE TABLE half (a)", "NOT SQL"))
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        migrate(db, broken)
    assert db.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    assert db.execute("PRAGMA user_version").fetchone() == (len(later),)
    db.close()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6),
            st.integers(1, 60),
            st.lists(st.integers(-(10**6), 10**6), min_size=5, max_size=5),
        ),
        max_size=30,
    )
)
def test_word_boxes_come_back_to_a_hundredth_of_a_point(
    made: list[tuple[int, int, list[int]]],
) -> None:
    words = tuple(
        WordBox(start, start + length, *(h / 100 for h in box)) for start, length, box in made
    )
    assert unpack_words(pack_words(words)) == words
