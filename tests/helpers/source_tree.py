"""The repository's files and imports, read from the syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("ingest", "index", "assistant", "eval")
SKIPPED = {"__pycache__", "build", "dist", "var", "artifacts", "node_modules"}


@cache
def product_files() -> tuple[Path, ...]:
    """Python files of the product, tests left out."""
    return tuple(
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not SKIPPED & set(path.parts)
    )


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep; all files where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = ROOT.rglob("*")
        hidden = (p for p in found if not p.relative_to(ROOT).parts[0].startswith("."))
        return tuple(p for p in hidden if p.is_file() and not SKIPPED & set(p.parts))
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def module_name(path: Path) -> str:
    """``assistant/api/app.py`` → ``assistant.api.app``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> frozenset[str]:
    """Names of the product's modules."""
    return frozenset(map(module_name, product_files()))


@cache
def tree(path: Path) -> ast.Module:
    """Syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Modules that a file imports, wherever in the file, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            for alias in node.names:
                deeper = f"{base}.{alias.name}"
                yield (deeper if deeper in modules() else base, node.lineno)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Functions of a file with their number of lines, the docstring not counted."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node, clean=False) is not None:
                lines -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, lines
