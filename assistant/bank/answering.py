"""Answers from the banks: « trouve-moi trois mesures sur… », « quelles subventions pour… »,
what one measure or grant says of itself, and what it does not say.

Every sentence cites the row that says it. A place named must be the entry's own: another
town's measure is no answer to « qu'a fait Saguenay ? ».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.bank.asking import speaks_of_entries, wants_one
from assistant.bank.attributes import written
from assistant.bank.coverage import asked_stems, cites_little, covers
from assistant.bank.finder import BankFinder
from assistant.bank.merging import Shown, merged
from assistant.bank.model import BankHit
from assistant.bank.reading import Reader, Reading, Turn
from assistant.bank.standing import FOREIGN, Row, may_answer
from assistant.bank.telling import field, note, told
from assistant.compose.draft import Draft, Sentence, Support
from assistant.question.model import Question
from assistant.wording import say
from index.hits import Channels, Hit
from ingest.errors import NotFoundError
from ingest.french.dates import contains, find_times
from ingest.french.folding import fold
from ingest.french.number_words import NUMBER_WORDS
from ingest.records import Document, Passage

MOST = 5  # entries of an answer, when no number is asked
FEW = 4  # when one is asked for: the best and what may suit too
ALL = 12  # when all those of a place, or within bounds, are
WORDS = 105  # of a list, from which no more entries are told
FAR = 0.15  # standing under the best from which an entry is left out
SURE = 0.12  # what an entry holds from which an entry is what a question is about
SILENT = -0.8  # lean from which the banks speak where the documents do not
ALONE = 0.3  # …with what an entry must then hold
PLAINLY, FARTHEST = 0.5, -2.5  # …or the same for an entry that holds the question plainly
COMPARED = 5  # rows of each bank that are compared with the passages
_MONEY = re.compile(r"\d\s?\$|\bsans frais\b|\bgratuit")
_COST = re.compile(
    r"\bcout|\bprix\b|\btarif|\brembours|\bpaie|\bpaye|\bcosts?\b|\bprice\b|\bbudget"
)
_HOW_MANY = re.compile(r"\bcombien\b|\bnombre d|\bhow (?:many|much)\b")
PageText = Callable[[str, int], str]
Documents = Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """A draft from a bank and the entries that it shows."""

    draft: Draft
    entries: tuple[BankHit, ...]


@dataclass(frozen=True, slots=True)
class BankSilence:
    """An entry is what a question is about, and does not say what is asked of it."""

    text: str
    closest: tuple[Hit, ...]


class BankAnswers:
    """Composes answers from the banks. Safe in threads."""

    def __init__(self, finder: BankFinder, documents: Documents, page_text: PageText) -> None:
        self._finder = finder
        self._reader = Reader(finder)
        self._documents = documents
        self._page_text = page_text

    def read(self, turn: Turn) -> Reading:
        """A question as the banks hold it."""
        return self._reader.read(turn, _first)

    def asked(self, reading: Reading, language: str) -> BankAnswer | BankSilence | None:
        """The answer to a question that the banks hold better than the documents."""
        return self._composed(reading, language) if _first(reading) else None

    def unasked(
        self, reading: Reading, said: Answer, language: str
    ) -> BankAnswer | BankSilence | None:
        """An answer from the banks where the documents are silent, or beside the question."""
        if not reading.rows:
            return None
        if said.answered:
            row = self._row(reading.rows[0].hit)
            covered = covers(row, reading.question, said)
            return self._composed(reading, language) if covered else None
        if not _plainly(reading) and (reading.lean < SILENT or reading.rows[0].held < ALONE):
            return None
        return self._composed(reading, language)

    def settles(self, reading: Reading, said: Answer) -> bool:
        """Whether documents give the figure that the entry asked about does not hold."""
        asked = reading.question
        figures = asked.kind == "figure" and bool(said.figures) and said.answered
        return figures and not cites_little(asked, said)

    def doubts(self, reading: Reading, said: Answer) -> bool:
        """Whether documents answer beside a question that asks for measures or grants.

        The banks hold none that answers; what the documents cite must then hold most of
        the words of the question.
        """
        question = reading.question
        put = reading.wanted or (bool(reading.attributes) and speaks_of_entries(question))
        return said.answered and put and cites_little(question, said)

    def passages(self, reading: Reading, said: Sequence[Hit]) -> tuple[Hit, ...]:
        """What a question is answered from: rows of the banks and passages of documents.

        Rows first for a question that asks for measures or grants, or for those of the turn
        before; else what answers first, then both compared (``merging``).

        Args:
            said: passages of the documents, best first.
        """
        own, others = list(reading.rows[:10]), list(reading.others[:5])
        if reading.wanted or reading.kept or reading.plain:
            rows = own if reading.plain else [*own[:4], *others[:1], *own[4:], *others[1:]]
            return (*(self._passage(row.hit, row.cosine) for row in rows), *said)
        shown = [Shown(row.hit, self._passage(row.hit, row.cosine))
                 for row in (*own[:COMPARED], *others[:COMPARED])]  # fmt: skip
        dated = bool(reading.question.asked.years)
        weights = {stem: self._finder.idf(stem) for stem in asked_stems(reading.question)}
        if _first(reading) and shown:
            return (shown[0].passage, *merged(weights, shown[1:], said, dated=dated))
        return (*said[:1], *merged(weights, shown, said[1:], dated=dated))

    # Composition

    def _composed(self, reading: Reading, language: str) -> BankAnswer | BankSilence | None:
        rows = _kept(reading)
        if not rows:
            return None
        best = rows[0]
        foreign = FOREIGN if reading.question.language == "en" else 0.0
        about = reading.kept or best.named or best.held >= SURE - foreign
        single = about and not reading.plain and (reading.count is None)
        if single and not _of_the_year(reading.question, best.hit):
            years = ", ".join(reading.question.asked.years)
            return self._silence("bank_silent_year", best.hit, language, years=years)
        if reading.attributes and not reading.plain and (single or _says(reading, best.hit)):
            return self._detail(reading, best.hit, language)
        question = reading.question
        if single and _wants_number(question) and not _states_number(question, best):
            return self._silence("bank_silent_number", best.hit, language)
        if reading.kept:
            rows = rows[:1]
        return self._listed([row.hit for row in rows], language)

    def _detail(
        self, reading: Reading, hit: BankHit, language: str
    ) -> BankAnswer | BankSilence | None:
        """What an entry says in the columns asked for; which it leaves empty, when all are."""
        support = self._support(hit)
        filled = [name for name in reading.attributes if field(hit, name)]
        if not filled:
            name = reading.attributes[0]
            if name in ("budget", "schedule") and _told_in_text(name, hit):
                return self._listed([hit], language)
            return self._silence(f"bank_no_{name}", hit, language)
        sentences = [
            Sentence(say(f"bank_{name}", language, title=hit.title,
                         value=written(name, hit, language)),
                     (_labelled(support, name, language),), note=note(hit, language))
            for name in filled
        ]  # fmt: skip
        return BankAnswer(Draft("measures", tuple(sentences), 1.0), (hit,))

    def _listed(self, hits: Sequence[BankHit], language: str) -> BankAnswer:
        supports = [self._support(hit) for hit in hits]
        sentences = [
            Sentence(told(hit, language), (support,), item=len(hits) > 1, note=note(hit, language))
            for hit, support in zip(hits, supports, strict=True)
        ]
        if len(hits) > 1:
            lead = Sentence(f"{supports[0].document.title} :", (supports[0],))
            sentences = [lead, *sentences]
        return BankAnswer(Draft("measures", tuple(sentences), 1.0), tuple(hits))

    def _silence(self, key: str, hit: BankHit, language: str, **values: str) -> BankSilence:
        return BankSilence(
            say(key, language, title=hit.title, **values), (self._passage(hit),)
        )

    # Rows

    def _row(self, hit: BankHit) -> str:
        start, end = hit.span
        return self._page_text(hit.document_id, hit.text_page)[start:end]

    def _passage(self, hit: BankHit, cosine: float | None = None) -> Hit:
        start, end = hit.span
        passage = Passage(
            f"{hit.document_id}:{hit.id}", hit.document_id, hit.text_page, start, end,
            self._row(hit), (), 0,
        )  # fmt: skip
        return Hit(passage, self._documents(hit.document_id), hit.score, Channels(None, cosine))

    def _support(self, hit: BankHit) -> Support:
        """The row of an entry, from its title on."""
        try:
            document = self._documents(hit.document_id)
        except NotFoundError:
            raise NotFoundError("unknown_entry", "Cette fiche n’est plus dans la banque.") from None
        start, end = hit.span
        text = self._row(hit)
        at = text.find(hit.title)
        begin = text.rfind("\n", 0, at) + 1 if at >= 0 else 0
        return Support(document, hit.text_page, start + begin, end, "", ())


def _labelled(support: Support, name: str, language: str) -> Support:
    """A row whose column is named in the language of the answer."""
    label = say(f"bank_{name}", language, title="", value="")
    return replace(support, lead=(label, say("bank_range", language, low="", high="")))


def _first(reading: Reading) -> bool:
    """Whether the banks are asked before the documents."""
    bounded = reading.plain and bool(reading.bounds)
    return reading.wanted or reading.kept or bounded or reading.lean > 0


def _plainly(reading: Reading) -> bool:
    """Whether an entry holds the question so well that it answers where documents are silent."""
    held = reading.rows[0].held if reading.rows else 0.0
    return held >= PLAINLY and reading.lean >= FARTHEST


def _kept(reading: Reading) -> list[Row]:
    """The rows that an answer gives: as many as are asked for, none far from the best."""
    if reading.plain:
        rows = list(reading.rows[: reading.count or ALL])
    elif reading.kept:
        rows = list(reading.rows)
    else:
        able = [row for row in reading.rows if reading.place or may_answer(row, reading.question)]
        most = reading.count or (FEW if wants_one(reading.question) else MOST)
        named = [row for row in able if row.named]
        near = [row for row in able if row.standing >= able[0].standing - FAR]
        rows = named[:1] or near[:most]
    # A call that is over answers only where none is left: it may open again.
    rows.sort(key=lambda row: row.hit.status == "closed" and len(rows) > 1)
    return _within_words(rows)


def _says(reading: Reading, hit: BankHit) -> bool:
    """Whether an entry fills a column asked for; of several entries, each is told whole."""
    return reading.count is None and any(field(hit, name) for name in reading.attributes)


def _within_words(rows: Sequence[Row]) -> list[Row]:
    kept: list[Row] = []
    words = 0
    for row in rows:
        words += len(told(row.hit, "fr").split()) + 4
        if kept and words > WORDS:
            break
        kept.append(row)
    return kept


def _of_the_year(question: Question, hit: BankHit) -> bool:
    """Whether an entry is of the years asked, or of none."""
    if not question.asked.years:
        return True
    text = " ".join((hit.title, hit.text, *(value for _, value in hit.fields)))
    held = [when.period for when in find_times(text) if when.period] + re.findall(r"20\d\d", text)
    return any(
        contains(period, year) or contains(year, period)
        for year in question.asked.years for period in held
    )  # fmt: skip


def _wants_number(question: Question) -> bool:
    asked = fold(question.text)
    costs = question.kind == "figure" and _COST.search(asked) is not None
    return costs or _HOW_MANY.search(asked) is not None


def _states_number(question: Question, row: Row) -> bool:
    """Whether an entry states a number, an amount where a cost is asked."""
    text = fold(f"{row.hit.title}. {row.hit.text}")
    if _COST.search(fold(question.text)):
        return _MONEY.search(text) is not None
    return any(char.isdigit() for char in text) or NUMBER_WORDS.search(text) is not None


def _told_in_text(name: str, hit: BankHit) -> bool:
    text = fold(hit.text)
    return bool(_MONEY.search(text) if name == "budget" else find_times(hit.text))
