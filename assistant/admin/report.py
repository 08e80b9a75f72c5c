"""What the journal tells the people in charge: gaps, habits, complaints, waiting times."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.journal_files import FEEDBACK, QUESTIONS, Line, entries
from ingest.french.folding import fold
from ingest.french.tokens import tokenize

MOST_QUESTIONS = 200
MOST_UNANSWERED = 1_000
MOST_RATED = 100


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """The same question, asked ``count`` times, however it was typed.

    Attributes:
        question: as it was last written; ``last``: when (ISO 8601).
        conversations: those it was asked in, latest first.
        closest: identifiers of the documents nearest to it, the most frequent first.
    """

    question: str
    count: int
    last: str
    conversations: tuple[str, ...] = ()
    closest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """Questions that share a word; ``word`` is None for those that share none."""

    word: str | None
    count: int
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True, slots=True)
class LowRated:
    """A thumb down; ``question`` is None where questions are not kept."""

    at: str
    conversation: str
    question: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of the answers kept: how many, median and 95th percentile."""

    count: int
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a journal holds. Without the question log, thumbs down are all there is."""

    asked: int = 0
    answered: int = 0
    useful: int = 0
    unanswered: tuple[Theme, ...] = ()
    most_asked: tuple[AskedQuestion, ...] = ()
    low_rated: tuple[LowRated, ...] = ()
    latency: Latency | None = None


@dataclass(slots=True)
class _Gathered:
    """One question while lines are read."""

    question: str = ""
    last: str = ""
    count: int = 0
    conversations: list[str] = field(default_factory=list)
    closest: Counter[str] = field(default_factory=Counter)


def journal_report(data: Path, *, questions: bool) -> Report:
    """Read the journal of a data folder.

    Args:
        questions: whether the setting allows questions to be kept; else none is told, not
            even one that an earlier setting left on the disk.
    """
    rated = list(entries(data / FEEDBACK))
    low = tuple(_rated(line, questions) for line in rated if line.get("useful") is False)
    useful = sum(line.get("useful") is True for line in rated)
    if not questions:
        return Report(useful=useful, low_rated=low[::-1][:MOST_RATED])
    lines = [line for line in entries(data / QUESTIONS) if _text(line.get("question"))]
    left = [line for line in lines if line.get("answered") is not True]
    return Report(
        asked=len(lines),
        answered=len(lines) - len(left),
        useful=useful,
        unanswered=grouped(_gather(left)[:MOST_UNANSWERED]),
        most_asked=_gather(lines)[:MOST_QUESTIONS],
        low_rated=low[::-1][:MOST_RATED],
        latency=_latency(lines),
    )


def grouped(questions: Sequence[AskedQuestion]) -> tuple[Theme, ...]:
    """Questions by the word that most of them share, the heaviest theme first.

    Each question is in one theme: that of its stem held by the most questions.
    """
    stems: dict[AskedQuestion, dict[str, str]] = {
        one: {token.stem: one.question[token.start : token.end].lower()
              for token in tokenize(one.question) if not token.stop and not token.word.isdigit()}
        for one in questions
    }  # fmt: skip
    shared = Counter(stem for held in stems.values() for stem in held)
    themes: dict[str | None, list[AskedQuestion]] = defaultdict(list)
    for one, held in stems.items():
        best = max(held, key=lambda stem: (shared[stem], len(stem), stem), default=None)
        themes[best if best is not None and shared[best] > 1 else None].append(one)
    made = [
        Theme(_word(stem, stems, members), sum(one.count for one in members), tuple(members))
        for stem, members in themes.items()
    ]
    return tuple(sorted(made, key=lambda theme: (theme.word is None, -theme.count)))


def _word(
    stem: str | None, stems: Mapping[AskedQuestion, Mapping[str, str]],
    members: Iterable[AskedQuestion],
) -> str | None:  # fmt: skip
    """The writing of a stem that its questions use most."""
    if stem is None:
        return None
    return Counter(stems[one][stem] for one in members).most_common(1)[0][0]


def _gather(lines: Iterable[Line]) -> tuple[AskedQuestion, ...]:
    """Each question once, the most asked first, then the latest."""
    found: dict[str, _Gathered] = defaultdict(_Gathered)
    for line in lines:
        question = _text(line.get("question"))
        one = found[fold(question).strip(" ?.!")]
        one.question, one.last = question, _text(line.get("at"))
        one.count += 1
        one.conversations.append(_text(line.get("conversation_id")))
        closest = line.get("closest")
        one.closest.update(map(str, closest) if isinstance(closest, list) else ())
    made = [
        AskedQuestion(
            one.question, one.count, one.last,
            tuple(dict.fromkeys(filter(None, reversed(one.conversations)))),
            tuple(name for name, _ in one.closest.most_common(3)),
        )
        for one in found.values()
    ]  # fmt: skip
    latest = sorted(made, key=lambda one: one.last, reverse=True)
    return tuple(sorted(latest, key=lambda one: -one.count))


def _rated(line: Line, questions: bool) -> LowRated:
    question = _text(line.get("question")) if questions else ""
    comment = _text(line.get("comment"))
    return LowRated(
        _text(line.get("at")), _text(line.get("conversation_id")), question or None, comment or None
    )


def _latency(lines: Iterable[Line]) -> Latency | None:
    told = [line.get("ms") for line in lines]
    times = sorted(float(ms) for ms in told if isinstance(ms, int | float) and ms >= 0)
    if not times:
        return None
    return Latency(len(times), statistics.median(times), times[-(-95 * len(times) // 100) - 1])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
