"""Reads every source and writes every document."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from builder.banks import build_banks
from builder.markup import Source, parse_source
from builder.report import build_report
from builder.slides import build_slides
from builder.theme import load_theme
from builder.webpage import build_markdown, build_page
from builder.wordfile import build_word

CORPUS = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """Command line: 0 when all is written."""
    parser = argparse.ArgumentParser(description="Refait les documents de démonstration.")
    parser.add_argument("--out", type=Path, default=CORPUS, metavar="DOSSIER")
    build_all(parser.parse_args(arguments).out)
    return 0


def build_all(out: Path, sources: Path = CORPUS / "sources") -> tuple[Path, ...]:
    """Every document, under ``documents/``, then the banks beside; returns the files written.

    Raises:
        MarkupError: a source cannot be read.
    """
    documents = out / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    built = [build_one(path, documents) for path in sorted(sources.glob("*.md"))]
    return (*built, *build_banks(sources, documents, out))


def build_one(path: Path, out: Path) -> Path:
    """One source to one document, by its ``layout``."""
    source = parse_source(path.read_text(encoding="utf-8"))
    target = out / source.settings["file"]
    _write(source, path.parent, target)
    return target


def _write(source: Source, folder: Path, target: Path) -> None:
    match source.settings["layout"]:
        case "report":
            theme = load_theme(folder / "style.toml", source.settings["palette"])
            build_report(source, theme, target, folder / "images")
        case "slides":
            theme = load_theme(folder / "style.toml", source.settings["palette"])
            build_slides(source, theme, target)
        case "docx":
            build_word(source, target)
        case "html":
            build_page(source, target)
        case "markdown":
            build_markdown(source, target)
        case other:
            raise ValueError(f"unknown layout {other!r}")
