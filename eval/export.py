"""A report for other programs: CSV rows for a spreadsheet, JUnit for a build server."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from eval import wording
from eval.gate import Breach
from eval.measures import Report
from eval.report import cause, expected, got
from eval.results import QuestionResult
from eval.tables import csv_text

_COLUMNS = (
    "id", "type", "question", "expected", "answer", "answered", "score", "wrong_figure",
    "recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10", "confidence", "milliseconds",
    "cause",
)  # fmt: skip


def csv_report(report: Report) -> str:
    """One line a question."""
    return csv_text(_COLUMNS, [_row(result) for result in report.results])


def junit_report(report: Report, broken: Sequence[Breach] = ()) -> str:
    """JUnit XML: one case a question, failed under score 1, and one case a broken limit."""
    failed = [result for result in report.results if result.score < 1]
    suite = ET.Element(
        "testsuite",
        name="repere eval",
        tests=str(len(report.results) + len(broken)),
        failures=str(len(failed) + len(broken)),
        time=f"{sum(result.seconds for result in report.results):.3f}",
    )
    for result in report.results:
        case = ET.SubElement(
            suite, "testcase", classname=_clean(f"repere.{result.question.type}"),
            name=_clean(result.question.id), time=f"{result.seconds:.3f}",
        )  # fmt: skip
        if result.score < 1:
            failure = ET.SubElement(case, "failure", message=_clean(cause(result) or ""))
            failure.text = _clean(
                f"{result.question.question}\n{wording.EXPECTED} : {expected(result)}\n"
                f"{wording.GOT} : {got(result)}"
            )
    for breach in broken:
        case = ET.SubElement(suite, "testcase", classname="repere.gate", name=breach.name)
        ET.SubElement(case, "failure", message=_clean(", ".join(breach.failing)))
    return ET.tostring(suite, encoding="unicode", xml_declaration=True)


def _row(result: QuestionResult) -> tuple[str, ...]:
    sure = result.answer.confidence
    asked = result.question.answerable
    ranks = (result.recall(1), result.recall(5), result.recall(10), result.mrr, result.ndcg)
    return (
        result.question.id,
        result.question.type,
        result.question.question,
        expected(result),
        result.answer.answer,
        str(result.answer.answered).lower(),
        f"{result.score:g}",
        str(result.wrong_figure).lower(),
        *(f"{value:.4f}" if asked else "" for value in ranks),
        "" if sure is None else f"{sure:.4f}",
        f"{1000 * result.seconds:.1f}",
        cause(result) or "",
    )


def _clean(text: str) -> str:
    """Characters that XML can hold."""
    return "".join(
        c if c in "\t\n" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
        else "\ufffd"
        for c in text
    )  # fmt: skip
