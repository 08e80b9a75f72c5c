"""Documents that say nearly the same: linked, and the newest version answers."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import Indexer
from index.encoder import HashEncoder
from index.hits import Filters
from index.kinship import Kin, kinships, resemblance, sketch
from index.search import Searcher
from index.update import update
from ingest.records import Document, Page, RawDocument

WORDS = ("parc", "ville", "famille", "aîné", "conseil", "budget", "loisir", "école", "rue", "lac")


def text(seed: int, words: int = 400) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) + str(chosen.randrange(50)) for _ in range(words))


def document(name: str, **more: object) -> Document:
    base = Document(
        name, f"{name}.txt", "r", name, "rapport", "2022", None, None, "fr", None, name, 1, False, 1
    )
    return replace(base, **more)  # type: ignore[arg-type]


def kin(one: Document, other: Document, first: str, second: str) -> dict[str, Kin]:
    drawn = {one.id: sketch([first]), other.id: sketch([second])}
    return dict(kinships([one, other], {k: v for k, v in drawn.items() if v is not None}))


@pytest.mark.parametrize("changed", [0, 20, 100, 400])
def test_a_sketch_estimates_the_share_of_runs_in_common(changed: int) -> None:
    first = text(1).split()
    second = [*text(2).split()[:changed], *first[changed:]]
    runs = [{" ".join(w[n : n + 5]) for n in range(len(w) - 4)} for w in (first, second)]
    exact = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    blobs = [sketch([" ".join(words)]) for words in (first, second)]
    sketches = [np.frombuffer(blob or b"", dtype="<u4") for blob in blobs]
    assert abs(resemblance(*sketches) - exact) < 0.13


def test_a_short_text_has_no_sketch() -> None:
    assert sketch(["Bonjour."]) is None
    assert sketch([text(1, 20)]) is None


def test_a_corrected_version_replaces_the_first() -> None:
    old, new = document("rapport"), document("rapport (version corrigée)")
    found = kin(old, new, text(1), text(1) + " fin corrigée")
    assert found[old.id] == Kin((new.id,), new.id)
    assert found[new.id] == Kin((old.id,), None)


@pytest.mark.parametrize(
    ("older", "newer", "replaced"),
    [
        ({"date": "2023-01-05"}, {"date": "2023-06-01"}, True),
        ({"title": "Projet de plan"}, {"title": "Plan"}, True),
        ({"title": "Plan v1"}, {"title": "Plan v2"}, True),
        ({"year": "2022"}, {"year": "2023", "date": "2024-01-01"}, False),
        ({"kind": "plan"}, {"kind": "rapport", "title": "Rapport révisé"}, False),
    ],
)
def test_what_tells_the_newest(
    older: dict[str, str], newer: dict[str, str], replaced: bool
) -> None:
    one, other = document("a", **older), document("b", **newer)
    found = kin(one, other, text(1), text(1) + " et un peu plus")
    assert (found.get("a", Kin((), None)).superseded_by == "b") is replaced
    assert found.get("b", Kin((), None)).superseded_by is None


def test_reports_that_share_little_are_strangers() -> None:
    assert kin(document("a"), document("b"), text(1), text(2)) == {}


def test_the_newest_version_answers_and_the_former_is_still_there(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    body = text(1)
    (folder / "plan.txt").write_text(f"Le plan prévoit 12 haltes. {body}.", "utf-8")
    (folder / "plan-corrigé.txt").write_text(f"Le plan prévoit 14 haltes. {body}.", "utf-8")
    (folder / "autre.txt").write_text(f"Les haltes du lac. {text(9)}.", "utf-8")
    with Indexer(tmp_path / "data", HashEncoder(), code="1") as indexer:
        read = lambda path: RawDocument((Page(1, path.read_text("utf-8")),), False)  # noqa: E731
        update(indexer, [folder], read, frozenset({".txt"}))
    searcher = Searcher(tmp_path / "data", HashEncoder())
    try:
        held = {one.source: one for one in searcher.documents}
        old, new = held["plan.txt"], held["plan-corrigé.txt"]
        assert (old.superseded_by, new.superseded_by) == (new.id, None)
        assert new.alike == (old.id,)
        sources = {hit.document.source for hit in searcher.search("haltes plan", k=20).hits}
        assert sources == {"plan-corrigé.txt", "autre.txt"}
        named = searcher.search("haltes", k=20, filters=Filters(document_ids=(old.id,)))
        assert {hit.document.source for hit in named.hits} == {"plan.txt"}
    finally:
        searcher.close()
    (folder / "plan-corrigé.txt").unlink()
    with Indexer(tmp_path / "data", HashEncoder(), code="1") as indexer:
        update(indexer, [folder], read, frozenset({".txt"}))
        (again,) = [one for one in indexer.store.documents() if one.source == "plan.txt"]
    assert (again.superseded_by, again.alike) == (None, ())
