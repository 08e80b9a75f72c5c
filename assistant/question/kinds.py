"""What a question asks for, by its own words."""

from __future__ import annotations

import re

from assistant.answer import AnswerKind
from assistant.question.kind_rules import COMPARE, FIGURE, RULES, any_of
from ingest.french.folding import fold

# A yes/no question by its first words, whatever relative clause follows.
YESNO_FIRST = re.compile(
    any_of(
        (
            r"^\W*(?:est[- ]ce qu|(?:does|did|is|are|was|were|can|has|have|do)\b"
            r"|\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu|vous|nous|ce|je)\b|y (?:a|avait"
            r"|aura) ?-?tu\b|\w+ ?-tu\b)"
        ),
    )
)
YESNO_LATER = re.compile(
    any_of(
        (
            r"^[^,]{3,60}, (?:\w+ ){0,3}(?:est[- ]ce|\b\w+-(?:t-)?(?:il|elle|ils|elles|on|tu"
            r"|vous|nous|ce|je)\b)"
        ),
        (
            r"^(?:un|une|le|la|les|l'|des|on|ils?|elles?) .{2,60}(?:\b\w+-(?:t-)?(?:il|elle"
            r"|ils|elles|on|tu|vous|nous|ce|je)\b|\w-tu\b)"
        ),
        r"^\w[\w' -]{2,60}\w-(?:t-)?(?:il|elle|ils|elles|on|tu)\b",
        r"\bc'(?:est|etait) bien\b",
    )
)
QUESTION_WORD = re.compile(
    any_of(
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
        r"^\W*ou\b",
        r"\bqu'entend",
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
    figure = re.search(FIGURE, folded) is not None
    yesno = _is_yesno(folded)
    if _is_comparison(folded, several_years, figure, yesno):
        return "comparison"
    if yesno:
        return "yesno"
    for kind, pattern in RULES:
        if pattern.search(folded):
            return kind
    return "keyword" if "?" not in text and len(folded.split()) <= 8 else "open"


def asks_yesno(text: str) -> bool:
    """Whether a question can be answered by oui or non."""
    return _is_yesno(" ".join(fold(text).split()))


def _is_yesno(folded: str) -> bool:
    if YESNO_FIRST.search(folded):
        return re.match(r"\W*(?:\w+ )?combien", folded) is None
    return YESNO_LATER.search(folded) is not None and QUESTION_WORD.search(folded) is None


def _is_comparison(folded: str, several_years: bool, figure: bool, yesno: bool) -> bool:
    if re.search(r"\bevolution\b|\bhistorique\b|\btendance\b|\bd'un rapport a l'autre\b", folded):
        return True
    compares = re.search(COMPARE, folded) is not None
    if several_years:
        return figure or compares or (not yesno and _plain(folded))
    if not compares or re.search(
        r"\bpourcentage\b|%|\btaux\b|\bplus d'|\bplus de\b|\bmoins (?:de |d')\d", folded
    ):
        return False
    return figure or yesno


def _plain(folded: str) -> bool:
    """Key words without a question word (« abonnés linkedin 2021 2022 »)."""
    return QUESTION_WORD.search(folded) is None and len(folded.split()) <= 9
