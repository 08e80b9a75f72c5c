"""Stemming of folded French words: Snowball, mended where it parts word families.

Folding comes first, so that « municipalite » and « municipalité » meet. Snowball then
misses plurals in -aux and -eux, feminine forms of agents (« actrice / acteur ») and
past participles whose accent was folded away (« âgées / âgés »): mended here.
"""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer

_SNOWBALL = snowballstemmer.stemmer("french")

_IRREGULAR = {
    "travaux": "travail",
    "baux": "bail",
    "vitraux": "vitrail",
    "emaux": "email",
    "yeux": "oeil",
    "mairesse": "maire",
    "mairesses": "maire",
    "elections": "election",
    "montant": "montan",  # not « monter »
    "montants": "montan",
}
_RANKS = "deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme".split()
_ORDINALS = {
    **dict.fromkeys("premier premiers premiere premieres 1re 1e".split(), "1er"),
    **{f"{rank}{plural}": f"{at}e" for at, rank in enumerate(_RANKS, 2) for plural in ("", "s")},
}
_EU_PLURALS = frozenset("jeux enjeux lieux milieux feux voeux neveux cheveux aveux adieux".split())


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _EU_PLURALS or (word.endswith("eaux") and len(word) > 4):
        return word[:-1]
    if word.endswith("aux") and len(word) > 5:
        return word[:-2] + "l"
    return word


def _masculine(word: str) -> str:
    for feminine, masculine in (("trices", "teur"), ("trice", "teur")):
        if word.endswith(feminine) and len(word) > len(feminine) + 1:
            return word[: -len(feminine)] + masculine
    for feminine, masculine in (("eres", "er"), ("ere", "er")):
        if word.endswith(feminine) and len(word) > len(feminine) + 3:
            return word[: -len(feminine)] + masculine
    if word.endswith("ees") and len(word) > 4:
        return word[:-2]
    if word.endswith("ee") and len(word) > 4:
        return word[:-1]
    return word


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Stem of one folded word. Words with a digit, and of up to two letters, are kept.

    Ordinals meet their figures: « deuxième » and ``2e``; « première », ``1re`` and ``1er``.

    >>> stem("municipaux") == stem("municipales") == stem("municipal")
    True
    """
    if word in _ORDINALS:
        return _ORDINALS[word]
    if len(word) < 3 or not word.isalpha():
        return word
    base = _masculine(_singular(word))
    if base.endswith("s") and len(base) > 3:
        base = base[:-1]
    stemmed: str = _SNOWBALL.stemWord(base)
    return stemmed
