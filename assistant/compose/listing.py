"""Lists: the whole list that a title or lead-in announces, or one that a sentence holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.compose.draft import Draft, Sentence, Support, within
from assistant.compose.found import Found
from assistant.compose.phrasing import capital, clipped, ended, has_year
from assistant.compose.prose import compose_prose, sentence_of
from assistant.compose.quoting import introducing
from assistant.evidence.candidates import Candidate
from assistant.evidence.demands import enumerates
from assistant.evidence.matching import coverage, match
from assistant.evidence.statements import Ranked
from assistant.question.model import Term
from assistant.wording import say
from ingest.french.numbers import find_numbers
from ingest.french.tokens import terms
from ingest.records import Document, Statement

LIMIT = 230  # words
_ITEM = 26  # words of one item
_MOST = 24  # items
_SAID = 0.62  # least share of the question that a title announces
_NEARLY = 0.05
_SIZES = frozenset(
    terms("grands grandes principaux principales nouveaux nouvelles premières trois quatre")
)
_ANNOUNCED = re.compile(r":[^:;.]+[,;][^:]+\bet\b|:[^:;]+;[^:]+")  # « trois buts : A, B et C »
_COVER = 0.42  # least share of the question that a group and its surroundings hold


@dataclass(frozen=True, slots=True)
class _Group:
    document: Document
    statements: tuple[Statement, ...]
    score: float
    cover: float
    named: bool
    announced: float


def compose_list(found: Found) -> Draft | None:
    """The list that answers, items in order, each cited; else the sentence that lists."""
    group = _best_group(found)
    single = _best_enumeration(found)
    if group is not None and (single is None or group.score >= single.score - 0.2 * group.named):
        return _enumerating(_from_group(found, group), found)
    if single is not None:
        draft = Draft(found.question.kind, (sentence_of(single, found),), single.score)
        return _enumerating(draft, found)
    prose = compose_prose(found)
    return _enumerating(prose, found)


def _enumerating(draft: Draft | None, found: Found) -> Draft | None:
    """A draft that names the things asked for; None when it only speaks of them."""
    if draft is None or found.question.kind != "list":
        return draft
    return draft if enumerates([one.text for one in draft.sentences], found.question) else None


def compose_announced(found: Found) -> Draft | None:
    """A list that a title or lead-in announces in the very words of the question, else prose.

    People name a list without asking for one: « les barrières de l’accompagnement ».
    """
    prose = compose_prose(found)
    group = _best_group(found)
    if group is None or group.announced < _SAID or group.cover < _SAID:
        return prose
    if prose is not None and prose.score > group.score + _NEARLY and not _titles(found, group):
        return prose
    return _from_group(found, group)


def _titles(found: Found, group: _Group) -> bool:
    """Whether the statement that answers best is the title or lead-in of the group."""
    best = found.ranked[0].candidate.statement
    if best.kind != "heading" and not best.text.rstrip().endswith(":"):
        return False
    first = group.statements[0]
    said = best.text.strip(" :")
    return said in (*(lead.strip(" :") for lead in first.lead), *first.heading)


def _best_enumeration(found: Found) -> Ranked | None:
    """The best statement that itself lists things (« A, B, C et D »)."""
    noun = _listed_noun(found)
    listing = []
    for one in found.ranked[:12]:
        text = one.candidate.statement.text
        commas = len(re.findall(r"[,;]\s", text))
        if one.candidate.statement.kind == "card" or one.cover < 0.5:
            continue
        if commas >= 2 or (":" in text and commas >= 1):
            held = one.candidate.own | one.candidate.lead
            score = one.score - 0.25 * (noun is not None and not match(noun, held))
            score += 0.1 * (_ANNOUNCED.search(text) is not None)
            listing.append(replace(one, score=score))
    return max(listing, key=lambda one: one.score, default=None)


def _best_group(found: Found) -> _Group | None:
    by_group: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for candidate in found.candidates:
        by_group[(candidate.document.id, candidate.statement.group)].append(candidate)
    groups = [_scored(found, members) for members in by_group.values()]
    kept = [group for group in groups if group is not None and group.score >= 0.5]
    if not kept:
        return None
    top = max(group.score for group in kept)
    near = [group for group in kept if group.score >= top - 0.05]
    return max(
        near, key=lambda group: (len(group.statements), group.document.year or "", group.score)
    )


def _scored(found: Found, members: Sequence[Candidate]) -> _Group | None:
    items = [one for one in members if _is_item(one.statement)]
    if len(items) < 2:
        return None
    first = items[0]
    wanted = [term for term in found.question.terms if term.stem not in found.org]
    union = frozenset().union(*(one.own for one in items))
    intro = frozenset().union(*(one.own for one in members if not _is_item(one.statement)))
    cover = coverage(
        wanted,
        ((first.lead, 1.0), (intro, 0.95), (first.heading, 0.6 if first.shared else 0.9),
         (union, 0.8), (first.context, 0.4), (first.about, 0.4)),
    )  # fmt: skip
    announced = coverage(wanted, ((first.lead, 1.0), (intro, 1.0), (first.heading, 0.7)))
    score = 0.62 * cover + 0.3 * announced + 0.12 * max(one.rank for one in members)
    noun = _listed_noun(found)
    titles = frozenset() if first.shared else first.heading
    named = noun is not None and match(noun, first.lead | intro | titles) >= 0.75
    if named:  # the lead-in announces the very thing asked (« Constats : »)
        score += 0.15
    if cover < (_COVER - 0.14 if named else _COVER):
        return None
    statements = tuple(one.statement for one in members)
    return _Group(first.document, statements, score, cover, named, announced)


def _listed_noun(found: Found) -> Term | None:
    """What is to be listed: the first noun of the question (« quels grands principes »)."""
    return next((t for t in found.question.terms if t.stem not in _SIZES and not t.name), None)


def _is_item(statement: Statement) -> bool:
    if statement.text.rstrip().endswith(":"):
        return False
    if statement.kind == "heading":
        return bool(statement.heading[:-1]) and " / " in statement.heading[-1]
    return statement.kind in ("item", "card", "key_figure") or bool(statement.lead)


def _from_group(found: Found, group: _Group) -> Draft:
    """All the items of the group, those of neighbouring passages too."""
    wanted = group.statements[0].group
    whole = [s for s in found.section(group.document) if s.group == wanted and _is_item(s)]
    narrowed = _narrowed(found, whole)
    items = (narrowed or whole)[:_MOST]
    topic = _topic(items, group.document)
    intro = _intro(found, group.document, items[0])
    support = [_support(group.document, items, item, intro) for item in items]
    if intro is None and find_numbers(topic):
        topic = ""
    sentences: list[Sentence] = []
    for rank, (item, cited) in enumerate(zip(items, support, strict=True)):
        text = ended(capital(clipped(item.text.rstrip(" ;,."), None, _ITEM)))
        if rank == 0 and topic:
            text = f"{say('list_of', found.question.language, topic=topic)} {text}"
        sentences.append(Sentence(text, (cited,), item=rank > 0))
    return Draft(found.question.kind, within(sentences, LIMIT), group.score)


def _narrowed(found: Found, items: Sequence[Statement]) -> list[Statement]:
    """Items under the innermost lead-in that the question names, when lead-ins differ."""
    leads = {item.lead for item in items}
    if len(leads) < 2:
        return []
    wanted = [t for t in found.question.terms if t.stem not in found.org]
    best, score = None, 0.0
    for lead in sorted(leads):
        stems = frozenset(terms(" ".join(lead)))
        held = sum(term.weight * match(term, stems) for term in wanted)
        if held > score:
            best, score = lead, held
    return [item for item in items if item.lead == best] if best is not None else []


def _intro(found: Found, document: Document, first: Statement) -> Statement | None:
    """The lead-in of a list, quoted with it when it holds a number."""
    if not first.lead or not find_numbers(first.lead[-1]):
        return None
    return introducing(found.section(document), first, first.lead[-1])


def _support(
    document: Document, items: Sequence[Statement], item: Statement, intro: Statement | None
) -> Support:
    """One slice for a compact list on one page, else the item alone."""
    same = [one for one in items if one.page == item.page]
    if intro is not None and intro.page == item.page:
        same = [intro, *same]
    span = max(one.end for one in same) - min(one.start for one in same)
    return Support.of(document, same if span <= 1500 else [item])


def _topic(items: Sequence[Statement], document: Document) -> str:
    first = items[0]
    topic = first.lead[-1] if first.lead else first.heading[-1] if first.heading else ""
    heading = first.heading[-1] if first.heading and " / " not in first.heading[-1] else ""
    if first.lead and heading and len(first.lead[-1].split()) <= 3:
        topic = f"{heading}, {first.lead[-1][:1].lower()}{first.lead[-1][1:]}"
    topic = topic.strip(" :")
    if len(topic) > 160:
        topic = ""
    if document.year and topic and not has_year(topic):
        topic = f"{topic} ({document.year})"
    return capital(topic)
