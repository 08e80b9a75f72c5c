"""Search end to end, with a countable encoder and extracts made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_corpus import REPORTS, make_extract, yearly_reports

from index.build import Indexer
from index.encoder import HashEncoder
from index.hits import Facet, Filters, SearchResult
from index.search import Searcher, highlights
from ingest.errors import NoIndexError, StoreError
from ingest.records import Extract

ENCODER = HashEncoder(256)


def ingest(data: Path, *extracts: Extract) -> None:
    with Indexer(data, ENCODER, code="1") as indexer:
        for extract in extracts:
            indexer.apply(extract)
        indexer.commit()


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    ingest(tmp_path, *yearly_reports())
    opened = Searcher(tmp_path, ENCODER)
    yield opened
    opened.close()


def texts(result: SearchResult) -> list[str]:
    return [hit.passage.text for hit in result.hits]


def test_a_hit_carries_its_passage_document_and_scores(searcher: Searcher) -> None:
    result = searcher.search("combien de membres au 31 mars 2022", k=1)
    (hit,) = result.hits
    assert hit.passage.text == REPORTS["2021-2022"][0]
    assert (hit.document.id, hit.document.year) == ("r2021-2022", "2021-2022")
    assert hit.channels.lexical is not None
    assert hit.channels.semantic is not None
    marked = [hit.passage.text[start:end] for start, end in hit.highlights]
    assert marked == ["31", "mars", "2022", "membres"]
    assert result.corrected is None
    page = searcher.store.page(hit.document.id, hit.passage.page)
    assert page.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (Filters(years=("2022",)), {"r2021-2022"}),
        (Filters(years=("2023-2024",)), {"r2023-2024"}),
        (Filters(years=("2021", "2024")), {"r2021-2022", "r2023-2024"}),
        (Filters(kinds=("guide",)), {"guide"}),
        (Filters(document_ids=("guide", "r2023-2024")), {"guide", "r2023-2024"}),
        (Filters(years=("1999",)), set()),
        (Filters(years=("' OR 1=1 --", "[0-9]+")), set()),
    ],
)
def test_filters_are_hard(searcher: Searcher, filters: Filters, documents: set[str]) -> None:
    result = searcher.search("membres du réseau et colloque", filters=filters)
    assert {hit.document.id for hit in result.hits} == documents
    assert result.total == len(result.hits)


def test_a_misspelt_query_finds_and_says_what_was_searched(searcher: Searcher) -> None:
    result = searcher.search("infoletres envoyees", k=1)
    assert result.corrected == "infolettres envoyees"
    assert texts(result) == [REPORTS["2023-2024"][1]]


def test_an_acronym_finds_its_long_form_and_the_reverse(tmp_path: Path) -> None:
    first = yearly_reports()[0]
    ingest(tmp_path, first, make_extract("plan", ("La politique MADA est adoptée.", "Autre.")))
    searcher = Searcher(tmp_path, ENCODER)
    found = searcher.search(
        "municipalités amies des aînés", filters=Filters(document_ids=("plan",))
    )
    assert found.hits[0].passage.text == "La politique MADA est adoptée."
    assert found.hits[0].channels.lexical is not None
    searcher.close()


def test_pages_of_results_follow_each_other(searcher: Searcher) -> None:
    whole = searcher.search("réseau colloque régions plan", k=7)
    assert whole.total == 7
    pieces = [searcher.search("réseau colloque régions plan", k=3, offset=o) for o in (0, 3, 6, 9)]
    assert [hit for piece in pieces for hit in piece.hits] == list(whole.hits)
    assert {piece.total for piece in pieces} == {7}


def test_facets_count_the_candidates(searcher: Searcher) -> None:
    facets = dict(searcher.search("réseau").facets)
    assert facets["year"] == (Facet("2021-2022", 3), Facet("2023-2024", 3))
    assert facets["kind"] == (Facet("rapport", 6), Facet("guide", 1))
    assert facets["document"][-1] == Facet("guide", 1)


def test_a_given_vector_is_used_instead_of_the_query(searcher: Searcher) -> None:
    vector = ENCODER.encode_queries(["dix-sept infolettres envoyées"])[0]
    assert texts(searcher.search("???", k=1, vector=vector)) == [REPORTS["2023-2024"][1]]


@pytest.mark.parametrize(
    "query",
    ["", "  \n", "?", "🙂🙂", "<script>alert(1)</script>", "\x00\ud800", "de la les", "a" * 10_000,
     "membres " * 3_000, 'body:"x" AND (', "'; DROP TABLE passages; --"],
)  # fmt: skip
def test_any_text_is_a_query(searcher: Searcher, query: str) -> None:
    result = searcher.search(query)
    assert result.query == query
    assert bool(result.hits) == bool(query.strip())


def test_nothing_is_asked_nothing_is_returned(searcher: Searcher) -> None:
    assert searcher.search("membres", k=0).hits == ()
    assert searcher.search("membres", offset=1_000).hits == ()


def test_a_folder_without_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="repere ingest"):
        Searcher(tmp_path, ENCODER)


def test_an_empty_index_has_no_hits(tmp_path: Path) -> None:
    ingest(tmp_path)
    searcher = Searcher(tmp_path, ENCODER)
    assert searcher.search("membres").hits == ()
    ingest(tmp_path, *yearly_reports())
    assert searcher.search("membres").total > 0
    searcher.close()


def test_changes_are_seen_before_and_after_the_next_generation(tmp_path: Path) -> None:
    ingest(tmp_path, *yearly_reports())
    searcher = Searcher(tmp_path, ENCODER)
    new = make_extract("new", ("Le budget participatif atteint 40 000 $.",), year="2025")
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        indexer.apply(new)
        indexer.remove("r2021-2022")
        for _ in range(2):
            found = searcher.search("budget participatif")
            assert found.hits[0].document.id == "new"
            assert found.hits[0].channels.lexical is not None
            assert "r2021-2022" not in {hit.document.id for hit in found.hits}
            year = searcher.search("membres", filters=Filters(years=("2025",)))
            assert {hit.document.id for hit in year.hits} == {"new"}
            indexer.commit()
    searcher.close()


def test_a_replaced_document_is_never_shown_in_its_former_words(tmp_path: Path) -> None:
    ingest(tmp_path, *yearly_reports())
    searcher = Searcher(tmp_path, ENCODER)
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        indexer.apply(make_extract("guide", ("Texte revu et corrigé.",), kind="guide"))
        found = searcher.search("plan d'action", filters=Filters(kinds=("guide",)))
        assert texts(found) == ["Texte revu et corrigé."]
    searcher.close()


def test_vectors_of_another_model_are_refused_then_made_anew(tmp_path: Path) -> None:
    ingest(tmp_path, *yearly_reports())
    other = HashEncoder(64)
    with pytest.raises(StoreError, match="autre modèle"):
        Searcher(tmp_path, other)
    with Indexer(tmp_path, other, code="1") as indexer:
        assert indexer.unchanged("corpus") != {}
        indexer.commit()
    searcher = Searcher(tmp_path, other)
    assert texts(searcher.search("dix-sept infolettres", k=1)) == [REPORTS["2023-2024"][1]]
    assert {batch.vectors.shape for batch in searcher.store.passage_vectors()} == {(7, 64)}
    searcher.close()


def test_equal_inputs_give_equal_results(tmp_path: Path) -> None:
    results = []
    for name in ("a", "b"):
        ingest(tmp_path / name, *yearly_reports())
        searcher = Searcher(tmp_path / name, ENCODER)
        results.append(searcher.search("le colloque du réseau et ses membres"))
        searcher.close()
    assert results[0] == results[1]


def test_highlights_are_words_of_the_query_in_any_form() -> None:
    text = "Les municipalités, l’aînée et les aînés"
    spans = highlights(text, {"municipalit"})
    assert [text[start:end] for start, end in spans] == ["municipalités"]
    assert highlights(text, set()) == ()


class Counting(HashEncoder):
    """Counts the texts it embeds."""

    def __init__(self) -> None:
        super().__init__(64)
        self.seen: list[str] = []

    def encode_passages(self, texts, progress=None):  # type: ignore[no-untyped-def]
        self.seen += texts
        return super().encode_passages(texts, progress)


def test_a_text_is_not_embedded_twice(tmp_path: Path) -> None:
    encoder = Counting()
    extract = replace(make_extract("d", ("un", "deux"), title="T"), figures=())
    with Indexer(tmp_path, encoder, code="1") as indexer:
        indexer.apply(extract)
        said = ["Faits saillants : Cohorte : un", "Faits saillants : Cohorte : deux"]
        assert encoder.seen == ["T — Faits saillants\nun", "T — Faits saillants\ndeux", *said]
        indexer.apply(replace(make_extract("d", ("deux", "trois"), title="T"), figures=()))
        fresh = ["T — Faits saillants\ntrois", "Faits saillants : Cohorte : trois"]
        assert encoder.seen[4:] == fresh
        (batch,) = indexer.store.passage_vectors()
        again = encoder.encode_passages(["T — Faits saillants\ndeux"])
        assert np.array_equal(batch.vectors[:1], again)


def test_only_other_code_or_content_is_read_again(tmp_path: Path) -> None:
    (first, *_) = yearly_reports()
    ingest(tmp_path, first)
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        assert indexer.unchanged("corpus") == {first.document.source: first.document.digest}
    with Indexer(tmp_path, ENCODER, code="2") as indexer:
        assert indexer.unchanged("corpus") == {}


def test_threads_share_a_searcher_while_documents_come_and_go(tmp_path: Path) -> None:
    ingest(tmp_path, *yearly_reports())
    searcher = Searcher(tmp_path, ENCODER)

    def ask(turn: int) -> bool:
        found = searcher.search("membres du réseau", filters=Filters(years=("2021-2022",)))
        return texts(found)[:1] == [REPORTS["2021-2022"][0]]

    with ThreadPoolExecutor(4) as threads, Indexer(tmp_path, ENCODER, code="1") as indexer:
        asked = [threads.submit(ask, turn) for turn in range(60)]
        for turn in range(6):
            indexer.apply(make_extract("new", (f"Le réseau grandit {turn}",), year="2025"))
            indexer.commit()
        assert all(future.result() for future in asked)
    searcher.close()


def test_a_moment_is_one_state_of_the_index_and_the_next_one_is_the_newest(
    searcher: Searcher, tmp_path: Path
) -> None:
    told = "La piscine du Quai ouvre le 24 juin."
    with searcher.moment():
        before = searcher.version
        ingest(tmp_path, make_extract("piscine", [told]))
        with searcher.moment():
            assert searcher.version == before
        assert told not in texts(searcher.search("piscine du Quai"))
    assert searcher.version != before
    assert told in texts(searcher.search("piscine du Quai"))


def test_a_moment_is_of_its_thread_alone(searcher: Searcher, tmp_path: Path) -> None:
    with searcher.moment(), ThreadPoolExecutor(1) as other:
        before = searcher.version
        ingest(tmp_path, make_extract("piscine", ["La piscine du Quai ouvre le 24 juin."]))
        assert other.submit(lambda: searcher.version).result() != before


def test_filters_give_what_is_left_once_a_document_is_gone(
    searcher: Searcher, tmp_path: Path
) -> None:
    year = Filters(years=("2022",))
    assert texts(searcher.search("membres", filters=year))
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        indexer.remove("r2021-2022")
        assert texts(searcher.search("membres", filters=year)) == []
        assert texts(searcher.search("membres"))
        indexer.commit()
    assert texts(searcher.search("membres", filters=year)) == []
