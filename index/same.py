"""Files that are already indexed under another path: moved, renamed, or copies.

A document is known again by its content. When its former file is gone, the document moves
to the new path and keeps its identifier; when it is still there, the new file is a copy,
told and left aside, so that nothing is counted or cited twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.build import Indexer
from index.digests import source_digest
from index.store_exclusions import Exclusion
from ingest.archives import at_hand, find_source
from ingest.catalogue import Said, read_catalogue
from ingest.errors import NotFoundError, ReadFailure
from ingest.pipeline import UNREAD, SourceFile, is_current, name_tells
from ingest.records import Document, Failure


class Known:
    """The documents of an index, by path and by content, kept in step during an update."""

    def __init__(self, indexer: Indexer) -> None:
        self._indexer = indexer
        self._by_path: dict[str, Document] = {}
        self._by_digest: dict[str, dict[str, Document]] = defaultdict(dict)
        self._by_id: dict[str, Document] = {}
        self._catalogues: dict[str, Mapping[str, Said]] = {}
        for document in indexer.store.documents():
            self.add(document)
        out = indexer.store.exclusions()
        self._out_by_path = {_path(one.root, one.source): one for one in out}
        self._out_by_content = {_content(one): one for one in out}

    def add(self, document: Document) -> None:
        """Take note of a document just stored, in place of its former version."""
        self.drop(document.id)
        self._by_id[document.id] = document
        self._by_path[_path(document.root, document.source)] = document
        self._by_digest[_content(document)][document.id] = document

    def drop(self, document_id: str) -> None:
        """Forget a document that was removed."""
        former = self._by_id.pop(document_id, None)
        if former is not None:
            self._by_digest[_content(former)].pop(document_id, None)
            path = _path(former.root, former.source)
            if self._by_path[path].id == document_id:
                del self._by_path[path]

    def taken_out(self, file: SourceFile, named: bool) -> Exclusion | None:
        """What says that a file is left aside, by its place; a file that is named is taken."""
        found = self._out_by_path.get(_path(file.root, file.source))
        if found is None or not named:
            return found
        self._indexer.store.readmit(found.id)
        self._out_by_content.pop(_content(found), None)
        return None

    def same_taken_out(self, digest: str, named: bool) -> Exclusion | None:
        """The same for its content: moved or copied, it is what a person took out."""
        return None if named else self._out_by_content.get(digest)

    def adopt(self, file: SourceFile) -> SourceFile:
        """The file with the identifier its document has, moved to this root if need be.

        The same file may have been indexed from a folder above or below this one.
        """
        held = self._by_path.get(_path(file.root, file.source))
        if held is not None:
            if (held.root, held.source) != (str(file.root), file.source):
                self._move(held, file)
            return replace(file, identity=held.id)
        taken = self._indexer.store.fingerprint(file.document_id) is not None
        if taken:  # the document that had this path has moved, and kept its identifier
            salted = replace(file, source=f"{file.source}\n{len(self._by_id)}")
            return replace(file, identity=salted.document_id)
        return file

    def twin(self, file: SourceFile, digest: str) -> Document | None:
        """Another document of the same content, made by the present code; else None."""
        for document in self._by_digest.get(digest, {}).values():
            elsewhere = document.id != file.document_id
            current = is_current(document.digest, digest)
            if elsewhere and current and self._indexer.made_by_this_code(document):
                return document
        return None

    def still_there(self, document: Document) -> bool:
        """Whether the file of a document is in its place, and the same."""
        try:
            file = find_source(Path(document.root), document.source)
            with at_hand(file) as here:
                digest = source_digest(here.path, self._said(document))
        except (NotFoundError, ReadFailure, OSError):
            return False
        return is_current(document.digest, digest)

    def move(self, document: Document, file: SourceFile) -> bool:
        """Give a document the path of a file; whether what its name says stays the same.

        A name says the title, the year, and by its extension how the file is read.
        """
        before, now = PurePosixPath(document.source).stem, PurePosixPath(file.source).stem
        self._move(document, file)
        if self._indexer.code_of(document.source) != self._indexer.code_of(file.source):
            return False  # it is now read as another format
        if document.kind in ("mesures", "subventions"):  # titled by the name of their file
            return before == now
        pages = (self._indexer.store.page(document.id, n + 1) for n in range(document.pages))
        return before == now or not name_tells(tuple(pages), before, now)

    def _move(self, document: Document, file: SourceFile) -> None:
        self._indexer.store.move_document(document.id, str(file.root), file.source)
        self.add(replace(document, root=str(file.root), source=file.source))

    def _said(self, document: Document) -> Said:
        if document.root not in self._catalogues:
            self._catalogues[document.root] = read_catalogue(Path(document.root))
        return self._catalogues[document.root].get(document.source, Said())


def copy_of(source: str, document: Document) -> Failure:
    """The line of a file left aside because another one says the same."""
    return Failure(
        source, "same_content",
        f"Laissé de côté : même contenu que « {document.source} », déjà indexé.", skipped=True,
    )  # fmt: skip


def _content(document: Document | Exclusion) -> str:
    return document.digest.removesuffix(UNREAD)


def _path(root: Path | str, source: str) -> str:
    return str(Path(root) / source)
