"""The subject of a question: its terms, and the words it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.question.data import read_lines
from assistant.question.lexicon import Lexicon
from assistant.question.model import Term
from ingest.french.folding import fold
from ingest.french.number_words import words_value
from ingest.french.stems import stem
from ingest.french.tokens import Token, tokenize

# Words that say what kind of answer is wanted, not what about.
_CUES = frozenset(word for line in read_lines("cue_words.txt") for word in line.split())
_CUES_IN_ORDER = (
    re.compile(
        r"combien(?: y a-t-il| y avait-il| y a-t-il eu| y a| qu'y a)?(?: eu)? "
        r"(?:de |d'|du |des )?(?:la |les )?"
    ),
    re.compile(
        r"\b(?:nombre|total|nb|nbr|quantite)s? (?:total |moyen )?(?:de |d'|des |du )?(?:la |les "
        r"|l')?"
    ),
    re.compile(
        r"\b(?:taux|pourcentage|proportion|part|montant|%)s? (?:moyen )?(?:de |d'|des |du )"
        r"(?:la |les |l')?"
    ),
    re.compile(r"(?<!en )\b(?:duree|portee|moyenne|population|audience|tirage|superficie) "),
)
# « ils étaient combien », « combien y ont assisté »: people, though no noun says so.
_PEOPLE_COUNTED = re.compile(
    r"\b(?:ils|elles|on) (?:etaient|sont|seront|etait|sera) combien\b|"
    r"\bcombien (?:y |s'y )?(?:ont|sont|etaient|avaient) (?:assiste|participe|venu|present|alle"
    r"|inscrit)"
)
# Words that tell what is done rather than what about, by their ending.
_VERBAL = re.compile(r"(?:[^t]és?|ées?|ai(?:en)?t|[^i]er|[^o]ir)$")
_VERBAL_WORTH = 0.6
_VERB_LIKE = re.compile(
    r"^(?:ont|a|est|sont|etait|etaient|y|il|elle|se|en|avait|avaient|compte|comptait|fait|as|"
    r"aimeraient|suit|suivent|utilise|utilisent|participe|participent|sur|dans|au|aux|chez|pour"
    r"|par)$"
)
_DONE = re.compile(
    r"\b(?:a|ont|est|sont|avait|etait)(?:-t-(?:il|elle|on)|-(?:ils?|elles?|on))? (?:ete )?"
    r"(\w+e[es]?s?)\b"
)
_PERSON = Term("personnes", stem("personnes"), 0.0)
_GENERIC_PEOPLE = frozenset({"mond", "gen", "person", "personn"})


# « combien y avait-il d’écart … en nombre de personnes »: the gap is worked out, not counted.
_GAP = re.compile(r"(?:d'|de )?(?:l'|la |une? )?(?:ecart|difference|hausse|baisse|gap)\b")

# « à part les municipalités et les MRC, … »: what is not asked.
_EXCEPT = re.compile(
    r"(?:mis[e]? à part|[àa] part|hormis|outre|sauf|except[ée]|en dehors d[eu']|sans compter|"
    r"other than|apart from|besides)\s[^,?]{3,80}(?:,|$)"
    r"|[(,] ?(?:et )?(?:pas|non pas|not) (?:ce(?:lui|lle|ux|lles)? )?(?:d[eu] |des |d['’])?"
    r"(?:la |les? |l['’])?[^,?()]{2,60}(?:[,)?]|$)",
    re.IGNORECASE,
)


# « Municipalité amie des animaux »: a word that completes a name is part of it.
_NAMED_BEFORE = re.compile(
    r"(?<=[\w,] )[A-ZÀ-Þ][\w’'-]+(?: [a-zà-ÿ][\w-]+){0,2} (?:de la |de l['’]|de |des |du |d['’]"
    r"|aux? |à la )$"
)
# Verbs that tell which way a number went: in a comparison they are not its subject.
_CHANGES = frozenset(
    stem(word)
    for word in "passés passées gagner gagne perdre perdu monter monte baisser baisse grimper "
    "grimpe chuter chute reculer recule croitre cru bondir bondi doubler double tripler triple "
    "grossir grossi passer passe ajouter ajoute".split()
)


def is_verbal(word: str) -> bool:
    """Whether a word looks like a verb form (« envoyées », « travaillaient »)."""
    return _VERBAL.search(word) is not None


def subject_terms(
    text: str, spans: Sequence[tuple[int, int]], lexicon: Lexicon
) -> tuple[Term, ...]:
    """Terms of a question in order, each once; times and cue words left out."""
    found: dict[str, Term] = {}
    excluded = _EXCEPT.search(text)
    for token in tokenize(text):
        if excluded is not None and excluded.start() <= token.start < excluded.end():
            continue
        if token.stop and not _is_acronym(text, token, lexicon):
            continue
        if token.word in _CUES or any(a < token.end and token.start < b for a, b in spans):
            continue
        if len(token.word) < 2 and not token.word.isdigit():
            continue
        if words_value(token.word) is not None:
            continue
        term = _term(text, token, lexicon)
        if not term.known and _NAMED_BEFORE.search(text[: token.start]):
            term = replace(term, name=True)
        if term.known or term.name or not _VERBAL.search(term.word):
            found.setdefault(token.stem, term)
    return _fold_long_forms(tuple(found.values()), lexicon)


def but_premises(
    terms: tuple[Term, ...], counted: Sequence[Term], text: str, compared: bool
) -> tuple[Term, ...]:
    """Terms without those that a question takes for granted.

    The number of « comptait 10 villes en 2021; combien en 2024 ? » stands before what is
    counted; « gagné » only tells which way a compared number went.
    """
    folded = fold(text)

    def granted(term: Term) -> bool:
        if compared and term.stem in _CHANGES and term not in counted:
            return True
        return term.word.isdigit() and any(
            re.search(rf"\b{term.word} (?:\w+ )?{re.escape(fold(one.word))}\b", folded)
            for one in counted
        )

    return tuple(term for term in terms if not granted(term)) or terms


def _is_acronym(text: str, token: Token, lexicon: Lexicon) -> bool:
    written = text[token.start : token.end]
    return (
        written.isupper()
        and len(written) > 1
        and (token.word in lexicon.meanings or written == "CA")
    )


def _term(text: str, token: Token, lexicon: Lexicon) -> Term:
    written = text[token.start : token.end]
    others = lexicon.others(token.word, token.stem)
    known = lexicon.knows(token.stem) or any(
        all(lexicon.knows(stem) for stem in phrase) for phrase in others
    )
    capital = (written[:1].isupper() and token.start > 0) or written[1:].lower() != written[1:]
    digits = any(char.isdigit() for char in written)
    name = capital or digits
    known = known or digits
    weight = lexicon.weight(token.stem)
    if _VERBAL.search(written) and not name and len(written) > 2:
        weight *= _VERBAL_WORTH
    if not known and not name:
        weight = lexicon.top * 0.45
    elif not lexicon.knows(token.stem) and others:
        weight = lexicon.top * 0.7
    kin = lexicon.kin(token.stem)
    return Term(written, token.stem, weight, others, known, name, kin)


def _fold_long_forms(terms: tuple[Term, ...], lexicon: Lexicon) -> tuple[Term, ...]:
    """A long form written out may be met by its acronym: each of its words knows it."""
    stems = [term.stem for term in terms]
    mended = list(terms)
    for place, first in enumerate(stems):
        for long, short in lexicon.shorts.get(first, ()):
            if tuple(stems[place : place + len(long)]) == long:
                for at in range(place, place + len(long)):
                    term = mended[at]
                    mended[at] = replace(term, others=(*term.others, (short,)))
    return tuple(mended)


def counted_terms(text: str, terms: Sequence[Term]) -> tuple[Term, ...]:
    """Words counted by a figure question: the noun group right after its cue.

    « combien d’ententes de services signées » → ententes, services.
    """
    folded = fold(text)
    if _PEOPLE_COUNTED.search(folded):
        return (_PERSON,)
    if re.search(r"\bcombien de fois\b", folded):
        said = _DONE.search(folded)
        stems = {token.stem for token in tokenize(said[1])} if said is not None else set()
        done = [term for term in terms if _VERBAL.search(term.word)]
        return tuple(term for term in terms if term.stem in stems)[:1] or tuple(done[-1:])
    by_stem = {term.stem: term for term in terms}
    for pattern in _CUES_IN_ORDER:
        for cue in pattern.finditer(folded):
            if _GAP.match(folded[cue.end() :]):
                continue
            counted = _noun_group(folded[cue.end() : cue.end() + 60], by_stem)
            if counted:
                return counted
    compared = re.search(r"\b(?:plus|moins) (?:de |d')", folded)
    if compared is not None:
        for token in tokenize(folded[compared.end() :]):
            if token.stem in by_stem:
                return (by_stem[token.stem],)
    return _before_cue(folded, terms)


def _noun_group(text: str, by_stem: dict[str, Term]) -> tuple[Term, ...]:
    """The noun that a text opens with, and its complement (« ententes de services »)."""
    counted: list[Term] = []
    linked = True
    for token in tokenize(text):
        if _VERB_LIKE.match(token.word) and counted:
            break
        term = by_stem.get(token.stem)
        if term is not None and term not in counted:
            if not counted and term.name and not term.word.isupper():
                continue
            if counted and not (linked or counted[0].stem in _GENERIC_PEOPLE):
                break
            counted.append(term)
            if len(counted) >= 2:
                break
        elif counted and not token.stop:
            break
        linked = token.word in ("de", "d", "des", "du")
    return tuple(counted)


def _before_cue(folded: str, terms: Sequence[Term]) -> tuple[Term, ...]:
    """« les exposants, il y en avait combien ? »: the noun that stands before its cue."""
    cue = re.search(
        r"\b(?:en |etaient |sont |avait |avaient |a )?combien\b\W*(?:$|a |de fois|en |au |pour )",
        folded,
    )
    if cue is None:
        return ()
    by_stem = {term.stem: term for term in terms}
    before = [by_stem[t.stem] for t in tokenize(folded[: cue.start()]) if t.stem in by_stem]
    if before and before[-1].stem in _CHANGES:  # « les abonnés LinkedIn sont passés de combien »
        return tuple(term for term in before[:-1] if not term.name)[:1]
    return (before[-1],) if before and not re.search(r"combien de fois", folded) else ()


def wanted_symbol(text: str) -> str | None:
    """``%`` or ``$`` when the question can only be answered by one."""
    folded = fold(text)
    if re.search(
        r"\b(?:pourcentage|proportion|percentage|taux)\b|^(?:quelle )?(?:la )?part d|%", folded
    ):
        return "%"
    if re.search(
        r"\b(?:budget|montant|cout|dollars?|salaire|revenus?|depenses?|argent|deficit)\b|\$", folded
    ):
        return "$"
    return None
