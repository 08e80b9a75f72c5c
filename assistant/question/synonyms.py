"""Words that people use for the same thing, as groups; the documents may use any of them.

General French of municipal life, not the words of one corpus. A line that opens with
``=`` is a group of equals; in the others the first word may be met by the rest, not the
reverse. A word may stand in several groups; meeting another word of the group counts a
little less than the word.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.question.data import read_lines
from ingest.french.tokens import terms


@lru_cache(maxsize=1)
def synonym_stems() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Stem of a word to the stem sequences of its synonyms (a phrase needs all its stems)."""
    table: dict[str, dict[tuple[str, ...], None]] = {}
    for line in read_lines("synonyms.txt"):
        both = line.startswith("= ")
        phrases = [tuple(dict.fromkeys(terms(one))) for one in line.removeprefix("= ").split(", ")]
        for phrase in phrases if both else phrases[:1]:
            if len(phrase) != 1:
                continue
            others = table.setdefault(phrase[0], {})
            others.update(dict.fromkeys(p for p in phrases if p and p != phrase))
    return {stem: tuple(others) for stem, others in table.items()}


ANTONYMS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(terms(left)), tuple(terms(right)))
    for left, right in (
        ("présentiel présence", "virtuel virtuelle ligne distance"),
        ("payant payer coûter", "gratuit gratuite gratuitement"),
        ("obligatoire", "facultatif volontaire"),
        ("augmenter augmentation hausse", "diminuer diminution baisse"),
        ("ouvert", "fermé"),
        (
            "permis permise permettre autorisé autoriser accepté admis",
            "interdit interdite interdire prohibé",
        ),
        ("accepter", "refuser"),
        ("maintenu tenu lieu", "annulé annulation reporté"),
        ("public", "privé"),
        ("individuel", "collectif"),
    )
)


@lru_cache(maxsize=1)
def known_stems() -> frozenset[str]:
    """Stems that have a synonym or a contrary: they are words, not slips of other ones."""
    contrary = frozenset(stem for pair in ANTONYMS for side in pair for stem in side)
    return contrary | frozenset(synonym_stems())
