"""What a number counts: its label, unit and qualifier, read around it."""

from __future__ import annotations

import re

from ingest.figure_nouns import antecedent, first_noun, is_nounless, singular
from ingest.french.folding import fold
from ingest.french.numbers import Number, find_numbers
from ingest.french.stopwords import STOP_WORDS
from ingest.records import Statement

__all__ = ["SIZE", "label_of", "qualifier_of", "singular", "unit_of"]

_QUALIFIER = re.compile(
    r"(plus d[e’']|près d[e’']|environ|au moins|moins d[e’']|en moyenne|moyenne d[e’']"
    r"|jusqu['’]à|quelque|(?:une )?augmentation d[e’'](?: près de| plus de)?|hausse d[e’']"
    r"|baisse d[e’']|diminution d[e’']|presque|autour de|\+)\s*$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;:!?()»]|\.(?=\s|$)|,(?!\d)|\s(?:comparativement|alors que|tandis que|soit)\s"
)
_SYMBOL = re.compile(r"[ \u00a0\u202f]?(?:%|\$|M\$|k\$)")
# « ont été élaborés », « sont des créations », « qui ont reçu des montants »
_VERB_LEAD = re.compile(
    r"(?:qui )?(?:(?:sont|est|étaient|était|seront|sera|ont été|a été|avaient été)"
    r" (?:des |les |d['’])?"
    r"|(?:ont|a|avaient) [^\W\d_]+(?:é|u|i|s|t) (?:les? |la |l['’]|des |du |une? ))",
    re.IGNORECASE,
)
# « Le Secrétariat en propose 19 et … », « L’année en a ajouté 9. »
_OF_IT = re.compile(r"\ben (?:[^\W\d_]+ ){1,2}$", re.IGNORECASE)
_STANDS_ALONE = re.compile(r"\s*(?:[.;,)]|$|(?:et|en|dans|pendant|cette|dont)\b)")
_MORE = re.compile(r"(?:[ \u00a0\u202f]?[%$])?\s+de (plus|moins)\b(?! (?:de|en)\b)", re.IGNORECASE)
_DENIED = re.compile(r"(?:ne |n['’])(?:l['’])?(?:étaient|sont|ont|avaient)\b(?: pas)?", re.I)
# « les villes de 100 000 personnes et plus »: how large they are, not how many people
_SIZE_OF = re.compile(
    r"(?:\b(?:les|des|aux|ces|dans les|[^\W\d_]+s) [^\W\d_]{3,}s(?: [^\W\d_]{3,}e?s)?"
    r" (?:de|comptant|ayant)|(?<!\w)(?:[A-ZÀ-Þ][\w’'–-]+|[^\W\d_]{3,}s)"
    r" \((?:plus|moins) de) $"
)
SIZE = "taille de"  # qualifier of « les villes de 100 000 personnes »
_SOULS = re.compile(
    r"\s*(?:personnes|individus|habitants?|âmes|résident\w+|citoyen\w+|employé\w+|membres)\b", re.I
)
# What leads to the next number rather than tells what this one counts. Counting verbs
# (« le coffre comprend ») stay: they tell what the number is the whole of.
_LINKS = frozenset("provenant allant atteignant seulement dont".split())
_TIME = re.compile(r"(?:en|pour) (?:19|20)\d\d")
_MAX_WORDS = 14
_OPENING = 6  # words that announce a whole line
# Nouns that do not tell alone what is counted.
_ANYTHING = frozenset(
    "personne personnes fois dollar dollars jour jours minute minutes heure heures an ans mois "
    "semaine semaines km cm".split()
)
_REACH = 250  # characters looked at on each side of a number


def label_of(statement: Statement, number: Number) -> str:
    """Readable label: what follows the number in its clause, else what a colon announces.

    « Nombre d’abonnés : 2 925 » → « Nombre d’abonnés »; « La solidarité : 258 écoutes » →
    « écoutes — La solidarité »; « 375 membres aux quatre coins… » → « membres aux … ».
    Never empty: a number that stands bare takes the label of the number it goes with
    (« une augmentation de 40 % »), its lead-in, its title, or its whole sentence.
    """
    text = statement.text
    if _is_of_it(text, number):
        return _before(text, number)
    after = _after(text, number)
    if statement.kind == "key_figure":
        after = _whole(text, number, after)
    before = _before_colon(text, number)
    loose = not after or is_nounless(text, number) or _MORE.match(text, number.end)
    shared = _shared(text, number) if loose else ""
    if shared:
        return shared
    if after and before and len(before.split()) <= 16:
        return f"{after} — {before}"
    if after and _tells_little(after, number):
        said = _before(text, number)
        return f"{after} — {said}" if len(said.split()) > 2 else after
    found = after or before or _before(text, number)
    above = (*reversed(statement.lead), *reversed(statement.heading), text)
    return found or next(one for one in above if one)


def _tells_little(label: str, number: Number) -> bool:
    """Whether a label is a word that counts anything: « 1 316 personnes », « 54 % des membres »."""
    words = label.split()
    return len(words) == 1 and (number.symbol is not None or fold(words[0]) in _ANYTHING)


def _is_of_it(text: str, number: Number) -> bool:
    """« en propose 19 »: the number stands for what was said before, with no noun after it."""
    head = text[max(0, number.start - 40) : number.start]
    return _OF_IT.search(head) is not None and _STANDS_ALONE.match(text, number.end) is not None


def _whole(text: str, number: Number, label: str) -> str:
    """A label that a comma cut: its list (« famille, travail et vie ») or its proper title."""
    at = text.find(label, number.end) if label else -1
    rest = text[at + len(label) :] if at >= 0 else ""
    titled = re.match(r", (?=[A-ZÀ-Þ«])[^;:()\d]{3,90}$", rest)
    listed = re.match(r"(?:, [^,;.:()\d]{2,40})+ et [^,;.:()\d]{2,60}$", rest)
    return f"{label}{rest}".rstrip(" .") if titled or listed else label


def _after(text: str, number: Number) -> str:
    label = _own(text, number)
    if not is_nounless(text, number):
        return label
    counted = antecedent(text, number)
    if counted is None:
        return label
    denied = _DENIED.match(label)
    if denied is not None:
        return f"{counted} {_denied_word(text, number)}".strip()
    return counted if _TIME.match(label) else f"{counted} {label}".strip()


def _denied_word(text: str, number: Number) -> str:
    """« 44 étaient membres et 33 ne l’étaient pas » → « non membres »."""
    head = text[max(0, number.start - _REACH) : number.start]
    earlier = find_numbers(head)
    after = head[earlier[-1].end :] if earlier else ""
    said = re.match(r"\s*(?:étaient|sont) ([^\W\d_]+)", after)
    return f"non {said[1]}" if said else ""


def _own(text: str, number: Number) -> str:
    """What follows the number in its clause, up to the next number."""
    tail = _SYMBOL.sub("", text[number.end : number.end + _REACH], count=1)
    if number.symbol is None or not _SYMBOL.match(text, number.end):
        tail = text[number.end : number.end + _REACH]
    tail = re.sub(r"^,\s(?=d['’]|de |des |du )", " ", tail)
    close = _CLAUSE_END.search(tail)
    end = close.start() if close is not None else len(tail)
    following = find_numbers(tail)
    if following and following[0].start < end:
        cut = re.sub(r"(?:\s(?:et|ou|dont|à|de|d['’]))*\s*$", "", tail[: following[0].start])
        end = len(cut) if cut.split() else following[0].start
    label = " ".join(_without_links(tail[:end].split()[:_MAX_WORDS]))
    label = _VERB_LEAD.sub("", label, count=1) if _VERB_LEAD.match(label) else label
    return re.sub(r"^(?:de |d['’]|des |du )", "", label).strip(" –—-")


def _without_links(words: list[str]) -> list[str]:
    """The words without those at their end that only lead to what comes next."""
    end = len(words)
    while end and fold(words[end - 1]).strip("’'(,–—-") in STOP_WORDS | _LINKS | {""}:
        end -= 1
    return words[:end]


def _before_colon(text: str, number: Number) -> str:
    left = max(0, number.start - _REACH)
    head = text[left : number.start]
    colon = head.rfind(":")
    if colon < 0:
        return ""
    if len(head) - colon > 40 or find_numbers(head[colon + 1 :]):
        return _announced(head, colon)
    start = max(head.rfind(". ", 0, colon), head.rfind("; ", 0, colon))
    return head[start + 1 : colon].strip(" ;.")


def _announced(head: str, colon: int) -> str:
    """« Cuisine : 24 ateliers, 131 participations »: what opens a line announces all it counts."""
    listed = re.fullmatch(r"(?: ?[^,;.:]{1,40},)+ ?(?:et )?", head[colon + 1 :])
    opening = head[:colon].strip(" ;.")
    alone = listed and len(opening.split()) <= _OPENING and not re.search(r"[.;!?]", opening)
    return opening if alone else ""


def _shared(text: str, number: Number) -> str:
    """Label of the number that a change is about: « 4 300 abonnés, une augmentation de 40 % »."""
    head = text[max(0, number.start - _REACH) : number.start]
    said = _QUALIFIER.search(head)
    earlier = find_numbers(head)
    if _MORE.match(text, number.end):
        return _own(head, earlier[-1]) if earlier else ""
    if said is None or not re.match(r"(?:une )?(?:augm|hauss|baiss|dimin)", said[1], re.I):
        return ""
    return _own(head, earlier[-1]) if earlier else ""


def _before(text: str, number: Number) -> str:
    head = text[max(0, number.start - _REACH) : number.start]
    head = _QUALIFIER.sub("", head).strip(" (,")
    clause = re.split(r"[;:!?]|\.\s|,\s", head)[-1]
    if earlier := find_numbers(clause):
        later = re.sub(r"^\W*(?:et|ou|puis)\s", "", clause[earlier[-1].end :])
        clause = later if len(later.split()) > 1 else clause
    label = " ".join(_without_links(clause.split())[-_MAX_WORDS:]).strip(" (–—-")
    return _VERB_LEAD.sub("", label, count=1) if _VERB_LEAD.match(label) else label


def qualifier_of(text: str, number: Number) -> str | None:
    """« plus de », « près de », « environ »…; None when the number stands bare."""
    more = _MORE.match(text, number.end)
    if more is not None:
        return "augmentation de" if more[1].lower() == "plus" else "diminution de"
    head = text[max(0, number.start - 60) : number.start]
    if _SOULS.match(text, number.end) and _SIZE_OF.search(head):
        return SIZE
    match = _QUALIFIER.search(head)
    if match is None:
        return "environ" if number.approximate else None
    said = match[1].lower().replace("’", "'")
    if said == "+":
        return "plus de"
    return re.sub(r"\bd'$", "de", said).removeprefix("une ").strip()


def unit_of(text: str, number: Number) -> str | None:
    """Symbol, or the counted noun in the singular; None when no noun is told.

    The noun follows the number, or is the one a colon announces (« Nombre d’abonnés : 53 »)
    or the one already counted (« 1 150 exemplaires, dont 910 envoyés aux membres »).
    """
    if number.symbol is not None:
        return number.symbol
    if _is_of_it(text, number):
        return None
    if is_nounless(text, number) or _MORE.match(text, number.end):
        counted = antecedent(text, number) or _shared(text, number)
        return first_noun(counted) if counted else None
    tail = text[number.end : number.end + 60]
    close = _CLAUSE_END.search(tail)
    noun = first_noun(tail[: close.start()] if close is not None else tail)
    if noun is not None:
        return noun
    before = _before_colon(text, number)
    if before:
        named = re.search(r"[Nn]ombres? (?:total |moyen )?(?:de |d['’])(.+)", before)
        first = (named[1] if named else before).split(" ", 3)[:3]
        plural = [word for word in first if len(word) > 3 and word.lower().endswith(("s", "x"))]
        return first_noun(" ".join(plural))
    shared = _shared(text, number)
    return first_noun(shared) if shared else None
