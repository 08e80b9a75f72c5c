"""Folding: one search form for the many ways of writing the same French word.

Folded text lives only in search structures; quotes keep the document's characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’ʼ‘`´′＇"
HYPHENS = "-‐‑‒–—−"
SPACES = "\u00a0\u202f\u2009\u2007\u2002\u2003\u200a"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_TABLE = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(HYPHENS, "-"),
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys(INVISIBLE, None),
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ß": "ss",
    }
)


_KNOWN, _SHORT = 16_384, 160  # texts whose folded form is kept: the same ones come back
_ACCENTS = re.compile("[\u0300-\u036f]+")  # those of Latin script, met first


def fold(text: str) -> str:
    """Lower case, no accents, ligatures spelled out, one apostrophe, one hyphen.

    >>> fold("Belœil, L’Île-d’Été")
    "beloeil, l'ile-d'ete"
    """
    if text.isascii() and "`" not in text:
        return text.lower()
    return _known_fold(text) if len(text) <= _SHORT else _folded(text)


@lru_cache(maxsize=_KNOWN)
def _known_fold(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    stripped = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_TABLE)))
    if not stripped.isascii():
        stripped = "".join(c for c in stripped if not unicodedata.combining(c))
    return stripped.lower()


def plain_spaces(text: str) -> str:
    """Every run of white space (no-break and narrow ones too) as one plain space."""
    return " ".join(text.split())


def comparable(text: str) -> str:
    """The form in which a sentence is compared with its quote.

    White space collapsed, apostrophes and hyphens unified, emphasis marks, line-end
    hyphens and typographic raising (``33^e``) removed; case and accents kept.
    """
    unified = unicodedata.normalize("NFKC", text.translate(_KEEP_CASE))
    for mark in ("**", "__", "^{", "}", "^", "\\"):
        unified = unified.replace(mark, "")
    unified = unified.replace("-\n", "").replace("*", "")
    return " ".join(unified.split())


_KEEP_CASE = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(HYPHENS, "-"),
        **dict.fromkeys(INVISIBLE, None),
    }
)
