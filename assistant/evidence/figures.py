"""Which figure answers: what it counts, about what, for when, and how surely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.candidates import Candidate
from assistant.evidence.labels import new_or_ratio, paired_short_forms, read_label
from assistant.evidence.matching import coverage, match
from assistant.evidence.register import (
    Entry,
    holds_for,
    is_container,
    lead_noun,
    mentions_increase,
)
from assistant.question.model import Question
from ingest.french.folding import fold
from ingest.french.tokens import terms

SENSE = 0.01  # worth of a standard score of meaning
_SHARE = 0.85  # of a percentage, whatever noun stands near it
_NEARBY = 0.7  # the same, when the noun is said only in its section
_SAME = 0.75  # from here on the figure counts the asked noun, under its name or another
_AMONG = 0.65  # « municipalités et MRC membres »: the asked noun is not the one counted
_TIMES = terms("fois")[0]
_MONEY = frozenset(
    terms("argent montant somme budget dollars enveloppe financement fonds coût prix valeur aide")
)
_DURATIONS = frozenset(terms("temps durée"))
_TIME_UNITS = frozenset(
    terms("heures h minutes min secondes s jours jour semaines semaine mois années an ans")
)
_PEOPLE = frozenset(terms("personnes monde gens individus personne people"))
_HUMAN = frozenset(
    terms(
        "utilisateurs visiteurs participants participantes citoyens abonnés abonnements élus "
        "bénévoles familles experts conférenciers panélistes voisins résidents répondants "
        "inscrits inscriptions spécialistes signataires internautes jeunes enfants aînés personnes"
    )
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure that may answer.

    Attributes:
        head: how well what it counts is what is asked, 0 to 1.
        cover: share of the other words of the question found around it, 0 to 1.
        score: overall, about 0 to 1.
    """

    entry: Entry
    candidate: Candidate | None
    head: float
    cover: float
    score: float


def score_figure(
    entry: Entry, candidate: Candidate | None, question: Question, org: frozenset[str]
) -> Scored:
    """How well a figure answers a figure question.

    Args:
        entry: the figure.
        candidate: its statement in context, when it was retrieved.
        question: as understood.
        org: stems of the body's own name, which tell nothing.
    """
    head = _head(entry, candidate, question)
    focus = [term for term in question.focus if term.stem not in org]
    counted = question.counted[1:] if head >= _SAME else question.counted
    rest = [term for term in counted if not match(term, entry.head)]
    wanted = [*focus, *rest] if question.symbol is None else focus
    fields = _fields(entry, candidate)
    cover = coverage(wanted, fields) if wanted else 1.0
    told = question.symbol is not None and head == 1
    extra = _unasked(entry, question, bool(wanted) or told, org)
    if candidate is not None and _joint(candidate.statement.text, question):
        extra += 0.04
    score = 0.42 * head + 0.42 * cover + 0.06 * entry.figure.confidence
    score += 0.1 * (candidate.rank if candidate else 0.3)
    score += SENSE * (candidate.sense if candidate else 0.0)
    said = coverage(focus, ((entry.label, 1.0),)) if focus else 0.0
    if candidate is not None and said < 0.3 and is_part(entry, candidate.statement.text):
        score -= 0.15
    score += 0.04 * entry.figure.label.startswith("Nombre")
    score += 0.05 * (entry.figure.year in question.asked.years)
    score += 0.1 * (question.asked.date is not None and entry.figure.date == question.asked.date)
    if not wanted and _elsewhere(entry, question, org):
        score -= 0.15
    return Scored(entry, candidate, head, cover, score - extra)


def _elsewhere(entry: Entry, question: Question, org: frozenset[str]) -> bool:
    """Whether the title above a figure is about something that was not asked."""
    heading = entry.figure.heading[-1:]
    if not heading or " / " in heading[0]:
        return False
    stems = frozenset(terms(heading[0])) - org
    return bool(stems) and not any(match(term, stems) for term in question.counted)


def _fields(entry: Entry, candidate: Candidate | None) -> tuple[tuple[frozenset[str], float], ...]:
    if candidate is None:
        return ((entry.label, 1.0), (entry.context, 0.75))
    (own, _), *around = candidate.fields
    return ((entry.label, 1.0), (own, 0.85), (entry.context, 0.8), *around)


def _head(entry: Entry, candidate: Candidate | None, question: Question) -> float:
    """Whether the figure counts what is asked."""
    unit = entry.figure.unit
    if question.symbol is not None:
        if unit != question.symbol:
            return 0.0
        if unit == "$" and all(term.stem in _MONEY for term in question.counted):
            return _SHARE
        around = [match(term, entry.label) for term in question.counted]
        said = [match(term, entry.context) for term in question.counted]
        near = candidate.section if candidate is not None else frozenset()
        said += [match(term, near) for term in question.counted] if question.symbol == "%" else []
        if question.symbol == "%" and any(said):  # told by what is said of it, not by its noun
            return max([_SHARE if any(said[: len(around)]) else _NEARBY, *around])
        return max([0.75 if not around or any(said) else 0.6, *around])
    if unit == "%" and question.counted:
        count_asked = re.search(r"\bnombre\b|\bnb\b", fold(question.standalone)) is not None
        return (0.4 if count_asked else 0.9) * max(
            match(term, entry.label) for term in question.counted
        )
    if not question.counted:
        return 0.0 if _times_asked(question) else 0.5
    first, *others = question.counted
    noun = lead_noun(entry.figure.label)
    if first.stem in _DURATIONS:
        return 0.95 if set(terms(unit or "")) & _TIME_UNITS else 0.3 * match(first, entry.label)
    if _TIMES in entry.label:  # « consultée 6 900 fois »: the verb says what is counted
        done = match(first, entry.label | (candidate.own if candidate else frozenset()))
        return done if _times_asked(question) else 0.95 * done
    if _times_asked(question):  # only a count of that very act: « consultations », « écoutes »
        return match(first, frozenset({noun})) if noun else 0.0
    best = match(first, frozenset({noun})) if noun else 0.0
    best = max(best, _AMONG * match(first, entry.head))
    best = max(best, 0.8 * match(first, entry.each), _of_people(entry, noun, question))
    if is_container(entry) and any(match(t, frozenset({noun})) == 1 for t in question.terms):
        best = max(best, 0.9 * match(first, entry.head))  # « le coffre à outils comprend 44 »
    if best < 1:
        best = max(best, 0.55 * match(first, entry.label), 0.5 * match(first, entry.context))
        best = max([best, *(0.8 for term in others if match(term, entry.head) == 1)])
    return best


def _times_asked(question: Question) -> bool:
    return re.search(r"\bcombien de fois\b", fold(question.standalone)) is not None


def _of_people(entry: Entry, noun: str, question: Question) -> float:
    """How well a figure that counts people counts those asked for.

    « personnes participantes » are participants; « signataires » are the people who sign;
    « écoutes » tell how many people listened.
    """
    first = question.counted[0]
    if noun in _PEOPLE and match(first, entry.head) == 1:
        return 1.0
    if first.stem in _PEOPLE and noun not in _PEOPLE and not entry.head & _HUMAN:
        held = fold(entry.figure.label).split()
        acts = [t for t in question.focus if _ACT.search(t.word) and fold(t.word) not in held]
        return 0.85 * any(match(term, frozenset({noun})) == 1 for term in acts)
    if first.stem in _PRESENT and noun in _PEOPLE:
        return 0.8
    if first.stem not in _PEOPLE or not entry.head & _HUMAN:
        return 0.0
    told = noun not in _PEOPLE and any(match(t, frozenset({noun})) for t in question.focus)
    return 1.0 if told else 0.9


_ACT = re.compile(r"(?:ée?s?|er|ent|ait)$")  # « écouté », « visionnent »
_PRESENT = frozenset(terms("participants participantes présences invités assistance"))
def _unasked(entry: Entry, question: Question, focused: bool, org: frozenset[str]) -> float:
    """Penalty for what the figure says that was not asked."""
    figure, told = entry.figure, read_label(entry.figure.label)
    extra = [
        stem for stem in entry.label - question.said - org - told.neutral if not stem.isdigit()
    ]
    penalty = min(len(extra), 4) * (0.02 if focused else 0.06)
    if extra and not focused and told.restricted:
        penalty += 0.4
    qualifier = figure.qualifier or ""
    if qualifier.startswith("taille"):
        penalty += 0.5
    if re.search("augmentation|hausse|baisse|diminution", qualifier):
        penalty += 0.0 if mentions_increase(question.standalone) else 0.35
    noun = question.counted[0].word if question.counted else ""
    fresh_asked, ratio_asked = new_or_ratio(question.standalone, noun)
    if fresh_asked != told.fresh:
        penalty += 0.12
    if ratio_asked != told.ratio:
        penalty += 0.12  # « pages par visite » are not pages
    if _joint(figure.label, question):
        penalty += 0.1
    if not _same_day(figure.date, question):
        penalty += 0.5
    return penalty


def _joint(label: str, question: Question) -> bool:
    """Whether a label counts two short forms together when only one was asked (« PFM/MADA »)."""
    pairs = paired_short_forms(label)
    if not pairs:
        return False
    asked = {term.stem for term in question.terms}
    return any(len(asked & pair) == 1 for pair in pairs)


def _same_day(date: str | None, question: Question) -> bool:
    return question.asked.date is None or date is None or date == question.asked.date


def best_figures(
    entries: Sequence[Entry],
    candidates: Sequence[Candidate],
    question: Question,
    years: Sequence[str],
    org: frozenset[str],
    known: dict[str, Scored] | None = None,
) -> list[Scored]:
    """Figures that hold for ``years``, best first; ties by document and place.

    Args:
        known: scores worked out for the same question and candidates, by figure; added to.
    """
    known = {} if known is None else known
    by_statement = {candidate.statement.id: candidate for candidate in candidates}
    pool = {entry.figure.id: entry for entry in entries if holds_for(entry, years)}
    for figure, entry in pool.items():
        if figure not in known:
            candidate = by_statement.get(entry.figure.statement_id)
            known[figure] = score_figure(entry, candidate, question, org)
    return sorted((known[figure] for figure in pool if known[figure].head > 0), key=_order)


def _order(one: Scored) -> tuple[float, str, int, int]:
    figure = one.entry.figure
    return (-one.score, figure.document_id, figure.page, figure.start)


def is_part(entry: Entry, text: str) -> bool:
    """Whether the figure is said as a part of another one (« 77 personnes, dont 44 membres »)."""
    at = text.find(entry.figure.value)
    return at > 0 and re.search(r"\bdont\b[^,;.]*$", text[:at]) is not None


def organization_stems(names: Sequence[str | None]) -> frozenset[str]:
    """Stems of the bodies' own names."""
    return frozenset(stem for name in names if name for stem in terms(name))
