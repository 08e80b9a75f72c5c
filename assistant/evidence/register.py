"""The register of figures in memory: look-up by what is counted, year and subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.matching import match
from assistant.question.model import Term
from ingest.french.dates import contains, years_of
from ingest.french.folding import fold
from ingest.french.tokens import terms, tokenize
from ingest.records import Document, Figure

_COUNT_OF = re.compile(r"^(?:nombres?|total|nb|quantite)s? (?:total )?(?:de |d'|d’|des |du )", re.I)
# « Le coffre à outils MADA comprend »: all of it is what is counted.
_COUNTING_VERB = re.compile(r"(?:comprend|compte|totalise|regroupe|contient)$")
_LINK = frozenset(
    "de du des d a au aux en pour par sur dans qui dont avec aupres l chez que ayant".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure with its words.

    Attributes:
        head: stems of what is counted (« nouvelles ententes »).
        label: stems of the whole label and unit.
        context: stems of its lead-ins and titles.
        about: stems of its document's title.
        each: stems of what there is one of for each thing counted (« onze villes ont signé
            une entente » counts ententes too).
    """

    figure: Figure
    document: Document
    head: frozenset[str]
    label: frozenset[str]
    context: frozenset[str]
    about: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()


_ONE_EACH = re.compile(
    r"^[^,;:]{3,60}? (?:ont|avaient|auront) (?:chacune? |toutes? |tous )?[^\W\d_]+ (?:une?|leur)"
    r" ((?:nouvelle |premi[èe]re? |nouveau )?[^\W\d_]+)",
    re.IGNORECASE,
)


def one_each(label: str) -> frozenset[str]:
    """Stems of the thing that each of those counted has one of; empty when none is told."""
    said = _ONE_EACH.match(label)
    return frozenset(terms(said[1])) - _QUALIFYING if said else frozenset()


def head_words(label: str) -> list[str]:
    """Words of a label before its first complement: what is counted."""
    if _COUNTING_VERB.search(label):
        return [token.stem for token in tokenize(label) if not token.stop]
    words: list[str] = []
    for piece in re.split(r"\s—\s", label):
        text = _COUNT_OF.sub("", piece)
        for token in tokenize(text):
            if token.word in _LINK and words:
                break
            if not token.stop or token.word in _LINK:
                words.append(token.stem)
            if len(words) >= 5:
                break
    return words


def is_container(entry: Entry) -> bool:
    """Whether a label names what holds the things counted (« Le coffre à outils comprend »)."""
    return _COUNTING_VERB.search(entry.figure.label) is not None


_QUALIFYING = frozenset(
    terms("nouveaux nouvelles premières premiers autres grandes grands derniers total nombre")
)


def lead_noun(label: str) -> str:
    """Stem of the noun that is counted, adjectives before it passed over; empty when none."""
    return next((stem for stem in head_words(label) if stem not in _QUALIFYING), "")


class Register:
    """Figures of an index generation, found by the stems of their labels."""

    def __init__(self, figures: Sequence[Figure], documents: Sequence[Document]) -> None:
        by_id = {document.id: document for document in documents}
        self.entries: list[Entry] = []
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._by_context: dict[str, list[int]] = defaultdict(list)
        self.by_statement: dict[str, list[int]] = defaultdict(list)
        for figure in figures:
            document = by_id.get(figure.document_id)
            if document is None:
                continue
            place = len(self.entries)
            entry = Entry(
                figure,
                document,
                frozenset(head_words(figure.label)),
                frozenset(terms(f"{figure.label} {figure.unit or ''}")),
                frozenset(terms(" ".join((*figure.heading[-2:], *figure.lead)))),
                frozenset(terms(document.title)),
                one_each(figure.label),
            )
            self.entries.append(entry)
            self.by_statement[figure.statement_id].append(place)
            for stem in entry.label:
                self._by_stem[stem].append(place)
            for stem in entry.context - entry.label:
                self._by_context[stem].append(place)
        self.ids = {entry.figure.id: entry for entry in self.entries}

    def counting(self, counted: Sequence[Term], limit: int = 400) -> list[Entry]:
        """Entries whose label holds a counted word or one that stands for it."""
        places: dict[int, None] = {}
        for term in counted:
            for stem in (term.stem, *(s for phrase in term.others for s in phrase[:1])):
                places.update(dict.fromkeys(self._by_stem.get(stem, ())))
        found = [self.entries[place] for place in places]
        return [e for e in found if any(match(t, e.label) for t in counted)][:limit]

    def naming(self, wanted: Sequence[Term], limit: int = 2000) -> list[Entry]:
        """Entries whose label or titles hold a wanted word or one that stands for it."""
        places: dict[int, None] = {}
        for term in wanted:
            for stem in (term.stem, *(s for phrase in term.others for s in phrase[:1])):
                places.update(dict.fromkeys(self._by_stem.get(stem, ())))
                places.update(dict.fromkeys(self._by_context.get(stem, ())))
        return [self.entries[place] for place in list(places)[:limit]]

    def stated_by(self, statement_id: str) -> list[Entry]:
        """Entries of one statement, in order."""
        return [self.entries[place] for place in self.by_statement.get(statement_id, ())]


def holds_for(entry: Entry, asked: Sequence[str]) -> bool:
    """Whether a figure holds for one of the years asked; always when none is asked."""
    return not asked or any(year_matches(entry, year) for year in asked)


def year_matches(entry: Entry, asked: str) -> bool:
    """Whether a figure holds for the year or period asked.

    A figure that states its own year is matched by that year; else by the period of its
    document. A period asked takes figures dated within it, from a document of that period.
    """
    stated, period = entry.figure.year, entry.document.year
    if stated is None:
        return False
    if stated == asked or contains(stated, asked):
        return True
    if "-" not in asked or "-" in stated:
        return False
    return period == asked and int(stated) in years_of(asked)


def mentions_increase(text: str) -> bool:
    """Whether a text asks for a change rather than for a level."""
    return _CHANGE.search(fold(text)) is not None


_CHANGE = re.compile(
    r"\b(?:augment|hausse|baiss|diminu|croissance|grandi|grossi|progress|monte|gagne|perdu|bondi)"
)
