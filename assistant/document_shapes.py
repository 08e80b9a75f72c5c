"""Shapes of the JSON of a document; they become OpenAPI schemas."""

from __future__ import annotations

from typing_extensions import TypedDict


class PlaceJson(TypedDict):
    """A place that a document is about; ``confidence`` is 0 to 1."""

    kind: str
    name: str
    confidence: float


class DocumentJson(TypedDict):
    """An indexed document; ``superseded_by`` is its newer version, ``sure`` 0 to 1 by field."""

    id: str
    title: str
    source: str
    kind: str
    year: str | None
    organization: str | None
    url: str | None
    language: str
    date: str | None
    size: int
    paged: bool
    pages: int
    warnings: list[str]
    file: str
    places: list[PlaceJson]
    superseded_by: str | None
    alike: list[str]
    sure: dict[str, float]
