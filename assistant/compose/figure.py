"""One figure as the answer: the value in the first sentence, for the year asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.draft import Draft, Sentence, Support
from assistant.compose.found import Found
from assistant.compose.quoting import cited
from assistant.evidence.asking import Asking, Evidence
from assistant.evidence.figures import Pool, Scored, pool_of, weighed
from assistant.evidence.matching import match
from assistant.evidence.weighing import learned
from assistant.question.model import Term
from assistant.wording import say
from ingest.french.dates import years_of
from ingest.french.tokens import terms
from ingest.records import Statement

_SHARED = 0.5  # of the least chance, for a figure of a sentence that is sure as a whole
_TWIN = 0.4  # log odds: figures of one indicator this near are told apart by the year


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
    """Figures that may answer for ``years``, best first; none when the best is not sure."""
    scored = likely_figures(found, years)
    if not scored or not is_sure(scored[0]):
        return []
    return [one for one in scored if one.score >= learned().perhaps]


def is_sure(one: Scored) -> bool:
    """Whether a figure, or the sentence that states it among others, may be the answer."""
    least = learned()
    return one.score >= least.sure or (
        one.beside >= least.sure and one.score >= _SHARED * least.sure
    )


def nearest_figure(found: Found) -> Scored | None:
    """The figure that is nearest to what is asked, when none is sure but it is likely."""
    scored = likely_figures(found, found.years)
    return scored[0] if scored and scored[0].score >= learned().perhaps else None


def likely_figures(found: Found, years: Sequence[str]) -> list[Scored]:
    """Every figure that may count what is asked for ``years``, the likeliest first."""
    return weighed(figure_pool(found, years), bool(years), learned())


def figure_pool(found: Found, years: Sequence[str]) -> Pool:
    """The figures of what was found, and those that count what is asked wherever they stand."""
    entries = {
        entry.figure.id: entry
        for candidate in found.candidates
        for entry in found.register.stated_by(candidate.statement.id)
    }
    for entry in found.register.counting(found.question.counted):
        entries.setdefault(entry.figure.id, entry)
    allowed = [
        entry for entry in entries.values()
        if not found.document_ids or entry.document.id in found.document_ids
    ]  # fmt: skip
    asking = Asking.of(found.question, found.org)
    return pool_of(allowed, found.candidates, asking, _evidence(found), years)


def _evidence(found: Found) -> Evidence:
    said = {one.candidate.statement.id: one.said for one in found.ranked}
    best, second, *_ = [*sorted(said.values(), reverse=True), 0.0, 0.0]
    told: dict[tuple[str, tuple[str, ...]], frozenset[int]] = {}
    words: dict[str, frozenset[str]] = {}
    for candidate in found.candidates:
        document, statement = candidate.document.id, candidate.statement
        words[document] = words.get(document, frozenset()) | candidate.own
        if statement.years:
            key = (document, statement.heading)
            stated = frozenset(year for one in statement.years for year in years_of(one))
            told[key] = told.get(key, frozenset()) | stated
    limited = bool(found.document_ids)
    return Evidence(said, best, second, told, words, limited, found.register.nouns)


def _newest(scored: Sequence[Scored]) -> Scored:
    first = scored[0].entry
    near = [one for one in scored if one.worth >= scored[0].worth - _TWIN]

    def year(one: Scored) -> int:
        stated = one.entry.figure.year
        return years_of(stated)[-1] if stated and years_of(stated) else 0

    same = [one for one in near if one.entry.head & first.head]
    return max(same or near[:1], key=lambda one: (year(one), one.worth))


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
