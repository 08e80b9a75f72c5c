"""``repere eval``: score an assistant on gold questions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.cli.french import FrenchParser
from assistant.cli.output import DONE, FAILED
from eval import wording
from eval.check import check
from eval.gate import breaches, read_gate
from eval.gold import GoldFile, GoldQuestion, read_gold
from eval.page import html_report
from eval.register import (
    Figures,
    check_register,
    json_register,
    read_register,
    register_breaches,
    text_register,
)
from eval.report import dumps, json_report, text_failures, text_gate, text_report
from eval.run import Report, evaluate
from eval.subject import Answering, ServiceSubject
from ingest.errors import InputError


def build_parser(prog: str = "repere eval") -> argparse.ArgumentParser:
    """The arguments, with French help."""
    parser = FrenchParser(prog=prog, description=wording.DESCRIPTION)
    add = parser.add_argument
    add("gold", nargs="*", type=Path, metavar="QUESTIONS.jsonl", help="fichiers de questions")
    add("--json", action="store_true", help="rapport complet en JSON sur la sortie")
    add("--save", type=Path, metavar="DOSSIER", help="enregistre rapport.json et rapport.html")
    add("--gate", type=Path, metavar="SEUILS.toml", help="échoue sous les seuils de ce fichier")
    add("--type", action="append", dest="types", metavar="TYPE", help="seulement ce type")
    add("--register", type=Path, metavar="DOSSIER", help="compare les chiffres tirés à un registre")
    add("--show-failures", action="store_true", help="montre les questions à revoir")
    return parser


def main(argv: Sequence[str], open_service: Callable[[], Answering]) -> int:
    """Run ``repere eval``.

    ``open_service`` is called once the questions are read; the service is closed after use.

    Returns:
        0 done, 1 a line could not be used or a limit of the gate is broken.

    Raises:
        UsageError: the arguments were not understood.
        InputError: a file of questions or a gate cannot be used.
        NoIndexError: nothing has been ingested yet.
        SystemExit: the help was asked for and shown.
    """
    args = build_parser().parse_args(list(argv))
    if args.register is not None:
        return _register(args, open_service)
    if not args.gold:
        build_parser().error("Il manque : QUESTIONS.jsonl (ou --register DOSSIER)")
    gate = read_gate(args.gate) if args.gate else None
    gold = read_gold(args.gold)
    questions = _chosen(gold, args.types)
    for problem in (*gold.problems, *check(questions)):
        print(problem, file=sys.stderr)
    report = _evaluate(questions, open_service())
    broken = breaches(report, gate) if gate else ()
    _show(report, args)
    if gate is not None:
        print(text_gate(broken), file=sys.stderr if args.json else sys.stdout)
    if args.save and not _save(report, args.save):
        return FAILED
    return FAILED if broken or gold.problems else DONE


def _register(args: argparse.Namespace, open_service: Callable[[], Answering]) -> int:
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


def _evaluate(questions: Sequence[GoldQuestion], service: Answering) -> Report:
    try:
        return evaluate(ServiceSubject(service), questions, progress=_progress(questions))
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


def _progress(questions: Sequence[GoldQuestion]) -> Callable[[int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int) -> None:
        text = wording.ASKED.format(done=done, total=len(questions))
        print(f"\r{text}", end="\n" if done == len(questions) else "", file=sys.stderr, flush=True)

    return show


def _show(report: Report, args: argparse.Namespace) -> None:
    if args.json:
        print(dumps(json_report(report)))
        return
    print(text_report(report))
    if args.show_failures:
        print(f"\n{text_failures(report)}")


def _save(report: Report, folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "rapport.json").write_text(
            dumps(json_report(report)), encoding="utf-8", errors="replace"
        )
        (folder / "rapport.html").write_text(
            html_report(report), encoding="utf-8", errors="replace"
        )
    except OSError as error:
        print(f"Impossible d'écrire dans « {folder} » ({error.strerror}).", file=sys.stderr)
        return False
    print(wording.SAVED.format(folder=folder), file=sys.stderr)
    return True
