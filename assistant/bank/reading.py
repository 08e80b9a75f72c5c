"""A question put to the banks: which rows stand for it, and how it leans to them.

A follow-up that only asks for a detail (« et la date limite ? ») is read on the rows that
answered the question before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.bank.asking import leaning, never, speaks_of_entries, wanted
from assistant.bank.attributes import asked_attributes, without_attributes
from assistant.bank.bounds import Bounds, read_bounds
from assistant.bank.finder import BankFinder
from assistant.bank.model import BankHit, BankKind, BankQuery, BankResult
from assistant.bank.need_rules import COMMAND
from assistant.bank.standing import Row, lean, weighed
from assistant.bank.telling import field, stems
from assistant.question.english import to_french
from assistant.question.model import Question
from assistant.retrieval import Retrieved
from ingest.french.folding import fold
from ingest.french.stems import stem
from ingest.places import place_key

DEPTH = 12  # rows of each bank that are weighed
MANY = 200  # rows that are tried against bounds or a place
ASKED = 0.4  # what a question that asks for a column of one kind adds to its lean
KINDS: tuple[BankKind, ...] = ("measure", "grant")
NO_BOUNDS = Bounds()
_OTHER = re.compile(
    r"\bl'autre\b|\bles autres\b|\bla (?:2e|deuxieme|seconde)\b|\ble (?:2e|deuxieme|second)\b"
    r"|\bthe (?:other|second)\b"
)
_MRC = re.compile(r"\bmrc\b")
_PRONOUN = re.compile(
    r"\b(?:elle|il|ils|elles|ca|cela|celle-ci|celui-ci|la|le|les|en|y|son|sa|ses|leur|leurs|it|its"
    r"|they|that|this)\b"
)
_PLACES = ("municipality", "mrc", "region")
# Words of a question that only ask for entries of a place.
_PLAIN = stems(
    "mesures mesure subventions subvention banque initiatives actions programmes répertoriées"
    " trouver trouvent existe existent adoptées proposées prévues inscrites listées ville"
    " municipalité village MRC région"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation, understood, with what the documents gave.

    Attributes:
        org: stems of the name that all documents bear.
        earlier: the turn before it, read when it is called; None for the first one.
    """

    question: Question
    retrieved: Retrieved
    org: frozenset[str]
    today: date
    earlier: Callable[[], Turn] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the banks hold it.

    Attributes:
        rows: of the kind that answers, best first, bounds and place kept to.
        others: of the other kind.
        lean: above 0, the banks hold what is asked better than the documents.
        wanted: measures or grants are asked for by their name.
        kept: the rows are those of the turn before.
        place: a place is named, and the rows are its own.
        plain: nothing is asked beyond a place or bounds.
        attributes: columns asked for.
    """

    question: Question
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    lean: float
    wanted: bool = False
    kept: bool = False
    place: bool = False
    plain: bool = False
    attributes: tuple[str, ...] = ()
    bounds: Bounds = NO_BOUNDS
    count: int | None = None

    @property
    def kind(self) -> BankKind | None:
        """Of the rows; None without one."""
        return self.rows[0].hit.kind if self.rows else None


class Reader:
    """Reads questions against the banks. Safe in threads."""

    def __init__(self, finder: BankFinder) -> None:
        self._finder = finder

    def read(self, turn: Turn, answers: Callable[[Reading], bool]) -> Reading:
        """The rows that stand for a question.

        Args:
            answers: whether a reading is one that the banks answer.
        """
        kept = self._kept(turn, answers)
        return kept if kept is not None else self._alone(turn)

    def _alone(self, turn: Turn) -> Reading:
        question = turn.question
        asked = wanted(question)
        turns = leaning(question)
        found = {kind: self._rows(turn, kind, turns) for kind in asked or KINDS}
        kinds = sorted(found, key=lambda kind: -_height(found[kind].rows))
        best = found[kinds[0]]
        others = [row for kind in kinds[1:] for row in found[kind].rows]
        if len(kinds) == 1:
            unasked = next(kind for kind in KINDS if kind not in found)
            others.extend(self._rows(turn, unasked, turns).rows)
        leans = lean(question, best.rows[0] if best.rows else None, turn.retrieved,
                     self._finder.scaled, turns)  # fmt: skip
        if best.attributes and best.rows and best.rows[0].hit.kind in turns:
            leans += ASKED
        if never(question):
            leans = min(leans, -2.0)
        return replace(best, others=tuple(others), lean=leans, wanted=bool(asked))

    def _rows(self, turn: Turn, kind: BankKind, turns: Sequence[BankKind]) -> Reading:
        question, today = turn.question, turn.today
        result = self._finder.find(BankQuery(kind, question.standalone, k=DEPTH), today)
        read = [(one.code, one.value) for one in result.understood]
        count = next((int(value) for code, value in read if code == "count"), None)
        bounds = read_bounds(question.text, today) if kind == "grant" else Bounds()
        place = _place(question, read)
        hits = result.hits or result.closest
        plain = False
        if place:
            plain = _is_plain(question, place)
            hits = self._of_place(kind, result, place, today)
        elif bounds and (speaks_of_entries(question) or len(asked_words(question)) <= 3):
            plain = True
            hits = self._within(kind, result, bounds, today)
        else:
            bounds = Bounds()
        mended = _mended(question.standalone, result.corrected)
        near = self._finder.near(_read_as(question.query, mended), kind, hits)
        if _names_another(question):
            alone = self._finder.near(question.text, kind, hits)
            near = tuple(map(_mean, near, alone))
        by_stem = {stem(old): stem(new) for old, new in mended.items()}
        rows = weighed(question, hits, near, self._finder.scaled, turns, turn.org, by_stem)
        return Reading(
            question, rows, (), 0.0, place=bool(place), plain=plain, bounds=bounds, count=count,
            attributes=asked_attributes(question.text, kind),
        )  # fmt: skip

    def _of_place(
        self, kind: BankKind, result: BankResult, place: Sequence[tuple[str, str]], today: date
    ) -> tuple[BankHit, ...]:
        """Those of a place, what answers the words of the question first."""
        name, value = place[0]
        everyone = self._finder.find(BankQuery(kind, filters=((name, value),), k=MANY), today)
        key = place_key(value)
        own = [hit for hit in (*result.hits, *everyone.hits) if place_key(field(hit, name)) == key]
        return tuple({hit.id: hit for hit in own}.values())

    def _within(
        self, kind: BankKind, result: BankResult, bounds: Bounds, today: date
    ) -> tuple[BankHit, ...]:
        everyone = self._finder.find(BankQuery(kind, k=MANY, sort="deadline"), today)
        found = {hit.id: hit for hit in (*result.hits, *everyone.hits) if bounds.holds(hit)}
        return tuple(found.values())

    # Follow-ups

    def _kept(self, turn: Turn, answers: Callable[[Reading], bool]) -> Reading | None:
        """The rows of the turn before, for a question that only asks something of them."""
        question = turn.question
        if turn.earlier is None or not _only_asks(question):
            return None
        if _is_known(turn):
            return None
        before = self.read(turn.earlier(), answers)
        if not before.rows or not answers(before):
            return None
        rows = before.rows
        if _OTHER.search(fold(question.text)):
            if len(rows) < 2:
                return None
            rows = rows[1:]
        attributes = asked_attributes(question.text, rows[0].hit.kind)
        return Reading(question, rows, before.others, max(before.lean, 1.0), kept=True,
                       attributes=attributes)  # fmt: skip


def asked_words(question: Question) -> frozenset[str]:
    """Stems of what a question is about, what asks for a column left out."""
    text = COMMAND.sub(" ", without_attributes(question.text))
    return stems(to_french(text) if question.language == "en" else text) - _PLAIN


def _mended(typed: str, corrected: str | None) -> dict[str, str]:
    """Folded word as typed to the word that the bank reads in its place."""
    before, after = (re.findall(r"[^\W_]+", text) for text in (typed, corrected or ""))
    if len(before) != len(after):
        return {}
    pairs = ((fold(old), fold(new)) for old, new in zip(before, after, strict=True))
    return {old: new for old, new in pairs if old != new}


def _read_as(text: str, mended: Mapping[str, str]) -> str:
    return re.sub(r"[^\W_]+", lambda word: mended.get(fold(word.group()), word.group()), text)


def _mean(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else (one + other) / 2


def _names_another(question: Question) -> bool:
    """Whether a follow-up names another thing than the question before it."""
    return question.standalone != question.text and question.corrected is None


def _only_asks(question: Question) -> bool:
    """Whether a question asks something of what was spoken of, and names nothing new."""
    text = fold(question.text)
    if len(text.split()) > 12 or speaks_of_entries(replace(question, standalone=question.text)):
        return False
    left = asked_words(question)
    detail = any(asked_attributes(question.text, kind) for kind in KINDS)
    if _OTHER.search(text) and len(left) <= 2:
        return True
    if not left:
        return True
    opened = question.standalone != question.text
    pronoun = _PRONOUN.search(text) is not None
    asks = re.search(r"\b(?:combien|qui|quand|comment|ou|quel(?:le)?s?|how|who|when|where|what)\b",
                     text) is not None  # fmt: skip
    if detail:
        return len(left) <= 1 or (pronoun and len(left) <= 2)
    return asks and len(left) <= 2 and (opened or pronoun)


def _is_known(turn: Turn) -> bool:
    """Whether the documents hold nearly all of a question that stands alone."""
    if turn.question.standalone != turn.question.text or not turn.question.terms:
        return False
    top = turn.retrieved.ranked[0] if turn.retrieved.ranked else None
    return top is not None and top.cover >= 0.75


def _height(rows: Sequence[Row]) -> float:
    return rows[0].standing if rows else -9.0


def _place(question: Question, read: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The place that the rows must be of, narrowest first; none when none is named."""
    named = {code: value for code, value in read if code in _PLACES}
    order = ("mrc", "municipality", "region") if _MRC.search(fold(question.standalone)) else _PLACES
    found = next(((code, named[code]) for code in order if code in named), None)
    return () if found is None else (found,)


def _is_plain(question: Question, place: Sequence[tuple[str, str]]) -> bool:
    named = stems(" ".join(value for _, value in place))
    return not asked_words(question) - named
