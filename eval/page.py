"""The report of an evaluation as one HTML page.

Everything that comes from questions and documents is escaped: it is untrusted text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from eval import wording
from eval.charts import bars, curve
from eval.compare import Comparison
from eval.comparing import changed_questions, comparison_table
from eval.gold import GoldQuestion
from eval.html import note, page, section, table
from eval.judging import Opinion, opinion_section
from eval.measures import Report, TypeRow
from eval.report import cause, expected, failures, got, remarks, row_cells
from eval.results import QuestionResult
from index.hits import Hit

SHOWN_PASSAGES = 5


def html_report(
    report: Report,
    against: Sequence[Comparison] = (),
    before: str = "",
    judged: Opinion | None = None,
) -> str:
    """The whole page, in French.

    Args:
        against: how the report compares with an earlier one, named ``before``.
        judged: what a judge says of the answers, when one was asked.
    """
    found = failures(report)
    causes = Counter(told for result in found if (told := cause(result)) is not None)
    return page(
        wording.TITLE,
        [
            section(wording.MEASURES, table(wording.BENCH_COLUMNS, _measure_rows(report)),
                    note(wording.INTERVAL_NOTE)),
            _compared(against, before),
            section(wording.BY_TYPE, table(wording.COLUMNS, map(_type_cells, report.by_type)),
                    bars(wording.ACCURACY_CHART,
                         [(_kind(r.type), r.accuracy) for r in report.by_type])),
            _risk(report),
            opinion_section(judged) if judged else "",
            _causes(causes),
            section(wording.FAILURES, *(_failure(result, judged) for result in found),
                    "" if found else f"<p>{wording.NO_FAILURE}</p>"),
        ],
    )  # fmt: skip


def _measure_rows(report: Report) -> Iterable[Sequence[str]]:
    for measure in report.measures:
        bounds = "–" if measure.name in wording.COUNTS else wording.interval(measure.interval())
        yield wording.LABELS[measure.name], wording.value(measure.name, measure.value), bounds


def _type_cells(row: TypeRow) -> tuple[str, ...]:
    return (_kind(row.type), *row_cells(row)[1:])


def _kind(name: str) -> str:
    """A type of question in French, as it is where it is a person's own."""
    return wording.TYPES.get(name, name)


def _risk(report: Report) -> str:
    if not report.curve:
        return ""
    area = wording.AREA.format(value=wording.percent(report.measure("aurc").value))
    chart = curve(wording.RISK_CHART, report.curve)
    return section(wording.RISK, chart, note(f"{area} {wording.RISK_NOTE}"))


def _causes(causes: Counter[str]) -> str:
    if not causes:
        return ""
    rows = ((told, str(count)) for told, count in causes.most_common())
    return section(wording.CAUSES, table(wording.CAUSE_COLUMNS, rows))


def _compared(against: Sequence[Comparison], before: str) -> str:
    if not against:
        return ""
    made = comparison_table(against, before, wording.THIS_RUN)
    changes = "".join(
        f"<li>{escape(line)}</li>" for one in against for line in changed_questions(one)
    )
    listed = f"<details><summary>{wording.CHANGES}</summary><ul>{changes}</ul></details>"
    return section(made.title, table(made.columns, made.rows), listed if changes else "")


def _failure(result: QuestionResult, judged: Opinion | None) -> str:
    question = result.question
    parts = [(wording.EXPECTED, expected(result)), (wording.GOT, got(result))]
    if question.history:
        parts.insert(0, (wording.HISTORY, "\n".join(question.history)))
    if question.evidence:
        parts.append((wording.PROOF, _proof(question)))
    why = cause(result)
    if why is not None:
        parts.append((wording.WHY, why))
    grade = judged.grades.get(question.id) if judged else None
    if grade is not None:
        told = f"{wording.mark(grade.right)} – {grade.reason}".removesuffix(" – ")
        parts.append((wording.JUDGED, told))
    terms = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in parts)
    notes = "".join(f"<li>{escape(remark)}</li>" for remark in remarks(result))
    hits = "".join(
        _hit(hit, rank in result.ranks)
        for rank, hit in enumerate(result.hits[:SHOWN_PASSAGES], start=1)
    )
    title = f"{question.id} · {_kind(question.type)} · {question.question}"
    return (
        f'<details id="{escape(question.id)}"><summary>{escape(title)}</summary>'
        f"<dl>{terms}</dl>"
        + (f"<ul>{notes}</ul>" if notes else "")
        + f"<p>{wording.PASSAGES}</p>"
        + (f"<ol>{hits}</ol>" if hits else f"<p>{wording.NO_PASSAGE}</p>")
        + "</details>"
    )


def _proof(question: GoldQuestion) -> str:
    """The documents and, line by line, the excerpts that retrieval should have brought."""
    several = question.evidence_mode == "any" and len(question.evidence) > 1
    head = f"{', '.join(question.docs)}{f' ({wording.ANY_OF})' if several else ''} :"
    return "\n".join([head, *(f"« {' '.join(one.split())} »" for one in question.evidence)])


def _hit(hit: Hit, found: bool) -> str:
    where = f"{hit.document.source}, p. {hit.passage.page}"
    mark = ' class="found"' if found else ""
    return f"<li{mark}><cite>{escape(where)}</cite><p>{escape(hit.passage.text)}</p></li>"
