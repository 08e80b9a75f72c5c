"""Signs, in a statement, of the kind of answer asked: a date, a definition, a person, a place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.evidence.candidates import Candidate
from assistant.evidence.contact import ADDRESS, asks_contact, has_contact
from assistant.evidence.matching import coverage, match
from assistant.evidence.people import BODY_ASKED, listed, who_bonus
from assistant.question.model import Question, Term
from ingest.french.dates import contains, find_times
from ingest.french.folding import fold
from ingest.french.tokens import terms

_DEFINING = re.compile(
    r"\b(?:est|sont|était|désigne|consiste|permet|permettent|vise|visent|regroupe|assure|guide"
    r"|offre|"
    r"réunit|constitue|veut dire|signifie|combinent|combine|se veut|sert|servent|vient|invite"
    r"|répertorie|"
    r"recense|s['’]adresse|favorise|reconnaissent|reconnaît|comprend)\b"
)
_PLACE = re.compile(
    r"\b(?:à|au|aux|en|dans|de|ville de|hôtesse de) [A-ZÀ-Þ][\w’'-]+|virtuel|en ligne"
)


def kind_bonus(
    candidate: Candidate, question: Question, wanted: Sequence[Term], org: Collection[str]
) -> float:
    """For holding the kind of thing asked: a date, a person, a place, a definition."""
    text, kind = candidate.statement.text, question.kind
    if kind == "who":
        with_whom = re.search(r"\bavec (?:qui|quel)", fold(question.standalone)) is not None
        together = re.search(r"collaboration|partenariat|de concert", text) is not None
        several = BODY_ASKED.search(fold(question.standalone)) and listed(text)
        bonus = 0.25 if (with_whom and together) or several else 0.0
        return who_bonus(candidate, wanted, org) + bonus
    if kind == "when":
        dated = find_times(text)
        return 0.22 if any(w.precision in ("day", "month") for w in dated) else 0.12 * bool(dated)
    if kind == "where" and (forms := asks_contact(question)):
        return 0.45 if has_contact(text, forms) else -0.2
    if kind == "where":
        return 0.15 if _PLACE.search(text) or ADDRESS.search(text) else 0.0
    if kind == "definition":
        return _definition_bonus(candidate, wanted)
    if kind == "keyword" and candidate.statement.kind == "card":
        return 0.1 if any(match(term, candidate.own) == 1 for term in wanted) else 0.0
    return 0.0


def _definition_bonus(candidate: Candidate, wanted: Sequence[Term]) -> float:
    """« X est… », « X permet… », « Pour Y, « X » veut dire : … »."""
    statement = candidate.statement
    lead = fold(" ".join(statement.lead))
    if "veut dire" in lead or "signifie" in lead:
        return 0.5 if any(match(term, candidate.lead) for term in wanted) else 0.0
    opening = frozenset(terms(" ".join(statement.text.split()[:9])))
    held = coverage(list(wanted), ((opening, 1.0),))
    verb = _DEFINING.search(statement.text)
    if verb is None or held < 0.4:
        return 0.16 * held * (statement.kind != "heading")
    subject = frozenset(terms(statement.text[: verb.start()]))
    if not subject or len(subject) > 10:
        return 0.12 * held
    named = coverage(list(wanted), ((subject, 1.0),))
    copula = re.match(r"(?:est|sont) (?:une?|la|le|l['’]|des)\b", statement.text[verb.start() :])
    return 0.28 * named + 0.08 * (copula is not None and named > 0.5)


def label_bonus(candidate: Candidate, question: Question) -> float:
    """« Habitation : … »: a statement that announces itself as about the first word asked."""
    label, colon, _ = candidate.statement.text.partition(" :")
    if not colon or len(label.split()) > 5 or not question.terms:
        return 0.0
    held = frozenset(terms(label))
    return 0.2 if any(match(term, held) == 1 for term in question.terms[:2]) else 0.0


def cell_bonus(candidate: Candidate, wanted: Sequence[Term]) -> float:
    """A table row one of whose cells is just the word asked (« Territoire : Estrie »)."""
    text = candidate.statement.text
    if not candidate.statement.lead or " | " not in candidate.statement.lead[-1]:
        return 0.0
    cells = [frozenset(terms(cell.partition(" : ")[2])) for cell in text.split("; ")]
    return 0.12 if any(frozenset({term.stem}) in cells for term in wanted) else 0.0


def year_penalty(candidate: Candidate, years: Sequence[str]) -> float:
    """A statement that states other years than those asked counts less."""
    stated = candidate.statement.years
    if not years or not stated:
        return 0.0
    for year in years:
        if any(contains(one, year) or contains(year, one) for one in stated):
            return -0.04
    return 0.2
