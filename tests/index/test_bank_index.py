"""A bank's columns: filters and counts hold against a plain loop, on disk as in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import WeightedTerm
from index.bank.build import BankBuilder, build_banks, deadline_of
from index.bank.columns import CONTINUOUS, load_columns, no_columns, save_columns
from index.bank.search import BankIndex, BankRequest
from ingest.entries import Entry
from ingest.errors import StoreError
from ingest.french.tokens import terms

TODAY = 20261121
THEMES, AUDIENCES = ("Loisirs", "Mobilité", "Été"), ("Familles", "Aînés")


def entry(
    key: str, title: str = "Banc", text: str = "", document: str = "d", **fields: str
) -> Entry:
    kind = "grant" if "deadline" in fields else "measure"
    return Entry(key, kind, document, 1, 0, 1, title, text, tuple(fields.items()), 0)  # type: ignore[arg-type]


def index_of(entries: Sequence[Entry]) -> BankIndex:
    builder = BankBuilder()
    for rowid, one in enumerate(entries, start=10):
        builder.add(rowid, one, None)
    return BankIndex(builder.build())


def words(text: str) -> tuple[tuple[WeightedTerm, ...], ...]:
    return tuple((WeightedTerm(term),) for term in terms(text))


ENTRIES = st.lists(
    st.builds(
        lambda number, theme, audiences, year: entry(
            f"m-{number}", theme=theme, audience="; ".join(audiences), year=year
        ),
        st.integers(0, 10**6),
        st.sampled_from((*THEMES, "")),
        st.lists(st.sampled_from(AUDIENCES), unique=True, max_size=2),
        st.sampled_from(("2021", "2021-2022", "2023", "")),
    ),
    max_size=15,
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.lists(st.sampled_from(THEMES), min_size=1, max_size=2).map(tuple),
        "audience": st.sampled_from(AUDIENCES).map(lambda one: (one,)),
        "year": st.sampled_from(("2021", "2022", "2021-2022")).map(lambda one: (one,)),
    },
)


def passes(one: Entry, filters: Mapping[str, tuple[str, ...]]) -> bool:
    for name, wanted in filters.items():
        held = [value for value in one.field(name).split("; ") if value]
        if name == "year":
            held = [part for value in held for part in (value, *value.split("-"))]
        if not set(held) & set(wanted):
            return False
    return True


@given(ENTRIES, FILTERS)
def test_filters_and_counts_are_those_of_a_plain_loop(
    entries: list[Entry], filters: dict[str, tuple[str, ...]]
) -> None:
    index = index_of(entries)
    found = index.search(BankRequest(filters=filters, today=TODAY))
    expected = [place for place, one in enumerate(entries) if passes(one, filters)]
    assert sorted(found.places.tolist()) == expected
    counted = {name: {f.value: f.count for f in values} for name, values in found.facets}
    for name in ("theme", "audience"):
        others = {key: value for key, value in filters.items() if key != name}
        plain = Counter(
            value
            for one in entries
            if passes(one, others)
            for value in one.field(name).split("; ")
            if value
        )
        assert counted.get(name, {}) == dict(plain)


@settings(deadline=None)  # it writes files
@given(ENTRIES)
def test_what_is_saved_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    folder = tmp_path_factory.mktemp("banque")
    index = index_of(entries)
    save_columns(index.columns, folder)
    again = BankIndex(load_columns(folder))
    request = BankRequest(words=words("banc loisirs"), today=TODAY)
    mine, theirs = index.search(request), again.search(request)
    assert mine.places.tolist() == theirs.places.tolist()
    assert mine.facets == theirs.facets


@pytest.mark.parametrize("name", ["about.json", "terms.txt", "rowids.npy", "words-weights.npy"])
def test_a_missing_or_cut_file_is_said(tmp_path: Path, name: str) -> None:
    save_columns(index_of([entry("a", theme="Loisirs")]).columns, tmp_path)
    path = tmp_path / name
    data = path.read_bytes()
    path.unlink()
    with pytest.raises(StoreError):
        load_columns(tmp_path)
    if name != "terms.txt":
        path.write_bytes(data[: len(data) // 3])
        with pytest.raises(StoreError):
            load_columns(tmp_path)


def test_an_empty_bank_answers_nothing() -> None:
    found = BankIndex(no_columns()).search(BankRequest(words=words("banc"), today=TODAY))
    assert (found.places.tolist(), found.facets, found.closest) == ([], (), ())


def test_the_title_counts_more_than_the_description() -> None:
    index = index_of([
        entry("a", "Jardin des pluies", "Un banc au bord de l'eau pour tout le monde"),
        entry("b", "Banc du lac", "Un jardin au bord de l'eau pour tout le monde"),
    ])  # fmt: skip
    assert index.search(BankRequest(words=words("banc"), today=TODAY)).places.tolist() == [1, 0]


def test_a_synonym_finds_but_the_word_itself_comes_first() -> None:
    index = index_of([entry("a", "Siège du parc"), entry("b", "Banc du parc"), entry("c", "Quai")])
    forms = (WeightedTerm("banc"), WeightedTerm(terms("siège")[0], 0.6))
    found = index.search(BankRequest(words=(forms,), today=TODAY))
    assert found.places.tolist() == [1, 0]


def test_meaning_finds_what_words_do_not_and_far_texts_are_left_out() -> None:
    builder = BankBuilder()
    vectors = ([1.0, 0.0], [0.8, 0.6], [0.0, 1.0])
    for rowid, vector in enumerate(vectors, start=1):
        made = np.array(vector, dtype="<f4")
        builder.add(rowid, entry(f"m-{rowid}", f"Titre {rowid}"), made.tobytes())
    index = BankIndex(builder.build())
    query = np.array([0.99, 0.141], dtype=np.float32)
    found = index.search(BankRequest(words=words("promenade"), vector=query, today=TODAY))
    assert found.places.tolist() == [0]  # beyond the slack, then under the floor
    far = index.search(BankRequest(
        words=words("promenade"), vector=np.array([-1.0, 0.0], dtype=np.float32), today=TODAY,
    ))  # fmt: skip
    assert far.places.tolist() == []
    assert len(far.closest) == 3


@pytest.mark.parametrize(
    ("deadline", "period", "day"),
    [
        ("2026-03-15", "", 20260315), ("2026-03", "", 20260331), ("", "en continu", CONTINUOUS),
        ("en tout temps", "", CONTINUOUS), ("", "12 mois", 0), ("bientôt", "", 0),
    ],
)  # fmt: skip
def test_deadlines_as_banks_write_them(deadline: str, period: str, day: int) -> None:
    assert deadline_of(entry("g", deadline=deadline, period=period)) == day


def test_one_entry_in_two_files_and_two_entries_of_one_name() -> None:
    rows = [
        (1, entry("1", "Banc", "près du lac", "a", municipality="Laval")),
        (2, entry("1", "Banc", "près du lac", "b", municipality="Laval")),  # the same
        (3, entry("1", "Quai", "au port", "b", municipality="Laval")),  # another bank's « 1 »
        (4, entry("2", "Banc", "au parc", "a", municipality="Laval")),  # said twice, otherwise
    ]
    by_source = sorted(rows, key=lambda row: row[1].document_id)
    built = build_banks(by_source, [(rowid, one, None) for rowid, one in rows])["measure"].build()
    assert built.rowids.tolist() == [1, 3, 4]
    assert dict(built.copies) == {0: (2,)}
    assert list(built.renamed.values()) == [1]
    assert next(iter(built.renamed)).startswith("1-")
