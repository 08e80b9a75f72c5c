"""How well entries of the banks hold what a question asks, against the documents.

Two measures say it on both sides alike: closeness in meaning, and the share of the
question's weight in words. Which side answers is their comparison, not a list of turns of
phrase; the turns that go with measures or grants only add to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.bank.model import BankHit, BankKind
from assistant.bank.telling import stems
from assistant.evidence.matching import coverage, match
from assistant.question.model import Question, Term
from assistant.retrieval import Retrieved

COVER = 0.32  # what a question all held in words adds to closeness in meaning
NAMED = 0.25  # …and the title of the entry in the question
TURNS = 0.3  # …and turns that go with its kind
STRANGER = 0.12  # what a name of the question that the entry lacks takes away
LEAST = 0.03  # what an entry must hold, its kind left out, from which an entry may answer
FOREIGN = 0.13  # by which a question in another language stands lower
OTHER_NAME = 0.5  # …and a name given to what is asked of, which is not the entry's
KNOWN = 0.75  # share of a question that documents hold, from which they are asked first
_CALLED = re.compile(
    r"\b(?:programme|fonds|subvention|mesure|bourse|prix|grant|measure|program) (?:« ?|\"|“)?"
    r"(?P<name>[A-ZÀ-Þ][^?!.,;:()»\"”]{2,60})"
)
# Words that ask for an entry or for a column of it, and are not what it is about.
_SPOKEN = stems(
    "mesure mesures subvention subventions programme aide aides argent montant financement"
    " financer finance financé fonds payer paie paye dollars bourse initiative idée existe donner"
    " offrir demander date limite taux maximum minimum plus grant funding money pays"
)
_AFTER = re.compile(r" (?:en|pour|dans|a|est|va|peut|donne|finance|de la|in|for) ")
_ORDINAL = re.compile(r"\d+(?:e|er|re|eme)")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry that may answer.

    Attributes:
        cosine: to the question; None where the entry has no vector.
        near: the same on the scale of ``likeness``, 0 where there is none.
        cover: share of the question's weight that it holds in words.
        named: the question holds its whole title.
        held: both, with what names add or take.
        standing: and what turns that go with its kind add.
    """

    hit: BankHit
    cosine: float | None
    near: float
    cover: float
    named: bool
    held: float
    standing: float


def weighed(
    question: Question,
    hits: Sequence[BankHit],
    cosines: Sequence[float | None],
    scaled: Callable[[float], float],
    turns: Collection[BankKind],
    org: Collection[str],
    mended: Mapping[str, str] | None = None,
) -> tuple[Row, ...]:
    """Entries with how well they stand, best first.

    Args:
        cosines: of each to the question.
        scaled: a cosine on the scale of ``likeness``.
        turns: kinds that the turns of the question go with.
        org: stems of the name that all documents bear, which tell nothing.
        mended: stem as typed to the stem that the bank reads in its place.
    """
    read = mended or {}
    terms = [
        replace(term, stem=read.get(term.stem, term.stem)) for term in _terms(question, org)
    ]
    top = max((term.weight for term in terms), default=0.0)
    # A word that the documents lack weighs as much as any: the banks may hold it.
    terms = [term if term.known else replace(term, weight=top) for term in terms]
    called = _called(question.text)
    asked = stems(question.standalone)
    rows = []
    for hit, cosine in zip(hits, cosines, strict=True):
        closeness = 0.0 if cosine is None else scaled(cosine)
        held = stems(" . ".join((hit.title, hit.text, *(value for _, value in hit.fields))))
        cover = coverage(terms, ((held, 1.0),))
        named = names(asked, hit)
        worth = closeness + COVER * cover + NAMED * named - STRANGER * _strangers(terms, held)
        worth -= OTHER_NAME * _is_another(called, hit)
        standing = worth + TURNS * (hit.kind in turns)
        rows.append(Row(hit, cosine, closeness, cover, named, worth, standing))
    return tuple(sorted(rows, key=lambda row: -row.standing))


def may_answer(row: Row, question: Question) -> bool:
    """Whether an entry holds enough of a question to be given as an answer."""
    foreign = FOREIGN if question.language == "en" else 0.0
    return row.held >= LEAST - foreign


def lean(
    question: Question,
    best: Row | None,
    retrieved: Retrieved,
    scaled: Callable[[float], float],
    turns: Collection[BankKind],
) -> float:
    """Whether the banks (above 0) or the documents hold what is asked.

    A logistic model of six measures, its weights fitted on questions of both sorts.
    """
    if best is None:
        return -9.0
    passages = (hit.channels.semantic for hit in retrieved.hits)
    nearest = max((one for one in passages if one is not None), default=0.0)
    top = retrieved.ranked[0] if retrieved.ranked else None
    cover, score = (top.cover, top.score) if top else (0.0, 0.0)
    gap = best.near - scaled(nearest)
    value = 0.66 + 8.7 * gap - 1.5 * cover - 1.4 * score
    value += 1.2 * ("grant" in turns) + 1.2 * ("measure" in turns)
    value -= 1.2 * bool(question.asked.years) + 2.0 * bool(question.series)
    value -= 0.6 * (question.kind == "list")
    if cover >= KNOWN:
        return min(value, -0.2)
    return value + 0.8 * best.named


def names(asked: Collection[str], hit: BankHit) -> bool:
    """Whether a question holds all the words of an entry's title, two at least."""
    title = stems(re.sub(r"\(.*?\)", " ", hit.title))
    return len(title) >= 2 and title <= set(asked)


def _terms(question: Question, org: Collection[str]) -> list[Term]:
    left = [term for term in question.terms if term.stem not in org]
    return [term for term in left if term.stem not in _SPOKEN] or left or list(question.terms)


def _strangers(terms: Sequence[Term], held: frozenset[str]) -> int:
    """Names, ranks and numbered things of a question that an entry does not hold; two at most."""
    return min(2, sum(
        term.name and not match(term, held) and not (term.word.isupper() and term.word.isalpha())
        and (not any(char.isdigit() for char in term.word) or bool(_ORDINAL.fullmatch(term.stem)))
        for term in terms
    ))  # fmt: skip


def _called(text: str) -> frozenset[str]:
    """Stems of the name that a question gives to a measure or a grant (« le programme Toits… »)."""
    match = _CALLED.search(text)
    name = _AFTER.split(match["name"])[0] if match else ""
    found = stems(name)
    return found if len(found) >= 2 else frozenset()


def _is_another(called: Collection[str], hit: BankHit) -> bool:
    if not called:
        return False
    own = stems(" ".join((hit.title, *(v for name, v in hit.fields if name == "organization"))))
    return len(own & set(called)) < 0.6 * len(called)
