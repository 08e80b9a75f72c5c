"""Dates, years and reporting periods written in French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.french.folding import fold

MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip
_MONTH = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre"
    r"|d[ée]cembre)"
)
_DAY = r"(?:[0-3]?\d|1(?:er|\^er|\^\{er\}))"
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"(?<!\w)(?:(?:{_DAY}\s+(?:au|et|[àa]|-|–)\s+)?(?P<day>{_DAY})\s+)?(?P<month>{_MONTH})"
    rf"(?:\s+(?P<year>{_YEAR}))?(?!\w)",
    re.IGNORECASE,
)
PERIOD = re.compile(
    rf"(?<![\d/-])(?P<first>{_YEAR})\s?(?:[-–—/‑]|\s[àa]\s)\s?(?P<last>(?:19|20)?\d\d)(?![\d-])"
)
SHORT_PERIOD = re.compile(r"(?<![\d/-])(?P<first>[12]\d)\s?[-–/]\s?(?P<last>[12]\d)(?![\d-])")
YEAR = re.compile(rf"(?<![\d-])(?P<year>{_YEAR})(?![\d])")
_SHORT = 500  # characters: titles and sentences are asked about again and again
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class When:
    """A time named in a text.

    Attributes:
        start, end: half-open span.
        period: ``2021-2022``, ``2022``, or None for a day and month without year.
        iso: ``2022-03-31`` or ``2022-03`` when the day or month is known with the year.
        precision: what was named.
    """

    start: int
    end: int
    period: str | None
    iso: str | None
    precision: Literal["day", "month", "year", "period"]


def _full_year(last: str, first: str) -> str:
    return last if len(last) == 4 else first[:2] + last


def _periods(text: str) -> list[When]:
    found = []
    for match in PERIOD.finditer(text):
        first, last = match["first"], _full_year(match["last"], match["first"])
        if 0 < int(last) - int(first) <= 10:
            found.append(When(match.start(), match.end(), f"{first}-{last}", None, "period"))
    return found


def _dates(text: str) -> list[When]:
    found = []
    for match in DATE.finditer(text):
        year, day = match["year"], match["day"]
        if day is None and year is None:
            continue
        month = MONTHS[fold(match["month"])]
        iso = None
        if year:
            iso = f"{year}-{month:02d}"
            if day:
                number = int(re.match(r"\d+", day)[0])  # type: ignore[index]
                iso += f"-{number:02d}" if 1 <= number <= 31 else ""
        found.append(When(match.start(), match.end(), year, iso, "day" if day else "month"))
    return found


def find_times(text: str) -> tuple[When, ...]:
    """Every date, year and period in order; a period or date hides the years within it."""
    if not _DIGIT.search(text):
        return ()
    return _remembered(text) if len(text) <= _SHORT else _find(text)


@lru_cache(maxsize=8192)
def _remembered(text: str) -> tuple[When, ...]:
    return _find(text)


def _find(text: str) -> tuple[When, ...]:
    years = [When(m.start(), m.end(), m["year"], None, "year") for m in YEAR.finditer(text)]
    found = _periods(text)
    for candidates in (_dates(text), years):
        found = _merged(found, candidates)
    return tuple(found)


def _merged(kept: list[When], candidates: list[When]) -> list[When]:
    """Both lists in order, without the candidates that overlap one that is kept."""
    merged: list[When] = []
    at = 0
    for when in candidates:
        while at < len(kept) and kept[at].end <= when.start:
            merged.append(kept[at])
            at += 1
        if at == len(kept) or when.end <= kept[at].start:
            merged.append(when)
    return merged + kept[at:]


def years_of(period: str) -> tuple[int, ...]:
    """Calendar years a period touches: ``2021-2022`` → (2021, 2022)."""
    parts = [int(part) for part in re.findall(r"\d{4}", period)]
    return tuple(range(parts[0], parts[-1] + 1)) if parts else ()


def contains(period: str, asked: str) -> bool:
    """Whether ``asked`` (a year or period) lies in ``period``: equal, or a year within it."""
    if period == asked:
        return True
    return "-" not in asked and "-" in period and int(asked) in years_of(period)
