"""What a figure holds for: the time said of it, and what its section says at its opening."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.french.dates import When, find_times
from ingest.french.numbers import Number
from ingest.records import Statement

_NOT_OF_THE_FIGURE = re.compile(
    r"(?:jusqu['’]en|jusqu['’]au|d['’]ici|depuis(?: (?:le|la|l['’]) ?\w+(?: \w+)?)?|dès|après"
    r"|avant|comparativement à|(?:plus|moins) qu['’](?:en|au)"
    r"|prévus? (?:en|pour))"
    r"(?:\s+(?:l['’]année|la fin de|le|l['’]été|l['’]automne|l['’]hiver))?\s*$",
    re.IGNORECASE,
)
# « Lancée en 2009, la revue compte… »: when it began, not when it is counted.
_BEGAN = re.compile(
    r"(?:^|[.;]\s)\s*(?:Née?|Lancée?|Créée?|Fondée?|Établie?|Inaugurée?|Ouverte?|Constituée?"
    r"|Instaurée?|Amorcée?|Implantée?|Mise? (?:sur pied|en place))s?\b[^,;.]*$"
)
_NOW = re.compile(
    r"\b(?:aujourd['’]hui|maintenant|désormais|présentement|actuellement|à ce jour|jusqu['’]ici)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\s*(?:et|au|à|-|–)\s*(?:le\s+)?")
_QUOTED = re.compile(r"[«“]\s?([^«»“”]{3,80}?)\s?[»”]")
_NEAR = 70  # characters between a number and the time said after it


@dataclass(frozen=True, slots=True)
class Time:
    """Year or period, and ISO day, that a figure holds for."""

    year: str | None
    date: str | None


class Section:
    """What a section says at its opening for all its figures.

    Attributes:
        time: the day it opens with (« Le 3 juin 2023… »).
        named: the title it quotes (« Le colloque « Objectif citoyen 3.0 » »), which holds in
            the sections within it too.
    """

    def __init__(self) -> None:
        self._heading: tuple[str, ...] | None = None
        self._open = False
        self._first = 0
        self._names: dict[tuple[str, ...], str] = {}
        self.time = Time(None, None)

    @property
    def named(self) -> tuple[str, ...]:
        """The titles quoted at the opening of the section and of those it is in."""
        path = self._heading or ()
        above = [path[:end] for end in range(2, len(path) + 1)]
        return tuple(self._names[one] for one in above if one in self._names)

    def enter(self, statement: Statement) -> None:
        """Follow the statements in order."""
        if statement.heading != self._heading:
            self._heading, self.time = statement.heading, Time(None, None)
            self._open = bool(statement.heading) and " / " not in statement.heading[-1]
            self._first = 0
        if statement.kind in ("sentence", "item"):
            self._first += 1
            quoted = _QUOTED.search(statement.text)
            if quoted is not None and self._first <= 2:
                self._names.setdefault(statement.heading, quoted[1].strip())
        if statement.kind == "heading" or not self._open:
            return
        days = [when for when in find_times(statement.text) if _day(when)]
        if days and days[0].start <= 12:
            self.time = Time(days[0].period, _day(days[0]))
        self._open = statement.text.endswith(":")


class Said:
    """The times that a statement says for its numbers."""

    def __init__(self, statement: Statement, numbers: Sequence[Number], section: Time) -> None:
        self._text = statement.text
        named = find_times(self._text)
        self._times = [when for when in named if when.period and _governs(self._text, when)]
        self._starts = [when.start for when in self._times]
        self._numbers = [number.start for number in numbers]
        self._above = _time_above(statement)
        if self._above.year is None and not named:
            self._above = section

    def of(self, number: Number) -> Time:
        """The time said right after the number, else opening its sentence, else above it."""
        rank = bisect_left(self._starts, number.end)
        if rank < len(self._times) and self._is_tied(number, self._times[rank]):
            return self._span(rank)
        if rank and self._times[rank - 1].end <= number.start:
            when = self._times[rank - 1]
            if _NOW.search(self._text[when.end : number.start]):
                return Time(None, None)
            return _said(when)
        return Time(None, None) if self._times else self._above

    def _span(self, rank: int) -> Time:
        """The time said, and the one it runs to (« entre le 1er avril et le 31 mars 2024 »)."""
        first, later = self._times[rank], self._times[rank + 1 : rank + 2]
        if not later or not _SPAN.fullmatch(self._text[first.end : later[0].start]):
            return _said(first)
        ends = (first.period or "")[:4], (later[0].period or "")[-4:]
        return Time(ends[0] if ends[0] == ends[1] else "-".join(ends), None)

    def _is_tied(self, number: Number, when: When) -> bool:
        between = bisect_left(self._numbers, when.start) - bisect_left(self._numbers, number.end)
        near = when.start - number.end <= _NEAR
        return near and not between and not re.search("[;.]", self._text[number.end : when.start])


def _time_above(statement: Statement) -> Time:
    for source in (*reversed(statement.lead), *reversed(statement.heading[-1:])):
        said = [when for when in find_times(source) if when.period]
        if said and " / " not in source:
            return _said(said[-1])
    return Time(None, None)


def _said(when: When) -> Time:
    return Time(when.period, _day(when))


def _governs(text: str, when: When) -> bool:
    head = text[max(0, when.start - 60) : when.start]
    if _BEGAN.search(head) and "," in text[when.end : when.end + 60]:
        return False
    return _NOT_OF_THE_FIGURE.search(head) is None


def _day(when: When) -> str | None:
    return when.iso if when.precision == "day" else None
