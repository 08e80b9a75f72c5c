"""What answering needs of the corpus, read once per index generation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from assistant.evidence.figures import organization_stems
from assistant.evidence.register import Register
from assistant.question.lexicon import Lexicon
from index.search import Searcher
from ingest.records import Document


@dataclass(frozen=True, slots=True)
class Corpus:
    """A snapshot: documents, words and figures of one generation.

    Attributes:
        version: what the snapshot is of.
        org: stems of the names of the bodies that publish the documents.
    """

    version: object
    documents: tuple[Document, ...]
    lexicon: Lexicon
    register: Register
    org: frozenset[str]


class CorpusState:
    """The present snapshot, read anew when the index changed. Safe in threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._lock = Lock()
        self._present: Corpus | None = None

    def present(self) -> Corpus:
        """The snapshot of the generation now in use."""
        version = self._searcher.version
        found = self._present
        if found is not None and found.version == version:
            return found
        with self._lock:
            if self._present is None or self._present.version != version:
                self._present = self._read(version)
            return self._present

    def _read(self, version: object) -> Corpus:
        store = self._searcher.store
        documents = self._searcher.documents
        vocabulary = self._searcher.vocabulary
        weights = {stem: vocabulary.idf(stem) for stem in vocabulary.stems}
        lexicon = Lexicon.of(weights, store.acronyms(), documents)
        former = {one.id for one in documents if one.superseded_by is not None}
        current = [one for one in store.figures() if one.document_id not in former]
        register = Register(current, documents)
        names = _publishers(documents)
        return Corpus(version, documents, lexicon, register, organization_stems(names))


def _publishers(documents: Sequence[Document]) -> list[str]:
    """The bodies that publish most of the documents: their names go without saying.

    The name of a body that published a document or two tells something.
    """
    counts = Counter(document.organization for document in documents if document.organization)
    most = max(counts.values(), default=0)
    return sorted(name for name, count in counts.items() if 2 * count >= most)
