"""A language model may reword an answer that the documents give; every word is checked.

The extractive answer comes first and decides whether there is one. The model then speaks
from numbered statements; each of its sentences is held against the one it cites, and what
fails is removed. One repair is asked for. Whatever goes wrong, the extractive answer stands.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.assemble import assemble
from assistant.compose.draft import Draft, Sentence, Support, within
from assistant.compose.phrasing import capital, ended, has_year
from assistant.llm.checks import fault_of
from assistant.llm.claims import Claim, claims_of
from assistant.llm.client import Model
from assistant.llm.errors import ModelFailure
from assistant.llm.prompt import NOTHING, conversation, repair
from assistant.llm.sources import Source
from assistant.llm.values import counted_numbers
from assistant.question.model import Question
from assistant.retrieval import Retrieved
from assistant.verify import verify
from ingest.french.folding import fold
from ingest.french.numbers import find_numbers

_LOG = logging.getLogger("repere")
# Comparisons are computed and lists are whole: those stay as composed.
KINDS = frozenset(
    "figure definition who when where howto recommendation summary yesno open keyword".split()
)
_FREE = frozenset(("howto", "recommendation", "summary", "open", "keyword"))
_LIMIT = 105  # words
_VERDICT = re.compile(r"(oui|non)\b[\s,:.;—–-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What remains of a model's text: sentences with their sources, and what was refused."""

    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    refused: tuple[tuple[str, str], ...]
    verdict: str = ""


class Writer:
    """Rewords answers with a model. Safe in threads when the model is."""

    def __init__(self, model: Model, page_text: Callable[[Support], str]) -> None:
        self._model = model
        self._page_text = page_text

    def reword(
        self,
        answer: Answer,
        question: Question,
        retrieved: Retrieved,
        sources: Sequence[Source],
    ) -> Answer:
        """The answer in the model's words, when all that they say is supported.

        Args:
            answer: the extractive one; it is returned as it is when the model fails.
            sources: statements that the model may speak from.
        """
        if not sources:
            return answer
        deadline = time.monotonic() + self._model.timeout_s
        first = conversation(question.standalone, sources)
        best: Answer | None = None
        messages = first
        for _ in range(2):
            try:
                said = self._model.complete(messages, deadline)
            except ModelFailure as failure:
                _LOG.warning("llm model=%s cause=%s", self._model.name, failure.cause)
                break
            if said.strip(" .[]«»\"'*") == NOTHING:
                break
            kept = _kept(claims_of(said), sources)
            made = self._checked(kept, answer, question, retrieved)
            best = made if made is not None else best
            if made is not None and not kept.refused:
                break
            messages = repair(first, said, kept.refused)
        _LOG.info("llm model=%s shown=%s", self._model.name, best is not None)
        return best or answer

    def _checked(
        self, kept: _Kept, answer: Answer, question: Question, retrieved: Retrieved
    ) -> Answer | None:
        """The answer of the sentences kept; None when it is not better than nothing."""
        if not _acceptable(kept, answer):
            return None
        sentences = within(kept.sentences, _LIMIT)
        checked = verify(Draft(answer.kind, sentences, 1.0), self._page_text)
        if checked.removed:
            return None
        made = assemble(Draft(answer.kind, sentences, 1.0), checked, question, retrieved, "fr")
        return replace(
            answer,
            answer=made.answer,
            citations=made.citations,
            figures=made.figures,
            engine=f"llm:{self._model.name}",
        )


def _kept(claims: Sequence[Claim], sources: Sequence[Source]) -> _Kept:
    sentences: list[Sentence] = []
    spoken: list[Source] = []
    refused: list[tuple[str, str]] = []
    opening = _VERDICT.match(claims[0].text) if claims else None
    verdict = fold(opening[1]) if opening else ""
    for place, claim in enumerate(claims):
        text = claim.text[opening.end() :] if opening and place == 0 else claim.text
        source, fault = _source_of(replace(claim, text=text), sources)
        if source is None:
            refused.append((claim.text, fault))
            continue
        sentence = _sentence(text, claim, source)
        if opening and place == 0:
            sentence = replace(sentence, text=f"{verdict.capitalize()} : {sentence.text}")
        if all(fold(sentence.text) != fold(other.text) for other in sentences):
            sentences.append(sentence)
            spoken.append(source)
    return _Kept(tuple(sentences), tuple(spoken), tuple(refused), verdict)


def _source_of(claim: Claim, sources: Sequence[Source]) -> tuple[Source | None, str]:
    """The excerpt that supports a sentence by itself, or why none of those cited does."""
    if not claim.cited:
        return None, "marker"
    if not all(1 <= n <= len(sources) for n in claim.cited):
        return None, "unknown"
    faults = [fault_of(claim.text, sources[n - 1]) for n in claim.cited]
    for n, fault in zip(claim.cited, faults, strict=True):
        if fault is None:
            return sources[n - 1], ""
    return None, faults[0] or ""


def _sentence(text: str, claim: Claim, source: Source) -> Sentence:
    """A sentence that says its year, with the figures of the register that it states."""
    year = source.document.year
    told = ended(capital(text))
    if year and not has_year(text):
        told = f"{told.rstrip('. ')} ({year})."
    values = {number.value for number in find_numbers(text)}
    figures = tuple(entry for entry in source.entries if entry.figure.number in values)
    return Sentence(told, (source.support,), figures=figures, item=claim.item)


def _acceptable(kept: _Kept, answer: Answer) -> bool:
    """Whether sentences that are each supported also answer, as surely as the extracts."""
    if not kept.sentences:
        return False
    told = fold(answer.answer.lstrip()[:3])
    if kept.verdict != (told if told in ("oui", "non") else ""):
        return False
    if kept.verdict and not kept.sentences[0].text.lower().startswith(kept.verdict):
        return False
    if answer.kind not in _FREE and not kept.sources[0].backed:
        return False
    return not answer.figures or answer.kind != "figure" or _same_figures(kept, answer)


def _same_figures(kept: _Kept, answer: Answer) -> bool:
    """Whether the figure asked for is the register's own, and no other number is told."""
    composed = counted_numbers(re.sub(r"\[\d+\]", "", answer.answer))
    stated = {n for sentence in kept.sentences for n in counted_numbers(sentence.text)}
    main = kept.sentences[0].figures
    wanted = {figure.figure_id for figure in answer.figures[:1]}
    return stated <= composed and any(entry.figure.id in wanted for entry in main)
