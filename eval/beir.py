"""Public retrieval sets in BEIR form: a folder with corpus, queries and judgements.

``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and
``qrels.tsv`` or ``qrels/test.tsv``. Thakur et al. 2021, « BEIR ».
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from eval.trec import Qrels, read_qrels, read_text
from ingest.errors import InputError

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
_QRELS = (QRELS, "qrels/test.tsv", "qrels/dev.tsv")


@dataclass(frozen=True, slots=True)
class BeirText:
    """One text of the corpus; ``title`` is ``""`` where there is none."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A whole set.

    Attributes:
        name: of its folder.
        queries: id to question, only those that were judged.
        digest: of the corpus: what an index of it was made from.
        drawn_from: texts and questions of the whole set when this is a part of it.
    """

    name: str
    corpus: tuple[BeirText, ...]
    queries: Mapping[str, str]
    qrels: Qrels
    digest: str
    drawn_from: tuple[int, int] | None = None


def read_beir(folder: Path) -> BeirSet:
    """Read a set.

    Raises:
        InputError: ``beir_incomplete``, ``beir_invalid``, ``file_not_readable``.
    """
    qrels = next((folder / name for name in _QRELS if (folder / name).is_file()), None)
    if qrels is None or not (folder / CORPUS).is_file():
        raise InputError(
            "beir_incomplete",
            f"« {folder} » n'est pas un jeu BEIR : corpus.jsonl, queries.jsonl et qrels.tsv "
            "sont attendus.",
        )
    judged = read_qrels(qrels)
    texts = tuple(
        BeirText(_text(row, "_id"), str(row.get("title") or ""), _text(row, "text"))
        for row in _rows(folder / CORPUS)
        if str(row.get("text") or "").strip()
    )
    queries = {_text(r, "_id"): _text(r, "text") for r in _rows(folder / QUERIES)}
    asked = {query: text for query, text in queries.items() if query in judged}
    if not texts or not asked:
        raise InputError("beir_invalid", f"« {folder} » : aucun texte, ou aucune question jugée.")
    digest = hashlib.sha256((folder / CORPUS).read_bytes()).hexdigest()[:12]
    kept = {query: judged[query] for query in asked}
    return BeirSet(folder.resolve().name, texts, asked, kept, digest)


def drawn(whole: BeirSet, queries: int | None, texts: int | None, seed: int) -> BeirSet:
    """A part of a set: questions drawn, then texts, those that answer them among the texts.

    The same seed gives the same part. Fewer texts make a search easier: a part compares with
    the same part alone. More than there are, or None, is all.
    """
    rng = Random(seed)  # noqa: S311  (not for secrets)
    asked = _some(sorted(whole.queries), queries, rng)
    judged = {query: whole.qrels[query] for query in asked}
    kept = {text for one in judged.values() for text in one}
    others = [one.id for one in whole.corpus if one.id not in kept]
    kept |= set(_some(others, None if texts is None else max(0, texts - len(kept)), rng))
    corpus = tuple(one for one in whole.corpus if one.id in kept)
    if len(corpus) == len(whole.corpus) and len(asked) == len(whole.queries):
        return whole
    ids = "\n".join([whole.digest, *(one.id for one in corpus)])
    same = len(corpus) == len(whole.corpus)
    return replace(
        whole,
        corpus=corpus,
        queries={query: text for query, text in whole.queries.items() if query in judged},
        qrels=judged,
        digest=whole.digest if same else hashlib.sha256(ids.encode()).hexdigest()[:12],
        drawn_from=(len(whole.corpus), len(whole.queries)),
    )


def _some(ids: Iterable[str], count: int | None, rng: Random) -> list[str]:
    every = list(ids)
    return every if count is None or count >= len(every) else rng.sample(every, count)


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise InputError("beir_invalid", f"« {path} », ligne {number} : objet JSON attendu.")
        yield value


def _text(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
        raise InputError("beir_invalid", f"« {key} » : un texte non vide est attendu.")
    return str(value)
