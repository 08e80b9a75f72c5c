"""French number words: « onze », « quatre-vingt-dix », « une vingtaine »."""

from __future__ import annotations

import re

from ingest.french.folding import fold

_UNITS = {
    "zero": 0, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100,
    "mille": 1000,
}  # fmt: skip
_APPROXIMATE = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60,
    "centaine": 100, "millier": 1000,
}  # fmt: skip
_PART = (
    r"(?:z[ée]ro|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    r"|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille)"
)
NUMBER_WORDS = re.compile(
    rf"(?<![\w-]){_PART}(?:(?:[ -]|[ -]et[ -]){{1}}(?:{_PART}|une?|onze))*(?![\w-])", re.IGNORECASE
)
ABOUT_WORDS = re.compile(
    r"(?<![\w-])une? (huitaine|dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine"
    r"|cinquantaine|soixantaine|centaine|millier)(?![\w-])",
    re.IGNORECASE,
)


# « tout neuf », « Toutes trois », « les trois » without a noun, « une sur deux »: words of a number
# that count nothing. « neuf » counts only before a plural or a verb of several.
NOT_COUNTED = re.compile(
    r"\b(?:tout|toute|tous|toutes|flambant) $|\b(?:une?|1) [^\W\d_]+ sur $", re.IGNORECASE
)
_COUNTED_BY_NINE = re.compile(
    r"[ \u00a0](?:(?:ont|sont|autres|nouve\w+|grand\w*|millions?|cents?|mille)\b|[^\W\d_]+[sx]\b"
    r"|[^\W\d_]+(?:ent|MRC)\b)",
    re.IGNORECASE,
)


def counts(text: str, start: int, end: int) -> bool:
    """Whether the number in words at ``text[start:end]`` counts something."""
    if NOT_COUNTED.search(text[max(0, start - 40) : start]):
        return False
    if fold(text[start:end]) == "neuf":
        return _COUNTED_BY_NINE.match(text, end) is not None or not text[end:].strip(" .;")
    return True


def about_value(word: str) -> int | None:
    """Value of an approximate noun (« vingtaine » → 20), None for another word."""
    return _APPROXIMATE.get(fold(word))


def words_value(text: str) -> int | None:
    """Value of a number in words, 2 to 999,999; None when ``text`` is not one.

    « un » and « une » alone are articles, never numbers.
    """
    total = current = 0
    seen = False
    for word in re.split(r"[\s-]+", fold(text)):
        if word == "et":
            continue
        if word in ("un", "une"):
            current += 1
            continue
        value = _UNITS.get(word.rstrip("s") if word in ("vingts", "cents") else word)
        if value is None:
            return None
        seen = True
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    return total + current if seen else None


_SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
).split()


def spell(number: int) -> str:
    """French words of 0 to 99 (feminine not marked), hyphenated as since 1990."""
    if not 0 <= number <= 99:
        raise ValueError(f"spell takes 0 to 99, got {number}")
    if number <= 16:
        return _SMALL[number]
    if number < 20:
        return f"dix-{_SMALL[number - 10]}"
    tens = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 7: "soixante",
            8: "quatre-vingt", 9: "quatre-vingt"}[number // 10]  # fmt: skip
    rest = number - {7: 60, 9: 80}.get(number // 10, number // 10 * 10)
    if rest == 0:
        return "quatre-vingts" if number == 80 else tens
    if rest in (1, 11) and number < 80:
        return f"{tens}-et-{spell(rest)}"
    return f"{tens}-{spell(rest)}"
