"""Each part of a search can be turned off, and then does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_corpus import MADA, REPORTS, make_extract, yearly_reports

from index.build import Indexer
from index.encoder import HashEncoder
from index.fusion import reciprocal_rank_fusion, weighted_fusion
from index.hits import SearchResult
from index.options import SearchOptions, fuse
from index.search import Searcher

ENCODER = HashEncoder(256)
Open = Callable[[SearchOptions], Searcher]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("options")
    with Indexer(folder, ENCODER, code="1") as indexer:
        for extract in yearly_reports():
            indexer.apply(extract)
        mada = ["Cette aide soutient les aînés des régions.", "La bibliothèque ouvre à midi."]
        indexer.apply(make_extract("mada", mada, title="Zeppelin", acronyms=(MADA,)))
        indexer.commit()
    return folder


@pytest.fixture
def opened(data: Path) -> Iterator[Open]:
    made: list[Searcher] = []

    def open_with(options: SearchOptions) -> Searcher:
        made.append(Searcher(data, ENCODER, options=options))
        return made[-1]

    yield open_with
    for searcher in made:
        searcher.close()


def found(result: SearchResult, words: str) -> bool:
    return any(words in hit.passage.text for hit in result.hits if hit.channels.lexical)


def test_without_spelling_a_misspelt_word_finds_nothing_by_words(opened: Open) -> None:
    usual, without = opened(SearchOptions()), opened(SearchOptions(spelling=False))
    assert usual.search("infoletres").corrected == "infolettres"
    result = without.search("infoletres")
    assert (result.corrected, found(result, "infolettres")) == (None, False)
    assert without.corrector.correct("infoletres").text == "infoletres"


def test_without_acronyms_only_the_word_itself_is_searched(opened: Open) -> None:
    assert found(opened(SearchOptions()).search("MADA"), "Cette aide soutient les aînés")
    without = opened(SearchOptions(acronyms=False)).search("MADA")
    assert found(without, "(MADA)")
    assert not found(without, "Cette aide")


def test_without_headers_a_title_is_not_searched(opened: Open) -> None:
    assert found(opened(SearchOptions()).search("Zeppelin"), "bibliothèque")
    assert not found(opened(SearchOptions(headers=False)).search("Zeppelin"), "bibliothèque")


def test_one_channel_alone_ranks_by_its_own_scores(opened: Open) -> None:
    lexical = opened(SearchOptions(fusion="lexical")).search("colloque à Rimouski")
    assert lexical.hits[0].passage.text == REPORTS["2021-2022"][2]
    assert [hit.score for hit in lexical.hits] == [hit.channels.lexical for hit in lexical.hits]
    dense = opened(SearchOptions(fusion="dense")).search("colloque à Rimouski")
    assert [hit.score for hit in dense.hits] == [hit.channels.semantic for hit in dense.hits]
    assert len(dense.hits) > len(lexical.hits)


def test_each_fusion_is_the_one_named() -> None:
    dense, lexical = [(1, 0.9), (2, 0.5), (3, 0.1)], [(3, 7.0), (1, 2.0)]
    assert fuse(dense, lexical, SearchOptions()) == weighted_fusion(dense, lexical)
    ranks = fuse(dense, lexical, SearchOptions(fusion="ranks"))
    assert ranks == reciprocal_rank_fusion(dense, lexical)
    assert fuse(dense, lexical, SearchOptions(fusion="lexical")) == lexical
    assert fuse(dense, lexical, SearchOptions(fusion="dense")) == dense


def test_another_way_of_indexing_sees_later_changes_and_leaves_the_index_alone(
    tmp_path: Path,
) -> None:
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        indexer.apply(make_extract("a", ["Une phrase."], title="Zeppelin"))
        indexer.commit()
    searcher = Searcher(tmp_path, ENCODER, options=SearchOptions(headers=False))
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        indexer.apply(make_extract("b", ["Une autre phrase."], title="Dirigeable"))
        indexer.commit()
    try:
        assert len(searcher.search("phrase").hits) == 2
        assert not found(searcher.search("dirigeable"), "autre")
    finally:
        searcher.close()
    usual = Searcher(tmp_path, ENCODER)
    try:
        assert found(usual.search("dirigeable"), "autre")
    finally:
        usual.close()


def test_vectors_can_be_made_without_headers(tmp_path: Path) -> None:
    with Indexer(tmp_path, ENCODER, code="1", headers=False) as indexer:
        indexer.apply(make_extract("a", ["Une phrase."], title="Zeppelin"))
        indexer.commit()
        (batch,) = indexer.store.passage_vectors(0)
    assert batch.vectors[0] == pytest.approx(ENCODER.encode_passages(["Une phrase."])[0])
