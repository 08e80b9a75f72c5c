"""Words of labels and titles, worked out once however often a figure is weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.french.folding import fold
from ingest.french.tokens import terms

_NEUTRAL = re.compile(
    r"aux quatre coins d\w+ \w+|(?:du|au|dans tout le) Québec|d['’](?:ici|ailleurs)"
    r"|de la dernière année"
    r"|dans la dernière année|en \d{4}(?:-\d{4})?|au total"
    r"|(?:au|le|en date du|depuis le) \d{1,2}(?:er)? \w+ \d{4}"
)
# « membres de la permanence », « membres sur place »: a part, not the whole asked for.
_RESTRICTION = re.compile(r"\b(?:de|du|des|d['’]|sur|en|à|au|aux|non)\b")
_FRESH = re.compile(r"\bnouve(?:aux|lles|au|lle)\b|\bpremi(?:er|ere)s?\b")
_RATIO = re.compile(r"[^\W\d_]+ par (?!an\b|annee\b)[^\W\d_]")
_PAIR = re.compile(r"\b([A-Z]{2,})(?: ?[/&] ?| et | ou )(?:d[eu'] ?)?([A-Z]{2,})\b")
_DENIED = re.compile(
    r"\bnon[- ]|\bn['e] ?\w+(?:-\w+)? pas\b|\bpas (?:d['e]|des|membres?)\b|\bsans\b"
)
_TOTAL = re.compile(r"\b(?:au total|en tout|totale?|ensemble|confondue?s|tout compris)\b")
_NAME = re.compile(r"\b\w*(?:[A-ZÀ-Þ]\w*){2}\b")


@dataclass(frozen=True, slots=True)
class LabelWords:
    """What a label says, apart from what it counts.

    Attributes:
        stated: stems of it that tell something (« au Québec » tells nothing).
        restricted: it limits what is counted (« membres sur place »).
        fresh: it counts new ones; ratio: so many by something; denied: it counts those
            that are not; total: it says that it is the whole.
        couples: short forms counted together (« PFM/MADA »), the stems of each.
    """

    stated: frozenset[str]
    restricted: bool
    fresh: bool
    ratio: bool
    denied: bool
    total: bool
    couples: tuple[frozenset[str], ...]


@lru_cache(maxsize=16_384)
def label_words(label: str) -> LabelWords:
    """What a label says; what stands after a dash is where it was found, and left aside."""
    said = label.partition(" — ")[0]
    neutral = frozenset(terms(" ".join(_NEUTRAL.findall(said))))
    folded = fold(label)
    return LabelWords(
        frozenset(stem for stem in terms(said) if not stem.isdigit()) - neutral,
        _RESTRICTION.search(_NEUTRAL.sub("", label)) is not None,
        _FRESH.search(folded) is not None,
        _RATIO.match(folded) is not None,
        denies(fold(said)),
        tells_total(folded),
        tuple(frozenset((*terms(a), *terms(b))) for a, b in _PAIR.findall(label)),
    )


@lru_cache(maxsize=8_192)
def title_words(title: str) -> tuple[frozenset[str], bool]:
    """Stems of a title, and whether it is one subject (not titles in a row)."""
    return frozenset(terms(title)), " / " not in title


@lru_cache(maxsize=8_192)
def names_in(texts: tuple[str, ...]) -> frozenset[str]:
    """Stems of the names and short forms written in titles and lead-ins (« YouTube », « PFM »)."""
    return frozenset(stem for word in _NAME.findall(" ".join(texts)) for stem in terms(word))


def denies(folded: str) -> bool:
    """Whether a folded text is about those that are not (« non-membres », « n'étaient pas »)."""
    return _DENIED.search(folded) is not None


def tells_total(folded: str) -> bool:
    """Whether a folded text is about the whole (« au total », « en tout »)."""
    return _TOTAL.search(folded) is not None
