"""Personal information in what people write: found by its form, and masked before it is kept.

Forms used in Québec: social and health insurance numbers, cards, phones, e-mail and postal
addresses. A form is not a proof: where in doubt it is masked, except numbers that count
something. Names of people are not detected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["email", "card", "nas", "health", "phone", "address", "postal"]
SHOWN: dict[Kind, str] = {
    "email": "[courriel]", "card": "[carte]", "nas": "[NAS]", "health": "[assurance maladie]",
    "phone": "[téléphone]", "address": "[adresse]", "postal": "[code postal]",
}  # fmt: skip

# Every repetition is bounded, and no two that touch share a character: time is linear.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])")
_DIGITS = re.compile(r"(?<![\d.,])\d(?:[ \u00a0\u202f.-]?\d){8,18}(?![\d])")
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?1[ \u00a0.-]?)?(?:\([2-9]\d\d\)[ \u00a0]?|[2-9]\d\d[ \u00a0.-]?)"
    r"[2-9]\d\d[ \u00a0.-]?\d{4}(?!\d)(?:[ ,]{0,2}(?:poste|p\.|ext\.?|x)[ ]?\d{1,6})?",
    re.IGNORECASE,
)
_HEALTH = re.compile(r"(?<![A-Za-z])[A-Za-z]{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
_POSTAL = re.compile(r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d(?!\w)", re.IGNORECASE)
_WAYS = (
    "rue", "avenue", "av", "boulevard", "boul", "bd", "chemin", "ch", "rang", "route", "montée",
    "montee", "côte", "cote", "place", "allée", "allee", "croissant", "impasse", "terrasse",
    "promenade", "carré", "cours", "ruelle", "quai", "square", "passage", "autoroute",
)  # fmt: skip
_ENGLISH_WAYS = ("street", "st", "avenue", "ave", "road", "rd", "drive", "boulevard", "blvd",
                 "crescent", "lane", "court", "place")  # fmt: skip
_WORD = r"[^\W\d_][\w'’-]{0,30}"
_ADDRESS = re.compile(
    rf"(?<![\d.,])\d{{1,5}}(?:-\d{{1,5}})?[A-Ha-h]?,?[ \u00a0]{{1,2}}(?:"
    rf"(?:{'|'.join(_WAYS)})\.?[ \u00a0](?:{_WORD}[ \u00a0-]?){{1,5}}"
    rf"|(?:{_WORD}[ \u00a0]){{1,3}}(?:{'|'.join(_ENGLISH_WAYS)})(?!\w)"
    rf")(?:,?[ ](?:app|apt|appartement|bureau|unité|suite)\.?[ ]?#?\w{{1,6}})?",
    re.IGNORECASE,
)
# What is counted is no one's number: « 418 500 123 $ », « 612 345 678 habitants ».
_COUNTED = re.compile(r"[ \u00a0\u202f]{0,2}(?:\$|%|€|dollars?|habitants?|personnes|citoyens|"
                      r"ménages|abonnés|visites|visiteurs)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal information: its kind and its half-open span."""

    kind: Kind
    start: int
    end: int


def find_personal(text: str) -> tuple[Found, ...]:
    """What looks personal in ``text``, in order; no two overlap, the surest kind wins."""
    kept: list[Found] = []
    for found in _all(text):
        if not any(found.start < other.end and other.start < found.end for other in kept):
            kept.append(found)
    return tuple(sorted(kept, key=lambda found: found.start))


def mask(text: str) -> str:
    """``text`` with what looks personal replaced by its kind: « [courriel] »."""
    parts, at = [], 0
    for found in find_personal(text):
        parts += [text[at : found.start], SHOWN[found.kind]]
        at = found.end
    return "".join([*parts, text[at:]])


def _all(text: str) -> Iterator[Found]:
    """Everything, the surest kinds first."""
    yield from (Found("email", *match.span()) for match in _EMAIL.finditer(text))
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _COUNTED.match(text, match.end()) or not luhn(digits):
            continue
        if 13 <= len(digits) <= 19:
            yield Found("card", *match.span())
        elif len(digits) == 9 and digits[0] != "0" and _in_threes(match[0]):
            yield Found("nas", *match.span())
    for kind, pattern in _FORMS:
        for match in pattern.finditer(text):
            if kind != "phone" or not _COUNTED.match(text, match.end()):
                yield Found(kind, *match.span())


_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("health", _HEALTH), ("phone", _PHONE), ("address", _ADDRESS), ("postal", _POSTAL),
)  # fmt: skip


def _in_threes(text: str) -> bool:
    return all(len(part) in (3, 9) for part in re.split(r"\D", text))


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn's formula, ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
