"""Completions while typing, and questions to begin with, drawn from the corpus."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import fuzz, process

from assistant.state import Corpus
from ingest.french.folding import fold

_LEAST = 85  # likeness (0 to 100) of a completion to what is typed
_MAX_LABEL = 60


def suggestions(corpus: Corpus, query: str, k: int) -> tuple[str, ...]:
    """Up to ``k`` completions of ``query``; questions to begin with when it is empty."""
    if not query.strip():
        return starters(corpus)[:k]
    choices = _choices(corpus)
    folded = {choice: fold(choice) for choice in choices}
    typed = fold(query).strip()
    begins = [choice for choice in choices if folded[choice].startswith(typed)]
    found = process.extract(
        typed, folded, scorer=fuzz.partial_ratio, score_cutoff=_LEAST, limit=4 * k
    )
    near = [choice for _, _, choice in found]
    once: dict[str, str] = {}
    for choice in (*begins, *near):
        once.setdefault(folded[choice], choice)
    return tuple(once.values())[:k]


def starters(corpus: Corpus) -> tuple[str, ...]:
    """Questions that the corpus answers: a figure of the newest year, an acronym, a title."""
    made: list[str] = []
    newest = corpus.lexicon.periods[-1] if corpus.lexicon.periods else None
    labels = Counter(
        entry.figure.label.lower()
        for entry in corpus.register.entries
        if entry.figure.confidence >= 0.7 and entry.figure.unit not in ("%", "$", None)
        and len(entry.figure.label.split()) <= 4
    )  # fmt: skip
    for label, _ in labels.most_common(40):
        years = {
            entry.figure.year for entry in corpus.register.entries
            if entry.figure.label.lower() == label
        }  # fmt: skip
        if newest in years and len(years) > 1:
            link = "d’" if label[:1] in "aeiouyhéèê" else "de "
            made.append(f"Combien {link}{label} en {newest} ?")
        if len(made) >= 2:
            break
    made.extend(f"C’est quoi {short.upper()} ?" for short in list(_shorts(corpus))[:2])
    made.extend(f"Résume le document « {document.title} »." for document in corpus.documents[:1])
    return tuple(made)


def _shorts(corpus: Corpus) -> list[str]:
    known = [word for word in corpus.lexicon.meanings if corpus.lexicon.knows(word)]
    return sorted(known, key=lambda word: corpus.lexicon.weight(word))


def _choices(corpus: Corpus) -> list[str]:
    """Titles of documents, titles inside them, acronyms and indicators."""
    titles = [document.title for document in corpus.documents]
    headings = Counter(
        entry.figure.heading[-1]
        for entry in corpus.register.entries
        if entry.figure.heading and " / " not in entry.figure.heading[-1]
    )
    labels = Counter(
        entry.figure.label for entry in corpus.register.entries
        if 3 < len(entry.figure.label) <= _MAX_LABEL
    )  # fmt: skip
    short = [word.upper() for word in _shorts(corpus)]
    return [*titles, *short, *headings, *labels]
