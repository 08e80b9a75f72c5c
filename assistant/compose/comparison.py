"""Several years side by side: each year's figure, then the difference worked out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.compose.draft import Draft, Sentence, Support
from assistant.compose.figure import rank_figures, statement_of
from assistant.compose.found import Found
from assistant.compose.phrasing import clipped
from assistant.evidence.figures import Scored
from assistant.evidence.matching import match
from assistant.evidence.register import lead_noun
from assistant.wording import say
from ingest.french.dates import years_of
from ingest.french.numbers import format_number


@dataclass(frozen=True, slots=True)
class _Year:
    year: str
    best: Scored | None


@dataclass(frozen=True, slots=True)
class _Held:
    """A year with the figure that holds for it."""

    year: str
    best: Scored


def compose_comparison(found: Found) -> Draft | None:
    """One figure a year with its source, and the change; None without a figure."""
    years = found.years or tuple(p for p in found.lexicon.periods)
    rows = [_Year(year, _best(found, year)) for year in years]
    first = _held(rows)
    if not first:
        return None
    reference = max((row.best for row in first), key=lambda one: one.score)
    rows = [_consistent(found, row, reference) for row in rows]
    held = _held(rows)
    stated = bool(found.question.asked.years)
    if not stated and len(held) < 2:
        return None
    sentences = [*_lead(found, held), *(_line(found, row) for row in held)]
    missing = [row.year for row in rows if row.best is None] if stated else _unheld(found, rows)
    missing += [year for year in found.uncovered if year not in found.years]
    if missing and held:
        sentences.append(_missing(found, missing, held))
    score = sum(row.best.score for row in held) / len(held)
    return Draft("comparison", tuple(sentences), score)


def _unheld(found: Found, rows: Sequence[_Year]) -> list[str]:
    """For « dans tous les rapports »: years of documents of the same kind without a figure."""
    if not found.question.asked.every:
        return []
    kinds = {row.best.entry.document.kind for row in rows if row.best is not None}
    documents = [entry.document for entry in found.register.entries]
    alike = {document.year for document in documents if document.kind in kinds}
    return [row.year for row in rows if row.best is None and row.year in alike]


def _held(rows: Sequence[_Year]) -> list[_Held]:
    return [_Held(row.year, row.best) for row in rows if row.best is not None]


def _best(found: Found, year: str) -> Scored | None:
    scored = rank_figures(found, (year,))
    return scored[0] if scored else None


def _consistent(found: Found, row: _Year, reference: Scored) -> _Year:
    """The figure of a year that counts the same thing as the surest one."""
    if row.best is None or _alike(row.best, reference, found):
        return row
    for one in rank_figures(found, (row.year,)):
        if _alike(one, reference, found):
            return _Year(row.year, one)
    return _Year(row.year, None)


def _alike(one: Scored, reference: Scored, found: Found) -> bool:
    """Whether two figures count the same thing: same symbol, same noun or both the asked one."""
    left, right = one.entry.figure, reference.entry.figure
    if (left.unit in ("%", "$") or right.unit in ("%", "$")) and left.unit != right.unit:
        return False
    mine, other = lead_noun(left.label), lead_noun(right.label)
    if mine == other:
        return True
    counted = found.question.counted[:1]
    return bool(counted) and all(
        match(counted[0], frozenset({noun}) | which.entry.each)
        for noun, which in ((mine, one), (other, reference))
        if noun
    )


def _when(row: _Held) -> str:
    stated = row.best.entry.figure.year or row.year
    return stated if len(years_of(stated)) >= len(years_of(row.year)) else row.year


def _lead(found: Found, held: Sequence[_Held]) -> list[Sentence]:
    """« Hausse : de 11 (2021-2022) à 19 (2024-2025), soit +8 »; empty for one year."""
    if len(held) < 2:
        return []
    ordered = sorted(held, key=lambda row: years_of(row.year)[0])
    first, last = ordered[0].best, ordered[-1].best
    change = last.entry.figure.number - first.entry.figure.number
    key = "stable" if change == 0 else "rise" if change > 0 else "fall"
    symbol = {"%": " points", "$": " $"}.get(last.entry.figure.unit or "", "")
    gap = format_number(abs(change)) + symbol
    text = say(
        key,
        found.question.language,
        first=_shown(first),
        last=_shown(last),
        first_year=_when(ordered[0]),
        last_year=_when(ordered[-1]),
        gap=gap,
    )
    if _asks_yesno(found):
        verdict = _verdict(found, first.entry.figure.number, last.entry.figure.number)
        opening = say(verdict, found.question.language)
        text = f"{opening}, {text[:1].lower()}{text[1:]}"
    supports = (_support(first), _support(last))
    computed = (format_number(abs(change)), _digits(first), _digits(last))
    return [Sentence(text, supports, computed, (first.entry, last.entry))]


def _asks_yesno(found: Found) -> bool:
    text = found.question.standalone.lower()
    if re.search(r"\bcombien\b|\bcomment\b|\bquel", text):
        return False
    return (
        re.search(
            r"-t-|\w-(?:ils?|elles?|on)\b|est-ce qu|^(?:did|has|have|was|were)\b|\by a eu plus",
            text,
        )
        is not None
    )


def _verdict(found: Found, first: Decimal, last: Decimal) -> str:
    """Oui or non to « plus … en A qu’en B », « a-t-il augmenté », « a-t-il changé »."""
    text = found.question.standalone.lower()
    asked = found.question.asked.years
    swapped = len(asked) == 2 and years_of(asked[0])[0] > years_of(asked[1])[0]
    change = last - first
    versus = re.search(r"\b(plus|moins)\b.*\bqu['’]?(?:e|en)?\b", text)
    if versus is not None:
        more = first > last if not swapped else last > first
        return "yes" if more == (versus[1] == "plus") and change else "no"
    if re.search(r"diminu|baiss|decreas|réduit|moins", text):
        return "yes" if change < 0 else "no"
    if re.search(r"chang|évolu|vari", text):
        return "yes" if change else "no"
    return "yes" if change > 0 else "no"


def _digits(one: Scored) -> str:
    return format_number(one.entry.figure.number)


def _shown(one: Scored) -> str:
    """The value in digits, with its symbol."""
    unit = one.entry.figure.unit
    suffix = f" {unit}" if unit in ("%", "$") else ""
    return _digits(one) + suffix


def _support(one: Scored) -> Support:
    figure = one.entry.figure
    passage = one.candidate.passage.id if one.candidate else ""
    return Support(one.entry.document, figure.page, figure.quote_start, figure.quote_end, passage,
                   figure.heading, figure.lead)  # fmt: skip


def _line(found: Found, row: _Held) -> Sentence:
    statement = statement_of(found, row.best)
    figure = row.best.entry.figure
    text = clipped(statement.text, figure.value, 24) if statement else figure.label
    written = _shown(row.best)
    spelled = "" if any(char.isdigit() for char in figure.value) else f" ({written})"
    note = say("doubtful", found.question.language) if figure.doubtful else ""
    line = f"{_when(row)} : {text.rstrip(' .;,:')}{spelled}"
    computed = (written, _digits(row.best))
    return Sentence(line, (_support(row.best),), computed, (row.best.entry,), True, note)


def _missing(found: Found, years: Sequence[str], held: Sequence[_Held]) -> Sentence:
    best = held[0].best
    text = say("missing_years", found.question.language, years=", ".join(years))
    return Sentence(text, (_support(best),), tuple(years))
