"""Numbers stated in French text, told apart from the digits that count nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.french.dates import PERIOD, find_times
from ingest.french.folding import fold
from ingest.french.number_words import ABOUT_WORDS, NUMBER_WORDS, about_value, words_value

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
_CODES = (
    re.compile(r"(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[-.]\d{4}(?!\d)"),
    re.compile(r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"),
    re.compile(r"\b(?:ISSN|ISBN)[\s:]*[\dXx-]+"),
    re.compile(r"https?://\S+|www\.\S+|\S+@\S+"),
    re.compile(r"(?<!\w)\d+(?:\.\d+){2,}"),
    re.compile(r"(?<!\w)\d{1,2}\s?[h:]\s?\d{2}(?!\d)"),
    re.compile(r"(?i)(?:\b(?:loi|article|art\.|no\.?|n°|numéro|bureau|local|volet|mesure|épisode"
               r"|région|régions|page|p\.|objectif citoyen|version|axe|étape|atelier|chapitre"
               r"|phase|tome|vol\.)\s?(?:n°\s?)?)\d+(?:[.,]\d+)?(?:\s(?:et|à|,)\s\d+)*"),
)  # fmt: skip
_UNIT = re.compile(rf"{_GAP}?(%|\$|p\. 100|pour cent|pourcent|dollars?|€|M\$|k\$)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number stated in a text.

    Attributes:
        start, end: half-open span of the number as written, scale word included.
        value: exact.
        upper: upper bound when a range is stated (its span covers both bounds).
        symbol: ``%``, ``$`` or None.
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
    text = format(value.normalize(), "f")
    whole, _, part = text.partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "\u00a0", whole) if len(whole) > 3 else whole
    return f"{grouped},{part}" if part else grouped


def _excluded(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for code in _CODES for match in code.finditer(text)]
    spans += [match.span() for match in _ORDINAL.finditer(text)]
    spans += [match.span() for match in PERIOD.finditer(text)]
    spans += [(when.start, when.end) for when in find_times(text)]
    return spans


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < right and left < end for left, right in spans)


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
        after = re.compile(rf"{_GAP}?(?:de{_GAP})?dollars").match(text, end)
        return "$" if after else None
    return "$" if unit[1] in ("$", "dollar", "dollars", "M$", "k$") else "%"


def _merge_ranges(text: str, numbers: list[Number]) -> list[Number]:
    """« de 2 700 $ à 10 000 $ » and « 25 à 310 heures » as one number with bounds."""
    merged: list[Number] = []
    for number in numbers:
        before = merged[-1] if merged else None
        if before is not None and before.upper is None and before.value < number.value:
            between = text[before.end : number.start].replace("$", "").replace("%", "")
            opened = re.search(r"(?:\bde|\bentre)\s+$", text[: before.start]) is not None
            if _RANGE.fullmatch(between) and ("à" in between or (opened and "et" in between)):
                merged[-1] = Number(before.start, number.end, before.value, number.value,
                                    number.symbol or before.symbol)  # fmt: skip
                continue
        merged.append(number)
    return merged


def find_numbers(text: str) -> tuple[Number, ...]:
    """Numbers that count or measure something, in order.

    Left out: years, dates, periods, ordinals and editions, telephone numbers, postal
    codes, ISSN, addresses of pages, clock times, section numbers.
    """
    excluded = _excluded(text)
    found: list[Number] = []
    for match in _NUMBER.finditer(text):
        if _overlaps(match.start(), match.end(), excluded) or len(match.group()) > 40:
            continue
        end, value = _with_scale(text, match.end(), parse_decimal(match.group().replace(".", ",")))
        found.append(Number(match.start(), end, value, symbol=_symbol(text, end)))
    for pattern in (ABOUT_WORDS, NUMBER_WORDS):
        for match in pattern.finditer(text):
            about = pattern is ABOUT_WORDS
            whole = about_value(match[1]) if about else words_value(match.group())
            taken = excluded + [(n.start, n.end) for n in found]
            if whole is None or _overlaps(match.start(), match.end(), taken):
                continue
            end, value = _with_scale(text, match.end(), Decimal(whole))
            found.append(Number(match.start(), end, value, symbol=_symbol(text, end),
                                approximate=about))  # fmt: skip
    found.sort(key=lambda number: number.start)
    return tuple(_merge_ranges(text, found))
