"""Bring an index in step with folders and files: only what changed is read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.build import Indexer
from ingest.archives import at_hand, find_source
from ingest.catalogue import Said, read_catalogue
from ingest.errors import ReadFailure
from ingest.pipeline import Read, extract, file_digest, is_current
from ingest.records import Failure
from ingest.walk import Found, find_files

# stage (read, embed, index, link), done, total, current file
Step = Callable[[str, int, int, str], None]


@dataclass(slots=True)
class Changes:
    """What an update did, counted while it runs."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)


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
    root = str(found.root)
    before = indexer.store.digests(root)
    current = indexer.unchanged(root)
    failures = list(found.failures)
    catalogue: Mapping[str, Said] = {}
    try:
        catalogue = read_catalogue(found.root)
    except ReadFailure as error:
        failures.append(Failure("corpus.toml", error.code, error.message))
    for rank, file in enumerate(found.files):
        step("read", done + rank, total, file.source)
        said = catalogue.get(file.source, Said())
        try:
            with at_hand(file) as here:
                digest = source_digest(here.path, said)
                if is_current(current.get(file.source), digest):
                    changes.unchanged += 1
                    continue
                made = extract(here, digest, said, read)
            indexer.apply(made, lambda texts: step("embed", texts, 0, file.source))  # noqa: B023
        except ReadFailure as error:
            failures.append(Failure(file.source, error.code, error.message))
            continue
        if file.source in before:
            changes.updated += 1
        else:
            changes.added += 1
    step("read", done + len(found.files), total, "")
    _drop_gone(indexer, found, changes, set(before), failures)
    changes.failed.extend((*failures, *_refused(indexer, found)))


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
    if not found.whole:
        tried = {file.source for file in found.files} | {one.source for one in found.failures}
        kept = [f for f in indexer.store.failures(root) if f.source not in tried]
        indexer.set_failures(root, [*kept, *failures])
        return
    indexer.set_failures(root, failures)
    present = {file.source for file in found.files}
    unlisted = {failure.source for failure in found.failures}
    for document in indexer.store.documents():
        gone = document.root == root and document.source in before - present
        hidden = any(document.source.startswith(f"{folder}/") for folder in unlisted)
        if gone and not hidden:
            indexer.remove(document.id)
            changes.removed += 1


def source_digest(path: Path, said: Said) -> str:
    """Hash of a file and of what the catalogue says of it: what an extract was made from.

    Raises:
        ReadFailure: ``unreadable``.
    """
    content = file_digest(path)
    if said == Said():
        return content
    return hashlib.sha256(f"{content}|{said!r}".encode()).hexdigest()
