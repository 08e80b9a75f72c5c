"""A question as understood: what is asked, about what, for when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.answer import AnswerKind
from assistant.question.times import Asked

# Stems that are told apart but say nearly the same.
COUSINS = {"municipal": "municipalit", "municipalit": "municipal"}


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that carries its subject.

    Attributes:
        word: as typed (after correction).
        stem: what is matched.
        weight: how much it tells (inverse document frequency; less for words taken from
            an earlier question).
        others: stem sequences that mean the same: synonyms, acronym expansions.
        known: the documents hold it, or one of ``others``.
        name: it is a proper name, an acronym or a number.
        kin: stems of the corpus that share its root.
        singles, phrases: ``others`` of one stem, and of several (worked out).
        reach: every stem that can count for it; a text without any holds nothing of it.
    """

    word: str
    stem: str
    weight: float
    others: tuple[tuple[str, ...], ...] = ()
    known: bool = True
    name: bool = False
    kin: frozenset[str] = frozenset()
    singles: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    phrases: tuple[tuple[str, ...], ...] = field(init=False, repr=False, compare=False, default=())
    reach: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        singles = frozenset(phrase[0] for phrase in self.others if len(phrase) == 1)
        object.__setattr__(self, "singles", singles)
        object.__setattr__(self, "phrases", tuple(p for p in self.others if len(p) > 1))
        told = frozenset(stem for phrase in self.others for stem in phrase)
        cousins = frozenset(filter(None, (COUSINS.get(self.stem),)))
        object.__setattr__(self, "reach", told | self.kin | cousins | {self.stem})


@dataclass(frozen=True, slots=True)
class Question:
    """One question, ready to be searched and answered.

    Attributes:
        text: as given.
        standalone: after follow-up resolution and correction; what is shown as understood.
        language: of the question.
        kind: what is asked for.
        asked: times asked about.
        terms: its subject, times and question words left out.
        counted: for a figure, the words counted (« membres »), a subset of ``terms``.
        symbol: ``%`` or ``$`` when the question wants one.
        query: what is searched.
        corrected: spelling-corrected form, None when nothing was corrected.
        series: stems that name the kind of document to answer from (« selon le webinaire »).
        context: the earlier questions that it leans on, empty when it stands alone.
        said: stems of its terms and of what means the same (worked out).
    """

    text: str
    standalone: str
    language: Literal["fr", "en"]
    kind: AnswerKind
    asked: Asked
    terms: tuple[Term, ...]
    counted: tuple[Term, ...]
    symbol: str | None
    query: str
    corrected: str | None
    series: tuple[str, ...] = ()
    context: str = ""
    said: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        others = (stem for term in self.terms for phrase in term.others for stem in phrase)
        object.__setattr__(self, "said", frozenset((*(t.stem for t in self.terms), *others)))

    @property
    def whole(self) -> str:
        """The question and the earlier ones that it leans on, in one text."""
        return f"{self.text} {self.context}" if self.context else self.standalone

    @property
    def focus(self) -> tuple[Term, ...]:
        """Terms other than the counted words."""
        counted = {term.stem for term in self.counted}
        return tuple(term for term in self.terms if term.stem not in counted)
