"""Commands of ``repere eval`` that help a person make questions: check, propose, candidates."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.admin.candidates import THUMB_UP, candidates
from assistant.cli.output import DONE, FAILED
from assistant.service import AskRequest
from assistant.settings import Settings
from eval import wording
from eval.check import check
from eval.gold import GoldFile, GoldProblem, GoldQuestion
from eval.jsonvalue import JsonValue
from eval.metrics import from_docs
from eval.propose import number_pattern, propose
from eval.subject import Answering
from eval.text import plain, unify
from index.store import Store


def check_command(
    args: argparse.Namespace,
    settings: Settings,
    gold: GoldFile,
    questions: Sequence[GoldQuestion],
) -> int:
    """``--check``: do the questions agree with themselves and with what is indexed?"""
    store = Store.open(settings.data)
    try:
        texts, passages = _texts(store), _passages(store)
    finally:
        store.close()
    found = [*gold.problems, *check(questions, texts), *_cut_in_two(questions, texts, passages)]
    if args.json:
        problems: list[JsonValue] = [
            {"id": one.id, "line": one.line, "message": one.message} for one in found
        ]
        print(json.dumps({"questions": len(questions), "problems": problems}, ensure_ascii=False))
    else:
        for problem in found:
            print(problem)
        print(wording.CHECKED.format(questions=len(questions), problems=len(found)))
    return FAILED if found else DONE


def propose_command(args: argparse.Namespace, settings: Settings) -> int:
    """``--propose``: questions drawn from the index, for a person to read and mend."""
    store = Store.open(settings.data)
    try:
        made = propose(store, args.propose)
    finally:
        store.close()
    return _lines(made, wording.PROPOSED)


def candidates_command(settings: Settings, open_service: Callable[[], Answering]) -> int:
    """``--candidates``: questions without answer and thumbs, as lines to complete.

    A thumb up says that an answer was right: the line then holds the answer given today, its
    sources and its figure, for a person to read.
    """
    lines = candidates(settings.data)
    if any(line["note"] == THUMB_UP for line in lines):
        service = open_service()
        try:
            lines = tuple(
                completed(line, service) if line["note"] == THUMB_UP else line for line in lines
            )
        finally:
            service.close()
    return _lines(lines, wording.CANDIDATES)


def completed(line: Mapping[str, object], service: Answering) -> Mapping[str, object]:
    """A line with the answer that the product gives now; as it was when it gives none."""
    history = line["history"]
    before = tuple(map(str, history)) if isinstance(history, list) else ()
    answer = service.ask(AskRequest(str(line["question"]), before))
    if not answer.answered or not answer.citations:
        return line
    figure = next((one for one in answer.figures if one.value[:1].isdigit()), None)
    return {
        **line,
        "type": answer.kind,
        "docs": list(dict.fromkeys(one.source for one in answer.citations)),
        "evidence": list(dict.fromkeys(one.quote for one in answer.citations)),
        "evidence_mode": "all",
        "answer": plain(answer.answer),
        **({"answer_regex": number_pattern(figure.value)} if figure else {}),
    }


def _lines(made: Sequence[Mapping[str, object]], told: str) -> int:
    for line in made:
        print(json.dumps(line, ensure_ascii=False))
    print(told.format(count=len(made)), file=sys.stderr)
    return DONE


def _texts(store: Store) -> dict[str, str]:
    """Source to the whole text of each document."""
    return {
        document.source: "\n".join(
            store.page(document.id, number).text for number in range(1, document.pages + 1)
        )
        for document in store.documents()
    }


def _passages(store: Store) -> dict[str, list[str]]:
    return {
        document.source: [unify(p.text) for p in store.passages_of_document(document.id)]
        for document in store.documents()
    }


def _cut_in_two(
    questions: Iterable[GoldQuestion],
    texts: Mapping[str, str],
    passages: Mapping[str, Sequence[str]],
) -> Iterable[GoldProblem]:
    """Evidence that the document holds and no passage holds whole: never found by search."""
    whole = {source: unify(text) for source, text in texts.items()}
    for question in questions:
        mine = [source for source in whole if from_docs(source, question.docs)]
        for evidence in map(unify, question.evidence):
            held = [source for source in mine if evidence in whole[source]]
            if held and not any(evidence in text for s in held for text in passages[s]):
                message = wording.CUT_IN_TWO.format(evidence=evidence)
                yield GoldProblem("", 0, question.id, message)
