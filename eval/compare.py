"""Two evaluations of the same questions, measure by measure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.ranking import score_run
from eval.statistics import Interval, bootstrap_interval, randomization_p
from eval.trec import read_qrels, read_run, read_text
from ingest.errors import InputError

Rows = Mapping[str, Mapping[str, float]]  # measure → question → value
LOWER_IS_BETTER = frozenset({"wrong_figures", "false_abstention", "aurc"})
SIGNIFICANT = 0.05
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure in two evaluations, over the questions that both hold.

    Attributes:
        first, second: means.
        interval: of the mean difference, second minus first; None for one question.
        better, worse: ids of the questions where second is better, worse.
        ties: number of the others.
        p: paired randomisation, two-sided; p_worse: one-sided, for « second is worse ».
    """

    name: str
    first: float
    second: float
    interval: Interval | None
    better: tuple[str, ...]
    worse: tuple[str, ...]
    ties: int
    p: float
    p_worse: float

    @property
    def count(self) -> int:
        """Questions compared."""
        return len(self.better) + len(self.worse) + self.ties

    @property
    def difference(self) -> float:
        """Second minus first."""
        return self.second - self.first

    @property
    def significant(self) -> bool:
        """Whether chance alone would seldom make such a difference."""
        return self.p < SIGNIFICANT


def compare(first: Rows, second: Rows) -> tuple[Comparison, ...]:
    """Every measure that both have, in the order of the second, over their common questions.

    Raises:
        InputError: ``nothing_to_compare``.
    """
    made = []
    for name, values in second.items():
        former = first.get(name, {})
        common = [question for question in values if question in former]
        if common:
            pairs = {question: (former[question], values[question]) for question in common}
            made.append(_compared(name, pairs))
    if not made:
        raise InputError(
            "nothing_to_compare", "Ces deux évaluations n'ont aucune question en commun."
        )
    return tuple(made)


def _compared(name: str, pairs: Mapping[str, tuple[float, float]]) -> Comparison:
    sense = -1.0 if name in LOWER_IS_BETTER else 1.0
    gains = {question: sense * (after - before) for question, (before, after) in pairs.items()}
    differences = [after - before for before, after in pairs.values()]
    better = tuple(question for question, gain in gains.items() if gain > _EQUAL)
    worse = tuple(question for question, gain in gains.items() if gain < -_EQUAL)
    return Comparison(
        name=name,
        first=sum(before for before, _ in pairs.values()) / len(pairs),
        second=sum(after for _, after in pairs.values()) / len(pairs),
        interval=bootstrap_interval(differences),
        better=better,
        worse=worse,
        ties=len(pairs) - len(better) - len(worse),
        p=randomization_p(differences),
        p_worse=randomization_p(list(gains.values()), worse_only=True),
    )


def read_rows(path: Path, qrels: Path | None = None) -> Rows:
    """Values by question of a saved report, or of a run scored against ``qrels``.

    Raises:
        InputError: ``not_comparable``: neither a report, nor a run with judgements.
    """
    rows = saved_rows(path)
    if rows is not None:
        return rows
    if qrels is None:
        raise InputError(
            "not_comparable",
            f"« {path} » n'est pas un rapport.json; pour une liste de résultats (TREC ou BEIR), "
            "donnez aussi les jugements avec --qrels.",
        )
    return score_run(read_run(path), read_qrels(qrels))


def saved_rows(path: Path) -> Rows | None:
    """Values by question of a JSON report; None when the file is something else.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        value = json.loads(read_text(path))
        return {
            str(name): {str(question): float(one) for question, one in values.items()}
            for name, values in value["rows"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
