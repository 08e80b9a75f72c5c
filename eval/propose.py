"""Gold questions proposed from an index: a first draft that a person reads and mends.

Figures with a sure label give « Combien de … en … ? », with the value of another year as
the mistake to catch; acronyms give « Que veut dire … ? ». Documents take turns, so that a
long one does not fill the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from eval import wording
from index.store import Store
from ingest.french.folding import fold
from ingest.records import Document, Figure

Line = Mapping[str, object]
_SURE = 0.9
_SHARE = 4  # one proposal in four is a definition, where there are any
_EMPTY = frozenset({"fois", "reprises"})  # « 22 000 fois »: of what, the label does not say
_VOWELS = "aeiouyhé"


def propose(store: Store, count: int) -> tuple[Line, ...]:
    """Up to ``count`` lines of a gold file, each with its evidence."""
    documents = store.documents()
    figures = {d.id: store.figures(document_id=d.id) for d in documents}
    others = _by_label(one for group in figures.values() for one in group)
    drafts = [list(_of_figures(store, d, figures[d.id], others)) for d in documents]
    defined = list(_of_acronyms(store, documents))[: max(1, count // _SHARE)]
    asked = _in_turn(drafts)[: count - len(defined)]
    return tuple(
        {"id": f"prop-{number:03d}", **line}
        for number, line in enumerate([*asked, *defined][:count], start=1)
    )


def number_pattern(value: str) -> str:
    """A pattern for a number however its thousands and decimals are written.

    >>> import re; bool(re.search(number_pattern("2 330"), "On compte 2330 abonnés"))
    True
    """
    groups = [re.escape(group).replace(",", "[.,]") for group in value.split()]
    return rf"(?<![\d.,]){'[ .,]?'.join(groups)}(?![.,]?\d)"


def _in_turn(groups: Sequence[Sequence[Line]]) -> list[Line]:
    return [line for turn in zip_longest(*groups) for line in turn if line is not None]


def _by_label(figures: Iterable[Figure]) -> Mapping[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[fold(figure.label)].append(figure)
    return found


def _of_figures(
    store: Store,
    document: Document,
    figures: Sequence[Figure],
    others: Mapping[str, Sequence[Figure]],
) -> Iterator[Line]:
    seen: set[str] = set()
    for figure in figures:
        label = _as_noun(figure.label.strip())
        if not _usable(figure) or fold(label) in seen or _ambiguous(figure, figures):
            continue
        seen.add(fold(label))
        text = store.page(document.id, figure.page).text
        decoys = [o.value for o in others[fold(label)] if o.year not in (None, figure.year)]
        decoys = [value for value in decoys if value != figure.value][:1]
        link = "d'" if fold(label)[:1] in _VOWELS else "de "
        yield {
            "question": f"Combien {link}{label} en {figure.year} ?",
            "type": "figure",
            "docs": [document.source],
            "evidence": [text[figure.quote_start : figure.quote_end]],
            "evidence_mode": "all",
            "answer": f"{figure.value} {label}",
            "answer_regex": number_pattern(figure.value),
            **({"wrong_regex": number_pattern(decoys[0])} if decoys else {}),
            "year": figure.year,
            "history": [],
            "note": wording.TO_READ,
        }


def _as_noun(label: str) -> str:
    """A label as it reads inside a sentence: « Nouveaux abonnements » loses its capital."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _ambiguous(figure: Figure, same: Sequence[Figure]) -> bool:
    """Whether its document gives another value for the same label and year."""
    label = fold(figure.label)
    return any(
        fold(one.label) == label and one.year == figure.year and one.number != figure.number
        for one in same
    )


def _usable(figure: Figure) -> bool:
    """A count of things, of a known year, whose label reads as a noun."""
    return (
        figure.confidence >= _SURE
        and figure.year is not None
        and figure.unit not in (None, "%", "$")
        and figure.upper is None
        and fold(figure.label.split(" ")[0]) not in _EMPTY
        and 1 <= len(figure.label.split()) <= 5
        and figure.label.replace("-", "").replace(" ", "").isalpha()
        and any(character.isdigit() for character in figure.value)
    )


def _of_acronyms(store: Store, documents: Sequence[Document]) -> Iterator[Line]:
    """Short forms that a document defines in so many words: « … (MADA) »."""
    wanted = {a.short: a.long for a in store.acronyms() if not a.implied}
    for document in documents:
        for statement in store.statements_of_document(document.id):
            page = store.page(document.id, statement.page).text
            quote = page[statement.start : statement.end]
            for short, long in list(wanted.items()):
                if f"({short})" in quote and fold(long) in fold(" ".join(quote.split())):
                    del wanted[short]
                    yield _definition(document, short, long, quote)


def _definition(document: Document, short: str, long: str, quote: str) -> Line:
    words = [re.escape(word) for word in long.split()]
    return {
        "question": f"Que veut dire {short} ?",
        "type": "definition",
        "docs": [document.source],
        "evidence": [quote],
        "evidence_mode": "all",
        "answer": long,
        "answer_regex": r"\s+".join(words),
        "history": [],
        "note": wording.TO_READ,
    }
