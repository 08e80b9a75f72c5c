"""A part of a public set: drawn by a seed, whole enough to be searched, and said to be a part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.french import UsageError
from assistant.settings import Settings
from eval.beir import BeirSet, BeirText, drawn
from eval.main import main
from eval.public_sets import bench_folder

TEXTS = tuple(BeirText(f"t{n}", "", f"Texte numéro {n}.") for n in range(20))
QUERIES = {f"q{n}": f"Quel est le texte numéro {n} ?" for n in range(10)}
QRELS = {f"q{n}": {f"t{n}": 1, f"t{n + 10}": 0} for n in range(10)}
WHOLE = BeirSet("jeu", TEXTS, QUERIES, QRELS, "abc")


@given(st.integers(1, 12), st.integers(1, 25), st.integers(0, 5))
def test_every_question_keeps_what_was_judged_for_it(queries: int, texts: int, seed: int) -> None:
    part = drawn(WHOLE, queries, texts, seed)
    ids = {one.id for one in part.corpus}
    assert len(part.queries) == min(queries, 10)
    assert len(ids) == min(20, max(texts, 2 * len(part.queries)))
    assert set(part.qrels) == set(part.queries)
    assert all(set(judged) <= ids for judged in part.qrels.values())
    assert [one for one in TEXTS if one.id in ids] == list(part.corpus)
    assert drawn(WHOLE, queries, texts, seed) == part


def test_another_seed_is_another_part() -> None:
    parts = [drawn(WHOLE, 3, 8, seed) for seed in range(4)]
    assert len({tuple(part.queries) for part in parts}) > 1
    assert len({part.digest for part in parts}) > 1


def test_a_part_is_never_searched_in_the_index_of_another() -> None:
    part = drawn(WHOLE, 3, 8, 13)
    assert bench_folder(Path(), part) != bench_folder(Path(), WHOLE)
    fewer_questions = drawn(WHOLE, 3, None, 13)
    assert bench_folder(Path(), fewer_questions) == bench_folder(Path(), WHOLE)
    assert (part.drawn_from, fewer_questions.drawn_from) == ((20, 10), (20, 10))


def test_all_of_it_is_the_set_itself() -> None:
    assert drawn(WHOLE, None, None, 13) is WHOLE
    assert drawn(WHOLE, 10, 20, 13) is WHOLE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "jeu"
    made.mkdir()
    corpus = [{"_id": one.id, "title": one.title, "text": one.text} for one in TEXTS]
    asked = [{"_id": one, "text": text} for one, text in QUERIES.items()]
    for name, rows in (("corpus", corpus), ("queries", asked)):
        lines = "\n".join(map(json.dumps, rows))
        (made / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    judged = [f"q{n}\tt{n}\t1" for n in range(10)]
    (made / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judged]))
    return made


@pytest.mark.parametrize("more", [(), ("--ablate",)])
def test_the_sizes_and_the_seed_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    arguments = ["--beir", str(folder), "--queries", "4", "--texts", "9", "--seed", "7", *more]
    assert main(arguments, _never, Settings(data=tmp_path / "data", model="hash")) == 0
    title = "« jeu » : 9 textes, 4 questions, tirés de 20 et 10 (graine 7)"
    assert title in capsys.readouterr().out


def _never() -> object:
    raise AssertionError("no service is needed")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gold.jsonl", "--queries", "4"], "vont avec --beir"),
        (["--beir", "jeu", "--texts", "0"], "entier de 1 à"),
        (["--beir", "jeu", "--seed", "-1"], "--seed"),
    ],
)
def test_a_part_that_cannot_be_drawn_is_refused(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        main(arguments, _never)
    assert message in caught.value.message
