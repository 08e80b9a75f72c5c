"""Numbers and times of a sentence: are they those of its excerpt, said of the same thing?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.llm.sources import Source
from assistant.verify import numbers_of
from ingest.french.dates import When, find_times
from ingest.french.folding import fold
from ingest.french.numbers import Number, find_numbers
from ingest.french.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class _Beside:
    """A number and the words between it and the numbers around it, nearest first."""

    number: Number
    before: tuple[str, ...]
    after: tuple[str, ...]


def times_held(text: str, source: Source) -> bool:
    """Whether each date, year or period of a sentence is one of its excerpt.

    An excerpt that names no year holds for that of its section or document.
    """
    held = find_times(source.quote)
    dated = any(when.period for when in held)
    for when in find_times(text):
        if any(_same_time(when, other, text, source.quote) for other in held):
            continue
        if dated or when.iso or when.period not in source.times:
            return False
    said = [when.period or "" for when in find_times(text)]
    return _in_order(said, [when.period or "" for when in held] or said)


def _in_order(said: Sequence[object], held: Sequence[object]) -> bool:
    """Whether values come in the order of the excerpt, some left out."""
    there = iter(held)
    return all(value in there for value in said)


def _same_time(said: When, held: When, text: str, quote: str) -> bool:
    if said.period is None:  # a day and a month
        same = fold(text[said.start : said.end]) in fold(quote[held.start : held.end])
        return same and held.precision == "day"
    if said.iso:
        return held.iso is not None and _within(held.iso, said.iso)
    return said.period == held.period


def _within(held: str, said: str) -> bool:
    """« mars 2022 » is true of 2022-03-31; the other way round is not."""
    return held == said or held.startswith(f"{said}-")


def numbers_held(text: str, source: Source) -> bool:
    """Whether each number stands in the excerpt, with its unit, beside the same word."""
    quote = " ".join(source.quote.split())
    bare, held = _without_times(text), _without_times(quote)
    if not numbers_of(bare) <= numbers_of(held):
        return False
    stated = list(_besides(bare))
    there = list(_besides(held))
    if not all(_bound(one, there, source) for one in stated):
        return False
    if not _in_order([one.number.value for one in stated], [one.number.value for one in there]):
        return False
    if stated and find_times(text) and len(there) > 1 and _several_times(quote):
        return _run_of(text, quote)  # which number goes with which year: only as written
    return True


def counted_numbers(text: str) -> set[Decimal]:
    """Numbers of a text, those of its dates and years left out."""
    return numbers_of(_without_times(text))


def states_doubtful(text: str, source: Source) -> bool:
    """Whether a sentence states a figure whose reading is doubtful."""
    values = {number.value for number in find_numbers(text)}
    return any(e.figure.doubtful and e.figure.number in values for e in source.entries)


def _several_times(text: str) -> bool:
    return len({when.iso or when.period for when in find_times(text)}) > 1


def _without_times(text: str) -> str:
    """The text, its dates and years blanked out."""
    for when in find_times(text):
        text = text[: when.start] + "\u2026" * (when.end - when.start) + text[when.end :]
    return text


def _besides(text: str) -> Iterator[_Beside]:
    numbers = find_numbers(text)
    words = [token for token in tokenize(text) if not token.stop and not token.word.isdigit()]
    for place, number in enumerate(numbers):
        start = numbers[place - 1].end if place else 0
        end = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
        yield _Beside(
            number,
            tuple(reversed(_stems(words, start, number.start))),
            tuple(_stems(words, number.end, end)),
        )


def _stems(words: Sequence[Token], start: int, end: int) -> list[str]:
    return [word.stem for word in words if start <= word.start and word.end <= end]


def _bound(one: _Beside, there: Sequence[_Beside], source: Source) -> bool:
    """Whether the number counts in the sentence what it counts in the excerpt."""
    alone = len(there) == 1
    for other in there:
        if not _same_number(one.number, other.number):
            continue
        near, far = (one.after, one.before) if one.after else (one.before, ())
        here, there_too = (other.after, other.before) if one.after else (other.before, other.after)
        pool = {*here, *(there_too if alone or not here else ())}
        labels = [e.label for e in source.entries if e.figure.number == one.number.value]
        if not near or near[0] in pool or any(near[0] in label for label in labels):
            return True
        if far and one.number.symbol and far[0] in other.before:
            return True
    return False


def _same_number(said: Number, held: Number) -> bool:
    return (said.value, said.upper, said.symbol, said.approximate) == (
        held.value, held.upper, held.symbol, held.approximate,
    )  # fmt: skip


def _run_of(text: str, quote: str) -> bool:
    """Whether the words of a sentence stand in a row in its excerpt."""
    said = [token.word for token in tokenize(text)]
    held = [token.word for token in tokenize(quote)]
    return any(held[at : at + len(said)] == said for at in range(len(held) - len(said) + 1))
