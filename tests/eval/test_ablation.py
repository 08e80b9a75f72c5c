"""Variants of the product over a small index, and what the table says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.local import LocalService
from assistant.settings import Settings
from eval import wording
from eval.lab import VARIANTS, Lab, Variant
from eval.main import main
from index.options import SearchOptions
from ingest.errors import InputError

REPORT = """# Rapport d'activités 2021-2022

## Adhésion

Au 31 mars 2022, le réseau compte 375 membres dans toutes les régions.

## Démarches

La démarche Municipalité amie des aînés (MADA) accompagne les communautés.

Le colloque annuel a réuni 210 personnes à Rimouski.
"""
LONG = "\n\n".join(
    f"La phrase numéro {n} parle de la vie municipale et des loisirs." for n in range(60)
)
GOLD = [
    {"id": "membres", "question": "Combien de membres en 2022 ?", "type": "figure",
     "docs": ["rapport.md"], "evidence": ["375 membres"], "answer_regex": "375"},
    {"id": "colloque", "question": "Où a eu lieu le coloque annuel ?", "type": "where",
     "docs": ["rapport.md"], "evidence": ["à Rimouski"], "answer_regex": "Rimouski"},
    {"id": "rien", "question": "Quel est le budget ?", "type": "unanswerable"},
]  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "rapport.md").write_text(REPORT, encoding="utf-8")
    (corpus / "long.md").write_text(f"# Vie municipale\n\n{LONG}\n", encoding="utf-8")
    chosen = Settings(data=tmp_path / "data", model="hash")
    service = LocalService(chosen)
    service.ingest([corpus])
    service.close()
    return chosen


def passages(lab: Lab, variant: Variant) -> list[str]:
    with lab.open(variant) as retrieve:
        return [hit.passage.text for hit in retrieve("vie municipale et loisirs", (), 40)]


def test_passages_of_another_size_are_another_size_and_leave_the_index_alone(
    settings: Settings,
) -> None:
    lab = Lab(settings)
    usual = passages(lab, Variant("product"))
    small, large = passages(lab, Variant("words_75", words=75)), passages(
        lab, Variant("words_300", words=300)
    )  # fmt: skip
    assert len(small) > len(usual) > len(large)
    assert max(map(len, small)) < max(map(len, usual)) < max(map(len, large))
    assert passages(lab, Variant("product")) == usual


def test_without_statements_the_order_is_that_of_the_search(settings: Settings) -> None:
    with Lab(settings).open(Variant("no_statements", statements=False)) as retrieve:
        hits = retrieve("Combien de membres en 2022 ?", (), 10)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert {hit.document.year for hit in hits} == {"2021-2022"}


def test_without_spelling_the_question_is_searched_as_typed(settings: Settings) -> None:
    lab, typed = Lab(settings), "coloque"
    with lab.open(Variant("product")) as retrieve:
        assert "colloque" in retrieve(typed, (), 1)[0].passage.text
    with lab.open(Variant("no_spelling", SearchOptions(spelling=False))) as retrieve:
        assert all(hit.channels.lexical is None for hit in retrieve(typed, (), 10))


def test_one_command_gives_the_table(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(line) for line in GOLD), encoding="utf-8")
    run: Callable[..., int] = lambda *more: main([str(gold), "--ablate", *more], _never, settings)  # noqa: E731
    assert run("--save", str(tmp_path / "out")) == 0
    shown = capsys.readouterr().out
    assert all(wording.VARIANTS[variant.name] in shown for variant in VARIANTS)
    assert (tmp_path / "out" / "ablation.html").read_text("utf-8").count('class="bar"') == len(
        VARIANTS
    )
    value = json.loads((tmp_path / "out" / "ablation.json").read_text(encoding="utf-8"))
    first = value[0]
    assert first["variant"] == "product"
    assert all(one["difference"] == 0 for one in first["against"])
    assert all(one["questions"] == 2 for one in first["against"])


def _never() -> object:
    raise AssertionError("no service is needed")


def test_a_document_whose_file_is_gone_is_told(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "corpus" / "long.md").unlink()
    with (
        pytest.raises(InputError, match=r"long\.md"),
        Lab(settings).open(Variant("words_75", words=75)),
    ):
        pass


def test_every_variant_has_a_french_name() -> None:
    assert [variant.name for variant in VARIANTS] == list(wording.VARIANTS)
