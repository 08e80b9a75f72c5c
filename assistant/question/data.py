"""Word lists that ship with the package."""

from __future__ import annotations

from importlib.resources import files


def read_lines(name: str) -> tuple[str, ...]:
    """Lines of a list of this package, comments and blank lines left out."""
    text = files("assistant.question").joinpath(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
