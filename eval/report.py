"""A report as text for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from eval import wording
from eval.compare import Comparison
from eval.comparing import changed_questions
from eval.gate import Breach, regressions
from eval.jsonvalue import JsonValue
from eval.measures import Report, TypeRow
from eval.results import DEPTH, QuestionResult
from eval.tables import grid


def text_report(report: Report) -> str:
    """Measures, then the table by type of question."""
    lines = [wording.MEASURES]
    width = max(len(label) for label in wording.LABELS.values())
    for measure in report.measures:
        shown = wording.value(measure.name, measure.value)
        bounds = "" if measure.name in wording.COUNTS else wording.interval(measure.interval())
        line = f"  {wording.LABELS[measure.name]:<{width}}  {shown:>10}"
        lines.append(f"{line}   {bounds}" if bounds not in ("", "–") else line)
    lines += ["", wording.BY_TYPE, *grid([wording.COLUMNS, *map(row_cells, report.by_type)])]
    return "\n".join(lines)


def row_cells(row: TypeRow) -> tuple[str, ...]:
    """Cells of one type, in the order of ``wording.COLUMNS``."""
    shares = (row.recall_at_5, row.mrr, row.accuracy, row.answered)
    return (row.type, str(row.count), *map(wording.percent, shares))


def remarks(result: QuestionResult) -> tuple[str, ...]:
    """What there is to say of one result, in French; empty when all is well."""
    found = []
    if result.wrong_figure:
        found.append(wording.WRONG_FIGURE)
    if result.question.answerable and not result.recall(10):
        found.append(wording.NO_EVIDENCE)
    if result.support.verbatim < result.support.quotes:
        found.append(wording.BAD_QUOTE)
    if result.support.unbacked:
        found.append(wording.UNBACKED.format(numbers=", ".join(result.support.unbacked)))
    return tuple(found)


def cause(result: QuestionResult) -> str | None:
    """Where a result that is not fully right went wrong, in French; None when it is right."""
    if result.score == 1:
        return None
    if not result.question.answerable:
        return wording.CAUSE_ANSWERED if result.answer.answered else wording.CAUSE_WRONG_REFUSAL
    if result.score > 0:
        return wording.CAUSE_LONG
    if not result.recall(DEPTH):
        return wording.CAUSE_SEARCH
    if not result.answer.answered:
        return wording.CAUSE_ABSTAINED
    if result.wrong_figure:
        return wording.CAUSE_FIGURE
    return wording.CAUSE_CHOICE


def failures(report: Report) -> tuple[QuestionResult, ...]:
    """Results that are not fully right, or of which there is something to say."""
    return tuple(result for result in report.results if result.score < 1 or remarks(result))


def expected(result: QuestionResult) -> str:
    """The right answer in words."""
    if not result.question.answerable:
        return wording.EXPECTED_ABSTENTION
    return result.question.answer or ", ".join(p for _, p in result.question.patterns)


def got(result: QuestionResult) -> str:
    """The answer given, an abstention marked so."""
    mark = "" if result.answer.answered else f"({wording.ABSTAINED}) "
    return mark + result.answer.answer


def text_failures(report: Report) -> str:
    """One block a failing question: asked, expected, got, remarks, evidence ranks."""
    blocks = [wording.FAILURES]
    for result in failures(report):
        lines = [
            f"{result.question.id} [{result.question.type}] {result.question.question}",
            f"  {wording.EXPECTED} : {expected(result)}",
            f"  {wording.GOT} : {' '.join(got(result).split())}",
            *(f"  ! {remark}" for remark in remarks(result)),
        ]
        found = [str(rank) for rank in result.ranks if rank is not None]
        if found:
            lines.append("  " + wording.EVIDENCE_AT.format(ranks=", ".join(found)))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks if len(blocks) > 1 else [wording.NO_FAILURE])


def text_gate(found: Iterable[Breach], against: Sequence[Comparison] = ()) -> str:
    """The verdict of a gate: broken limits, falls from the baseline, questions that changed."""
    lines = []
    for breach in found:
        sentence = wording.ABOVE if breach.above else wording.BELOW
        lines.append(
            "  "
            + sentence.format(
                label=wording.LABELS[breach.name],
                value=wording.value(breach.name, breach.value),
                limit=wording.value(breach.name, breach.limit),
            )
        )
        if breach.failing:
            lines.append("    " + wording.CONCERNED.format(ids=", ".join(breach.failing)))
    lines += [f"  {_fallen(one)}" for one in regressions(tuple(against))]
    changes = [f"  {line}" for one in against for line in changed_questions(one)]
    verdict = [wording.GATE_BROKEN, *lines] if lines else [wording.GATE_HELD]
    return "\n".join([*verdict, *([wording.SINCE_BASELINE, *changes] if changes else [])])


def _fallen(one: Comparison) -> str:
    return wording.FALLEN.format(
        label=wording.LABELS[one.name],
        first=wording.percent(one.first),
        second=wording.percent(one.second),
        p=wording.p_value(one.p_worse),
    )


def json_report(report: Report) -> dict[str, JsonValue]:
    """The whole report as a JSON value: ``measures``, ``by_type``, ``questions``."""
    return {
        "measures": {measure.name: measure.value for measure in report.measures},
        "counts": {measure.name: measure.count for measure in report.measures},
        "intervals": {
            measure.name: list(bounds) if (bounds := measure.interval()) else None
            for measure in report.measures
        },
        "rows": {name: dict(values) for name, values in report.rows.items()},
        "risk_coverage": [[point.coverage, point.risk] for point in report.curve],
        "by_type": [
            {
                "type": row.type,
                "count": row.count,
                "recall@5": row.recall_at_5,
                "mrr@10": row.mrr,
                "accuracy": row.accuracy,
                "answered": row.answered,
            }
            for row in report.by_type
        ],
        "questions": [_json_result(result) for result in report.results],
    }


def dumps(value: JsonValue) -> str:
    """JSON text, UTF-8 characters kept."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _json_result(result: QuestionResult) -> dict[str, JsonValue]:
    return {
        "id": result.question.id,
        "type": result.question.type,
        "question": result.question.question,
        "history": list(result.question.history),
        "expected": expected(result),
        "answer": result.answer.answer,
        "answered": result.answer.answered,
        "kind": result.answer.kind,
        "standalone": result.answer.understood.standalone,
        "years": list(result.answer.understood.years),
        "score": result.score,
        "wrong_figure": result.wrong_figure,
        "evidence_ranks": list(result.ranks),
        "unbacked_numbers": list(result.support.unbacked),
        "confidence": result.answer.confidence,
        "cause": cause(result),
        "remarks": list(remarks(result)),
        "milliseconds": round(1000 * result.seconds, 3),
        "citations": [
            {"n": c.n, "source": c.source, "page": c.page, "quote": c.quote}
            for c in result.answer.citations
        ],
        "passages": [
            {
                "source": hit.document.source,
                "page": hit.passage.page,
                "score": hit.score,
                "text": hit.passage.text,
            }
            for hit in result.hits
        ],
    }
