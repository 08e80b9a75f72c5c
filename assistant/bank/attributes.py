"""What a question asks of one entry, and how the answer is written."""

from __future__ import annotations

import re
from datetime import date

from assistant.bank.model import BankHit, BankKind
from assistant.wording import say
from ingest.french.dates import MONTHS
from ingest.french.folding import fold

_SPACE = "\u00a0"
_ASKED: tuple[tuple[BankKind, str, str], ...] = (
    ("measure", "responsible",
     r"\bresponsables?\b|\bqui (?:s'occupe|porte|pilote|est charge|coordonne)|\bin charge\b"),
    ("measure", "partners", r"\bpartenaires?\b|\bavec qui\b|\bpartners?\b"),
    ("measure", "indicator", r"\bindicateurs?\b|\bcomment (?:mesur|evalu)|\bindicator\b"),
    ("measure", "schedule", r"\becheanciers?\b|\bquand\b|\bwhen\b"),
    ("measure", "municipality", r"\bquelle (?:municipalite|ville)\b|^ou\b|\bwhere\b"),
    ("grant", "deadline",
     r"\bdates? limites?\b|\becheance\b|\bquand\b|\bavant quelle date\b|\bdeadline\b|\bwhen\b"),
    ("grant", "amount_max", r"\bcombien\b|\bmontants?\b|\bmaximum\b|\bhow much\b"),
    ("grant", "eligibility", r"\badmissib|\bqui peut\b|\bqui a droit\b|\beligib|\bwho can\b"),
    ("grant", "rate", r"\btaux\b|\bquel pourcentage\b|\bquelle part\b|\brate\b"),
    ("grant", "organization",
     r"\bqui (?:offre|donne|finance|gere)\b|\bquel (?:organisme|ministere)\b|\bwho funds\b"),
)  # fmt: skip
_NAMES = {number: name for name, number in MONTHS.items()}
_ACCENTED = {"fevrier": "février", "aout": "août", "decembre": "décembre"}


def asked_attribute(question: str, kind: BankKind) -> str | None:
    """The column that a question asks about, None when it asks about none."""
    folded = fold(question)
    return next(
        (name for of, name, pattern in _ASKED if of == kind and re.search(pattern, folded)), None
    )


def written(name: str, hit: BankHit, language: str, *, short: bool = False) -> str:
    """The value of a column as a person reads it.

    Args:
        short: with its own name, to stand in a line about the entry.
    """
    fields = dict(hit.fields)
    value = fields.get(name, "")
    if name == "amount_max":
        low, high = money(fields.get("amount_min", "")), money(value)
        return say("bank_range", language, low=low, high=high) if low and low != high else high
    if name == "deadline":
        value = day_in_words(value) if language != "en" else value
        return say("bank_deadline_short", language, value=value) if short else value
    return value


def money(value: str) -> str:
    """« 2700 » → « 2 700 $ »; what is not a plain number stays as it is."""
    digits = value.replace(" ", "").replace(_SPACE, "").removesuffix("$")
    if not digits.isdigit():
        return value
    return f"{int(digits):,}".replace(",", _SPACE) + f"{_SPACE}$"


def day_in_words(value: str) -> str:
    """« 2021-06-18 » → « 18 juin 2021 »; « 2022-02 » → « février 2022 »."""
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", value.strip())
    if match is None or int(match[2]) not in _NAMES:
        return value
    month = _NAMES[int(match[2])]
    month = _ACCENTED.get(month, month)
    if match[3] is None:
        return f"{month} {match[1]}"
    try:
        day = date.fromisoformat(value.strip()).day
    except ValueError:
        return value
    return f"{'1er' if day == 1 else day} {month} {match[1]}"
