"""Numbers stated in French text, told apart from the digits that count nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ingest.french.dates import PERIOD, find_times
from ingest.french.folding import fold
from ingest.french.number_words import ABOUT_WORDS, NUMBER_WORDS, about_value, counts, words_value

NumberKind = Literal["count", "ordinal", "list_marker", "year", "code"]

_GAP = "[ \u00a0\u202f\u2009]"
_DIGITS = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)|\d+"
_NUMBER = re.compile(rf"(?<![\w.,^])(?<!\d[-–])(?:{_DIGITS})(?:,\d+|\.\d+(?![\d.]))?(?!\w)")
_SCALE = re.compile(rf"{_GAP}?(milliers?|millions?|milliards?)(?!\w)(?:{_GAP}de?(?!\w))?", re.I)
_SCALES = {"millier": 3, "million": 6, "milliard": 9}
_ORDINAL = re.compile(
    r"(?<!\w)\d+\s?(?:\^\{?)?(?:[eè](?:me)?s?|er|re|ère|ième)\}?(?![\w’'])", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:à|au|-|–|et)\s*")
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+")
_CODES = (
    re.compile(r"(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[-.]\d{4}(?!\d)"),
    re.compile(r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"),
    re.compile(r"\b(?:ISSN|ISBN)[\s:]*[\dXx-]+"),
    _ADDRESS,
    re.compile(r"(?<!\w)\d+(?:\.\d+){2,}"),
    re.compile(r"(?<!\w)\d{1,2}\s?[h:]\s?\d{2}(?!\d)"),
    # ages, issues of a magazine, street addresses
    re.compile(r"(?<![\w.,-])\d{1,3}\s?[-–]\s?\d{1,3}\s(?:ans|mois)(?!\w)"),
    re.compile(r"(?i)(?<![\w.,])\d+\.\d+\s(?=(?:printemps|été|automne|hiver)(?!\w))"),
    re.compile(r"(?i)(?<![\w.,])(?!1\s)\d{1,5},?\s(?=(?:rue|boulevard|boul\.|avenue|av\.|chemin|route"
               r"|rang|montée|place|côte|square)(?!\w))"),
    re.compile(r"(?i)(?:\b(?:loi|article|art\.|no\.?|n°|numéro|bureau|local|volet|mesure|épisode"
               r"|région|régions|page|p\.|objectif citoyen|version|axe|étape|atelier|chapitre"
               r"|phase|tome|vol\.)\s?(?:n°\s?)?)\d+(?:[.,]\d+)?(?:\s(?:et|à|,)\s\d+)*"),
)  # fmt: skip
_SHORT = 500  # characters: sentences are asked about again and again
_LONGEST = 40  # characters of a number in digits
_LONGEST_IN_WORDS = 120
# Read first, for most sentences state no number at all.
_MAY_COUNT = re.compile(rf"\d|{NUMBER_WORDS.pattern}|{ABOUT_WORDS.pattern}", re.IGNORECASE)
_DURATION = re.compile(
    rf"(?<![\w.,])(\d{{1,3}}){_GAP}?min(?:utes?)?{_GAP}([0-5]?\d)(?![\w,.]\d|\w)"
)
_DOLLARS = re.compile(rf"{_GAP}?(?:de{_GAP})?dollars")
_OPENED = re.compile(r"(?:\bde|\bentre)\s$")
_UNIT = re.compile(rf"{_GAP}?(%|\$|p\. 100|pour cent|pourcent|dollars?|€|M\$|k\$)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number stated in a text.

    Attributes:
        start, end: half-open span of the number as written, scale word included.
        value: exact.
        upper: upper bound when a range is stated (its span covers both bounds).
        symbol: ``%``, ``$``, ``min`` (« 1 min 35 », whose value is in minutes, rounded to
            the hundredth) or None.
        approximate: « une vingtaine ».
    """

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    symbol: str | None = None
    approximate: bool = False


def parse_decimal(written: str) -> Decimal:
    """Value of digits as written in French (« 1 234,5 », « 37,5 », « 24 304 »).

    Raises:
        ValueError: ``written`` is not one number.
    """
    compact = re.sub(r"\s", "", written).replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", compact):
        raise ValueError(f"not a French number: {written[:40]!r}")
    return Decimal(compact)


def format_number(value: Decimal) -> str:
    """French form: no-break space between thousands, comma before decimals."""
    whole, _, part = format(value, "f").partition(".")
    part = part.rstrip("0")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "\u00a0", whole) if len(whole) > 3 else whole
    return f"{grouped},{part}" if part else grouped


class _Taken:
    """Characters of a text that are spoken for, one byte each."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def add(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (end - start)

    def meets(self, start: int, end: int) -> bool:
        return self._marks.find(1, start, end) >= 0


def _taken(text: str) -> _Taken:
    """What counts nothing: codes, ordinals, periods, dates and years."""
    taken = _Taken(len(text))
    for pattern in (*_CODES, _ORDINAL, PERIOD) if _DIGIT.search(text) else (_ADDRESS,):
        for match in pattern.finditer(text):
            taken.add(*match.span())
    for when in find_times(text):
        taken.add(when.start, when.end)
    return taken


def _with_scale(text: str, end: int, value: Decimal) -> tuple[int, Decimal]:
    scale = _SCALE.match(text, end)
    if scale is None:
        return end, value
    word = fold(scale[1]).rstrip("s")
    stop = scale.end(1)
    return stop, value * Decimal(10) ** _SCALES[word]


def _symbol(text: str, end: int) -> str | None:
    unit = _UNIT.match(text, end)
    if unit is None:
        return "$" if _DOLLARS.match(text, end) else None
    return "$" if unit[1] in ("$", "dollar", "dollars", "M$", "k$") else "%"


def _merge_ranges(text: str, numbers: list[Number]) -> list[Number]:
    """« de 2 700 $ à 10 000 $ » and « 25 à 310 heures » as one number with bounds."""
    merged: list[Number] = []
    for number in numbers:
        before = merged[-1] if merged else None
        if before is not None and before.upper is None and before.value < number.value:
            between = text[before.end : number.start].replace("$", "").replace("%", "")
            opened = _OPENED.search(text[max(0, before.start - 8) : before.start]) is not None
            if _RANGE.fullmatch(between) and ("à" in between or (opened and "et" in between)):
                merged[-1] = Number(before.start, number.end, before.value, number.value,
                                    number.symbol or before.symbol)  # fmt: skip
                continue
        merged.append(number)
    return merged


def _durations(text: str, taken: _Taken) -> list[Number]:
    """« 1 min 35 »: one number, not two."""
    found = []
    for match in _DURATION.finditer(text):
        minutes = Decimal(match[1]) + Decimal(match[2]) / 60
        found.append(Number(*match.span(), minutes.quantize(Decimal("0.01")), symbol="min"))
        taken.add(*match.span())
    return found


def find_numbers(text: str) -> tuple[Number, ...]:
    """Numbers that count or measure something, in order.

    Left out: years, dates, periods, ordinals and editions, telephone numbers, postal
    codes, ISSN, addresses of pages, clock times, section numbers.
    """
    if not _MAY_COUNT.search(text):
        return ()
    return _remembered(text) if len(text) <= _SHORT else _find(text)


@lru_cache(maxsize=8192)
def _remembered(text: str) -> tuple[Number, ...]:
    return _find(text)


def _find(text: str) -> tuple[Number, ...]:
    taken = _taken(text)
    found = _durations(text, taken)
    for match in _NUMBER.finditer(text):
        if taken.meets(*match.span()) or len(match.group()) > _LONGEST:
            continue
        end, value = _with_scale(text, match.end(), parse_decimal(match.group().replace(".", ",")))
        found.append(Number(match.start(), end, value, symbol=_symbol(text, end)))
        taken.add(match.start(), end)
    for pattern in (ABOUT_WORDS, NUMBER_WORDS):
        for match in pattern.finditer(text):
            about = pattern is ABOUT_WORDS
            if taken.meets(*match.span()) or len(match.group()) > _LONGEST_IN_WORDS:
                continue
            if not about and not counts(text, *match.span()):
                continue
            whole = about_value(match[1]) if about else words_value(match.group())
            if whole is None:
                continue
            end, value = _with_scale(text, match.end(), Decimal(whole))
            found.append(Number(match.start(), end, value, symbol=_symbol(text, end),
                                approximate=about))  # fmt: skip
            taken.add(match.start(), end)
    found.sort(key=lambda number: number.start)
    return tuple(_merge_ranges(text, found))
