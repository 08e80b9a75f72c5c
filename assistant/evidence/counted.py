"""Whether a figure counts what is asked: people, money, percents, acts, things."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import match
from assistant.evidence.register import Entry, is_container
from assistant.question.model import Question
from ingest.french.folding import fold
from ingest.french.tokens import terms

SAME = 0.75  # from here on the figure counts the asked noun, under its name or another
_SHARE = 0.85  # of a percentage, whatever noun stands near it
_NEARBY = 0.7  # the same, when the noun is said only in its section
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
# Acts that stand for the people who do them: « 258 écoutes ».
_ACTS = frozenset(
    terms(
        "écoutes visites vues consultations visionnements inscriptions abonnements réponses "
        "lectures téléchargements présences adhésions"
    )
)
_PRESENT = frozenset(terms("participants participantes présences invités assistance"))
_ACT = re.compile(r"(?:ée?s?|er|ent|ait)$")  # « écouté », « visionnent »


def counts(entry: Entry, candidate: Candidate | None, question: Question) -> float:
    """How well what a figure counts is what is asked, 0 to 1."""
    unit = entry.figure.unit
    if question.symbol is not None:
        return _of_symbol(entry, candidate, question)
    if unit == "%" and question.counted:
        count_asked = _says(r"\bnombre\b|\bnb\b", question.standalone)
        return (0.4 if count_asked else 0.9) * max(
            match(term, entry.label) for term in question.counted
        )
    if not question.counted:
        return 0.0 if times_asked(question) else 0.5
    first = question.counted[0]
    noun = entry.noun
    if first.stem in _DURATIONS:
        return 0.95 if set(terms(unit or "")) & _TIME_UNITS else 0.3 * match(first, entry.label)
    if _TIMES in entry.label:  # « consultée 6 900 fois »: the verb says what is counted
        done = match(first, entry.label | (candidate.own if candidate else frozenset()))
        return done if times_asked(question) else 0.95 * done
    if times_asked(question):  # only a count of that very act: « consultations », « écoutes »
        return match(first, frozenset({noun})) if noun else 0.0
    return _of_noun(entry, noun, question)


def _of_symbol(entry: Entry, candidate: Candidate | None, question: Question) -> float:
    """Of a percentage or an amount, when one is asked."""
    unit = entry.figure.unit
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


def _of_noun(entry: Entry, noun: str, question: Question) -> float:
    first, *others = question.counted
    best = match(first, frozenset({noun})) if noun else 0.0
    best = max(best, _AMONG * match(first, entry.head))
    best = max(best, 0.8 * match(first, entry.each), _of_people(entry, noun, question))
    if is_container(entry) and any(match(t, frozenset({noun})) == 1 for t in question.terms):
        best = max(best, 0.9 * match(first, entry.head))  # « le coffre à outils comprend 44 »
    if best < 1:
        best = max(best, 0.55 * match(first, entry.label), 0.5 * match(first, entry.context))
        best = max([best, *(0.8 for term in others if match(term, entry.head) == 1)])
    return best


def times_asked(question: Question) -> bool:
    """Whether it is asked how many times something was done."""
    return _says(r"\bcombien de fois\b", question.standalone)


@lru_cache(maxsize=256)
def _says(pattern: str, text: str) -> bool:
    """Whether a question says something: asked for each figure, worked out once."""
    return re.search(pattern, fold(text)) is not None


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
        if noun not in _ACTS:
            return 0.0
        acts = [t for t in question.focus if _ACT.search(t.word) and fold(t.word) not in held]
        return 0.85 * any(match(term, frozenset({noun})) == 1 for term in acts)
    if first.stem in _PRESENT and noun in _PEOPLE:
        return 0.8
    if first.stem not in _PEOPLE or not entry.head & _HUMAN:
        return 0.0
    told = noun not in _PEOPLE and any(match(t, frozenset({noun})) for t in question.focus)
    return 1.0 if told else 0.9
