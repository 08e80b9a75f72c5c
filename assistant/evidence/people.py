"""Who is asked for, and whether a statement names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import match
from assistant.question.model import Question, Term
from assistant.question.names import bodies_in, people_in
from ingest.blocks import starts_with_role
from ingest.french.folding import fold
from ingest.french.tokens import terms

_ORDINAL = re.compile(r"\d{1,2}(?:e|er|re)")


def other_rank(candidate: Candidate, wanted: Sequence[Term]) -> bool:
    """Whether another rank is told than the one asked (« la 2e vice-présidente »)."""
    asked = {
        term.stem
        for term, role in pairwise(wanted)
        if _ORDINAL.fullmatch(term.stem) and _is_role_stem(role.stem)
    }
    said = {stem for stem in candidate.own if _ORDINAL.fullmatch(stem)}
    return bool(asked) and not asked & said


def is_vice(candidate: Candidate, wanted: Sequence[Term]) -> bool:
    """Whether a vice-president is told of when the president is asked for."""
    if "vic" not in candidate.own:
        return False
    presides = any(t.stem.startswith("presid") or "president" in t.singles for t in wanted)
    return presides and all(term.stem != "vic" for term in wanted)


def who_bonus(candidate: Candidate, wanted: Sequence[Term], org: Collection[str]) -> float:
    """For naming the person or the body asked for; against naming none."""
    text = candidate.statement.text
    if other_rank(candidate, wanted):
        return -0.25
    if is_vice(candidate, wanted):
        return 0.0
    if candidate.statement.kind == "card":
        roles = [term for term in wanted if starts_with_role(term.word) or _is_role_stem(term.stem)]
        if roles and all(match(role, candidate.own) >= 0.85 for role in roles):
            return 0.35
        return 0.12
    known = {term.stem for term in wanted} | set(org)
    if _named_in(text, known):
        return 0.3
    return 0.08 if bodies_in(text) else -0.2


def others_named(candidate: Candidate, question: Question, org: Collection[str]) -> bool:
    """Whether a statement names a person or a body that the question does not."""
    text = candidate.statement.text
    known = {term.stem for term in question.terms} | set(org)
    if _named_in(text, known):
        return True
    if not BODY_ASKED.search(fold(question.standalone)):
        return False
    if bodies_in(text):
        return True
    return listed(text)


def listed(text: str) -> bool:
    """Whether a text lists names (« … : Austin, Belœil et Victoriaville »)."""
    return len(re.findall(r"(?:[:,]|\bet) (?!L[ea]s? )[A-ZÀ-Þ][\w’'-]+", text)) >= 2


def _named_in(text: str, known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in people_in(text) if not set(terms(name)) & set(known))


# « qui a financé », « avec qui »: a body may be the answer; « qui est la mairesse » wants a person.
BODY_ASKED = re.compile(
    r"\bavec (?:qui|quel)|\bpar qui\b|\bqui (?:a|ont|avait|finance|offre|organise|soutient"
    r"|produit|publie"
    r"|sont|etaient|compose)\b|\bwho (?:funded|organized|created|developed|are|made|won)\b"
    r"|\bquel(?:le)?s? organ"
)


def _is_role_stem(stem: str) -> bool:
    roots = (
        "president", "tresori", "secretair", "direct", "mair", "coordon", "charg", "presid",
        "vic", "represent", "comptabl", "technicien", "adjoint", "agent", "responsabl", "deleg",
    )  # fmt: skip
    return stem.startswith(roots)
