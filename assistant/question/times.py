"""Years a question asks about: stated, short (« 21-22 »), spans, and relative ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.french.dates import SHORT_PERIOD, find_times, years_of
from ingest.french.folding import fold

_LAST = re.compile(
    r"\b(?:l'an(?:nee)? (?:dernier|passe)e?|l'annee derniere|dernier rapport|derniere annee"
    r"|(?:plus recent|dernier) (?:rapport|bilan|document)"
    r"|(?:rapport|bilan|document)(?: annuel| d'activites?)? le plus recent"
    r"|last year|(?:latest|most recent|last) (?:annual |activity )?report)\b"
)
_NOW = re.compile(
    r"\b(?:aujourd'hui|actuel(?:le)?(?:ment)?|maintenant|en ce moment|presentement|cette annee"
    r"|(?:le |la )?plus recente?s?|currently|now(?:adays)?|today|latest|this year)\b"
)
_SPAN = re.compile(
    r"\b(?:entre|depuis|from|between|since)\b.{0,40}\b(?:et|a|au|and|to|jusqu)\b"
    r"|\b(?:de|du) (?:l'annee )?[\d-]{4,9} (?:a|au|jusqu'[ae]\w?) "
)
# « depuis 2021 », when a change is asked: every period from then on.
_FROM = re.compile(r"\b(?:depuis|since)\b.{0,12}$")
_CHANGE = re.compile(
    r"\b(?:evolu|augment|diminu|hausse|baisse|chang|progress|compar|grow|increas|decreas)"
)
_SINCE = re.compile(
    r"\bdepuis (\d+|deux|trois|quatre|cinq|quelques) ans\b|\bau fil des ans\b|\bd'annee en annee\b"
    r"|\bd'une annee a l'autre\b|\b(?:chaque|toutes les|par) annees?\b|\bau cours des annees\b"
    r"|\b(?:dans|selon|d'apres) (?:tous |chacun de |chacun des )?(?:les )?(?:deux |trois |quatre"
    r" |cinq |\d )?rapports\b|\bchaque rapport\b|\bd'un rapport a l'autre\b"
    r"|\bover the years\b|\bhistorique\b|\bdans le temps\b"
)


# A bound, not the year asked: « jusqu’en 2024 », « depuis 2009 ».
_LIMIT = re.compile(r"(?:jusqu['’](?:en|à|au)|d['’]ici|avant|après|until|by)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Times a question asks about.

    Attributes:
        years: calendar years or periods, in order; empty when none is asked.
        date: ISO day asked (« au 31 mars 2024 »), else None.
        every: the question wants the history over all years.
        newest: it asks for the present (« aujourd’hui »).
        spans: places of these words in the question, half-open.
    """

    years: tuple[str, ...] = ()
    date: str | None = None
    every: bool = False
    newest: bool = False
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def several(self) -> bool:
        """Whether more than one year is wanted."""
        return self.every or len(self.years) > 1


def asked_times(text: str, periods: Sequence[str]) -> Asked:
    """Years of a question; relative ones are resolved on the corpus.

    Args:
        text: the question.
        periods: reporting periods of the corpus, oldest first.
    """
    spans: list[tuple[int, int]] = []
    years: list[str] = []
    date = None
    for when in find_times(text):
        if _LIMIT.search(text[: when.start]):
            continue
        spans.append((when.start, when.end))
        if when.period:
            years.append(when.period)
        if when.precision == "day" and when.iso and len(when.iso) == 10:
            date = when.iso
    if not years:
        for match in SHORT_PERIOD.finditer(text):
            first, last = f"20{match['first']}", f"20{match['last']}"
            if int(last) - int(first) == 1:
                years.append(f"{first}-{last}")
                spans.append(match.span())
    folded = fold(text)
    relative = _relative(folded, periods)
    every = _SINCE.search(folded) is not None
    years = list(dict.fromkeys([*years, *relative]))
    if len(years) == 2 and _SPAN.search(folded) and not every:
        years = _filled(years, periods)
    if (
        len(years) == 1
        and spans
        and _CHANGE.search(folded)
        and _FROM.search(fold(text[: spans[0][0]]))
    ):
        years = _since(years[0], periods)
    if len(years) == 1 and _CHANGE_OR_MORE.search(folded) and _YEAR_BEFORE.search(folded):
        years = [*_previous(years[0], periods), *years]
    newest = _NOW.search(folded) is not None
    return Asked(tuple(years), date, every, newest, (*spans, *_relative_spans(text, folded)))


def _relative_spans(text: str, folded: str) -> tuple[tuple[int, int], ...]:
    """Places of relative times, where folding kept the places."""
    if len(folded) != len(text):
        return ()
    return tuple(m.span() for pattern in (_LAST, _SINCE) for m in pattern.finditer(folded))


_YEAR_BEFORE = re.compile(
    r"\b(?:l'an(?:nee)?|l'exercice|the year) (?:d'avant|precedente?|before)\b|\bprevious year\b"
)
_CHANGE_OR_MORE = re.compile(_CHANGE.pattern + r"|\b(?:plus|moins|more|less|fewer|ecart|differ)")


def _previous(year: str, periods: Sequence[str]) -> list[str]:
    """The period of the corpus before the one of a year; none when it is the first."""
    earlier = [period for period in periods if years_of(period)[-1] <= years_of(year)[0]]
    return earlier[-1:]


def _since(year: str, periods: Sequence[str]) -> list[str]:
    """The year and the periods of the corpus that start with it or later."""
    first = years_of(year)[0]
    later = [period for period in periods if years_of(period)[0] >= first]
    return later or [year]


def _relative(folded: str, periods: Sequence[str]) -> list[str]:
    if not periods or _LAST.search(folded) is None:
        return []
    return [periods[-1]]


def _filled(years: Sequence[str], periods: Sequence[str]) -> list[str]:
    """The two years asked, with the periods that lie between them."""
    low, high = years_of(years[0])[0], years_of(years[1])[-1]
    if low > high:
        return list(years)
    between = [
        period for period in periods
        if low < years_of(period)[0] and years_of(period)[-1] < high and period not in years
    ]  # fmt: skip
    return [years[0], *between, years[1]]


def period_of_date(date: str, periods: Sequence[str]) -> str | None:
    """The reporting period that covers an ISO day, for years that end on 31 March."""
    year, month = int(date[:4]), int(date[5:7])
    first = year if month >= 4 else year - 1
    wanted = f"{first}-{first + 1}"
    return wanted if wanted in periods else None
