"""A summary: the key sentences of the section asked about, in its own order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.compose.draft import Draft, Sentence, Support, words
from assistant.compose.found import Found
from assistant.compose.phrasing import capital, clipped, ended, has_year
from assistant.compose.prose import compose_prose
from assistant.evidence.candidates import Candidate
from assistant.evidence.matching import coverage
from ingest.french.numbers import find_numbers
from ingest.records import Document, Statement

LIMIT = 210  # words
_MOST = 9  # sentences


@dataclass(frozen=True, slots=True)
class _Section:
    document: Document
    heading: tuple[str, ...]
    score: float


def compose_summary(found: Found) -> Draft | None:
    """Key sentences of the best section; a document's opening when a document is named."""
    section = _best_section(found)
    if section is None or section.score < 0.5:
        return compose_prose(found)
    statements = [
        one for one in found.section(section.document)
        if one.heading == section.heading and one.kind != "heading"
        and not one.text.rstrip().endswith(":")
    ]  # fmt: skip
    chosen = _key_sentences(found, statements)
    if not chosen:
        return compose_prose(found)
    sentences = [_sentence(one, section, rank == 0) for rank, one in enumerate(chosen)]
    return Draft("summary", tuple(sentences), section.score)


def _best_section(found: Found) -> _Section | None:
    wanted = [term for term in found.question.terms if term.stem not in found.org]
    groups: dict[tuple[str, tuple[str, ...]], list[Candidate]] = defaultdict(list)
    for candidate in found.candidates:
        groups[(candidate.document.id, candidate.statement.heading)].append(candidate)
    best: _Section | None = None
    for (_, heading), members in groups.items():
        if not heading:
            continue
        union = frozenset().union(*(one.own for one in members))
        titled = 0.7 if members[0].shared else 1.0
        cover = coverage(wanted, ((members[0].heading, titled), (union, 0.75)))
        named = coverage(wanted, ((members[0].heading, titled),))
        size = min(len(members), 6) / 6
        score = 0.45 * cover + 0.35 * named + 0.1 * members[0].rank + 0.1 * size
        if best is None or score > best.score:
            best = _Section(members[0].document, heading, score)
    return best


def _key_sentences(found: Found, statements: Sequence[Statement]) -> list[Statement]:
    """Sentences with figures and the first of each list first; then in document order."""
    if not statements:
        return []
    weights: list[tuple[float, int]] = []
    seen: set[int] = set()
    for place, one in enumerate(statements):
        weight = 1.0 if one.group not in seen else 0.3
        seen.add(one.group)
        weight += 0.8 if find_numbers(one.text) else 0.0
        weight += 0.4 if one.kind == "sentence" and place < 3 else 0.0
        weight -= 0.5 if len(one.text.split()) < 4 else 0.0
        weights.append((-weight, place))
    kept: list[int] = []
    total = 0
    for _, place in sorted(weights):
        size = min(words(statements[place].text), 40)
        if len(kept) >= _MOST or total + size > LIMIT:
            continue
        kept.append(place)
        total += size
    return [statements[place] for place in sorted(kept)]


def _sentence(one: Statement, section: _Section, first: bool) -> Sentence:
    text = ended(capital(clipped(one.text.rstrip(" ;,"), None, 40)))
    if first:
        title = section.heading[-1]
        year = section.document.year
        label = f"{title} ({year})" if year and not has_year(title) else title
        text = f"{capital(label)} : {text}"
    return Sentence(text, (Support.of(section.document, [one]),), item=False)
