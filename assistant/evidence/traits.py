"""What tells whether a figure answers a question: one number for each reason.

Each trait is small and can be read by a person (0 to 1 for nearly all); how much each weighs
is learned (``python -m eval.figure_weights``) and stands in ``figure_weights.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.asking import Asking, Evidence
from assistant.evidence.candidates import Candidate
from assistant.evidence.counted import SAME
from assistant.evidence.label_words import label_words, names_in, tells_total, title_words
from assistant.evidence.matching import coverage, match
from assistant.evidence.register import Entry
from assistant.question.model import Term
from assistant.question.subject import is_verbal
from ingest.french.folding import fold

TRAITS = (
    # What it counts and what is said of it.
    "noun", "weak", "noun_known", "counts_told", "label", "said", "title", "left_out", "mostly",
    # Names and numbers of the question.
    "names_close", "other_name", "premise",
    # What it says that was not asked.
    "unasked", "elsewhere", "title_asked", "change", "change_asked", "size", "fresh", "fresh_asked",
    "ratio",
    "joint", "denied", "total", "part", "percent", "money", "range",
    # Times.
    "day", "year",
    # The statement among those found, the figure among those near it.
    "sense", "sure", "ahead", "behind", "alone", "opening", "only", "over", "under",
)  # fmt: skip
NONE_TRAITS = ("always", "unknown", "dated")

_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})*")
_NOTHING: frozenset[str] = frozenset()


def traits_of(
    entry: Entry, candidate: Candidate | None, counted: float, asking: Asking, evidence: Evidence
) -> tuple[float, ...]:
    """The traits of a figure for a question, in the order of ``TRAITS``.

    Args:
        candidate: the figure's statement in context, when it was retrieved.
        counted: how well it counts what is asked (``counted.counts``).
    """
    first = asking.question.counted[:1]
    other = bool(first) and not match(first[0], entry.head)
    return (
        float(bool(first) and entry.noun == first[0].stem),
        float(counted < 0.75),
        float(other and first[0].stem in evidence.nouns),
        counted * told(entry, candidate, asking, counted),
        _share(asking, (entry.label,)),
        _share(asking, (entry.label, *((candidate.own, candidate.lead) if candidate else ()))),
        _share(asking, (entry.context,)),
        *_left_out(entry, candidate, asking),
        _names(entry, candidate, asking, evidence)[0],
        _other_name(entry, asking),
        float(entry.figure.number in asking.values),
        *_unasked(entry, candidate, asking),
        *_units(entry, candidate, asking),
        float(asking.question.asked.date is not None and _same_day(entry, asking)),
        float(entry.figure.year in asking.question.asked.years),
        *_place(entry, candidate, evidence),
        0.0,
        0.0,
        0.0,
    )


def none_traits_of(asking: Asking) -> tuple[float, ...]:
    """What tells that no figure answers, in the order of ``NONE_TRAITS``."""
    own = [term for term in asking.question.terms if term.stem not in asking.org]
    total = sum(term.weight for term in own) or 1.0
    unknown = sum(term.weight for term in own if not term.known) / total
    return (1.0, unknown, float(bool(asking.question.asked.years)))


def told(entry: Entry, candidate: Candidate | None, asking: Asking, counted: float) -> float:
    """Share of the words other than the noun counted found around the figure, 0 to 1."""
    question = asking.question
    nouns = question.counted[1:] if counted >= SAME else question.counted
    rest = [term for term in nouns if not match(term, entry.head)]
    wanted = [*asking.focus, *rest] if question.symbol is None else list(asking.focus)
    if not wanted:
        return 1.0
    if candidate is None:
        return coverage(wanted, ((entry.label, 1.0), (entry.context, 0.75)))
    (own, _), *around = candidate.fields
    return coverage(wanted, ((entry.label, 1.0), (own, 0.85), (entry.context, 0.8), *around))


def _share(asking: Asking, fields: Sequence[frozenset[str]]) -> float:
    """Share of the weight of the question that some field holds."""
    return sum(
        worth * max(match(term, field) for field in fields)
        for term, worth in zip(asking.content, asking.worth, strict=True)
    )


def _around(entry: Entry, candidate: Candidate | None) -> list[frozenset[str]]:
    fields = [entry.label, entry.context, entry.about]
    if candidate is not None:
        fields += [candidate.own, candidate.lead, candidate.heading, candidate.section]
        fields.append(candidate.near)
    return fields


def _left_out(entry: Entry, candidate: Candidate | None, asking: Asking) -> tuple[float, float]:
    """Weight of the words asked that are said nowhere near; whether most others are.

    Verbs do not count for the second: people say them in many ways; a name counts twice.
    """
    fields = _around(entry, candidate)
    held = frozenset().union(*fields)

    def said(term: Term) -> bool:
        return not term.reach.isdisjoint(held) and any(match(term, field) for field in fields)

    lacking = sum(
        worth
        for term, worth in zip(asking.content, asking.worth, strict=True)
        if not said(term)
    )  # fmt: skip
    known = [term for term in asking.focus if term.known]
    focus = [term for term in known if term.name or not is_verbal(term.word)] or known
    whole = sum(2 if term.name else 1 for term in focus)
    most = 2 * sum(2 if term.name else 1 for term in focus if said(term)) > whole
    return lacking, float(not focus or most)


def _names(
    entry: Entry, candidate: Candidate | None, asking: Asking, evidence: Evidence
) -> tuple[float, bool]:
    """Share of the names asked said close to the figure; whether one is said nowhere.

    A short form (« PFM ») has to be said of the figure itself, in its label, sentence or
    titles; another name may be said in its section.
    """
    if not asking.names:
        return 1.0, False
    close = [entry.label, entry.context]
    around = _NOTHING
    if candidate is not None:  # what is said further off may be said of something else
        close += [candidate.own, candidate.lead, candidate.heading]
        if candidate.statement.kind == "sentence":  # « … Lors de cet événement, 77 personnes »
            close.append(candidate.near)
        around = candidate.section
    if evidence.limited or entry.document.kind != "rapport":
        close.append(entry.about)
    near = absent = 0
    for term in asking.names:
        numbered = term.word[:1].isdigit()
        if any(match(term, field) for field in close):
            near += 1
        elif numbered and match(term, evidence.words.get(entry.document.id, _NOTHING)):
            continue
        elif (term.word.isupper() and len(term.word) > 1) or not match(term, around):
            absent += 1
    return near / len(asking.names), absent > 0


def _other_name(entry: Entry, asking: Asking) -> float:
    """Share of the names in the title above and in the lead-ins that were not asked."""
    names = names_in((*entry.figure.heading[-1:], *entry.figure.lead)) - asking.org
    return len(names - asking.near) / len(names) if names else 0.0


def _unasked(entry: Entry, candidate: Candidate | None, asking: Asking) -> tuple[float, ...]:
    """What the label and the title say that was not asked, or the other way round."""
    words = label_words(entry.figure.label)
    question, qualifier = asking.question, entry.figure.qualifier or ""
    extra = words.stated - question.said - asking.org
    title, single = title_words(entry.figure.heading[-1]) if entry.figure.heading else (_NOTHING, 0)
    title = title - asking.org
    elsewhere = single and title and not asking.focus
    changes = re.search("augmentation|hausse|baisse|diminution", qualifier) is not None
    asked = {term.stem for term in question.terms}
    return (
        min(len(extra), 4) / 4,
        float(bool(elsewhere) and not any(match(term, title) for term in question.counted)),
        len(title & asking.near) / len(title) if title else 1.0,
        float(changes and not asking.change),
        float(changes and asking.change),
        float(qualifier.startswith("taille")),
        float(words.fresh and not asking.fresh),
        float(words.fresh and asking.fresh),
        float(words.ratio != asking.ratio),
        float(any(len(asked & couple) == 1 for couple in (*words.couples, *_couples(candidate)))),
        float(words.denied != asking.denied),
        float(asking.total and (words.total or _says_total(candidate))),
    )


def _couples(candidate: Candidate | None) -> tuple[frozenset[str], ...]:
    if candidate is None or candidate.statement.kind == "sentence":
        return ()
    return label_words(candidate.statement.text).couples


def _says_total(candidate: Candidate | None) -> bool:
    return candidate is not None and tells_total(fold(candidate.statement.text))


def _units(entry: Entry, candidate: Candidate | None, asking: Asking) -> tuple[float, ...]:
    """Part of another figure; percent or money not asked; a range when bounds are asked."""
    question, figure = asking.question, entry.figure
    part = candidate is not None and is_part(entry, candidate.statement.text)
    return (
        float(part),
        float(figure.unit == "%" and question.symbol is None),
        float(figure.unit == "$" and question.symbol is None),
        float(figure.upper is not None and asking.bounds),
    )


def is_part(entry: Entry, text: str) -> bool:
    """Whether the figure is said as a part of another one (« 77 personnes, dont 44 membres »)."""
    at = text.find(entry.figure.value)
    return at > 0 and re.search(r"\bdont\b[^,;.]*$", text[:at]) is not None


def barred(
    entry: Entry, candidate: Candidate | None, asking: Asking, evidence: Evidence
) -> bool:
    """Whether a figure cannot answer, however well it sounds.

    It is told of another day or another year, a name of the question is said nowhere around
    it, it is not in the unit of measure asked (« combien d'heures »), or a quantity is asked
    by its name (« la population de X ») that it does not state.
    """
    dated = asking.question.asked.date is not None and entry.figure.date is not None
    if dated and not _same_day(entry, asking):
        return True
    if asking.acts and not any(match(t, f) for t in asking.acts for f in _around(entry, candidate)):
        return True
    if asking.measures and asking.measures.isdisjoint(entry.label):
        return True
    close = [entry.label, entry.context]
    if candidate is not None:
        close += [candidate.own, candidate.lead]
    if any(not any(match(term, field) for field in close) for term in asking.quantities):
        return True
    return _names(entry, candidate, asking, evidence)[1] or _told_of_another_year(
        entry, candidate, asking, evidence
    )


def _same_day(entry: Entry, asking: Asking) -> bool:
    return entry.figure.date == asking.question.asked.date


def _told_of_another_year(
    entry: Entry, candidate: Candidate | None, asking: Asking, evidence: Evidence
) -> bool:
    """Whether the section of a figure speaks of one year only, which is not the one asked.

    A report of 2021-2022 holds for 2022; its pages on the festival of 2021 do not.
    """
    asked = asking.question.asked.years
    if len(asked) != 1 or "-" in asked[0] or candidate is None:
        return False
    if candidate.statement.years or entry.figure.year == asked[0]:
        return False
    years = evidence.told.get((candidate.document.id, candidate.statement.heading), frozenset())
    return len(years) == 1 and int(asked[0]) not in years


def _place(entry: Entry, candidate: Candidate | None, evidence: Evidence) -> tuple[float, ...]:
    """Meaning, surety of the reading, and how its statement stands among those found."""
    if candidate is None:
        return (0.0, entry.figure.confidence, 0.0, 0.5, 0.0, 0.0)
    text = candidate.statement.text
    mine = evidence.said.get(candidate.statement.id, 0.0)
    other = evidence.second if mine >= evidence.best else evidence.best
    before = text[: max(text.find(entry.figure.value), 0)]
    return (
        candidate.sense / 4,
        entry.figure.confidence,
        min(max(mine - other, 0.0), 0.4) / 0.4,
        min(max(other - mine, 0.0), 1.0),
        1 / max(len(_NUMBER.findall(text)), 1),
        float(_NUMBER.search(before) is None),
    )
