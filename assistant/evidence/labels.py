"""What the label of a figure says whatever the question: worked out once for each label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.french.folding import fold
from ingest.french.tokens import terms

_FRESH = re.compile(r"\bnouve(?:aux|lles|au|lle)\b|\bpremi(?:er|ere)s?\b")
_RATIO = re.compile(r"[^\W\d_]+ par (?!an\b|annee\b)[^\W\d_]")
_PAIR = re.compile(r"\b([A-Z]{2,})(?: ?[/&] ?| et | ou )(?:d[eu'] ?)?([A-Z]{2,})\b")
# « membres de la permanence », « membres sur place »: a part, not the whole asked for.
_RESTRICTION = re.compile(r"\b(?:de|du|des|d['’]|sur|en|à|au|aux|non)\b")
_NEUTRAL = re.compile(
    r"aux quatre coins d\w+ \w+|(?:du|au|dans tout le) Québec|d['’](?:ici|ailleurs)"
    r"|de la dernière année"
    r"|dans la dernière année|en \d{4}(?:-\d{4})?|au total"
    r"|(?:au|le|en date du|depuis le) \d{1,2}(?:er)? \w+ \d{4}"
)


@dataclass(frozen=True, slots=True)
class Label:
    """One label.

    Attributes:
        neutral: stems of asides that need not be asked (« au Québec », « au total »).
        restricted: it tells a part, not the whole (« membres de la permanence »).
        fresh: it counts what is new.
        ratio: it counts so many a thing (« pages par visite »).
    """

    neutral: frozenset[str]
    restricted: bool
    fresh: bool
    ratio: bool


@lru_cache(maxsize=8192)
def read_label(label: str) -> Label:
    """The facts of one label; those of the last ones are remembered."""
    folded = fold(label)
    return Label(
        frozenset(terms(" ".join(_NEUTRAL.findall(label)))),
        _RESTRICTION.search(_NEUTRAL.sub("", label)) is not None,
        _FRESH.search(folded) is not None,
        _RATIO.match(folded) is not None,
    )


@lru_cache(maxsize=256)
def new_or_ratio(standalone: str, noun: str) -> tuple[bool, bool]:
    """Whether what is new is asked for, and whether a ratio is (« pages par visite »)."""
    asked, word = fold(standalone), re.escape(fold(noun))
    fresh = re.search(rf"\bnouve\w+ {word}", asked) is not None
    return fresh, bool(noun) and re.search(rf"\b{word} par \w", asked) is not None


@lru_cache(maxsize=8192)
def paired_short_forms(text: str) -> tuple[frozenset[str], ...]:
    """Stems of the short forms that a text says two by two."""
    return tuple(frozenset((*terms(one), *terms(two))) for one, two in _PAIR.findall(text))
