"""What a question asks for, by its own words."""

from __future__ import annotations

import re

from assistant.answer import AnswerKind
from ingest.french.folding import fold

_INVERSION = r"\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b"
_FIGURE = (
    r"\bcombien\b|\bnombre (?:de|d'|total|moyen)|\bnbr?e?\b|\bhow (?:many|much)\b|\bnumber of\b"
    r"|\bquel(?:le)?s? (?:est |etait |sont |fut |a ete )?(?:(?:le|la|les|l') ?)?(?:\w+ )?"
    r"(?:nombre|total|taux|pourcentage|proportion|part|montant|budget|cout|prix|duree moyenne"
    r"|population|moyenne|portee|superficie|valeur|revenus?|depenses?|salaires?|tirage|audience)\b"
    r"|\b(?:percentage|proportion|share) of\b|^(?:la )?(?:part|proportion|taux|pourcentage|montant) d"
    r"|\bwhat (?:was|is|were) .{0,30}\b(?:budget|rate|percentage|amount|cost|total)\b|\ba combien\b"
    r"|\bdans quelle proportion\b|\bpourcentage\b|%|\bnumero d'edition\b"
)
_COMPARE = (
    r"\bevolu|\baugment|\bdiminu|\bhausse\b|\bbaisse\b|\bdifference\b|\bcompar|\bprogress(?:e|ion)\b"
    r"|\b(?:a|ont|avait|t-il|t-elle) change|\bchanged?\b|\bplus (?:eleve|de \w+ que)|\bincrease|\bdecrease|\bgrow(?:n|th)?\b"
    r"|\bd'une annee a l'autre\b|\bd'annee en annee\b|\btendance\b|\bplus qu'en\b|\bmoins qu'en\b"
    r"|\bhistorique\b|\bau fil des ans\b"
)
_RULES: tuple[tuple[AnswerKind, str], ...] = (
    ("greeting", r"^(?:bonjour|allo|salut|bonsoir|hello|hi|hey|merci|thanks?)[ !.,]*"
                 r"(?:beaucoup|ca va|tout le monde)?[ !.?]*$"),
    ("help", r"^(?:aide|help|\?)[ !.?]*$|\b(?:que|quoi|qu'est-ce que) (?:sais|peux|pouvez)[- ](?:tu|vous)"
             r" faire|\bcomment (?:tu|ca) (?:marches?|fonctionnes?)\b|\bwhat can you do\b"),
    ("summary", r"\bresume[rz]?\b|\bsommaire\b|\bsynthese\b|\bgrandes lignes\b|\ben bref\b|\bsummar"
                r"|\bfaits saillants\b|\bfais.{0,12} (?:portrait|bilan)\b|\bbilan (?:de|du|des) \w+"),
    ("figure", _FIGURE),
    ("definition", r"\b(?:que |qu'est-ce que |quoi |ca )?(?:veut|veulent|voulait) dire\b|\bsignifi"),
    ("when", r"\bquand\b|\ba quelles? dates?\b|\ben quelle annee\b|\bdepuis quand\b|\bquelles? dates?\b"
             r"|\bquel (?:jour|mois)\b|\bwhen\b|\bwhat (?:date|year|day)\b|\bquelle annee\b|\bdate (?:de|du)\b"),
    ("recommendation", r"\brecommand|\bsugger|\bsuggestion|\bconstats?\b|\bconseil(?:s|lez?)\b(?! d'admin)"
                       r"|\bpistes?\b|\brecommend|\bdes trucs\b|\bargument|\bcomment on s'y prend|\bcomment planif"),
    ("list", r"\b(?:c'est quoi|c'etait quoi|quels? sont|quelles? sont|what (?:are|were)|qui (?:est|sont|etaient)) (?:les|the|tous|toutes)\b"
             r"|\bqu'est-ce (?:que|qui) .{0,60}\bcomme \w+s\b|\ben quoi consist|\bquell?e?s formes?\b"),
    ("definition", r"\bc'?est quoi\b|\bqu'?est[- ]ce qu(?:e|')|\bdefini(?:tion|r|s)\b|\bque (?:veut dire|signifie)"
                   r"|\bsignifi(?:e|cation)\b|\bveut dire\b|\bwhat (?:is|are|does)\b|=\s*\?|\bkossa\b"
                   r"|\bca mange quoi\b|\ben quoi consiste|\bdecri[stv]"),
    ("who", r"(?<!ce )\bqui\b(?! ont | a ete)|\bwho\b|\bquel(?:le)? (?:est|etait) (?:la|le) (?:president|tresori"
            r"|secretaire|direct|maire|personne|charge|coordonn|porte)|\bnom d(?:e|u) (?:la|le)?\b"),
    ("where", r"\bou (?:est|a|se|ont|etait|aura|peut|trouve|s'est|sont|avait|fut|puis)\b|^\W*ou\b|\bwhere\b"
              r"|\b(?:a|dans|de) quelle (?:ville|municipalite|region)\b|\ba quel endroit\b|\bc'?etait ou\b"),
    ("howto", r"^\W*comment\b|\bcomment (?:faire|puis|peut|obtenir|devenir)\b|^how\b"),
    ("list", r"\bquel(?:le)?s\b|\bliste[rz]?\b|\benumer|\bnomme[rz]?\b|\bwhich\b|\blist\b|\bquel(?:le)? (?:est|sont) "
             r"les\b|\bles? (?:\d+|trois|quatre|cinq|six|deux) "),
    ("yesno", rf"(?<!qu')\best[- ]ce qu|\b(?:does|did|is|are|was|were|can|has|have|do)\b.*\?|{_INVERSION}"
              r"|\bc'?tu\b|\by a[- ]?tu\b|\b\w+[- ]tu\b.*\?"),
)  # fmt: skip
_RULES_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
_YESNO_OPENING = re.compile(
    rf"^\W*(?:est[- ]ce qu|(?:does|did|is|are|was|were|can|has|have|do)\b|{_INVERSION})|"
    rf"^[^,]{{3,40}}, (?:est[- ]ce|{_INVERSION})|^(?:un|une|le|la|les|l'|des) .{{3,60}}{_INVERSION}"
)
_QUESTION_WORD = re.compile(
    r"\bcombien\b|\bquel|\bqui\b|\bquand\b|\bcomment\b|\bpourquoi\b|\bquoi\b|\bhow\b|\bwh(?:at|o|en|ere|ich)\b"
    r"|\bou (?:est|a|se)\b|\bnombre\b|qu'est-ce|\bque\b"
)


def question_kind(text: str, several_years: bool) -> AnswerKind:
    """Kind of a question.

    Args:
        text: the standalone question.
        several_years: it names two years or more, or a span of years.
    """
    folded = " ".join(fold(text).split())
    figure = re.search(_FIGURE, folded) is not None
    if re.search(_COMPARE, folded) and (figure or several_years or _YESNO_OPENING.search(folded)):
        if several_years or not re.search(r"\bpourcentage\b|%|\btaux\b", folded):
            return "comparison"
    if figure and several_years:
        return "comparison"
    if _YESNO_OPENING.search(folded) and not _asks_more(folded):
        return "yesno"
    for kind, pattern in _RULES_COMPILED:
        if pattern.search(folded):
            return kind
    words = folded.split()
    if "?" not in text and len(words) <= 8:
        return "keyword"
    return "open"


def _asks_more(folded: str) -> bool:
    """« Quand est-ce que », « qu’est-ce que »: not a yes/no question."""
    return _QUESTION_WORD.search(folded) is not None
