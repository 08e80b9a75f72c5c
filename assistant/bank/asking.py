"""What the words of a question say of the bank it is put to: measures, grants, or neither."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from assistant.bank.model import BankKind
from assistant.question.model import Question
from ingest.french.folding import fold

# Asking for entries of a bank by the bank's own name.
_CUES: tuple[tuple[BankKind, re.Pattern[str]], ...] = (
    ("grant", re.compile(
        r"\bsubventions?\b|\baides? financieres?\b|\bprogrammes? (?:d'aide|de subvention)"
        r"|\bqu(?:i|oi)[^?]{0,25}\bfinanc|\b(?:pour|comment) financer\b"
        r"|\bfinancement (?:pour|disponible)|\bgrants?\b|\bfunding\b|\bde l'aide pour\b"
        r"|\bquel programme\b")),
    ("measure", re.compile(
        r"\b(?:quelles?|trouve\w*|donne\w*|propose\w*|suggere\w*|montre\w*|cherche\w*|des|une|les"
        r"|la|exemples? de|\d+|deux|trois|quatre|cinq|dix|bonnes?|autres?)(?:[- ]\w+){0,2}"
        r" (?:mesures?|idees?|initiatives?)\b|^mesures?\b|^idees?\b|\bmeasures?\b|\bideas?\b")),
)  # fmt: skip
# Turns that go with one kind of entry, without naming it: money and its conditions, means to act.
_LEANING: tuple[tuple[BankKind, re.Pattern[str]], ...] = (
    ("grant", re.compile(
        r"\bsubvention|\baides? financ|\bfinanc|(?<!pas d')(?<!sans )(?<!peu d')\bargent\b"
        r"|\bprogrammes? d'aide|\bquel programme"
        r"|\bbourse|\b(?:paie|paye|payer|payes?|paient)\b|\bcennes?\b|\bgrants?\b|\bfund|\bmoney\b|\badmissib"
        r"|\bdates? limit|\bdeadline|\bmontants?\b|\bau (?:max|plus|min)|\bm(?:ax|in)im|\btaux\b"
        r"|\bapply\b|\bde l'aide|\bdroit a\b|\bjusqu'a combien|\bcombien peut\b|\bhow much can\b"
        r"|\bjusqu'a quand\b|^aides?\b|(?:\bl'|\bd'|\bune |\bquelle |\bcette )aide\b"
        r"|\b(?:quelles|des|les) aides\b|\bdernier jour\b")),
    ("measure", re.compile(
        r"\bmesures?\b|\bidees?\b|\binitiatives?\b|\bmeasures?\b|\bideas?\b"
        r"|\bque (?:faire|prevoir)|\bcomment\b|\bmoyen\b|\bde quoi\b|\bresponsables?\b"
        r"|\bpartenaires?\b|\bindicateurs?\b|\becheanciers?\b|\bin charge\b")),
)  # fmt: skip
_ONE = re.compile(r"\b(?:une|quelle|quel|un|a|which|une bonne) (?:mesure|subvention|idee|programme"
                  r"|measure|grant|idea|aide)\b")  # fmt: skip
_SPOKEN_OF = re.compile(r"\bmesures?\b|\bsubventions?\b|\bprogrammes?\b|\bexemples?\b|\bgrants?\b"
                         r"|\baides\b")
# The bank as a thing, unless it is where to look.
_OF_THE_BANK = re.compile(r"(?<!dans la )(?<!dans cette )(?<!dans votre )\bbanque (?:de|des|d')")
_IN_THE_BANK = re.compile(r"\b(?:dans|de) (?:la|cette|votre|notre) banque\b(?! (?:de|des|d')\b)")
_WHETHER = re.compile(
    r"\by a\b|\by a-t-il\b|\bexiste|\b(?:is|are) there\b|\bavez-vous\b|\bas?-tu\b"
)
# What a bank is asked for, met with a slip or two; words that are near and mean something else.
_NAMES = ("mesure", "mesures", "subvention", "subventions", "programme", "financement")
_KNOWN = frozenset((*_NAMES, "masure", "masures", "mesurer", "mesurez", "mesura", "programmer"))
_NEVER = ("comparison", "summary", "greeting", "help", "out_of_scope")


def wanted(question: Question) -> tuple[BankKind, ...]:
    """The banks that a question asks for entries of, by their name."""
    folded = _spoken(question)
    if question.kind in (*_NEVER, "figure") or _OF_THE_BANK.search(folded):
        return ()
    if question.kind == "yesno" and not _WHETHER.search(folded):
        return ()
    named = tuple(kind for kind, cue in _CUES if cue.search(folded))
    return named or (("measure", "grant") if _IN_THE_BANK.search(folded) else ())


def leaning(question: Question) -> tuple[BankKind, ...]:
    """The kinds of entry that the turns of a question go with."""
    folded = _spoken(question)
    return tuple(kind for kind, turns in _LEANING if turns.search(folded))


def never(question: Question) -> bool:
    """Whether no row can be the answer: a comparison, a summary, the bank itself as a thing."""
    folded = fold(question.standalone)
    return question.kind in _NEVER or _OF_THE_BANK.search(folded) is not None


def speaks_of_entries(question: Question) -> bool:
    """Whether a question speaks of a measure or a grant as such."""
    return _SPOKEN_OF.search(fold(question.standalone)) is not None


def wants_one(question: Question) -> bool:
    """Whether one entry is asked for."""
    return _ONE.search(fold(question.standalone)) is not None


def _spoken(question: Question) -> str:
    """A question folded, the names of what a bank holds spelled right (« subvansion »)."""
    return re.sub(r"[a-z]{5,}", lambda word: _spelled(word.group()), fold(question.standalone))


def _spelled(word: str) -> str:
    if word in _KNOWN or (word.startswith(("mesur", "financ")) and len(word) > 6):
        return word
    allowed = 1 if len(word) < 8 else 2
    near = ((OSA.distance(word, name, score_cutoff=allowed), name) for name in _NAMES)
    distance, name = min(near)
    return name if distance <= allowed else word
