"""A public set through the product's own search, with the model that tests can explain."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import Settings
from eval.beir import read_beir
from eval.main import main
from eval.public_sets import bench_folder, extracts, index_set, search_set
from eval.trec import read_qrels, read_run
from index.encoder import HashEncoder
from ingest.errors import InputError
from ingest.records import Extract

TEXTS = {
    "c1": ("Chats", "Le chat dort sur le tapis."),
    "c2": ("Chats", "Le chat de Pallas vit dans les steppes."),
    "m1": ("Municipalités", "La municipalité accorde une subvention aux familles."),
    "m2": ("Municipalités", "Le conseil municipal siège le lundi."),
}
QUERIES = {"q1": "Où vit le chat de Pallas ?", "q2": "Quel jour siège le conseil ?", "x": "Libre ?"}
QRELS = "query-id\tcorpus-id\tscore\nq1\tc2\t1\nq2\tm2\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "jeu"
    made.mkdir()
    corpus = [{"_id": key, "title": a, "text": b} for key, (a, b) in TEXTS.items()]
    write_lines(made / "corpus.jsonl", corpus)
    write_lines(made / "queries.jsonl", [{"_id": k, "text": t} for k, t in QUERIES.items()])
    (made / "qrels.tsv").write_text(QRELS)
    return made


def write_lines(path: Path, values: list[dict[str, str]]) -> None:
    lines = [json.dumps(value, ensure_ascii=False) for value in values]
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., int]:
    settings = Settings(data=tmp_path / "data", model="hash")

    def call(*arguments: str) -> int:
        return main(arguments, _never, settings)

    return call


def _never() -> object:
    raise AssertionError("no service is needed")


def test_a_set_is_read_and_only_judged_questions_are_asked(folder: Path) -> None:
    chosen = read_beir(folder)
    assert (chosen.name, len(chosen.corpus), set(chosen.queries)) == ("jeu", 4, {"q1", "q2"})
    assert chosen.qrels == {"q1": {"c2": 1}, "q2": {"m2": 1}}


def test_each_text_is_one_passage_that_is_a_slice_of_its_page(folder: Path) -> None:
    made = list(extracts(read_beir(folder)))
    assert [extract.document.title for extract in made] == ["Chats", "Municipalités"]
    for extract in made:
        for passage in extract.passages:
            assert extract.pages[0].text[passage.start : passage.end] == passage.text
            assert TEXTS[passage.id] == (extract.document.title, passage.text)


def test_the_search_finds_what_was_judged(folder: Path, tmp_path: Path) -> None:
    chosen, encoder = read_beir(folder), HashEncoder(256)
    index_set(tmp_path / "index", chosen, encoder)
    found = search_set(tmp_path / "index", chosen, encoder)
    assert max(found["q1"], key=lambda one: found["q1"][one]) == "c2"
    assert max(found["q2"], key=lambda one: found["q2"][one]) == "m2"


def test_a_set_is_indexed_once(folder: Path, tmp_path: Path) -> None:
    class Counting(HashEncoder):
        made = 0

        def encode_passages(self, texts: object, progress: object = None) -> object:
            self.made += len(texts)  # type: ignore[arg-type]
            return super().encode_passages(texts, progress)  # type: ignore[arg-type]

    encoder = Counting(256)
    chosen = read_beir(folder)
    told: list[tuple[int, int]] = []
    index_set(tmp_path / "index", chosen, encoder, lambda done, total: told.append((done, total)))
    index_set(tmp_path / "index", chosen, encoder)
    assert encoder.made == 4
    assert told == [(2, 4), (4, 4)]


def test_an_interrupted_index_goes_on(folder: Path, tmp_path: Path) -> None:
    from index.build import Indexer

    chosen, encoder = read_beir(folder), HashEncoder(256)
    with Indexer(tmp_path / "index", encoder, code=chosen.digest) as indexer:
        first: Extract = next(extracts(chosen))
        indexer.apply(first)
        indexer.commit()
    index_set(tmp_path / "index", chosen, encoder)
    assert len(search_set(tmp_path / "index", chosen, encoder)["q1"]) == 4


def test_the_command_tells_measures_and_writes_runs_that_read_back(
    folder: Path, tmp_path: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run("--beir", str(folder), "--save", str(out)) == 0
    shown = capsys.readouterr().out
    assert "Jeu public « jeu » : 4 textes, 2 questions" in shown
    assert "nDCG à 10" in shown
    assert read_run(out / "jeu-run.trec") == read_run(out / "jeu-run.json")
    assert read_qrels(out / "jeu-qrels.trec") == read_qrels(folder / "qrels.tsv")
    saved = json.loads((out / "jeu.json").read_text(encoding="utf-8"))
    assert saved["measures"]["success@5"] == 1
    assert bench_folder(tmp_path / "data", read_beir(folder)).is_dir()


def test_two_saved_runs_are_compared_with_their_judgements(
    folder: Path, tmp_path: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "bon.trec", tmp_path / "mauvais.trec"
    good.write_text("q1 Q0 c2 1 2.0 t\nq2 Q0 m2 1 2.0 t\n")
    bad.write_text("q1 Q0 c1 1 2.0 t\nq2 Q0 m2 1 2.0 t\n")
    qrels = ("--qrels", str(folder / "qrels.tsv"))
    assert run("--compare", str(good), str(bad), *qrels) == 0
    shown = capsys.readouterr().out
    assert "Comparaison : bon.trec → mauvais.trec" in shown
    assert "nDCG à 10, moins bien : q1" in shown
    assert run("--compare", str(good), str(good), *qrels, "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert {one["difference"] for one in value} == {0}


def test_each_part_is_changed_in_turn(
    folder: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--beir", str(folder), "--ablate", "--json") == 0
    value = json.loads(capsys.readouterr().out)
    names = [one["variant"] for one in value]
    assert names == ["product", "lexical", "dense", "ranks", "no_headers", "no_spelling"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("qrels.tsv", None, "n'est pas un jeu BEIR"),
        ("corpus.jsonl", "[]", "ligne 1"),
        ("corpus.jsonl", '{"title": "sans id", "text": "x"}', "« _id »"),
        ("queries.jsonl", '{"_id": "autre", "text": "x"}', "aucune question jugée"),
        ("queries.jsonl", None, "Impossible de lire"),
    ],
)
def test_a_set_that_is_not_whole_is_refused(
    folder: Path, name: str, text: str | None, message: str
) -> None:
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)
    with pytest.raises(InputError, match=message):
        read_beir(folder)


@pytest.mark.parametrize("name", ["piaf", "service_public"])
def test_the_public_sets_at_hand_are_read(name: str, shared: Path) -> None:
    folder = shared / "sets" / name
    if not folder.is_dir():
        pytest.skip("this set is not here")
    chosen = read_beir(folder)
    known = {one.id for one in chosen.corpus}
    assert all(set(judged) <= known for judged in chosen.qrels.values())
