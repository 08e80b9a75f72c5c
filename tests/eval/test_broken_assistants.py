"""Each broken assistant must be caught by the measure that is there to catch it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import toy_assistants as toy

from assistant.answer import Answer, Understood
from assistant.service import AskRequest
from eval.measures import Report
from eval.run import evaluate
from eval.subject import ServiceSubject
from index.hits import Filters, SearchResult
from ingest.errors import NotFoundError, QuestionError
from ingest.records import Page


def report(assistant: toy.Good) -> Report:
    ticks = iter(range(100))
    return evaluate(ServiceSubject(assistant), toy.QUESTIONS, clock=lambda: float(next(ticks)))


def values(assistant: toy.Good) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in report(assistant).measures}


PARTS = ("figure_value", "figure_unit", "figure_year", "figure_label")
PERFECT = values(toy.Good())


def test_a_good_assistant_gets_every_measure_right() -> None:
    assert PERFECT == {
        "recall@1": 1, "recall@5": 1, "recall@10": 1, "success@5": 1, "mrr@10": 1, "map@10": 1,
        "ndcg@10": 1, "answer_accuracy": 1, "overall_accuracy": 1, "followup_accuracy": 1,
        "figures_accuracy": 1, "wrong_figures": 0,
        "figure_value": 1, "figure_unit": 1, "figure_year": 1, "figure_label": 1,
        "citation_recall": 1, "citation_precision": 1, "quote_fidelity": 1, "number_fidelity": 1,
        "abstention_precision": 1, "abstention_recall": 1, "abstention_f1": 1,
        "false_abstention": 0, "aurc": 0, "latency_p50_ms": 1000, "latency_p95_ms": 1000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("assistant", "changed"),
    [
        (
            toy.AlwaysAnswers(),
            {
                "overall_accuracy": 4 / 5,
                "abstention_precision": None,
                "abstention_recall": 0,
                "abstention_f1": None,
                "aurc": pytest.approx(1 / 5),
            },
        ),
        (
            toy.NeverAnswers(),
            {
                "answer_accuracy": 0,
                "overall_accuracy": 1 / 5,
                "followup_accuracy": 0,
                "figures_accuracy": 0,
                **dict.fromkeys(PARTS, 0),
                "citation_recall": None,
                "citation_precision": None,
                "quote_fidelity": None,
                "number_fidelity": None,
                "abstention_precision": 1 / 5,
                "abstention_f1": 2 * (1 / 5) / (1 + 1 / 5),
                "false_abstention": 1,
                "aurc": None,
            },
        ),
        (
            toy.WrongYear(),
            {
                "answer_accuracy": 3 / 4,
                "overall_accuracy": 4 / 5,
                "figures_accuracy": 1 / 2,
                "wrong_figures": 1,
                **dict.fromkeys(PARTS, 1 / 2),
                "aurc": 1 / 4,
            },
        ),
        (
            toy.ForgetsHistory(),
            {
                "answer_accuracy": 3 / 4,
                "overall_accuracy": 4 / 5,
                "followup_accuracy": 0,
                "aurc": 1 / 4,
            },
        ),
        (toy.WrongValueShown(), dict.fromkeys(PARTS, 1 / 2)),
        (toy.WrongUnitShown(), {"figure_unit": 1 / 2}),
        (toy.WrongYearShown(), {"figure_year": 1 / 2}),
        (toy.WrongLabelShown(), {"figure_label": 1 / 2}),
        (toy.WrongCitation(), {"citation_precision": 3 / 4}),
        (
            toy.NoCitation(),
            {
                "citation_recall": 0,
                "citation_precision": None,
                "quote_fidelity": None,
                "number_fidelity": 0,
            },
        ),
        (toy.InventedQuote(), {"quote_fidelity": 3 / 4}),
        (toy.InventedNumber(), {"number_fidelity": 1 / 5}),
        (
            toy.PageDump(),
            {
                "answer_accuracy": 1 / 2,
                "overall_accuracy": 3 / 5,
                "followup_accuracy": 1 / 2,
                "figures_accuracy": 1 / 2,
                "aurc": 1 / 2,
            },
        ),
        (
            toy.WorstFirst(),
            {
                "recall@1": 0,
                "mrr@10": 1 / 2,
                "map@10": 1 / 2,
                "ndcg@10": pytest.approx(0.6309, abs=1e-4),
            },
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, toy.Good) else "",
)
def test_a_broken_assistant_is_caught_by_its_measure_alone(
    assistant: toy.Good, changed: dict[str, float | None]
) -> None:
    assert values(assistant) == PERFECT | changed


def test_confidence_in_the_wrong_answers_costs_more_than_doubt() -> None:
    sure, unsure = values(toy.SureOfItsFaults()), values(toy.UnsureOfItsFaults())
    assert sure["aurc"] == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5) / 5)
    assert unsure["aurc"] == pytest.approx((0 + 0 + 0 + 0 + 1 / 5) / 5)
    assert {**sure, "aurc": None} == {**unsure, "aurc": None}
    curve = report(toy.UnsureOfItsFaults()).curve
    assert [point.coverage for point in curve] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1])
    assert report(toy.NeverAnswers()).curve == ()


def test_a_measure_names_the_questions_that_cost_it() -> None:
    assert report(toy.WrongYear()).measure("wrong_figures").failing == ("membres",)
    assert report(toy.WrongCitation()).measure("citation_precision").failing == ("infolettres",)
    assert report(toy.AlwaysAnswers()).measure("abstention_recall").failing == ("budget",)


def test_an_unknown_measure_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="recall@3"):
        report(toy.Good()).measure("recall@3")


class Refusing(toy.Good):
    def reply(self, question: str) -> Answer:
        if toy.IDS[question] == "membres":
            raise QuestionError("question_too_long", "La question est trop longue.")
        return super().reply(question)


def test_a_question_that_the_assistant_refuses_is_one_failure_and_the_others_go_on() -> None:
    refused, *others = report(Refusing()).results
    assert (refused.answer.answered, refused.score) == (False, 0)
    assert refused.answer.answer == "La question est trop longue."
    assert [result.score for result in others] == [1, 1, 1, 1]


def test_a_fault_of_ours_is_not_hidden() -> None:
    class Faulty(toy.Good):
        def reply(self, question: str) -> Answer:
            raise ZeroDivisionError(question)

    with pytest.raises(ZeroDivisionError, match="membres"):
        report(Faulty())


def test_a_page_that_does_not_exist_makes_a_quote_unfaithful() -> None:
    class Lost(toy.Good):
        def page(self, document_id: str, number: int) -> Page:
            raise NotFoundError("page_not_found", "Cette page n'existe pas.")

    assert values(Lost())["quote_fidelity"] == 0


def test_a_service_without_retrieve_is_searched_as_it_understood_the_question() -> None:
    searched: list[tuple[str, tuple[str, ...]]] = []

    class SearchOnly:
        def ask(self, request: AskRequest) -> Answer:
            understood = Understood("autonome", "figure", ("2021-2022",), "fr", None)
            return replace(toy.refusal(), understood=understood)

        def search(self, query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
            searched.append((query, filters.years))
            return SearchResult(query, None, (toy.hit("2021-2022"),), 1)

        def page(self, document_id: str, number: int) -> Page:
            return Page(number, "")

        def close(self) -> None:
            raise AssertionError("the caller closes the service")

    result = ServiceSubject(SearchOnly()).retrieve("et avant ?", ("Combien ?",), 10)
    assert searched == [("autonome", ("2021-2022",))]
    assert len(result.hits) == 1


def test_types_are_told_apart_in_the_table() -> None:
    rows = {row.type: row for row in report(toy.WrongYear()).by_type}
    assert list(rows) == ["figure", "unanswerable", "who"]
    assert (rows["figure"].count, rows["figure"].accuracy) == (2, 1 / 2)
    assert (rows["unanswerable"].recall_at_5, rows["unanswerable"].answered) == (None, 0)
