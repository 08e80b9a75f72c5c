"""A small world for evaluation tests: two yearly reports, and assistants that break one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, AnswerFigure, AnswerKind, Citation, Understood
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
        id="suite", question="Et qui le préside ?", type="who",
        docs=("2021-2022.txt",), evidence=("Doreen Assaad préside",), answer="Doreen Assaad",
        answer_regex="Assaad", history=("Combien de membres en 2021-2022 ?",),
    ),
    GoldQuestion(
        id="budget", question="Quel était le budget ?", type="unanswerable", wrong_regex=r"\d+ *\$",
    ),
)  # fmt: skip
RIGHT = {
    "membres": ("2021-2022", "Espace MUNI compte 375 membres."),
    "infolettres": ("2023-2024", "Dix-sept infolettres ont été envoyées."),
    "presidence": ("2021-2022", "Doreen Assaad préside le conseil."),
    "suite": ("2021-2022", "Doreen Assaad préside le conseil."),
}
FIGURES = {
    "membres": AnswerFigure("membres", "375", 375.0, "membre", "2021-2022", 1),
    "infolettres": AnswerFigure("infolettres", "Dix-sept", 17.0, None, "2023-2024", 1),
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
    return Answer(text, True, kind, understood, citations, confidence=0.5)


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
        made = answer(f"{quote.removesuffix('.')} [1].", cite(year, quote))
        shown = FIGURES.get(IDS[question])
        return replace(made, figures=(shown,) if shown else ())

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


class SureOfItsFaults(AlwaysAnswers):
    def reply(self, question: str) -> Answer:
        sure = 0.5 if IDS[question] in RIGHT else 0.9
        return replace(super().reply(question), confidence=sure)


class UnsureOfItsFaults(AlwaysAnswers):
    def reply(self, question: str) -> Answer:
        sure = 0.5 if IDS[question] in RIGHT else 0.1
        return replace(super().reply(question), confidence=sure)


class ForgetsHistory(Good):
    def reply(self, question: str) -> Answer:
        if IDS[question] != "suite":
            return super().reply(question)
        quote = "Espace MUNI compte 375 membres."
        return answer("Espace MUNI compte 375 membres [1].", cite("2021-2022", quote))


class OtherFigure(Good):
    """Says the right thing and shows another figure beside it."""

    def shown(self, figure: AnswerFigure) -> AnswerFigure:
        raise NotImplementedError

    def reply(self, question: str) -> Answer:
        right = super().reply(question)
        if IDS[question] != "membres":
            return right
        return replace(right, figures=tuple(map(self.shown, right.figures)))


class WrongValueShown(OtherFigure):
    def shown(self, figure: AnswerFigure) -> AnswerFigure:
        return replace(figure, value="57", number=57.0)


class WrongUnitShown(OtherFigure):
    def shown(self, figure: AnswerFigure) -> AnswerFigure:
        return replace(figure, unit="%")


class WrongYearShown(OtherFigure):
    def shown(self, figure: AnswerFigure) -> AnswerFigure:
        return replace(figure, year="2019-2020")


class WrongLabelShown(OtherFigure):
    def shown(self, figure: AnswerFigure) -> AnswerFigure:
        return replace(figure, label="adresses")


class NeverAnswers(Good):
    def reply(self, question: str) -> Answer:
        return refusal()


class WrongYear(Good):
    def reply(self, question: str) -> Answer:
        if IDS[question] != "membres":
            return super().reply(question)
        quote = "Espace MUNI compte 426 membres."
        shown = AnswerFigure("membres", "426", 426.0, "membre", "2023-2024", 1)
        said = answer("Espace MUNI compte 426 membres [1].", cite("2023-2024", quote))
        return replace(said, figures=(shown,))


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
