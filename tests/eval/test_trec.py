from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.trec import beir_qrels, beir_run, read_qrels, read_run, trec_qrels, trec_run
from ingest.errors import InputError

IDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(lambda one: len(one.split()) == 1 and "\ufeff" not in one)
QRELS = st.dictionaries(IDS, st.dictionaries(IDS, st.integers(0, 3), min_size=1), min_size=1)
RUNS = st.dictionaries(
    IDS, st.dictionaries(IDS, st.floats(-1e6, 1e6), min_size=1, max_size=5), min_size=1
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trec") / "file"


@settings(deadline=None)
@given(qrels=QRELS)
def test_judgements_read_back_as_written(file: Path, qrels: dict[str, dict[str, int]]) -> None:
    for text in (trec_qrels(qrels), beir_qrels(qrels)):
        file.write_text(text, encoding="utf-8", newline="\n")
        assert read_qrels(file) == qrels


@settings(deadline=None)
@given(run=RUNS)
def test_runs_read_back_as_written(file: Path, run: dict[str, dict[str, float]]) -> None:
    for text in (trec_run(run), beir_run(run)):
        file.write_text(text, encoding="utf-8", newline="\n")
        assert read_run(file) == run


def test_the_formats_are_those_of_the_field() -> None:
    run, qrels = {"q1": {"a": 0.25, "b": 0.5}}, {"q1": {"a": 1}}
    assert trec_run(run, "essai") == "q1 Q0 b 1 0.5 essai\nq1 Q0 a 2 0.25 essai\n"
    assert trec_qrels(qrels) == "q1 0 a 1\n"
    assert beir_qrels(qrels) == "query-id\tcorpus-id\tscore\nq1\ta\t1\n"


def test_an_id_with_spaces_stays_one_column() -> None:
    assert trec_run({"ma question": {"un\tdoc": 1.0}}).split() == [
        "ma_question", "Q0", "un_doc", "1", "1.0", "repere",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("q1 Q0 d 1\n", "ligne 1"),
        ("q1 Q0 d 1 0.5 t\nq1 Q0 d 1 nan t", "ligne 2"),
        ("q1 Q0 d 1 beaucoup t", "query Q0 document rank score tag"),
        ('{"q": 3}', "un objet JSON"),
        ('{"q": {"d": "1"}}', "un objet JSON"),
        ("{", "un objet JSON"),
    ],
)
def test_a_bad_run_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "run"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_run(path)


@pytest.mark.parametrize("text", ["q1 d", "q1 0 d beaucoup", "q 0 d 1 2"])
def test_bad_judgements_are_refused_with_their_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "qrels"
    path.write_text(f"q0 0 d 1\n{text}")
    with pytest.raises(InputError, match="ligne 2"):
        read_qrels(path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_run(tmp_path / "run")
    with pytest.raises(InputError, match="Impossible de lire"):
        read_qrels(tmp_path / "absent")
