"""Bounds that a question sets on grants: « avant mars », « plus de 50 000 $ », « à 100 % »."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.bank.model import BankHit
from assistant.bank.need_rules import ENGLISH_MONTHS
from assistant.bank.telling import field
from ingest.french.dates import MONTHS
from ingest.french.folding import fold

_AMOUNT = r"(?<!\d)(?P<amount>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)\s?(?:\$|dollars?\b)"
_LEAST = re.compile(
    rf"\b(?:plus de|au moins|minimum de|superieure?s? a|au-dessus de|more than|at least|over)"
    rf" {_AMOUNT}|{_AMOUNT} (?:ou plus|et plus|or more)"
    .replace("(?P<amount>", "(?P<first>", 1)
)  # fmt: skip
_MOST = re.compile(rf"\b(?:moins de|au plus|inferieure?s? a|under|less than) {_AMOUNT}")
_RATE = re.compile(r"\b(?P<rate>\d{1,3})\s?(?:%|p\. ?100\b|pour cent\b|percent\b)")
_RATE_OVER = re.compile(r"\b(?:plus de|au moins|more than|at least) $")
_MONTH = "|".join(sorted({*MONTHS, *ENGLISH_MONTHS}, key=len, reverse=True))
_WHEN = re.compile(
    rf"\b(?P<how>avant|d'ici|before|by|apres|after|a partir de|des|en|in|au mois de)"
    rf"(?: (?:le|la fin de|the end of))?(?: (?P<day>\d{{1,2}})(?:er)?)?"
    rf" (?P<month>{_MONTH})(?: (?P<year>20\d\d))?\b"
)
_DUE = re.compile(
    r"\bdates? limites?\b|\becheances?\b|\bdepos|\bdemand|\bse terminent?\b|\bferm|\bdeadline"
    r"|\bdue\b|\bclos|\bouvert|\bsubvention|\bgrants?\b"
)
_ALWAYS = re.compile(
    r"\ben continu\b|\bsans date limite\b|\ben tout temps\b|\btoute l'annee\b|\bno deadline\b"
)
Bound = Callable[[BankHit], bool]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an entry must hold, each bound read in the question."""

    held: tuple[Bound, ...] = ()
    dated: bool = False

    def __bool__(self) -> bool:
        return bool(self.held)

    def holds(self, hit: BankHit) -> bool:
        """Whether an entry is within every bound."""
        return all(bound(hit) for bound in self.held)


def read_bounds(question: str, today: date) -> Bounds:
    """The bounds on deadlines, amounts and rates that a question sets."""
    folded = " ".join(fold(question).split())
    found: list[Bound] = []
    dated = _dates(folded, today)
    if dated is not None:
        found.append(dated)
    if _ALWAYS.search(folded):
        found.append(lambda hit: hit.status == "continuous")
    found.extend(_amounts(folded))
    rate = _RATE.search(folded)
    if rate is not None:
        least, over = int(rate["rate"]), _RATE_OVER.search(folded[: rate.start()])
        found.append(lambda hit: _rate_is(hit, least, over is not None))
    return Bounds(tuple(found), dated is not None)


def _amounts(folded: str) -> list[Bound]:
    found: list[Bound] = []
    least = _LEAST.search(folded)
    if least is not None:
        low = _number(least["first"] or least["amount"])
        found.append(lambda hit: _most(hit) >= low)
    most = _MOST.search(folded)
    if most is not None:
        high = _number(most["amount"])
        found.append(lambda hit: 0 < _most(hit) <= high)
    return found


def _dates(folded: str, today: date) -> Bound | None:
    match = _WHEN.search(folded)
    if match is None or not _DUE.search(folded):
        return None
    month = MONTHS.get(match["month"]) or ENGLISH_MONTHS[match["month"]]
    day = int(match["day"] or 0)
    past = (month, day or 31) < (today.month, today.day)
    year = int(match["year"] or today.year + past)
    first = year * 10_000 + month * 100
    if match["how"] in ("avant", "d'ici", "before", "by"):
        last = first + (day or (31 if match["how"] != "avant" else 0))
        return lambda hit: 0 < _due(hit) <= last
    if match["how"] in ("apres", "after"):
        return lambda hit: _due(hit) > first + (day or 31)
    if match["how"] in ("a partir de", "des"):
        return lambda hit: _due(hit) >= first + day
    if not match["year"] and "en " in match["how"] and day:
        return None
    return lambda hit: first + day <= _due(hit) <= first + (day or 31)


def _due(hit: BankHit) -> int:
    """Last day to ask, as 20260331; 0 without one."""
    found = re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?", field(hit, "deadline"))
    return int(f"{found[1]}{found[2]}{found[3] or '31'}") if found else 0


def _most(hit: BankHit) -> int:
    return _number(field(hit, "amount_max"))


def _number(value: str | None) -> int:
    digits = re.sub(r"\D", "", value or "")
    return int(digits) if digits else 0


def _rate_is(hit: BankHit, least: int, over: bool) -> bool:
    rate = _number(field(hit, "rate"))
    return rate >= least if over else rate == least
