"""The opinion of a judge over a report: marks, measures like the others, and disagreements.

Kept apart from the report's own measures, which alone a gate may read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.llm.errors import ModelFailure
from eval import wording
from eval.html import note, section, table
from eval.jsonvalue import JsonValue
from eval.judge import Grade, Judge, RuleJudge
from eval.measures import Measure, Report
from eval.metrics import mean
from eval.tables import Table

_PATIENCE = 3  # failures in a row after which a model is not asked again
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge says of the answers that were given; abstentions are not shown to it.

    Attributes:
        name: of the judge.
        grades: question to marks; rules: the marks of the written rules on the same ones.
        silent: ids of the answers it gave no opinion on.
    """

    name: str
    grades: Mapping[str, Grade]
    rules: Mapping[str, Grade]
    silent: tuple[str, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Means with the value of each question, as for any measure."""
        mine = self.grades
        return (
            _measure("judge_right", {one: grade.right for one, grade in mine.items()}),
            _measure("judge_supported", {one: grade.supported for one, grade in mine.items()}),
            _measure("judge_agreement", {one: 1 - self._gap(one) for one in mine}),
        )

    @property
    def disputed(self) -> tuple[str, ...]:
        """Ids of the answers that the judge and the rules do not find equally right."""
        return tuple(one for one in self.grades if self._gap(one))

    def _gap(self, question: str) -> float:
        return abs(self.grades[question].right - self.rules[question].right)


def opinion(judge: Judge, report: Report, told: Told = lambda done, total: None) -> Opinion:
    """Ask a judge about every answer of a report; it is left alone when it keeps failing."""
    given = [result for result in report.results if result.answer.answered]
    grades: dict[str, Grade] = {}
    silent: list[str] = []
    failed = 0
    for done, result in enumerate(given, start=1):
        if failed < _PATIENCE:
            try:
                grades[result.question.id] = judge.grade(result)
                failed = 0
            except ModelFailure:
                failed += 1
        if result.question.id not in grades:
            silent.append(result.question.id)
        told(done, len(given))
    rules = {one.question.id: RuleJudge().grade(one) for one in given if one.question.id in grades}
    return Opinion(judge.name, grades, rules, tuple(silent))


def opinion_table(made: Opinion) -> Table:
    """The measures of an opinion, with their intervals."""
    rows = tuple(
        (wording.label(one.name), wording.percent(one.value), wording.interval(one.interval()))
        for one in made.measures
    )
    told = wording.JUDGE_NOTE
    if made.silent:
        told += " " + wording.JUDGE_SILENT.format(count=len(made.silent))
    return Table(wording.JUDGE.format(name=made.name), wording.BENCH_COLUMNS, rows, told)


def opinion_section(made: Opinion) -> str:
    """The part of the page: measures, then the answers that the rules find otherwise."""
    shown = opinion_table(made)
    rows = [
        (one, wording.mark(made.rules[one].right), wording.mark(made.grades[one].right),
         made.grades[one].reason or "–")
        for one in made.disputed
    ]  # fmt: skip
    disputed = table(wording.DISPUTED_COLUMNS, rows) if rows else ""
    return section(shown.title, table(shown.columns, shown.rows), note(shown.note), disputed)


def opinion_json(made: Opinion) -> dict[str, JsonValue]:
    """An opinion as a JSON value; ``rows`` compares with that of another."""
    return {
        "judge": made.name,
        "measures": {one.name: one.value for one in made.measures},
        "rows": {one.name: dict(one.by_question) for one in made.measures},
        "disputed": list(made.disputed),
        "silent": list(made.silent),
        "questions": [
            {
                "id": one,
                "right": grade.right,
                "supported": grade.supported,
                "reason": grade.reason,
                "rules": {"right": made.rules[one].right, "supported": made.rules[one].supported},
            }
            for one, grade in made.grades.items()
        ],
    }


def _measure(name: str, values: Mapping[str, float]) -> Measure:
    failing = tuple(one for one, value in values.items() if value < 1)
    rows = tuple((one, value, 1.0) for one, value in values.items())
    return Measure(name, mean(list(values.values())), len(values), failing, rows)
