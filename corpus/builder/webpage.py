"""A short text as a web page, or as plain Markdown."""

from __future__ import annotations

import html
from pathlib import Path

from builder.inline import french_spaces, to_html
from builder.markup import Block, Source

_PAGE = """<!doctype html>
<html lang="fr-CA">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="author" content="{author}">
<style>
body {{ font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem }}
body {{ margin: 2rem auto; padding: 0 1rem }}
h1, h2 {{ color: #0f6b70 }}
table {{ border-collapse: collapse }}
th, td {{ border: 1px solid #9bb; padding: .3rem .6rem; text-align: left }}
</style>
</head>
<body>
<main>
{body}
</main>
<footer><p>Réécriture à des fins de démonstration.</p></footer>
</body>
</html>
"""


def build_page(source: Source, target: Path) -> None:
    """Write the HTML of one source."""
    body = "\n".join(_block(block) for block in source.blocks)
    title, author = (html.escape(source.settings[key]) for key in ("title", "author"))
    page = _PAGE.format(title=french_spaces(title), author=author, body=body)
    target.write_text(page, encoding="utf-8", newline="\n")


def build_markdown(source: Source, target: Path) -> None:
    """Write the Markdown of one source, without its settings."""
    target.write_text(source.body, encoding="utf-8", newline="\n")


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"<h{block.level}>{to_html(block.text)}</h{block.level}>"
        case "paragraph":
            return f"<p>{to_html(block.text)}</p>"
        case "bullets" | "numbers":
            tag = "ul" if block.kind == "bullets" else "ol"
            items = "".join(f"\n<li>{to_html(item.strip())}</li>" for (item,) in block.rows)
            return f"<{tag}>{items}\n</{tag}>"
        case "table":
            return _table(block)
        case other:
            raise ValueError(f"{other!r} has no place in a web page")


def _table(block: Block) -> str:
    rows = []
    for n, row in enumerate(block.rows):
        tag = "th" if n == 0 else "td"
        rows.append("<tr>" + "".join(f"<{tag}>{to_html(cell)}</{tag}>" for cell in row) + "</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"
