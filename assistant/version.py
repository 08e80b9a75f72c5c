"""Which version of the product this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def product_version() -> str:
    """Version of the installed distribution; ``0`` when it runs from a bare folder."""
    try:
        return version("repere")
    except PackageNotFoundError:
        return "0"
