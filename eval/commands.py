"""Commands of ``repere eval`` that measure the search: compare, public sets, ablation, typing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from assistant.cli.output import DONE, FAILED
from assistant.settings import Settings
from eval import wording
from eval.ablation import Ablated, ablate, ablate_set, ablation_chart, ablation_table
from eval.beir import BeirSet, drawn, read_beir
from eval.charts import bars
from eval.compare import Rows, compare, read_rows
from eval.comparing import changed_questions, comparison_json, comparison_table
from eval.gold import GoldQuestion
from eval.html import tables_page
from eval.jsonvalue import JsonValue
from eval.lab import Lab
from eval.metrics import mean
from eval.public_sets import bench_folder, index_set, search_set
from eval.ranking import score_run
from eval.register import (
    Figures,
    check_register,
    json_register,
    read_register,
    register_breaches,
    text_register,
)
from eval.report import dumps
from eval.robustness import robustness, robustness_table
from eval.saving import save
from eval.statistics import bootstrap_interval
from eval.subject import Answering, ServiceSubject
from eval.tables import Table, csv_text, text_table
from eval.trec import Run, beir_run, trec_qrels, trec_run
from ingest.errors import InputError


def compare_command(args: argparse.Namespace) -> int:
    """``--compare``: two saved reports, or two runs with their judgements."""
    first, second = args.compare
    made = compare(read_rows(first, args.qrels), read_rows(second, args.qrels))
    table = comparison_table(made, first.name, second.name)
    value: list[JsonValue] = [comparison_json(one) for one in made]
    if not args.json:
        print(text_table(table))
        changes = [line for one in made for line in changed_questions(one)]
        print("\n".join(["", wording.CHANGES, *changes]) if changes else f"\n{wording.NO_CHANGE}")
    return conclude(args, "comparaison", [table], value)


def bench_command(args: argparse.Namespace, settings: Settings) -> int:
    """``--beir``: search public sets; with ``--ablate``, with each part changed."""
    lab = Lab(settings)
    status = DONE
    for whole in [read_beir(folder) for folder in args.beir]:
        chosen = drawn(whole, args.queries, args.texts, args.seed)
        if args.ablate:
            variants = ablate_set(settings.data, chosen, lab, _tell)
            tables = [ablation_table(_title(chosen, args.seed), variants)]
            name, value = f"{chosen.name}-ablation", _ablated_json(variants)
            status |= conclude(args, name, tables, value, charts=[ablation_chart(variants)])
            continue
        folder = bench_folder(settings.data, chosen)
        index_set(folder, chosen, lab.encoder, _indexing())
        run = search_set(folder, chosen, lab.encoder)
        rows = score_run(run, chosen.qrels)
        told: dict[str, JsonValue] = {
            "set": chosen.name, "texts": len(chosen.corpus), "queries": len(chosen.queries),
            "drawn_from": list(chosen.drawn_from) if chosen.drawn_from else None,
            "measures": means(rows),
            "rows": {name: dict(values) for name, values in rows.items()},
        }  # fmt: skip
        tables = [bench_table(_title(chosen, args.seed), rows)]
        status |= conclude(args, chosen.name, tables, told, _runs(chosen, run))
    return status


def ablate_command(
    args: argparse.Namespace, settings: Settings, questions: Sequence[GoldQuestion]
) -> int:
    """``--ablate``: the questions asked with one part of the search changed at a time."""
    variants = ablate(Lab(settings), questions, _tell)
    tables = [ablation_table(wording.ABLATION, variants)]
    chart = ablation_chart(variants)
    return conclude(args, "ablation", tables, _ablated_json(variants), charts=[chart])


def robust_command(
    args: argparse.Namespace,
    open_service: Callable[[], Answering],
    questions: Sequence[GoldQuestion],
) -> int:
    """``--robust``: the questions typed badly; 1 when a target is missed."""
    service = open_service()
    try:
        kinds = robustness(ServiceSubject(service), questions, _tell)
    finally:
        service.close()
    value: list[JsonValue] = [
        {**asdict(one), "lost": list(one.lost), "held": one.held} for one in kinds
    ]
    chart = bars(wording.ROBUST_CHART, [(wording.KINDS[one.kind], one.recall) for one in kinds])
    status = conclude(args, "robustesse", [robustness_table(kinds)], value, charts=[chart])
    return FAILED if any(one.held is False for one in kinds) else status


def conclude(
    args: argparse.Namespace,
    name: str,
    tables: Sequence[Table],
    value: JsonValue,
    others: Mapping[str, str] | None = None,
    charts: Sequence[str] = (),
) -> int:
    """Show a result and save it where asked."""
    if args.json:
        print(dumps(value))
    elif name != "comparaison":
        print("\n\n".join(map(text_table, tables)))
    if not args.save:
        return DONE
    files = {
        f"{name}.html": tables_page(wording.TITLE, tables, charts),
        f"{name}.json": dumps(value),
        f"{name}.csv": "".join(csv_text(table.columns, table.rows) for table in tables),
        **(others or {}),
    }
    return DONE if save(args.save, files) else FAILED


def _runs(chosen: BeirSet, run: Run) -> dict[str, str]:
    return {
        f"{chosen.name}-run.trec": trec_run(run),
        f"{chosen.name}-run.json": beir_run(run),
        f"{chosen.name}-qrels.trec": trec_qrels(chosen.qrels),
    }


def means(rows: Rows) -> dict[str, JsonValue]:
    """Mean of each measure."""
    return {name: mean(list(values.values())) for name, values in rows.items()}


def bench_table(title: str, rows: Rows) -> Table:
    """One row a measure: mean and interval."""
    made = tuple(
        (
            wording.BENCH_LABELS.get(name) or wording.label(name),
            wording.percent(mean(list(values.values()))),
            wording.interval(bootstrap_interval(list(values.values()))),
        )
        for name, values in rows.items()
    )
    return Table(title, wording.BENCH_COLUMNS, made)


def _title(chosen: BeirSet, seed: int) -> str:
    title = wording.BENCH.format(
        name=chosen.name, texts=len(chosen.corpus), queries=len(chosen.queries)
    )
    if chosen.drawn_from is None:
        return title
    texts, queries = chosen.drawn_from
    return f"{title}, {wording.DRAWN.format(texts=texts, queries=queries, seed=seed)}"


def _ablated_json(variants: Sequence[Ablated]) -> JsonValue:
    return [
        {
            "variant": one.name,
            "measures": means(one.rows),
            "against": [comparison_json(row) for row in one.against],
        }
        for one in variants
    ]


def _tell(step: str) -> None:
    if sys.stderr.isatty():
        print(step, file=sys.stderr, flush=True)


def _indexing() -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            text = wording.INDEXING.format(done=done, total=total)
            print(f"\r{text}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


def register_command(args: argparse.Namespace, open_service: Callable[[], Answering]) -> int:
    """Compare the figures drawn from the documents with a register of them."""
    listed = read_register(args.register)
    service = open_service()
    try:
        if not isinstance(service, Figures):
            raise InputError("no_figures", "Ce service ne donne pas de registre de chiffres.")
        report = check_register(listed, service)
    finally:
        service.close()
    if args.json:
        print(dumps(json_register(report)))
    else:
        print(text_register(report, args.show_failures))
    broken = register_breaches(report, args.gate) if args.gate else ()
    for one in broken:
        print(one, file=sys.stderr)
    return FAILED if broken else DONE
