"""Learn what tells the figure that answers: ``python -m eval.learning --on DATA GOLD…``.

Prints what cross-validation by group tells, for several least chances; ``--write`` replaces
``assistant/evidence/figure_weights.toml``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.evidence.traits import NONE_TRAITS, TRAITS
from assistant.pipeline import Assistant
from assistant.settings import Settings
from eval.gold import read_gold
from eval.learning.examples import Example, examples_of
from eval.learning.fitting import Fitted, Outcome, cross_validated, fit
from index.encoder import load_encoder
from index.search import Searcher

WEIGHTS = Path("assistant/evidence/figure_weights.toml")
_LEAST = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_SURE, _PERHAPS = 0.35, 0.15
_HEADER = """\
# What tells whether a figure answers a question (see traits.py), learned from questions by
# « python -m eval.learning »; change nothing here by hand. Traits of no weight are left out.
# {examples} questions and years; {right} of which have an answer.

[least]  # chance from which a figure is the answer, and from which it is shown as the nearest
sure = {sure}
perhaps = {perhaps}
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m eval.learning")
    parser.add_argument(
        "--on", nargs="+", action="append", required=True, metavar="DATA GOLD",
        help="un dossier de données indexé, puis ses fichiers de questions",
    )  # fmt: skip
    parser.add_argument("--write", action="store_true", help=f"remplace {WEIGHTS}")
    args = parser.parse_args(arguments)
    examples: list[Example] = []
    for data, *gold in args.on:
        settings = Settings(data=Path(data))
        searcher = Searcher(settings.data, load_encoder(settings.model, settings.data))
        try:
            questions = read_gold([Path(one) for one in gold]).questions
            examples += examples_of(Assistant(searcher), questions)
        finally:
            searcher.close()
    report(cross_validated(examples))
    if args.write:
        WEIGHTS.write_text(written(fit(examples), examples), encoding="utf-8")
    return 0


def report(outcomes: Sequence[Outcome]) -> None:
    """Print, for several least chances, what is answered rightly and wrongly."""
    answerable = [one for one in outcomes if one.example.right]
    taken = [one for one in outcomes if one.example.taken]
    none = [one for one in outcomes if not one.example.right and not one.example.taken]
    first = sum(one.right for one in answerable)
    print(f"premier choix juste : {first} sur {len(answerable)}")
    for least in _LEAST:
        given = [one for one in answerable if one.chance >= least]
        right = sum(one.right for one in given)
        print(
            f"chance ≥ {least} : justes {right}, faux {len(given) - right} sur {len(answerable)};"
            f" sans réponse {sum(one.chance >= least for one in none)} sur {len(none)};"
            f" réponse retirée {sum(one.chance >= least for one in taken)} sur {len(taken)}"
        )


def written(fitted: Fitted, examples: Sequence[Example]) -> str:
    """The weights as the text of their file."""
    whole = [one for one in examples if not one.taken]
    lines = [
        _HEADER.format(
            examples=len(whole),
            right=sum(bool(one.right) for one in whole),
            sure=_SURE,
            perhaps=_PERHAPS,
        ),
        "[none]  # what speaks for none of them",
        *(f"{name} = {value:.3f}" for name, value in zip(NONE_TRAITS, fitted.none, strict=True)),
        "",
        "[figure]  # what speaks for a figure, or against it",
        *(
            f"{name} = {value:.3f}"
            for name, value in zip(TRAITS, fitted.figure, strict=True)
            if abs(value) >= 0.0005
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
