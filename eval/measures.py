"""Measures over the results of a set of questions, and the table by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.gold import FIGURE_TYPES
from eval.metrics import f1, mean, percentile, ratio
from eval.results import QuestionResult
from eval.selective import Point, area, risk_coverage
from eval.statistics import Interval, bootstrap_interval
from eval.support import Support

Row = tuple[str, float, float]  # question, part, whole


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure over a set of questions.

    Attributes:
        name: key in JSON and in gate files.
        value: None when no question of the set bears on it.
        count: how many questions, quotes, sentences… it was computed on.
        failing: ids of the questions that cost it something.
        rows: what each question brings, ``(id, part, whole)``; the value is the sum of the
            parts over that of the wholes. Empty where a measure is not such a share.
    """

    name: str
    value: float | None
    count: int
    failing: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def interval(self) -> Interval | None:
        """Bounds within which the value of other such questions would lie, 19 times in 20."""
        rows = [row for row in self.rows if row[2]]
        return bootstrap_interval([part for _, part, _ in rows], [whole for _, _, whole in rows])

    @property
    def by_question(self) -> Mapping[str, float]:
        """Value of each question that bears on it."""
        return {question: part / whole for question, part, whole in self.rows if whole}


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One line of the table by type of question."""

    type: str
    count: int
    recall_at_5: float | None
    mrr: float | None
    accuracy: float | None
    answered: float | None


@dataclass(frozen=True)
class Report:
    """Results in the order of the questions, the measures, the table by type."""

    results: tuple[QuestionResult, ...]
    measures: tuple[Measure, ...]
    by_type: tuple[TypeRow, ...]

    def measure(self, name: str) -> Measure:
        """A measure by name.

        Raises:
            KeyError: there is none of that name.
        """
        for measure in self.measures:
            if measure.name == name:
                return measure
        raise KeyError(name)

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, float]]:
        """Measure to question to value: what two evaluations are compared by."""
        return {m.name: dict(m.by_question) for m in self.measures if m.rows}

    @cached_property
    def curve(self) -> tuple[Point, ...]:
        """Risk against coverage, most confident answers first."""
        return _curve(self.results)


def summarize(results: Sequence[QuestionResult]) -> Report:
    """Measures and table of a set of results."""
    return Report(tuple(results), measures(results), table(results))


def measures(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """Every measure, in the order in which reports show them."""
    return (*_retrieval(results), *_answers(results), *_exact(results), *_backing(results),
            *_abstention(results), *_latency(results))  # fmt: skip


def _mean(
    name: str, results: Sequence[QuestionResult], value: Callable[[QuestionResult], float]
) -> Measure:
    values = [value(result) for result in results]
    failing = tuple(r.question.id for r, v in zip(results, values, strict=True) if v < 1)
    rows = tuple((r.question.id, v, 1.0) for r, v in zip(results, values, strict=True))
    return Measure(name, mean(values), len(values), failing, rows)


def _retrieval(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """Only questions whose answer is in the documents."""
    asked = [result for result in results if result.question.answerable]
    return (
        _mean("recall@1", asked, lambda r: r.recall(1)),
        _mean("recall@5", asked, lambda r: r.recall(5)),
        _mean("recall@10", asked, lambda r: r.recall(10)),
        _mean("success@5", asked, lambda r: r.success(5)),
        _mean("mrr@10", asked, lambda r: r.mrr),
        _mean("map@10", asked, lambda r: r.average_precision),
        _mean("ndcg@10", asked, lambda r: r.ndcg),
    )


def _answers(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """``answer_accuracy`` bears on answerable questions, ``overall_accuracy`` on all."""
    answerable = [result for result in results if result.question.answerable]
    figures = [result for result in results if result.question.type in FIGURE_TYPES]
    following = [result for result in results if result.question.history]
    wrong = tuple(result.question.id for result in results if result.wrong_figure)
    rows = tuple((r.question.id, float(r.wrong_figure), 1.0) for r in results)
    return (
        _mean("answer_accuracy", answerable, lambda r: r.score),
        _mean("overall_accuracy", results, lambda r: r.score),
        _mean("followup_accuracy", following, lambda r: r.score),
        _mean("figures_accuracy", figures, lambda r: r.score),
        Measure("wrong_figures", float(len(wrong)), len(results), wrong, rows),
    )


def _exact(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """Parts of the figure shown, over the questions that ask for one."""

    def part(name: str) -> Measure:
        asked = [r for r in results if r.exact and getattr(r.exact, name) is not None]
        return _mean(f"figure_{name}", asked, lambda r: float(getattr(r.exact, name)))

    return tuple(part(name) for name in ("value", "unit", "year", "label"))


def _backing(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    def share(name: str, counts: Callable[[Support], tuple[int, int]]) -> Measure:
        pairs = [(result, *counts(result.support)) for result in results]
        whole = sum(of for _, _, of in pairs)
        failing = tuple(result.question.id for result, part, of in pairs if part < of)
        rows = tuple((result.question.id, float(part), float(of)) for result, part, of in pairs)
        return Measure(name, ratio(sum(p for _, p, _ in pairs), whole), whole, failing, rows)

    return (
        share("citation_recall", lambda s: (s.cited, s.sentences)),
        share("citation_precision", lambda s: (s.fitting, s.pairs)),
        share("quote_fidelity", lambda s: (s.verbatim, s.quotes)),
        share("number_fidelity", lambda s: (s.backed, s.numbers)),
    )


def _abstention(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """Abstaining is the positive class; it is right on unanswerable questions."""
    silent = [r for r in results if not r.answer.answered]
    unanswerable = [r for r in results if not r.question.answerable]
    answerable = [r for r in results if r.question.answerable]
    right = sum(not result.question.answerable for result in silent)
    false = tuple(r.question.id for r in silent if r.question.answerable)
    missed = tuple(r.question.id for r in unanswerable if r.answer.answered)
    precision, recall = ratio(right, len(silent)), ratio(right, len(unanswerable))
    return (
        Measure("abstention_precision", precision, len(silent), false,
                _rows(silent, lambda r: not r.question.answerable)),
        Measure("abstention_recall", recall, len(unanswerable), missed,
                _rows(unanswerable, lambda r: not r.answer.answered)),
        Measure("abstention_f1", f1(precision, recall), len(results), (*missed, *false)),
        Measure("false_abstention", ratio(len(false), len(answerable)), len(answerable), false,
                _rows(answerable, lambda r: not r.answer.answered)),
        Measure("aurc", area(_curve(results)), len(results) - len(silent)),
    )  # fmt: skip


def _rows(
    results: Sequence[QuestionResult], right: Callable[[QuestionResult], bool]
) -> tuple[Row, ...]:
    return tuple((result.question.id, float(right(result)), 1.0) for result in results)


def _curve(results: Sequence[QuestionResult]) -> tuple[Point, ...]:
    """An answer without stated confidence is as sure as any."""
    given = [
        (result.answer.confidence if result.answer.confidence is not None else 1.0,
         1.0 - result.score)
        for result in results
        if result.answer.answered
    ]  # fmt: skip
    return risk_coverage(given, len(results))


def _latency(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    times = [1000 * result.seconds for result in results]
    p50, p95 = percentile(times, 0.50), percentile(times, 0.95)
    slow = tuple(
        result.question.id
        for result, time_ms in zip(results, times, strict=True)
        if p95 is not None and time_ms >= p95
    )
    return (
        Measure("latency_p50_ms", p50, len(times)),
        Measure("latency_p95_ms", p95, len(times), slow),
    )


def table(results: Sequence[QuestionResult]) -> tuple[TypeRow, ...]:
    """One row a type, alphabetical."""
    rows = []
    for kind in sorted({result.question.type for result in results}):
        mine = [result for result in results if result.question.type == kind]
        asked = [result for result in mine if result.question.answerable]
        rows.append(
            TypeRow(
                type=kind,
                count=len(mine),
                recall_at_5=mean([result.recall(5) for result in asked]),
                mrr=mean([result.mrr for result in asked]),
                accuracy=mean([result.score for result in mine]),
                answered=mean([float(result.answer.answered) for result in mine]),
            )
        )
    return tuple(rows)
