"""Shapes of the JSON that the API and ``--json`` write; they become the OpenAPI schemas.

Pages are 1-based and null where a format has none; spans are half-open, in characters;
scores are higher for better; times are milliseconds.
"""

from __future__ import annotations

from typing_extensions import TypedDict

from assistant.document_shapes import DocumentJson as DocumentJson


class CitationJson(TypedDict):
    """A cited slice of a document; ``quote`` is verbatim.

    ``quote`` is characters ``start`` to ``end`` of the text of page ``text_page`` (1 where
    the format has no pages).
    """

    n: int
    document_id: str
    title: str
    source: str
    page: int | None
    year: str | None
    heading: str
    quote: str
    passage_id: str
    url: str
    image: str | None
    text_page: int
    start: int
    end: int
    page_label: str | None


class AnswerFigureJson(TypedDict):
    """A figure of the answer; ``n`` is the citation that states it."""

    label: str
    value: str
    number: float | None
    unit: str | None
    year: str | None
    n: int
    figure_id: str | None
    doubtful: bool


class ClosestJson(TypedDict):
    """A near passage, given when the documents do not hold the answer."""

    document_id: str
    title: str
    source: str
    page: int | None
    year: str | None
    heading: str
    text: str
    passage_id: str
    url: str


class UnderstoodJson(TypedDict):
    """How the question was read."""

    standalone: str
    kind: str
    years: list[str]
    language: str
    corrected: str | None


class ReasonJson(TypedDict):
    """Why an entry is proposed, or what was read in a query; ``text`` is for a person."""

    code: str
    value: str
    text: str


class LinkCountsJson(TypedDict):
    """How many passages tell of an entry, how many grants or measures go with it."""

    evidence: int
    matches: int


class BankHitJson(TypedDict):
    """A measure or a grant; ``status`` is that of a grant on the day of the request.

    ``links`` is null where links are worked out only when the entry is opened.
    """

    id: str
    kind: str
    title: str
    text: str
    document_id: str
    source: str
    page: int | None
    fields: dict[str, str]
    score: float
    reasons: list[ReasonJson]
    also: list[str]
    status: str | None
    url: str
    links: LinkCountsJson | None


class AnswerJson(TypedDict):
    """One answer, or an honest refusal when ``answered`` is false."""

    answer: str
    answered: bool
    kind: str
    understood: UnderstoodJson
    citations: list[CitationJson]
    figures: list[AnswerFigureJson]
    follow_ups: list[str]
    closest: list[ClosestJson]
    entries: list[BankHitJson]
    conversation_id: str | None
    engine: str
    timings_ms: dict[str, float]


class HitJson(TypedDict):
    """A passage found; ``text`` is verbatim, ``highlights`` are spans of it."""

    passage_id: str
    document_id: str
    title: str
    source: str
    page: int | None
    year: str | None
    kind: str
    heading: str
    text: str
    score: float
    channels: dict[str, float | None]
    highlights: list[list[int]]
    url: str
    language: str


class FacetJson(TypedDict):
    """One value of a facet and how many results have it."""

    value: str
    count: int


class SearchJson(TypedDict):
    """Passages found, best first."""

    query: str
    hits: list[HitJson]
    total: int
    corrected: str | None
    facets: dict[str, list[FacetJson]]
    timings_ms: dict[str, float]


class FigureJson(TypedDict):
    """A number stated in a document, with what it counts."""

    figure_id: str
    label: str
    value: str
    number: float | None
    upper: float | None
    unit: str | None
    qualifier: str | None
    year: str | None
    date: str | None
    document_id: str
    title: str
    source: str
    page: int | None
    heading: str
    quote: str
    confidence: float
    doubtful: bool
    url: str


class OtherValueJson(TypedDict):
    """Another value told for the same indicator and year."""

    number: float | None
    figure_id: str


class SeriesPointJson(TypedDict):
    """One value of a series, and those told for the same year that differ."""

    year: str | None
    number: float | None
    figure_id: str
    others: list[OtherValueJson]


class SeriesJson(TypedDict):
    """The same indicator over several years, and why its figures go together."""

    label: str
    reason: str
    points: list[SeriesPointJson]


class FiguresJson(TypedDict):
    """Figures, newest year first, and their series."""

    figures: list[FigureJson]
    series: list[SeriesJson]
    timings_ms: dict[str, float]


class FailureJson(TypedDict):
    """A file that could not be read, and why."""

    source: str
    code: str
    message: str


class ExclusionJson(TypedDict):
    """A document that a person took out on a day (ISO); its file is left aside."""

    id: str
    source: str
    title: str
    day: str


class DocumentsJson(TypedDict):
    """What is indexed, what could not be read, and what was left aside."""

    documents: list[DocumentJson]
    failures: list[FailureJson]
    total: int
    indexed_at: str | None
    skipped: list[FailureJson]


class PageJson(TypedDict):
    """The text of one page, as read; ``highlight`` is the span of the passage asked for.

    ``ocr`` is the mean confidence, 0 to 1, of a page that was read by OCR, else null.
    """

    document_id: str
    title: str
    number: int
    label: str | None
    pages: int
    text: str
    image: str | None
    highlight: list[int] | None
    needs_ocr: bool
    ocr: float | None


class IngestJson(TypedDict):
    """What an ingestion did; ``moved`` is among the ``unchanged``."""

    documents: int
    added: int
    updated: int
    unchanged: int
    removed: int
    failed: list[FailureJson]
    pages: int
    passages: int
    figures: int
    measures: int
    grants: int
    seconds: float
    skipped: list[FailureJson]
    moved: int
