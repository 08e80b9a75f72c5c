"""The product's values as JSON, in the shapes of ``assistant.shapes``."""

from __future__ import annotations

import json
import math
from typing import Any
from urllib.parse import quote, urlencode

from assistant import shapes
from assistant.answer import Answer, AnswerFigure, Citation, Closest
from assistant.bank.json_hit import bank_hit_json
from assistant.service import FigureHit, FigureResult, IngestReport, Language, Series
from index.hits import Facet, Hit, SearchResult
from index.store_exclusions import Exclusion
from ingest.records import Document, Failure, Page

HEADING = " › "


def encode(value: Any) -> bytes:
    """JSON in UTF-8; characters that UTF-8 cannot hold become ``?``."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def document_url(document_id: str, page: int | None, **place: str | int) -> str:
    """Where the reader shows a document, at a page when it has pages.

    Args:
        place: what to mark there: ``passage``, or ``start`` and ``end``.
    """
    asked = f"?{urlencode(place)}" if place else ""
    address = f"/documents/{quote(document_id, safe='')}{asked}"
    return address if page is None else f"{address}#page={page}"


def answer_json(answer: Answer, lang: Language = "fr") -> shapes.AnswerJson:
    """An answer as the contract shows it; ``lang`` is that of what is said of its entries."""
    understood = answer.understood
    return {
        "answer": answer.answer,
        "answered": answer.answered,
        "kind": answer.kind,
        "understood": {
            "standalone": understood.standalone,
            "kind": understood.kind,
            "years": list(understood.years),
            "language": understood.language,
            "corrected": understood.corrected,
        },
        "citations": [citation_json(citation) for citation in answer.citations],
        "figures": [_answer_figure(figure) for figure in answer.figures],
        "follow_ups": list(answer.follow_ups),
        "closest": [_closest(passage) for passage in answer.closest],
        "entries": [bank_hit_json(hit, lang) for hit in answer.entries],
        "conversation_id": answer.conversation_id,
        "engine": answer.engine,
        "timings_ms": {name: round(value, 2) for name, value in answer.timings_ms},
    }


def citation_json(citation: Citation) -> shapes.CitationJson:
    """One citation, with the place of its quote in the page text."""
    return {
        "n": citation.n,
        "document_id": citation.document_id,
        "title": citation.title,
        "source": citation.source,
        "page": citation.page,
        "year": citation.year,
        "heading": citation.heading,
        "quote": citation.quote,
        "passage_id": citation.passage_id,
        "url": citation.url,
        "image": citation.image,
        "text_page": citation.text_page,
        "start": citation.start,
        "end": citation.end,
        "page_label": citation.page_label,
    }


def search_json(result: SearchResult, milliseconds: float) -> shapes.SearchJson:
    """Passages found."""
    return {
        "query": result.query,
        "hits": [_hit(hit) for hit in result.hits],
        "total": result.total,
        "corrected": result.corrected,
        "facets": facets_json(result.facets),
        "timings_ms": {"total": round(milliseconds, 2)},
    }


def figures_json(result: FigureResult, milliseconds: float) -> shapes.FiguresJson:
    """Figures and their series."""
    return {
        "figures": [_figure(hit) for hit in result.figures],
        "series": [_series(series) for series in result.series],
        "timings_ms": {"total": round(milliseconds, 2)},
    }


def document_json(document: Document) -> shapes.DocumentJson:
    """A document; its folder on the server is not told."""
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "kind": document.kind,
        "year": document.year,
        "organization": document.organization,
        "url": document.url,
        "language": document.language,
        "date": document.date,
        "size": document.size,
        "paged": document.paged,
        "pages": document.pages,
        "warnings": list(document.warnings),
        "file": f"/api/documents/{quote(document.id, safe='')}/file",
        "places": [
            {"kind": one.kind, "name": one.name, "confidence": one.confidence}
            for one in document.places
        ],
        "superseded_by": document.superseded_by,
        "alike": list(document.alike),
        "sure": dict(document.sure),
    }


def documents_json(
    documents: tuple[Document, ...], failures: tuple[Failure, ...], indexed_at: str | None = None
) -> shapes.DocumentsJson:
    """What is indexed and what could not be; ``indexed_at`` in ISO 8601, when it is known."""
    return {
        "documents": [document_json(document) for document in documents],
        "failures": [failure_json(failure) for failure in failures if not failure.skipped],
        "total": len(documents),
        "indexed_at": indexed_at,
        "skipped": [failure_json(failure) for failure in failures if failure.skipped],
    }


def failure_json(failure: Failure) -> shapes.FailureJson:
    """A file that could not be read."""
    return {"source": failure.source, "code": failure.code, "message": failure.message}


def exclusion_json(out: Exclusion) -> shapes.ExclusionJson:
    """A document that was taken out, and whose file is left aside."""
    return {"id": out.id, "source": out.source, "title": out.title, "day": out.day}


def page_json(
    document: Document, page: Page, highlight: tuple[int, int] | None = None
) -> shapes.PageJson:
    """One page's text; ``image`` only where the format has a layout."""
    image = f"/api/documents/{quote(document.id, safe='')}/pages/{page.number}.png"
    return {
        "document_id": document.id,
        "title": document.title,
        "number": page.number,
        "label": page.label,
        "pages": document.pages,
        "text": page.text,
        "image": image if page.width > 0 else None,
        "highlight": None if highlight is None else list(highlight),
        "needs_ocr": page.needs_ocr,
        "ocr": page.ocr,
    }


def ingest_json(report: IngestReport) -> shapes.IngestJson:
    """What an ingestion did, keys in the contract's order."""
    return {
        "documents": report.documents,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [failure_json(failure) for failure in report.failed],
        "pages": report.pages,
        "passages": report.passages,
        "figures": report.figures,
        "measures": report.measures,
        "grants": report.grants,
        "seconds": round(report.seconds, 3),
        "skipped": [failure_json(failure) for failure in report.skipped],
        "moved": report.moved,
    }


def _answer_figure(figure: AnswerFigure) -> shapes.AnswerFigureJson:
    return {
        "label": figure.label,
        "value": figure.value,
        "number": finite(figure.number),
        "unit": figure.unit,
        "year": figure.year,
        "n": figure.n,
        "figure_id": figure.figure_id,
        "doubtful": figure.doubtful,
    }


def _closest(passage: Closest) -> shapes.ClosestJson:
    return {
        "document_id": passage.document_id,
        "title": passage.title,
        "source": passage.source,
        "page": passage.page,
        "year": passage.year,
        "heading": passage.heading,
        "text": passage.text,
        "passage_id": passage.passage_id,
        "url": passage.url,
    }


def _hit(hit: Hit) -> shapes.HitJson:
    passage, document = hit.passage, hit.document
    page = passage.page if document.paged else None
    return {
        "passage_id": passage.id,
        "document_id": document.id,
        "title": document.title,
        "source": document.source,
        "page": page,
        "year": document.year,
        "kind": document.kind,
        "heading": HEADING.join(passage.heading),
        "text": passage.text,
        "score": round(hit.score, 6),
        "channels": {"lexical": hit.channels.lexical, "semantic": hit.channels.semantic},
        "highlights": [[start, end] for start, end in hit.highlights],
        "url": document_url(document.id, page, passage=passage.id),
        "language": passage.language or document.language,
    }


def _figure(hit: FigureHit) -> shapes.FigureJson:
    figure, document = hit.figure, hit.document
    page = figure.page if document.paged else None
    return {
        "figure_id": figure.id,
        "label": figure.label,
        "value": figure.value,
        "number": finite(figure.number),
        "upper": None if figure.upper is None else finite(figure.upper),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "year": figure.year,
        "date": figure.date,
        "document_id": document.id,
        "title": document.title,
        "source": document.source,
        "page": page,
        "heading": HEADING.join(figure.heading),
        "quote": hit.quote,
        "confidence": round(figure.confidence, 3),
        "doubtful": figure.doubtful,
        "url": document_url(document.id, page, start=figure.quote_start, end=figure.quote_end),
    }


def _series(series: Series) -> shapes.SeriesJson:
    return {
        "label": series.label,
        "reason": series.reason,
        "points": [
            {
                "year": point.year, "number": finite(point.number), "figure_id": point.figure_id,
                "others": [{"number": finite(n), "figure_id": one} for n, one in point.others],
            }
            for point in series.points
        ],
    }


def facets_json(
    facets: tuple[tuple[str, tuple[Facet, ...]], ...],
) -> dict[str, list[shapes.FacetJson]]:
    """Facet to values, each with its count."""
    return {
        name: [{"value": facet.value, "count": facet.count} for facet in values]
        for name, values in facets
    }


def finite(number: Any) -> float | None:
    """A float that JSON can hold; None for an infinite or absurdly large one."""
    value = float(number)
    return value if math.isfinite(value) else None
