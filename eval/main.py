"""``repere eval``: score an assistant on gold questions, and what goes with it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence

from assistant.cli.output import DONE, FAILED
from assistant.llm.client import HttpModel
from assistant.settings import Settings
from eval import wording
from eval.check import check
from eval.commands import (
    ablate_command,
    bench_command,
    compare_command,
    register_command,
    robust_command,
)
from eval.compare import Comparison, Rows, compare, read_rows
from eval.export import csv_report, junit_report
from eval.gate import (
    Breach,
    Gate,
    against_baseline,
    baseline_rows,
    breaches,
    read_gate,
    regressions,
)
from eval.gold import GoldFile, GoldQuestion, read_gold
from eval.interchange import export_command, run_command
from eval.jsonvalue import JsonValue
from eval.judge import ModelJudge, judge_options
from eval.judging import Opinion, opinion, opinion_json, opinion_table
from eval.making import candidates_command, check_command, propose_command
from eval.measures import Report
from eval.options import parse
from eval.page import html_report
from eval.report import dumps, json_report, text_failures, text_gate, text_report
from eval.run import evaluate, warm
from eval.saving import save, save_file
from eval.subject import Answering, ServiceSubject
from eval.tables import text_table
from ingest.errors import InputError


def main(
    argv: Sequence[str], open_service: Callable[[], Answering], settings: Settings | None = None
) -> int:
    """Run ``repere eval``.

    ``open_service`` is called once the questions are read; the service is closed after use.
    ``settings`` say where the index is, for the commands that search it otherwise.

    Returns:
        0 done, 1 a line could not be used or a limit of the gate is broken.

    Raises:
        UsageError: the arguments were not understood.
        InputError: a file of questions or a gate cannot be used.
        NoIndexError: nothing has been ingested yet.
        SystemExit: the help was asked for and shown.
    """
    args = parse(argv)
    where = settings or Settings()
    if args.compare:
        return compare_command(args)
    if args.run:
        return run_command(args)
    if args.beir:
        return bench_command(args, where)
    if args.propose:
        return propose_command(args, where)
    if args.candidates:
        return candidates_command(where, open_service)
    if args.register is not None:
        return register_command(args, open_service)
    judge = _judge(args, where)
    gate = read_gate(args.gate) if args.gate else None
    before = read_rows(args.against) if args.against else {}
    gold = read_gold(args.gold)
    questions = _chosen(gold, args.types)
    if args.check:
        return check_command(args, where, gold, questions)
    for problem in (*gold.problems, *check(questions)):
        print(problem, file=sys.stderr)
    if args.export:
        return export_command(args, where, questions)
    if args.ablate:
        return ablate_command(args, where, questions)
    if args.robust:
        return robust_command(args, open_service, questions)
    report = _evaluate(questions, open_service())
    judged = opinion(judge, report, _shown) if judge else None
    status = _conclude(args, report, gate, before, judged)
    return max(status, FAILED if gold.problems else DONE)


def _judge(args: argparse.Namespace, settings: Settings) -> ModelJudge | None:
    """The language model that was asked for; None for none: nothing is then sent."""
    if not args.judge:
        return None
    return ModelJudge(HttpModel(judge_options(settings, args.judge, args.judge_model, os.environ)))


def _conclude(
    args: argparse.Namespace,
    report: Report,
    gate: Gate | None,
    before: Rows,
    judged: Opinion | None,
) -> int:
    """Show and save a report, and hold it against its gate, where a judge has no say."""
    broken = breaches(report, gate) if gate else ()
    against = against_baseline(report, gate) if gate else ()
    _show(report, args, judged)
    if gate is not None:
        print(text_gate(broken, against), file=sys.stderr if args.json else sys.stdout)
    written = [
        not args.save or save(args.save, _files(args, report, broken, against, before, judged)),
        not args.write_baseline or _keep(args, report, gate),
    ]
    fallen = regressions(against)
    return FAILED if broken or fallen or not all(written) else DONE


def _files(
    args: argparse.Namespace,
    report: Report,
    broken: Sequence[Breach],
    against: Sequence[Comparison],
    before: Rows,
    judged: Opinion | None,
) -> dict[str, str]:
    name = wording.BASELINE
    if before:
        against, name = _against(before, report), args.against.name
    return {
        "rapport.html": html_report(report, against, name, judged),
        "rapport.json": dumps(json_report(report)),
        "rapport.csv": csv_report(report),
        "junit.xml": junit_report(report, broken),
        **({"juge.json": dumps(opinion_json(judged))} if judged else {}),
    }


def _against(before: Rows, report: Report) -> Sequence[Comparison]:
    try:
        return compare(before, report.rows)
    except InputError as error:  # other questions: no reason to lose the report
        print(error.message, file=sys.stderr)
        return ()


def _keep(args: argparse.Namespace, report: Report, gate: Gate | None) -> bool:
    rows = baseline_rows(report, gate.names if gate else ())
    return save_file(args.write_baseline, json.dumps({"rows": rows}, sort_keys=True) + "\n")


def _evaluate(questions: Sequence[GoldQuestion], service: Answering) -> Report:
    subject = ServiceSubject(service)
    try:
        warm(subject, questions)
        return evaluate(subject, questions, progress=_progress(questions))
    finally:
        service.close()


def _chosen(gold: GoldFile, types: Sequence[str] | None) -> tuple[GoldQuestion, ...]:
    known = {question.type for question in gold.questions}
    unknown = sorted(set(types or ()) - known)
    if unknown:
        message = f"Type inconnu : {unknown[0]}. Types présents : {', '.join(sorted(known))}."
        raise InputError("unknown_type", message)
    chosen = tuple(q for q in gold.questions if not types or q.type in types)
    if not chosen:
        details = "".join(f"\n{problem}" for problem in gold.problems)
        raise InputError("no_question", f"Aucune question utilisable dans ces fichiers.{details}")
    return chosen


def _progress(questions: Sequence[GoldQuestion]) -> Callable[[int], None]:
    return lambda done: _shown(done, len(questions))


def _shown(done: int, total: int) -> None:
    """How far a slow work is, to a person who looks on."""
    if sys.stderr.isatty():
        text = wording.ASKED.format(done=done, total=total)
        print(f"\r{text}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _show(report: Report, args: argparse.Namespace, judged: Opinion | None) -> None:
    if args.json:
        apart: dict[str, JsonValue] = {"judge": opinion_json(judged)} if judged else {}
        print(dumps({**json_report(report), **apart}))
        return
    print(text_report(report))
    if judged:
        print(f"\n{text_table(opinion_table(judged))}")
    if args.show_failures:
        print(f"\n{text_failures(report)}")
