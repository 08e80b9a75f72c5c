"""The language of a text, and of each part of a page that is written in two languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.parts import Part

_ENGLISH = frozenset("the and of to in is for with that are this by from was were as".split())
_FRENCH = frozenset("le la les et de des du en est pour avec que sont par dans une un aux".split())
_WORD = re.compile(r"[^\W\d_]+")
LEAST = 12  # telling words of each language, from which a page is written in both
SURE = 0.8  # share of the telling words of a part that are of its language


def language_of(text: str) -> str:
    """``fr`` or ``en``, whichever has more of its small words; French when neither has."""
    french, english = _votes(text)
    return "en" if english > french else "fr"


def by_language(parts: Sequence[Part]) -> list[Part]:
    """The parts of one page; where it holds two languages, each part says its own.

    A part too short to tell is of the language of the one before it, or after it.
    """
    votes = [_votes(part.text) for part in parts]
    said: list[str | None] = [_sure(*vote) for vote in votes]
    french = sum(vote[0] for vote, one in zip(votes, said, strict=True) if one == "fr")
    english = sum(vote[1] for vote, one in zip(votes, said, strict=True) if one == "en")
    if min(french, english) < LEAST:
        return list(parts)
    for at in range(1, len(said)):
        said[at] = said[at] or said[at - 1]
    first = next(one for one in said if one)
    return [replace(p, language=one or first) for p, one in zip(parts, said, strict=True)]


def _votes(text: str) -> tuple[int, int]:
    """Small words of French and of English."""
    words = _WORD.findall(text[:20_000].lower())
    return sum(word in _FRENCH for word in words), sum(word in _ENGLISH for word in words)


def _sure(french: int, english: int) -> str | None:
    if french + english < 2:
        return None
    if french >= SURE * (french + english):
        return "fr"
    return "en" if english >= SURE * (french + english) else None
