"""Patterns of what is asked of a bank: number, size, deadline; French and English."""

from __future__ import annotations

import re

from ingest.french.dates import MONTHS

# Words that ask, and say nothing of what is sought.
COMMAND = re.compile(
    r"\b(?:trouve[rz]?|cherche[rz]?|donne[rz]?|montre[rz]?|propose[rz]?|sugg[eè]re[rz]?|liste[rz]?"
    r"|affiche[rz]?)(?:-(?:moi|nous))?\b"
    r"|\b(?:je|on|nous) (?:cherch\w+|veu[xt]|voudrai\w+|aimerai\w+|souhait\w+|voulons)\b"
    r"|\b(?:il )?(?:nous|me) faudrait\b|\bas-tu\b|\bavez-vous\b"
    r"|\by a(?:-t-il|-tu)?\b|\bexiste-t-il\b"
    r"|\b(?:se trouv|figur)\w*\b|\b(?:dans|de) (?:la|cette|votre|notre|une) banque\b"
    r"|\b(?:give|show|find|list|suggest)(?: me| us)?\b|\b(?:are|is) there\b|\bwhich\b|\bwhat\b"
    r"|\b(?:une? |des |les |la |l'|quelles? |autres? |bonnes? )?"
    r"(?:mesures?|id[ée]es?|actions?|initiatives?|subventions?|aides? financi[eè]res?"
    r"|programmes? (?:d'aide|de subvention)s?|financements?|measures?|grants?|ideas?|funding)\b"
    r"(?: (?:de la banque|dans la banque|qui|existent|existe|pr[ée]voi\w+|permet\w*|vis\w+|about"
    r"|touch\w+|soutien\w*|aid\w+|help\w*|for))?",
    re.IGNORECASE,
)
PEOPLE = r"(?:habitant\w*|personnes|citoyen\w*|[âa]mes|hab\b\.?|r[ée]sident\w*|inhabitants|people)"
SIZE = re.compile(
    r"\b(?:dans |pour |in |for )?(?:un |une |notre |ma |le |la |a |our )?"
    r"(?:petit\w* |small )?(?:village|municipalit\w+|ville|communaut\w+|milieu\w*|town|city)s?"
    r" (?:de |d'|d’|of )?(?:moins de |environ |pr[eè]s de |about |under )?"
    rf"(?P<number>\d[\d \u00a0\u202f]*\d|\d)(?: ?{PEOPLE})?",
    re.IGNORECASE,
)
SIZE_BEHIND = re.compile(
    r"\b(?:moins de |plus de |environ |de )?(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{3,7})"
    r" ?(?:habitant\w*|hab\b\.?|citoyen\w*|[âa]mes|inhabitants)",
    re.IGNORECASE,
)
SIZE_WORDS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), size)
    for words, size in (
        (r"petits? (?:villages?|milieux?)|villages?|small (?:village|town)", 1_000),
        (r"petites? (?:municipalit[ée]s?|villes?|communaut[ée]s?)", 3_000),
        (r"grandes? villes?|m[ée]tropoles?|large cit(?:y|ies)", 150_000),
    )
)
COUNT = re.compile(
    r"\b(?P<count>\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|ten)"
    r" (?:\w+ )?(?:mesures?|id[ée]es?|actions?|initiatives?|subventions?|programmes?|measures?"
    r"|grants?|ideas?)\b",
    re.IGNORECASE,
)
ENGLISH_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_MONTHS = "|".join((
    *sorted(MONTHS, key=len, reverse=True), "march", "may", "june", "july", "august", "january",
    "february", "april", "september", "october", "november", "december",
))  # fmt: skip
BEFORE = re.compile(
    r"\b(?:avant|d['’]ici|before|by)(?: (?:le|la fin de|the end of))?(?: (?P<day>\d{1,2})(?:er)?)?"
    rf" (?P<month>{_MONTHS})(?: (?P<year>20\d\d))?\b",
)
# A deadline in a month of a year, near the words that say a deadline.
WITHIN = re.compile(
    r"\b(?:dates? limites?|echeances?|fin\w*|ferm\w*|clotur\w*|deadlines?|due|clos\w*)\b"
    r"[^.?!]{0,40}?\b(?:en|au mois (?:de |d'|d’)|in)\s?"
    rf"(?P<month>{_MONTHS}) (?P<year>20\d\d)\b",
)
ENGLISH_MONTHS = {
    name: n for n, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(), start=1)
}  # fmt: skip
OPEN = re.compile(
    r"\b(?:encore |toujours |actuellement )?(?:ouvert(?:e|s|es)?|disponibles?|en cours|en vigueur"
    r"|available|open)\b(?: (?:maintenant|pr[ée]sentement|now))?",
    re.IGNORECASE,
)
