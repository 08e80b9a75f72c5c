"""From the words of a question to what is asked: the table of contents of understanding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import AnswerKind
from assistant.question.english import to_french
from assistant.question.followup import Resolved, resolve
from assistant.question.kinds import QUESTION_WORD, question_kind
from assistant.question.language import question_language
from assistant.question.lexicon import Lexicon
from assistant.question.model import Question, Term
from assistant.question.spoken import plain_idioms, plain_spoken
from assistant.question.subject import but_premises, counted_terms, subject_terms, wanted_symbol
from assistant.question.synonyms import known_stems
from assistant.question.times import Asked, asked_times
from ingest.french.folding import fold
from ingest.french.tokens import terms as terms_of

Correct = Callable[[str], str]

# « et les visiteurs ? »: other things to count, unlike « et à la patinoire ? ».
_THINGS = re.compile(r"^\W*(?:et|and|mais) (?:les|des|the|de|d['’]) ?(?!\w+ (?:annee|an)\b|\d)")
_WEAK = 0.3  # weight of a word taken from an earlier question


def understand(
    text: str, history: Sequence[str], lexicon: Lexicon, correct: Correct, year: str | None = None
) -> Question:
    """Read a question in the light of the earlier ones.

    Args:
        text: the question, cleaned.
        history: earlier questions, oldest first.
        lexicon: words of the corpus.
        correct: spelling correction against the corpus (French only).
        year: filter set by the person; it stands for a year in the question.
    """
    language = question_language(text)
    spoken = plain_spoken(_calm(text, lexicon))
    resolved = resolve(spoken, [plain_spoken(one) for one in history])
    mended = resolved if language == "en" else _corrected(resolved, correct)
    french = to_french(mended.question) if language == "en" else mended.question
    asked = asked_times(french, lexicon.periods)
    kind = question_kind(mended.question, asked.several)
    kind, asked = _inherited(mended, kind, asked, lexicon)
    kind = "definition" if kind == "who" and _what_is_short(mended.question, lexicon) else kind
    if year:
        asked = replace(asked, years=(year,), date=None)
    spans = asked_times(french, lexicon.periods).spans
    terms, counted = _subject(french, mended, kind, lexicon)
    changed = mended.question != spoken and language == "fr" and not resolved.substituted
    return Question(
        text=text,
        standalone=mended.standalone,
        language=language,
        kind=kind,
        asked=asked,
        terms=terms,
        counted=counted,
        symbol=wanted_symbol(french),
        query=_query(french, mended, spans, language, lexicon),
        series=_series(fold(f"{french} {mended.context}")),
        context=mended.context,
        corrected=mended.question if changed and mended.question != resolved.question else None,
    )


def _subject(
    french: str, mended: Resolved, kind: AnswerKind, lexicon: Lexicon
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Terms of the question and of what it leans on, and those that it counts."""
    subject = plain_idioms(french)
    terms = subject_terms(subject, asked_times(subject, lexicon.periods).spans, lexicon)
    counted = counted_terms(french, terms) if kind in ("figure", "comparison", "yesno") else ()
    if kind == "comparison" and not counted:
        counted = tuple(term for term in terms if not term.name)[:1]
    if kind in ("figure", "comparison"):
        terms = but_premises(terms, counted, french, kind == "comparison")
    if not mended.context:
        return terms, counted
    swapped = _THINGS.match(fold(mended.question)) is not None
    instead = _said_instead(mended.context, terms, lexicon) if mended.replaced else frozenset()
    terms, counted, earlier = _with_context(mended.context, terms, counted, kind, lexicon, swapped)
    terms += _not_required(earlier, terms) if mended.replaced else earlier
    return tuple(term for term in terms if term.stem not in instead), counted


def _calm(text: str, lexicon: Lexicon) -> str:
    """A question all in capitals in small letters, but for the acronyms of the corpus.

    Else each of its words would be read as a name.
    """
    if text != text.upper() or len(re.findall(r"[^\W\d_]{2,}", text)) < 3:
        return text

    def calm(found: re.Match[str]) -> str:
        word = found.group()
        return word if fold(word) in lexicon.meanings else word.lower()

    return re.sub(r"[^\W\d_]+", calm, text)


def _corrected(resolved: Resolved, correct: Correct) -> Resolved:
    question = _but_known_words(resolved.question, correct(resolved.question))
    standalone = resolved.standalone.replace(resolved.question, question)
    return replace(resolved, question=question, standalone=standalone)


def _but_known_words(asked: str, corrected: str) -> str:
    """The corrected question, words that stand for others left as they were asked."""
    before, after = asked.split(), corrected.split()
    if len(before) != len(after):
        return corrected
    known = known_stems()
    kept = [
        old if set(terms_of(old)) & known and old != new else new
        for old, new in zip(before, after, strict=True)
    ]
    return " ".join(kept)


def _inherited(
    resolved: Resolved, kind: AnswerKind, asked: Asked, lexicon: Lexicon
) -> tuple[AnswerKind, Asked]:
    """An elliptic follow-up keeps the kind and the year of the question it follows."""
    if not resolved.context:
        return kind, asked
    before = asked_times(resolved.context, lexicon.periods)
    if not asked.years and not asked.every:
        asked = replace(asked, years=before.years, date=before.date)
    if kind in ("keyword", "open"):
        before_kind = question_kind(resolved.context, asked.several)
        asks = QUESTION_WORD.search(fold(resolved.question)) is not None
        kind = kind if asks and before_kind == "yesno" else before_kind
    return kind, asked


def _with_context(
    context: str,
    terms: tuple[Term, ...],
    counted: tuple[Term, ...],
    kind: AnswerKind,
    lexicon: Lexicon,
    swapped: bool,
) -> tuple[tuple[Term, ...], tuple[Term, ...], tuple[Term, ...]]:
    """Terms, counted words, and the terms of the earlier question, which weigh less.

    ``swapped``: the follow-up names things to count in place of the earlier ones.
    """
    french = to_french(context) if question_language(context) == "en" else context
    spans = asked_times(french, lexicon.periods).spans
    earlier = subject_terms(french, spans, lexicon)
    if kind in ("figure", "comparison") and not counted:
        counted = counted_terms(french, earlier)
        short = bool(terms) and terms[0].word.isupper() and terms[0].known
        if swapped and terms and (short or not terms[0].name):
            faded = (replace(term, weight=term.weight * _WEAK) for term in counted)
            counted = (terms[0], *(term for term in faded if term.stem != terms[0].stem))
    own = {term.stem for term in terms}
    kept = {term.stem for term in counted}
    weak = tuple(
        term if term.stem in kept else replace(term, weight=term.weight * _WEAK)
        for term in earlier
        if term.stem not in own
    )
    return terms, counted, weak


_WHO_IS = re.compile(r"^\W*(?:c'est qui|qui est|who is)? ?(?:la |le |l['’])?(\w+),?"
                     r"(?: (?:c'est qui|qui est|c'est quoi|qui)(?: ca)?)?\W*$")  # fmt: skip


def _what_is_short(text: str, lexicon: Lexicon) -> bool:
    """« L’OPHQ, c’est qui ? »: a short form is a body or a thing, to be said what it is."""
    said = _WHO_IS.match(" ".join(fold(text).split()))
    return said is not None and said[1] in lexicon.meanings


_RANK = re.compile(r"\d{1,2}(?:e|er|re|eme|es)")


def _not_required(earlier: Sequence[Term], own: Sequence[Term]) -> tuple[Term, ...]:
    """Terms of the question before once another thing stands in place of what it named.

    « et sur Instagram ? »: what is said of it need not name LinkedIn; « et la 15e ? » is not
    about the 16th.
    """
    ranked = any(_RANK.fullmatch(term.stem) for term in own)
    return tuple(
        replace(term, name=False)
        for term in earlier
        if not (ranked and _RANK.fullmatch(term.stem))
    )


def _said_instead(context: str, own: Sequence[Term], lexicon: Lexicon) -> frozenset[str]:
    """Stems that a replacement takes the place of.

    « l’épisode sur la conciliation », after « … l’épisode sur la solidarité »: what followed
    the word that both share is no longer asked.
    """
    before = subject_terms(context, asked_times(context, lexicon.periods).spans, lexicon)
    shared = {term.stem for term in own}
    places = [at for at, term in enumerate(before) if term.stem in shared]
    fresh = any(term.stem not in {one.stem for one in before} for term in own)
    if not places or not fresh:
        return frozenset()
    after = before[places[-1] + 1 : places[-1] + 2]
    return frozenset(term.stem for term in after)


_SERIES = re.compile(
    r"\b(?:selon|d'apres|dans|lors d[eu']|de|du|par|pendant|au|a)\s?(?:le|la|l'|ce|cette)? ?"
    r"(webinaire|presentation|compte[- ]rendu|proces-verbal)\b"
    r"(?! (?:sur|portant|intitule|du \d|des? \d))"
    r"|\b(?:selon|d'apres) (?:le|la|l'|ce|cette) ?(politique|guide|plan d'action)\b"
)


def _series(folded: str) -> tuple[str, ...]:
    """The kind of document named (« selon le webinaire », « d’après la présentation »)."""
    return tuple(
        dict.fromkeys(
            stem for match in _SERIES.finditer(folded) for stem in terms_of(match[1] or match[2])
        )
    )


def _query(
    french: str,
    resolved: Resolved,
    spans: Sequence[tuple[int, int]],
    language: str,
    lexicon: Lexicon,
) -> str:
    """What is searched: the question without its times, and what it follows."""
    pieces, done = [], 0
    for start, end in spans:
        pieces.append(french[done:start])
        done = end
    query = "".join([*pieces, french[done:]])
    query = re.sub(r"\b(?:en|au|de|d'|du|entre|et|le rapport|selon)\s*(?=[?.,!]|$)", " ", query)
    if language == "en":
        query = f"{query} {resolved.question}"
    if resolved.context:
        query = f"{query} {resolved.context}"
    cleaned = " ".join(query.split())
    spelled = [
        lexicon.spelled[fold(w)] for w in re.findall(r"\w+", cleaned) if fold(w) in lexicon.spelled
    ]
    if spelled and len(cleaned.split()) <= 8:
        cleaned = f"{cleaned} {' '.join(spelled[:2])}"
    return cleaned if fold(cleaned).strip(" ?.!") else french
