"""What a question asks of one entry, and how the answer is written."""

from __future__ import annotations

import re
from datetime import date

from assistant.bank.model import BankHit, BankKind
from assistant.wording import say
from ingest.french.dates import MONTHS
from ingest.french.folding import fold

_SPACE = "\u00a0"
_SITE = (
    r"\bsites? web\b|\badresses? (?:web|internet)\b|\burl\b|\bliens? (?:web|internet)\b"
    r"|\bwebsite\b"
)
_CONTACT = (
    r"\bpersonnes?[- ]ressources?\b|\bcoordonnees\b|\bcourriels?\b|\btelephones?\b"
    r"|\b(?:qui|ou) (?:contacter|joindre)\b|\b(?:le|quel|un) contact\b"
    r"|\bwho (?:to|do i|should i) (?:contact|call)\b"
)
# Of each kind, the columns and the turns that ask for them: several may be asked at once.
_ASKED: tuple[tuple[BankKind, str, str], ...] = (
    ("measure", "responsible",
     (r"\bresponsables?\b|\b(?:qui|service|direction|equipe) (?:s'en |s')?(?:occupe|porte|pilote"
     r"|est charge|coordonne|gere)"
     r"|\bqui dirige\b|\bin charge\b|\bwho (?:runs|leads|handles)\b")),
    ("measure", "partners", r"\bpartenaires?\b|\bavec qui\b|\bpartners?\b"),
    ("measure", "indicator",
     r"\bindicateurs?\b|\bcomment (?:\w+ ){0,2}(?:mesur|evalu)|\bindicators?\b"),
    ("measure", "schedule",
     (r"\becheanciers?\b|\bquand\b(?! (?:il|elle|l'|la|le|les|un|une|y|on|ya)\b)|\bquels? mois\b"
     r"|\bquelle (?:saison|periode)\b|\ba quel moment\b|\bwhen\b|\bwhat month\b|\bschedule\b")),
    ("measure", "population",
     (r"\bquels? ages?\b|\bgroupes? d'ages?\b|\bpopulations? visees?\b|\ba qui (?:s'adresse|est)"
     r"|\b(?:c'est|est-ce) pour qui\b|\bhow old\b|\bwhat ages?\b|\bwho is it for\b")),
    ("measure", "municipality",
     (r"\b(?:quelle|quel) (?:municipalite|ville|village)\b|^ou\b(?!.* (?:peut|pourrai))"
     r"|\bwhich (?:town|city|municipality)\b")),
    ("measure", "budget", r"\bbudgets?\b"),
    ("measure", "url", _SITE),
    ("measure", "contact", _CONTACT),
    ("grant", "deadline",
     (r"\bdates? limites?\b|\becheances?\b|\bquand\b|\b(?:quelle|la) date\b|\bdeadlines?\b|\bwhen\b"
     r"|\bdernier (?:delai|jour)\b|\bfin des demandes\b|\bse termine\b|\blast day\b")),
    ("grant", "amount_max",
     (r"\bcombien (?!de (?:temps|demandes|projets|fois))|\bcombien\W*$|\bmontants?\b(?! tota)"
     r"|\bmaxim|\bminim(?:um|al)|\bau (?:max|min)\b|\bhow much\b|\bamounts?\b")),
    ("grant", "eligibility",
     (r"\badmissib|\bqui (?:\w+ ){0,2}(?:l')?(?:demander|deposer|presenter|postuler|recevoir"
     r"|obtenir|avoir)\b"
     r"|\bqui (?:y )?a droit\b|\b(?:a|ont|a-t-\w+|avons|ai)(?:-\w+)? droit\b|\beligib|\bwho can\b"
     r"|\bwho (?:is|are) (?:it|this|they) for\b")),
    ("grant", "rate",
     (r"\btaux\b|\bquels? pourcentages?\b|\bquelle part\b|\brate\b|\bau complet\b|\bpercentage\b"
     r"|\b(?:pay|rembours|financ|couv)\w+ (?:a|en) (?:\d+|totalite|entier|cent)|\bentierement\b")),
    ("grant", "organization",
     (r"\bqui (?:offre|donne|finance|gere|paie|paye|subventionne|accorde|verse)"
     r"|\bqui (?:peut|pourrait|va) (?:\S+ ){0,3}(?:payer|financer|aider)"
     r"|\bquels? (?:organisme|ministere|fonds|bailleur)|\bwho (?:funds|pays|gives)\b")),
    ("grant", "period",
     (r"\bcombien de temps\b|\bquelle duree\b|\bsur combien (?:de temps|d'annees|de mois)\b"
     r"|\bpendant combien\b|\bhow long\b")),
    ("grant", "url", _SITE),
    ("grant", "contact", _CONTACT),
)  # fmt: skip
_NAMES = {number: name for name, number in MONTHS.items()}
_ACCENTED = {"fevrier": "février", "aout": "août", "decembre": "décembre"}


def asked_attributes(question: str, kind: BankKind) -> tuple[str, ...]:
    """The columns that a question asks about, in the order of the bank; none: it asks for none."""
    folded = " ".join(fold(question).split())
    return tuple(name for of, name, said in _ASKED if of == kind and re.search(said, folded))


def without_attributes(question: str) -> str:
    """A folded question without the turns that ask for a column."""
    folded = " ".join(fold(question).split())
    for _, _, said in _ASKED:
        folded = re.sub(said, " ", folded)
    return folded


def written(name: str, hit: BankHit, language: str, *, short: bool = False) -> str:
    """The value of a column as a person reads it.

    Args:
        short: with its own name, to stand in a line about the entry.
    """
    fields = dict(hit.fields)
    value = fields.get(name, "")
    if name == "amount_max":
        low, high = money(fields.get("amount_min", "")), money(value)
        return say("bank_range", language, low=low, high=high) if low and low != high else high
    if name == "deadline":
        value = day_in_words(value) if language != "en" else value
        return say("bank_deadline_short", language, value=value) if short else value
    return value


def money(value: str) -> str:
    """« 2700 » → « 2 700 $ »; what is not a plain number stays as it is."""
    digits = value.replace(" ", "").replace(_SPACE, "").removesuffix("$")
    if not digits.isdigit():
        return value
    return f"{int(digits):,}".replace(",", _SPACE) + f"{_SPACE}$"


def day_in_words(value: str) -> str:
    """« 2021-06-18 » → « 18 juin 2021 »; « 2022-02 » → « février 2022 »."""
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", value.strip())
    if match is None or int(match[2]) not in _NAMES:
        return value
    month = _NAMES[int(match[2])]
    month = _ACCENTED.get(month, month)
    if match[3] is None:
        return f"{month} {match[1]}"
    try:
        day = date.fromisoformat(value.strip()).day
    except ValueError:
        return value
    return f"{'1er' if day == 1 else day} {month} {match[1]}"
