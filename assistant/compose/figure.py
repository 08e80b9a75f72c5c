"""One figure as the answer: the value in the first sentence, for the year asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.draft import Draft, Sentence, Support
from assistant.compose.found import Found
from assistant.compose.quoting import cited
from assistant.evidence.figures import Scored, best_figures
from assistant.evidence.matching import match
from assistant.question.model import Term
from assistant.question.subject import is_verbal
from assistant.wording import say
from ingest.french.dates import years_of
from ingest.french.tokens import terms
from ingest.records import Statement

_APART = 0.15  # score over the second statement from which the first is the one asked about
_QUANTITIES = frozenset(terms("population superficie tirage portée âge salaire déficit"))
HEAD, COVER, SCORE = 0.5, 0.31, 0.6  # least that makes a figure an answer
_OTHER_COVER = 0.55  # least when the noun counted is not the one asked
_SURE_HEAD = 0.7  # least when nothing else in the question tells the figure apart
_MEASURES = frozenset(
    terms("heures minutes secondes jours semaines mois kilomètres mètres kilogrammes litres tonnes")
)
_CLOSE = 0.07  # scores this near are told apart by the year


def compose_figure(found: Found) -> Draft | None:
    """The figure that answers, None when none does."""
    scored = rank_figures(found, found.years)
    if not scored:
        return None
    best = _newest(scored) if not found.years else scored[0]
    sentences = [figure_sentence(found, best)]
    second = _second_part(found, scored, best)
    if second is not None:
        sentences.append(figure_sentence(found, second))
    return Draft("figure", tuple(sentences), best.score)


def rank_figures(found: Found, years: Sequence[str]) -> list[Scored]:
    """Figures good enough to answer for ``years``, best first."""
    question = found.question
    entries = {
        entry.figure.id: entry
        for candidate in found.candidates
        for entry in found.register.stated_by(candidate.statement.id)
    }
    for entry in found.register.counting(question.counted):
        entries.setdefault(entry.figure.id, entry)
    allowed = [
        entry for entry in entries.values()
        if not found.document_ids or entry.document.id in found.document_ids
    ]  # fmt: skip
    scored = best_figures(allowed, found.candidates, question, years, found.org, found.scores)
    return [one for one in scored if good_enough(one, found)]


def good_enough(one: Scored, found: Found) -> bool:
    """Whether a figure may be given as the answer."""
    dated = found.question.asked.date is not None
    dated = dated and found.question.asked.date == one.entry.figure.date
    if one.head < HEAD or one.score < SCORE or (one.cover < COVER and not dated):
        return False
    if found.question.symbol is not None and one.cover < _OTHER_COVER:
        return False
    noun = one.entry.head and found.question.counted[:1]
    if noun and match(noun[0], one.entry.head) < 1 and one.cover < _OTHER_COVER:
        return False
    focused = any(term.stem not in found.org for term in found.question.focus)
    if not focused and one.head < _SURE_HEAD:
        return False
    if _lacks_name(one, found) or _other_measure(one, found) or _lacks_quantity(one, found):
        return False
    if _told_of_another_year(one, found):
        return False
    asked = found.question.standalone.lower()
    simple = "(au sujet de" not in asked and len(re.findall(r"\bcombien\b", asked)) < 2
    return dated or not simple or _mostly_said(one, found) or _stands_out(one, found)


def _stands_out(one: Scored, found: Found) -> bool:
    """Whether the statement of a figure answers far better than any other, by words and sense."""
    if one.candidate is None or one.head < _SURE_HEAD or len(found.ranked) < 2:
        return False
    best, second = found.ranked[:2]
    mine = best.candidate.statement.id == one.candidate.statement.id
    return mine and best.score >= second.score + _APART


def _mostly_said(one: Scored, found: Found) -> bool:
    """Whether more than half of what tells the figure apart is said of it; a name counts twice.

    Verbs and words that no document holds do not count: people say them in many ways.
    """
    focus = [
        term
        for term in found.question.focus
        if term.stem not in found.org and term.known and (term.name or not is_verbal(term.word))
    ]
    candidate = one.candidate
    fields = [one.entry.label, one.entry.context, one.entry.about]
    if candidate is not None:
        fields += [candidate.own, candidate.lead, candidate.heading, candidate.section]
        fields.append(candidate.near)
    worth = {term.stem: 2 if term.name else 1 for term in focus}
    said = sum(worth[t.stem] for t in focus if any(match(t, field) for field in fields))
    return not focus or 2 * said > sum(worth.values())


def _lacks_name(one: Scored, found: Found) -> bool:
    """Whether a name or a number of the question is nowhere around the figure.

    A short form (« PFM ») has to be said of the figure itself, in its label, sentence or
    titles; another name may be said in its section.
    """
    candidate = one.candidate
    close = [one.entry.label, one.entry.context]
    around: list[frozenset[str]] = []
    if candidate is not None:  # what is said further off may be said of something else
        close += [candidate.own, candidate.lead, candidate.heading]
        if candidate.statement.kind == "sentence":  # « … Lors de cet événement, 77 personnes »
            close.append(candidate.near)
        around = [candidate.section]
    if found.document_ids or one.entry.document.kind != "rapport":
        close.append(one.entry.about)
    for term in found.question.terms:
        if not term.name or term.stem in found.org or found.question.series:
            continue
        if not term.known:
            return True
        if term.word[:1].isdigit() and _said_in(term, one, found):
            continue
        fields = close if term.word.isupper() and len(term.word) > 1 else [*close, *around]
        if not any(match(term, field) for field in fields):
            return True
    return False


def _other_measure(one: Scored, found: Found) -> bool:
    """Whether a unit of measure is asked (« combien d’heures ») that the figure is not in."""
    asked = [term.stem for term in found.question.counted[:1] if term.stem in _MEASURES]
    if not asked:
        return False
    unit = terms(one.entry.figure.unit or "")
    return not (set(asked) & {*unit, *one.entry.head})


def _told_of_another_year(one: Scored, found: Found) -> bool:
    """Whether the section of a figure speaks of one year only, which is not the one asked.

    A report of 2021-2022 holds for 2022; its pages on the festival of 2021 do not.
    """
    asked, candidate = found.question.asked.years, one.candidate
    if len(asked) != 1 or "-" in asked[0] or candidate is None:
        return False
    if candidate.statement.years or one.entry.figure.year == asked[0]:
        return False
    told = {
        year
        for other in found.candidates
        if other.document.id == candidate.document.id
        and other.statement.heading == candidate.statement.heading
        for period in other.statement.years
        for year in years_of(period)
    }
    return len(told) == 1 and int(asked[0]) not in told


def _lacks_quantity(one: Scored, found: Found) -> bool:
    """Whether a quantity is asked by its name (« la population de X ») that is not the figure's."""
    close = [one.entry.label, one.entry.context]
    if one.candidate is not None:
        close += [one.candidate.own, one.candidate.lead]
    asked = [term for term in found.question.terms if term.stem in _QUANTITIES]
    return any(not any(match(term, field) for field in close) for term in asked)


def _said_in(term: Term, one: Scored, found: Found) -> bool:
    """Whether the document of a figure says the word among what was retrieved (« 18e »)."""
    return any(
        match(term, candidate.own)
        for candidate in found.candidates
        if candidate.document.id == one.entry.document.id
    )


def _newest(scored: Sequence[Scored]) -> Scored:
    first = scored[0].entry
    near = [
        one
        for one in scored
        if one.score >= scored[0].score - _CLOSE and one.cover >= scored[0].cover - 0.05
    ]

    def year(one: Scored) -> int:
        stated = one.entry.figure.year
        return years_of(stated)[-1] if stated and years_of(stated) else 0

    same = [one for one in near if one.entry.head & first.head]
    return max(same or near[:1], key=lambda one: (year(one), one.score))


def _second_part(found: Found, scored: Sequence[Scored], best: Scored) -> Scored | None:
    """The other figure of a double question, when the first sentence does not state it.

    « combien de X et combien de Y », « et Instagram et YouTube ? ».
    """
    question = found.question
    cues = len(re.findall(r"\bcombien\b", question.standalone.lower()))
    text = frozenset(terms(_text_of(found, best)))
    around = [text, best.entry.context]
    missing = [
        term
        for term in question.terms
        if term.known and term.stem not in found.org and not any(match(term, f) for f in around)
        and (cues >= 2 or term.weight > 0.5 * found.lexicon.top)
    ]  # fmt: skip
    joined = re.search(r"\w+ (?:et|ou) (?:sur )?\w+\s*\?*$", question.text.replace(" pis ", " et "))
    if not missing or (cues < 2 and joined is None):
        return None
    return _among(scored, best, missing, cues >= 2) or (
        _other_noun(found, best, missing) if cues >= 2 else None
    )


def _other_noun(found: Found, best: Scored, missing: Sequence[Term]) -> Scored | None:
    """The figure of the second noun counted, which ranking for the first one left out."""
    asked = replace(found.question, terms=tuple(missing), counted=tuple(missing[:1]))
    scored = rank_figures(replace(found, question=asked), found.years)
    return _among(scored, best, missing, by_head=True)


def _among(
    scored: Sequence[Scored], best: Scored, missing: Sequence[Term], by_head: bool
) -> Scored | None:
    """The first figure of the same document that holds a word the best one lacks."""
    for one in scored:
        entry = one.entry
        if entry.figure.statement_id == best.entry.figure.statement_id:
            continue
        wanted = entry.head if by_head else entry.label | entry.context
        if entry.document.id == best.entry.document.id and any(match(t, wanted) for t in missing):
            return one
    return None


def _text_of(found: Found, one: Scored) -> str:
    statement = statement_of(found, one)
    return statement.text if statement else one.entry.figure.label


def statement_of(found: Found, one: Scored) -> Statement | None:
    """The statement that states the figure."""
    if one.candidate is not None:
        return one.candidate.statement
    for statement in found.section(one.entry.document):
        if statement.id == one.entry.figure.statement_id:
            return statement
    return None


def figure_sentence(found: Found, one: Scored) -> Sentence:
    """The statement of the figure as a sentence, doubt said when the pairing is doubtful."""
    statement = statement_of(found, one)
    figure, document = one.entry.figure, one.entry.document
    support = Support(
        document, figure.page, figure.quote_start, figure.quote_end,
        statement.passage_id if statement else "", figure.heading, figure.lead,
    )  # fmt: skip
    if statement is None:
        text = f"{figure.value} {figure.label} ({figure.year})."
    else:
        text, support = cited(found, document, statement, figure.value)
    note = say("doubtful", found.question.language) if figure.doubtful else ""
    return Sentence(text, (support,), figures=(one.entry,), note=note)
