"""What each part of the search brings: the same questions with one part changed at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval import wording
from eval.beir import BeirSet
from eval.charts import bars
from eval.compare import Comparison, Rows, compare
from eval.gold import GoldQuestion
from eval.lab import VARIANTS, Lab, Retrieve, Variant
from eval.metrics import evidence_ranks, mean, ndcg_at, recall_at, reciprocal_rank
from eval.public_sets import bench_folder, index_set, search_set
from eval.ranking import score_run
from eval.tables import Table
from ingest.passages import FULL

SHOWN = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")
REFERENCE = "product"
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ablated:
    """One variant: the values by question, and how they compare with the product's."""

    name: str
    rows: Rows
    against: tuple[Comparison, ...]


def ablate(lab: Lab, questions: Sequence[GoldQuestion], told: Told) -> tuple[Ablated, ...]:
    """Every variant over the questions that the documents answer, the product first."""
    asked = [question for question in questions if question.answerable]
    rows: dict[str, Rows] = {}
    for variant in VARIANTS:
        told(wording.VARIANTS[variant.name])
        with lab.open(variant) as retrieve:
            rows[variant.name] = _scored(retrieve, asked)
    return _compared(rows)


def ablate_set(data: Path, chosen: BeirSet, lab: Lab, told: Told) -> tuple[Ablated, ...]:
    """Every variant that makes sense on a set whose passages are given."""
    rows: dict[str, Rows] = {}
    for variant in VARIANTS:
        if variant.words != FULL or not variant.statements or variant.name == "no_acronyms":
            continue
        told(wording.VARIANTS[variant.name])
        rows[variant.name] = _on_set(data, chosen, lab, variant)
    return _compared(rows)


def ablation_table(title: str, variants: Sequence[Ablated]) -> Table:
    """One row a variant: means, and the difference of nDCG@10 with the product."""
    heads = tuple(wording.LABELS[name] for name in SHOWN)
    return Table(
        title,
        (wording.VARIANT, *heads, wording.DIFFERENCE, wording.P_VALUE),
        tuple(_row(variant) for variant in variants),
        wording.ABLATION_NOTE,
    )


def ablation_chart(variants: Sequence[Ablated]) -> str:
    """One bar a variant: nDCG@10."""
    means = [(one.name, mean(list(one.rows["ndcg@10"].values()))) for one in variants]
    return bars(
        wording.LABELS["ndcg@10"], [(wording.VARIANTS[name], value) for name, value in means]
    )


def _row(variant: Ablated) -> tuple[str, ...]:
    means = (wording.percent(mean(list(variant.rows[name].values()))) for name in SHOWN)
    of_ndcg = next(one for one in variant.against if one.name == "ndcg@10")
    told = ("–", "–") if variant.name == REFERENCE else (
        wording.points(of_ndcg.difference), wording.p_value(of_ndcg.p))  # fmt: skip
    return (wording.VARIANTS[variant.name], *means, *told)


def _compared(rows: dict[str, Rows]) -> tuple[Ablated, ...]:
    reference = rows[REFERENCE]
    return tuple(Ablated(name, one, compare(reference, one)) for name, one in rows.items())


def _scored(retrieve: Retrieve, questions: Sequence[GoldQuestion]) -> Rows:
    rows: dict[str, dict[str, float]] = {name: {} for name in SHOWN}
    for question in questions:
        hits = retrieve(question.question, question.history, 10)
        ranks, mode = evidence_ranks(question, hits), question.evidence_mode
        for k in (1, 5, 10):
            rows[f"recall@{k}"][question.id] = recall_at(k, ranks, mode)
        rows["mrr@10"][question.id] = reciprocal_rank(ranks)
        rows["ndcg@10"][question.id] = ndcg_at(10, ranks, mode)
    return rows


def _on_set(data: Path, chosen: BeirSet, lab: Lab, variant: Variant) -> Rows:
    def scored(folder: Path) -> Rows:
        index_set(folder, chosen, lab.encoder, headers=variant.options.headers)
        run = search_set(folder, chosen, lab.encoder, variant.options)
        rows = score_run(run, chosen.qrels)
        return {name: rows[name] for name in SHOWN}

    if variant.options.headers:
        return scored(bench_folder(data, chosen))
    with TemporaryDirectory(prefix="repere-essai-") as folder:
        return scored(Path(folder))
