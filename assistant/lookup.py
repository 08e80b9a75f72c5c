"""The register of figures searched by itself: figures, newest year first, and series."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence.matching import coverage, match
from assistant.evidence.register import Entry, holds_for
from assistant.question.lexicon import Lexicon
from assistant.question.model import Term
from assistant.question.subject import subject_terms
from assistant.question.times import asked_times
from assistant.service import FigureHit, FigureResult, Series, SeriesPoint
from assistant.state import Corpus
from index.store import Store
from ingest.errors import NotFoundError
from ingest.french.dates import years_of

_LEAST = 0.5  # share of the query that a figure and its surroundings must hold
_NEAR = 0.2  # figures this much below the best one are still shown


def look_up(
    corpus: Corpus,
    store: Store,
    query: str,
    *,
    years: Sequence[str],
    unit: str | None,
    document: str | None,
    k: int,
) -> FigureResult:
    """Figures that a query names, newest year first; all of them for an empty query.

    Args:
        years: only figures that hold for one of these; those of the query count too.
        unit: only figures of this unit.
        document: only figures of this document.
        k: most figures returned.
    """
    asked = asked_times(query, corpus.lexicon.periods)
    wanted_years = tuple(years) or asked.years
    wanted = _wanted(query, asked.spans, corpus.lexicon)
    entries = [
        entry for entry in _pool(corpus, wanted, bool(query.strip()))
        if holds_for(entry, wanted_years)
        and (unit is None or (entry.figure.unit or "") == unit)
        and (document is None or entry.document.id == document)
    ]  # fmt: skip
    scored = _scored(entries, wanted)
    scored.sort(key=lambda one: (-_last_year(one[1]), -round(one[0], 3), one[1].figure.id))
    chosen = [entry for _, entry in scored][:k]
    hits = tuple(FigureHit(entry.figure, entry.document, _quote(store, entry)) for entry in chosen)
    return FigureResult(hits, series_of(corpus, scored, wanted) if wanted else ())


def _wanted(query: str, spans: Sequence[tuple[int, int]], lexicon: Lexicon) -> tuple[Term, ...]:
    return subject_terms(query, spans, lexicon) if query.strip() else ()


def _pool(corpus: Corpus, wanted: Sequence[Term], queried: bool) -> Sequence[Entry]:
    if not queried:
        return corpus.register.entries
    return corpus.register.naming(wanted)


def _scored(entries: Sequence[Entry], wanted: Sequence[Term]) -> list[tuple[float, Entry]]:
    if not wanted:
        return [(1.0, entry) for entry in entries]
    scored = []
    for entry in entries:
        fields = ((entry.label, 1.0), (entry.context, 0.8), (entry.about, 0.3))
        held = coverage(wanted, fields)
        if held < _LEAST:
            continue
        head = max(match(term, entry.head) for term in wanted)
        scored.append((held + 0.4 * head - 0.02 * len(entry.label), entry))
    best = max((score for score, _ in scored), default=0.0)
    return [one for one in scored if one[0] >= best - _NEAR * max(best, 0.5) * 2]


def series_of(
    corpus: Corpus, scored: Sequence[tuple[float, Entry]], wanted: Sequence[Term]
) -> tuple[Series, ...]:
    """The same indicator over the years: figures that count the same thing, one a year."""
    series: list[Series] = []
    used: set[str] = set()
    for _, entry in sorted(
        scored, key=lambda one: (-one[0], -_last_year(one[1]), one[1].figure.id)
    ):
        if entry.figure.id in used or len(series) >= 5:
            continue
        points: dict[str, tuple[float, Entry]] = {}
        for score, other in scored:
            year = other.figure.year
            if year is None or not same_indicator(entry, other):
                continue
            if year not in points or points[year][0] < score:
                points[year] = (score, other)
        used.update(one.figure.id for _, one in points.values())
        if len(points) >= 2:
            ordered = sorted(points.items(), key=lambda item: years_of(item[0]))
            series.append(
                Series(entry.figure.label, tuple(
                    SeriesPoint(year, float(one.figure.number), one.figure.id)
                    for year, (_, one) in ordered
                ))
            )  # fmt: skip
    return tuple(series)


def same_indicator(left: Entry, right: Entry) -> bool:
    """Whether two figures count the same thing: same unit, same counted words."""
    if left.figure.id == right.figure.id:
        return True
    units = {left.figure.unit, right.figure.unit}
    if len(units) > 1 and units & {"%", "$"}:
        return False
    if _is_change(left) != _is_change(right):
        return False
    shared = left.head & right.head
    smaller = min(len(left.head), len(right.head))
    return bool(shared) and len(shared) >= smaller


def _is_change(entry: Entry) -> bool:
    """Whether a figure says by how much something grew or fell."""
    return (entry.figure.qualifier or "").startswith(("augm", "haus", "bais", "dimin"))


def _last_year(entry: Entry) -> int:
    years = years_of(entry.figure.year or "")
    return years[-1] if years else 0


def _quote(store: Store, entry: Entry) -> str:
    try:
        text = store.page(entry.figure.document_id, entry.figure.page).text
    except NotFoundError:
        return ""
    return text[entry.figure.quote_start : entry.figure.quote_end]
