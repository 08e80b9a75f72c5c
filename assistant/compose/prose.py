"""Who, when, where, definition, keyword and open questions: the sentences that answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.draft import Draft, Sentence, within
from assistant.compose.found import Found
from assistant.compose.quoting import cited
from assistant.evidence.contact import asks_contact, has_contact
from assistant.evidence.demands import meets
from assistant.evidence.matching import coverage, match
from assistant.evidence.people import other_rank, others_named
from assistant.evidence.statements import Ranked
from assistant.question.model import Term
from ingest.french.dates import find_times, years_of
from ingest.french.folding import fold
from ingest.french.tokens import terms

LIMIT = 105  # words
_FAR = 2.5  # behind what speaks most of the thing asked, and does not answer: nothing does
_SURE = 0.6  # chance of the statements given under which the next best one is given too
# Least overall score and least coverage that make a statement an answer, by kind.
_LEAST = {
    "who": (0.52, 0.4),
    "when": (0.55, 0.4),
    "where": (0.45, 0.35),
    "definition": (0.45, 0.35),
    "keyword": (0.45, 0.42),
    "open": (0.42, 0.36),
    "howto": (0.42, 0.36),
    "yesno": (0.45, 0.42),
    "recommendation": (0.4, 0.33),
    "list": (0.45, 0.38),
}


def compose_prose(found: Found) -> Draft | None:
    """The best statement, and those that complete it; None when none answers."""
    ranked = [one for one in found.ranked if acceptable(one, found)]
    if not ranked or ranked[0].weighed < found.ranked[0].weighed - _FAR:
        return None
    best = _first(found, ranked)
    chosen = [best, *_completing(found, best, ranked)]
    chosen += _likely(chosen, ranked)
    sentences = [sentence_of(one, found) for one in chosen]
    return Draft(found.question.kind, within(_distinct(sentences), LIMIT), best.score)


def acceptable(one: Ranked, found: Found) -> bool:
    """Whether a statement may be given as an answer to this kind of question."""
    score, cover = _LEAST.get(found.question.kind, (0.5, 0.45))
    if one.said < score or one.cover < cover:
        return False
    if found.question.kind == "yesno":
        return True
    if not _right_kind(one, found) or _other_year(one, found):
        return False
    if not meets(one.candidate, found.question, one.sign, found.org):
        return False
    if found.question.kind == "open" and not _pair_held(one, found):
        return False
    person = found.question.kind == "who"
    if person and other_rank(one.candidate, found.question.terms):
        return False
    fields = [stems for stems, _ in one.candidate.fields]
    if person:  # whoever is named nearby may be someone else
        candidate = one.candidate
        fields = [candidate.own, candidate.lead, candidate.heading, candidate.near]
    for term in found.question.terms:
        rare = term.weight > found.lexicon.top * (0.4 if person else 0.55)
        needed = term.name and rare and not term.others and term.stem not in found.org
        near = [*fields, *_section(one, found)] if term.word[:1].isdigit() else fields
        if needed and not any(match(term, field) for field in near):
            return False
    return True


def _other_year(one: Ranked, found: Found) -> bool:
    """Whether a statement that dates what is asked dates it of another year."""
    asked, stated = found.question.asked.years, one.candidate.statement.years
    if found.question.kind not in ("when", "who") or len(asked) != 1 or "-" in asked[0]:
        return False
    told = {year for period in stated for year in years_of(period)}
    return bool(told) and int(asked[0]) not in told


def _pair_held(one: Ranked, found: Found) -> bool:
    """« le thème du colloque »: both words of a short question are said, not one alone."""
    wanted = [t for t in found.question.terms if t.stem not in found.org and t.known]
    candidate = one.candidate
    close = (candidate.own, candidate.lead, candidate.heading)
    if len(wanted) != 2 or found.question.context:
        return True
    return all(any(match(term, field) for field in close) for term in wanted)


def _section(one: Ranked, found: Found) -> list[frozenset[str]]:
    """Stems of the statements found under the same title of the same document."""
    mine = one.candidate
    return [
        other.own
        for other in found.candidates
        if other.document.id == mine.document.id
        and other.statement.heading == mine.statement.heading
    ]


def _right_kind(one: Ranked, found: Found) -> bool:
    """Whether the statement holds the kind of thing asked: a date, a person."""
    statement = one.candidate.statement
    if found.question.kind == "when":
        return bool(find_times(statement.text)) or bool(statement.years)
    if found.question.kind == "where" and (forms := asks_contact(found.question)):
        return has_contact(statement.text, forms)
    if found.question.kind == "who":
        return statement.kind == "card" or others_named(one.candidate, found.question, found.org)
    return True


def _first(found: Found, ranked: Sequence[Ranked]) -> Ranked:
    """The best statement; without a year asked, the newest of those that say the same."""
    best = ranked[0]
    if found.years or found.question.kind in ("when", "where", "keyword", "open"):
        return best
    near = [one for one in ranked if one.score >= best.score - 0.05]
    return max(near, key=lambda one: (one.candidate.document.year or "", one.score))


def _completing(found: Found, best: Ranked, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Statements that hold words of the question the best one lacks, or follow it."""
    question = found.question
    wanted = [term for term in question.terms if term.stem not in found.org]
    lacking = [t for t in wanted if not match(t, best.candidate.own | best.candidate.lead)]
    room = {"keyword": 2, "open": 2, "definition": 1, "where": 1, "who": 0, "when": 1}
    most = room.get(question.kind, 1)
    added: list[Ranked] = []
    for one in ranked[1:40]:
        if len(added) >= most:
            break
        if one.candidate.statement.id == best.candidate.statement.id:
            continue
        same_passage = one.candidate.passage.id == best.candidate.passage.id
        gained = [t for t in lacking if match(t, one.candidate.own)]
        strong = one.score >= best.score - 0.12 and same_passage
        if gained and one.score >= best.score - 0.3 and _weight(gained) > 0.12 * _weight(wanted):
            added.append(one)
            lacking = [term for term in lacking if term not in gained]
        elif strong and question.kind in ("keyword", "open", "definition"):
            added.append(one)
    return added


def _likely(chosen: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """The next best statement, where the chosen ones are not likely enough to hold the answer."""
    held = {one.candidate.statement.id for one in chosen}
    if sum(one.chance for one in chosen) >= _SURE:
        return []
    return [one for one in ranked if one.candidate.statement.id not in held][:1]


def _weight(wanted: Sequence[Term]) -> float:
    return sum(term.weight for term in wanted)


def sentence_of(one: Ranked, found: Found) -> Sentence:
    """A ranked statement as a sentence of the answer."""
    candidate = one.candidate
    keep = _keyword_in(candidate.statement.text, found)
    text, support = cited(found, candidate.document, candidate.statement, keep)
    if found.question.kind == "definition" and candidate.statement.lead:
        lead = candidate.statement.lead[-1]
        if re.search(r"veut dire|signifie", lead):
            text = f"{lead} : {text[:1].lower()}{text[1:]}"
    return Sentence(text, (support,))


def _keyword_in(text: str, found: Found) -> str | None:
    """The rarest word of the question as the text writes it."""
    for term in sorted(found.question.terms, key=lambda one: -one.weight):
        for piece in text.split():
            if term.stem in terms(piece):
                return piece
    return None


def _distinct(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences that do not say again what one before says."""
    kept: list[Sentence] = []
    for sentence in sentences:
        body = fold(re.sub(r"\s*\([\d-]+\)", "", sentence.text))
        if not any(_same(body, fold(other.text)) for other in kept):
            kept.append(sentence)
    return kept


def _same(left: str, right: str) -> bool:
    one, other = set(left.split()), set(right.split())
    return bool(one) and len(one & other) / len(one) > 0.8


def term_coverage(wanted: Sequence[Term], text: str) -> float:
    """Share of the wanted words' weight that a text holds."""
    return coverage(wanted, ((frozenset(terms(text)), 1.0),))
