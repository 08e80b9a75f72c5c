"""Oui or non, and why; neither when the documents do not settle it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.draft import Draft, within
from assistant.compose.found import Found
from assistant.compose.prose import LIMIT, acceptable, sentence_of
from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import coverage, match
from assistant.evidence.statements import Ranked, rank_statements
from assistant.question.model import Term
from assistant.question.synonyms import ANTONYMS
from assistant.wording import say
from ingest.french.folding import fold

_NEGATION = re.compile(
    r"\bn['e ]\s?(?:\w+ ){0,2}(?:pas|plus|jamais|aucun\w*)\b|\baucune?\b|\bannul\w+|\bsans\b|\bcela n'a pas eu lieu"
)
_ONLY = re.compile(r"\b(?:exclusivement|uniquement|seulement|reserve(?:e|s|es)? a)\b(.{0,80})")
_SURE = 0.72  # coverage by the statement itself from which « oui » may be said


def compose_yesno(found: Found) -> Draft | None:
    """The statement that settles the question, with oui or non before it."""
    ranked = rank_statements(found.candidates, found.question, found.years, found.org)
    ranked = [one for one in ranked if acceptable(one, found)]
    if not ranked:
        return None
    wanted = [term for term in found.question.terms if term.stem not in found.org]
    best, verdict = _settling(ranked, wanted)
    sentence = sentence_of(best, found)
    if verdict is not None:
        opening = say("yes" if verdict else "no", found.question.language)
        text = sentence.text
        name = re.match(r"[A-ZÀ-Þ][\w-]*[A-ZÀ-Þ]", text) or re.match(r"[A-ZÀ-Þ]\w+ [A-ZÀ-Þ]", text)
        sentence = replace(sentence, text=f"{opening}. {text}" if name else f"{opening} : {text}")
    return Draft("yesno", within([sentence], LIMIT), best.score)


def _settling(ranked: Sequence[Ranked], wanted: Sequence[Term]) -> tuple[Ranked, bool | None]:
    """The best statement that says yes or no, else the best one and None."""
    near = [one for one in ranked[:6] if one.score >= ranked[0].score - 0.12]
    for one in near:
        verdict = _verdict(one.candidate, wanted)
        if verdict is not None:
            return one, verdict
    return ranked[0], None


def _verdict(candidate: Candidate, wanted: Sequence[Term]) -> bool | None:
    text = fold(candidate.statement.text)
    if _opposed(candidate, wanted):
        return False
    only = _ONLY.search(text)
    if only is not None:
        lacking = [t for t in wanted if not match(t, candidate.own)]
        return bool(not lacking)
    own = coverage(wanted, ((candidate.own, 1.0), (candidate.lead, 0.9), (candidate.heading, 0.6)))
    if own < _SURE:
        return None
    negative_question = False
    return (_NEGATION.search(text) is None) != negative_question


def _opposed(candidate: Candidate, wanted: Sequence[Term]) -> bool:
    """Whether the statement holds the contrary of a word of the question, not the word."""
    stems = {term.stem for term in wanted}
    for left, right in ANTONYMS:
        for asked, contrary in ((left, right), (right, left)):
            if stems & set(asked) and not stems & set(contrary):
                if candidate.own & set(contrary) and not candidate.own & set(asked):
                    return True
    return False
