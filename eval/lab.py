"""Variants of the product, each with one part changed, over the documents that are indexed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.retrieval import covered_years
from assistant.settings import Settings
from index.build import Indexer
from index.digests import source_digest
from index.encoder import Encoder, load_encoder
from index.hits import Filters, Hit
from index.options import PRODUCT, SearchOptions
from index.search import Searcher
from ingest.catalogue import Said, read_catalogue
from ingest.errors import InputError, NoIndexError
from ingest.passages import FULL, cut
from ingest.pipeline import SourceFile, extract
from ingest.readers.sandbox import read_file
from ingest.records import Document, Extract
from ingest.structure import read_structure

Retrieve = Callable[[str, Sequence[str], int], tuple[Hit, ...]]


@dataclass(frozen=True, slots=True)
class Variant:
    """The product but for one part.

    Attributes:
        name: key of ``wording.VARIANTS``.
        words: of a full passage.
        statements: whether the statements of passages speak for them.
    """

    name: str
    options: SearchOptions = PRODUCT
    words: int = FULL
    statements: bool = True

    @property
    def reindexed(self) -> bool:
        """Whether the documents must be read and embedded anew."""
        return self.words != FULL or not self.options.headers


VARIANTS = (
    Variant("product"),
    Variant("lexical", SearchOptions(fusion="lexical")),
    Variant("dense", SearchOptions(fusion="dense")),
    Variant("ranks", SearchOptions(fusion="ranks")),
    Variant("no_headers", SearchOptions(headers=False)),
    Variant("no_spelling", SearchOptions(spelling=False)),
    Variant("no_acronyms", SearchOptions(acronyms=False)),
    Variant("no_statements", statements=False),
    Variant("words_75", words=75),
    Variant("words_300", words=300),
)


class Lab:
    """Opens variants over a data folder; the index of the product is never written to."""

    def __init__(self, settings: Settings) -> None:
        self._data = settings.data
        self.encoder: Encoder = load_encoder(settings.model, settings.data)

    @contextmanager
    def open(self, variant: Variant) -> Iterator[Retrieve]:
        """How a variant retrieves.

        Raises:
            NoIndexError: nothing is indexed.
            InputError: ``document_gone``, a file to be read anew is not there any more.
        """
        if not variant.reindexed:
            with self._searching(self._data, variant) as retrieve:
                yield retrieve
            return
        with tempfile.TemporaryDirectory(prefix="repere-essai-") as folder:
            self._reindex(Path(folder), variant)
            with self._searching(Path(folder), variant) as retrieve:
                yield retrieve

    @contextmanager
    def _searching(self, data: Path, variant: Variant) -> Iterator[Retrieve]:
        searcher = Searcher(data, self.encoder, options=variant.options)
        try:
            yield _retriever(searcher, variant)
        finally:
            searcher.close()

    def _reindex(self, folder: Path, variant: Variant) -> None:
        searcher = Searcher(self._data, self.encoder)
        try:
            documents = searcher.documents
        finally:
            searcher.close()
        if not documents:
            raise NoIndexError("no_index", "Aucun document n’est indexé.")
        with Indexer(folder, self.encoder, headers=variant.options.headers) as indexer:
            for document in documents:
                indexer.apply(_cut_anew(_read_again(document), variant.words))
            indexer.commit()


def _retriever(searcher: Searcher, variant: Variant) -> Retrieve:
    assistant = Assistant(searcher)

    def retrieve(question: str, history: Sequence[str], k: int) -> tuple[Hit, ...]:
        if variant.statements:
            return assistant.retrieve(question, history)[:k]
        understood = assistant.understand(question, history)
        years, _ = covered_years(understood, assistant.corpus().lexicon)
        return searcher.search(understood.query, k=k, filters=Filters(years=years)).hits

    return retrieve


def _read_again(document: Document) -> Extract:
    root = Path(document.root)
    path = root / document.source
    if not path.is_file():
        raise InputError(
            "document_gone",
            f"« {document.source} » n'est plus dans « {root} » : ses passages ne peuvent pas être "
            "refaits. Relancez « repere ingest », puis cette commande.",
        )
    said = read_catalogue(root).get(document.source, Said())
    file = SourceFile(path, root, document.source)
    return extract(file, source_digest(path, said), said, read_file)


def _cut_anew(made: Extract, words: int) -> Extract:
    """The same document in passages of another size; figures keep their statements."""
    if words == FULL:
        return made
    pieces = cut(made.document.id, made.pages, read_structure(made.pages).parts, words)
    return replace(made, passages=pieces.passages, statements=pieces.statements)
