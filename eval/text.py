"""Text comparison for the measures: pure, and independent of the code being measured.

The analysis of ``ingest.french`` is on purpose not used here: a mistake shared by the
product and its judge would not be seen.
"""

from __future__ import annotations

import re
import unicodedata

MARKER = re.compile(r"[ \u00a0\u202f]*\[\d{1,4}(?:\s?,\s?\d{1,4})*\]")
_MARKER_NUMBER = re.compile(r"\[(\d{1,4}(?:\s?,\s?\d{1,4})*)\]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"',
     "«": '"', "»": '"', "\u00ad": None, "\u200b": None, "\ufeff": None}
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_ORDINAL_LINE = re.compile(r"(?m)^\s*\d{1,3}[.)]\s+")
_MARKER_AFTER_STOP = re.compile(r"([.!?…])((?:\s*\[\d{1,4}\])+)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])((?:\s*\[\d{1,4}\])*)\s+(?=[«\"'(]?\s?[A-ZÀ-ÖØ-Þ0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:M|Mme|Mmes|MM|Dr|Dre|St|Ste|no|art|p|pp|etc)|\b[A-Z])\.$")
_WORD = re.compile(r"[^\W\d_]+")
_SCALES = {"mille": 10**3, "million": 10**6, "milliard": 10**9}
_SCALED = re.compile(r"(\d+)(?:[.,](\d+))?\s+(mille|million|milliard)s?\b", re.IGNORECASE)
_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf vingt"
).split()
_TENS = {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100}
_EMPTY = frozenset(
    "avec aussi cette ceux celle celles dans depuis donc elle elles entre être était étaient "
    "leur leurs mais même notre nous ont par pour plus sans selon sont sous sur tous tout "
    "toute toutes une vers voici vous that this with from were have been their oui non".split()
)


def unify(text: str) -> str:
    """NFKC, one form of apostrophes and quotation marks, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())


def plain(answer: str) -> str:
    """An answer as the gold patterns read it.

    Citation markers ``[n]`` are removed, every horizontal space (no-break ones included)
    becomes one plain space; line ends stay.
    """
    bare = MARKER.sub("", unicodedata.normalize("NFC", answer))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in bare.splitlines()).strip()


def words(answer: str) -> int:
    """Number of words a person would count: runs between spaces that hold a letter or digit."""
    return sum(any(c.isalnum() for c in token) for token in plain(answer).split())


def sentences(answer: str) -> tuple[str, ...]:
    """Sentences and list items of an answer, each with its own markers.

    A marker written after the full stop belongs to the sentence before it.
    """
    found: list[str] = []
    for line in answer.splitlines():
        text = _MARKER_AFTER_STOP.sub(r"\2\1", line).strip()
        start = 0
        for end in _SENTENCE_END.finditer(text):
            piece = text[start : end.end(1)]
            if not _ABBREVIATION.search(plain(piece)):
                found.append(piece.strip())
                start = end.end()
        found.append(text[start:].strip())
    return tuple(piece for piece in found if any(c.isalnum() for c in piece))


def markers(sentence: str) -> tuple[int, ...]:
    """Citation numbers of a sentence, in order, each once."""
    groups = (group.split(",") for group in _MARKER_NUMBER.findall(sentence))
    return tuple(dict.fromkeys(int(number) for group in groups for number in group))


def content(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning: four letters or more, accents folded, five kept."""
    folded = unicodedata.normalize("NFKD", unify(MARKER.sub("", text)).lower())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    stops = {_strip(word) for word in _EMPTY}
    return frozenset(w[:5] for w in _WORD.findall(bare) if len(w) > 3 and w not in stops)


def numbers(answer: str) -> tuple[str, ...]:
    """Numbers that an answer states, in order, as written; list ordinals are not numbers."""
    return tuple(m.group() for m in _NUMBER.finditer(_ORDINAL_LINE.sub("", plain(answer))))


def digits(number: str) -> str:
    """``37 000`` → ``37000``, ``37.5`` → ``37,5``."""
    return _SPACES.sub("", number).replace(".", ",")


def states(text: str, number: str) -> bool:
    """Whether a source text states the number, in digits, scaled (1,8 million) or in words.

    ``37`` is not stated by « 37 000 », but ``54`` is by « 54 116 579 », which in a
    flattened block of key figures is three numbers.
    """
    source = unify(text)
    return any(_states(source, wanted) for wanted in _readings(number))


def _readings(number: str) -> tuple[str, ...]:
    """``37,000`` is 37 thousandths in French and thousands in English: both are tried."""
    wanted = digits(number)
    whole, _, rest = wanted.partition(",")
    return (wanted, whole + rest) if len(rest) == 3 and len(whole) <= 3 else (wanted,)


def _states(source: str, wanted: str) -> bool:
    if re.search(_pattern(wanted), source) or wanted in _scaled(source):
        return True
    word = _in_words(wanted)
    return word is not None and re.search(rf"\b{word}\b", source, re.IGNORECASE) is not None


def _pattern(wanted: str) -> str:
    whole, _, decimals = wanted.partition(",")
    head = len(whole) % 3 or 3
    groups = [whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))]
    tail = rf"[.,]{decimals.replace(',', '[.,]')}" if decimals else ""
    return rf"(?<![\d])(?<!\d[.,])(?:{r'[ .,]?'.join(groups)}){tail}(?![.,]?\d)(?![ ]000(?!\d))"


def _scaled(source: str) -> frozenset[str]:
    values = set()
    for whole, decimals, scale in _SCALED.findall(source):
        value = int(whole + decimals) * _SCALES[scale.lower()]
        values.add(str(value // 10 ** len(decimals)))
    return frozenset(values)


def _in_words(wanted: str) -> str | None:
    if not wanted.isdigit():
        return None
    value = int(wanted)
    if value == 1:
        return "une?"
    if value < len(_UNITS):
        return _UNITS[value]
    return next((word for word, tens in _TENS.items() if tens == value), None)


def _strip(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
