"""Words of a French text, with their place in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from ingest.french.folding import APOSTROPHES, fold
from ingest.french.stems import stem
from ingest.french.stopwords import QUESTION_WORDS, STOP_WORDS

_ELIDED = frozenset("l d j m t s c n qu jusqu lorsqu puisqu quoiqu quelqu presqu entr".split())
_TRUE_COMPOUNDS = frozenset(
    "peut celui celle ceux apres avant demi mi non vice sous porte quelqu grand mini "
    "elle lui eux vous nous avis savoir bien".split()
)
# An ordinal raised by a mark (« 33^e », « 1^{er} »), or a word, which a hyphen at a line
# end may cut in two.
_WORD = re.compile(
    r"\d+\^(?:\{[^\W\d_]{1,4}\}|[^\W\d_]{1,4}(?![^\W_]))"
    r"|[^\W_]+(?:(?:-[ ]?\n|\u00ad\n?)[^\W\d_]+)?"
)
# The same, with the apostrophe that makes an elided article of it.
_KEY = re.compile(f"(?:{_WORD.pattern})[{APOSTROPHES}]?")
_BROKEN = re.compile(r"(.+?)(?:-[ ]?\n|\u00ad\n?)(.+)", re.DOTALL)
_ORDINAL = re.compile(r"(\d+)(?:(er|re|ere)|e|eme|ieme|nde?)s?")
_RAISED = str.maketrans("", "", "^{}")
_KNOWN_WORDS = 100_000  # words whose analysis is kept
_LONGEST_KEY = 80
_LONGEST = 40  # characters: a longer run of letters is no word; it is kept as it is
# Labels, titles and questions come back from question to question; passages are read once.
_KNOWN_TEXTS, _SHORT = 8_192, 160


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes:
        word: folded form.
        stem: what is indexed.
        start, end: half-open span in the text.
        stop: a function word or question word, left out of the index.
    """

    word: str
    stem: str
    start: int
    end: int
    stop: bool


def _is_compound(left: str, right: str) -> bool:
    return right[:1].isupper() or fold(left) in _TRUE_COMPOUNDS


def _ordinal(word: str) -> str:
    """One writing of an ordinal in digits: ``1er``, ``1re``, ``2e``; other words as given."""
    match = _ORDINAL.fullmatch(word)
    if match is None or (match[2] and match[1] != "1"):
        return word
    if match[1] == "1" and match[2]:
        return "1er" if match[2] == "er" else "1re"
    return f"{match[1]}e"


@lru_cache(maxsize=_KNOWN_WORDS)
def _analysed(raw: str) -> tuple[str, str, bool]:
    """Folded form, stem, and whether it is a function word."""
    word = fold(raw)
    if word[:1].isdecimal() and not word.isdecimal():
        word = _ordinal(word.translate(_RAISED))
    if len(word) > _LONGEST:
        return word, word, False
    return word, stem(word), word in STOP_WORDS or word in QUESTION_WORDS


def _token(raw: str, start: int, end: int, before_apostrophe: bool) -> Token:
    analyse = _analysed if len(raw) <= _LONGEST else _analysed.__wrapped__
    word, stemmed, stop = analyse(raw)
    return Token(word, stemmed, start, end, stop or (before_apostrophe and word in _ELIDED))


def tokenize(text: str) -> tuple[Token, ...]:
    """Every word of ``text`` in order; elided articles are words of their own.

    A word cut by a hyphen at a line end is one token spanning both parts, unless it is a
    true compound (« peut-être », « Jean-Arsenault »). An ordinal in digits is one token,
    whatever its writing: « 33^e », « 1^{er} », « 22es », « 2ème ».
    """
    return _known_tokens(text) if len(text) <= _SHORT else _tokens(text)


@lru_cache(maxsize=_KNOWN_TEXTS)
def _known_tokens(text: str) -> tuple[Token, ...]:
    return _tokens(text)


def _tokens(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        start, end, raw = match.start(), match.end(), match.group()
        broken = None if raw.isalnum() else _BROKEN.fullmatch(raw)
        if broken is not None and _is_compound(broken[1], broken[2]):
            middle = start + broken.start(2)
            tokens.append(_token(broken[1], start, start + broken.end(1), False))
            tokens.append(_token(broken[2], middle, end, False))
            continue
        joined = broken[1] + broken[2] if broken is not None else raw
        follows = text[end : end + 1]
        tokens.append(_token(joined, start, end, bool(follows) and follows in APOSTROPHES))
    return tuple(tokens)


def terms(text: str) -> list[str]:
    """Stems of the words that carry a subject, in order, repetitions kept."""
    return [token.stem for token in tokenize(text) if not token.stop]


def word_keys(text: str) -> list[str]:
    """The words of ``text`` as written, each with the apostrophe that follows it.

    ``tokenize`` of each in turn gives the tokens of the text, but for their places: the
    same word need be analysed but once.
    """
    return _KEY.findall(text)


@lru_cache(maxsize=_KNOWN_WORDS)
def _subjects(key: str) -> Sequence[str]:
    return tuple(token.stem for token in tokenize(key) if not token.stop)


def subject_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry a subject, as ``tokenize`` gives them."""
    return frozenset(
        chain.from_iterable(
            _subjects(key) if len(key) <= _LONGEST_KEY else _subjects.__wrapped__(key)
            for key in _KEY.findall(text)
        )
    )
