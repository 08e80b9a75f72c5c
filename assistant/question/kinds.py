"""What a question asks for, by its own words."""

from __future__ import annotations

import re

from assistant.answer import AnswerKind
from ingest.french.folding import fold


def _any(*patterns: str) -> str:
    """One pattern that holds where any of the patterns does."""
    return "|".join(patterns)


_INVERSION = _any(
    r"\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b",
)
_AMOUNT = _any(
    r"nombre",
    r"total",
    r"taux",
    r"pourcentage",
    r"proportion",
    r"part",
    r"montant",
    r"budget",
    r"cout",
    r"prix",
    r"population",
    r"moyenne",
    r"portee",
    r"superficie",
    r"revenus?",
    r"depenses?",
    r"salaires?",
    r"tirage",
    r"audience",
    r"deficit",
)
_FIGURE = _any(
    r"\bcombien\b",
    r"\bnombre (?:de|d'|total|moyen)",
    r"\bnbr?e?\b",
    r"\bhow (?:many|much)\b",
    r"\bnumber of\b",
    (
        r"\bqu(?:el(?:le)?s?|oi) (?:est |etait |sont |fut |a ete )?(?:(?:le|la|les"
        r"|l') ?)?(?:\w+ )?(?:nombre|total|taux|pourcentage|proportion|part|montant"
        r"|budget|cout|prix|population|moyenne|portee|superficie|revenus?|depenses?"
        r"|salaires?|tirage|audience|deficit)\b"
    ),
    r"\b(?:percentage|proportion|share) of\b",
    r"^(?:la )?(?:part|proportion|taux|pourcentage|montant) d",
    r"\bwhat (?:was|is|were) .{0,30}\b(?:budget|rate|percentage|amount|cost|total)\b",
    r"\bdans quelle proportion\b",
    r"\bpourcentage\b",
    r"%",
    r"\bnumero d'edition\b",
)
_COMPARE = _any(
    r"\bevolu",
    r"\baugment",
    r"\bdiminu",
    r"\bhausse\b",
    r"\bbaisse\b",
    r"\bdifference\b",
    r"\bcompar",
    r"\bprogress(?:e|ion)\b",
    r"\b(?:a|ont|avait|t-il|t-elle) change",
    r"\bchanged?\b",
    r"\bplus (?:eleve|de \w+ que)",
    r"\bincrease",
    r"\bdecrease",
    r"\bgrow(?:n|th)?\b",
    r"\bd'une annee a l'autre\b",
    r"\bd'annee en annee\b",
    r"\btendance\b",
    r"\b(?:plus|moins) (?:de |d'|qu'en\b)",
    r"\bhistorique\b",
    r"\bau fil des ans\b",
    r"\bmonte de combien\b",
    r"\bvs\b",
)
_RULES: tuple[tuple[AnswerKind, str], ...] = (
    (
        "greeting",
        _any(
            (
                r"^(?:bonjour|allo|salut|bonsoir|hello|hi|hey|merci|thanks?)[ !.,]*(?:beaucoup"
                r"|ca va|tout le monde)?[ !.?]*$"
            ),
        ),
    ),
    (
        "help",
        _any(
            r"^(?:aide|help|\?)[ !.?]*$",
            r"\b(?:que|quoi|qu'est-ce que) (?:sais|peux|pouvez)[- ](?:tu|vous) faire",
            r"\bcomment (?:tu|ca) (?:marches?|fonctionnes?)\b",
            r"\bwhat can you do\b",
        ),
    ),
    (
        "summary",
        _any(
            r"\bresumer?\b",
            r"\bresume[sz]?\b",
            r"\bsommaire\b",
            r"\bsynthese\b",
            r"\bgrandes lignes\b",
            r"\ben bref\b",
            r"\bsummar",
            r"\bfaits saillants\b",
            r"\bfais.{0,12} (?:portrait|bilan)\b",
            r"^(?:le )?bilan (?:de|du|des|d') ?\w+",
            r"\bbilan$",
        ),
    ),
    (
        "figure",
        _any(
            r"\bcombien\b",
            r"\bnombre (?:de|d'|total|moyen)",
            r"\bnbr?e?\b",
            r"\bhow (?:many|much)\b",
            r"\bnumber of\b",
            (
                r"\bqu(?:el(?:le)?s?|oi) (?:est |etait |sont |fut |a ete )?(?:(?:le|la|les"
                r"|l') ?)?(?:\w+ )?(?:nombre|total|taux|pourcentage|proportion|part|montant"
                r"|budget|cout|prix|population|moyenne|portee|superficie|revenus?|depenses?"
                r"|salaires?|tirage|audience|deficit)\b"
            ),
            r"\b(?:percentage|proportion|share) of\b",
            r"^(?:la )?(?:part|proportion|taux|pourcentage|montant) d",
            r"\bwhat (?:was|is|were) .{0,30}\b(?:budget|rate|percentage|amount|cost|total)\b",
            r"\bdans quelle proportion\b",
            r"\bpourcentage\b",
            r"%",
            r"\bnumero d'edition\b",
        ),
    ),
    (
        "definition",
        _any(
            r"\b(?:veut|veulent|voulait) dire\b",
            r"\bsignifi",
            r"\ba quoi (?:ca )?sert\b",
            r"\bsert a quoi\b",
            r"\bconsiste(?:nt)? en quoi\b",
            r"\ben quoi consiste",
            r"\bwhat does .{1,40} (?:mean|stand for)\b",
        ),
    ),
    (
        "when",
        _any(
            (
                r"\bquand (?:est|a|ont|se|s'est|aura|sera|c'est|c'etait|etait|sont|va|commence|ca"
                r"|on a|y a)\b"
            ),
            r"^\W*quand\b(?!.{3,60},)",
            r"\bquand\W*$",
            r"\bc'(?:est|etait) quand\b",
            r"\bet quand\b",
            r"\bdepuis quand\b",
            r"\ba quelles? dates?\b",
            r"\ben quelle annee\b",
            r"\bdepuis quand\b",
            r"\bquelles? dates?\b",
            r"\bkan\b",
            r"\bquel (?:jour|mois)\b",
            r"\bwhen\b",
            r"\bwhat (?:date|year|day)\b",
            r"\bquelle annee\b",
            r"\bdate (?:de|du)\b",
        ),
    ),
    (
        "recommendation",
        _any(
            r"\brecommand",
            r"\bsugger",
            r"\bsuggestion",
            r"\bconstats?\b",
            r"\bconseil(?:s|lez?)\b(?! d'admin)",
            r"\bpistes?\b",
            r"\bdes trucs\b",
            r"\bargument",
            r"\bcomment on s'y prend",
            r"\bcomment planif",
            r"\brecommend",
        ),
    ),
    ("list", r"^\W*(?:nomme[rz]?|liste[rz]?|enumere[rz]?)\b"),
    (
        "list",
        _any(
            (
                r"\b(?:c'est quoi|c'etait quoi|quels? sont|quelles? sont|what (?:are|were)"
                r"|qui (?:est|sont|etaient)) (?:les|the|tous|toutes)\b"
            ),
            r"\blesquel(?:le)?s\b",
            r"\bqu'est-ce (?:que|qui) .{0,60}\bcomme \w+s\b",
            r"\bquel(?:le)?s formes?\b",
        ),
    ),
    (
        "definition",
        _any(
            r"\bc'?est quoi\b",
            r"\bqu'?est[- ]ce qu(?:e|')",
            r"\bdefini(?:tion|r|s)\b",
            r"\bwhat (?:is|are|does)\b",
            r"=\s*\?",
            r"\bca mange quoi\b",
            r"\bdecri[stv]",
        ),
    ),
    (
        "who",
        _any(
            r"\bquel(?:le)? (?:maire|mairesse|elue?|conseill|personne|directrice|directeur)",
            r"(?<!ce )\bqui\b(?! ont | a ete)",
            r"\bwho\b",
            r"\bavec quel(?:le)?s (?:partenaires?|organi)",
            (
                r"\bquel(?:le)? (?:est|etait) (?:la|le) (?:president|tresori|secretaire|direct"
                r"|maire|personne|charge|coordonn|porte)"
            ),
            r"\bnom d(?:e|u) (?:la|le)?\b",
        ),
    ),
    (
        "where",
        _any(
            r"\bou (?:est|a|se|ont|etait|aura|peut|trouve|s'est|sont|avait|fut|puis)\b",
            r"^\W*ou\b",
            r"\bwhere\b",
            r"\b(?:a|dans|de) quelle (?:ville|municipalite|region)\b",
            r"\ba quel endroit\b",
            r"\bc'?etait ou\b",
            r"\badresse\b",
            r"\btelephone\b",
            r"\bcoordonnees\b",
            r"\bcourriel\b",
        ),
    ),
    (
        "howto",
        _any(
            r"^\W*comment\b",
            r"\bcomment (?:faire|puis|peut|obtenir|devenir)\b",
            r"^how\b",
        ),
    ),
    (
        "list",
        _any(
            r"\bquel(?:le)?s\b",
            r"\bliste[rz]?\b",
            r"\benumer",
            r"\bnomme[rz]?\b",
            r"\bwhich\b",
            r"\blist\b",
            r"\bquel(?:le)? (?:est|sont) les\b",
            r"\bles? (?:\d+|trois|quatre|cinq|six|deux) ",
        ),
    ),
    (
        "yesno",
        _any(
            r"(?<!qu')\best[- ]ce qu",
            r"\b(?:does|did|is|are|was|were|can|has|have|do)\b.*\?",
            r"\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b",
            r"\bc'?tu\b",
            r"\by a[- ]?tu\b",
            r"\b\w+[- ]tu\b.*\?",
        ),
    ),
)
_RULES_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
# A yes/no question by its first words, whatever relative clause follows.
_YESNO_FIRST = re.compile(
    _any(
        (
            r"^\W*(?:est[- ]ce qu|(?:does|did|is|are|was|were|can|has|have|do)\b"
            r"|\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b|y (?:a|avait"
            r"|aura) ?-?tu\b|\w+ ?-tu\b)"
        ),
    )
)
_YESNO_LATER = re.compile(
    _any(
        (
            r"^[^,]{3,60}, (?:\w+ ){0,3}(?:est[- ]ce|\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu"
            r"|vous|nous|ce|je)\b)"
        ),
        (
            r"^(?:un|une|le|la|les|l'|des|on|ils?|elles?) .{2,60}(?:\b\w+-(?:t-)?(?:il|elle"
            r"|ils|elles|on|tu|vous|nous|ce|je)\b|\w-tu\b)"
        ),
        r"^\w[\w' -]{2,60}\w-(?:t-)?(?:il|elle|ils|elles|on|tu)\b",
    )
)
_QUESTION_WORD = re.compile(
    _any(
        r"\bcombien\b",
        r"\bquel",
        r"\bqui\b",
        r"\bquand\b",
        r"\bcomment\b",
        r"\bpourquoi\b",
        r"\bquoi\b",
        r"\bhow\b",
        r"\bwh(?:at|o|en|ere|ich)\b",
        r"\bou (?:est|a|se)\b",
        r"\bnombre\b",
        r"qu'est-ce",
        r"\bque\b",
        r"%",
    )
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
    if re.search(r"\bevolution\b|\bhistorique\b|\btendance\b|\bd'un rapport a l'autre\b", folded):
        return True
    compares = re.search(_COMPARE, folded) is not None
    if several_years:
        return figure or compares or (not yesno and _plain(folded))
    if not compares or re.search(r"\bpourcentage\b|%|\btaux\b|\bplus d'|\bplus de\b", folded):
        return False
    return figure or yesno


def _plain(folded: str) -> bool:
    """Key words without a question word (« abonnés linkedin 2021 2022 »)."""
    return _QUESTION_WORD.search(folded) is None and len(folded.split()) <= 9
