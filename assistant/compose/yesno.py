"""Oui or non, and why; neither when the documents do not settle it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.draft import Draft, within
from assistant.compose.found import Found
from assistant.compose.prose import LIMIT, acceptable, sentence_of
from assistant.compose.threshold import bound_of, compose_bound
from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import coverage, match
from assistant.evidence.statements import Ranked
from assistant.question.model import Term
from assistant.question.synonyms import ANTONYMS
from assistant.wording import say
from ingest.french.folding import fold
from ingest.french.tokens import terms

_NEGATION = re.compile(
    r"\bn['e ]\s?(?:\w+ ){0,2}(?:pas|plus|jamais|aucun\w*)\b|\baucune?\b|\bannul\w+"
    r"|\bcela n'a pas eu lieu"
)
_ONLY = re.compile(r"\b(?:exclusivement|uniquement|seulement|reserve(?:e|s|es)? a)\b(.{0,80})")
# The question is about who may: « ouvert aux… », « une ville peut-elle… ».
_FOR_WHOM = re.compile(
    r"\b(?:aux?|a tou\w+|pour|par|reserve\w*|accessibles?|peut|peuvent|puis|pouvons|droit|can|open"
    r"|ouvert\w*|offert\w*|permis\w*|utilis\w+|n'importe qui)\b"
)
_INHABITANTS = frozenset(terms("personnes habitants individus citoyens résidents"))
_OTHER_HELD = 0.6  # least share of the question, numbers apart, that such a statement holds
_SURE = 0.8  # coverage by the statement itself from which « oui » may be said
_DENIED = 0.6  # and from which a negation may be read as « non »


def compose_yesno(found: Found) -> Draft | None:
    """The statement that settles the question, with oui or non before it."""
    bound = bound_of(found.question)
    if bound is not None:
        return compose_bound(found, bound)
    ranked = [one for one in found.ranked if acceptable(one, found)]
    if not ranked:
        return None
    wanted = [term for term in found.question.terms if term.stem not in found.org]
    best, verdict = _settling(ranked, wanted, fold(found.question.standalone))
    sentence = sentence_of(best, found)
    if verdict is not None:
        opening = say("yes" if verdict else "no", found.question.language)
        text = sentence.text
        name = re.match(r"[A-ZÀ-Þ][\w-]*[A-ZÀ-Þ]", text) or re.match(r"[A-ZÀ-Þ]\w+ [A-ZÀ-Þ]", text)
        sentence = replace(sentence, text=f"{opening}. {text}" if name else f"{opening} : {text}")
    return Draft("yesno", within([sentence], LIMIT), best.score)


def _denied_in(question: str) -> frozenset[str]:
    """Stems that the question itself denies (« une ville pas membre », « non membre »)."""
    found = re.findall(r"\b(?:pas|non|sans etre)[ -](?:d'|de |des |une? )?(\w+)", question)
    return frozenset(stem for word in found for stem in terms(word))


def _settling(
    ranked: Sequence[Ranked], wanted: Sequence[Term], question: str
) -> tuple[Ranked, bool | None]:
    """The statement that says no, else one that surely says yes, else the best and None.

    A statement that excludes (« exclusivement aux membres ») or says the contrary settles
    the question even when another one holds more of its words.
    """
    denied = _denied_in(question)
    for_whom = _FOR_WHOM.search(question) is not None
    near = [one for one in ranked[:8] if one.score >= ranked[0].score - 0.3]
    for one in near:
        shut = (for_whom or denied) and _excludes(one.candidate, wanted, denied)
        if shut or _opposed(one.candidate, question):
            return one, False
    for one in near:
        if _other_value(one.candidate, wanted, question):
            return one, False
    for one in near[:3]:
        verdict = _affirms(one.candidate, wanted, question)
        if verdict is not None:
            return one, verdict
    return ranked[0], None


def _excludes(candidate: Candidate, wanted: Sequence[Term], denied: frozenset[str]) -> bool:
    """« exclusivement aux municipalités » when the question is about others."""
    only = _ONLY.search(fold(candidate.statement.text))
    if only is None:
        return False
    around = (candidate.own, candidate.lead, candidate.heading)
    lacking = [term for term in wanted if not any(match(term, field) for field in around)]
    title = frozenset(terms(" ".join(candidate.statement.heading[-1:])))
    held = [term for term in wanted if match(term, candidate.own | candidate.lead | title)]
    reserved = bool(denied & set(terms(only[1])))
    return (bool(lacking) or reserved) and sum(t.weight for t in held) >= 0.4 * sum(
        t.weight for t in wanted
    )


def _affirms(candidate: Candidate, wanted: Sequence[Term], question: str) -> bool | None:
    """True when the statement holds the whole question, False when it denies it."""
    text = fold(candidate.statement.text)
    own = coverage(wanted, ((candidate.own, 1.0), (candidate.lead, 0.9), (candidate.heading, 0.6)))
    if _NEGATION.search(text) is not None:
        return False if own >= _DENIED and not _has_contrary(question) else None
    known = [term for term in wanted if term.known]
    sure = coverage(known, ((candidate.own, 1.0), (candidate.lead, 0.9), (candidate.heading, 0.6)))
    return True if sure >= _SURE and own >= _DENIED and len(known) >= 2 else None


_RANKED = re.compile(r"\b(\d{1,3})(?:e|er|re|eme)s?\b(?: (\w+))?")
_QUANTITY = re.compile(r"\b(\d[\d ]{0,20}\d|\d)\s(?!%|\$)([^\W\d_]{4,})")


def _other_value(candidate: Candidate, wanted: Sequence[Term], question: str) -> bool:
    """Whether the statement gives another rank or number of the very thing asked about.

    « la Fête de 2024 était la 17e ? », when « la 18e Fête … 2024 » is what is said.
    """
    text = fold(candidate.statement.text)
    plain = [term for term in wanted if not term.word[:1].isdigit()]
    held = coverage(plain, ((candidate.own, 1.0), (candidate.lead, 0.9), (candidate.heading, 0.7)))
    if held < _OTHER_HELD:
        return False
    asked_rank, said_rank = _RANKED.findall(question), _RANKED.findall(text)
    if asked_rank and said_rank:
        return {rank for rank, _ in asked_rank}.isdisjoint(rank for rank, _ in said_rank)
    asked = {_stem(noun): value.replace(" ", "") for value, noun in _QUANTITY.findall(question)}
    said = {_stem(noun): value.replace(" ", "") for value, noun in _QUANTITY.findall(text)}
    return any(said.get(noun, value) != value for noun, value in asked.items() if noun)


def _stem(word: str) -> str:
    stem = next(iter(terms(word)), "")
    return "person" if stem in _INHABITANTS else stem


def _has_contrary(question: str) -> bool:
    """Whether a word of the question has a contrary: its negation may then mean yes."""
    stems = set(terms(question))
    return any(stems & set(pair[1]) for pair in ANTONYMS)


def _opposed(candidate: Candidate, question: str) -> bool:
    """Whether the statement holds the contrary of a word of the question, not the word."""
    if _NEGATION.search(fold(candidate.statement.text)) is not None:
        return False
    stems = set(terms(question))
    for left, right in ANTONYMS:
        for asked, contrary in ((left, right), (right, left)):
            in_question = stems & set(asked) and not stems & set(contrary)
            if in_question and candidate.own & set(contrary) and not candidate.own & set(asked):
                return True
    return False
