"""The register of figures searched by itself: figures, newest year first, and series."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.matching import coverage, match
from assistant.evidence.register import Entry, holds_for
from assistant.linking import gainsaying, reason_of
from assistant.question.lexicon import Lexicon
from assistant.question.model import Term
from assistant.question.subject import subject_terms
from assistant.question.times import asked_times
from assistant.service import FigureHit, FigureResult, Series, SeriesPoint
from assistant.state import Corpus
from index.store import Store
from ingest.errors import NotFoundError
from ingest.french.dates import contains, find_times, years_of
from ingest.french.tokens import terms

_IDENTIFIER = re.compile(r"f-[0-9a-f]{16}")
_LEAST = 0.5  # share of the query that a figure and its surroundings must hold
_NEAR = 0.2  # figures this much below the best one are still shown
_MOST_SERIES = 5
_MOST_CHANGE = 3.0  # an indicator seldom grows or falls more than this from year to year
_SAME_TITLES = 0.5  # share of title words that two figures of a repeated label must hold


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

    A figure's identifier as query gives that figure alone.

    Args:
        years: only figures that hold for one of these; those of the query count too.
        unit: only figures of this unit.
        document: only figures of this document.
        k: most figures returned.
    """
    if _IDENTIFIER.fullmatch(query.strip()):
        one = corpus.register.ids.get(query.strip())
        found = (FigureHit(one.figure, one.document, _quote(store, one)),) if one else ()
        return FigureResult(found, ())
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
    return FigureResult(hits, series_of(scored) if wanted else ())


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
        words = [stem for stem in entry.label if not stem.isdigit()]
        titled = any(match(term, _title(entry)) for term in wanted)
        score = held + 0.4 * head + 0.15 * titled - 0.02 * len(words)
        scored.append((score, entry))
    best = max((score for score, _ in scored), default=0.0)
    return [one for one in scored if one[0] >= best - _NEAR * max(best, 0.5) * 2]


def _title(entry: Entry) -> frozenset[str]:
    """Stems of the title right above a figure."""
    return frozenset(terms(" ".join(entry.figure.heading[-1:])))


def series_of(scored: Sequence[tuple[float, Entry]]) -> tuple[Series, ...]:
    """The same indicator over the years, one figure a year, each figure in one series."""
    series: list[Series] = []
    used: set[str] = set()
    for _, seed in sorted(scored, key=lambda one: (-one[0], -_last_year(one[1]), one[1].figure.id)):
        if seed.figure.id in used or len(series) >= _MOST_SERIES:
            continue
        alike = [one for one in scored if same_indicator(seed, one[1])]
        repeated = _repeated(alike)
        left = [one for one in alike if one[1].figure.id not in used]
        points = _one_a_year(seed, left, repeated)
        if len(points) < 2:
            continue
        used.update(entry.figure.id for entry in points.values())
        title = (
            f"{seed.figure.heading[-1].split(' / ')[-1]} : "
            if seed.document.id in repeated and seed.figure.heading
            else ""
        )
        ordered = sorted(points, key=years_of)
        series.append(Series(
            f"{title}{seed.figure.label}",
            tuple(_point(year, points[year], alike) for year in ordered),
            reason_of([points[year] for year in ordered]),
        ))  # fmt: skip
    return tuple(series)


def _point(year: str, entry: Entry, alike: Sequence[tuple[float, Entry]]) -> SeriesPoint:
    """The figure of a year, with those that tell another number for it."""
    same = (other for _, other in alike if _period(other) == year)
    others = tuple((float(one.figure.number), one.figure.id) for one in gainsaying(entry, same))
    return SeriesPoint(year, float(entry.figure.number), entry.figure.id, others)


def _one_a_year(
    seed: Entry, alike: Sequence[tuple[float, Entry]], repeated: frozenset[str]
) -> dict[str, Entry]:
    """For each period, the figure most like the seed: by titles, then match, then size.

    Args:
        repeated: documents that say this label under several titles (« abonnés » of each
            network). From there, only the same titles are followed; to there, other titles
            too when the number is of the same size.
    """
    chosen: dict[str, tuple[tuple[float, ...], Entry]] = {}
    for score, other in alike:
        year = _period(other)
        if year is None or (year == _period(seed) and other is not seed):
            continue
        shared, change = _overlap(seed.context, other.context), _change(seed, other)
        if shared < _SAME_TITLES and (
            (seed.document.id in repeated and other is not seed)
            or (other.document.id in repeated and change > _MOST_CHANGE)
        ):
            continue
        dated = float(other.figure.date is not None)
        rank = (shared, round(score, 3), dated, -change, other.figure.confidence)
        if year not in chosen or rank > chosen[year][0]:
            chosen[year] = (rank, other)
    return {year: entry for year, (_, entry) in chosen.items()}


def _repeated(alike: Sequence[tuple[float, Entry]]) -> frozenset[str]:
    """Documents that hold figures of one indicator under several titles."""
    titles: dict[str, set[frozenset[str]]] = {}
    for _, entry in alike:
        titles.setdefault(entry.document.id, set()).add(entry.context)
    return frozenset(key for key, found in titles.items() if len(found) > 1)


def _change(left: Entry, right: Entry) -> float:
    """How many times one number is the other, 1 or more."""
    low, high = sorted(abs(float(one.figure.number)) for one in (left, right))
    return high / low if low else float("inf") if high else 1.0


def _period(entry: Entry) -> str | None:
    """The period of a figure: its document's when the figure's year lies within it."""
    stated, period = entry.figure.year, entry.document.year
    if stated and period and "-" in period and contains(period, stated):
        return period
    return stated


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


def same_indicator(left: Entry, right: Entry) -> bool:
    """Whether two figures of one publisher count the same thing in the same unit."""
    units = {left.figure.unit, right.figure.unit}
    return (
        left.document.organization == right.document.organization
        and (len(units) == 1 or not units & {"%", "$"})
        and _is_change(left) == _is_change(right)
        and bool(left.head)
        and _kernel(left) == _kernel(right)
    )


def _kernel(entry: Entry) -> frozenset[str]:
    """Stems of a label without the date it states (« membres au 31 mars 2022 »)."""
    label = entry.figure.label
    for when in reversed(find_times(label)):
        label = label[: when.start] + label[when.end :]
    return frozenset(terms(f"{label} {entry.figure.unit or ''}"))


def _is_change(entry: Entry) -> bool:
    """Whether a figure says by how much something grew or fell."""
    return (entry.figure.qualifier or "").startswith(("augm", "haus", "bais", "dimin"))


def _last_year(entry: Entry) -> int:
    years = years_of(entry.figure.year or "")
    return years[-1] if years else 0


def _quote(store: Store, entry: Entry) -> str:
    try:
        text = store.page_text(entry.figure.document_id, entry.figure.page)
    except NotFoundError:
        return ""
    return text[entry.figure.quote_start : entry.figure.quote_end]
