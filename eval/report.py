"""A report as text for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from eval import wording
from eval.gate import Breach
from eval.measures import Report, TypeRow
from eval.results import QuestionResult

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]


def text_report(report: Report) -> str:
    """Measures, then the table by type of question."""
    lines = [wording.MEASURES]
    width = max(len(label) for label in wording.LABELS.values())
    for measure in report.measures:
        shown = wording.value(measure.name, measure.value)
        lines.append(f"  {wording.LABELS[measure.name]:<{width}}  {shown:>10}")
    lines += ["", wording.BY_TYPE, *_grid([wording.COLUMNS, *map(row_cells, report.by_type)])]
    return "\n".join(lines)


def row_cells(row: TypeRow) -> tuple[str, ...]:
    """Cells of one type, in the order of ``wording.COLUMNS``."""
    shares = (row.recall_at_5, row.mrr, row.accuracy, row.answered)
    return (row.type, str(row.count), *map(wording.percent, shares))


def _grid(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]


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


def text_gate(found: Iterable[Breach]) -> str:
    """The verdict of a gate, each broken limit with the questions that cost it."""
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
    return "\n".join([wording.GATE_BROKEN, *lines] if lines else [wording.GATE_HELD])


def json_report(report: Report) -> dict[str, JsonValue]:
    """The whole report as a JSON value: ``measures``, ``by_type``, ``questions``."""
    return {
        "measures": {measure.name: measure.value for measure in report.measures},
        "counts": {measure.name: measure.count for measure in report.measures},
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
