"""Bring an index in step with folders and files: only what changed is read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.build import Indexer
from index.digests import source_digest
from index.same import Known, copy_of
from ingest.archives import at_hand, find_source
from ingest.catalogue import Said, read_catalogue
from ingest.errors import NotFoundError, ReadFailure, RepereError
from ingest.pipeline import Read, SourceFile, extract
from ingest.records import Document, Extract, Failure
from ingest.walk import Found, find_files

# stage (read, embed, index, link), done, total, current file
Step = Callable[[str, int, int, str], None]


@dataclass(slots=True)
class Changes:
    """What an update did, counted while it runs.

    ``moved`` counts the unchanged documents that were found under another path;
    ``skipped`` are the files left aside: unknown formats, copies.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)
    moved: int = 0
    skipped: list[Failure] = field(default_factory=list)


def update(
    indexer: Indexer,
    paths: Sequence[Path],
    read: Read,
    suffixes: frozenset[str],
    step: Step = lambda stage, done, total, current: None,
) -> Changes:
    """Index the files of each path; one bad file never stops the others.

    The documents of a folder whose file is gone leave the index. Each document is stored
    in one transaction as soon as it is read, so an interruption loses nothing done.

    Raises:
        InputError: a path does not exist or a folder cannot be listed.
        StoreError: the index cannot be written.
    """
    found = [find_files(path, suffixes) for path in paths]
    changes = Changes()
    total = sum(len(one.files) for one in found)
    done = 0
    for one in found:
        _update_root(indexer, one, read, changes, step, done, total)
        done += len(one.files)
    _commit(indexer, step)
    return changes


def readmit(indexer: Indexer, document_id: str, read: Read, step: Step) -> Changes:
    """Take back a document that a person took out, and index its file.

    Raises:
        NotFoundError: ``not_taken_out``; ``file_gone``, it is forgotten all the same.
        StoreError: the index cannot be written.
    """
    taken_out = {one.id: one for one in indexer.store.exclusions()}
    one = taken_out.get(document_id)
    if one is None or not indexer.store.readmit(document_id):
        raise NotFoundError("not_taken_out", "Aucun document retiré ne porte cet identifiant.")
    return refresh(indexer, Path(one.root), one.source, read, step)


def refresh(indexer: Indexer, root: Path, source: str, read: Read, step: Step) -> Changes:
    """Index one file of a folder again when it or what is said of it changed; no other.

    Raises:
        NotFoundError: ``file_gone``.
        StoreError: the index cannot be written.
    """
    changes = Changes()
    found = Found(root, False, (find_source(root, source),))
    _update_root(indexer, found, read, changes, step, 0, 1)
    _commit(indexer, step)
    return changes


def _commit(indexer: Indexer, step: Step) -> None:
    indexer.commit(
        lambda done, whole: step("index", done, whole, ""),
        lambda done, whole: step("link", done, whole, ""),
    )


def _update_root(
    indexer: Indexer,
    found: Found,
    read: Read,
    changes: Changes,
    step: Step,
    done: int,
    total: int,
) -> None:
    run = _Run(indexer, found, read, changes, step)
    before = set(indexer.store.digests(str(found.root)))
    for rank, file in enumerate(found.files):
        step("read", done + rank, total, file.source)
        try:
            run.take(file)
        except ReadFailure as error:
            run.failures.append(Failure(file.source, error.code, error.message))
    step("read", done + len(found.files), total, "")
    _drop_gone(indexer, found, changes, before, run.failures)
    told = (*run.failures, *_refused(indexer, found))
    changes.failed.extend(one for one in told if not one.skipped)
    changes.skipped.extend(one for one in told if one.skipped)


class _Run:
    """The update of one root, file by file."""

    def __init__(
        self, indexer: Indexer, found: Found, read: Read, changes: Changes, step: Step
    ) -> None:
        self.indexer, self.read, self.changes, self.step = indexer, read, changes, step
        self.failures = list(found.failures)
        self.named = not found.whole  # a file or an archive that a person names is taken again
        self.known = Known(indexer)
        try:
            self.catalogue = dict(read_catalogue(found.root))
        except ReadFailure as error:
            self.catalogue = {}
            self.failures.append(Failure("corpus.toml", error.code, error.message))

    def take(self, file: SourceFile) -> None:
        """Bring the index in step with one file.

        Raises:
            ReadFailure: it cannot be read.
        """
        said = self.catalogue.get(file.source, Said())
        out = self.known.taken_out(file, self.named)
        if out is not None:
            self.failures.append(out.told)
            return
        file = self.known.adopt(file)
        made = self.indexer.store.fingerprint(file.document_id)
        with at_hand(file) as here:
            digest = source_digest(here.path, said)
            if self.indexer.is_unchanged(made, file.source, digest):
                self.changes.unchanged += 1
                return
            out = self.known.same_taken_out(digest, self.named) if made is None else None
            if out is not None:
                self.failures.append(replace(out.told, source=file.source))
                return
            twin = self.known.twin(file, digest)
            if twin is not None:
                if self._recognised(file, twin):
                    return
                made = self.indexer.store.fingerprint(twin.id)
                here = replace(here, identity=twin.id)
            extracted = _extracted(here, digest, said, self.read)
        self.indexer.apply(extracted, lambda texts: self.step("embed", texts, 0, file.source))
        self.known.add(extracted.document)
        if made is not None:
            self.changes.updated += 1
        else:
            self.changes.added += 1

    def _recognised(self, file: SourceFile, twin: Document) -> bool:
        """Leave a copy aside, or follow a moved file; False when its new name tells more."""
        there = self.known.still_there(twin)
        self._leave(file)  # what this path held before is gone with its content
        if there:
            self.failures.append(copy_of(file.source, twin))
            return True
        same = self.known.move(twin, file)
        self.changes.moved += same
        self.changes.unchanged += same
        return same

    def _leave(self, file: SourceFile) -> None:
        """Take out the document that this path held until now."""
        if self.indexer.remove(file.document_id):
            self.known.drop(file.document_id)
            self.changes.removed += 1


def _extracted(file: SourceFile, digest: str, said: Said, read: Read) -> Extract:
    """Extract of a file; its text is not ours, and must never stop the other files.

    Raises:
        ReadFailure: as :func:`extract`, or ``not_understood``.
    """
    try:
        return extract(file, digest, said, read)
    except RepereError:
        raise
    except Exception as error:
        raise ReadFailure(
            "not_understood",
            "Le fichier a été lu, mais son texte n’a pas pu être découpé "
            f"({type(error).__name__}). Enregistrez-le dans un autre format, et signalez-le-nous.",
        ) from error


def _refused(indexer: Indexer, found: Found) -> list[Failure]:
    """Rows that the banks among the files could not give."""
    lone = tuple(f"{file.source}, " for file in found.files)
    every = indexer.store.refused_rows(str(found.root))
    return [one for one in every if found.whole or one.source.startswith(lone)]


def _drop_gone(
    indexer: Indexer,
    found: Found,
    changes: Changes,
    before: set[str],
    failures: Sequence[Failure],
) -> None:
    """Remove the documents of a folder whose file is gone; keep those that only failed."""
    root = str(found.root)
    present = {file.source for file in found.files}
    if not found.whole:
        tried = present | {one.source for one in found.failures}
        lone = f"{found.archive}/"
        kept = [
            f for f in indexer.store.failures(root)
            if f.source not in tried and not (found.archive and f.source.startswith(lone))
        ]  # fmt: skip
        indexer.set_failures(root, [*kept, *failures])
        before = {one for one in before if found.archive and one.startswith(lone)}
    else:
        indexer.set_failures(root, failures)
    unlisted = {one.source for one in found.failures if not one.skipped}
    for document in indexer.store.documents():
        gone = document.root == root and document.source in before - present
        hidden = any(document.source.startswith(f"{folder}/") for folder in unlisted)
        if gone and not hidden:
            indexer.remove(document.id)
            changes.removed += 1
