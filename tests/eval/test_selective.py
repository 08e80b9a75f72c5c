from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, AnswerFigure, Understood
from eval.exactness import Exactness, exactness
from eval.gold import GoldQuestion
from eval.selective import area, risk_coverage

GIVEN = st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.sampled_from([0.0, 0.5, 1.0])))


def test_the_curve_is_worked_out_by_hand() -> None:
    points = risk_coverage([(0.9, 0.0), (0.2, 1.0), (0.5, 0.0)], asked=4)
    assert [(p.coverage, p.risk) for p in points] == [(0.25, 0), (0.5, 0), (0.75, 1 / 3)]
    assert area(points) == pytest.approx((0 + 0 + 1 / 3) / 3)
    assert area(()) is None


@given(GIVEN, st.randoms())
def test_the_order_of_equally_sure_answers_does_not_matter(
    given_: list[tuple[float, float]], rng: object
) -> None:
    forward = risk_coverage(given_, len(given_) + 1)
    backward = risk_coverage(given_[::-1], len(given_) + 1)
    assert [p.risk for p in forward] == pytest.approx([p.risk for p in backward])
    if forward:
        mean = sum(loss for _, loss in given_) / len(given_)
        assert forward[-1].risk == pytest.approx(mean)
        assert forward[-1].coverage == pytest.approx(len(given_) / (len(given_) + 1))


def asked(answer: str | None, year: str | None = "2021-2022", kind: str = "figure") -> GoldQuestion:
    return GoldQuestion(id="q", question="Combien d'abonnés ?", type=kind, answer=answer, year=year)


def shown(*figures: AnswerFigure, answered: bool = True) -> Answer:
    return Answer("", answered, "figure", Understood("", "figure", (), "fr", None), (), figures)


ABONNES = AnswerFigure("abonnés LinkedIn", "2 330", 2330.0, "abonné", "2021-2022", 1)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (asked("2 330 abonnés"), shown(ABONNES), Exactness(True, True, True, True)),
        (asked("2330"), shown(ABONNES), Exactness(True, None, True, True)),
        (asked("2 330 abonnés", "2022"), shown(ABONNES), Exactness(True, True, True, True)),
        (asked("2 330 abonnés", "2019"), shown(ABONNES), Exactness(True, True, False, True)),
        (asked("2 330 abonnés", None), shown(ABONNES), Exactness(True, True, None, True)),
        (asked("2 330 $"), shown(ABONNES), Exactness(True, False, True, True)),
        (asked("45 abonnés"), shown(ABONNES), Exactness(False, False, False, False)),
        (
            asked("2 330 abonnés"),
            shown(ABONNES, answered=False),
            Exactness(False, False, False, False),
        ),
    ],
)
def test_each_part_of_a_figure_is_judged(
    question: GoldQuestion, answer: Answer, expected: Exactness
) -> None:
    assert exactness(question, answer) == expected


@pytest.mark.parametrize(
    "question", [asked(None), asked("2009"), asked("aucun"), asked("3", kind="list")]
)
def test_a_question_without_figure_expects_none(question: GoldQuestion) -> None:
    assert exactness(question, shown(ABONNES)) is None
