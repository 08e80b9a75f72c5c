"""Passages for a question: hybrid search, then the statements they hold speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.evidence.candidates import Candidate, Gatherer
from assistant.evidence.figures import score_figure
from assistant.evidence.register import Register, holds_for
from assistant.evidence.statements import Ranked, rank_statements
from assistant.question.lexicon import Lexicon
from assistant.question.model import Question
from assistant.question.times import period_of_date
from assistant.state import Corpus
from index.hits import Filters, Hit, SearchResult
from index.search import Searcher
from ingest.french.dates import contains
from ingest.french.tokens import terms

NO_FILTERS = Filters()
DEPTH = 40  # passages whose statements are looked at
_STATEMENT = 0.55  # how much the best statement of a passage counts beside its rank


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question.

    Attributes:
        hits: best first, after the statements spoke.
        candidates: their statements.
        years: years that were made a filter; empty when none was asked or covered.
        ranked: the candidates by how well they answer.
        uncovered: years asked that no document covers.
        documents: documents that the search was limited to, empty for all.
        plain: what the search gave before the statements spoke, ``DEPTH`` hits at most.
        filters: those it was made with.
    """

    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]
    years: tuple[str, ...]
    uncovered: tuple[str, ...]
    documents: tuple[str, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    plain: SearchResult | None = None
    filters: Filters = NO_FILTERS


def covered_years(question: Question, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Years asked, as periods of the corpus where a day was named; and those not covered."""
    asked = question.asked
    if asked.date and len(asked.years) == 1:
        period = period_of_date(asked.date, lexicon.periods)
        if period is not None:
            return (period,), ()
    held = tuple(year for year in asked.years if any(contains(p, year) for p in lexicon.periods))
    return held, tuple(year for year in asked.years if year not in held)


def retrieve(
    searcher: Searcher,
    gatherer: Gatherer,
    corpus: Corpus,
    question: Question,
    document: str | None = None,
    given: Filters | None = None,
) -> Retrieved:
    """Search with the years asked as a filter, then rank passages by their statements.

    Args:
        document: only this document.
        given: filters set by the person; their years stand for those of the question.
    """
    gatherer.at(corpus.version)
    years, uncovered = covered_years(question, corpus.lexicon)
    filters = given or Filters()
    years = filters.years or years
    documents = (document,) if document else filters.document_ids or _named_series(question, corpus)
    filters = replace(filters, years=years, document_ids=documents)
    plain = searcher.search(question.query, k=DEPTH, filters=filters)
    if not plain.hits and documents and not document:
        filters = replace(filters, document_ids=())
        plain = searcher.search(question.query, k=DEPTH, filters=filters)
    if not plain.hits and years:
        filters = replace(filters, years=(), document_ids=documents)
        plain = searcher.search(question.query, k=DEPTH, filters=filters)
    hits = plain.hits
    meant = searcher.query_vector(searcher.corrector.correct(question.query).text) if hits else None
    candidates = gatherer.gather(hits, meant)
    ranked = tuple(rank_statements(candidates, question, years, corpus.org))
    ordered = _reranked(hits, candidates, ranked, question, years, corpus)
    return Retrieved(ordered, candidates, years, uncovered, documents, ranked, plain, filters)


def plainly(
    searcher: Searcher, question: Question, found: Retrieved, k: int, filters: Filters
) -> SearchResult:
    """The ``k`` best passages before their statements spoke; searched again where need be."""
    filters = replace(filters, years=filters.years or found.years)
    if found.plain is not None and filters == found.filters and k <= DEPTH:
        return replace(found.plain, hits=found.plain.hits[:k])
    return searcher.search(question.query, k=k, filters=filters)


def _named_series(question: Question, corpus: Corpus) -> tuple[str, ...]:
    """Documents of the kind that the question names; none when every one is, or no one."""
    if not question.series:
        return ()
    named = tuple(
        document.id
        for document in corpus.documents
        if document.superseded_by is None
        and set(question.series) & set(terms(f"{document.title} {document.kind.replace('_', ' ')}"))
    )
    return named if len(named) < len(corpus.documents) else ()


def _reranked(
    hits: Sequence[Hit],
    candidates: Sequence[Candidate],
    ranked: Sequence[Ranked],
    question: Question,
    years: Sequence[str],
    corpus: Corpus,
) -> tuple[Hit, ...]:
    """Hits by their own score and that of their best statement."""
    if not hits:
        return ()
    best: dict[str, float] = {}
    for one in ranked:
        best.setdefault(one.candidate.passage.id, one.score)
    if question.kind in ("figure", "comparison"):
        _add_figures(best, candidates, question, years, corpus.register, corpus.org)
    top = max(hit.score for hit in hits)
    low = min(hit.score for hit in hits)
    span = (top - low) or 1.0

    def key(hit: Hit) -> tuple[float, str]:
        own = (hit.score - low) / span
        said = best.get(hit.passage.id, 0.0)
        return (-((1 - _STATEMENT) * own + _STATEMENT * said), hit.passage.id)

    return tuple(sorted(hits, key=key))


def _add_figures(
    best: dict[str, float],
    candidates: Sequence[Candidate],
    question: Question,
    years: Sequence[str],
    register: Register,
    org: frozenset[str],
) -> None:
    for candidate in candidates:
        for entry in register.stated_by(candidate.statement.id):
            if not holds_for(entry, years):
                continue
            scored = score_figure(entry, candidate, question, org)
            if scored.head >= 0.5:
                identity = candidate.passage.id
                best[identity] = max(best.get(identity, 0.0), scored.score + 0.15 * scored.head)
