"""Which statement answers: the words of the question, and the kind of answer it holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import coverage, match, weight
from assistant.question.model import Question, Term
from assistant.question.names import bodies_in, people_in
from ingest.blocks import starts_with_role
from ingest.french.dates import contains, find_times
from ingest.french.folding import fold
from ingest.french.tokens import terms

SENSE = 0.05  # worth of a standard score of meaning beside shares of words
_LEANING = 0.4  # of it, for a question whose sense is told by the one before
_HELD_BACK = 0.02  # of it, when what is asked is whether the statement answers at all
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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement that may answer.

    Attributes:
        cover: share of the question's weight found in and around it.
        own: share found in it and its lead-ins.
        score: overall, about 0 to 1.4; what statements are ordered by.
        said: the score with less of the meaning in it: a statement may be the nearest in
            meaning and not answer, so whether it does is told by its words first.
    """

    candidate: Candidate
    cover: float
    own: float
    score: float
    said: float


def rank_statements(
    candidates: Sequence[Candidate], question: Question, years: Sequence[str], org: Collection[str]
) -> list[Ranked]:
    """Statements by how well they answer, best first; ties in document order."""
    wanted = [term for term in question.terms if term.stem not in org] or list(question.terms)
    total = weight(wanted)
    near: dict[str, list[Term]] = {}  # by passage, the terms that it may hold
    ranked = []
    for candidate in candidates:
        held = near.get(candidate.passage.id)
        if held is None:
            held = near[candidate.passage.id] = _within(wanted, candidate.around)
        shares = _shares(candidate, held, total)
        ranked.append(_rank(candidate, question, wanted, years, org, shares))
    return sorted(
        ranked, key=lambda one: (-round(one.score, 6), one.candidate.document.id,
                                 one.candidate.statement.order)
    )  # fmt: skip


def _within(terms: Sequence[Term], stems: frozenset[str] | None) -> list[Term]:
    """The terms that a text may hold something of."""
    return [term for term in terms if stems is None or not term.reach.isdisjoint(stems)]


def _shares(candidate: Candidate, held: Sequence[Term], total: float) -> tuple[float, float]:
    """Shares of the question's weight held in and around a statement, and in it."""
    titled = 0.35 if candidate.shared else 0.7
    within = ((candidate.own, 1.0), (candidate.lead, 0.85), (candidate.heading, titled))
    return coverage(held, candidate.fields, total), coverage(held, within, total)


def _rank(
    candidate: Candidate,
    question: Question,
    wanted: Sequence[Term],
    years: Sequence[str],
    org: Collection[str],
    shares: tuple[float, float],
) -> Ranked:
    cover, own = shares
    sense = candidate.sense * (_LEANING if question.context else 1.0)
    score = 0.5 * cover + 0.4 * own + 0.12 * candidate.rank + SENSE * sense
    score += _kind_bonus(candidate, question, wanted, org)
    score -= 0.2 * _is_vice(candidate, wanted)
    score += _label_bonus(candidate, question)
    score += _cell_bonus(candidate, wanted)
    score -= _year_penalty(candidate, years)
    if candidate.statement.kind == "heading":
        score -= 0.12
    if candidate.statement.text.rstrip().endswith(":"):
        score -= 0.1
    if len(candidate.own) <= 1:
        score -= 0.15
    return Ranked(candidate, cover, own, score, score - _HELD_BACK * sense)


_ORDINAL = re.compile(r"\d{1,2}(?:e|er|re)")
_PHONE = re.compile(r"\b\d{3}[ .-]\d{3}-\d{4}\b")
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.\w{1,24}")
_ADDRESS = re.compile(
    r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
    r"|\b\d{1,5},? (?:rue|boulevard|boul\.|avenue|av\.|chemin|place|rang|route)\b"
)
_URL = re.compile(
    r"\b(?:https?://|www\.)\S+|(?<!@)\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|ca|net|info|quebec)\b(?!@)"
)
_MEANS = (
    (
        (
            r"\b(?:adresse (?:web|internet|url)|url|(?:sur )?quel(?:le)? (?:site|page)"
            r"|lien (?:web|internet|vers|pour)|web address|website)\b"
        ),
        (_URL,),
    ),
    (r"\b(?:courriels?|e-?mails?)\b", (_MAIL,)),
    (r"\b(?:telephones?|phones?)\b", (_PHONE,)),
    (r"\b(?:adresse|address|code postal|bureaux?)\b", (_ADDRESS, _MAIL)),
    (r"\b(?:coordonnees|joindre|contact)\b", (_PHONE, _MAIL, _ADDRESS)),
)


def asks_contact(question: Question) -> tuple[re.Pattern[str], ...]:
    """Forms of address, telephone or e-mail that would answer; none when none is asked."""
    asked = fold(question.standalone)
    return next((forms for wanted, forms in _MEANS if re.search(wanted, asked)), ())


def has_contact(text: str, forms: Sequence[re.Pattern[str]]) -> bool:
    """Whether a text holds an address, a telephone number or an e-mail address asked for."""
    return any(form.search(text) for form in forms)


def _label_bonus(candidate: Candidate, question: Question) -> float:
    """« Habitation : … »: a statement that announces itself as about the first word asked."""
    label, colon, _ = candidate.statement.text.partition(" :")
    if not colon or len(label.split()) > 5 or not question.terms:
        return 0.0
    held = frozenset(terms(label))
    return 0.2 if any(match(term, held) == 1 for term in question.terms[:2]) else 0.0


def _cell_bonus(candidate: Candidate, wanted: Sequence[Term]) -> float:
    """A table row one of whose cells is just the word asked (« Territoire : Estrie »)."""
    text = candidate.statement.text
    if not candidate.statement.lead or " | " not in candidate.statement.lead[-1]:
        return 0.0
    cells = [frozenset(terms(cell.partition(" : ")[2])) for cell in text.split("; ")]
    return 0.12 if any(frozenset({term.stem}) in cells for term in wanted) else 0.0


def other_rank(candidate: Candidate, wanted: Sequence[Term]) -> bool:
    """Whether another rank is told than the one asked (« la 2e vice-présidente »)."""
    asked = {
        term.stem
        for term, role in pairwise(wanted)
        if _ORDINAL.fullmatch(term.stem) and _is_role_stem(role.stem)
    }
    said = {stem for stem in candidate.own if _ORDINAL.fullmatch(stem)}
    return bool(asked) and not asked & said


def _kind_bonus(
    candidate: Candidate, question: Question, wanted: Sequence[Term], org: Collection[str]
) -> float:
    text, kind = candidate.statement.text, question.kind
    if kind == "who":
        with_whom = re.search(r"\bavec (?:qui|quel)", fold(question.standalone)) is not None
        together = re.search(r"collaboration|partenariat|de concert", text) is not None
        listed = _BODY_ASKED.search(fold(question.standalone)) and _listed(text)
        bonus = 0.25 if (with_whom and together) or listed else 0.0
        return _who_bonus(candidate, wanted, org) + bonus
    if kind == "when":
        dated = find_times(text)
        return 0.22 if any(w.precision in ("day", "month") for w in dated) else 0.12 * bool(dated)
    if kind == "where" and (forms := asks_contact(question)):
        return 0.45 if has_contact(text, forms) else -0.2
    if kind == "where":
        return 0.15 if _PLACE.search(text) or _ADDRESS.search(text) else 0.0
    if kind == "definition":
        return _definition_bonus(candidate, wanted)
    if kind == "keyword" and candidate.statement.kind == "card":
        return 0.1 if any(match(term, candidate.own) == 1 for term in wanted) else 0.0
    return 0.0


def _is_vice(candidate: Candidate, wanted: Sequence[Term]) -> bool:
    """Whether a vice-president is told of when the president is asked for."""
    if "vic" not in candidate.own:
        return False
    presides = any(t.stem.startswith("presid") or "president" in t.singles for t in wanted)
    return presides and all(term.stem != "vic" for term in wanted)


def _who_bonus(candidate: Candidate, wanted: Sequence[Term], org: Collection[str]) -> float:
    text = candidate.statement.text
    if other_rank(candidate, wanted):
        return -0.25
    if _is_vice(candidate, wanted):
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
    if not _BODY_ASKED.search(fold(question.standalone)):
        return False
    if bodies_in(text):
        return True
    return _listed(text)


def _listed(text: str) -> bool:
    """Whether a text lists names (« … : Austin, Belœil et Victoriaville »)."""
    return len(re.findall(r"(?:[:,]|\bet) (?!L[ea]s? )[A-ZÀ-Þ][\w’'-]+", text)) >= 2


def _named_in(text: str, known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in people_in(text) if not set(terms(name)) & set(known))


# « qui a financé », « avec qui »: a body may be the answer; « qui est la mairesse » wants a person.
_BODY_ASKED = re.compile(
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


def _year_penalty(candidate: Candidate, years: Sequence[str]) -> float:
    """A statement that states other years than those asked counts less."""
    stated = candidate.statement.years
    if not years or not stated:
        return 0.0
    for year in years:
        if any(contains(one, year) or contains(year, one) for one in stated):
            return -0.04
    return 0.2


def missing_names(question: Question, org: Collection[str]) -> tuple[str, ...]:
    """Names of the question that the documents never mention."""
    return tuple(
        term.word
        for term in question.terms
        if term.name and not term.known and term.stem not in org
    )
