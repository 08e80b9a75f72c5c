"""Learns the weights of the answers from questions with known evidence, and says how well.

``python -m eval.training statements|answers DATA=GOLD[,GOLD…] [DATA=GOLD…] [--write]``: each
data folder holds an index, each gold file questions over it. Without ``--write`` nothing is
changed: the scores are those of questions left out of what was learned (ten parts, always the
same).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.compose.surety import TRAITS, WEIGHTS
from assistant.evidence.features import NAMES
from assistant.evidence.learned import STATEMENTS
from assistant.pipeline import Assistant
from assistant.settings import Settings
from eval.gold import GoldQuestion, read_gold
from eval.training.answers import chances, ordered_right, right_of, rows_of, told_of
from eval.training.fitting import Fitted, choose, judge
from eval.training.held_out import first_of, held_out
from eval.training.statements import group_of
from index.encoder import load_encoder
from index.search import Searcher

STATEMENT_PENALTY, ANSWER_PENALTY = 0.6, 0.1
T = TypeVar("T")


def main(arguments: Sequence[str]) -> int:
    """Run the command line; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=__doc__)
    parser.add_argument("what", choices=("statements", "answers"))
    parser.add_argument("pairs", nargs="+", metavar="DATA=GOLD[,GOLD]")
    parser.add_argument("--write", action="store_true", help="keep what was learned")
    given = parser.parse_args(arguments)
    teach = _statements if given.what == "statements" else _answers
    teach(given.pairs, given.write)
    return 0


def _statements(pairs: Sequence[str], write: bool) -> None:
    told = [group for group in _each(pairs, group_of) if group is not None]
    before = first_of(told, [group.before for group in told])
    after = first_of(told, held_out(told, lambda part: choose(part, STATEMENT_PENALTY)))
    _say(f"{len(told)} questions; right statement first, among three: by the rules {before};")
    _say(f"learned, on questions left out: {after}")
    if write:
        _write(STATEMENTS, NAMES, choose(told, STATEMENT_PENALTY))


def _answers(pairs: Sequence[str], write: bool) -> None:
    told = [one for one in _each(pairs, told_of) if one is not None]
    right = right_of(told)
    chance = chances(told, ANSWER_PENALTY)
    _say(
        f"{len(told)} drafts, {right.mean():.0%} right; ROC area {ordered_right(chance, right):.3f}"
    )
    _say("on questions left out: answered from, right kept, wrong kept, unanswerable kept")
    for least in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        kept = chance >= least
        absent = np.array([not one.answerable for one in told])
        wrong = (right == 0) & ~absent
        shares = [f"{kept[which].mean():6.1%}" for which in (right == 1, wrong, absent)]
        _say(f"  {least:.1f}  " + "  ".join(shares))
    if write:
        _write(WEIGHTS, TRAITS, judge(rows_of(told), right, ANSWER_PENALTY))


def _each(pairs: Sequence[str], read: Callable[[Assistant, GoldQuestion], T]) -> Iterator[T]:
    """What is read of each question, the index of each folder opened in turn."""
    for pair in pairs:
        folder, _, files = pair.partition("=")
        with opened(Path(folder)) as assistant:
            for gold in read_gold([Path(file) for file in files.split(",")]).questions:
                yield read(assistant, gold)


@contextmanager
def opened(folder: Path) -> Iterator[Assistant]:
    """The product's own way from question to evidence, over the index of a folder."""
    searcher = Searcher(folder, load_encoder(Settings(data=folder).model, folder))
    try:
        yield Assistant(searcher)
    finally:
        searcher.close()


def _write(path: Path, names: Iterable[str], fitted: Fitted) -> None:
    pairs = zip(names, fitted.weights.tolist(), strict=True)
    lines = [f'"{name}" = {value:.5f}' for name, value in pairs]
    head = "# Made by « python -m eval.training »: not to be changed by hand."
    body = [head, f"bias = {fitted.bias:.5f}", "", "[weights]", *lines, ""]
    path.write_text("\n".join(body), "utf-8")
    _say(f"{path} written")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
