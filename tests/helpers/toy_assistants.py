"""A small world for evaluation tests: two yearly reports, and assistants that break one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, AnswerKind, Citation, Understood
from assistant.service import AskRequest
from eval.gold import GoldQuestion
from index.hits import Channels, Filters, Hit, SearchResult
from ingest.records import Document, Page, Passage

TEXTS = {
    "2021-2022": "Espace MUNI compte 375 membres.\nDoreen Assaad préside le conseil.",
    "2023-2024": "Espace MUNI compte 426 membres.\nDix-sept infolettres ont été envoyées.",
}
REFUSAL = "Les documents ne le disent pas."
QUESTIONS = (
    GoldQuestion(
        id="membres", question="Combien de membres en 2021-2022 ?", type="figure",
        docs=("2021-2022.txt",), evidence=("375 membres",), answer="375 membres",
        answer_regex=r"\b375\b", wrong_regex=r"\b426\b", year="2021-2022",
    ),
    GoldQuestion(
        id="infolettres", question="Combien d'infolettres en 2023-2024 ?", type="figure",
        docs=("2023-2024.txt",), evidence=("Dix-sept infolettres",), answer="17 infolettres",
        answer_regex=r"\b17\b|dix-sept", year="2023-2024",
    ),
    GoldQuestion(
        id="presidence", question="Qui préside le conseil ?", type="who",
        docs=("2021-2022.txt",), evidence=("Doreen Assaad préside",), answer="Doreen Assaad",
        answer_regex="Assaad",
    ),
    GoldQuestion(
        id="budget", question="Quel était le budget ?", type="unanswerable", wrong_regex=r"\d+ *\$",
    ),
)  # fmt: skip
RIGHT = {
    "membres": ("2021-2022", "Espace MUNI compte 375 membres."),
    "infolettres": ("2023-2024", "Dix-sept infolettres ont été envoyées."),
    "presidence": ("2021-2022", "Doreen Assaad préside le conseil."),
}
IDS = {question.question: question.id for question in QUESTIONS}


def cite(year: str, quote: str) -> Citation:
    start = TEXTS[year].index(quote)
    return Citation(
        1, year, f"Rapport {year}", f"{year}.txt", None, year, "", quote, year, "/", None,
        1, start, start + len(quote),
    )  # fmt: skip


def answer(text: str, *citations: Citation, kind: AnswerKind = "figure") -> Answer:
    understood = Understood(text, kind, (), "fr", None)
    return Answer(text, True, kind, understood, citations)


def refusal() -> Answer:
    return replace(answer(REFUSAL), answered=False)


def hit(year: str) -> Hit:
    text, source = TEXTS[year], f"{year}.txt"
    document = Document(
        year, source, "", source, "rapport", year, None, None, "fr", None, "0", 1, False, 1
    )
    return Hit(
        Passage(year, year, 1, 0, len(text), text, (), 0), document, 1.0, Channels(1.0, None)
    )


class Good:
    """Right in everything; each broken assistant overrides one thing."""

    closed = False

    def reply(self, question: str) -> Answer:
        found = RIGHT.get(IDS[question])
        if found is None:
            return refusal()
        year, quote = found
        return answer(f"{quote.removesuffix('.')} [1].", cite(year, quote))

    def ask(self, request: AskRequest) -> Answer:
        return self.reply(request.question)

    def years(self, question: str) -> Sequence[str]:
        right = RIGHT.get(IDS[question], ("2021-2022", ""))[0]
        return sorted(TEXTS, key=lambda year: year != right)

    def retrieve(self, question: str, history: Sequence[str], k: int) -> SearchResult:
        hits = tuple(hit(year) for year in self.years(question))[:k]
        return SearchResult(question, None, hits, len(hits))

    def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        return self.retrieve(query, (), k)

    def page(self, document_id: str, number: int) -> Page:
        return Page(number, TEXTS[document_id])

    def close(self) -> None:
        self.closed = True


class AlwaysAnswers(Good):
    def reply(self, question: str) -> Answer:
        if IDS[question] in RIGHT:
            return super().reply(question)
        quote = "Doreen Assaad préside le conseil."
        return answer("Doreen Assaad préside le conseil [1].", cite("2021-2022", quote))


class NeverAnswers(Good):
    def reply(self, question: str) -> Answer:
        return refusal()


class WrongYear(Good):
    def reply(self, question: str) -> Answer:
        if IDS[question] != "membres":
            return super().reply(question)
        quote = "Espace MUNI compte 426 membres."
        return answer("Espace MUNI compte 426 membres [1].", cite("2023-2024", quote))


class WrongCitation(Good):
    def reply(self, question: str) -> Answer:
        right = super().reply(question)
        other = cite("2021-2022", "Doreen Assaad préside le conseil.")
        return replace(right, citations=(other,)) if IDS[question] == "infolettres" else right


class NoCitation(Good):
    def reply(self, question: str) -> Answer:
        right = super().reply(question)
        return replace(right, answer=right.answer.replace(" [1]", ""), citations=())


class InventedQuote(Good):
    def reply(self, question: str) -> Answer:
        right = super().reply(question)
        invented = tuple(
            replace(citation, quote=citation.quote.replace("compte", "réunit"))
            for citation in right.citations
        )
        return replace(right, citations=invented)


class InventedNumber(Good):
    def reply(self, question: str) -> Answer:
        right = super().reply(question)
        return replace(right, answer=right.answer.replace(" [1]", ", dont 88 nouveaux [1]"))


class PageDump(Good):
    def reply(self, question: str) -> Answer:
        right = super().reply(question)
        return replace(right, answer=f"{right.answer} " * 40) if right.answered else right


class WorstFirst(Good):
    def years(self, question: str) -> Sequence[str]:
        return list(reversed(super().years(question)))
