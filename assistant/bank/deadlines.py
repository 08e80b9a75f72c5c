"""When a grant can be asked for: its deadline as a date, and how it is said."""

from __future__ import annotations

import re
from datetime import date

from assistant.bank.model import BankHit
from assistant.service import Language

DEADLINE = re.compile(r"(?<!\d)(\d{4})-(\d\d)(?:-(\d\d))?(?![-\d])", re.ASCII)
YEARS = range(1900, 2200)  # any other year is a slip of the keyboard
MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def deadline_of(grant: BankHit) -> tuple[date, bool] | None:
    """The deadline and whether its day is known; the first of the month when it is not."""
    match = DEADLINE.search(dict(grant.fields).get("deadline", ""))
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
    return (day, match[3] is not None) if day.year in YEARS else None


def is_over(grant: BankHit, today: date) -> bool:
    """Whether the deadline has passed; a month without a day lasts to its end."""
    found = deadline_of(grant)
    if found is None:
        return False
    day, exact = found
    return day < today if exact else (day.year, day.month) < (today.year, today.month)


def said_deadline(grant: BankHit, lang: Language = "fr") -> str:
    """« 1er mai 2026 », « février 2022 », or the field as written; empty when there is none."""
    found = deadline_of(grant)
    if found is None:
        return dict(grant.fields).get("deadline", "")
    day, exact = found
    month = MONTHS[lang][day.month - 1]
    if not exact:
        return f"{month} {day.year}"
    if lang == "en":
        return f"{month} {day.day}, {day.year}"
    return f"{'1er' if day.day == 1 else day.day} {month} {day.year}"
