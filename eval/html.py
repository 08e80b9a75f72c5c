"""The shell of a page: one self-contained HTML file, no script, no outside address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from eval.tables import Table

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 66rem; margin: 2rem auto; padding: 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #8886; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead th { vertical-align: bottom; }
details { border: 1px solid #8886; border-radius: .4rem; margin: .6rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; font-weight: 600; }
dt { font-weight: 600; margin-top: .5rem; }
dd, li p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.found { border-left: .25rem solid #2a8a4a; padding-left: .5rem; }
.note { color: #666; color: color-mix(in srgb, currentColor 65%, transparent); }
figure { margin: 1rem 0; overflow-x: auto; }
figcaption { font-weight: 600; margin-bottom: .4rem; }
svg text { fill: currentColor; font-size: 13px; }
.track { fill: #8882; } .bar { fill: #2a6f97; } .grid { stroke: #8884; }
.line { fill: none; stroke: #2a6f97; stroke-width: 2; }
""".strip()


def page(title: str, blocks: Iterable[str]) -> str:
    """A whole page, in French; ``blocks`` are HTML, already escaped."""
    body = "\n".join(block for block in blocks if block)
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(title)}</h1>
{body}
</body>
</html>
"""


def section(title: str, *blocks: str) -> str:
    """A heading and what stands under it; nothing when nothing does."""
    body = "\n".join(block for block in blocks if block)
    return f"<h2>{escape(title)}</h2>\n{body}" if body else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the first cell of each row is its head."""
    titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    thead = f"<thead><tr>{titles}</tr></thead>" if head else ""
    return f'<div class="wide"><table>{thead}<tbody>\n{body}\n</tbody></table></div>'


def _cell(text: str) -> str:
    """A number stays on the line of its sign."""
    return escape(text).replace(" %", "&nbsp;%").replace(" ms", "&nbsp;ms")


def tables_page(title: str, tables: Sequence[Table], charts: Sequence[str] = ()) -> str:
    """A page of tables, then of charts, which are HTML already."""
    made = [section(one.title, table(one.columns, one.rows), note(one.note)) for one in tables]
    return page(title, [*made, *charts])


def note(text: str) -> str:
    """A small paragraph; nothing for an empty text."""
    return f'<p class="note">{escape(text)}</p>' if text else ""
