"""A report as one self-contained HTML page: no script, no outside address.

Everything that comes from questions and documents is escaped: it is untrusted text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from eval import wording
from eval.measures import Report
from eval.report import expected, failures, got, remarks, row_cells
from eval.results import QuestionResult
from index.hits import Hit

SHOWN_PASSAGES = 5
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #8886; text-align: right; }
th:first-child, td:first-child { text-align: left; }
details { border: 1px solid #8886; border-radius: .4rem; margin: .6rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; font-weight: 600; }
dt { font-weight: 600; margin-top: .5rem; }
dd, li p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.found { border-left: .25rem solid #2a8a4a; padding-left: .5rem; }
""".strip()


def html_report(report: Report) -> str:
    """The whole page, in French."""
    blocks = "\n".join(_failure(result) for result in failures(report))
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<title>{wording.TITLE}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{wording.TITLE}</h1>
<h2>{wording.MEASURES}</h2>
{_table((), _measure_rows(report))}
<h2>{wording.BY_TYPE}</h2>
{_table(wording.COLUMNS, map(row_cells, report.by_type))}
<h2>{wording.FAILURES}</h2>
{blocks or f"<p>{wording.NO_FAILURE}</p>"}
</body>
</html>
"""


def _measure_rows(report: Report) -> Iterable[Sequence[str]]:
    for measure in report.measures:
        yield wording.LABELS[measure.name], wording.value(measure.name, measure.value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    thead = f"<thead><tr>{titles}</tr></thead>" if head else ""
    return f"<table>{thead}<tbody>\n{body}\n</tbody></table>"


def _failure(result: QuestionResult) -> str:
    question = result.question
    parts = [(wording.EXPECTED, expected(result)), (wording.GOT, got(result))]
    if question.history:
        parts.insert(0, (wording.HISTORY, "\n".join(question.history)))
    terms = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in parts)
    notes = "".join(f"<li>{escape(remark)}</li>" for remark in remarks(result))
    hits = "".join(
        _hit(hit, rank in result.ranks)
        for rank, hit in enumerate(result.hits[:SHOWN_PASSAGES], start=1)
    )
    title = f"{question.id} · {question.type} · {question.question}"
    return (
        f'<details id="{escape(question.id)}"><summary>{escape(title)}</summary>'
        f"<dl>{terms}</dl>"
        + (f"<ul>{notes}</ul>" if notes else "")
        + f"<p>{wording.PASSAGES}</p>"
        + (f"<ol>{hits}</ol>" if hits else f"<p>{wording.NO_PASSAGE}</p>")
        + "</details>"
    )


def _hit(hit: Hit, found: bool) -> str:
    where = f"{hit.document.source}, p. {hit.passage.page}"
    mark = ' class="found"' if found else ""
    return f"<li{mark}><cite>{escape(where)}</cite><p>{escape(hit.passage.text)}</p></li>"
