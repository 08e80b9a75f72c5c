"""Definitions: what a short form stands for, then the sentence that says what the thing is."""

from __future__ import annotations

import re

from assistant.compose.draft import Draft, Sentence, Support, within
from assistant.compose.found import Found
from assistant.compose.phrasing import capital
from assistant.compose.prose import LIMIT, compose_prose
from assistant.evidence.candidates import Candidate
from assistant.question.model import Term
from assistant.wording import say
from ingest.french.folding import fold
from ingest.french.tokens import terms


def compose_definition(found: Found) -> Draft | None:
    """« RMA : Réseau Municipalités accessibles », then what it is; None when unknown."""
    spelled = next(
        (made for term in found.question.terms if (made := _spelled(found, term)) is not None), None
    )
    draft = compose_prose(found)
    if spelled is None:
        return draft
    rest = [
        one for one in (draft.sentences if draft else ())
        if one.support != spelled.support and len(one.text.split()) > 6
    ]  # fmt: skip
    score = max(0.9, draft.score if draft else 0.0)
    return Draft("definition", within([spelled, *rest[:1]], LIMIT), score)


def _spelled(found: Found, term: Term) -> Sentence | None:
    """The long form of a short form, cited where a document writes it."""
    long = found.lexicon.spelled.get(fold(term.word))
    if long is None:
        return None
    stems = set(terms(long))
    holding = [one for one in found.candidates if stems <= one.own]
    if not holding:
        return None
    best = max(holding, key=lambda one: (_defines(one, term), one.document.year or "", one.rank))
    text = say("definition_of", found.question.language, short=_short(term), long=capital(long))
    return Sentence(text, (Support.of(best.document, [best.statement]),))


def _short(term: Term) -> str:
    return term.word.upper() if term.word.islower() else term.word


def _defines(candidate: Candidate, term: Term) -> bool:
    pattern = rf"\({re.escape(fold(term.word))}\)"
    return re.search(pattern, fold(candidate.statement.text)) is not None
