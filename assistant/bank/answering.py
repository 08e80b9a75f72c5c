"""Answers from the banks: « trouve-moi trois mesures sur… », « quelles subventions pour… »,
and what a named measure or grant says of itself (« qui est responsable de la mesure X ? »).

Every sentence cites the row that says it. A place named must be the entry's own: another
town's measure is no answer to « qu'a fait Saguenay ? ».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from assistant.bank.attributes import asked_attribute, written
from assistant.bank.coverage import asked_stems, cited_stems, cites_little, covering
from assistant.bank.doubt import MORE, OVER, answers
from assistant.bank.finder import BankFinder
from assistant.bank.merging import Comparison, Row
from assistant.bank.model import BankHit, BankKind, BankQuery
from assistant.bank.telling import field, note, stems, told
from assistant.compose.draft import Draft, Sentence, Support
from assistant.question.model import Question
from assistant.wording import say
from index.hits import Channels, Hit
from ingest.errors import NotFoundError
from ingest.french.folding import fold
from ingest.places import place_key
from ingest.records import Document, Passage

MOST = 5  # entries of an answer, when no number is asked
FEW = 3  # when one is asked for
FAR = 3.0  # standard scores under the best from which an entry is left out
ALONE = 0.5  # standard scores over the second from which the first is the one asked about
NAMED = 0.99  # share of a title's words that a question holds when it names the entry
_CUES: tuple[tuple[BankKind, re.Pattern[str]], ...] = (
    ("grant", re.compile(
        r"\bsubventions?\b|\baides? financieres?\b|\bprogrammes? (?:d'aide|de subvention)"
        r"|\bqu(?:i|oi)[^?]{0,25}\bfinanc|\bpour financer\b|\bfinancement (?:pour|disponible)"
        r"|\bgrants?\b|\bfunding\b|\bde l'aide pour\b|\bquel programme\b")),
    ("measure", re.compile(
        r"\b(?:quelles?|trouve\w*|donne\w*|propose\w*|suggere\w*|montre\w*|cherche\w*|des|une|les"
        r"|la|exemples? de|\d+|deux|trois|quatre|cinq|dix|bonnes?|autres?)(?:[- ]\w+){0,2}"
        r" (?:mesures?|idees?|initiatives?)\b|^mesures?\b|^idees?\b|\bmeasures?\b|\bideas?\b")),
)  # fmt: skip
_ONE = re.compile(r"\b(?:une|quelle|quel|un|a|which|une bonne) (?:mesure|subvention|idee|programme"
                  r"|measure|grant|idea)\b")  # fmt: skip
_SEVERAL = re.compile(r"\bquel(?:le)?s (?:sont |\w+s\b)|^which \w+s\b")
_IN_TOLD = ("amount_max", "deadline")  # what the line about a grant says anyway
_READ = ("audience", "theme", "policy", "region", "mrc", "municipality", "organization")
# Words that speak of an entry as such, and the bank as a thing.
_SPOKEN_OF = re.compile(r"\bmesures?\b|\bsubventions?\b|\bprogrammes?\b|\bexemples?\b|\bgrants?\b")
_OF_THE_BANK = re.compile(r"\bbanque (?:de|des|d')")
_WHETHER = re.compile(r"\by a\b|\by a-t-il\b|\bexiste|\b(?:is|are) there\b|\bavez-vous\b|\bas-tu\b")
_COUNTING = ("figure", "comparison", "summary", "greeting", "help", "out_of_scope")
PageText = Callable[[str, int], str]
Documents = Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """A draft from a bank and the entries that it shows."""

    draft: Draft
    entries: tuple[BankHit, ...]


class BankAnswers:
    """Composes answers from the banks. Safe in threads."""

    def __init__(self, finder: BankFinder, documents: Documents, page_text: PageText) -> None:
        self._finder = finder
        self._documents = documents
        self._page_text = page_text

    def asked(self, question: Question, today: date) -> BankAnswer | None:
        """The answer to a question that asks for measures or grants, or names one."""
        for kind in _wanted(question):
            made = self._listed(question, kind, today)
            if made is not None:
                return made
        if _SPOKEN_OF.search(fold(question.whole)):
            return self._named(question, today)
        return None

    def unasked(
        self, question: Question, said: Answer, hits: Sequence[Hit], today: date
    ) -> BankAnswer | None:
        """An answer from the banks to a question that the documents answer less well, or not.

        An entry named in full says what is asked of it; else an entry that holds nearly all
        the words of the question, and clearly more of them than what the documents answered;
        else the one that stands clearly closer to the question than every passage.

        Args:
            hits: passages of the documents, best first.
        """
        if not said.answered:
            named = self._named(question, today)
            if named is not None:
                return named
        if question.asked.years:
            return None
        hit = None
        if question.kind not in _COUNTING:
            hit = covering(question, cited_stems(said), self._finder, self._row, today)
        hit = hit or self._closer(question, said, hits, today)
        if hit is None:
            return None
        return self._answer(question, (hit,), _attribute(question, hit.kind))

    def _closer(
        self, question: Question, said: Answer, hits: Sequence[Hit], today: date
    ) -> BankHit | None:
        """The entry that stands clearly closer to a question than what the documents hold."""
        compared = self._compared(question, hits, today)
        best = compared.best()
        if best is None or not answers(question, best):
            return None
        if said.answered:
            cited = " ".join(f"{one.title} {one.heading} {one.quote}" for one in said.citations)
            if best.margin < OVER or best.held < compared.held(cited) + MORE:
                return None
        return best.entry

    def _compared(self, question: Question, hits: Sequence[Hit], today: date) -> Comparison:
        near = self._finder.near(question.whole, question.query, today)
        rows = [Row(hit, self._passage(hit, cosine)) for hit, cosine in near]
        dated = bool(question.asked.years)
        return Comparison(asked_stems(question), rows, hits, self._finder.idf, dated=dated)

    def doubts(self, question: Question, said: Answer) -> bool:
        """Whether documents answer beside a question that asks for measures or grants.

        The banks hold none that answers; what the documents cite must then hold most of
        the words of the question.
        """
        return said.answered and bool(_wanted(question)) and cites_little(question, said)

    def passages(self, question: Question, said: Sequence[Hit], today: date) -> tuple[Hit, ...]:
        """What a question is answered from: rows that answer it, then passages of documents.

        Rows first for a question that asks for measures or grants, or names one; else where
        they hold more of the question than the passages. They stand as passages.

        Args:
            said: passages of the documents, best first.
        """
        kinds = _wanted(question)
        hits: tuple[BankHit, ...] = ()
        if kinds:
            found = (self._finder.find(BankQuery(kind, question.whole, k=10), today)
                     for kind in kinds)  # fmt: skip
            hits = tuple(hit for result in found for hit in result.hits)
        elif _SPOKEN_OF.search(fold(question.standalone)):
            named = self._named(question, today)
            hits = named.entries if named is not None else ()
        if hits:
            return (*map(self._passage, hits), *said)
        return self._compared(question, said, today).merged()

    def _row(self, hit: BankHit) -> str:
        start, end = hit.span
        return self._page_text(hit.document_id, hit.text_page)[start:end]

    def _passage(self, hit: BankHit, cosine: float | None = None) -> Hit:
        start, end = hit.span
        text = self._row(hit)
        passage = Passage(
            f"{hit.document_id}:{hit.id}", hit.document_id, hit.text_page, start, end, text, (), 0
        )
        document = self._documents(hit.document_id)
        return Hit(passage, document, hit.score, Channels(None, cosine))

    # One or several

    def _listed(self, question: Question, kind: BankKind, today: date) -> BankAnswer | None:
        result = self._finder.find(BankQuery(kind, question.whole, k=50), today)
        hits = result.hits
        read = {reason.code: reason.value for reason in result.understood}
        place = read.get("municipality")
        if place is not None:
            key = place_key(place)
            hits = tuple(hit for hit in hits if place_key(field(hit, "municipality")) == key)
        if not hits:
            return None
        attribute = _attribute(question, kind)
        named = [hit for hit in hits[:10] if _names(question.whole, hit)]
        alone = len(hits) == 1 or hits[0].score - hits[1].score >= ALONE
        if alone and not named and (attribute in _IN_TOLD or _SEVERAL.search(fold(question.text))):
            attribute = None
        if attribute is not None and (named or alone):
            return self._answer(question, (named or list(hits))[:1], attribute)
        count = int(read.get("count", 0)) or (
            FEW if _ONE.search(fold(question.standalone)) else MOST
        )
        best = _best(hits)
        # A call that is over answers only where none is left: it may open again.
        best.sort(key=lambda hit: hit.status == "closed")
        return self._answer(question, named[:1] or best[:count], None)

    def _named(self, question: Question, today: date) -> BankAnswer | None:
        """What an entry that the question names in full says of what is asked."""
        kinds: tuple[BankKind, ...] = ("measure", "grant")
        for kind in kinds:
            attribute = _attribute(question, kind)
            if attribute is None:
                continue
            query = BankQuery(kind, question.whole, k=5, by_words=True)
            found = self._finder.find(query, today)
            for hit in found.hits:
                if _names(question.whole, hit) and field(hit, attribute):
                    return self._answer(question, (hit,), attribute)
        return None

    def _answer(
        self,
        question: Question,
        hits: Sequence[BankHit],
        attribute: str | None,
    ) -> BankAnswer | None:
        supports = tuple(self._support(hit) for hit in hits)
        if attribute is not None and not field(hits[0], attribute):
            attribute = None
        language = question.language
        if attribute is not None:
            text = say(f"bank_{attribute}", language, title=hits[0].title,
                       value=written(attribute, hits[0], language))  # fmt: skip
            sentences: tuple[Sentence, ...] = (Sentence(text, (supports[0],)),)
        else:
            sentences = tuple(
                Sentence(
                    told(hit, language), (support,), item=len(hits) > 1, note=note(hit, language)
                )
                for hit, support in zip(hits, supports, strict=True)
            )
            if len(hits) > 1:
                lead = Sentence(f"{supports[0].document.title} :", supports[:1])
                sentences = (lead, *sentences)
        return BankAnswer(Draft("measures", sentences, 1.0), tuple(hits))

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


def _wanted(question: Question) -> tuple[BankKind, ...]:
    """The banks that a question asks for entries of."""
    folded = fold(question.standalone)
    if question.kind in _COUNTING or _OF_THE_BANK.search(folded):
        return ()
    if question.kind == "yesno" and not _WHETHER.search(folded):
        return ()
    return tuple(kind for kind, cue in _CUES if cue.search(folded))


def _attribute(question: Question, kind: BankKind) -> str | None:
    """The column that a question asks about: in its own words, else in those it leans on."""
    return asked_attribute(question.text, kind) or asked_attribute(question.whole, kind)


def _best(hits: Sequence[BankHit]) -> list[BankHit]:
    """Those that meet what was read in the question, where some do, and not far from the best."""
    met = [hit for hit in hits if any(reason.code in _READ for reason in hit.reasons)]
    kept = met or list(hits)
    return [hit for hit in kept if hit.score >= kept[0].score - FAR]


def _names(question: str, hit: BankHit) -> bool:
    """Whether a question holds all the words of an entry's title, two at least."""
    title = stems(re.sub(r"\(.*?\)", " ", hit.title))
    return len(title) >= 2 and len(title & stems(question)) >= NAMED * len(title)
