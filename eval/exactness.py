"""Is a figure exact in each of its parts: value, unit, year, label? Pure.

The figures of an answer are those of ``Answer.figures``: what the page, the API and the
table of figures show. Asked of questions of type ``figure`` whose right answer opens with
its number (« 375 membres », « Plus de 253 personnes », « 37,5 % »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Answer, AnswerFigure
from eval.gold import GoldQuestion
from eval.text import content, digits, numbers, plain, states

_PARTS = re.compile(r"\s*(?P<unit>[%$]|[^\W\d_][\w'’-]*)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Exactness:
    """Which parts of the expected figure an answer gives; None: nothing is expected of it."""

    value: bool
    unit: bool | None
    year: bool | None
    label: bool | None


def exactness(question: GoldQuestion, answer: Answer) -> Exactness | None:
    """How exact the figure of an answer is; None when the question expects none.

    The figure judged is the one with the right value; without any, every part is wrong.
    """
    wanted = _expected(question)
    if wanted is None:
        return None
    number, unit = wanted
    shown = answer.figures if answer.answered else ()
    same = [one for one in shown if states(one.value, number) or _equal(one, number)]
    return Exactness(
        value=bool(same),
        unit=any(_has_unit(one, unit) for one in same) if unit else None,
        year=any(_has_year(one, question.year) for one in same) if question.year else None,
        label=any(_has_label(one, question) for one in same),
    )


def _expected(question: GoldQuestion) -> tuple[str, str | None] | None:
    """The number and its unit, as the right answer writes them."""
    if question.type != "figure" or question.answer is None:
        return None
    text = plain(question.answer)
    stated = numbers(text)
    if not stated or _YEAR.fullmatch(digits(stated[0])):
        return None
    after = text[text.index(stated[0]) + len(stated[0]) :]
    found = _PARTS.match(after)
    unit = found["unit"] if found else None
    usable = unit is not None and (unit in "%$" or bool(content(unit)))
    return stated[0], unit if usable else None


def _equal(figure: AnswerFigure, number: str) -> bool:
    try:
        return float(digits(number).replace(",", ".")) == figure.number
    except ValueError:
        return False


def _has_unit(figure: AnswerFigure, unit: str) -> bool:
    told = f"{figure.value} {figure.unit or figure.label}"
    return unit in told if unit in "%$" else bool(content(unit) & content(told))


def _has_year(figure: AnswerFigure, year: str | None) -> bool:
    """The same year or period, or one year of the period."""
    if year is None or figure.year is None:
        return False
    return figure.year == year or bool(_years(figure.year) & _years(year))


def _has_label(figure: AnswerFigure, question: GoldQuestion) -> bool:
    """The label shares a word of meaning with the question or with its right answer."""
    asked: Iterable[str] = (question.question, question.answer or "", *question.history)
    return bool(content(" ".join(asked)) & content(figure.label or figure.unit or ""))


def _years(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))
