"""Follow-ups: a question that leans on the one before is made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.french.dates import PERIOD, SHORT_PERIOD, YEAR
from ingest.french.folding import fold
from ingest.french.tokens import tokenize

_OPENING = re.compile(
    r"^\W*(?:et|puis|pis|mais|ok|alors|sinon|aussi|and|what about|how about)\b[ ,]*(?:pour|en|a"
    r"|au|aux|sur|"
    r"chez|dans|for|in|at|on)?\b"
)
_CORRECTION = re.compile(
    r"^\W*(?:(?:oups|oh|ah|pardon|desole|excuse[sz]?|scuse[sz]?|sorry|attends?)\b[ ,!]*)*"
    r"(?:non|no|pas (?:ca|cela)|plutot|je (?:parle|parlais|voulais dire|pensais)|en fait"
    r"|i meant)\b[ ,]*"
)
_MEANT = re.compile(
    r"^\W*(?:(?:oups|oh|ah|pardon|d[ée]sol[ée]e?|excuse[sz]?|scuse[sz]?|sorry|attends?)\b[ ,!]*)*"
    r"(?:non|no|plut[oô]t|en fait)?[ ,]*(?:je (?:parlais|parle|voulais dire|pensais)"
    r"|i meant)?[ ,]*"
    r"(?:plut[oô]t )?(?:de la |de l['’]|du |des |de |d['’]|à la |au |à |the )?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\bl'(?=a |ont |avait |avaient |aura |a-t-)"
    r"|\b(?:elle|il|ils|elles|ca|cela|celui|celle|ceux|celles|celui-ci|celle-ci|leur|leurs|lui|y|en|"
    r"(?<=peut )l[ae']|(?<=doit )l[ae']|(?<=peuvent )l[ae']|la-dedans|la-dessus|parmi ca|dans ca|"
    r"ce dernier|cette derniere|la-bas|it|they|them|this one|that one|she|he|its|their"
    r"|(?:ce|cet|cette|ces|this|that|these|those) (?:chiffres?|nombres?|total|taux|montants?"
    r"|resultats?|figures?|numbers?|rate|amount))\b"
)
_IMPERSONAL = re.compile(
    r"\b(?:il y a|y a-t-il|il y avait|y avait-il|il faut|s'agit-il|il s'agit|y a-t-il eu|y a eu"
    r"|en (?:19|20)\d\d|en (?:ligne|personne|virtuel|presentiel|date|cours|plus|moyenne|tout"
    r"|quoi|quelle?"
    r"|ete|hiver|automne|region|milieu|matiere|bref|tant|vue|developpement|situation|camp"
    r"|habitation"
    r"|conciliation|concertation|sante|securite|loisir)|est-ce que? c'est ca)\b"
)
_ASKS = re.compile(
    r"\b(?:combien|qui|quand|comment|pourquoi|ou|que|quoi|quel(?:le)?s?|how|who|when|where|why"
    r"|what|which)\b(?!$)"
)
_TIMES = (PERIOD, SHORT_PERIOD, YEAR)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question made to stand alone.

    Attributes:
        question: what is now asked (the earlier one with a new year, or the text itself).
        context: the earlier question it leans on, empty when it stands alone.
        standalone: one question to show.
        substituted: the earlier question was taken over with a change.
        replaced: the text only names a thing in place of one named before (« et sur X ? »).
    """

    question: str
    context: str
    standalone: str
    substituted: bool = False
    replaced: bool = False


def resolve(text: str, history: Sequence[str]) -> Resolved:
    """One standalone question from a question and those before it, oldest first."""
    base = timed = Resolved("", "", "")
    for earlier in history:
        base = _step(earlier, base)
        timed = base if _first_time(base.question) else timed
    untimed = not base.context and not _first_time(base.question)
    if not _content(text) and timed.question and untimed:
        base = timed  # « et à l’été 2024 ? » goes back to the question that had a time
    return _step(text, base)


def _step(text: str, base: Resolved) -> Resolved:
    alone = Resolved(text, "", text)
    if not base.question or not _leans(text):
        return alone
    content = _content(text)
    if not content:
        swapped = _swap_years(base.question, text)
        if swapped is not None:
            standalone = _swap_years(base.standalone, text) or swapped
            return Resolved(swapped, base.context, standalone, True)
    if _CORRECTION.match(fold(text)):
        meant = _MEANT.sub("", text).strip(" .?!")
        return _about(meant, base) if meant else alone
    return _about(text, base)


def _about(text: str, base: Resolved) -> Resolved:
    topic = base.question.strip(" ?!.")
    context = topic if not base.context else f"{topic} {base.context}"
    shown = text.rstrip(" ?!.")
    standalone = f"{shown} (au sujet de : {topic}) ?"
    return Resolved(text, context[:600], standalone, replaced=_only_names(text))


def _only_names(text: str) -> bool:
    """Whether a text asks nothing itself and refers back to nothing: it names another thing."""
    folded = " ".join(fold(text).split())
    refers = _PRONOUN.search(_IMPERSONAL.sub(" ", folded)) is not None
    return not refers and _ASKS.search(folded) is None and 0 < len(_content(text)) <= 4


def _content(text: str) -> list[str]:
    """Subject words of a text, times and opening words left out."""
    for pattern in _TIMES:
        text = pattern.sub(" ", text)
    text = _OPENING.sub(" ", fold(text))
    skipped = {"an", "annee", "dernier", "derniere", "passe", "passee", "rapport", "precedent"}
    skipped |= {"suivant", "suivante", "precedente", "prochain", "prochaine"}
    skipped |= {"following", "previous", "next", "year", "after", "before", "the"}
    return [t.word for t in tokenize(text) if not t.stop and t.word not in skipped]


def _leans(text: str) -> bool:
    """Whether the question cannot be read without the one before."""
    folded = " ".join(fold(text).split())
    content = _content(text)
    if not content or _CORRECTION.match(folded):
        return True
    if _OPENING.match(folded) and len(content) <= 7:
        return True
    bare = _IMPERSONAL.sub(" ", folded)
    inverted = re.sub(r"-(?:t-)?(?:il|elle|ils|elles)\b", " ", bare)
    if _PRONOUN.search(inverted) and len(content) <= 5:
        return True
    if _PRONOUN.search(bare) and len(content) <= 2:
        return True
    asks = re.search(r"\b(?:combien|quand|comment|pourquoi|ou|quel(?:le)?s?)\b", folded)
    if any(pattern.search(text) for pattern in _TIMES):
        return False
    return len(content) <= 1 and asks is not None and not re.search(r"[A-Z]{2,}", text)


def _swap_years(question: str, text: str) -> str | None:
    """The earlier question with the years of ``text``; None when ``text`` has none."""
    found = _first_time(text) or _shifted(question, text)
    relative = re.search(
        r"l['’]an(?:n[ée]e)? (?:dernier|pass[ée]e?)|l['’]ann[ée]e (?:derni[èe]re|pass[ée]e"
        r"|d['’]avant)|aujourd['’]hui|"
        r"actuellement|maintenant", text, re.IGNORECASE
    )  # fmt: skip
    said = found or (relative.group() if relative else None)
    if said is None:
        return None
    for pattern in _TIMES:
        if pattern.search(question):
            return pattern.sub(said, question, count=1)
    joint = "en " if found else ""
    return f"{question.rstrip(' ?!.')} {joint}{said} ?"


_NEXT = re.compile(
    r"\b(?:an(?:nee)?|exercice|rapport) (?:suivante?|d['’]apres|prochaine?)\b"
    r"|\b(?:next|following) (?:year|report)\b|\b(?:the )?year after\b"
)
_BEFORE = re.compile(
    r"\b(?:an(?:nee)?|exercice|rapport) (?:precedente?|d['’]avant)\b"
    r"|\bprevious (?:year|report)\b|\b(?:the )?year before\b"
)


def _shifted(question: str, text: str) -> str | None:
    """The time of the earlier question a year later or earlier (« l’année suivante »)."""
    held, folded = _first_time(question), fold(text)
    step = 1 if _NEXT.search(folded) else -1 if _BEFORE.search(folded) else 0
    if held is None or not step:
        return None

    def moved(number: re.Match[str]) -> str:
        digits = number.group()
        return f"{int(digits) + step:0{len(digits)}d}"

    return re.sub(r"\d{4}|\d{2}", moved, held)


def _first_time(text: str) -> str | None:
    for pattern in _TIMES:
        match = pattern.search(text)
        if match:
            return match.group()
    return None
