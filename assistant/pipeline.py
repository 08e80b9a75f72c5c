"""One question, one way through: understand → retrieve → compose → verify → answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.absence import absence_reason, other_years
from assistant.answer import Answer, Closest
from assistant.assemble import assemble, closest_of, understood_of
from assistant.bank.answering import BankAnswers
from assistant.bank.assembling import bank_answer
from assistant.bank.finder import BankFinder, today
from assistant.bank.reading import Turn
from assistant.compose.draft import Support
from assistant.compose.drafting import COUNTING, compose
from assistant.compose.found import Found
from assistant.compose.surety import LEAST, surety
from assistant.evidence.candidates import Gatherer
from assistant.evidence.statements import Ranked, missing_names
from assistant.followups import follow_ups
from assistant.llm.client import Model
from assistant.llm.sources import sources_of
from assistant.llm.writing import KINDS, Writer
from assistant.question.model import Question
from assistant.question.understand import understand
from assistant.retrieval import Retrieved, plainly, retrieve
from assistant.state import Corpus, CorpusState
from assistant.verify import verify
from assistant.wording import say
from index.hits import Filters, Hit, SearchResult
from index.search import Searcher
from ingest.records import Document, Statement

_TALK = ("greeting", "help")


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits set by the person: a year, a document; and the language of the answer."""

    year: str | None = None
    document: str | None = None
    lang: str | None = None


class Assistant:
    """Answers questions over one index. Safe in threads."""

    def __init__(
        self,
        searcher: Searcher,
        finder: BankFinder | None = None,
        model: Model | None = None,
    ) -> None:
        self._searcher = searcher
        self._writer = Writer(model, self._page_text) if model else None
        self._finder = finder
        self._banks: BankAnswers | None = None
        if finder is not None:
            self._banks = BankAnswers(finder, searcher.store.document, self._stored_text)
        self._state = CorpusState(searcher)
        self._gatherer = Gatherer(searcher.store)

    def corpus(self) -> Corpus:
        """Snapshot of the corpus now answered from."""
        return self._state.present()

    def understand(
        self, text: str, history: Sequence[str] = (), year: str | None = None
    ) -> Question:
        """How a question is read."""
        corpus = self.corpus()
        corrector = self._searcher.corrector
        return understand(text, history, corpus.lexicon, lambda q: corrector.correct(q).text, year)

    def gather(self, text: str, history: Sequence[str] = ()) -> Found:
        """The evidence from which ``ask`` composes."""
        question = self.understand(text, history)
        return self.found(question, self.evidence(question, Scope()), "fr")

    def retrieve(
        self, text: str, history: Sequence[str] = (), scope: Scope = Scope()
    ) -> tuple[Hit, ...]:
        """Passages for a question, best first: those that ``ask`` answers from."""
        question = self.understand(text, history, scope.year)
        retrieved = self.evidence(question, scope)
        if self._banks is None or scope.document or scope.year:
            return retrieved.hits
        reading = self._banks.read(self._turn(question, retrieved, history))
        return self._banks.passages(reading, retrieved.hits)

    def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        """Ranked passages for a query typed in the search box.

        Years that the query names are filters, unless filters were set or nothing is left;
        the order is that in which ``ask`` reads.
        """
        question = self.understand(query)
        found = retrieve(self._searcher, self._gatherer, self.corpus(), question, given=filters)
        plain = plainly(self._searcher, question, found, offset + k, filters)
        first = {hit.passage.id: hit for hit in plain.hits}
        unique = {one.passage.id: first.get(one.passage.id, one)
                  for one in (*found.hits, *plain.hits)}  # fmt: skip
        hits = tuple(unique.values())[offset : offset + k]
        corrected, total = question.corrected or plain.corrected, max(plain.total, len(unique))
        return SearchResult(query, corrected, hits, total, plain.facets)

    def ask(self, text: str, history: Sequence[str] = (), scope: Scope = Scope()) -> Answer:
        """Answer a question from the documents, or say that they do not hold the answer."""
        started = time.perf_counter()
        question = self.understand(text, history, scope.year)
        language = scope.lang or question.language
        if question.kind in _TALK:
            said = say(question.kind, language)
            return Answer(said, True, question.kind, understood_of(question))
        self._embed(question, scope)
        retrieved = self.evidence(question, scope)
        searched = time.perf_counter()
        answer = self._answered(question, retrieved, history, scope, language)
        finished = time.perf_counter()
        timings = (
            ("search", round((searched - started) * 1000, 2)),
            ("compose", round((finished - searched) * 1000, 2)),
            ("total", round((finished - started) * 1000, 2)),
        )
        return replace(answer, timings_ms=timings)

    def _embed(self, question: Question, scope: Scope) -> None:
        """Have the vectors of all that a question searches made at once: it costs less."""
        texts = [self._searcher.corrector.correct(question.query).text]
        if self._finder is not None and not (scope.document or scope.year):
            texts += self._finder.texts(question.standalone, today())
        self._searcher.encoder.encode_queries([text for text in texts if text.strip()])

    def evidence(self, question: Question, scope: Scope = Scope()) -> Retrieved:
        """Passages and statements that a question as read is answered from."""
        return retrieve(self._searcher, self._gatherer, self.corpus(), question, scope.document)

    def _answered(
        self,
        question: Question,
        retrieved: Retrieved,
        history: Sequence[str],
        scope: Scope,
        language: str,
    ) -> Answer:
        """From the banks or the documents, whichever hold what is asked.

        A person who limits years or documents gets no row of a bank.
        """
        banks = None if scope.document or scope.year else self._banks
        if banks is None:
            answer = self._compose(question, retrieved, scope, language)
        else:
            told = "en" if language == "en" else "fr"
            reading = banks.read(self._turn(question, retrieved, history))
            checked = partial(
                bank_answer, question=question, retrieved=retrieved, language=language,
                page_text=self._page_text,
            )  # fmt: skip
            made = checked(banks.asked(reading, told))
            if made is not None and made.answered:
                return made
            answer = self._compose(question, retrieved, scope, language)
            if made is not None:  # an entry is silent on it: the documents may not be
                return answer if banks.settles(reading, answer) else made
            made = checked(banks.unasked(reading, answer, told))
            if made is not None:
                return made
            if banks.doubts(reading, answer):
                found = self.found(question, retrieved, language)
                answer = self._abstain(question, retrieved, (), found, language)
        if answer.answered:
            answer = self._reworded(answer, question, retrieved, language)
        return answer

    def _turn(self, question: Question, retrieved: Retrieved, history: Sequence[str]) -> Turn:
        """A question of a conversation, and how to read the one before it."""

        def earlier() -> Turn:
            before = self.understand(history[-1], history[:-1])
            return self._turn(before, self.evidence(before, Scope()), history[:-1])

        org = self.corpus().org
        return Turn(question, retrieved, org, today(), earlier if history else None)

    def _compose(
        self, question: Question, retrieved: Retrieved, scope: Scope, language: str
    ) -> Answer:
        found = self.found(question, retrieved, language)
        names = missing_names(question, found.org)
        if not names:
            draft = compose(found)
            sure = None
            if draft is not None and draft.kind not in COUNTING:
                sure = surety(found, draft)
            if draft is not None and (sure is None or sure >= LEAST):
                checked = verify(draft, self._page_text)
                if checked.sentences:
                    made = assemble(draft, checked, question, retrieved, language)
                    made = replace(made, confidence=draft.score if sure is None else sure)
                    return follow_ups(made, found, language)
        return self._abstain(question, retrieved, names, found, language)

    def found(self, question: Question, retrieved: Retrieved, language: str = "fr") -> Found:
        """All that an answer is composed from."""
        corpus = self.corpus()
        ranked = _of_years(retrieved)
        return Found(
            question=replace(question, language="en" if language == "en" else "fr"),
            candidates=tuple(one.candidate for one in ranked),
            ranked=ranked,
            register=corpus.register,
            lexicon=corpus.lexicon,
            org=corpus.org,
            years=retrieved.years or retrieved.uncovered,
            document_ids=retrieved.documents,
            section=self._statements,
            uncovered=retrieved.uncovered,
        )

    def _reworded(
        self, answer: Answer, question: Question, retrieved: Retrieved, language: str
    ) -> Answer:
        """The answer in the words of the language model, when one is set and can be held to it."""
        if self._writer is None or language != "fr" or answer.kind not in KINDS:
            return answer
        corpus = self.corpus()
        sources = sources_of(
            answer, _of_years(retrieved), question.asked.years, corpus, self._statements,
            self._stored_text,
        )  # fmt: skip
        return self._writer.reword(answer, question, retrieved, sources)

    def _statements(self, document: Document) -> tuple[Statement, ...]:
        return self._searcher.store.statements_of_document(document.id)

    def _page_text(self, support: Support) -> str:
        return self._stored_text(support.document.id, support.page)

    def _stored_text(self, document_id: str, page: int) -> str:
        return self._searcher.store.page_text(document_id, page)

    def _abstain(
        self,
        question: Question,
        retrieved: Retrieved,
        names: Sequence[str],
        found: Found,
        language: str,
    ) -> Answer:
        said = [absence_reason(question, retrieved, names, self.corpus(), language)]
        known = other_years(found) if not names else ()
        if known:
            said.append(say("other_years", language, known="; ".join(known)))
        closest: tuple[Closest, ...] = closest_of(retrieved.hits[:3])
        if closest:
            said.append(say("see_closest", language))
        answer = Answer(
            " ".join(said), False, question.kind, understood_of(question), closest=closest
        )
        return follow_ups(answer, found, language)


def _of_years(retrieved: Retrieved) -> tuple[Ranked, ...]:
    """Statements ranked; for a year that no document covers, only those that state it."""
    if not retrieved.uncovered or retrieved.years:
        return retrieved.ranked
    return tuple(
        one
        for one in retrieved.ranked
        if any(year in one.candidate.statement.years for year in retrieved.uncovered)
    )
