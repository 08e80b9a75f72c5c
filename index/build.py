"""Building an index: extracts in, vectors made once, one generation out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from index.analysis import embedded_text, header_text
from index.contents import Progress
from index.encoder import Encoder
from index.generation import Manifest, current_banks, current_manifest, write_generation
from index.kinship import kinships
from index.links import link_evidence, link_funding
from index.store import Fingerprint, Store
from index.writer_lock import WriterLock
from ingest.codeprint import code_of
from ingest.entries import Entry
from ingest.pipeline import is_current
from ingest.records import Document, Extract, Failure, Figure, Passage, Statement

# A larger bank is found by its words only: embedding it would take hours on two cores.
MOST_EMBEDDED = 20_000


def figure_text(figure: Figure) -> str:
    """What the model reads of a figure: what it counts, under which heading and lead-in."""
    parts = (*figure.heading[-1:], *figure.lead[-1:], figure.label, figure.unit or "")
    return " — ".join(part.strip() for part in parts if part.strip())


def statement_text(statement: Statement) -> str:
    """What the model reads of a statement: its titles and lead-in before it."""
    titles = " > ".join(statement.heading[-2:])
    return f"{titles} : {' '.join(statement.lead[-1:])} {statement.text}".strip(" :")


def entry_text(entry: Entry) -> str:
    """What the model reads of a measure or grant: what it is, for whom, told by what."""
    whom = ", ".join(filter(None, (entry.field("audience"), entry.field("population"))))
    parts = (entry.title, entry.text, entry.field("objective"), whom,
             entry.field("indicator"), entry.field("eligibility"))  # fmt: skip
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def sense_of(vector: NDArray[np.float32]) -> bytes:
    """The vector of a statement as it is kept: float16, half the size for the same order."""
    return vector.astype("<f2").tobytes()


class Indexer:
    """The one writer of a data folder: hold it as a context manager.

    Args:
        data: the data folder, made when absent.
        encoder: the model of the vectors.
        code: version of the extraction code; by default, the hash of the code that reads
            each format.
        headers: embed title, year and headings before each passage; False to measure that.

    Raises:
        StoreError: another process writes, or the folder cannot be used.
    """

    def __init__(
        self, data: Path, encoder: Encoder, *, code: str | None = None, headers: bool = True
    ) -> None:
        self._data = data
        self._headers = headers
        self._encoder = encoder
        self._code = code
        self._embedded: dict[str, NDArray[np.float32]] = {}
        self._lock = WriterLock(data).acquire()
        try:
            self.store = Store.create(data)
        except BaseException:
            self._lock.release()
            raise

    def unchanged(self, root: str) -> Mapping[str, str]:
        """Source to digest of the documents of ``root`` that this code made."""
        return {
            source: made.digest
            for source, made in self.store.digests(root).items()
            if made.code == self.code_of(source)
        }

    def code_of(self, source: str) -> str:
        """Version of the code that makes the extract of a file of that name."""
        return code_of(source) if self._code is None else self._code

    def is_unchanged(self, made: Fingerprint | None, source: str, digest: str) -> bool:
        """Whether what is stored of a file is what reading it now would give.

        Other extraction code is a reason to read again. Vectors of another model are not:
        ``commit`` makes them anew from the stored text.
        """
        current = made is not None and made.code == self.code_of(source)
        return current and made is not None and is_current(made.digest, digest)

    def apply(self, extract: Extract, progress: Callable[[int], None] | None = None) -> None:
        """Store a document and its vectors in one transaction, replacing its former version.

        A text that this document already held under the same header is not embedded again.

        Args:
            progress: called with the number of texts embedded so far.

        Raises:
            ReadFailure: ``unstorable_text``.
            StoreError: the store cannot take it; nothing was changed.
            ModelError: the model cannot be loaded.
        """
        headers = [self._header(extract.document, passage) for passage in extract.passages]
        known = self._known_vectors(extract.document.id)
        keys = [(h, p.text) for h, p in zip(headers, extract.passages, strict=True)]
        texts = {key: embedded_text(*key) for key in keys if key not in known}
        labels = [figure_text(figure) for figure in extract.figures]
        entries = self._entry_texts(extract)
        said = [statement_text(statement) for statement in extract.statements]
        senses = self._known_senses(extract.document.id)
        unsaid = [text for text in said if text not in senses]
        every = dict.fromkeys((*texts.values(), *labels, *entries.values(), *unsaid))
        wanted = [text for text in every if text not in self._embedded]
        made = dict(zip(wanted, self._embed(wanted, progress), strict=True))
        made.update((text, self._embedded[text]) for text in every if text in self._embedded)
        vectors = [known[key] if key in known else made[texts[key]] for key in keys]
        # Banks come in several formats of the same rows: these are embedded once.
        if len(self._embedded) < MOST_EMBEDDED:
            self._embedded.update((text, made[text]) for text in entries.values())
        self.store.put(
            extract,
            headers,
            self._stacked(vectors),
            encoder=self._encoder.name,
            code=self.code_of(extract.document.source),
            figure_vectors=self._stacked([made[label] for label in labels]),
            entry_vectors=self._entry_vectors(extract, entries, made),
            senses=[senses[text] if text in senses else sense_of(made[text]) for text in said],
        )

    def made_by_this_code(self, document: Document) -> bool:
        """Whether reading the document's file again would give what is stored."""
        made = self.store.fingerprint(document.id)
        return made is not None and made.code == self.code_of(document.source)

    def remove(self, document_id: str) -> bool:
        """Remove a document; whether there was one."""
        return self.store.remove_document(document_id)

    def exclude(self, document_id: str, day: str) -> bool:
        """Remove a document, and leave its file aside from now on; whether there was one.

        Args:
            day: today, ISO.
        """
        return self.store.exclude_document(document_id, day)

    def set_failures(self, root: str, failures: Sequence[Failure]) -> None:
        """Keep the list of the files of ``root`` that could not be read."""
        self.store.set_failures(root, failures)

    def commit(
        self, progress: Progress | None = None, linking: Progress | None = None
    ) -> Manifest:
        """Make what was applied and removed searchable as one generation, and link the banks.

        Documents whose vectors are of another model get theirs from this one first. Nothing
        is written when the current generation already matches.

        Args:
            progress: called with passages and entries done and in all.
            linking: called with entries compared and to compare.

        Raises:
            StoreError: the index cannot be written; the former generation stays.
        """
        for document_id in self.store.documents_of_other_encoders(self._encoder.name):
            self._embed_again(document_id)
        for document_id in self.store.documents_without_senses():
            self._sense(document_id)  # stored before statements had a vector
        self.store.set_kinships(kinships(self.store.documents(), self.store.sketches()))
        link_evidence(self.store, linking)
        manifest = current_manifest(self._data)
        if manifest is None or not manifest.matches(self.store.state(), self._encoder.name):
            manifest = write_generation(self.store, self._data, self._encoder.name, progress)
        if (banks := current_banks(self._data)) is not None:
            link_funding(self.store, *banks, linking)
        return manifest

    def close(self) -> None:
        """Close the store and let others write."""
        self.store.close()
        self._lock.release()

    def __enter__(self) -> Indexer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _known_vectors(self, document_id: str) -> dict[tuple[str, str], NDArray[np.float32]]:
        made = self.store.fingerprint(document_id)
        if made is None or made.encoder != self._encoder.name:
            return {}
        stored = self.store.embedded_texts(document_id)
        return {key: np.frombuffer(blob, dtype="<f4") for key, blob in stored.items()}

    def _known_senses(self, document_id: str) -> dict[str, bytes]:
        """What the model read of a document's statements, to the vectors it made of it."""
        made = self.store.fingerprint(document_id)
        if made is None or made.encoder != self._encoder.name:
            return {}
        statements = self.store.statements_of_document(document_id)
        held = self.store.senses(statement.id for statement in statements)
        return {statement_text(one): held[one.id] for one in statements if one.id in held}

    def _entry_texts(self, extract: Extract) -> Mapping[str, str]:
        """Entry id to the text to embed, for those whose vector is not known already."""
        if len(extract.entries) > MOST_EMBEDDED:
            return {}
        made = self.store.fingerprint(extract.document.id)
        known: Mapping[str, str] = {}
        if made is not None and made.encoder == self._encoder.name:
            vectors = self.store.entry_vectors(extract.document.id)
            stored = self.store.entries_of_document(extract.document.id)
            known = {entry.id: entry_text(entry) for entry in stored if entry.id in vectors}
        return {
            entry.id: entry_text(entry)
            for entry in extract.entries
            if known.get(entry.id) != entry_text(entry)
        }

    def _entry_vectors(
        self,
        extract: Extract,
        texts: Mapping[str, str],
        made: Mapping[str, NDArray[np.float32]],
    ) -> list[bytes | None]:
        stored = self.store.entry_vectors(extract.document.id)
        return [
            made[texts[entry.id]].tobytes() if entry.id in texts else stored.get(entry.id)
            for entry in extract.entries
        ]

    def _embed_again(self, document_id: str) -> None:
        document: Document = self.store.document(document_id)
        passages: Sequence[Passage] = self.store.passages_of_document(document_id)
        figures = self.store.figures(document_id=document_id)
        texts = [embedded_text(self._header(document, p), p.text) for p in passages]
        texts += [figure_text(figure) for figure in figures]
        entries = self.store.entries_of_document(document_id)
        entries = entries if len(entries) <= MOST_EMBEDDED else ()
        texts += [entry_text(entry) for entry in entries]
        blobs = [vector.tobytes() for vector in self._embed(texts, None)]
        self._sense(document_id)
        self.store.replace_vectors(
            document_id,
            list(zip((p.id for p in passages), blobs[: len(passages)], strict=True)),
            list(zip((f.id for f in figures), blobs[len(passages) :], strict=False)),
            list(zip((e.id for e in entries), blobs[len(passages) + len(figures) :], strict=True)),
            self._encoder.name,
        )

    def _sense(self, document_id: str) -> None:
        statements = self.store.statements_of_document(document_id)
        vectors = self._embed([statement_text(one) for one in statements], None)
        made = [sense_of(vector) for vector in vectors]
        self.store.replace_senses(list(zip((s.id for s in statements), made, strict=True)))

    def _header(self, document: Document, passage: Passage) -> str:
        return header_text(document, passage) if self._headers else ""

    def _embed(
        self, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self._encoder.dim), dtype=np.float32)
        return self._encoder.encode_passages(texts, progress).astype("<f4", copy=False)

    def _stacked(self, vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        if not vectors:
            return np.empty((0, self._encoder.dim), dtype=np.float32)
        return np.stack(vectors)
