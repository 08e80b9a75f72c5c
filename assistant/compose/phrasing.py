"""From statements to sentences that can be read alone; the words stay the document's."""

from __future__ import annotations

import re

from ingest.french.dates import find_times
from ingest.french.folding import fold
from ingest.records import Document, Statement

_GENERIC = re.compile(
    r"^(?:objectifs?|resultats?|statistiques?|activites? realisees?|realisations?|realizations|"
    r"actions?|contenus?|utilites?|constats?|au total|en bref|faits saillants|quelques chiffres.*|"
    r"pour en savoir plus|portee|introduction)(?: (?:de l'annee|pour l'annee|de l'appel).*)?$"
)
LONG = 48  # words: a longer sentence is cut to the clause that answers


def ended(text: str) -> str:
    """The text as a sentence: one closing mark, no dangling one."""
    text = text.strip().rstrip(" ;,:–—-").strip()
    if not text:
        return text
    return text if text.endswith((".", "!", "?", "…", "»")) else f"{text}."


def capital(text: str) -> str:
    """First letter in capital, brand names (« métaPRISME ») kept."""
    if re.match(r"[a-zà-ÿ]+[A-Z]", text):
        return text
    return text[:1].upper() + text[1:]


def clipped(text: str, keep: str | None = None, limit: int = LONG) -> str:
    """A long text cut to whole clauses around ``keep``, or to its beginning.

    Nothing is cut inside a clause unless one clause alone is too long.
    """
    if len(text.split()) <= limit:
        return text
    clauses = re.split(
        r"(?<=[;:.])\s+|(?<=,)\s+(?=(?:dont|alors que|tandis que|ainsi que|qui|où|afin)\b)", text
    )
    at = next((i for i, clause in enumerate(clauses) if keep and keep in clause), 0)
    first = last = at
    size = len(clauses[at].split())
    while last + 1 < len(clauses) and size + len(clauses[last + 1].split()) <= limit:
        last += 1
        size += len(clauses[last].split())
    while first > 0 and size + len(clauses[first - 1].split()) <= limit:
        first -= 1
        size += len(clauses[first].split())
    chosen = " ".join(clauses[first : last + 1])
    if len(chosen.split()) > limit:
        chosen = _window(chosen, keep, limit)
    return chosen


def _window(text: str, keep: str | None, limit: int) -> str:
    pieces = text.split()
    at = text.find(keep) if keep else 0
    place = len(text[: max(at, 0)].split())
    first = max(0, min(place - limit // 3, len(pieces) - limit))
    last = min(len(pieces), first + limit)
    opening, closing = ("… " if first else ""), (" …" if last < len(pieces) else "")
    return f"{opening}{' '.join(pieces[first:last])}{closing}"


def topic_of(statement: Statement) -> str | None:
    """The lead-in or title that says what a bare statement is about; None when unclear."""
    for lead in reversed(statement.lead):
        if " | " in lead:  # headings of a table, told cell by cell
            continue
        if not _GENERIC.match(fold(lead).strip(" :")) and len(lead) <= 110:
            return lead.strip(" :")
    if (
        statement.heading
        and " / " not in statement.heading[-1]
        and len(statement.heading[-1]) <= 110
    ):
        return statement.heading[-1]
    return None


def has_year(text: str) -> bool:
    """Whether a text states a year or a period."""
    return any(when.period for when in find_times(text))


def standing_alone(
    statement: Statement, document: Document, keep: str | None = None, with_topic: bool = True
) -> str:
    """The statement as a sentence, with its subject and its year when it lacks them."""
    text = clipped(statement.text.rstrip(" ;,:"), keep)
    bare = statement.kind in ("item", "key_figure") or len(text.split()) <= 7
    topic = topic_of(statement) if bare and with_topic else None
    year = document.year if document.year and not has_year(text) else None
    if topic and fold(topic) not in fold(text):
        if year and not has_year(topic):
            return ended(f"{capital(topic)} ({year}) : {text}")
        return ended(f"{capital(topic)} : {text}")
    if year:
        return ended(f"{capital(text).rstrip('. ')} ({year})")
    return ended(capital(text))
