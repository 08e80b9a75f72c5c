"""To and from other tools: a run of any search scored here, gold questions as a BEIR set."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence

from assistant.cli.output import DONE, FAILED, note
from assistant.settings import Settings
from eval import wording
from eval.beir import CORPUS, QRELS, QUERIES
from eval.commands import bench_table, conclude, means
from eval.gold import GoldQuestion
from eval.jsonvalue import JsonValue
from eval.metrics import from_docs
from eval.ranking import score_run
from eval.saving import save
from eval.text import unify
from eval.trec import Qrels, beir_qrels, read_qrels, read_run
from index.store import Store
from ingest.errors import InputError, NoIndexError
from ingest.records import Document, Passage


def run_command(args: argparse.Namespace) -> int:
    """``--run``: the measures of a list of results, whatever search made it."""
    rows = score_run(read_run(args.run), read_qrels(args.qrels))
    if not any(rows.values()):
        raise InputError("run_invalid", f"« {args.qrels} » ne juge bonne aucune réponse.")
    value: dict[str, JsonValue] = {
        "measures": means(rows),
        "rows": {name: dict(values) for name, values in rows.items()},
    }
    title = wording.RUN.format(name=args.run.name, queries=len(next(iter(rows.values()))))
    return conclude(args, "liste", [bench_table(title, rows)], value)


def export_command(
    args: argparse.Namespace, settings: Settings, questions: Sequence[GoldQuestion]
) -> int:
    """``--export``: passages, questions and judgements as a BEIR folder.

    A passage is judged good when it holds a piece of the evidence. Questions that follow
    others, or that the documents do not answer, are left out: a search alone cannot take them.
    """
    store = Store.open(settings.data)
    try:
        known = {document.id: document for document in store.documents()}
        passages = [one for id_ in known for one in store.passages_of_document(id_)]
    finally:
        store.close()
    if not passages:
        raise NoIndexError("no_index", "Aucun document n’est indexé.")
    asked = [one for one in questions if one.answerable and not one.history]
    qrels = judgements(asked, passages, known)
    files = {
        CORPUS: _jsonl(
            {"_id": one.id, "title": known[one.document_id].title, "text": one.text}
            for one in passages
        ),
        QUERIES: _jsonl({"_id": one.id, "text": one.question} for one in asked if one.id in qrels),
        QRELS: beir_qrels(qrels),
    }
    note(wording.EXPORTED.format(texts=len(passages), queries=len(qrels)))
    return DONE if save(args.export, files) else FAILED


def judgements(
    questions: Iterable[GoldQuestion],
    passages: Sequence[Passage],
    documents: dict[str, Document],
) -> Qrels:
    """Question to the passages that hold a piece of its evidence; no entry without any."""
    texts = [(one.id, documents[one.document_id].source, unify(one.text)) for one in passages]
    found: Qrels = {}
    for question in questions:
        wanted = [unify(evidence) for evidence in question.evidence]
        good = {
            id_: 1
            for id_, source, text in texts
            if from_docs(source, question.docs) and any(one in text for one in wanted)
        }
        if good:
            found[question.id] = good
    return found


def _jsonl(rows: Iterable[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
