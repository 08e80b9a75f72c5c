"""How well one statement answers, by rules: the signs that are summed, and their sum."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import coverage
from assistant.evidence.people import is_vice
from assistant.evidence.signs import cell_bonus, kind_bonus, label_bonus, year_penalty
from assistant.question.model import Question, Term

SENSE = 0.05  # worth of a standard score of meaning beside shares of words
_LEANING = 0.4  # of it, for a question whose sense is told by the one before
_HELD_BACK = 0.02  # of it, when what is asked is whether the statement answers at all
_TITLE, _SHARED_TITLE = 0.7, 0.35


@dataclass(frozen=True, slots=True)
class Scored:
    """A statement and the signs that it answers.

    Attributes:
        cover: share of the question's weight found in and around it.
        own: share found in it and its lead-ins.
        kind: for the kind of answer asked (a date, a person); about -0.3 to 0.5.
        vice: a vice-president is told of and the president asked for.
        label, cell: it announces itself as about what is asked; a cell is just that.
        year: against it, for stating another year than the one asked.
        sense: its meaning beside that of the others, less for a follow-up.
        score: overall, about 0 to 1.4.
        said: the score with less of the meaning in it: a statement may be the nearest in
            meaning and not answer, so whether it does is told by its words first.
    """

    candidate: Candidate
    cover: float
    own: float
    kind: float
    vice: bool
    label: float
    cell: float
    year: float
    sense: float

    @property
    def score(self) -> float:
        """See the class."""
        statement = self.candidate.statement
        score = 0.5 * self.cover + 0.4 * self.own + 0.12 * self.candidate.rank
        score += SENSE * self.sense + self.kind - 0.2 * self.vice
        score += self.label + self.cell - self.year
        score -= 0.12 * (statement.kind == "heading")
        score -= 0.1 * statement.text.rstrip().endswith(":")
        return score - 0.15 * (len(self.candidate.own) <= 1)

    @property
    def said(self) -> float:
        """See the class."""
        return self.score - _HELD_BACK * self.sense


def scored(
    candidate: Candidate,
    question: Question,
    wanted: Sequence[Term],
    held: Sequence[Term],
    total: float,
    years: Sequence[str],
    org: Collection[str],
) -> Scored:
    """The signs of one statement.

    Args:
        wanted: terms of the question, the body's own name left out.
        held: those of them that its passage may hold; the others count for nothing in it.
        total: weight of the terms wanted.
        years: years that evidence must hold for.
        org: stems of the bodies' own names.
    """
    titled = _SHARED_TITLE if candidate.shared else _TITLE
    own = coverage(
        held, ((candidate.own, 1.0), (candidate.lead, 0.85), (candidate.heading, titled)), total
    )
    return Scored(
        candidate=candidate,
        cover=coverage(held, candidate.fields, total),
        own=own,
        kind=kind_bonus(candidate, question, wanted, org),
        vice=is_vice(candidate, wanted),
        label=label_bonus(candidate, question),
        cell=cell_bonus(candidate, wanted),
        year=year_penalty(candidate, years),
        sense=candidate.sense * (_LEANING if question.context else 1.0),
    )
