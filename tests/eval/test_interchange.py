"""Runs of other tools scored here, and gold questions handed to other tools."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import ir_measures
import pytest

from assistant.cli.french import UsageError
from assistant.local import LocalService
from assistant.settings import Settings
from eval.beir import read_beir
from eval.main import main
from eval.trec import read_qrels, read_run
from ingest.errors import InputError, NoIndexError

RUN = "q1 Q0 a 1 3.0 x\nq1 Q0 b 2 2.0 x\nq2 Q0 a 1 1.0 x\n"
QRELS = "q1 0 b 1\nq2 0 a 1\nq3 0 c 1\n"
REPORT = """# Rapport 2021-2022

Au 31 mars 2022, le réseau compte 375 membres.

La présidente est Ana Roy.
"""
GOLD = [
    {"id": "membres", "question": "Combien de membres ?", "type": "figure",
     "docs": ["rapport.md"], "evidence": ["375  membres"], "answer_regex": "375"},
    {"id": "ailleurs", "question": "Combien de membres ?", "type": "figure",
     "docs": ["autre.md"], "evidence": ["375 membres"], "answer_regex": "375"},
    {"id": "suite", "question": "Et qui préside ?", "type": "who", "docs": ["rapport.md"],
     "evidence": ["Ana Roy"], "answer_regex": "Roy", "history": ["Combien de membres ?"]},
    {"id": "rien", "question": "Quel budget ?", "type": "unanswerable"},
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    run, qrels = tmp_path / "liste.trec", tmp_path / "qrels.trec"
    run.write_text(RUN)
    qrels.write_text(QRELS)
    return str(run), str(qrels)


def test_a_list_of_results_is_measured_as_the_reference_library_does(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--run", files[0], "--qrels", files[1], "--json"], _never) == 0
    told = json.loads(capsys.readouterr().out)
    reference = ir_measures.calc_aggregate(
        [ir_measures.parse_measure(name) for name in ("nDCG@10", "R@5", "AP")],
        read_qrels(Path(files[1])), read_run(Path(files[0])),
    )  # fmt: skip
    theirs = {str(name): value for name, value in reference.items()}
    assert told["measures"]["ndcg@10"] == pytest.approx(theirs["nDCG@10"])
    assert told["measures"]["recall@5"] == pytest.approx(theirs["R@5"]) == pytest.approx(2 / 3)
    assert told["measures"]["map"] == pytest.approx(theirs["AP"])
    assert told["rows"]["mrr@10"] == {"q1": 0.5, "q2": 1, "q3": 0}


def test_its_table_is_french_and_saved(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["--run", files[0], "--qrels", files[1], "--save", str(out)], _never) == 0
    shown = capsys.readouterr().out
    assert "Liste « liste.trec » : 3 questions jugées" in shown
    assert re.search(r"MRR à 10 +50,0 %", shown)
    assert "Liste « liste.trec »" in (out / "liste.html").read_text(encoding="utf-8")


def test_a_list_needs_judgements(files: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="demande aussi --qrels"):
        main(["--run", files[0]], _never)
    empty = tmp_path / "vide.trec"
    empty.write_text("q1 0 b 0\n")
    with pytest.raises(InputError, match="aucune réponse"):
        main(["--run", files[0], "--qrels", str(empty)], _never)


@pytest.fixture
def export(tmp_path: Path) -> Callable[[], Path]:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, GOLD)), encoding="utf-8")

    def call() -> Path:
        settings = Settings(data=tmp_path / "data", model="hash")
        assert main([str(gold), "--export", str(tmp_path / "jeu")], _never, settings) == 0
        return tmp_path / "jeu"

    return call


def test_gold_questions_become_a_set_that_is_read_and_searched(
    export: Callable[[], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "rapport.md").write_text(REPORT, encoding="utf-8")
    (corpus / "autre.md").write_text("# Autre\n\nOn compte 12 clubs.\n", encoding="utf-8")
    settings = Settings(data=tmp_path / "data", model="hash")
    service = LocalService(settings)
    service.ingest([corpus])
    service.close()
    chosen = read_beir(export())
    assert chosen.queries == {"membres": "Combien de membres ?"}
    [good] = chosen.qrels["membres"]
    text = next(one for one in chosen.corpus if one.id == good)
    assert "375 membres" in text.text
    assert text.title == "Rapport 2021-2022"
    assert len(chosen.corpus) == 2
    assert main(["--beir", str(tmp_path / "jeu")], _never, settings) == 0
    assert re.search(r"Rappel à 5 +100,0 %", capsys.readouterr().out)


def test_nothing_indexed_is_nothing_to_export(export: Callable[[], Path]) -> None:
    with pytest.raises(NoIndexError):
        export()


def _never() -> object:
    raise AssertionError("no service is needed")
