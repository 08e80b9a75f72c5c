"""The noun that a number counts, written after it or told earlier in the sentence."""

from __future__ import annotations

import re

from ingest.french.folding import fold
from ingest.french.numbers import Number, find_numbers
from ingest.french.stopwords import STOP_WORDS

_ADJECTIVES = frozenset(
    "nouveaux nouvelles nouveau nouvelle premieres premiers premiere premier autres grands grandes "
    "derniers dernieres principaux grand petites petits meilleures".split()
)
_INVARIABLE = frozenset(
    "mois temps colis fois pays corps avis concours parcours cours printemps fonds recours secours "
    "palais succes acces deces progres proces choix prix voix bras cas repas pas poids relais "
    "rabais congres bois dos".split()
)
_PREFIXES = frozenset("sous hors apres tres plus".split())
_PARTICIPLES = "provenant|venant|œuvrant|totalisant|regroupant|comprenant|incluant|couvrant"
_VERB = (
    r"(?:qui )?(?:sont|est|étaient|était|seront|sera|ont|a|avaient)\b(?! (?:des |les |d['’]))"
    r"|l['’]|s['’]|se\b|y\b|n['’]|ne\b"
)
# What may follow a number that has no noun of its own.
_NOUNLESS = re.compile(
    rf"\s*(?:(?P<verb>{_VERB})|(?P<several>[^\W\d_]{{2,}}ent\b)"
    rf"|(?P<participle>(?:{_PARTICIPLES})\b|[^\W\d_]+(?:é|u|i)e?s (?:par|aux?|à)\b)"
    r"|(?P<gap>,\s(?=(?:d['’]|de |des |du )))"
    r"|(?P<place>(?:aux?|à|en|avec|dans|par|pour|chez|sur)\b))",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:de|parmi|sur) (?:ces|ceux|les|ses|nos|leurs) ([^,;.:\d]{3,60}), ?(?:dont )?$", re.I
)
_DONT = re.compile(r"\bdont (?:plus de |près de |environ )?$", re.IGNORECASE)
_COMPARED = re.compile(
    r"(?:comparativement à|contre|par rapport à|au lieu de"
    r"|(?:ils|elles) (?:n['’])?(?:étaient|sont|seront|furent)(?: alors)?) $",
    re.IGNORECASE,
)
# « 69 personnes sur place et 20 en ligne », « 48 appartiennent à X et 418 à Y »
_JOINED = re.compile(
    r"(?:\b(?:et|ou|puis|dont)|[:,;]) (?:plus de |près de |environ )?$", re.IGNORECASE
)
_NOUN_PHRASE = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)(?: et (?:d['’])?([^\W\d_]+))?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_REACH = 300  # characters


def is_nounless(text: str, number: Number) -> bool:
    """Whether the number has no noun of its own: « 38 sont issus de », « 48 au sein de »."""
    match = _nounless(text, number)
    if match is None:
        return False
    if match["several"]:
        return number.value > 1 and fold(match["several"]) != "cent"
    if match["gap"]:
        return _earlier(text, number) is not None
    if match["participle"] and not re.match(rf"(?:{_PARTICIPLES})\b", match["participle"], re.I):
        return _DONT.search(text[max(0, number.start - 30) : number.start]) is not None
    return not (match["place"] and re.match(r"en moyenne", text[match.start("place") :][:12], re.I))


def _nounless(text: str, number: Number) -> re.Match[str] | None:
    end = number.end
    while text[end : end + 1] in (" ", "\u00a0", "\u202f", "%", "$") and end < len(text):
        end += 1
    return _NOUNLESS.match(text, end, end + 60)


def _earlier(text: str, number: Number) -> tuple[Number, int] | None:
    """The number before this one in its sentence, and where the text looked at begins."""
    left = max(0, number.start - _REACH)
    head = text[left : number.start]
    earlier = [one for one in find_numbers(head) if one.symbol == number.symbol]
    if not earlier or re.search(r"[.!?]\s", text[left + earlier[-1].end : number.start]):
        return None
    return earlier[-1], left


def antecedent(text: str, number: Number) -> str | None:
    """The noun already told: « De ces participantes et participants, 38 sont… ».

    Else the noun of the number before it in the sentence, for a verb, a part (« dont 910
    envoyés ») or a comparison (« comparativement à 45 en 2020 »). None when none is told.
    """
    head = text[max(0, number.start - _REACH) : number.start]
    among = _AMONG.search(head)
    if among is not None:
        return among[1].strip()
    match = _nounless(text, number)
    tied = _COMPARED.search(head) or _JOINED.search(head)
    if match is not None and match["place"] and tied is None:
        return None
    found = _earlier(text, number)
    if found is None:
        return None
    earlier, left = found
    whole = Number(earlier.start + left, earlier.end + left, earlier.value, symbol=earlier.symbol)
    if is_nounless(text, whole):
        return antecedent(text, whole)
    after = text[whole.end : number.start].lstrip(" \u00a0\u202f%$")
    return _phrase(re.sub(r"^(?:de |d['’]|des |du )", "", after))


def _phrase(text: str) -> str | None:
    """The noun that opens a text, with its other gender (« participantes et participants »)."""
    match = _NOUN_PHRASE.match(text)
    if match is None or fold(match[1]) in STOP_WORDS:
        return None
    if match[2] and fold(match[1])[:5] == fold(match[2])[:5]:
        return match.group()
    return match[1]


def first_noun(text: str) -> str | None:
    """Singular of the noun within the first three words; None when there is none."""
    for word in _WORD.findall(text[:80])[:3]:
        folded = fold(word)
        if folded in STOP_WORDS or folded in _ADJECTIVES or len(word) == 1:
            continue
        return singular(word)
    return None


def singular(word: str) -> str:
    """Singular of a plural noun by the common rules; short forms are kept.

    A noun in capitals is written small (« JOURS »), a short form (« MRC », « CIUSS ») is not.
    """
    if word.isupper() and not _is_noun_in_capitals(word):
        return word
    first, hyphen, rest = word.partition("-")
    if hyphen and first and rest:
        return f"{first.lower() if fold(first) in _PREFIXES else singular(first)}-{singular(rest)}"
    lower = word.lower()
    if lower == "ans":
        return "an"
    if fold(lower) in _INVARIABLE or len(lower) < 4 or lower.endswith("ss"):
        return lower
    if lower.endswith("eaux"):
        return lower[:-1]
    if lower.endswith("aux"):
        return lower[:-2] + "l"
    return lower[:-1] if lower.endswith(("s", "x")) else lower


def _is_noun_in_capitals(word: str) -> bool:
    return len(word) >= 5 and re.search(r"[^S]S$", word) is not None
