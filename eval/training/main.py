"""Learns the weights of the answers from questions with known evidence, and says how well.

``python -m eval.training DATA=GOLD[,GOLD…] [DATA=GOLD…] [--write]``: each data folder holds an
index, each gold file questions over it. Without ``--write`` nothing is changed: the scores are
those of questions left out of what was learned (ten parts, always the same).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.evidence.features import NAMES
from assistant.evidence.learned import STATEMENTS
from assistant.pipeline import Assistant
from assistant.settings import Settings
from eval.gold import read_gold
from eval.training.fitting import Group, choose
from eval.training.held_out import first_of, held_out
from eval.training.statements import group_of
from index.encoder import load_encoder
from index.search import Searcher

PENALTY = 0.6


def main(arguments: Sequence[str]) -> int:
    """Run the command line; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=__doc__)
    parser.add_argument("pairs", nargs="+", metavar="DATA=GOLD[,GOLD]")
    parser.add_argument("--write", action="store_true", help="keep what was learned")
    given = parser.parse_args(arguments)
    told = [group for pair in given.pairs for group in _groups(pair)]
    before = first_of(told, [group.before for group in told])
    after = first_of(told, held_out(told, lambda part: choose(part, PENALTY)))
    say = sys.stdout.write
    say(f"{len(told)} questions; statement that answers first, among three: rules {before};\n")
    say(f"learned, on questions left out: {after}\n")
    if given.write:
        _write(STATEMENTS, NAMES, choose(told, PENALTY).weights.tolist())
        say(f"{STATEMENTS} written\n")
    return 0


def _groups(pair: str) -> Iterator[Group]:
    folder, _, files = pair.partition("=")
    with opened(Path(folder)) as assistant:
        for gold in read_gold([Path(file) for file in files.split(",")]).questions:
            group = group_of(assistant, gold)
            if group is not None:
                yield group


@contextmanager
def opened(folder: Path) -> Iterator[Assistant]:
    """The product's own way from question to evidence, over the index of a folder."""
    searcher = Searcher(folder, load_encoder(Settings(data=folder).model, folder))
    try:
        yield Assistant(searcher)
    finally:
        searcher.close()


def _write(path: Path, names: Iterable[str], values: Iterable[float]) -> None:
    lines = [f'"{name}" = {value:.5f}' for name, value in zip(names, values, strict=True)]
    head = "# Made by « python -m eval.training »: not to be changed by hand.\n"
    path.write_text(f"{head}[weights]\n" + "\n".join(lines) + "\n", "utf-8")
