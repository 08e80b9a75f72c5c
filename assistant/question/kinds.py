"""What a question asks for, by its own words."""

from __future__ import annotations

import re

from assistant.answer import AnswerKind
from ingest.french.folding import fold

_INVERSION = r"\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b"
_AMOUNT = (
    r"nombre|total|taux|pourcentage|proportion|part|montant|budget|cout|prix|population|moyenne"
    r"|portee|superficie|revenus?|depenses?|salaires?|tirage|audience|deficit"
)
_FIGURE = (
    r"\bcombien\b|\bnombre (?:de|d'|total|moyen)|\bnbr?e?\b|\bhow (?:many|much)\b|\bnumber of\b"
    rf"|\bqu(?:el(?:le)?s?|oi) (?:est |etait |sont |fut |a ete )?(?:(?:le|la|les|l') ?)?(?:\w+ )?(?:{_AMOUNT})\b"
    r"|\b(?:percentage|proportion|share) of\b|^(?:la )?(?:part|proportion|taux|pourcentage|montant) d"
    r"|\bwhat (?:was|is|were) .{0,30}\b(?:budget|rate|percentage|amount|cost|total)\b"
    r"|\bdans quelle proportion\b|\bpourcentage\b|%|\bnumero d'edition\b"
)
_COMPARE = (
    r"\bevolu|\baugment|\bdiminu|\bhausse\b|\bbaisse\b|\bdifference\b|\bcompar|\bprogress(?:e|ion)\b"
    r"|\b(?:a|ont|avait|t-il|t-elle) change|\bchanged?\b|\bplus (?:eleve|de \w+ que)|\bincrease"
    r"|\bdecrease|\bgrow(?:n|th)?\b|\bd'une annee a l'autre\b|\bd'annee en annee\b|\btendance\b"
    r"|\b(?:plus|moins) (?:de |d'|qu'en\b)|\bhistorique\b|\bau fil des ans\b|\bmonte de combien\b|\bvs\b"
)
_RULES: tuple[tuple[AnswerKind, str], ...] = (
    (
        "greeting",
        r"^(?:bonjour|allo|salut|bonsoir|hello|hi|hey|merci|thanks?)[ !.,]*"
        r"(?:beaucoup|ca va|tout le monde)?[ !.?]*$",
    ),
    (
        "help",
        r"^(?:aide|help|\?)[ !.?]*$|\b(?:que|quoi|qu'est-ce que) (?:sais|peux|pouvez)[- ](?:tu|vous)"
        r" faire|\bcomment (?:tu|ca) (?:marches?|fonctionnes?)\b|\bwhat can you do\b",
    ),
    (
        "summary",
        r"\bresumer?\b|\bresume[sz]?\b|\bsommaire\b|\bsynthese\b|\bgrandes lignes\b|\ben bref\b|\bsummar"
        r"|\bfaits saillants\b|\bfais.{0,12} (?:portrait|bilan)\b|^(?:le )?bilan (?:de|du|des|d') ?\w+|\bbilan$",
    ),
    ("figure", _FIGURE),
    (
        "definition",
        r"\b(?:veut|veulent|voulait) dire\b|\bsignifi|\ba quoi (?:ca )?sert\b|\bsert a quoi\b"
        r"|\bconsiste(?:nt)? en quoi\b|\ben quoi consiste|\bwhat does .{1,40} (?:mean|stand for)\b",
    ),
    (
        "when",
        r"\bquand (?:est|a|ont|se|s'est|aura|sera|c'est|c'etait|etait|sont|va|commence|ca|on a|y a)\b"
        r"|^\W*quand\b(?!.{3,60},)|\bquand\W*$|\bet quand\b|\bdepuis quand\b|\ba quelles? dates?\b|\ben quelle annee\b|\bdepuis quand\b|\bquelles? dates?\b|\bkan\b"
        r"|\bquel (?:jour|mois)\b|\bwhen\b|\bwhat (?:date|year|day)\b|\bquelle annee\b|\bdate (?:de|du)\b",
    ),
    (
        "recommendation",
        r"\brecommand|\bsugger|\bsuggestion|\bconstats?\b|\bconseil(?:s|lez?)\b(?! d'admin)|\bpistes?\b"
        r"|\bdes trucs\b|\bargument|\bcomment on s'y prend|\bcomment planif|\brecommend",
    ),
    (
        "list",
        r"\b(?:c'est quoi|c'etait quoi|quels? sont|quelles? sont|what (?:are|were)|qui (?:est|sont|etaient)) "
        r"(?:les|the|tous|toutes)\b|\blesquel(?:le)?s\b"
        r"|\bqu'est-ce (?:que|qui) .{0,60}\bcomme \w+s\b|\bquel(?:le)?s formes?\b",
    ),
    (
        "definition",
        r"\bc'?est quoi\b|\bqu'?est[- ]ce qu(?:e|')|\bdefini(?:tion|r|s)\b|\bwhat (?:is|are|does)\b|=\s*\?"
        r"|\bca mange quoi\b|\bdecri[stv]",
    ),
    (
        "who",
        r"(?<!ce )\bqui\b(?! ont | a ete)|\bwho\b|\bavec quel(?:le)?s (?:partenaires?|organi)"
        r"|\bquel(?:le)? (?:est|etait) (?:la|le) (?:president|tresori|secretaire|direct|maire|personne|charge"
        r"|coordonn|porte)|\bnom d(?:e|u) (?:la|le)?\b",
    ),
    (
        "where",
        r"\bou (?:est|a|se|ont|etait|aura|peut|trouve|s'est|sont|avait|fut|puis)\b|^\W*ou\b|\bwhere\b"
        r"|\b(?:a|dans|de) quelle (?:ville|municipalite|region)\b|\ba quel endroit\b|\bc'?etait ou\b"
        r"|\badresse\b|\btelephone\b|\bcoordonnees\b|\bcourriel\b",
    ),
    ("howto", r"^\W*comment\b|\bcomment (?:faire|puis|peut|obtenir|devenir)\b|^how\b"),
    (
        "list",
        r"\bquel(?:le)?s\b|\bliste[rz]?\b|\benumer|\bnomme[rz]?\b|\bwhich\b|\blist\b"
        r"|\bquel(?:le)? (?:est|sont) les\b|\bles? (?:\d+|trois|quatre|cinq|six|deux) ",
    ),
    (
        "yesno",
        rf"(?<!qu')\best[- ]ce qu|\b(?:does|did|is|are|was|were|can|has|have|do)\b.*\?|{_INVERSION}"
        r"|\bc'?tu\b|\by a[- ]?tu\b|\b\w+[- ]tu\b.*\?",
    ),
)
_RULES_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
# A yes/no question by its first words, whatever relative clause follows.
_YESNO_FIRST = re.compile(
    rf"^\W*(?:est[- ]ce qu|(?:does|did|is|are|was|were|can|has|have|do)\b|{_INVERSION}"
    r"|y (?:a|avait|aura) ?-?tu\b|\w+ ?-tu\b)"
)
_YESNO_LATER = re.compile(
    rf"^[^,]{{3,60}}, (?:\w+ ){{0,3}}(?:est[- ]ce|{_INVERSION})|^(?:un|une|le|la|les|l'|des|on|ils?|elles?) .{{2,60}}"
    rf"(?:{_INVERSION}|\w-tu\b)|^\w[\w' -]{{2,60}}\w-(?:t-)?(?:il|elle|ils|elles|on|tu)\b"
)
_QUESTION_WORD = re.compile(
    r"\bcombien\b|\bquel|\bqui\b|\bquand\b|\bcomment\b|\bpourquoi\b|\bquoi\b|\bhow\b|\bwh(?:at|o|en|ere|ich)\b"
    r"|\bou (?:est|a|se)\b|\bnombre\b|qu'est-ce|\bque\b|%"
)


def question_kind(text: str, several_years: bool) -> AnswerKind:
    """Kind of a question.

    Args:
        text: the standalone question.
        several_years: it names two years or more, or a span of years.
    """
    folded = " ".join(fold(text).split())
    figure = re.search(_FIGURE, folded) is not None
    yesno = _is_yesno(folded)
    if _is_comparison(folded, several_years, figure, yesno):
        return "comparison"
    if yesno:
        return "yesno"
    for kind, pattern in _RULES_COMPILED:
        if pattern.search(folded):
            return kind
    return "keyword" if "?" not in text and len(folded.split()) <= 8 else "open"


def _is_yesno(folded: str) -> bool:
    if _YESNO_FIRST.search(folded):
        return re.match(r"\W*(?:\w+ )?combien", folded) is None
    return _YESNO_LATER.search(folded) is not None and _QUESTION_WORD.search(folded) is None


def _is_comparison(folded: str, several_years: bool, figure: bool, yesno: bool) -> bool:
    compares = re.search(_COMPARE, folded) is not None
    if several_years:
        return figure or compares or (not yesno and _plain(folded))
    if not compares or re.search(r"\bpourcentage\b|%|\btaux\b|\bplus d'|\bplus de\b", folded):
        return False
    return figure or yesno


def _plain(folded: str) -> bool:
    """Key words without a question word (« abonnés linkedin 2021 2022 »)."""
    return _QUESTION_WORD.search(folded) is None and len(folded.split()) <= 9
