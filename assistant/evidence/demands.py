"""What an answer must hold, by what is asked: a place, a cause, a way to do, a meaning, names.

The statement nearest in words and in meaning often only speaks of the same thing: « le colloque
a réuni 150 personnes » says nothing of where it was held. What lacks the thing asked is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from assistant.evidence.candidates import Candidate
from assistant.evidence.contact import ADDRESS, asks_contact, has_contact
from assistant.evidence.matching import coverage
from assistant.question.model import Question
from ingest.french.folding import fold
from ingest.french.tokens import terms
from ingest.places import place_key, places

_AT = re.compile(
    r"(?<!\w)(?:[àÀ]|[Aa]ux?|[Ee]n|[Dd]ans|[Cc]hez|[Ss]ur|[Vv]ers) "
    r"(?:l['’]|la |le |les )?(?:ville de |[a-zà-ÿ-]{4,} )?([A-ZÀ-Þ][\w’'-]+)"
)
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:[ –-](?:(?:de|du|des|la|le|les) )?[A-ZÀ-Þ][\w’'-]+)*")
_AFAR = re.compile(r"\b(?:en ligne|virtuel|visio\w*|à distance)", re.IGNORECASE)
_SITE = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|ca|net|info|quebec)\b|https?://")
_WHY = re.compile(r"\bpourquoi\b|\bwhy\b|\bpour quelles? raisons?\b|\bpk\b")
_CAUSE = re.compile(
    r"\b(?:car|parce qu|puisqu|afin d|afin qu|pour (?:qu|mieux|ne pas|l['ea]?s? ?\w+r\b|\w+r\b)"
    r"|en raison|faute de|grace a|vu qu|etant donne|compte tenu|vis(?:e|ent|ait|ant)|permet"
    r"|buts?|objectifs?|raisons?|cause|suite a|a la suite|devant|face a|ainsi|donc"
    r"|because|so that)"
)
_STEPS = re.compile(
    r"\b(?:il faut|doit|doivent|suffit|rempli\w*|formulaires?|depos\w+|inscri\w+|ecri(?:re|vez)"
    r"|communiqu\w+|contact\w+|joindre|etapes?|procedure|telecharg\w+|en (?!avant)\w+ant"
    r"|grace a|au moyen|a l'aide|[a-z]{3,}ez)\b|^[a-z]{3,}(?:er|ir|re) "
)
_COORDINATED = re.compile(r"[,;]\s|\bet\b|\bou\b")
_COUNTED = re.compile(
    r"\b(?:les|des|leurs|ses|the|quelles sont les) (\d{1,3}|trois|quatre|cinq|six|sept|huit|neuf"
    r"|dix|onze|douze|three|four|five|ten)\b"
)
_NUMBERS = {
    "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "three": 3, "four": 4, "five": 5, "ten": 10,
}  # fmt: skip
_MANY = 6  # things named that are enough, whatever number was asked
_DEFINED, _TITLED = 0.17, 0.6  # sign of a definition; share of the question in the title
_FRESH = 2  # words that the question does not hold


def meets(candidate: Candidate, question: Question, sign: float, org: Collection[str]) -> bool:
    """Whether a statement holds the kind of thing asked.

    Args:
        sign: of the kind of answer asked, as ``scoring.Scored.kind``.
        org: stems of the bodies' own names.
    """
    text, kind = candidate.statement.text, question.kind
    if _WHY.search(fold(question.standalone)):
        return _CAUSE.search(fold(text)) is not None
    if kind == "where":
        forms = asks_contact(question)
        return has_contact(text, forms) if forms else _places(text, question, org)
    if kind == "howto":
        return _STEPS.search(fold(text)) is not None and _tells(candidate, question)
    if kind == "definition":
        return _means(candidate, question, sign)
    return kind != "open" or _tells(candidate, question)


def enumerates(texts: Sequence[str], question: Question) -> bool:
    """Whether sentences name several things: about as many as the question counts."""
    counted = _COUNTED.search(fold(question.standalone))
    number = counted[1] if counted else "3"
    asked = int(number) if number.isdigit() else _NUMBERS.get(number, 3)
    named = sum(1 + len(_COORDINATED.findall(text)) for text in texts)
    return named >= min(max(asked, 3), _MANY)


def _places(text: str, question: Question, org: Collection[str]) -> bool:
    """A place that the question does not name, an address, a site, or « en ligne »."""
    if _AFAR.search(text) or ADDRESS.search(text) or _SITE.search(text):
        return True
    known = {*question.said, *org}
    at = [name for name in _AT.findall(text) if not name.isupper()]
    named = [name for name in _NAME.findall(text) if place_key(name) in _place_names()]
    return any(not known & set(terms(name)) for name in (*at, *named))


@cache
def _place_names() -> frozenset[str]:
    """Keys of the municipalities, MRC and regions of Québec; « du Québec » is no place."""
    every = [one for several in places().values() for one in several]
    names = {key for one in every for key in (one.name, one.mrc, one.region) if key}
    return frozenset(place_key(name) for name in names) - {place_key("Québec")}


def _means(candidate: Candidate, question: Question, sign: float) -> bool:
    """A definition, or what is said under a title that names the thing; a bare mention is none."""
    statement = candidate.statement
    label, colon, _ = statement.text.partition(" :")
    if sign >= _DEFINED or (colon and coverage(question.terms, ((frozenset(terms(label)), 1.0),))):
        return True
    titled = coverage(question.terms, ((candidate.heading, 1.0), (candidate.lead, 1.0)))
    return titled >= _TITLED and _tells(candidate, question)


def _tells(candidate: Candidate, question: Question) -> bool:
    """Whether a statement says more than the question does."""
    return len(candidate.own - question.said) >= _FRESH
