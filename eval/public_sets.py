"""The product's search on a public set: index it once, search every question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from eval.beir import BeirSet, BeirText
from eval.trec import Run
from index.build import Indexer
from index.encoder import Encoder
from index.generation import current_manifest
from index.options import PRODUCT, SearchOptions
from index.search import Searcher
from ingest.records import Document, Extract, Page, Passage

DEPTH = 100  # results kept for each question
FOLDER = "bancs"
_GAP = "\n\n"
Told = Callable[[int, int], None]


def bench_folder(data: Path, chosen: BeirSet) -> Path:
    """Where the index of a set is kept, under the data folder."""
    name = re.sub(r"[^\w.-]", "_", chosen.name)[:60]
    return data / FOLDER / f"{name}-{chosen.digest}"


def index_set(
    folder: Path,
    chosen: BeirSet,
    encoder: Encoder,
    told: Told = lambda done, total: None,
    *,
    headers: bool = True,
) -> None:
    """Index a set in ``folder``, unless that is done; an interrupted work goes on.

    Each text is one passage, under its own title; texts of one title are one document.
    """
    present = current_manifest(folder)
    whole = present is not None and present.passages == len(chosen.corpus)
    if present is not None and whole and present.encoder == encoder.name:
        return
    with Indexer(folder, encoder, code=chosen.digest, headers=headers) as indexer:
        known = indexer.unchanged(FOLDER)
        done = 0
        for extract in extracts(chosen):
            if extract.document.source not in known:
                indexer.apply(extract)
            done += len(extract.passages)
            told(done, len(chosen.corpus))
        indexer.commit()


def search_set(
    folder: Path, chosen: BeirSet, encoder: Encoder, options: SearchOptions = PRODUCT
) -> Run:
    """The first hundred texts for each question of a set that was indexed."""
    searcher = Searcher(folder, encoder, options=options)
    try:
        return {
            query: {hit.passage.id: hit.score for hit in searcher.search(text, k=DEPTH).hits}
            for query, text in chosen.queries.items()
        }
    finally:
        searcher.close()


def extracts(chosen: BeirSet) -> Iterator[Extract]:
    """The texts of a set as documents, one a title, in order of title."""
    by_title = groupby(sorted(chosen.corpus, key=lambda one: one.title), lambda one: one.title)
    for number, (title, texts) in enumerate(by_title):
        yield _extract(f"{chosen.name}-{number}", title, list(texts), chosen.digest)


def _extract(name: str, title: str, texts: list[BeirText], digest: str) -> Extract:
    passages: list[Passage] = []
    start = 0
    for order, one in enumerate(texts):
        end = start + len(one.text)
        passages.append(Passage(one.id, name, 1, start, end, one.text, (), order))
        start = end + len(_GAP)
    page = Page(1, _GAP.join(one.text for one in texts))
    document = Document(
        name, name, FOLDER, title, "document", None, None, None, "fr", None, digest,
        len(page.text), False, 1,
    )  # fmt: skip
    return Extract(document, (page,), tuple(passages), (), (), ())
