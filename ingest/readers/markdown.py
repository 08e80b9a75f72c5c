"""Markdown: front matter read, the rest kept verbatim."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from ingest.errors import ReadFailure
from ingest.readers.text import document_of, read_text
from ingest.records import RawDocument

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)(?:\n)?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
MAX_FRONT = 20_000


class MarkdownReader:
    """Reads ``.md``."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a Markdown file; see :class:`ingest.readers.base.Reader`."""
        declared, body = split_front_matter(read_text(path))
        document = document_of(body.lstrip("\n"))
        return RawDocument(
            pages=document.pages,
            paged=document.paged,
            title=_first(declared, "title", "titre"),
            language=_first(declared, "lang", "language", "langue"),
            created=_first(declared, "date", "year", "année", "annee", "période", "periode"),
        )


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The scalar fields declared between ``---`` lines at the top, and the text after.

    A block that is not a YAML mapping is not front matter: the text is returned whole.
    """
    match = _FRONT.match(text)
    if match is None or len(match.group(1)) > MAX_FRONT:
        return {}, text
    try:
        # The base loader makes strings only: « 2021-2022 » and dates stay as written.
        value = yaml.load(match.group(1), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return {}, text
    if not isinstance(value, dict):
        return {}, text
    fields = {str(k).strip().lower(): v.strip() for k, v in value.items() if isinstance(v, str)}
    body = text[match.end() :]
    if not body.strip():
        raise ReadFailure("no_text", "Le fichier ne contient que son en-tête : aucun texte à lire.")
    return fields, body


def _first(fields: dict[str, str], *names: str) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)
