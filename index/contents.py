"""What an index is made of, drawn from one moment of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import ingest.french
from index.acronyms import AcronymTable
from index.analysis import LexicalRow, filter_years
from index.bank.build import build_banks
from index.bank.columns import load_columns, save_columns
from index.bank.search import BankIndex
from index.lexical import LexicalIndex
from index.options import PRODUCT, SearchOptions
from index.semantic import SemanticIndex
from index.store import IndexedPassage, Store, StoreState
from index.vocabulary import Vocabulary, VocabularyBuilder
from ingest.entries import Entry
from ingest.errors import StoreError
from ingest.french.tokens import Token, tokenize
from ingest.records import Document, Passage

Progress = Callable[[int, int], None]
BANK_FOLDER, BANK_VOCABULARY = "bank", "vocabulary.json"
SEMANTIC_FILE, LEXICAL_FOLDER, VOCABULARY_FILE = "semantic.faiss", "lexical", "vocabulary.json"
_STEP = 500


@dataclass(frozen=True, slots=True)
class Banks:
    """The two banks, each with the words that correct a query put to it."""

    measures: BankIndex
    grants: BankIndex
    measure_words: Vocabulary
    grant_words: Vocabulary


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that is searched.

    Attributes:
        encoder: name of the model of the vectors.
        state: the moment of the store that it was drawn from.
        bank: the banks of measures and grants.
    """

    lexical: LexicalIndex
    semantic: SemanticIndex
    vocabulary: Vocabulary
    encoder: str
    state: StoreState
    bank: Banks


@lru_cache(maxsize=1)
def analysis_fingerprint() -> str:
    """Hash of the code that makes terms of texts: an index of other terms is of no use."""
    digest = sha256()
    french = Path(next(iter(ingest.french.__path__)))
    names = ("dates.py", "folding.py", "stems.py", "stopwords.py", "tokens.py")
    own = Path(__file__).parent
    own_names = (
        "acronyms.py", "analysis.py", "contents.py", "lexical.py", "vocabulary.py",
        "bank/build.py", "bank/columns.py", "bank/words.py",
    )  # fmt: skip
    for path in (*(french / name for name in names), *(own / name for name in own_names)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def header_tokens(document: Document, passage: Passage) -> tuple[Token, ...]:
    """Words of the header as the word index takes it: title, year, kind, headings."""
    parts = (document.title, document.year or "", document.kind, *passage.heading)
    return _tokens_of_header("\n".join(parts).replace("_", " "))


@lru_cache(maxsize=256)
def _tokens_of_header(text: str) -> tuple[Token, ...]:
    """Passages that follow each other mostly share their header."""
    return tokenize(text)


def lexical_row(
    indexed: IndexedPassage,
    document: Document,
    acronyms: AcronymTable,
    builder: VocabularyBuilder | None = None,
    options: SearchOptions = PRODUCT,
) -> LexicalRow:
    """Terms of one passage; counted in ``builder`` when given."""
    passage = indexed.passage
    body = tokenize(passage.text)
    header = header_tokens(document, passage) if options.headers else ()
    if builder is not None:
        builder.add(passage.text, body, header)
    expansions = acronyms.expand_tokens(passage.text, body) if options.acronyms else ()
    return LexicalRow(
        indexed.rowid,
        tuple(token.stem for token in body if not token.stop),
        (*(token.stem for token in header if not token.stop), *(e.term for e in expansions)),
        document.id,
        document.kind,
        filter_years(document.year),
    )


def assemble(
    store: Store,
    encoder: str,
    folder: Path | None = None,
    progress: Progress | None = None,
    options: SearchOptions = PRODUCT,
) -> Contents:
    """Build the indexes of the whole store, in ``folder`` or in memory.

    Args:
        encoder: name of the model that all vectors must be of.
        progress: called with passages, then entries of banks, done and in all.
        options: what of a passage is indexed; a folder holds the default.

    Raises:
        StoreError: ``other_encoder``, or the folder cannot be written.
    """
    with store.snapshot():
        require_encoder(store, encoder)
        state = store.state()
        documents = {document.id: document for document in store.documents()}
        builder = VocabularyBuilder()
        entries = store.entry_count()
        tell = _told(progress, state.passages + entries)
        rows = _rows(store, documents, builder, options, tell)
        lexical_folder = None if folder is None else folder / LEXICAL_FOLDER
        lexical = LexicalIndex.build(rows, lexical_folder)
        semantic = SemanticIndex.build(*all_vectors(store))
        bank = _banks(store, folder, lambda done: tell(state.passages + done))
    contents = Contents(lexical, semantic, builder.build(), encoder, state, bank)
    if folder is not None:
        contents.semantic.save(folder / SEMANTIC_FILE)
        contents.vocabulary.save(folder / VOCABULARY_FILE)
    return contents


def read_contents(folder: Path, encoder: str, state: StoreState) -> Contents:
    """Read what `assemble` wrote in ``folder``.

    Raises:
        StoreError: a part is absent, not whole, or does not fit the others.
    """
    contents = Contents(
        LexicalIndex.open(folder / LEXICAL_FOLDER),
        SemanticIndex.load(folder / SEMANTIC_FILE),
        Vocabulary.load(folder / VOCABULARY_FILE),
        encoder,
        state,
        _load_banks(folder / BANK_FOLDER),
    )
    sizes = {len(contents.lexical), len(contents.semantic), contents.vocabulary.passages}
    if sizes != {state.passages}:
        raise StoreError(
            "index_mismatch",
            "Les parties de l'index ne concordent pas. Relancez « repere ingest ».",
        )
    return contents


def _banks(store: Store, folder: Path | None, done_so_far: Callable[[int], None]) -> Banks:
    """The banks of the store, written under ``folder`` when there is one."""
    builders = build_banks(store.entries_by_source(), _counted(store, done_so_far))
    columns = {kind: builder.build() for kind, builder in builders.items()}
    words = {kind: builder.vocabulary for kind, builder in builders.items()}
    if folder is not None:
        for kind in columns:
            save_columns(columns[kind], folder / BANK_FOLDER / kind)
            words[kind].save(folder / BANK_FOLDER / kind / BANK_VOCABULARY)
    return Banks(
        BankIndex(columns["measure"]), BankIndex(columns["grant"]),
        words["measure"], words["grant"],
    )  # fmt: skip


def _counted(
    store: Store, done_so_far: Callable[[int], None]
) -> Iterator[tuple[int, Entry, bytes | None]]:
    for done, found in enumerate(store.entries_with_vectors(), start=1):
        yield found
        done_so_far(done)


def read_banks(folder: Path) -> tuple[BankIndex, BankIndex]:
    """Measures and grants of a generation, without their words.

    Raises:
        StoreError: ``bank_index_damaged``.
    """
    home = folder / BANK_FOLDER
    return BankIndex(load_columns(home / "measure")), BankIndex(load_columns(home / "grant"))


def _load_banks(folder: Path) -> Banks:
    measures, grants = read_banks(folder.parent)
    return Banks(
        measures,
        grants,
        Vocabulary.load(folder / "measure" / BANK_VOCABULARY),
        Vocabulary.load(folder / "grant" / BANK_VOCABULARY),
    )


def require_encoder(store: Store, encoder: str) -> None:
    """Refuse vectors of another model.

    Raises:
        StoreError: ``other_encoder``.
    """
    if store.documents_of_other_encoders(encoder):
        raise StoreError(
            "other_encoder",
            "L'index a été fait avec un autre modèle de langue que celui du réglage. Relancez "
            "« repere ingest » pour le refaire, ou remettez le réglage d'avant.",
        )


def all_vectors(store: Store, after: int = 0) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Rowids (n,) over ``after`` and their vectors (n, dim)."""
    batches = list(store.passage_vectors(after))
    if not batches:
        return np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32)
    return (
        np.concatenate([batch.rowids for batch in batches]),
        np.concatenate([batch.vectors for batch in batches]),
    )


def _rows(
    store: Store,
    documents: Mapping[str, Document],
    builder: VocabularyBuilder,
    options: SearchOptions,
    done_so_far: Callable[[int], None],
) -> Iterator[LexicalRow]:
    acronyms = AcronymTable(store.acronyms())
    for done, indexed in enumerate(store.indexed_passages(), start=1):
        document = documents[indexed.passage.document_id]
        yield lexical_row(indexed, document, acronyms, builder, options)
        done_so_far(done)


def _told(progress: Progress | None, total: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if progress is not None and (done % _STEP == 0 or done == total):
            progress(done, total)

    return tell
