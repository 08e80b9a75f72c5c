"""Patterns of the kinds of questions, over folded text: French, spoken French, English."""

from __future__ import annotations

import re

from assistant.answer import AnswerKind


def any_of(*patterns: str) -> str:
    """One pattern that holds where any of the patterns does."""
    return "|".join(patterns)


INVERSION = any_of(
    r"\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b",
)
FIGURE = any_of(
    r"\bcombien\b",
    r"\bnombre (?:de|d'|total|moyen)",
    r"\bnbr?e?\b",
    r"\bhow (?:many|much)\b",
    r"\bnumber of\b",
    (
        r"\bqu(?:el(?:le)?s?|oi) (?:est |etait |sont |fut |a ete )?(?:(?:le|la|les"
        r"|l') ?)?(?:\w+ )?(?:nombre|total|taux|pourcentage|proportion|part|montant"
        r"s?|budget|cout|prix|population|moyenne|portee|superficie|revenus?|depenses?"
        r"|salaires?|tirage|audience|deficit)\b"
    ),
    r"\b(?:percentage|proportion|share) of\b",
    r"^(?:la )?(?:part|proportion|taux|pourcentage|montant) d",
    r"\bwhat (?:was|is|were) .{0,30}\b(?:budget|rate|percentage|amount|cost|total)\b",
    r"\bdans quelle proportion\b",
    r"\bpourcentage\b",
    r"%",
    r"\bnumero d'edition\b",
    r"\bquel age\b",
    r"\bhow old\b",
    r"\bwhat (?:was|is|were) the (?:attendance|turnout|number|total|share|average)\b",
)
COMPARE = any_of(
    r"\bevolu",
    r"\baugment",
    r"\bdiminu",
    r"\bhausse\b",
    r"\bbaisse\b",
    r"\bdifference\b",
    r"\becart\b",
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
_PATTERNS: tuple[tuple[AnswerKind, str], ...] = (
    (
        "greeting",
        any_of(
            (
                r"^(?:bonjour|allo|salut|bonsoir|hello|hi|hey|merci|thanks?)[ !.,]*(?:beaucoup"
                r"|ca va|tout le monde)?[ !.?]*$"
            ),
        ),
    ),
    (
        "help",
        any_of(
            r"^(?:aide|help|\?)[ !.?]*$",
            r"\b(?:que|quoi|qu'est-ce que) (?:sais|peux|pouvez)[- ](?:tu|vous) faire",
            r"\bcomment (?:tu|ca) (?:marches?|fonctionnes?)\b",
            r"\bwhat can you do\b",
        ),
    ),
    (
        "summary",
        any_of(
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
        FIGURE,
    ),
    (
        "who",
        any_of(
            (
                r"\bnom (?:de la|du|de l'|des) ?(?:personnes?|president|coordon|direct|mair"
                r"|charge|respons|anim|gestion|adjoint|conseill|tresor|secretaire|aut(?:eur|rice)"
                r"|conferenc|porte)"
            ),
            r"^\W*porte-?paroles?\b",
        ),
    ),
    (
        "definition",
        any_of(
            r"\bqu'entend",
            r"\bacronyme\b",
            r"\bsigle\b",
            r"\bque? designe",
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
        any_of(
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
        "where",
        any_of(
            (
                r"\b(?:dans|a|de|en|vers) quel(?:le)?s? (?:villes?|municipalites?|regions?"
                r"|edifices?|batiments?|places?|salles?|endroits?|lieux?|studios?|hotels?"
                r"|villages?|arrondissements?|bureaux?)\b"
            ),
            r"\b(?:in|at) (?:which|what) (?:towns?|cit\w+|places?|buildings?|venues?)\b",
        ),
    ),
    (
        "recommendation",
        any_of(
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
    (
        "list",
        any_of(
            r"^\W*(?:nomme[rz]?|liste[rz]?|enumere[rz]?|name|list)\b",
            (
                r"^\W*(?:donne[rz]?|dis|dites|montre[rz]?)[- ](?:moi|nous) (?:tou(?:s|tes) )?"
                r"les \w+s\b"
            ),
        ),
    ),
    (
        "list",
        any_of(
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
        any_of(
            r"\bc'?est quoi\b",
            r"^\W*expli(?:que[rz]?|quer)[- ](?:moi|nous)\b",
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
        any_of(
            r"\bquel(?:le)? (?:maire|mairesse|elue?|conseill|personne|directrice|directeur)",
            r"(?<!ce )\bqui\b(?! ont | a ete)",
            r"^\W*qui a ete\b",
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
        any_of(
            r"\bou (?:est|a|se|ont|etait|aura|peut|trouve|s'est|sont|avait|fut|puis)\b",
            r"^\W*ou\b",
            r"\bwhere\b",
            r"\b(?:a|dans|de) quelle (?:ville|municipalite|region)\b",
            r"\ba quel endroit\b",
            r"\bc'?etait ou\b",
            r"\badresse\b",
            r"\burl\b",
            r"\blien (?:web|internet|vers|pour)\b",
            r"^\W*(?:sur|a) quel(?:le)? (?:site|page)\b",
            r"\btelephone\b",
            r"\bcoordonnees\b",
            r"\bcourriel\b",
        ),
    ),
    (
        "howto",
        any_of(
            r"^\W*comment\b",
            r"\bcomment (?:faire|puis|peut|obtenir|devenir|on|je|me|se)\b",
            r"\b(?:fait|fais|faire) (?:comment|quoi)\b",
            r"\bpostule",
            r"^how\b",
        ),
    ),
    (
        "list",
        any_of(
            r"\bquel(?:le)?s\b",
            r"\bliste[rz]?\b",
            r"\benumer",
            r"(?<!ete )(?<!est )\bnomme[rz]?\b",
            r"\bwhich\b",
            r"\blist\b",
            r"\bquel(?:le)? (?:est|sont) les\b",
            r"\bles? (?:\d+|trois|quatre|cinq|six|deux) ",
        ),
    ),
    (
        "open",
        any_of(r"\bpourquoi\b", r"\bwhy\b", r"\bpour quelles? raisons?\b"),
    ),
    (
        "yesno",
        any_of(
            r"(?<!qu')\best[- ]ce qu",
            r"^\W*(?:does|did|is|are|was|were|can|has|have|do)\b",
            r"\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b",
            r"\bc'?tu\b",
            r"\by a[- ]?tu\b",
            r"\b\w+[- ]tu\b.*\?",
        ),
    ),
)
RULES = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
